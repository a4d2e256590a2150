import torch
import torch.nn as nn
from collections import OrderedDict

architecture = [
    # kernel, filters, stride, padding
    (3, 16, 1, 1),
    'M',
    (3, 32, 1, 1),
    'M',
    [(1, 16, 1, 0), (3, 32, 1, 1), 2],
    'M',
    (3, 64, 2, 1),
]


class CNNBlock(nn.Module):
    def __init__(self, in_channels, out_channels, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.batchnorm = nn.BatchNorm2d(out_channels)
        self.leakyrelu = nn.LeakyReLU(0.1)

    def forward(self, x):
        return self.leakyrelu(self.batchnorm(self.conv(x)))


class Yolo(nn.Module):
    def __init__(self, in_channels=3, split_size=4, num_boxes=2, num_classes=5):
        super().__init__()
        self.in_channels = in_channels
        self.darknet = self._create_conv_layers(architecture)
        S, B, C = split_size, num_boxes, num_classes
        self.fcs = nn.Sequential(OrderedDict([
            ('flatten', nn.Flatten()),
            ('fc1', nn.Linear(64 * S * S, 96)),
            ('drop', nn.Dropout(0.0)),
            ('act', nn.LeakyReLU(0.1)),
            ('fc2', nn.Linear(96, S * S * (C + B * 5))),
        ]))
        self.out_shape = (S, S, C + B * 5)

    def forward(self, x):
        x = self.darknet(x)
        x = self.fcs(x)
        return x.reshape(-1, *self.out_shape)

    def _create_conv_layers(self, architecture):
        layers = []
        in_channels = self.in_channels
        for x in architecture:
            if type(x) == tuple:
                layers += [CNNBlock(in_channels, x[1], kernel_size=x[0], stride=x[2], padding=x[3])]
                in_channels = x[1]
            elif type(x) == str:
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            elif type(x) == list:
                conv1, conv2, repeats = x
                for _ in range(repeats):
                    layers += [CNNBlock(in_channels, conv1[1], kernel_size=conv1[0], stride=conv1[2], padding=conv1[3])]
                    layers += [CNNBlock(conv1[1], conv2[1], kernel_size=conv2[0], stride=conv2[2], padding=conv2[3])]
                    in_channels = conv2[1]
        return nn.Sequential(*layers)


model = Yolo(split_size=4, num_boxes=2, num_classes=5)
predictions = model(torch.randn((2, 3, 64, 64)))
box = predictions[..., 6:10]
confidence = predictions[..., 5:6]
print((box * confidence).shape)
