import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class Highway(nn.Module):
    def __init__(self, size, num_layers=2, f=torch.relu):
        super().__init__()
        self.nonlinear = nn.ModuleList([nn.Linear(size, size) for _ in range(num_layers)])
        self.gate = nn.ModuleList([nn.Linear(size, size) for _ in range(num_layers)])
        self.f = f

    def forward(self, x):
        for g, h in zip(self.gate, self.nonlinear):
            t = torch.sigmoid(g(x))
            x = t * self.f(h(x)) + (1 - t) * x
        return x


class TextClassifier(nn.Module):
    def __init__(self, vocab_size, embedding_dim=20, filters=10, filter_sizes=(2, 3, 4), hidden_dim=16, output_dim=2, pad_idx=0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=pad_idx)
        self.convs = nn.ModuleList([nn.Conv2d(1, filters, (fs, embedding_dim)) for fs in filter_sizes])
        self.highway = Highway(len(filter_sizes) * filters)
        self.rnn = nn.LSTM(embedding_dim, hidden_dim, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(len(filter_sizes) * filters + 2 * hidden_dim, output_dim)

    def forward(self, text, lengths):
        embedded = self.embedding(text)
        conved = [F.relu(conv(embedded.unsqueeze(1))).squeeze(3) for conv in self.convs]
        pooled = [F.max_pool1d(conv, conv.shape[2]).squeeze(2) for conv in conved]
        h = self.highway(torch.cat(pooled, dim=1))
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        out, (hidden, cell) = self.rnn(packed)
        out, _ = pad_packed_sequence(out, batch_first=True)
        last = torch.cat([hidden[-2], hidden[-1]], dim=1)
        return self.fc(torch.cat([h, last], dim=1))


sentences = [torch.randint(1, 50, (n,)) for n in (9, 6, 12)]
text = pad_sequence(sentences, batch_first=True)
lengths = torch.tensor([len(s) for s in sentences])
model = TextClassifier(50)
print(model(text, lengths).argmax(dim=1))
