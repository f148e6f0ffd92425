"""Writes silif_*.json: layers of Maxtimer97/SSM-inspired-LIF with their gradients, small enough to keep.

    python silif.py CHECKOUT FOLDER

CHECKOUT is one of that repository. Layers run in training mode with states that begin at 0, like
silif_layer_batchnorm.json, which has SiLIF itself. The loss is sum(loss_weight.s * s); of the readout it is
the mean cross entropy of its output, as in the authors' training. Needs torch and einops.
"""

import json
import sys

import torch

sys.path.insert(0, sys.argv[1])
import models.snns as snns  # noqa: E402

BATCH, STEPS, INPUTS, NEURONS = 3, 9, 6, 5
STEP_LIMITS = {"dt_min": 0.05, "dt_max": 2.0}


class ZeroStates:
    """Torch with a rand that gives zeros, since the layers draw their first states."""

    def __getattr__(self, name):
        return getattr(torch, name)

    @staticmethod
    def rand(*shape, **options):
        return torch.zeros(*shape, **options)


def tensor(values):
    values = values.detach()
    kind = str(values.dtype).split(".")[1]
    return {"shape": list(values.shape), "dtype": kind, "data": values.flatten().tolist()}


def made(kind, seed):
    torch.manual_seed(seed)
    snns.torch = torch
    size = {"input_size": INPUTS, "hidden_size": NEURONS, "batch_size": BATCH}
    layer = getattr(snns, kind + "Layer")(**size, extra_features=STEP_LIMITS).train()
    with torch.no_grad():
        layer.norm.weight.uniform_(2, 6)
        layer.norm.bias.uniform_(-0.5, 3)
        for name in ("alpha", "a", "b"):
            if kind in ("CadLIF", "adLIF") or (kind, name) == ("Readout", "alpha"):
                # Two of them out of their ranges, which gives them no gradient.
                getattr(layer, name)[0] = 3
                getattr(layer, name)[1] = -3
    snns.torch = ZeroStates()
    return layer, torch.poisson(torch.full((BATCH, STEPS, INPUTS), 0.6))


def record(kind, seed, layer, x, outputs, loss):
    loss.backward()
    tensors = {"x": tensor(x), "loss": tensor(loss), "grad.x": tensor(x.grad)}
    tensors.update({name: tensor(value) for name, value in outputs.items()})
    for name, value in layer.named_parameters():
        tensors["param." + name] = tensor(value)
        tensors["grad." + name] = tensor(value.grad)
    tensors["norm.running_mean"] = tensor(layer.norm.running_mean)
    tensors["norm.running_var"] = tensor(layer.norm.running_var)
    return {
        "case": f"silif_{kind.lower()}_layer",
        "peer": "Maxtimer97/SSM-inspired-LIF",
        "torch": torch.__version__,
        "params": {"seed": seed},
        "tensors": tensors,
    }


def spiking(kind, seed):
    """The case of a seed; how near a neuron comes to the threshold or an edge of the boxcar in it."""
    layer, x = made(kind, seed)
    x.requires_grad_(True)
    nearest = []

    def spikes(above):
        nearest.extend((above.detach().flatten() - edge).abs().min().item() for edge in (-0.5, 0, 0.5))
        return snns.SpikeFunctionBoxcar.apply(above)

    layer.spike_fct = spikes
    s = layer(x)
    weights = torch.randn_like(s)
    outputs = {"s": s, "loss_weight.s": weights}
    case = record(kind, seed, layer, x, outputs, (weights * s).sum())
    told = sum(value != 0 for value in case["tensors"]["grad.b"]["data"])
    return min(nearest), told, case


def readout(seed):
    layer, x = made("Readout", seed)
    x.requires_grad_(True)
    sums = layer(x)
    labels = torch.arange(BATCH) % NEURONS
    loss = torch.nn.functional.cross_entropy(sums, labels)
    return record("Readout", seed, layer, x, {"sums": sums, "labels": labels}, loss)


cases = [readout(1)]
for kind in ("CadLIF", "adLIF", "CSiLIF"):
    tried = (spiking(kind, seed) for seed in range(1, 2000))
    cases.append(next(case for near, told, case in tried if near > 0.003 and told >= 3))
for case in cases:
    with open(f"{sys.argv[2]}/{case['case']}.json", "w") as file:
        json.dump(case, file)
        file.write("\n")
