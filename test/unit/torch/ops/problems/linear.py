import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 3, stride=2, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(1024, 10)  #! linear-in-features [1024] fc takes 1,024 features but gets 784 (16 · 7 · 7 after flatten, line 15).

    def forward(self, x):
        x = self.conv(x)
        x = F.relu(self.pool(x))
        x = torch.flatten(x, 1)
        return self.fc(x)

Net()(torch.randn(2, 1, 28, 28))
#fix Change 1024 to 784
#fix Use LazyLinear, which takes the size from its first input
