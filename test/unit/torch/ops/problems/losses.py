import torch
import torch.nn.functional as F

prediction, target = torch.rand(8, 1), torch.rand(8)
F.mse_loss(prediction, target)  #! warning silent-broadcast [target] mse_loss compares [8, 1] with [8]: broadcasting makes [8, 8] of it. Bring both to one shape.
F.mse_loss(prediction.squeeze(1), target)
F.cross_entropy(torch.rand(4, 3), torch.rand(5).long())  #! loss-sizes [torch.rand(5).long()] cross_entropy: a batch of 4 against targets for 5.
