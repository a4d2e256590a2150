import torch
import torch.nn as nn


class CharRNN(nn.Module):
    def __init__(self, vocab, embed=24, hidden=48, layers=2, bidirectional=False):
        super().__init__()
        self.hidden, self.layers = hidden, layers
        self.directions = 2 if bidirectional else 1
        self.embedding = nn.Embedding(vocab, embed)
        self.lstm = nn.LSTM(embed, hidden, layers, batch_first=True, dropout=0.1, bidirectional=bidirectional)
        self.norm = nn.LayerNorm(hidden * self.directions)
        self.decode = nn.Linear(hidden * self.directions, vocab)

    def init_hidden(self, batch):
        weight = next(self.parameters())
        shape = (self.layers * self.directions, batch, self.hidden)
        return weight.new_zeros(*shape), weight.new_zeros(*shape)

    def forward(self, x, state):
        out, state = self.lstm(self.embedding(x), state)
        out = self.norm(out)
        return self.decode(out.contiguous().view(-1, out.size(2))), state


vocab_size = 30
rnn = CharRNN(vocab_size)
state = rnn.init_hidden(4)
inputs = torch.randint(0, vocab_size, (4, 12))
targets = torch.randint(0, vocab_size, (4, 12))
logits, state = rnn(inputs, state)
loss = nn.functional.cross_entropy(logits, targets.view(-1))
loss.backward()
char = torch.zeros(1, 1, dtype=torch.long)
h = rnn.init_hidden(1)
for _ in range(3):
    out, h = rnn(char, h)
    char = torch.multinomial(out.softmax(dim=-1), 1)
