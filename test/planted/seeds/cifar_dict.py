import torch
from torch import nn

cfg = {
    'small': [32, 'M', 64, 'M', 128, 128, 'M'],
    'large': [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M'],
}


class VGG(nn.Module):
    def __init__(self, name, num_classes=10):
        super().__init__()
        self.features = self._make_layers(cfg[name])
        self.classifier = nn.Sequential(nn.Linear(128 * 4 * 4, 256), nn.ReLU(inplace=True), nn.Dropout(0.5), nn.Linear(256, num_classes))

    def _make_layers(self, plan):
        layers = []
        in_channels = 3
        for x in plan:
            if x == 'M':
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            else:
                layers += [nn.Conv2d(in_channels, x, kernel_size=3, padding=1), nn.BatchNorm2d(x), nn.ReLU(inplace=True)]
                in_channels = x
        return nn.Sequential(*layers)

    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        return self.classifier(out)


net = VGG('small')
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
images = torch.randn(4, 3, 32, 32)
labels = torch.randint(0, 10, (4,))
for epoch in range(2):
    optimizer.zero_grad()
    loss = criterion(net(images), labels)
    loss.backward()
    optimizer.step()
