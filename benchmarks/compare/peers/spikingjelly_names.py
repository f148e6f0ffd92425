"""SpikingJelly's names tutorial: a spiking LSTM, the last step read out; mean squared error on the softmax."""
import torch
import torch.nn as nn
import torch.nn.functional as F

import examples

try:
    # Up to 0.0.0.0.12, where the tutorial is from.
    from spikingjelly.clock_driven import rnn
    LIBRARY = "spikingjelly.clock_driven"
except ImportError:
    from spikingjelly.activation_based import rnn
    LIBRARY = "spikingjelly.activation_based"


class Net(nn.Module):
    def __init__(self, work):
        super().__init__()
        self.lstm = rnn.SpikingLSTM(work.inputs, work.hidden, 1)
        self.fc = nn.Linear(work.hidden, work.classes)
        self.every = torch.arange(work.batch)

    def forward(self, x, lengths):
        y, _ = self.lstm(x)
        return F.softmax(self.fc(y[lengths - 1, self.every]), dim=1)


def train(work):
    net = Net(work)
    minibatches = examples.names(work)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)

    def step(count):
        x, lengths, labels = minibatches[count % len(minibatches)]
        optimizer.zero_grad()
        F.mse_loss(net(x, lengths), F.one_hot(labels, work.classes).float()).backward()
        optimizer.step()
        return work.batch

    return step


def infer(work):
    net = Net(work).eval()
    minibatches = examples.names(work)

    def step(count):
        x, lengths, _ = minibatches[count % len(minibatches)]
        with torch.no_grad():
            net(x, lengths).argmax(1)
        return work.batch

    return step
