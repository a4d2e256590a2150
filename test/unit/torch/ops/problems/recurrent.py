import torch
import torch.nn as nn

lstm = nn.LSTM(128, 64, batch_first=True)  #! rnn-input-size [128] LSTM takes 128 features but gets 100 (from rand, line 5).
out = lstm(torch.rand(2, 5, 100))
torch.relu(out)  #! not-a-tensor [out] relu takes a tensor but gets a tuple. A recurrent layer returns (output, state): take the first element.
#fix Change 128 to 100
#fix Take the first element: [0]
