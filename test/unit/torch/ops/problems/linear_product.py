import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 16, 5), nn.MaxPool2d(2))
        self.head = nn.Linear(in_features=16 * 4 * 4, out_features=10)  #! linear-in-features [16 * 4 * 4] head takes 256 features but gets 400 (16 · 5 · 5 after view, line 12).

    def forward(self, x):
        x = self.features(x)
        return self.head(x.view(x.size(0), -1))

Net()(torch.randn(4, 3, 32, 32))
#fix Change to 16 * 5 * 5
#fix Use LazyLinear, which takes the size from its first input
