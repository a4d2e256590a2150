import torch
import torch.nn as nn


class C3D(nn.Module):
    """A small C3D for clips of 16 frames."""

    def __init__(self, num_classes=11):
        super().__init__()
        self.conv1 = nn.Conv3d(3, 16, kernel_size=(3, 3, 3), padding=(1, 1, 1))
        self.pool1 = nn.MaxPool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2))
        self.conv2 = nn.Conv3d(16, 32, kernel_size=(3, 3, 3), padding=(1, 1, 1))
        self.pool2 = nn.MaxPool3d(kernel_size=(2, 2, 2), stride=(2, 2, 2))
        self.conv3 = nn.Conv3d(32, 64, kernel_size=3, padding=1)
        self.pool3 = nn.MaxPool3d(kernel_size=2, stride=2)
        self.fc6 = nn.Linear(64 * 4 * 7 * 7, 128)
        self.fc7 = nn.Linear(128, num_classes)
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.pool1(self.relu(self.conv1(x)))
        x = self.pool2(self.relu(self.conv2(x)))
        x = self.pool3(self.relu(self.conv3(x)))
        x = x.view(-1, 64 * 4 * 7 * 7)
        x = self.relu(self.fc6(x))
        return self.fc7(x)


clips = torch.rand(1, 3, 16, 56, 56)
net = C3D(num_classes=5)
outputs = net(clips)
print(outputs.size())
