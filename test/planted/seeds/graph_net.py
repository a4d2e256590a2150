import torch
import torch.nn as nn
import torch.nn.functional as F


class GraphConvolution(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = nn.Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter('bias', None)
        nn.init.xavier_uniform_(self.weight)

    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.mm(adj, support)
        if self.bias is not None:
            return output + self.bias
        return output


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super().__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)


class GraphAttention(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(in_features, out_features))
        self.a = nn.Parameter(torch.zeros(2 * out_features, 1))
        self.out_features = out_features

    def forward(self, h, adj):
        Wh = torch.matmul(h, self.W)
        left = torch.matmul(Wh, self.a[: self.out_features, :])
        right = torch.matmul(Wh, self.a[self.out_features :, :])
        e = F.leaky_relu(left + right.T, 0.2)
        attention = torch.where(adj > 0, e, torch.full_like(e, -9e15))
        attention = F.softmax(attention, dim=1)
        return F.elu(torch.matmul(attention, Wh))


nodes, features, classes = 12, 20, 4
features_in = torch.rand(nodes, features)
adjacency = torch.eye(nodes)
gat = GraphAttention(features, 16)
gcn = GCN(16, 8, classes, 0.5)
scores = gcn(gat(features_in, adjacency), adjacency)
loss = F.nll_loss(scores, torch.zeros(nodes, dtype=torch.long))
