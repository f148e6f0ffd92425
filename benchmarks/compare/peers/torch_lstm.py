"""PyTorch's own LSTM layer. The loss is the sum of all outputs, each weighted by a fixed random number."""
import torch
import torch.nn as nn

import examples

LIBRARY = "torch.nn.LSTM"


def train(work):
    lstm = nn.LSTM(work.inputs, work.hidden)
    minibatches = examples.counts(work)
    optimizer = torch.optim.Adam(lstm.parameters(), lr=1e-4)
    weights = torch.randn(work.time_steps, work.batch, work.hidden) / work.batch

    def step(count):
        optimizer.zero_grad()
        lstm(minibatches[count % len(minibatches)][0])[0].backward(weights)
        optimizer.step()
        return work.batch

    return step
