"""Writes batchnorm.json: PyTorch's BatchNorm1d of a product over batch and time, with the gradients.

    python batchnorm.py > batchnorm.json

One example is shorter than the others; its padded rows take no part.
"""

import json

import torch

STEPS, BATCH, INPUTS, OUTPUTS = 7, 3, 4, 5
LENGTHS = [7, 7, 4]

torch.manual_seed(5)
present = torch.tensor([[t < n for n in LENGTHS] for t in range(STEPS)])
x = (torch.randn(STEPS, BATCH, INPUTS) + 0.5) * present[:, :, None]


def flat(tensor):
    return tensor.detach().flatten().tolist()


def batch_norm():
    weights = torch.randn(INPUTS, OUTPUTS).requires_grad_(True)
    inputs = x.clone().requires_grad_(True)
    norm = torch.nn.BatchNorm1d(OUTPUTS)
    with torch.no_grad():
        norm.weight.uniform_(0.5, 2)
        norm.bias.uniform_(-1, 1)
    case = {"weights": flat(weights), "gain": flat(norm.weight), "bias": flat(norm.bias)}
    upstream = torch.randn(STEPS, BATCH, OUTPUTS) * present[:, :, None]
    rows = norm((inputs @ weights)[present])
    (rows * upstream[present]).sum().backward()
    output = torch.zeros(STEPS, BATCH, OUTPUTS)
    output[present] = rows.detach()
    norm.eval()
    inference = torch.zeros(STEPS, BATCH, OUTPUTS)
    inference[present] = norm((inputs @ weights)[present]).detach()
    return case | {
        "upstream": flat(upstream),
        "output": flat(output),
        "running_mean": flat(norm.running_mean),
        "running_variance": flat(norm.running_var),
        "inference": flat(inference),
        "grad_input": flat(inputs.grad * present[:, :, None]),
        "grad_weights": flat(weights.grad),
        "grad_gain": flat(norm.weight.grad),
        "grad_bias": flat(norm.bias.grad),
    }


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "steps": STEPS,
            "lengths": LENGTHS,
            "input": flat(x),
        }
        | batch_norm()
    )
)
