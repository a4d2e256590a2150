import torch
import torch.nn.functional as F

torch.manual_seed(0)


def conv_bn(cin, cout, k=3):
    return {'w': torch.randn(cout, cin, k, k) * 0.1, 'gamma': torch.ones(cout), 'beta': torch.zeros(cout), 'mean': torch.zeros(cout), 'var': torch.ones(cout)}


def apply(p, x, stride=1):
    x = F.conv2d(x, p['w'], stride=stride, padding=1)
    return F.batch_norm(x, p['mean'], p['var'], p['gamma'], p['beta'], training=True)


def block(params, x, stride):
    out = F.relu(apply(params['a'], x, stride))
    out = apply(params['b'], out)
    if 'skip' in params:
        x = F.conv2d(x, params['skip'], stride=stride)
    return F.relu(out + x)


stem = conv_bn(3, 8)
blocks = [
    {'a': conv_bn(8, 8), 'b': conv_bn(8, 8)},
    {'a': conv_bn(8, 16), 'b': conv_bn(16, 16), 'skip': torch.randn(16, 8, 1, 1)},
    {'a': conv_bn(16, 32), 'b': conv_bn(32, 32), 'skip': torch.randn(32, 16, 1, 1)},
]
fc_w, fc_b = torch.randn(10, 32), torch.zeros(10)

x = torch.randn(2, 3, 24, 24)
h = F.relu(apply(stem, x))
for i, p in enumerate(blocks):
    h = block(p, h, 1 if i == 0 else 2)
h = F.adaptive_avg_pool2d(h, 1).flatten(1)
scores = F.linear(h, fc_w, fc_b)
print(F.log_softmax(scores, 1).argmax(1))
