import torch
import torch.nn as nn


class ConvAutoencoder(nn.Module):
    def __init__(self):
        super(ConvAutoencoder, self).__init__()
        # encoder
        self.conv1 = nn.Conv2d(1, 16, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(32, 64, 7)
        # decoder
        self.t_conv1 = nn.ConvTranspose2d(64, 32, 7)
        self.t_conv2 = nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1)
        self.t_conv3 = nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1)

    def forward(self, x):
        h = torch.relu(self.conv1(x))
        h = torch.relu(self.conv2(h))
        h = torch.relu(self.conv3(h))
        h = torch.relu(self.t_conv1(h))
        h = torch.relu(self.t_conv2(h))
        return torch.sigmoid(self.t_conv3(h))


model = ConvAutoencoder()
x = torch.rand(4, 1, 28, 28)
x_hat = model(x)
loss = ((x_hat - x) ** 2).mean()
