import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class Curve(Dataset):
    def __init__(self, count=32, length=20):
        self.x = torch.randn(count, 3, length)
        self.y = self.x.sum(dim=(1, 2))

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


class Regressor(nn.Module):
    def __init__(self, hparams):
        super().__init__()
        self.hparams = hparams
        self.body = nn.Sequential(
            nn.Conv1d(3, hparams['width'], hparams['kernel'], padding='same'),
            nn.GroupNorm(hparams['groups'], hparams['width']),
            nn.ELU(),
            nn.AvgPool1d(2),
            nn.Conv1d(hparams['width'], hparams['width'] * 2, hparams['kernel']),
            nn.ELU(),
            nn.AdaptiveMaxPool1d(3),
            nn.Flatten(),
        )
        self.head = nn.Linear(hparams['width'] * 6, 1)

    def forward(self, x):
        return self.head(self.body(x)).squeeze(-1)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return nn.functional.mse_loss(self(x), y)


hparams = dict(width=8, kernel=3, groups=4, batch=4)
train, valid = random_split(Curve(), [24, 8])
model = Regressor(hparams)
for step, batch in enumerate(DataLoader(train, batch_size=hparams['batch'])):
    loss = model.training_step(batch, step)
    loss.backward()
    if step == 1:
        break
