import torch
import torch.nn as nn
from torch.distributions import Categorical


def layer_init(layer, std=2 ** 0.5, bias_const=0.0):
    nn.init.orthogonal_(layer.weight, std)
    nn.init.constant_(layer.bias, bias_const)
    return layer


class Agent(nn.Module):
    def __init__(self, obs_shape=(3, 48, 48), n_actions=5):
        super().__init__()
        c, h, w = obs_shape
        self.network = nn.Sequential(
            layer_init(nn.Conv2d(c, 16, 8, stride=4)),
            nn.ReLU(),
            layer_init(nn.Conv2d(16, 32, 4, stride=2)),
            nn.ReLU(),
            nn.Flatten(),
        )
        n = self._features(obs_shape)
        self.body = nn.Sequential(layer_init(nn.Linear(n, 128)), nn.ReLU())
        self.actor = layer_init(nn.Linear(128, n_actions), std=0.01)
        self.critic = layer_init(nn.Linear(128, 1), std=1)

    def _features(self, shape):
        with torch.no_grad():
            return self.network(torch.zeros(1, *shape)).shape[1]

    def forward(self, x, action=None):
        hidden = self.body(self.network(x / 255.0))
        logits = self.actor(hidden)
        probs = Categorical(logits=logits)
        if action is None:
            action = probs.sample()
        return action, probs.log_prob(action), self.critic(hidden)


agent = Agent()
obs = torch.zeros(4, 3, 48, 48)
action, logp, value = agent(obs)
returns = torch.zeros(4)
advantage = returns - value.squeeze(-1)
loss = -(logp * advantage.detach()).mean() + advantage.pow(2).mean()
