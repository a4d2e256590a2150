import torch
import torch.nn as nn
import torch.nn.functional as F

class Block(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.conv = nn.Conv2d(3, width / 2, 3)  #! whole-number [nn.Conv2d(3, width / 2, 3)] Conv2d takes whole numbers, not a float: use // or int().
        self.layers = nn.ModuleList([nn.ReLU(), None])

Block()

x = torch.zeros(2, 8, 4, 4)
x.view(2, 8 / 2, -1)  #! whole-number [8 / 2] view: shape takes whole numbers, not a float: use // or int().
x.view(2, int(8 / 2), -1)
x.view(2, 8 // 2, -1)
x.unsqueeze(1.0)  #! whole-number [1.0] unsqueeze: dim takes whole numbers, not a float: use // or int().
F.max_pool2d(x, 2, stride=2.0)  #! whole-number [2.0] max_pool2d: stride takes whole numbers, not a float: use // or int().
F.conv2d(x, torch.zeros(4, 8, 3, 3), padding='same')
F.interpolate(x, scale_factor=1.5)
torch.zeros([2, 3])
torch.zeros((2, (3, 4)))  #! whole-number [torch.zeros((2, (3, 4)))] zeros: size takes whole numbers, not a tuple.
torch.randn(torch.tensor(3), 2)
torch.cat(3)  #! not-a-tensor [3] cat takes a list of tensors, not an int.

nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU)  #! raises [nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU)] TypeError: ReLU is not a Module subclass
nn.Sequential(nn.Conv2d(3, 4, 3), F.relu)  #! raises [nn.Sequential(nn.Conv2d(3, 4, 3), F.relu)] TypeError: torch.nn.functional.relu is not a Module subclass
nn.ModuleList([3])  #! raises [nn.ModuleList([3])] TypeError: int is not a Module subclass
nn.Conv2d[3]  #! raises [nn.Conv2d[3]] TypeError: type 'Conv2d' is not subscriptable
nn.Linear(3, 4).register_buffer('x', 3)  #! raises [nn.Linear(3, 4).register_buffer('x', 3)] TypeError: cannot assign 'int' object to buffer 'x' (torch Tensor or None required)

# Other data, other sizes.
conv = nn.Conv2d(3, 3, 3)
conv.weight.data = torch.eye(3).view(3, 3, 1, 1)
conv(torch.zeros(1, 3, 8, 8)).view(1, 3, 8, 8)
linear = nn.Linear(3, 4)
linear.weight.data = torch.zeros(5, 3)
linear(torch.zeros(2, 3))  #! broadcast-sizes [linear(torch.zeros(2, 3))] linear: the bias [4] does not fit 5 outputs.
