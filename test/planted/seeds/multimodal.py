import torch
import torch.nn as nn


class ImageEncoder(nn.Module):
    def __init__(self, out_dim):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3, 16, 5, stride=2), nn.ReLU(), nn.Conv2d(16, 32, 5, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(32 * 5 * 5, out_dim))

    def forward(self, x):
        return self.net(x)


class TextEncoder(nn.Module):
    def __init__(self, vocab_size, out_dim, heads=2):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, 32, padding_idx=0)
        layer = nn.TransformerEncoderLayer(d_model=32, nhead=heads, dim_feedforward=64, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=1)
        self.proj = nn.Linear(32, out_dim)

    def forward(self, tokens):
        mask = tokens.eq(0)
        x = self.encoder(self.embed(tokens), src_key_padding_mask=mask)
        return self.proj(x.mean(dim=1))


class Fusion(nn.Module):
    def __init__(self, vocab_size=100, dim=24, answers=6):
        super().__init__()
        self.image, self.text = ImageEncoder(dim), TextEncoder(vocab_size, dim)
        self.bilinear = nn.Bilinear(dim, dim, 16)
        self.gate = nn.Sequential(nn.Linear(2 * dim, 16), nn.Sigmoid())
        self.classifier = nn.Linear(16, answers)

    def forward(self, image, tokens):
        a, b = self.image(image), self.text(tokens)
        fused = self.bilinear(a, b) * self.gate(torch.cat([a, b], dim=-1))
        return self.classifier(fused)


m = Fusion()
out = m(torch.randn(3, 3, 32, 32), torch.randint(1, 100, (3, 7)))
nn.CrossEntropyLoss()(out, torch.tensor([0, 5, 2]))
