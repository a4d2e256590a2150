/** Prelude: losses. */

const usual = "size_average=None, reduce=None, reduction='mean'";

/**
 * A loss: its own settings, kept under their names, then the reduction's.
 *
 * @param settings parameters before or after the usual ones, with their defaults
 */
function loss(name: string, call: string, settings: readonly string[] = [], parameters = [...settings, usual].join(', '), inputs = 'input, target'): string {
  const kept = settings.map((setting) => setting.split('=')[0]!);
  return `
class ${name}(_Loss):
    def __init__(self, ${parameters}):
        super().__init__(${parameters.includes('size_average') ? 'size_average, reduce, reduction' : 'reduction=reduction'})
${kept.map((setting) => `        self.${setting} = ${setting}\n`).join('')}    def forward(self, ${inputs}):
        return ${call}
`;
}

export const lossPrelude = `
import torch
import torch.nn.functional as F
from torch.nn.modules.module import Module

class _Loss(Module):
    def __init__(self, size_average=None, reduce=None, reduction='mean'):
        super().__init__()
        if size_average is not None or reduce is not None:
            self.reduction = 'none' if reduce is False else 'sum' if size_average is False else 'mean'
        else:
            self.reduction = reduction

class _WeightedLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(size_average, reduce, reduction)
        self.register_buffer('weight', weight)
${loss('L1Loss', 'F.l1_loss(input, target, reduction=self.reduction)')}
${loss('MSELoss', 'F.mse_loss(input, target, reduction=self.reduction)')}
${loss('SmoothL1Loss', 'F.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)', ['beta=1.0'], `${usual}, beta=1.0`)}
${loss('HuberLoss', 'F.huber_loss(input, target, reduction=self.reduction, delta=self.delta)', ['delta=1.0'], "reduction='mean', delta=1.0")}
${loss('KLDivLoss', 'F.kl_div(input, target, reduction=self.reduction, log_target=self.log_target)', ['log_target=False'], `${usual}, log_target=False`)}
${loss('SoftMarginLoss', 'F.soft_margin_loss(input, target, reduction=self.reduction)')}
${loss(
  'PoissonNLLLoss',
  'F.poisson_nll_loss(log_input, target, log_input=self.log_input, full=self.full, eps=self.eps, reduction=self.reduction)',
  ['log_input=True', 'full=False', 'eps=1e-8'],
  "log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction='mean'",
  'log_input, target',
)}
${loss(
  'GaussianNLLLoss',
  'F.gaussian_nll_loss(input, target, var, full=self.full, eps=self.eps, reduction=self.reduction)',
  ['full=False', 'eps=1e-6'],
  "*, full=False, eps=1e-6, reduction='mean'",
  'input, target, var',
)}
${loss('HingeEmbeddingLoss', 'F.hinge_embedding_loss(input, target, margin=self.margin, reduction=self.reduction)', ['margin=1.0'])}
${loss('MultiLabelMarginLoss', 'F.multilabel_margin_loss(input, target, reduction=self.reduction)')}
${loss(
  'CosineEmbeddingLoss',
  'F.cosine_embedding_loss(input1, input2, target, margin=self.margin, reduction=self.reduction)',
  ['margin=0.0'],
  `margin=0.0, ${usual}`,
  'input1, input2, target',
)}
${loss(
  'MarginRankingLoss',
  'F.margin_ranking_loss(input1, input2, target, margin=self.margin, reduction=self.reduction)',
  ['margin=0.0'],
  `margin=0.0, ${usual}`,
  'input1, input2, target',
)}
${loss(
  'TripletMarginLoss',
  'F.triplet_margin_loss(anchor, positive, negative, margin=self.margin, p=self.p, eps=self.eps, swap=self.swap, reduction=self.reduction)',
  ['margin=1.0', 'p=2.0', 'eps=1e-6', 'swap=False'],
  `margin=1.0, p=2.0, eps=1e-6, swap=False, ${usual}`,
  'anchor, positive, negative',
)}
${loss(
  'CTCLoss',
  'F.ctc_loss(log_probs, targets, input_lengths, target_lengths, self.blank, self.reduction, self.zero_infinity)',
  ['blank=0', 'zero_infinity=False'],
  "blank=0, reduction='mean', zero_infinity=False",
  'log_probs, targets, input_lengths, target_lengths',
)}
class NLLLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index
    def forward(self, input, target):
        return F.nll_loss(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)

class NLLLoss2d(NLLLoss):
    pass

class CrossEntropyLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing
    def forward(self, input, target):
        return F.cross_entropy(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction, label_smoothing=self.label_smoothing)

class BCELoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(weight, size_average, reduce, reduction)
    def forward(self, input, target):
        return F.binary_cross_entropy(input, target, weight=self.weight, reduction=self.reduction)

class BCEWithLogitsLoss(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
        super().__init__(size_average, reduce, reduction)
        self.register_buffer('weight', weight)
        self.register_buffer('pos_weight', pos_weight)
    def forward(self, input, target):
        return F.binary_cross_entropy_with_logits(input, target, self.weight, pos_weight=self.pos_weight, reduction=self.reduction)

class MultiLabelSoftMarginLoss(_WeightedLoss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(weight, size_average, reduce, reduction)
    def forward(self, input, target):
        return F.multilabel_soft_margin_loss(input, target, weight=self.weight, reduction=self.reduction)

class MultiMarginLoss(_WeightedLoss):
    def __init__(self, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
        super().__init__(weight, size_average, reduce, reduction)
        self.p = p
        self.margin = margin
    def forward(self, input, target):
        return F.multi_margin_loss(input, target, p=self.p, margin=self.margin, weight=self.weight, reduction=self.reduction)

class TripletMarginWithDistanceLoss(_Loss):
    def __init__(self, *, distance_function=None, margin=1.0, swap=False, reduction='mean'):
        super().__init__(reduction=reduction)
        self.distance_function = distance_function
        self.margin = margin
        self.swap = swap
    def forward(self, anchor, positive, negative):
        return F.triplet_margin_loss(anchor, positive, negative, margin=self.margin, swap=self.swap, reduction=self.reduction)
`;

