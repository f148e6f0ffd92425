"""Writes small networks as `spiketrain import` reads them, and what their authors' code answers.

    python imported.py CHECKOUT CONVERTER FOLDER [DATA]

CHECKOUT is one of Maxtimer97/SSM-inspired-LIF, CONVERTER is benchmarks/import/ssm_inspired_lif.py. Makes
<neuron>.npz and answers.json: recordings of events and the readout's sums over time, with states that begin
at 0. With DATA, a folder that holds ssc-real-words/ssc_test.h5, it makes published.json instead: the answers
of the published C-SiLIF and CadLIF to the first ten recordings there. Needs torch, einops and h5py.
"""

import json
import subprocess
import sys
import tempfile

import numpy
import torch

sys.path.insert(0, sys.argv[1])
import models.snns as snns  # noqa: E402

CHECKOUT, CONVERTER, FOLDER = sys.argv[1:4]
UNITS, SECONDS, CLASSES = 700, 1.2, 35
LIMITS = {"dt_min": 0.01, "dt_max": 5.0}


class ZeroStates:
    """Torch with a rand that gives zeros, since the layers draw their first states."""

    def __getattr__(self, name):
        return getattr(torch, name)

    @staticmethod
    def rand(*shape, **options):
        return torch.zeros(*shape, **options)


def frames(times, units, steps, summed):
    """Counts as the authors' loader makes them."""
    step = numpy.digitize(times, numpy.linspace(0, SECONDS, num=steps))
    counts = numpy.zeros((steps, UNITS // summed), numpy.float32)
    numpy.add.at(counts, (numpy.minimum(step, steps - 1), units // summed), 1)
    return counts


def network(kind, steps, sizes, inputs):
    snns.torch = torch
    shape = (1, steps, inputs)
    net = snns.SNN(shape, sizes, neuron_type=kind, dropout=0.5, extra_features=LIMITS)
    snns.torch = ZeroStates()
    return net.eval()


def answers(net, counts):
    with torch.no_grad():
        return net(torch.tensor(numpy.stack(counts)))[0]


def nearest(net, counts):
    """How near a neuron comes to its threshold: other orders of summation must not flip a spike."""
    least = []

    def spikes(above):
        least.append(above.abs().min().item())
        return above.gt(0).float()

    for layer in net.snn[:-1]:
        layer.spike_fct = spikes
    answers(net, counts)
    return min(least)


def small(kind, steps, summed, recordings):
    counts = [frames(times, units, steps, summed) for times, units in recordings]
    for seed in range(1, 10_000):
        torch.manual_seed(seed)
        net = network(kind, steps, [8, 7, CLASSES], UNITS // summed)
        with torch.no_grad():
            for layer in net.snn:
                layer.norm.weight.uniform_(1, 4)
                layer.norm.bias.uniform_(0, 2)
                layer.norm.running_mean.uniform_(-1, 1)
                layer.norm.running_var.uniform_(0.5, 3)
        if nearest(net, counts) > 2e-4:
            break
    with tempfile.NamedTemporaryFile(suffix=".pth") as file:
        torch.save(net.state_dict(), file.name)
        written = f"{FOLDER}/{kind.lower()}.npz"
        options = ["--neuron", kind, "--steps", str(steps), "--summed", str(summed)]
        subprocess.run([sys.executable, CONVERTER, file.name, written, *options], check=True)
    return answers(net, counts).tolist()


def make_small():
    steps, summed = 30, 175
    draw = numpy.random.default_rng(1)
    recordings = []
    for events in (60, 150, 9):
        # Whole microseconds, and the very ends of a recording.
        times = numpy.sort(draw.integers(0, 1_200_000, events))
        times[0], times[-1] = 0, 1_199_999
        recordings.append((times / 1e6, draw.integers(0, UNITS, events)))
    made = {kind: small(kind, steps, summed, recordings) for kind in ("SiLIF", "CSiLIF", "CadLIF", "adLIF")}
    return {
        "recordings": [
            {"times": [round(t * 1e6) for t in times], "units": units.tolist()} for times, units in recordings
        ],
        "answers": {kind.lower(): sums for kind, sums in made.items()},
    }


def make_published(data):
    import h5py

    with h5py.File(f"{data}/ssc-real-words/ssc_test.h5") as file:
        spikes = file["spikes"]
        events = [(numpy.asarray(spikes["times"][k]), numpy.asarray(spikes["units"][k], int)) for k in range(10)]
    counts = [frames(times, units, 300, 5) for times, units in events]
    made = {}
    for kind in ("CSiLIF", "CadLIF"):
        net = network(kind, 300, [512, 512, CLASSES], 140)
        path = f"{CHECKOUT}/reference_models/ref_SSC_{kind}/checkpoints/best_model.pth"
        net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        made[kind.lower()] = [[round(v, 5) for v in sums] for sums in answers(net, counts).tolist()]
    return {"answers": made}


name, content = ("published", make_published(sys.argv[4])) if len(sys.argv) > 4 else ("answers", make_small())
with open(f"{FOLDER}/{name}.json", "w") as file:
    json.dump(content, file)
    file.write("\n")
