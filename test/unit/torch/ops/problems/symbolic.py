"""Symbols: what fails for every size is an error, what may hold is not."""
import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.other = nn.Conv2d(3, 16, 3)
        self.narrow = nn.Conv2d(8, 16, 3)  #! conv-in-channels [8] narrow takes 8 channels but gets 16 (from other, line 10).
        self.fc = nn.Linear(400, 10)
        self.head = nn.Linear(10, 2)

    def forward(self, x):
        y = self.conv(x)
        self.narrow(self.other(x))
        x + F.relu(y)  #! broadcast-sizes [x + F.relu(y)] a + b: sizes do not fit on axis 1: 3 against 16 ([N, 3, H, W] + [N, 16, H - 2, W - 2]).
        y = F.max_pool2d(y, 2)
        y = y.view(-1, 400)
        y.squeeze()
        y[:, :, None, None].squeeze()  #! warning squeeze-drops-batch [y[:, :, None, None].squeeze()] squeeze() drops the batch as well when N is 1. Name the axes: squeeze(-1).squeeze(-1).
        return self.head(self.fc(y))

image = symbolic('N', 3, 'H', 'W')
Net()(image)
#fix Change 8 to 16
#fix Change to squeeze(-1).squeeze(-1)
