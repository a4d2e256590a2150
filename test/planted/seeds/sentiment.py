import torch
from torch import nn


class SentimentRNN(nn.Module):
    def __init__(self, vocab_size, output_size, embedding_dim, hidden_dim, n_layers, drop_prob=0.5):
        super().__init__()
        self.output_size = output_size
        self.n_layers = n_layers
        self.hidden_dim = hidden_dim
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim, n_layers, dropout=drop_prob, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.3)
        self.fc = nn.Linear(hidden_dim * 2, output_size)
        self.sig = nn.Sigmoid()

    def forward(self, x, hidden):
        batch_size = x.size(0)
        embeds = self.embedding(x.long())
        lstm_out, hidden = self.lstm(embeds, hidden)
        lstm_out = lstm_out.contiguous().view(-1, self.hidden_dim * 2)
        out = self.sig(self.fc(self.dropout(lstm_out)))
        out = out.view(batch_size, -1)
        return out[:, -1], hidden

    def init_hidden(self, batch_size):
        weight = next(self.parameters()).data
        shape = (self.n_layers * 2, batch_size, self.hidden_dim)
        return (weight.new_zeros(shape), weight.new_zeros(shape))


net = SentimentRNN(vocab_size=50, output_size=1, embedding_dim=24, hidden_dim=16, n_layers=2)
h = net.init_hidden(4)
reviews = torch.ones(4, 12)
prob, h = net(reviews, h)
loss = nn.BCELoss()(prob, torch.ones(4))
