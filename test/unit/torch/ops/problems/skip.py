import torch
import torch.nn as nn

class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1 = nn.Conv2d(3, 8, 3, padding=1)
        self.down2 = nn.Conv2d(8, 16, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.up2 = nn.ConvTranspose2d(16, 16, 2, stride=2)
        self.up1 = nn.ConvTranspose2d(32, 8, 2, stride=2)
        self.out = nn.Conv2d(16, 1, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(self.pool(a))
        c = self.up2(self.pool(b))
        d = torch.cat([b, c], dim=1)
        return self.out(torch.cat([a, self.up1(d)], dim=1))  #! information size-condition [torch.cat([a, self.up1(d)], dim=1)] The skip fits only when H and W are divisible by 4.

UNet()(symbolic('N', 3, 'H', 'W'))
