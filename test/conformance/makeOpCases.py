"""Makes random op cases with PyTorch's own verdict, one JSON object a line:  python makeOpCases.py SEED COUNT > cases.jsonl

A case is a module (statements of __init__ and of forward) with its input shapes; it is run twice with different numbers and dropped where the
answers differ. The families are those of everyday code beyond convolution nets' usual ones, and the usual ones with odd arguments.
"""
import json, math, random, sys, hashlib, warnings
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings('ignore')
R = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000

def pick(*a): return R.choice(a)
def ri(a, b): return R.randint(a, b)
def shape(lo=1, hi=4, top=5): return [ri(1, top) for _ in range(ri(lo, hi))]
def dim(rank, slack=1): return ri(-rank - (slack if R.random() < .1 else 0), rank - 1 + (slack if R.random() < .1 else 0))
def near(s, p=.25):
    """A shape that broadcasts to s, or nearly."""
    t = [1 if R.random() < .25 else d for d in s[ri(0, len(s)) if R.random() < .3 else 0:]]
    if t and R.random() < p: t[ri(0, len(t) - 1)] += pick(1, 2)
    return t
def tup(xs): return '(' + ', '.join(map(str, xs)) + (',)' if len(xs) == 1 else ')')

FAMILIES = {}
def family(f): FAMILIES[f.__name__] = f; return f
def one(expr, *inputs, init=()): return list(init), ['return ' + expr], [list(i) for i in inputs]

UNARY = ('abs acos asin atan ceil cos cosh exp expm1 floor frac log log10 log1p log2 neg reciprocal round rsqrt sigmoid sign sin sinh sqrt square tan tanh trunc erf erfc '
         'isnan isfinite isinf logical_not relu nan_to_num digamma lgamma sgn signbit exp2 sinc deg2rad positive').split()
@family
def unary(): 
    n = pick(*UNARY); s = shape(0, 4)
    return one(pick(f'torch.{n}(x)', f'x.{n}()'), s)
@family
def activation_f():
    s = shape(1, 4)
    return one('F.' + pick('relu(x)', 'relu6(x)', 'elu(x, 0.5)', 'selu(x)', 'celu(x)', 'leaky_relu(x, 0.2)', 'gelu(x)', "gelu(x, approximate='tanh')", 'silu(x)', 'mish(x)', 'hardswish(x)', 'hardsigmoid(x)',
        'hardtanh(x, -1, 1)', 'softplus(x)', 'softsign(x)', 'tanhshrink(x)', 'hardshrink(x)', 'softshrink(x)', 'logsigmoid(x)', 'threshold(x, 0.1, 0.0)', 'rrelu(x)', 'dropout(x, 0.3)', 'dropout2d(x, 0.3)',
        f'glu(x, {dim(len(s))})', f'softmax(x, {dim(len(s))})', f'softmax(x, dim={dim(len(s))})', f'log_softmax(x, {dim(len(s))})', f'softmin(x, dim={dim(len(s))})', f'gumbel_softmax(x, dim={dim(len(s))})', f'normalize(x, dim={dim(len(s))})',
        'alpha_dropout(x, 0.2)', 'feature_alpha_dropout(x, 0.2)', 'dropout1d(x, 0.5)', 'dropout3d(x, 0.5)'), s)
@family
def binary_ops():
    s = shape(0, 4); t = near(s)
    if R.random() < .5: s, t = t, s
    n = pick('add sub mul div pow maximum minimum atan2 fmod remainder eq ne lt le gt ge logical_and logical_or hypot copysign floor_divide fmax fmin logaddexp xlogy heaviside'.split())[0] if False else R.choice('add sub mul div pow maximum minimum atan2 fmod remainder eq ne lt le gt ge logical_and logical_or hypot copysign floor_divide fmax fmin logaddexp xlogy'.split())
    return one(pick(f'torch.{n}(x, y)', f'x.{n}(y)'), s, t)
@family
def operators():
    s = shape(0, 4); t = near(s)
    if R.random() < .5: s, t = t, s
    return one(pick('x + y', 'x - y', 'x * y', 'x / y', 'x ** y', 'x > y', 'x == y', '(x > 0.5) & (y > 0.5)', '-x + y * 2', '1 - x * y', '2 / (x + 1) - y', 'x // (y + 1)', 'x % (y + 1)', '~(x > 0.5) | (y > 0.3)', 'abs(x - y)'), s, t)
@family
def inplace_ops():
    s = shape(1, 4); t = near(s)
    if R.random() < .3: s, t = t, s
    n = R.choice('add_ sub_ mul_ div_ copy_ pow_ fmod_'.split())
    if R.random() < .3:
        return [], [f'x {pick("+=", "-=", "*=", "/=")} y', 'return x'], [s, t]
    return one(f'x.{n}(y)', s, t)
@family
def ternary_ops():
    s = shape(1, 3); t = near(s, .15); u = near(s, .15)
    return one(pick('torch.addcmul(x, y, z, value=0.5)', 'torch.addcdiv(x, y, z)', 'torch.lerp(x, y, z)', 'torch.where(x > 0.5, y, z)', 'torch.clamp(x, y, z)', 'x.lerp(y, z)', 'x.where(y > 0.5, z)', 'x.clamp(min=y, max=z)', 'torch.where(x > 0.5, y, 0.0)'), s, t, u)
@family
def reduce_ops():
    s = shape(0, 4); r = len(s)
    d = pick(str(dim(max(r, 1))), f'({dim(max(r,1))}, {dim(max(r,1))})', f'[{dim(max(r,1))}]', None, '()')
    n = R.choice('sum mean prod amax amin logsumexp std var all any nansum nanmean norm count_nonzero argmax argmin max min median mode cumsum cumprod'.split())
    k = pick('', ', keepdim=True', ', keepdim=False')
    if n in ('cumsum', 'cumprod', 'count_nonzero'): k = ''
    if n == 'mode' and d is None: d = '0'
    if n in ('cumsum', 'cumprod') and (d is None or '(' in d or '[' in d): d = str(dim(max(r, 1)))
    if n in ('argmax','argmin','max','min','median','mode','prod') and d and ('(' in d or '[' in d): d = str(dim(max(r, 1)))
    if n == 'logsumexp' and d is None: d = '0'
    kw = pick('', 'dim=') if n != 'norm' else 'dim='
    a = '' if d is None else f'{kw}{d}{k}'
    e = pick(f'x.{n}({a})', f'torch.{n}(x{", " + a if a else ""})')
    if n in ('max', 'min', 'median', 'mode') and d is not None: e += pick('[0]', '.values', '.indices', '')
    return one(e, s)
