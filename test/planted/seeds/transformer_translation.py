import math

import torch
from torch import Tensor, nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model: int, dropout: float = 0.1, max_len: int = 50):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        position = torch.arange(max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(max_len, 1, d_model)
        pe[:, 0, 0::2] = torch.sin(position * div_term)
        pe[:, 0, 1::2] = torch.cos(position * div_term)
        self.register_buffer('pe', pe)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.pe[:x.size(0)]
        return self.dropout(x)


class Translator(nn.Module):
    def __init__(self, src_vocab, tgt_vocab, d_model=32, nhead=4, layers=2, dim_feedforward=64):
        super().__init__()
        self.transformer = nn.Transformer(d_model, nhead, layers, layers, dim_feedforward)
        self.src_emb = nn.Embedding(src_vocab, d_model)
        self.tgt_emb = nn.Embedding(tgt_vocab, d_model)
        self.positional = PositionalEncoding(d_model)
        self.generator = nn.Linear(d_model, tgt_vocab)
        self.d_model = d_model

    def forward(self, src, tgt):
        src = self.positional(self.src_emb(src) * math.sqrt(self.d_model))
        tgt = self.positional(self.tgt_emb(tgt) * math.sqrt(self.d_model))
        mask = nn.Transformer.generate_square_subsequent_mask(tgt.size(0))
        return self.generator(self.transformer(src, tgt, tgt_mask=mask))


model = Translator(40, 50)
src = torch.randint(0, 40, (9, 2))
tgt = torch.randint(0, 50, (7, 2))
out = model(src, tgt[:-1])
loss = nn.CrossEntropyLoss()(out.reshape(-1, out.shape[-1]), tgt[1:].reshape(-1))
