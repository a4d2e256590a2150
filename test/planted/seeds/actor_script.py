import torch
import torch.nn as nn
from torch.distributions import Categorical


class Policy(nn.Module):
    def __init__(self, obs_dim=4, n_actions=2, hidden=(32, 32)):
        super().__init__()
        sizes = [obs_dim] + list(hidden)
        body = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            body.extend([nn.Linear(a, b), nn.Tanh()])
        self.body = nn.Sequential(*body)
        self.pi = nn.Linear(hidden[-1], n_actions)
        self.v = nn.Linear(hidden[-1], 1)

    def forward(self, obs):
        h = self.body(obs)
        return Categorical(logits=self.pi(h)), self.v(h).squeeze(-1)


policy = Policy()
optimizer = torch.optim.Adam(policy.parameters(), lr=3e-4)
obs = torch.randn(16, 4)
dist, value = policy(obs)
actions = dist.sample()
log_prob = dist.log_prob(actions)
returns = torch.randn(16)
advantage = returns - value.detach()
policy_loss = -(log_prob * advantage).mean()
value_loss = nn.MSELoss()(value, returns)
entropy = dist.entropy().mean()
(policy_loss + 0.5 * value_loss - 0.01 * entropy).backward()
optimizer.step()
