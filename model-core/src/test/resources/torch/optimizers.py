"""Writes optimizers.json: parameters after some steps of PyTorch's optimisers.

    python optimizers.py > optimizers.json
"""

import json

import torch

PARAMETERS, STEPS = 7, 6

torch.manual_seed(3)
start = torch.randn(PARAMETERS)
gradients = [torch.randn(PARAMETERS) * 10.0 ** -(k % 3) for k in range(STEPS)]
optimisers = {
    "adam": lambda p: torch.optim.Adam([p], lr=0.02, betas=(0.8, 0.99), eps=1e-6),
    "adamw": lambda p: torch.optim.AdamW(
        [p], lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1
    ),
    "sgd": lambda p: torch.optim.SGD([p], lr=0.05),
    "sgd_momentum": lambda p: torch.optim.SGD([p], lr=0.05, momentum=0.9),
    "sgd_nesterov": lambda p: torch.optim.SGD([p], lr=0.05, momentum=0.9, nesterov=True),
}


def steps(make):
    p = start.clone().requires_grad_(True)
    optimiser = make(p)
    rows = []
    for gradient in gradients:
        p.grad = gradient.clone()
        optimiser.step()
        rows.append(p.detach().tolist())
    return rows


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "parameters": start.tolist(),
            "gradients": [g.tolist() for g in gradients],
            "after": {name: steps(make) for name, make in optimisers.items()},
        },
        indent=1,
    )
)
