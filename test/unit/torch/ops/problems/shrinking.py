import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.pool = nn.MaxPool2d(2)  #! output-size-zero [2] pool: nothing is left of 1×1: a window of 2×2 does not fit. The size went 28 → 14 → 7 → 3 → 1 → 0.

    def forward(self, x):
        x = self.conv(x)
        for _ in range(5):
            x = self.pool(x)
        return x

Net()(torch.zeros(1, 1, 28, 28))
