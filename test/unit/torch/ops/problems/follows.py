"""What follows from an error is not told: PyTorch would not come so far."""
import torch
import torch.nn as nn

class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(dim, dim)  #! linear-in-features [dim] attention.query takes 48 features but gets 49 (from embed, line 24).
        self.key = nn.Linear(dim, dim)
        self.value = nn.Linear(dim, dim)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.query(x), self.key(x), self.value(x)
        q = q.view(n, t, self.heads, -1).transpose(1, 2)
        k = k.view(n, t, self.heads, -1).transpose(1, 2)
        v = v.view(n, t, self.heads, -1).transpose(1, 2)
        return (q @ k.transpose(-2, -1) @ v).transpose(1, 2).flatten(2)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 49)
        self.norm = nn.LayerNorm(48)
        self.attention = Attention(48, 4)
        self.conv = nn.Conv2d(3, 8, 3)
        self.bn = nn.BatchNorm2d(8)
        self.next = nn.Conv2d(16, 4, 3)  #! conv-in-channels [16] next takes 16 channels but gets 8 (from conv, line 27).
        self.fc = nn.Linear(100, 10)  #! linear-in-features [100] fc takes 100 features but gets 144 (4 · 6 · 6 after flatten, line 36).

    def forward(self, ids, image):
        x = self.attention(self.embed(ids))
        x = self.norm(x + self.embed(ids))
        y = self.next(self.bn(self.conv(image)))
        return x, self.fc(torch.flatten(y, 1))

Net()(torch.zeros(2, 16, dtype=torch.long), torch.zeros(2, 3, 10, 10))

class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(3)
        self.conv = nn.Conv2d(3, 8, 3)
        self.bn2 = nn.BatchNorm2d(8)

    def forward(self, x):
        x = self.bn2(self.conv(self.bn1(x)))  #! rank [self.bn1(x)] bn1 takes 4-D input but gets 3-D [3, 8, 8] (from zeros, line 51).
        return x.mean(3)

Deep()(torch.zeros(3, 8, 8))

def sizes(x):
    n, c = x.shape  #! raises [n, c] ValueError: too many values to unpack (expected 2)
    return n + c[0] + not_there  #! raises [not_there] NameError: name 'not_there' is not defined

sizes(torch.zeros(1, 2, 3))
#fix Change 49 to 48 in embed
#fix Change to 49
#fix Use LazyLinear, which takes the size from its first input
#fix Change 16 to 8
#fix Change 100 to 144
#fix Use LazyLinear, which takes the size from its first input
#fix Add the batch axis: .unsqueeze(0)
