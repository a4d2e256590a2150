import torch
import torch.nn as nn


class CRNN(nn.Module):
    """(batch, 1, mels, time) → (time, batch, classes), for CTC."""

    def __init__(self, n_mels=40, hidden=32, n_classes=28):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 8, (3, 3), stride=(2, 1), padding=1), nn.BatchNorm2d(8), nn.Hardtanh(0, 20, inplace=True),
            nn.Conv2d(8, 16, (5, 3), stride=(2, 2), padding=(2, 1)), nn.BatchNorm2d(16), nn.Hardtanh(0, 20, inplace=True))
        self.rnn = nn.GRU(16 * (n_mels // 4), hidden, num_layers=2, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, n_classes)

    def forward(self, x):
        x = self.cnn(x)
        b, c, f, t = x.size()
        x = x.view(b, c * f, t).permute(2, 0, 1)
        x, _ = self.rnn(x)
        return self.fc(x).log_softmax(2)


net = CRNN()
spec = torch.randn(3, 1, 40, 50)
log_probs = net(spec)
targets = torch.randint(1, 28, (3, 8), dtype=torch.long)
input_lengths = torch.full((3,), log_probs.size(0), dtype=torch.long)
target_lengths = torch.full((3,), 8, dtype=torch.long)
loss = nn.CTCLoss(blank=0)(log_probs, targets, input_lengths, target_lengths)
