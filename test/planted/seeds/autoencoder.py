import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, input_dim=784, hidden=128, latent=32):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(input_dim, hidden),
            nn.ReLU(True),
            nn.Linear(hidden, latent),
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden),
            nn.ReLU(True),
            nn.Linear(hidden, input_dim),
            nn.Sigmoid(),
        )

    def forward(self, x):
        z = self.encoder(x)
        return self.decoder(z), z


batch = torch.rand(16, 1, 28, 28)
flat = batch.view(batch.size(0), -1)
model = Autoencoder()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    recon, code = model(flat)
    loss = nn.functional.mse_loss(recon, flat)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
