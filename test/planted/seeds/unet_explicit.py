import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvBlock(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.c1 = nn.Conv2d(c_in, c_out, 3, 1, 1)
        self.b1 = nn.BatchNorm2d(c_out)
        self.c2 = nn.Conv2d(c_out, c_out, 3, 1, 1)
        self.b2 = nn.BatchNorm2d(c_out)

    def forward(self, x):
        x = F.relu(self.b1(self.c1(x)))
        return F.relu(self.b2(self.c2(x)))


class SmallUNet(nn.Module):
    def __init__(self, c_in=1, c_out=1, base=8):
        super().__init__()
        self.enc1 = ConvBlock(c_in, base)
        self.enc2 = ConvBlock(base, base * 2)
        self.enc3 = ConvBlock(base * 2, base * 4)
        self.up2 = nn.ConvTranspose2d(base * 4, base * 2, 2, stride=2)
        self.dec2 = ConvBlock(base * 4, base * 2)
        self.up1 = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)
        self.squeeze = nn.Conv2d(base * 2, base, 1)
        self.dec1 = ConvBlock(base * 2, base)
        self.out = nn.Conv2d(base, c_out, 1)

    def forward(self, x):
        e1 = self.enc1(x)
        e2 = self.enc2(F.max_pool2d(e1, 2))
        e3 = self.enc3(F.max_pool2d(e2, 2))
        d2 = self.up2(e3)
        d2 = torch.cat([d2, e2], 1)
        d2 = self.dec2(d2)
        d1 = self.squeeze(self.up1(d2))
        d1 = torch.cat([d1, e1], 1)
        d1 = self.dec1(d1)
        return torch.sigmoid(self.out(d1))


x = torch.randn(2, 1, 48, 48)
model = SmallUNet()
y = model(x)
assert y.shape == x.shape
