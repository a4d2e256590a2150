import torch
import torch.nn as nn

class Net(nn.Module):
    def forward(self, x):
        a = x.view(-1, 392)  #! warning view-changes-batch [x.view(-1, 392)] view(-1, 392) makes 100 rows of a batch of 50. Did you mean 784?
        b = x.view(-1, 783)  #! view-elements [x.view(-1, 783)] view(-1, 783): 39,200 (50 · 16 · 7 · 7) elements cannot be divided into rows of 783 (from zeros, line 11).
        c = x.permute(0, 2, 3, 1).view(50, -1)  #! view-needs-contiguous [x.permute(0, 2, 3, 1).view(50, -1)] view(50, 784) cannot join axes that permute moved apart (from permute, line 8): use .reshape(…), or .contiguous() before.
        return a, b, c

Net()(torch.zeros(50, 16, 7, 7))
#fix Change 392 to 784
#fix Change 783 to 784
#fix Change view to reshape