@family
def reduce_more():
    s = shape(1, 4); r = len(s); d = dim(r)
    return one(pick(f'torch.std_mean(x, dim={d})', f'torch.var_mean(x, {d}, keepdim=True)', f'torch.cummax(x, {d})', f'torch.cummin(x, dim={d})[0]', f'x.argsort({d})', f'torch.sort(x, {d}, descending=True)', f'torch.topk(x, {ri(1,3)}, dim={d})',
        f'x.topk({ri(0,4)}, {d}).values', f'torch.kthvalue(x, {ri(1,4)}, {d})', f'torch.quantile(x, 0.5, dim={d})', f'torch.quantile(x, torch.tensor([0.1, 0.5]), dim={d}, keepdim=True)', f'x.diff(dim={d})', f'torch.diff(x, n={ri(1,3)}, dim={d})',
        f'torch.logcumsumexp(x, {d})', f'torch.aminmax(x, dim={d})', f'x.unique().sum()', 'torch.dist(x, x)', f'torch.linalg.norm(x, dim={d})', f'torch.linalg.vector_norm(x, dim={d}, keepdim=True)', f'torch.norm(x, 2, {d})', f'x.norm(p=1, dim={d}, keepdim=True)',
        f'F.cosine_similarity(x, x, dim={d})', f'x.sum(axis={d})', f'x.mean(axis={d}, keepdims=True)', f'torch.any(x > 0.5, {d})', 'x.var(unbiased=False)', f'x.std({d}, False)', f'torch.var(x, {d}, correction=0)'), s)
@family
def views():
    s = shape(1, 4); n = math.prod(s)
    def target():
        t = []
        m = n
        for _ in range(ri(1, 4)):
            ds = [d for d in range(1, m + 1) if m % d == 0]
            d = R.choice(ds); t.append(d); m //= d
        t.append(m) if R.random() < .7 else None
        if t and R.random() < .4: t[ri(0, len(t) - 1)] = -1
        if R.random() < .12: t[ri(0, len(t) - 1)] = pick(-1, 0, 2, 3)
        return t or [n]
    t = target()
    pre = pick('x', 'x', 'x.contiguous()', f'x.permute({", ".join(map(str, R.sample(range(len(s)), len(s))))})', f'x.transpose({dim(len(s),0)}, {dim(len(s),0)})', f'x.permute({", ".join(map(str, R.sample(range(len(s)), len(s))))}).contiguous()', 'x.relu()', f'x.permute({", ".join(map(str, R.sample(range(len(s)), len(s))))}).relu()', f'x.unsqueeze({dim(len(s)+1,0)})', f'x.flip(0)', f'x[..., ::2]', f'x[:1]')
    a = ', '.join(map(str, t))
    return one(pre + pick(f'.view({a})', f'.reshape({a})', f'.view({tup(t)})', f'.view([{a}])', f'.reshape({tup(t)})'), s)
@family
def view_chain():
    b, c, h, w = ri(1, 3), pick(2, 4, 6), ri(1, 4), ri(1, 4)
    return one(pick(f'x.view(x.size(0), -1)', 'x.view(-1, x.shape[1] * x.shape[2])', 'x.flatten(2).transpose(1, 2)', 'x.flatten(2).permute(2, 0, 1).reshape(-1, x.size(1))', 'x.permute(0, 2, 3, 1).view(x.size(0), -1)', 'x.permute(0, 2, 3, 1).reshape(-1, x.size(1))',
        'x.view(x.size(0), 2, -1, x.size(2), x.size(3)).transpose(1, 2).reshape(x.shape)', 'x.view(x.size(0), 2, -1, x.size(2), x.size(3)).transpose(1, 2).view(x.shape)', 'x.transpose(1, 2).flatten(1)', 'x.view(*x.shape[:2], -1)', 'x.view(x.shape[0], -1, 1)',
        'x.unfold(2, 1, 1).contiguous().view(x.size(0), -1)', 'x.mean((2, 3)).view(-1, x.size(1), 1, 1) * x', 'x.expand(2, -1, -1, -1, -1).reshape(-1, *x.shape[1:])', 'x[:, ::2].view(x.size(0), -1)', 'x[:, :1].view(x.size(0), -1)', 'x.chunk(2, 1)[0].view(x.size(0), -1)', 'x.chunk(2, 1)[1].reshape(x.size(0), -1)',
        'x.transpose(2, 3).transpose(2, 3).view(-1)', 'x.T.shape and x.permute(3, 2, 1, 0).reshape(-1)', 'torch.stack([x, x], 2).view(x.size(0), -1, x.size(2), x.size(3))', 'x.squeeze().unsqueeze(0)', 'x.squeeze(-1)', 'x.movedim(1, -1).view(-1, x.size(1))', 'x.swapaxes(0, 1).view(-1)'), [b, c, h, w])
@family
def axes_ops():
    s = shape(1, 5); r = len(s); p = R.sample(range(r), r)
    return one(pick(f'x.permute({", ".join(map(str, p))})', f'torch.permute(x, {tup(p)})', f'x.transpose({dim(r)}, {dim(r)})', f'torch.movedim(x, {dim(r)}, {dim(r)})', f'x.movedim(({dim(r,0)}, {dim(r,0)}), ({dim(r,0)}, {dim(r,0)}))', f'x.unsqueeze({dim(r+1)})', f'x.squeeze({dim(r)})',
        'x.squeeze()', f'torch.unsqueeze(x, {dim(r+1)})', 'x.mT', 'x.t()', f'x.flip({dim(r)})', f'x.flip([{dim(r,0)}, {dim(r,0)}])', f'torch.roll(x, {ri(-3,3)}, {dim(r)})', f'x.roll(1)', f'torch.rot90(x, {ri(-2,3)}, [{dim(r,0)}, {dim(r,0)}])', 'torch.atleast_2d(x)', 'torch.atleast_3d(x)', f'x.swapdims({dim(r)}, 0)',
        f'x.flatten({dim(r)}, {dim(r)})', f'x.unflatten({dim(r)}, ({pick(1,2,-1)}, {pick(1,2,3,-1)}))', 'x.ravel()', 'x.fliplr()', 'torch.flipud(x)', f'x.diagonal(0, {dim(r)}, {dim(r)})', f'torch.diag_embed(x, {ri(-1,1)})', 'torch.diag(x)', 'torch.tril(x)', f'x.triu({ri(-2,2)})', 'torch.diagflat(x)', 'x.adjoint()'), s)
