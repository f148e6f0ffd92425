"""The same spiking text CNN written anew in snnTorch, for who has no checkout of the authors' code: convolutions, a
neuron wherever a filter fits, the mean over the sentence, a neuron a filter, a neuron a class."""
import snntorch as snn
import torch
import torch.nn as nn
from snntorch import surrogate

import sentences

LIBRARY = "snntorch " + snn.__version__


def leaky():
    return snn.Leaky(beta=1.0, init_hidden=True, spike_grad=surrogate.fast_sigmoid(25))


class Net(nn.Module):
    def __init__(self, work):
        super().__init__()
        shape = sentences.Shape(work)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(1, work.filters, (width, shape.dimensions)) for width in shape.widths)
        self.neurons = nn.ModuleList(leaky() for _ in shape.widths)
        self.means = nn.ModuleList(nn.AvgPool2d((work.words - width + 1, 1)) for width in shape.widths)
        self.pooled = leaky()
        self.fc = nn.Linear(len(shape.widths) * work.filters, work.classes)
        self.out = leaky()

    def forward(self, x):
        x = x.unsqueeze(1)
        columns = [
            mean(neurons(convolution(x))).flatten(1)
            for convolution, neurons, mean in zip(self.convolutions, self.neurons, self.means)
        ]
        return self.out(self.fc(self.pooled(torch.cat(columns, 1))))


def same(outputs):
    return outputs


def train(work):
    return sentences.training(Net(work), same, work)


def infer(work):
    return sentences.inference(Net(work), same, work)
