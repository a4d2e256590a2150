import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.bn1 = nn.BatchNorm2d(8)  #! norm-features [8] bn1 normalises 8 channels but gets 6 (from conv1, line 7).
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(8, 16, 5)  # the same 6 of conv1: told once

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        return self.conv2(x)

Net()(torch.zeros(2, 3, 32, 32))
#fix Change 6 to 8 in conv1
#fix Change 8 to 6