@family
def expand_ops():
    s = [pick(1, d) for d in shape(1, 3)]
    t = [ri(1, 3) for _ in range(ri(0, 2))] + [pick(-1, d if d > 1 else ri(1, 4)) for d in s]
    if R.random() < .2: t[ri(0, len(t) - 1)] = pick(-1, 2, 5)
    a = ', '.join(map(str, t)); rep = [ri(0 if R.random() < .1 else 1, 3) for _ in range(max(0, len(s) + ri(-1, 2)))] or [1]
    return one(pick(f'x.expand({a})', f'x.expand({tup(t)})', f'torch.broadcast_to(x, {tup(t)})', f'x.repeat({", ".join(map(str, rep))})', f'torch.tile(x, {tup(rep)})', f'x.repeat_interleave({ri(1,3)}, dim={dim(len(s))})', f'x.repeat_interleave({ri(1,3)})', f'torch.repeat_interleave(x, {ri(1,3)}, {dim(len(s))})', f'x.tile({", ".join(map(str, rep))})', f'x.expand({a}).reshape(-1)', f'x.expand({a}).contiguous()'), s)
@family
def join_ops():
    s = shape(1, 4); r = len(s); d = dim(r)
    t = list(s); t[d % r if -r <= d < r else 0] = ri(1, 5)
    if R.random() < .2: t[ri(0, r - 1)] += 1
    if R.random() < .1: t = t[:-1]
    n = pick(f'torch.cat([x, y], {d})', f'torch.cat((x, y, x), dim={d})', f'torch.concat([x, y], dim={d})', f'torch.stack([x, y], {dim(r+1)})', f'torch.stack([x, x], {dim(r+1)})', 'torch.hstack([x, y])', 'torch.vstack((x, y))', 'torch.dstack((x, y))', 'torch.column_stack((x, y))', 'torch.block_diag(x, y)', f'torch.cat([x[:0], x], {d})', f'torch.cat([torch.zeros(0), x], {d})')
    return one(n, s, t)
@family
def split_ops():
    s = shape(1, 4, 8); r = len(s); d = dim(r); n = s[d % r]
    cuts = sorted(ri(0, n) for _ in range(ri(1, 3)))
    parts = []; m = n
    while m > 0: k = ri(1, m); parts.append(k); m -= k
    if R.random() < .15: parts[0] += 1
    return one(pick(f'x.chunk({ri(1,4)}, {d})', f'torch.split(x, {ri(1,4)}, {d})', f'x.split({parts}, {d})', f'torch.split(x, {parts}, dim={d})', f'torch.tensor_split(x, {ri(1,4)}, dim={d})', f'x.tensor_split({cuts}, {d})', f'x.tensor_split({tup(cuts)}, dim={d})', f'x.unbind({d})', f'torch.hsplit(x, {ri(1,3)})', f'torch.vsplit(x, {ri(1,3)})', f'x.split_with_sizes({parts}, {d})', f'list(x.split({ri(1,4)}, dim={d}))[-1]', f'torch.cat(x.chunk(2, {d}), {d})', f'torch.stack(x.unbind({d}), {d})'), s)
@family
def index_ops():
    s = shape(1, 4, 6); r = len(s)
    def part(n):
        return pick(str(ri(-n - (R.random() < .05), n - 1 + (R.random() < .05))), ':', f'{ri(0,n)}:', f':{ri(-n,n)}', f'{ri(-n,n)}:{ri(-n,n)}', f'::{ri(1,3)}', 'None', '...', f'[{ri(-n,n-1)}, {ri(0,n-1)}]', f'torch.tensor([{ri(0,n-1)}, {ri(0,n-1)}, {ri(0,n-1)}])', ':', f'{ri(0,n-1)}', f'torch.arange({ri(1,n)})', f'[[{ri(0,n-1)}], [{ri(0,n-1)}]]', f'torch.tensor({ri(0,n-1)})', 'True' if R.random() < .1 else ':')
    k = ri(1, r + (R.random() < .05)); ps = [part(s[i % r]) for i in range(k)]
    while ps.count('...') > 1: ps.remove('...')
    return one(f'x[{", ".join(ps)}]', s)
@family
def mask_index():
    s = shape(1, 3)
    return one(pick('x[x > 0.5].sum()', 'x[(x > 2)]', f'x[torch.tensor({[bool(ri(0,1)) for _ in range(s[0])]})]', 'x.masked_fill(x > 0.5, 0.0)', 'torch.masked_fill(x, x > 2, 1.0)', 'x.masked_select(x > 2)', f'x.masked_fill(torch.tensor({[bool(ri(0,1)) for _ in range(s[-1])]}), 0.0)', f'x.masked_fill(torch.ones({s[-1]+(R.random()<.2)}) > 0, 0.0)', 'torch.where(x > 5)[0].shape and x', '(x > 2).nonzero()', 'x.nonzero(as_tuple=True)[0].shape and x', f'x[..., torch.tensor({[bool(ri(0,1)) for _ in range(s[-1])]})]'), s)
@family
def set_items():
    s = shape(1, 3, 5); t = near(s[1:] or [1])
    return [], [f'x = x.clone()', pick('x[0] = y', 'x[:1] = y', 'x[..., 0] = 0.0', 'x[:] = y', 'x[x > 0.5] = 0', f'x[{ri(0, s[0])}] = 1.0', 'x[0:1, ...] = y'), 'return x'], [s, t]
@family
def gather_ops():
    s = shape(1, 3, 5); r = len(s); d = dim(r, 0); t = [ri(1, n + (1 if R.random() < .15 or i == d % r else 0)) for i, n in enumerate(s)]
    if R.random() < .1: t = t[:-1]
    return one(pick(f'torch.gather(x, {d}, y.long())', f'x.gather({d}, index=y.long())', f'torch.zeros_like(x).scatter({d}, y.long(), x)', f'x.scatter({d}, y.long(), 1.0)', f'x.scatter_add({d}, y.long(), x)', f'torch.take_along_dim(x, y.long(), dim={d})', f'x.index_select({d}, torch.tensor([0, {ri(0, s[d]+(R.random()<.1)-1)}]))', f'x.take(y.long())', f'torch.index_select(x, {d}, torch.arange({ri(1,s[d]+1)}))', f'x.index_add({d}, torch.zeros({s[d]}).long(), x)', f'x.index_fill({d}, torch.tensor([0]), 1.0)', f'x.index_copy({d}, torch.arange({s[d]}), x)', f'F.one_hot(y.long(), {ri(1,3)})', f'F.one_hot(x.long())', f'x.narrow({d}, {ri(-1,2)}, {ri(0,3)})', f'x.select({dim(r)}, {ri(-2,2)})'), s, t)
