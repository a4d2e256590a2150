import torch
import torch.nn as nn


class CNNLSTM(nn.Module):
    def __init__(self, num_classes=6):
        super(CNNLSTM, self).__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(3, 16, 3, stride=2),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d((1, 1)),
        )
        self.lstm = nn.LSTM(input_size=32, hidden_size=64, num_layers=2, batch_first=True)
        self.fc1 = nn.Linear(64, 32)
        self.fc2 = nn.Linear(32, num_classes)

    def forward(self, clip):
        batch_size, timesteps, C, H, W = clip.size()
        c_in = clip.view(batch_size * timesteps, C, H, W)
        c_out = self.cnn(c_in)
        r_in = c_out.view(batch_size, timesteps, -1)
        r_out, (h_n, c_n) = self.lstm(r_in)
        x = torch.relu(self.fc1(r_out[:, -1]))
        return self.fc2(x)


model = CNNLSTM()
frames = torch.randn(2, 8, 3, 32, 32)
print(model(frames).shape)
