"""The network for spoken words in snnTorch: an LSTM over time, two recurrent LIF layers, LIF cells as output."""
import torch
import torch.nn as nn

import snntorch as snn
from snntorch import functional, surrogate, utils

import examples

LIBRARY = "snntorch " + snn.__version__
BETA = 0.95


class Net(nn.Module):
    def __init__(self, work):
        super().__init__()
        grad = surrogate.atan(alpha=2)
        hidden = work.hidden
        self.lstm = nn.LSTM(work.inputs, hidden)
        self.front = nn.Dropout(0.2)
        self.fc1 = nn.Linear(hidden, hidden)
        self.recurrent1 = snn.RLeaky(beta=BETA, linear_features=hidden, init_hidden=True, spike_grad=grad)
        self.fc2 = nn.Linear(hidden, hidden)
        self.recurrent2 = snn.RLeaky(beta=BETA, linear_features=hidden, init_hidden=True, spike_grad=grad)
        self.back = nn.Dropout(0.2)
        self.fc3 = nn.Linear(hidden, work.classes)
        self.out = snn.Leaky(beta=BETA, init_hidden=True, output=True, spike_grad=grad)

    def forward(self, x):
        utils.reset(self)
        spikes = []
        for h in self.lstm(x)[0]:
            s = self.recurrent1(self.fc1(self.front(h)))
            s = self.recurrent2(self.fc2(s))
            spikes.append(self.out(self.fc3(self.back(s)))[0])
        return torch.stack(spikes)


def train(work):
    net = Net(work).train()
    minibatches = examples.counts(work)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)
    loss = functional.mse_count_loss(correct_rate=0.8, incorrect_rate=0.2)

    def step(count):
        x, labels = minibatches[count % len(minibatches)]
        optimizer.zero_grad()
        loss(net(x), labels).backward()
        optimizer.step()
        return work.batch

    return step


def infer(work):
    net = Net(work).eval()
    minibatches = examples.counts(work)

    def step(count):
        with torch.no_grad():
            net(minibatches[count % len(minibatches)][0]).sum(0).argmax(1)
        return work.batch

    return step
