"""A small convolutional network for grey pictures of 32×32 pixels."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class SmallNet(nn.Module):
    # convlens: input=1x1x32x32
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3, stride=2)
        self.fc = nn.Linear(16 * 7 * 7, classes)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = self.pool(x)
        x = F.relu(self.conv2(x))
        x = torch.flatten(x, 1)
        return self.fc(x)
