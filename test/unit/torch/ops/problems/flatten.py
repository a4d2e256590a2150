import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 3)
        self.fc = nn.Linear(128, 2)  #! linear-in-features [128] fc takes 128 features but gets 4: [2, 8, 4, 4] is not flattened yet (8 · 4 · 4 = 128).

    def forward(self, x):
        return self.fc(self.conv(x))

Net()(torch.zeros(2, 4, 6, 6))
#fix Insert torch.flatten(…, 1)
