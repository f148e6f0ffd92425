"""Writes input.json: what PyTorch makes of a layer's input, with the gradients.

    python input.py > input.json

batch_norm: BatchNorm1d of a product over batch and time, one example shorter than the others: the
padded rows take no part. delays: each channel held back by a time of its own, with autograd through
the linear interpolation. Both are weighted by given gradients, which are zero where there is padding.
"""

import json

import torch

STEPS, BATCH, INPUTS, OUTPUTS, LONGEST = 7, 3, 4, 5, 3
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


def delays():
    shares = torch.tensor([0.0, 0.45, 0.8, 1.0]).requires_grad_(True)
    inputs = x.clone().requires_grad_(True)
    held = shares * LONGEST
    whole = held.detach().floor().long()
    late = held - whole
    before = torch.cat([torch.zeros(LONGEST + 1, BATCH, INPUTS), inputs])
    at = torch.arange(STEPS)[:, None] + LONGEST + 1 - whole
    channel = torch.arange(INPUTS)
    near = torch.stack([before[:, b][at, channel] for b in range(BATCH)], 1)
    far = torch.stack([before[:, b][at - 1, channel] for b in range(BATCH)], 1)
    output = ((1 - late) * near + late * far) * present[:, :, None]
    upstream = torch.randn(STEPS, BATCH, INPUTS) * present[:, :, None]
    (output * upstream).sum().backward()
    return {
        "shares": flat(shares),
        "longest": LONGEST,
        "upstream": flat(upstream),
        "output": flat(output),
        "grad_input": flat(inputs.grad * present[:, :, None]),
        "grad_shares": flat(shares.grad),
    }


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "steps": STEPS,
            "lengths": LENGTHS,
            "input": flat(x),
            "batch_norm": batch_norm(),
            "delays": delays(),
        }
    )
)
