"""A small classifier of 32×32 colour pictures."""
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return x + torch.relu(self.norm(self.conv(x)))


class Classifier(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self, classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.blocks = nn.Sequential(*[Block(6) for _ in range(3)])
        self.conv = nn.Conv2d(6, 16, 5)
        self.head = nn.Linear(16 * 5 * 5, classes)

    def forward(self, x):
        x = self.pool(torch.relu(self.stem(x)))
        x = self.blocks(x)
        x = self.pool(torch.relu(self.conv(x)))
        return self.head(torch.flatten(x, 1))
