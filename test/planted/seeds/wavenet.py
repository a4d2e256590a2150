import torch
import torch.nn as nn
import torch.nn.functional as F


class CausalConv1d(nn.Conv1d):
    def __init__(self, in_channels, out_channels, kernel_size, dilation=1):
        super().__init__(in_channels, out_channels, kernel_size, dilation=dilation)
        self.left = (kernel_size - 1) * dilation

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))


class ResidualBlock(nn.Module):
    def __init__(self, channels, skip_channels, dilation):
        super().__init__()
        self.filter = CausalConv1d(channels, channels, 2, dilation)
        self.gate = CausalConv1d(channels, channels, 2, dilation)
        self.res = nn.Conv1d(channels, channels, 1)
        self.skip = nn.Conv1d(channels, skip_channels, 1)

    def forward(self, x):
        h = torch.tanh(self.filter(x)) * torch.sigmoid(self.gate(x))
        return x + self.res(h), self.skip(h)


class WaveNet(nn.Module):
    def __init__(self, in_channels=16, channels=24, skip=32, classes=16, stacks=2, layers=4):
        super().__init__()
        self.embed = CausalConv1d(in_channels, channels, 2)
        self.blocks = nn.ModuleList(
            ResidualBlock(channels, skip, 2 ** i) for _ in range(stacks) for i in range(layers)
        )
        self.out1 = nn.Conv1d(skip, skip, 1)
        self.out2 = nn.Conv1d(skip, classes, 1)

    def forward(self, x):
        x = self.embed(x)
        total = 0
        for block in self.blocks:
            x, s = block(x)
            total = total + s
        return self.out2(F.relu(self.out1(F.relu(total))))


wave = F.one_hot(torch.randint(0, 16, (2, 50)), 16).float().transpose(1, 2)
net = WaveNet()
logits = net(wave)
loss = F.cross_entropy(logits, torch.zeros(2, 50, dtype=torch.long))
