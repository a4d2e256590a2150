import torch
import torch.nn as nn

conv = nn.Conv2d(3, 6, 5)
images = torch.zeros(2, 32, 32, 3)
conv(images)  #! channel-order [conv(images)] Conv2d takes 3 channels on axis 1 but gets 32: [2, 32, 32, 3] has its channels last.
#fix Insert .permute(0, 3, 1, 2)