/** The adaptive softmax: a head, and one narrower tail per cluster of rare classes. */
export const adaptivePrelude = `
import torch
import torch.nn.functional as F
from collections import namedtuple
from torch.nn.modules.module import Module
from torch.nn.modules.container import ModuleList, Sequential
from torch.nn.modules.linear import Linear

_ASMoutput = namedtuple('_ASMoutput', ['output', 'loss'])

class AdaptiveLogSoftmaxWithLoss(Module):
    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        cutoffs = list(cutoffs)
        if len(cutoffs) == 0:
            raise ValueError('cutoffs should be a sequence of length larger than 0')
        if cutoffs != sorted(cutoffs) or min(cutoffs) <= 0 or max(cutoffs) > n_classes - 1 or len(set(cutoffs)) != len(cutoffs) or any(int(c) != c for c in cutoffs):
            raise ValueError('cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1')
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = cutoffs + [n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(self.in_features, self.head_size, bias=self.head_bias)
        self.tail = ModuleList()
        for i in range(self.n_clusters):
            hidden = int(self.in_features // (self.div_value ** (i + 1)))
            size = self.cutoffs[i + 1] - self.cutoffs[i]
            self.tail.append(Sequential(Linear(self.in_features, hidden, bias=False), Linear(hidden, size, bias=False)))
    def reset_parameters(self):
        pass
    def forward(self, input_, target_):
        input = input_ if target_.dim() > 0 else input_.unsqueeze(0)
        target = target_ if target_.dim() > 0 else target_.unsqueeze(0)
        bounds = [0] + self.cutoffs
        for i in range(len(bounds) - 1):
            mask = (target >= bounds[i]) & (target < bounds[i + 1])
            rows = mask.nonzero().squeeze()
            if rows.numel() == 0:
                continue
            if i > 0:
                F.log_softmax(self.tail[i - 1](input.index_select(0, rows)), dim=1)
        output = F.log_softmax(self.head(input), dim=1).sum(1)
        return _ASMoutput(output if target_.dim() > 0 else output.squeeze(0), (-output).mean())
    def _get_full_log_prob(self, input, head_output):
        out = torch.empty((head_output.size(0), self.n_classes))
        F.log_softmax(head_output, dim=1)
        for i in range(self.n_clusters):
            F.log_softmax(self.tail[i](input), dim=1)
        return out
    def log_prob(self, input):
        return self._get_full_log_prob(input, self.head(input))
    def predict(self, input):
        head_output = self.head(input)
        output = torch.argmax(head_output, dim=1)
        elsewhere = output >= self.shortlist_size
        if not elsewhere.any():
            return output
        elif elsewhere.all():
            return torch.argmax(self._get_full_log_prob(input, head_output), dim=1)
        return output
`;
