/** Prelude: losses. */
const loss = (name: string, call: string, parameters = 'size_average=None, reduce=None, reduction="mean"', inputs = 'input, target') => `
class ${name}(_Loss):
    def __init__(self, ${parameters}):
        super().__init__(reduction=reduction)
    def forward(self, ${inputs}):
        return ${call}
`;
const usual = 'size_average=None, reduce=None, reduction="mean"';

export const lossPrelude = `
import torch
import torch.nn.functional as F
from torch._native import Module

class _Loss(Module):
    def __init__(self, size_average=None, reduce=None, reduction='mean'):
        super().__init__()
        self.reduction = reduction

class _WeightedLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(reduction=reduction)
        self.register_buffer('weight', weight)
${loss('L1Loss', 'F.l1_loss(input, target, reduction=self.reduction)')}
${loss('MSELoss', 'F.mse_loss(input, target, reduction=self.reduction)')}
${loss('SmoothL1Loss', 'F.smooth_l1_loss(input, target, reduction=self.reduction)', `${usual}, beta=1.0`)}
${loss('HuberLoss', 'F.huber_loss(input, target, reduction=self.reduction)', 'reduction="mean", delta=1.0')}
${loss('KLDivLoss', 'F.kl_div(input, target, reduction=self.reduction)', `${usual}, log_target=False`)}
${loss('SoftMarginLoss', 'F.soft_margin_loss(input, target, reduction=self.reduction)')}
${loss('PoissonNLLLoss', 'F.poisson_nll_loss(log_input, target, reduction=self.reduction)', 'log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction="mean"', 'log_input, target')}
${loss('GaussianNLLLoss', 'F.gaussian_nll_loss(input, target, var, reduction=self.reduction)', '*, full=False, eps=1e-6, reduction="mean"', 'input, target, var')}
${loss('HingeEmbeddingLoss', 'F.hinge_embedding_loss(input, target, reduction=self.reduction)', `margin=1.0, ${usual}`)}
${loss('MultiLabelMarginLoss', 'F.multilabel_margin_loss(input, target, reduction=self.reduction)')}
${loss('CosineEmbeddingLoss', 'F.cosine_embedding_loss(input1, input2, target, reduction=self.reduction)', `margin=0.0, ${usual}`, 'input1, input2, target')}
${loss('MarginRankingLoss', 'F.margin_ranking_loss(input1, input2, target, reduction=self.reduction)', `margin=0.0, ${usual}`, 'input1, input2, target')}
${loss('TripletMarginLoss', 'F.triplet_margin_loss(anchor, positive, negative, reduction=self.reduction)', `margin=1.0, p=2.0, eps=1e-6, swap=False, ${usual}`, 'anchor, positive, negative')}
${loss('CTCLoss', 'F.ctc_loss(log_probs, targets, input_lengths, target_lengths, reduction=self.reduction)', 'blank=0, reduction="mean", zero_infinity=False', 'log_probs, targets, input_lengths, target_lengths')}
class NLLLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
        super().__init__(weight, reduction=reduction)
        self.ignore_index = ignore_index
    def forward(self, input, target):
        return F.nll_loss(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)

class NLLLoss2d(NLLLoss):
    pass

class CrossEntropyLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
        super().__init__(weight, reduction=reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing
    def forward(self, input, target):
        return F.cross_entropy(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction, label_smoothing=self.label_smoothing)

class BCELoss(_WeightedLoss):
    def forward(self, input, target):
        return F.binary_cross_entropy(input, target, weight=self.weight, reduction=self.reduction)

class BCEWithLogitsLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
        super().__init__(reduction=reduction)
        self.register_buffer('weight', weight)
        self.register_buffer('pos_weight', pos_weight)
    def forward(self, input, target):
        return F.binary_cross_entropy_with_logits(input, target, self.weight, pos_weight=self.pos_weight, reduction=self.reduction)

class MultiLabelSoftMarginLoss(_WeightedLoss):
    def forward(self, input, target):
        return F.multilabel_soft_margin_loss(input, target, weight=self.weight, reduction=self.reduction)

class MultiMarginLoss(_WeightedLoss):
    def __init__(self, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(weight, reduction=reduction)
        self.p = p
        self.margin = margin
    def forward(self, input, target):
        return F.multi_margin_loss(input, target, self.p, self.margin, self.weight, reduction=self.reduction)

class TripletMarginWithDistanceLoss(_Loss):
    def __init__(self, *, distance_function=None, margin=1.0, swap=False, reduction='mean'):
        super().__init__(reduction=reduction)
    def forward(self, anchor, positive, negative):
        return F.triplet_margin_loss(anchor, positive, negative, reduction=self.reduction)
`;
