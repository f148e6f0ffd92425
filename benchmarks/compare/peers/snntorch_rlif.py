"""One recurrent LIF layer of snnTorch behind a linear layer, in its usual loop over time. The loss is the sum
of all spikes, each weighted by a fixed random number."""
import torch
import torch.nn as nn

import snntorch as snn
from snntorch import surrogate, utils

import examples

LIBRARY = "snntorch " + snn.__version__


class Net(nn.Module):
    def __init__(self, work):
        super().__init__()
        self.fc = nn.Linear(work.inputs, work.hidden)
        self.recurrent = snn.RLeaky(
            beta=0.95, linear_features=work.hidden, init_hidden=True, spike_grad=surrogate.atan(alpha=2))

    def forward(self, x):
        utils.reset(self)
        return torch.stack([self.recurrent(self.fc(x_t)) for x_t in x])


def train(work):
    net = Net(work)
    minibatches = examples.counts(work)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)
    weights = torch.randn(work.time_steps, work.batch, work.hidden) / work.batch

    def step(count):
        optimizer.zero_grad()
        net(minibatches[count % len(minibatches)][0]).backward(weights)
        optimizer.step()
        return work.batch

    return step
