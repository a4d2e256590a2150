import torch
from torch import nn


class Chomp1d(nn.Module):
    def __init__(self, chomp_size):
        super().__init__()
        self.chomp_size = chomp_size

    def forward(self, x):
        return x[:, :, :-self.chomp_size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_inputs, n_outputs, kernel_size, stride, dilation, padding):
        super().__init__()
        self.conv1 = nn.utils.parametrizations.weight_norm(nn.Conv1d(n_inputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation))
        self.chomp1 = Chomp1d(padding)
        self.conv2 = nn.Conv1d(n_outputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.chomp2 = Chomp1d(padding)
        self.net = nn.Sequential(self.conv1, self.chomp1, nn.ReLU(), self.conv2, self.chomp2, nn.ReLU())
        self.downsample = nn.Conv1d(n_inputs, n_outputs, 1) if n_inputs != n_outputs else None

    def forward(self, x):
        out = self.net(x)
        res = x if self.downsample is None else self.downsample(x)
        return torch.relu(out + res)


class Forecaster(nn.Module):
    def __init__(self, num_inputs=5, num_channels=[8, 8, 16], kernel_size=3, horizon=4):
        super().__init__()
        layers = []
        for i in range(len(num_channels)):
            dilation_size = 2 ** i
            in_channels = num_inputs if i == 0 else num_channels[i - 1]
            layers += [TemporalBlock(in_channels, num_channels[i], kernel_size, stride=1, dilation=dilation_size, padding=(kernel_size - 1) * dilation_size)]
        self.network = nn.Sequential(*layers)
        self.attention = nn.MultiheadAttention(num_channels[-1], 4, batch_first=True)
        self.out = nn.Linear(num_channels[-1], horizon)

    def forward(self, x):
        h = self.network(x.transpose(1, 2)).transpose(1, 2)
        h, weights = self.attention(h, h, h)
        return self.out(h[:, -1])


series = torch.randn(60, 5)
windows = series.unfold(0, 16, 4).transpose(1, 2)
model = Forecaster()
forecast = model(windows)
target = torch.stack([series[i + 12:i + 16, 0] for i in range(0, 45, 4)])
print(nn.L1Loss()(forecast, target))