@family
def matmul_ops():
    k = ri(1, 4); a = shape(0, 2, 3); b = near(a, .1)
    m, n = ri(1, 4), ri(1, 4); kk = k + (R.random() < .2)
    x, y = pick((a + [m, k], b + [kk, n]), ([k], b + [kk, n]), (a + [m, k], [kk]), ([k], [kk]), ([m, k], [kk, n]), ([2, m, k], [2, kk, n]))
    return one(pick('x @ y', 'torch.matmul(x, y)', 'x.matmul(y)', 'torch.mm(x, y)', 'torch.bmm(x, y)', 'x @ y.transpose(-1, -2)', 'torch.mv(x, y)', 'torch.dot(x, y)', 'torch.outer(x, y)', 'torch.inner(x, y)', 'torch.tensordot(x, y, 1)', 'torch.kron(x, y)', 'torch.linalg.matmul(x, y)', 'torch.cdist(x, y)', 'x.inner(y)', 'torch.tensordot(x, y, dims=([-1], [0]))', 'torch.chain_matmul(x, y)', 'torch.linalg.multi_dot([x, y])'), x, y)
@family
def matmul_add():
    m, k, n = ri(1, 4), ri(1, 4), ri(1, 4); o = [pick(1, m), pick(1, n)]
    if R.random() < .3: o = o[1:]
    if R.random() < .15: o[-1] += 1
    b = ri(1, 3)
    e, x, y, z = pick(('torch.addmm(x, y, z)', o, [m, k], [k, n]), ('torch.baddbmm(x, y, z)', [pick(1, b)] + [m, n], [b, m, k], [b, k + (R.random() < .2), n]), ('torch.addmv(x, y, z)', [pick(1, m)], [m, k], [k]), ('torch.addbmm(x, y, z)', [m, n], [b, m, k], [b, k, n]), ('torch.addr(x, y, z)', [m, n], [m], [n]), ('F.bilinear(x, y, z)', [m, k], [m, n], [3, k, n]), ('F.linear(x, y, z)', [b, m, k], [n, k], [n + (R.random() < .2)]), ('F.linear(x, y) + z', [k], [n, k], [n]))
    return one(e, x, y, z)
@family
def einsum_ops():
    sizes = {c: ri(1, 4) for c in 'abcdijk'}
    def term(): return ''.join(R.sample('abcd', ri(1, 3)))
    a, b = term(), term(); o = ''.join(R.sample(sorted(set(a + b)), ri(0, len(set(a + b)))))
    sp = lambda t: [sizes[c] if R.random() > .06 else pick(1, sizes[c] + 1) for c in t]
    e = pick(f"torch.einsum('{a},{b}->{o}', x, y)", f"torch.einsum('{a},{b}', x, y)", f"torch.einsum('...{a},...{b}->...{o}', x, y)", f"torch.einsum('{a}, {b} -> {o}', [x, y])")
    lead = shape(0, 2, 3) if '...' in e else []
    return one(e, lead + sp(a), lead + sp(b))
@family
def einops_ops():
    b, c, h, w = ri(1, 3), pick(2, 4, 6), pick(2, 4, 3), pick(2, 4, 6)
    e = pick("rearrange(x, 'b c h w -> b (c h w)')", "rearrange(x, 'b c h w -> b (h w) c')", "rearrange(x, 'b (g c) h w -> b g c h w', g=2)", "rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=2, p2=2)", "rearrange(x, 'b c h w -> c b h w')", "rearrange(x, 'b ... -> b (...)')", "rearrange(x, '... h w -> ... (h w)')", "reduce(x, 'b c h w -> b c', 'mean')", "reduce(x, 'b c (h 2) (w 2) -> b c h w', 'max')", "repeat(x, 'b c h w -> (r b) c h w', r=3)", "repeat(x, 'b c h w -> b c (h 2) (w 2)')", "rearrange(x, 'b c h -> b h c')", "rearrange(x, 'b c h w -> b 1 c h w')", "reduce(x, 'b c h w -> b c 1 1', 'sum')", "rearrange(x, 'b (h d) n m -> b h (n m) d', h=3)", "rearrange(x, 'b c h w -> b c h')", "repeat(x, 'b c h w -> b c h w k')")
    return [], ['from einops import rearrange, reduce, repeat', 'return ' + e], [[b, c, h, w]]
@family
def conv_layer():
    n = ri(1, 3); i, o, g = pick(1, 2, 4, 6), pick(1, 2, 4, 6), pick(1, 1, 1, 2)
    def per(lo, hi): return pick(str(ri(lo, hi)), tup([ri(lo, hi) for _ in range(n)])) if R.random() < .95 else tup([ri(lo, hi) for _ in range(n + 1)])
    k = per(1, 4)
    a = [str(i), str(o), k]
    if R.random() < .5: a.append(f'stride={per(1, 3)}')
    if R.random() < .5: a.append(f'padding={pick(per(0, 2), repr("same"), repr("valid"), per(0, 2))}')
    if R.random() < .3: a.append(f'dilation={per(1, 2)}')
    if g > 1: a.append('groups=2')
    if R.random() < .2: a.append(f"padding_mode='{pick('reflect', 'replicate', 'circular', 'zeros')}'")
    t = R.random() < .35
    if t:
        a = [x for x in a if 'padding_mode' not in x and "'same'" not in x and "'valid'" not in x]
        if R.random() < .4: a.append(f'output_padding={per(0, 1)}')
    s = ([ri(1, 3)] if R.random() < .85 else []) + [i + (R.random() < .1)] + [ri(1, 9) for _ in range(n + (R.random() < .03))]
    return one('self.m(x)', s, init=[f'self.m = nn.Conv{"Transpose" if t else ""}{n}d({", ".join(a)})'])
