import torch
import torch.nn as nn
import torch.nn.functional as F


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(in_features, out_features))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x, adj):
        out = torch.mm(adj, torch.mm(x, self.weight))
        return out if self.bias is None else out + self.bias


class GAT(nn.Module):
    def __init__(self, nin, nout, heads=2):
        super().__init__()
        self.lin = nn.Linear(nin, nout * heads, bias=False)
        self.a = nn.Parameter(torch.randn(heads, 2 * nout))
        self.heads, self.nout = heads, nout

    def forward(self, x, adj):
        n = x.size(0)
        h = self.lin(x).view(n, self.heads, self.nout)
        pairs = torch.cat([h.unsqueeze(1).expand(-1, n, -1, -1), h.unsqueeze(0).expand(n, -1, -1, -1)], dim=-1)
        e = F.leaky_relu((pairs * self.a).sum(-1)).masked_fill(adj.unsqueeze(-1) == 0, float('-inf'))
        return torch.einsum('ijh,jhf->ihf', e.softmax(dim=1), h).reshape(n, -1)


class Net(nn.Module):
    def __init__(self, nfeat=12, nhid=16, nclass=3):
        super().__init__()
        self.gc1 = GCNLayer(nfeat, nhid)
        self.gat = GAT(nhid, 8)
        self.gc2 = GCNLayer(16, nclass)

    def forward(self, x, adj):
        x = F.dropout(F.relu(self.gc1(x, adj)), 0.5, training=self.training)
        return F.log_softmax(self.gc2(self.gat(x, adj), adj), dim=1)


adj = (torch.rand(20, 20) > 0.5).float()
adj.fill_diagonal_(1)
labels = torch.randint(0, 3, (20,))
mask = torch.zeros(20, dtype=torch.bool)
mask[:10] = True
out = Net()(torch.randn(20, 12), adj)
loss = F.nll_loss(out[mask], labels[mask])
