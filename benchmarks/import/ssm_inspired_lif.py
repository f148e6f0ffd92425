"""Makes a file that `spiketrain import` reads of a checkpoint of Maxtimer97/SSM-inspired-LIF.

    python ssm_inspired_lif.py CHECKPOINT.pth OUTPUT.npz [--neuron CadLIF] [--dataset ssc]

SiLIF and CSiLIF are recognised by their parameters; adLIF and CadLIF have the same ones, so that --neuron has
to tell them apart. Layers may have batch normalisation or none, and must run one way. Needs torch and numpy.
"""

import argparse
import hashlib
import io
import json
import os
import pickle
import re
import sys
import zipfile

import numpy
import torch

# In the order of the labels in the published files, of which h5py's extra/keys tells.
CLASSES = {
    "ssc": "zero one two three four five six seven eight nine off forward on yes down house marvin visual up bird"
    " sheila stop left follow wow no dog go happy bed tree learn backward cat right",
    "shd": "zero one two three four five six seven eight nine"
    " null eins zwei drei vier fuenf sechs sieben acht neun",
}
# nb_steps, max_time and pdrop of the authors' trainings of SiLIF.
TRAININGS = {"ssc": (300, 1.2, 0.5), "shd": (250, 1.0, 0.25)}
SOURCE = "https://github.com/Maxtimer97/SSM-inspired-LIF"

# Of each neuron: its layer in network.stack, and our names of its own parameters by theirs.
ADAPTIVE = {"alpha": "alpha", "beta": "beta", "a": "a", "b": "jump"}
NEURONS = {
    "SiLIF": ("silif", {"alpha": "logAlpha", "beta": "logBeta", "a": "a", "b": "jump", "dt": "logStep"}),
    "CSiLIF": ("c-silif", {"log_log_alpha": "logRate", "alpha_img": "angle", "log_dt": "logStep", "b": "strength"}),
    "adLIF": ("adaptive-leaky", ADAPTIVE),
    "CadLIF": ("adaptive-leaky", ADAPTIVE),
}
OPTIONS = {
    "adLIF": ["surrogate = boxcar"],
    "CadLIF": ["surrogate = boxcar", "ranges = constrained"],
}
NORM = {"norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"}
IGNORED = {"norm.num_batches_tracked"}


class Unusable(Exception):
    """A checkpoint that cannot be converted; its message says why."""