@family
def conv_f():
    n = ri(1, 3); i, o, g = pick(2, 4), pick(2, 4), pick(1, 2); k = [ri(1, 3) for _ in range(n)]
    t = R.random() < .4
    w = [i, o // g] + k if t else [o, i // g] + k
    if R.random() < .1: w[ri(0, 1)] += 1
    a = f'x, y, stride={ri(1,2)}, padding={ri(0,2)}, groups={g}, dilation={ri(1,2)}' + (f', output_padding={ri(0,1)}' if t and R.random() < .5 else '')
    return one(f'{pick("F", "torch")}.conv{"_transpose" if t else ""}{n}d({a})', ([2] if R.random() < .9 else []) + [i] + [ri(1, 7) for _ in range(n)], w)
@family
def pool_ops():
    n = ri(1, 3)
    def per(lo, hi): return pick(str(ri(lo, hi)), tup([ri(lo, hi) for _ in range(n)]))
    kind = pick('MaxPool', 'AvgPool', 'AdaptiveAvgPool', 'AdaptiveMaxPool', 'LPPool')
    s = ([ri(1, 3)] if R.random() < .85 else []) + [ri(1, 3)] + [ri(1, 9) for _ in range(n)]
    if 'Adaptive' in kind: a = pick(str(ri(1, 5)), tup([pick(ri(1, 5), 'None') if n > 1 else ri(1, 5) for _ in range(n)]))
    elif kind == 'LPPool': a = f'2, {ri(1,3)}' + pick('', f', stride={ri(1,3)}', ', ceil_mode=True')
    else:
        a = per(1, 4) + (f', stride={per(1, 4)}' if R.random() < .5 else '') + (f', padding={per(0, 2)}' if R.random() < .5 else '') + (', ceil_mode=True' if R.random() < .4 else '')
        if kind == 'MaxPool' and R.random() < .3: a += f', dilation={per(1, 2)}'
        if kind == 'MaxPool' and R.random() < .15: a += ', return_indices=True'
        if kind == 'AvgPool' and R.random() < .3: a += ', count_include_pad=False'
    return one('self.m(x)', s, init=[f'self.m = nn.{kind}{n}d({a})'])
@family
def norm_ops():
    s = shape(2, 5, 4); c = s[1] + (R.random() < .15)
    g = ri(1, 4)
    m = pick(f'nn.BatchNorm{ri(1,3)}d({c})', f'nn.BatchNorm{max(1, len(s)-2) if len(s) < 6 else 3}d({c}, affine={pick(True, False)})', f'nn.GroupNorm({g}, {c})', f'nn.GroupNorm({g}, {g * ri(1, 2)})', f'nn.LayerNorm({s[-1]})', f'nn.LayerNorm({s[-2:]})', f'nn.LayerNorm({c})', f'nn.InstanceNorm{max(1, min(3, len(s)-2))}d({c}, affine={pick(True, False)})', f'nn.RMSNorm({s[-1]})', f'nn.LocalResponseNorm({ri(1,4)})', f'nn.InstanceNorm{ri(1,3)}d({c})', f'nn.SyncBatchNorm({c})')
    return one('self.m(x)', s, init=[f'self.m = {m}'])
@family
def pad_ops():
    n = ri(1, 3); r = n + ri(0, 2); s = [ri(1, 5) for _ in range(max(1, r))]
    p = [ri(-1 if R.random() < .3 else 0, 3) for _ in range(2 * n)]
    mode = pick('constant', 'reflect', 'replicate', 'circular')
    if R.random() < .4:
        L = pick('Reflection', 'Replication', 'Zero', 'Constant', 'Circular'); a = pick(str(ri(0, 2)), tup([ri(0, 3) for _ in range(2 * n)]))
        return one('self.m(x)', s, init=[f'self.m = nn.{L}Pad{n}d({a}{", 1.0" if L == "Constant" else ""})'])
    return one(f"F.pad(x, {tup(p)}, mode='{mode}')" if R.random() < .8 else f'F.pad(x, {tup(p)})', s)
@family
def resize_ops():
    n = ri(1, 3); s = [ri(1, 2), ri(1, 4)] + [ri(1, 6) for _ in range(n)]
    mode = pick('nearest', 'area', 'nearest-exact', ['linear', 'bilinear', 'trilinear'][n - 1], ['linear', 'bilinear', 'trilinear'][n - 1], 'bicubic')
    a = pick(f'size={ri(1,7)}', f'size={tup([ri(1,7) for _ in range(n)])}', f'scale_factor={pick(0.5, 2, 1.5, 3, 0.3, 2.7)}', f'scale_factor={tup([pick(0.5, 2.0, 1.5) for _ in range(n)])}')
    return pick(one(f"F.interpolate(x, {a}, mode='{mode}')", s), one(f"F.interpolate(x, {a}, mode='{mode}', align_corners=False)", s), one('self.m(x)', s, init=[f"self.m = nn.Upsample({a}, mode='{mode}')"]), one(f'F.pixel_shuffle(x, {ri(1,2)})', s), one(f'F.pixel_unshuffle(x, {ri(1,3)})', s), one(f'nn.UpsamplingNearest2d({a.replace("size=", "size=")})(x)', s), one(f"F.interpolate(x, {a}, recompute_scale_factor=True)", s), one(f"F.interpolate(x, {a}, mode='bilinear', antialias=True)", s), one(f'F.channel_shuffle(x, {ri(1,3)})', s), one(f'F.grid_sample(x, torch.zeros({s[0]}, 3, 4, 2))', s), one(f'F.grid_sample(x, F.affine_grid(torch.zeros({s[0]}, 2, 3), x.size()))', s))
@family
def fold_ops():
    s = [ri(1, 2), ri(1, 3), ri(2, 6), ri(2, 6)]; k = pick(1, 2, 3, (2, 1))
    st, p, d = ri(1, 2), ri(0, 1), ri(1, 2)
    return pick(one(f'F.unfold(x, {k}, dilation={d}, padding={p}, stride={st})', s), one(f'F.fold(F.unfold(x, {k}, {d}, {p}, {st}), {pick("x.shape[2:]", tup(s[2:]), "(4, 4)")}, {k}, {d}, {p}, {st})', s), one(f'x.unfold(2, {ri(1,3)}, {ri(1,2)}).unfold(3, {ri(1,3)}, {ri(1,2)})', s), one(f'nn.Unfold({k})(x).transpose(1, 2)', s))
@family
def embedding_ops():
    s = shape(1, 3); n, d = ri(2, 5), ri(1, 4)
    return pick(one('self.m(x.long())', s, init=[f'self.m = nn.Embedding({n}, {d})']), one('self.m(x.long()).transpose(1, 2)', s, init=[f'self.m = nn.Embedding({n}, {d}, padding_idx={ri(-n-1,n)})']), one('self.m(x.long())', s, init=[f"self.m = nn.EmbeddingBag({n}, {d}, mode='{pick('sum', 'mean', 'max')}')"]), one(f'self.m(x.flatten().long(), torch.tensor([0, 1]))', s, init=[f'self.m = nn.EmbeddingBag({n}, {d})']), one('F.embedding(x.long(), torch.zeros(%d, %d))' % (n, d), s))
@family
def rnn_ops():
    i, h, l = ri(1, 4), ri(2, 4), ri(1, 2); bf, bi = R.random() < .5, R.random() < .4
    k = pick('LSTM', 'GRU', 'RNN'); s = ([ri(1, 3)] if R.random() < .85 else []) + [ri(1, 3), i + (R.random() < .15)]
    pr = f', proj_size={ri(1,h)}' if k == 'LSTM' and R.random() < .3 else ''
    init = [f'self.m = nn.{k}({i}, {h}, {l}, batch_first={bf}, bidirectional={bi}{pr})']
    d = 2 if bi else 1
    e = pick('self.m(x)', 'self.m(x)[0]', 'self.m(x)[1]', 'self.m(x)[0][:, -1]', 'self.m(x)[1][0]', 'self.m(x)[0].mean(0)')
    if R.random() < .3:
        n = s[0 if bf else 1] if len(s) == 3 else None
        st = f'torch.zeros({l*d}, {n}, {h + (R.random() < .2)})' if n else f'torch.zeros({l*d}, {h})'
        e = f'self.m(x, ({st}, {st}))' if k == 'LSTM' else f'self.m(x, {st})'
    if R.random() < .2:
        return one(pick('self.m(x)', f'self.m(x, None)'), s[-2:] if R.random() < .8 else s, init=[f'self.m = nn.{k}Cell({i}, {h})'])
    return one(e, s, init=init)
@family
def attention_ops():
    h = pick(1, 2, 4); e = h * ri(1, 3) + (R.random() < .08); b, l, s = ri(1, 3), ri(1, 4), ri(1, 4); bf = R.random() < .5
    q, k = ([b, l, e], [b, s, e]) if bf else ([l, b, e], [s, b, e])
    if R.random() < .15: q, k = q[1:] if bf else [q[0], q[2]], k[1:] if bf else [k[0], k[2]]
    if R.random() < .1: k[-1] += 1
    opt = pick('', ', need_weights=False', ', average_attn_weights=False', f', attn_mask=torch.zeros({l}, {s})', f', attn_mask=torch.zeros({b*h}, {l}, {s})', f', key_padding_mask=torch.zeros({b}, {s})', f', attn_mask=torch.zeros({l}, {s+1})')
    x = pick('', ', add_bias_kv=True', ', add_zero_attn=True', ', bias=False', f', kdim={e}, vdim={e}', f', kdim={e+1}')
    return pick(one(f'self.m(x, y, y{opt})', q, k, init=[f'self.m = nn.MultiheadAttention({e}, {h}, batch_first={bf}{x})']), one(f'F.scaled_dot_product_attention(x, y, y{pick("", ", is_causal=True", f", attn_mask=torch.zeros({l}, {s})", f", attn_mask=torch.zeros({s})", f", attn_mask=torch.zeros({b}, 1, {l}, {s})")})', [b, h, l, e], [b, pick(h, 1), s, e]), one('self.m(x)', q, k, init=[f'self.m = nn.TransformerEncoderLayer({e}, {h}, 8, batch_first={bf}{pick("", ", norm_first=True")})'.replace('nn.', 'nn.')]) if False else one('F.scaled_dot_product_attention(x, y, y)', q, k))
@family
def transformer_ops():
    h = pick(1, 2); e = h * ri(1, 3); b, l, s = ri(1, 2), ri(1, 3), ri(1, 3); bf = pick(True, False)
    q, k = ([b, l, e], [b, s, e]) if bf else ([l, b, e], [s, b, e])
    if R.random() < .15: k[-1] += 1
    if R.random() < .15: k[0 if bf else 1] += 1
    return pick(one('self.m(x, y)', q, k, init=[f'self.m = nn.Transformer({e}, {h}, 1, 1, 8, batch_first={bf})']), one('self.m(x)', q, init=[f'self.m = nn.TransformerEncoder(nn.TransformerEncoderLayer({e + (R.random() < .1)}, {h}, 8, batch_first={bf}), 2)']), one('self.m(x, y)', q, k, init=[f'self.m = nn.TransformerDecoderLayer({e}, {h}, 8, batch_first={bf})']), one(f'self.m(x, src_mask=nn.Transformer.generate_square_subsequent_mask({l + (R.random() < .1)}))', q, init=[f'self.m = nn.TransformerEncoderLayer({e}, {h}, 8, batch_first={bf})']))
@family
def creation_ops():
    s = shape(1, 3); a = ', '.join(str(ri(1, 4)) for _ in range(ri(1, 3)))
    return one(pick(f'torch.zeros({a}) + 1', f'torch.ones(({a},))', f'torch.rand(size=({a},))', f'torch.full(({a},), 2.0)', 'torch.zeros_like(x)', 'torch.ones_like(x) * x', 'torch.randn_like(x)', f'x.new_zeros({a})', f'x.new_ones(({a},))', 'x.new_empty(x.shape)', f'torch.eye({ri(1,4)})', f'torch.eye({ri(1,4)}, {ri(1,4)})', f'torch.arange({ri(0,6)})', f'torch.arange({ri(0,3)}, {ri(3,9)}, {ri(1,3)})', f'torch.arange(0, 1, 0.{ri(1,4)})', f'torch.linspace(0, 1, {ri(1,5)})', f'torch.logspace(0, 1, steps={ri(1,5)})', f'torch.tensor([[1, 2], [3, 4]])', 'torch.tensor([1.0, 2.0]) * x[..., :1]', f'torch.randint(0, 5, ({a},))', f'torch.randint(5, ({a},))', f'torch.randperm({ri(1,5)})', 'torch.meshgrid(torch.arange(3), torch.arange(2), indexing="ij")', 'torch.meshgrid(torch.arange(3), torch.arange(2), indexing="xy")[0]', 'torch.cartesian_prod(torch.arange(3), torch.arange(2))', f'torch.tril_indices({ri(1,4)}, {ri(1,4)})', f'torch.combinations(torch.arange({ri(2,4)}), {ri(1,2)})', 'torch.as_tensor([1, 2, 3])', 'torch.full_like(x, 3)', 'torch.empty(x.size())', f'torch.hann_window({ri(1,5)})', 'torch.stack(torch.meshgrid(torch.linspace(0, 1, 3), torch.linspace(0, 1, 4), indexing="ij"), -1)', 'torch.arange(x.size(0)).float() + x.size(-1)', 'torch.zeros(x.shape[0], 1).expand(-1, 3)', f'torch.linspace(0, 1, {ri(2,5)}).tolist() and x', 'torch.tensor([0.5]).item() * x'), s)
@family
def fft_ops():
    s = shape(1, 3, 6); r = len(s); d = dim(r)
    n = R.choice('fft ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn rfftn irfftn hfft ihfft fftshift'.split())
    if n == 'fftshift': return one(f'torch.fft.fftshift(x, dim={d})', s)
    if n[-1] == '2': return one(f'torch.fft.{n}(x{pick("", ", s=(3, 4)", f", dim=({dim(r,0)}, {dim(r,0)})")})' + '.real', s)
    if n[-1] == 'n': return one(f'torch.fft.{n}(x{pick("", f", dim=({d},)", ", s=(3,)")})' + '.real', s)
    return one(f'torch.fft.{n}(x{pick("", f", n={ri(1,6)}", f", dim={d}", f", {ri(1,6)}, {d}")})' + '.real', s)
@family
def stft_ops():
    n = pick(4, 8); s = ([ri(1, 2)] if R.random() < .7 else []) + [ri(4, 20)]
    a = f'{n}, hop_length={ri(1,4)}' + pick('', f', win_length={n}', f', window=torch.hann_window({n + (R.random() < .15)})', ', center=False', ', onesided=False', ', normalized=True')
    return pick(one(f'torch.stft(x, {a}, return_complex=True).abs()', s), one(f'torch.view_as_real(torch.stft(x, {a}, return_complex=True))', s), one(f'torch.istft(torch.stft(x, {n}, hop_length=2, window=torch.ones({n}), return_complex=True), {n}, hop_length=2, window=torch.ones({n}))', s), one(f'torch.istft(torch.stft(x, {n}, return_complex=True, window=torch.ones({n})), {n}, window=torch.ones({n}), length=x.size(-1))', s))
@family
def loss_ops():
    s = shape(1, 3); t = list(s) if R.random() < .75 else near(s); red = pick('mean', 'sum', 'none')
    n = R.choice('mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits kl_div soft_margin_loss poisson_nll_loss hinge_embedding_loss'.split())
    if R.random() < .35:
        c = ri(2, 4); b = ri(1, 3); sp = [ri(1, 3) for _ in range(ri(0, 2))]; tt = [b] + sp
        if R.random() < .2: tt[ri(0, len(tt) - 1)] += 1
        if R.random() < .08: tt = tt + [1]
        x = [b, c] + sp
        if R.random() < .1: x, tt = [c], []
        return pick(one(f"F.cross_entropy(x, y.long(), reduction='{red}')", x, tt), one(f"F.nll_loss(F.log_softmax(x, 1), y.long(), reduction='{red}')", x, tt), one(f"F.cross_entropy(x, x.softmax(1), reduction='{red}')", x, tt), one(f"nn.CrossEntropyLoss(weight=torch.ones({c + (R.random() < .15)}), label_smoothing=0.1)(x, y.long())", x, tt))
    return one(f"F.{n}(x, y, reduction='{red}')", s, t)
@family
def linalg_ops():
    m, n = ri(1, 4), ri(1, 4); b = shape(0, 2, 3)
    if R.random() < .6: n = m
    return one(pick('torch.linalg.svdvals(x)', 'torch.linalg.qr(x)', 'torch.linalg.pinv(x)', 'torch.linalg.svd(x, full_matrices=False)', 'torch.linalg.svd(x)', 'torch.linalg.matrix_norm(x)', 'torch.linalg.det(x)', 'torch.linalg.slogdet(x)', 'torch.linalg.eigvalsh(x)', 'torch.linalg.eigh(x)', 'torch.linalg.matrix_power(x, 2)', 'torch.matrix_exp(x)', 'torch.linalg.inv(x + torch.eye(x.size(-1)) * 5)', 'torch.trace(x)', 'torch.linalg.cross(x, x)', 'torch.cov(x)', 'torch.linalg.matrix_rank(x).float()', 'torch.linalg.norm(x)', "torch.linalg.norm(x, 'fro', dim=(-2, -1))", 'torch.linalg.diagonal(x)', 'torch.linalg.solve(x + torch.eye(x.size(-1)) * 5, x)'), b + [m, n])
@family
def casts():
    s = shape(0, 3)
    return one(pick('x.float()', 'x.double().float()', 'x.half().float()', 'x.long().float()', 'x.bool().float()', 'x.int() + 1', 'x.to(torch.float32)', "x.to('cpu')", 'x.type(torch.float32)', 'x.type_as(x)', 'x.detach()', 'x.clone()', 'x.contiguous()', 'x.cpu()', 'x.requires_grad_().detach()', 'x.to(x.device, x.dtype)', 'torch.complex(x, x).abs()', 'torch.view_as_complex(torch.stack([x, x], -1)).real', 'torch.polar(x, x).imag', 'x.long().bool().any()', '(x > 0.5).sum(-1) if x.dim() else x', '(x > 0.5).float().mean()', 'x.new_tensor([1.0, 2.0])', 'torch.view_as_real(torch.complex(x, x))', 'x.data', 'torch.as_tensor(x)', 'torch.tensor(x.tolist())' if not s else 'x'), s)
@family
def nn_more():
    s = shape(2, 4, 4); r = len(s)
    m = pick(f'nn.Flatten({dim(r)}, {dim(r)})', f'nn.Unflatten({dim(r)}, ({pick(1,2,-1)}, {pick(1,2,-1)}))', 'nn.Identity()', f'nn.Softmax(dim={dim(r)})', f'nn.GLU({dim(r)})', f'nn.PReLU({pick(1, s[1], 3)})', f'nn.Linear({s[-1] + (R.random() < .2)}, {ri(1,4)})', f'nn.Sequential(nn.Linear({s[-1]}, 4), nn.ReLU(), nn.Linear({pick(4, 4, 5)}, 2))', 'nn.Softmax2d()', f'nn.ChannelShuffle({ri(1,3)})', f'nn.PixelShuffle({ri(1,2)})', f'nn.LazyLinear({ri(1,4)})', f'nn.LazyBatchNorm{min(3, max(1, r - 2))}d()', f'nn.Dropout2d(0.3)', f'nn.CosineSimilarity(dim={dim(r)})', 'nn.LogSoftmax(-1)', 'nn.Hardswish()', f'nn.ZeroPad2d({ri(0,2)})', f'nn.Threshold(0.1, 0.0)', f'nn.ConstantPad1d({ri(0,2)}, 0.0)', 'nn.Tanhshrink()', f'nn.utils.parametrizations.weight_norm(nn.Linear({s[-1]}, 3))', f'nn.utils.spectral_norm(nn.Linear({s[-1]}, 3))', f'nn.Bilinear({s[-1]}, {s[-1]}, 3)', 'nn.PairwiseDistance()')
    e = 'self.m(x, x)' if any(k in m for k in ('CosineSim', 'Bilinear', 'PairwiseD')) else 'self.m(x)'
    return one(e, s, init=[f'self.m = {m}'])
@family
def programs():
    b, c, h = ri(1, 2), pick(2, 4), pick(4, 6, 7, 8)
    o = pick(2, 4, 3)
    return pick(
        (['self.a = nn.Conv2d(%d, %d, 3, padding=%d)' % (c, o, ri(0, 1)), 'self.b = nn.Conv2d(%d, %d, 1)' % (o, pick(o, c))], ['y = self.a(x)', 'y = F.relu(self.b(y))', pick('return x + y', 'return torch.cat([x, y], 1)', 'return x * y.mean((2, 3), keepdim=True)', 'return y.flatten(1) @ y.flatten(1).t()')], [[b, c, h, h]]),
        (['self.enc = nn.Sequential(nn.Conv2d(%d, 4, 3, 2, 1), nn.BatchNorm2d(%d), nn.ReLU())' % (c, pick(4, 4, 3)), 'self.dec = nn.ConvTranspose2d(4, %d, %d, 2, %d)' % (c, pick(2, 3, 4), ri(0, 1))], ['z = self.enc(x)', 'y = self.dec(z)', pick('return y', 'return y + x', 'return F.interpolate(y, x.shape[2:]) + x', 'return torch.cat((x, y[:, :, :x.size(2), :x.size(3)]), 1)')], [[b, c, h, h]]),
        (['self.pos = nn.Parameter(torch.zeros(1, %d, 6))' % (h + pick(0, 1)), 'self.tok = nn.Linear(%d, 6)' % c, 'self.att = nn.MultiheadAttention(6, %d, batch_first=True)' % pick(1, 2, 3)], ['t = self.tok(x) + self.pos[:, :x.size(1)]', 't = t + self.att(t, t, t, need_weights=False)[0]', pick('return t.mean(1)', 'return t[:, 0]', 'return t.transpose(1, 2).reshape(x.size(0), 6, -1)')], [[b, h, c]]),
        (['self.rnn = nn.GRU(%d, 5, batch_first=True, bidirectional=%s)' % (c, pick(True, False)), 'self.fc = nn.Linear(%d, 3)' % pick(5, 10)], ['y, s = self.rnn(x)', pick('return self.fc(y[:, -1])', 'return self.fc(s[-1])', 'return self.fc(y)', 'return self.fc(torch.cat([s[0], s[-1]], 1))')], [[b, h, c]]),
        ([], ['w = x.softmax(-1)', 'q, k, v = x.unbind(1) if x.size(1) == 3 else (x, x, x)', 'a = q @ k.transpose(-1, -2) / math.sqrt(q.size(-1))', 'return (a.softmax(-1) @ v)' + pick('', '.flatten(1)', '.view(x.size(0), -1)')], [[b, 3, h, c]]),
        (['self.fc = nn.Linear(%d, 4)' % (c * (h // 2) ** 2)], ['x = F.max_pool2d(x, 2)', pick('x = x.view(x.size(0), -1)', 'x = torch.flatten(x, 1)', 'x = x.view(-1, %d)' % (c * (h // 2) ** 2), 'x = x.reshape(len(x), -1)', 'x = x.squeeze()', 'x = x.flatten()'), 'return self.fc(x)'], [[b, c, h, h]]),
        ([], ['b, c, h, w = x.size()', 'p = x.unfold(2, 2, 2).unfold(3, 2, 2)', 'p = p.contiguous().view(b, c, -1, 2, 2)', pick('return p.permute(0, 2, 1, 3, 4)', 'return p.permute(0, 2, 1, 3, 4).reshape(b, -1, c * 4)', 'return p.view(b, c, h // 2, w // 2, 2, 2)')], [[b, c, h, h]]),
    )

def run(init, forward, inputs, seed):
    torch.manual_seed(seed)
    scope = {'torch': torch, 'nn': nn, 'F': F, 'math': math}
    names = ['x', 'y', 'z', 'w'][:len(inputs)]
    text = 'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n' + ''.join(f'        {l}\n' for l in init) + f'    def forward(self, {", ".join(names)}):\n' + ''.join(f'        {l}\n' for l in forward)
    exec(text, scope)
    where = 'init'
    try:
        net = scope['Net']().eval()
        where = 'forward'
        with torch.no_grad():
            out = net(*[torch.rand(s) for s in inputs])
    except Exception as e:
        return {'error': {'type': type(e).__name__, 'message': str(e)[:300], 'where': where}}
    shapes = []
    def walk(v):
        if isinstance(v, torch.Tensor): shapes.append(list(v.shape))
        elif isinstance(v, (list, tuple)): [walk(i) for i in v]
        elif isinstance(v, dict): [walk(i) for i in v.values()]
    walk(out)
    return {'outputs': shapes, 'params': sum(p.numel() for p in net.parameters())}

def main():
    names = sorted(FAMILIES)
    only = sys.argv[3].split(',') if len(sys.argv) > 3 else names
    seen = set(); made = 0; tries = 0
    while made < COUNT and tries < COUNT * 20:
        tries += 1
        name = only[tries % len(only)]
        init, forward, inputs = FAMILIES[name]()
        key = json.dumps([init, forward, inputs])
        if key in seen: continue
        seen.add(key)
        try: a, b = run(init, forward, inputs, 1), run(init, forward, inputs, 2)
        except SyntaxError: continue
        if ('error' in a) != ('error' in b) or a.get('outputs') != b.get('outputs'): continue
        made += 1
        print(json.dumps({'id': name + '-' + hashlib.sha1(key.encode()).hexdigest()[:8], 'family': name, 'init': init, 'forward': forward, 'inputs': inputs, **a}))

main()
