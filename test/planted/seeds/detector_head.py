import torch
import torch.nn as nn


class SSDHead(nn.Module):
    def __init__(self, channels=(16, 32), anchors=(4, 6), classes=3):
        super().__init__()
        self.classes = classes
        self.cls = nn.ModuleList(nn.Conv2d(c, a * classes, 3, padding=1) for c, a in zip(channels, anchors))
        self.reg = nn.ModuleList(nn.Conv2d(c, a * 4, 3, padding=1) for c, a in zip(channels, anchors))

    def forward(self, features):
        logits, boxes = [], []
        for f, cls, reg in zip(features, self.cls, self.reg):
            logits.append(cls(f).permute(0, 2, 3, 1).contiguous().view(f.size(0), -1, self.classes))
            boxes.append(reg(f).permute(0, 2, 3, 1).contiguous().view(f.size(0), -1, 4))
        return torch.cat(logits, 1), torch.cat(boxes, 1)


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.stage1 = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU6(), nn.Conv2d(16, 16, 3, 2, 1, groups=16), nn.ReLU6())
        self.stage2 = nn.Sequential(nn.Conv2d(16, 32, 1), nn.Conv2d(32, 32, 3, 2, 1, groups=32), nn.ReLU6())

    def forward(self, x):
        c1 = self.stage1(x)
        return c1, self.stage2(c1)


backbone, head = Backbone(), SSDHead()
logits, boxes = head(backbone(torch.randn(2, 3, 64, 64)))
priors = torch.rand(16 * 16 * 4 + 8 * 8 * 6, 4)
decoded = priors[None] + boxes
loss = nn.functional.smooth_l1_loss(decoded, torch.zeros_like(decoded))
conf = logits.softmax(-1)[..., 1:]
score, label = conf.max(dim=-1)
keep = score.topk(5, dim=1).indices
top = torch.gather(boxes, 1, keep.unsqueeze(-1).expand(-1, -1, 4))