def loaded(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as fault:
        raise Unusable("it is no file of parameters that torch.save wrote") from fault


def layers(checkpoint):
    """The tensors of each layer by their names, the readout last."""
    if not isinstance(checkpoint, dict):
        raise Unusable("it holds no parameters by name, as a state_dict does")
    found = {}
    for key, value in checkpoint.items():
        match = re.fullmatch(r"snn\.(\d+)\.(.+)", key)
        if not match or not torch.is_tensor(value):
            raise Unusable(f"it has the parameter {key}, which no network of that repository has")
        if match[2] not in IGNORED:
            found.setdefault(int(match[1]), {})[match[2]] = value.double().numpy()
    if len(found) < 2 or sorted(found) != list(range(len(found))):
        raise Unusable("it has no layer of neurons and readout behind it")
    for k, layer in found.items():
        if "W.weight" not in layer or layer["W.weight"].ndim != 2:
            raise Unusable(f"its layer {k} has no matrix of weights, snn.{k}.W.weight")
    return [found[k] for k in range(len(found))]


def neuron(layer, named):
    """The kind of neuron of a layer, by its parameters."""
    own = set(layer) - NORM - {"W.weight", "W.bias"}
    fitting = [kind for kind, (_, names) in NEURONS.items() if set(names) == own]
    if named:
        fitting = [kind for kind in fitting if kind == named]
    if len(fitting) != 1:
        parameters = f"its neurons have the parameters {', '.join(sorted(own))}"
        if fitting:
            raise Unusable(f"{parameters}, as several kinds: name one of {', '.join(fitting)} with --neuron")
        raise Unusable(f"{parameters}, as {named or 'none of ' + ', '.join(NEURONS)} has")
    return fitting[0]


def normalised(layer):
    if not NORM & set(layer):
        return False
    if not NORM <= set(layer):
        raise Unusable("its normalisation has no running mean and variance: only batchnorm can be converted")
    return True


def arrays(layer, names):
    """Our parameters of a layer by name."""
    weights = layer["W.weight"]
    bias = layer.get("W.bias", numpy.zeros(len(weights)))
    made = {"W": weights.T}
    if normalised(layer):
        # The normalisation takes the product's bias away again, and is not told of it here.
        made["b"] = layer["norm.bias"]
        made["gain"] = layer["norm.weight"]
        made["mean"] = layer["norm.running_mean"] - bias
        made["variance"] = layer["norm.running_var"]
    else:
        made["b"] = bias
    made.update({ours: layer[theirs] for theirs, ours in names.items()})
    return made


def line(name, neurons, options, layer):
    options = options + (["batch-norm = 1"] if normalised(layer) else []) + ["initial-state = random"]
    return f"{name}({', '.join([str(neurons), *options])})"


def convert(checkpoint, named, dropout):
    """Stack and parameters of a network."""
    found = layers(checkpoint)
    stack, parameters, inputs = [], {}, None
    for k, layer in enumerate(found):
        neurons, reads = layer["W.weight"].shape
        if inputs not in (None, reads):
            raise Unusable(f"layer {k} reads {reads} neurons, but there are {inputs}: it is bidirectional")
        inputs = neurons
        if k < len(found) - 1:
            kind = neuron(layer, named)
            name, names = NEURONS[kind]
            stack.append(line(name, neurons, OPTIONS.get(kind, []), layer))
        else:
            names = {"alpha": "alpha"}
            if set(layer) - NORM - {"W.weight", "W.bias"} != {"alpha"}:
                raise Unusable("its last layer is no readout: use_readout_layer was off")
            stack.append(line("low-pass", "classes", [], layer))
        parameters.update({f"{k}_{ours}": value for ours, value in arrays(layer, names).items()})
    between = f"\ndropout({dropout})\n" if dropout else "\n"
    return between.join(stack), parameters, inputs


def write(output, description, parameters):
    """Writes the file aside, so that there is a whole one or none."""
    aside = f"{output}.{os.getpid()}.part"
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("model.json", json.dumps(description, indent=2))
            for name, value in parameters.items():
                buffer = io.BytesIO()
                numpy.save(buffer, numpy.ascontiguousarray(value, dtype="<f4"))
                archive.writestr(name + ".npy", buffer.getvalue())
        os.replace(aside, output)
    except OSError as fault:
        sys.exit(f"Cannot write {output}: {fault.strerror or fault}")
    finally:
        if os.path.exists(aside):
            os.remove(aside)


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", help="best_model.pth of a training")
    parser.add_argument("output", help="file to be made, such as silif.npz")
    parser.add_argument("--neuron", choices=NEURONS, help="kind of neuron, where its parameters do not tell")
    parser.add_argument("--dataset", choices=CLASSES, default="ssc", help="what it was trained on (default: ssc)")
    parser.add_argument("--steps", type=int, help="nb_steps of its training (default: 300; shd 250)")
    parser.add_argument("--seconds", type=float, help="max_time of its training (default: 1.2; shd 1.0)")
    parser.add_argument("--summed", type=int, default=5, help="spatial_bin of its training (default: 5)")
    parser.add_argument("--dropout", type=float, help="pdrop, for training it on (default: 0.5; shd 0.25)")
    parser.add_argument("--source", default=SOURCE, help="where it was published")
    parser.add_argument("--licence", default="MIT", help="its licence (default: MIT)")
    chosen = parser.parse_args()
    for name, default in zip(("steps", "seconds", "dropout"), TRAININGS[chosen.dataset]):
        if getattr(chosen, name) is None:
            setattr(chosen, name, default)
    return chosen


def main():
    chosen = options()
    classes = CLASSES[chosen.dataset].split()
    try:
        with open(chosen.checkpoint, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        checkpoint = loaded(chosen.checkpoint)
        stack, parameters, outputs = convert(checkpoint, chosen.neuron, chosen.dropout)
        if outputs != len(classes):
            raise Unusable(f"it has {outputs} outputs, but {chosen.dataset} has {len(classes)} classes: see --dataset")
    except (OSError, AttributeError, ValueError, Unusable) as fault:
        sys.exit(f"Cannot convert {chosen.checkpoint}: {fault}")
    description = {
        "format": 1,
        "source": chosen.source,
        "licence": chosen.licence,
        "sha256": digest,
        "classes": classes,
        "configuration": {
            "data.kind": "events",
            "data.path": chosen.dataset,
            "data.events.channels": "700",
            "data.events.summed-channels": str(chosen.summed),
            "data.events.framing": "edge-bins",
            "data.events.bins": str(chosen.steps),
            "data.events.duration-us": str(round(chosen.seconds * 1e6)),
            "data.events.counts": "keep",
            "network.stack": stack,
            "network.loss": "ce-softmax-sum",
        },
    }
    write(chosen.output, description, parameters)
    print(f"{chosen.output}: {' | '.join(stack.splitlines())}")


if __name__ == "__main__":
    main()
