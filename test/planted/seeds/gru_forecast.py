import torch
import torch.nn as nn


class Forecaster(nn.Module):
    def __init__(self, n_features=5, hidden_size=32, num_layers=2, horizon=6):
        super().__init__()
        self.gru = nn.GRU(input_size=n_features, hidden_size=hidden_size, num_layers=num_layers, batch_first=True)
        self.norm = nn.LayerNorm(hidden_size)
        self.head = nn.Sequential(nn.Linear(hidden_size, 16), nn.ReLU(), nn.Linear(16, horizon))
        self.num_layers = num_layers
        self.hidden_size = hidden_size

    def forward(self, x):
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size)
        out, hn = self.gru(x, h0)
        last = out[:, -1, :]
        return self.head(self.norm(last))


series = torch.randn(3, 24, 5)
target = torch.randn(3, 6)
model = Forecaster()
pred = model(series)
loss = nn.MSELoss()(pred, target)
