import torch
import torch.nn as nn

net = nn.Sequential(
    nn.Conv2d(4, 8, 3),
    nn.ReLU(),
    nn.Linear(128, 2),  #! linear-in-features [128] 2 (Linear) takes 128 features but gets 4: [2, 8, 4, 4] is not flattened yet (8 · 4 · 4 = 128).
)
net(torch.zeros(2, 4, 6, 6))
#fix Insert nn.Flatten() before
