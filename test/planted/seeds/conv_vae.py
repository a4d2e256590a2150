import torch
from torch import nn
from torch.nn import functional as F


class ConvVAE(nn.Module):
    def __init__(self, latent=8, hidden=[8, 16, 32]):
        super().__init__()
        modules = []
        channels = 1
        for h in hidden:
            modules.append(nn.Sequential(nn.Conv2d(channels, h, kernel_size=3, stride=2, padding=1), nn.BatchNorm2d(h), nn.LeakyReLU()))
            channels = h
        self.encoder = nn.Sequential(*modules)
        self.fc_mu = nn.Linear(hidden[-1] * 4 * 4, latent)
        self.fc_var = nn.Linear(hidden[-1] * 4 * 4, latent)
        self.decoder_input = nn.Linear(latent, hidden[-1] * 16)
        rev = hidden[::-1]
        modules = []
        for i in range(len(rev) - 1):
            modules.append(nn.Sequential(
                nn.ConvTranspose2d(rev[i], rev[i + 1], kernel_size=3, stride=2, padding=1, output_padding=1),
                nn.BatchNorm2d(rev[i + 1]),
                nn.LeakyReLU()))
        self.decoder = nn.Sequential(*modules)
        self.final = nn.Sequential(nn.ConvTranspose2d(rev[-1], rev[-1], 3, 2, 1, output_padding=1), nn.Conv2d(rev[-1], 1, 3, padding=1), nn.Sigmoid())

    def encode(self, x):
        result = torch.flatten(self.encoder(x), start_dim=1)
        return [self.fc_mu(result), self.fc_var(result)]

    def decode(self, z):
        result = self.decoder_input(z).view(-1, 32, 4, 4)
        return self.final(self.decoder(result))

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        return torch.randn_like(std) * std + mu

    def forward(self, x):
        mu, log_var = self.encode(x)
        z = self.reparameterize(mu, log_var)
        return [self.decode(z), x, mu, log_var]


def loss_function(recons, x, mu, log_var, kld_weight=0.005):
    recons_loss = F.mse_loss(recons, x)
    kld = torch.mean(-0.5 * torch.sum(1 + log_var - mu ** 2 - log_var.exp(), dim=1), dim=0)
    return recons_loss + kld_weight * kld


vae = ConvVAE()
loss = loss_function(*vae(torch.rand(4, 1, 32, 32)))
loss.backward()
