"""Makes losses.json: ten training losses of the head with PyTorch, from weights and inputs that a test rebuilds by formula.

Needs torch and numpy.  Run: python make.py

The head is hidden = Linear(1280, 128), ReLU, output = Linear(128, 3); no dropout. Step s (0-based) trains on the 16
rows s*16 .. s*16+16 of 160: cross-entropy (mean reduction, no label smoothing), then Adam (1e-3, betas 0.9 and 0.999,
eps 1e-8). `losses[s]` is the loss before step s's update. `weights` are the class weights of the loss, null for
none: PyTorch divides the weighted sum by the sum of the weights of the batch's labels. The weighted run has the weights that
balance these labels: rows / (classes * rows of the class).

unit(name, i) = ((i * 2654435761 + crc32(name)) mod 2^32) / 2^32 - 0.5, in f64, i over the elements in row-major order:
   embeddings     [160, 1280]  2 * |unit("embeddings")|     as f32; embeddings are averages after a ReLU6, so never negative
   labels         [160]        min(i mod 4, 2)              class 2 comes twice as often
   hidden.weight  [128, 1280]  unit * 2 * sqrt(3 / 1280)    PyTorch's layout, [outputs, inputs]
   output.weight  [3, 128]     unit * 2 * sqrt(3 / 128)
   *.bias                      unit * 0.2
`checksums` after the ten steps, in f64: for each tensor the sum and the sum of squares.
"""
import json, pathlib, zlib
import numpy as np, torch
from torch import nn

STEPS, BATCH, FEATURES, HIDDEN, CLASSES = 10, 16, 1280, 128, 3
torch.set_num_threads(1)


def unit(name, shape):
    i = np.arange(np.prod(shape), dtype=np.uint64)
    mixed = (i * np.uint64(2654435761) + np.uint64(zlib.crc32(name.encode()))) & np.uint64(0xFFFFFFFF)
    return (mixed.astype(np.float64) / 2**32 - 0.5).reshape(shape)


def tensor(values):
    return torch.tensor(values.astype(np.float32))


def head():
    model = nn.Sequential()
    model.add_module("hidden", nn.Linear(FEATURES, HIDDEN))
    model.add_module("relu", nn.ReLU())
    model.add_module("output", nn.Linear(HIDDEN, CLASSES))
    for name, parameter in model.named_parameters():
        scale = 0.2 if name.endswith("bias") else 2 * np.sqrt(3 / parameter.shape[1])
        parameter.data = tensor(unit(name, tuple(parameter.shape)) * scale)
    return model


def train(weights):
    model = head()
    criterion = nn.CrossEntropyLoss(weight=None if weights is None else torch.tensor(weights))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    embeddings = tensor(2 * np.abs(unit("embeddings", (STEPS * BATCH, FEATURES))))
    labels = torch.arange(STEPS * BATCH).remainder(4).clamp(max=2)
    losses = []
    for x, y in zip(embeddings.split(BATCH), labels.split(BATCH)):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    checksums = {name: {"sum": p.double().sum().item(), "squares": p.double().square().sum().item()}
                 for name, p in model.named_parameters()}
    return {"weights": weights, "losses": losses, "checksums": checksums}


if __name__ == "__main__":
    result = {"unweighted": train(None), "weighted": train([4 / 3, 4 / 3, 2 / 3])}
    (pathlib.Path(__file__).parent / "losses.json").write_text(json.dumps(result, indent=1) + "\n")
