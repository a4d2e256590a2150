import random
from collections import deque

import torch
import torch.nn as nn
import torch.nn.functional as F


class DQN(nn.Module):
    def __init__(self, in_channels, n_actions):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, 32, kernel_size=8, stride=4)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=4, stride=2)
        self.conv3 = nn.Conv2d(64, 64, kernel_size=3, stride=1)
        self.fc = nn.Linear(7 * 7 * 64, 512)
        self.head = nn.Linear(512, n_actions)

    def forward(self, x):
        x = x.float() / 255
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.relu(self.conv3(x))
        x = F.relu(self.fc(x.reshape(x.size(0), -1)))
        return self.head(x)


class DuelingDQN(DQN):
    def __init__(self, in_channels, n_actions):
        super().__init__(in_channels, n_actions)
        self.value = nn.Linear(512, 1)

    def forward(self, x):
        x = x.float() / 255
        x = F.relu(self.conv3(F.relu(self.conv2(F.relu(self.conv1(x))))))
        x = F.relu(self.fc(x.flatten(start_dim=1)))
        advantage = self.head(x)
        value = self.value(x).expand(x.size(0), self.head.out_features)
        return value + advantage - advantage.mean(1, keepdim=True)


policy = DQN(4, 6)
target = DuelingDQN(4, 6)
target.load_state_dict(policy.state_dict(), strict=False)
state = torch.zeros(2, 4, 84, 84)
actions = torch.tensor([[1], [3]])
q = policy(state).gather(1, actions)
best = target(state).max(1)[0]
loss = F.smooth_l1_loss(q, best.unsqueeze(1))
