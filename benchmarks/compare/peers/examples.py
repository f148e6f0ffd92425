"""Reads the examples that the driver drew."""
import string

import torch
import torch.nn.functional as F

LETTERS = string.ascii_letters + " .,;'-"


def names(work):
    """Minibatches of names: one-hot letters [time, batch, letters] padded at the end, lengths, labels."""
    with open(work.data, encoding="utf-8") as f:
        drawn = [line.rstrip("\n").split("\t") for line in f]
    return [names_minibatch(drawn[k:k + work.batch]) for k in range(0, len(drawn) - work.batch + 1, work.batch)]


def names_minibatch(drawn):
    lengths = torch.tensor([len(name) for _, name in drawn])
    letters = torch.zeros(int(lengths.max()), len(drawn), dtype=torch.long)
    for b, (_, name) in enumerate(drawn):
        letters[:len(name), b] = torch.tensor([LETTERS.index(c) for c in name])
    return F.one_hot(letters, len(LETTERS)).float(), lengths, torch.tensor([int(label) for label, _ in drawn])


def counts(work):
    """Minibatches of spike counts, or spikes, [time, batch, inputs] and labels [batch]."""
    with open(work.data, "rb") as f:
        content = torch.frombuffer(bytearray(f.read()), dtype=torch.uint8)
    size = work.time_steps * work.batch * work.inputs
    return [
        (part[:size].view(work.time_steps, work.batch, work.inputs).float(), part[size:].long())
        for part in content.split(size + work.batch)
    ]
