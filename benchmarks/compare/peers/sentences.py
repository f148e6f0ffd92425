"""How a text CNN that does one time step a call is trained and asked, on the sentences that the driver drew."""
import torch
from snntorch import functional, utils

import examples


class Shape:
    def __init__(self, work):
        self.widths = [int(width) for width in work.widths.split(",")]
        self.dimensions = work.inputs // work.words


def minibatches(work):
    """Spikes [time, batch, words, dimensions] and labels [batch]."""
    return [(spikes.unflatten(2, (work.words, -1)), labels) for spikes, labels in examples.counts(work)]


def over_time(net, output_spikes, x):
    """The spikes of the classes [time, batch, classes]; output_spikes finds them in what the network returns."""
    utils.reset(net)
    return torch.stack([output_spikes(net(x_t)) for x_t in x])


def training(net, output_spikes, work):
    net.train()
    drawn = minibatches(work)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-4)
    loss = functional.ce_rate_loss()

    def step(count):
        x, labels = drawn[count % len(drawn)]
        optimizer.zero_grad()
        loss(over_time(net, output_spikes, x), labels).backward()
        optimizer.step()
        return work.batch

    return step


def inference(net, output_spikes, work):
    net.eval()
    drawn = minibatches(work)

    def step(count):
        with torch.no_grad():
            over_time(net, output_spikes, drawn[count % len(drawn)][0]).sum(0).argmax(1)
        return work.batch

    return step
