import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.bn1 = nn.BatchNorm2d(8)  #! norm-features [8] bn1 normalises 8 channels but gets 6 (from conv1, line 7).
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(8, 16, 5)  #! conv-in-channels [8] conv2 takes 8 channels but gets 6 (from conv1, line 7).

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        return self.conv2(x)

Net()(torch.zeros(2, 3, 32, 32))
#fix Change 8 to 6
#fix Change 8 to 6
