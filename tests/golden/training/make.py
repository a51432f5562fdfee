"""Makes losses.json: ten training losses of each kind of run with PyTorch, from weights and inputs that a test rebuilds by formula.

Needs torch, numpy, and what ../efficientnet_lite0/make.py needs, which reads the photos' folder.  Run: python make.py

Step s (0-based) trains on the rows s*batch .. (s+1)*batch: cross-entropy, then the optimiser. `losses[s]` is the loss before
step s's update. The label of row i is min(i mod 4, 2): class 2 comes twice as often.

head      square root -> Linear(1280, 128) -> ReLU -> Linear(128, 3) on embeddings (2 unit)^2, batch 16. Variants:
          class weights, optimisers with weight decay, label smoothing, schedules, as their keys say.
blocks    EfficientNet-Lite0's last two blocks and its 1x1 convolution with the weights that Pupil ships, batch norm folded into the
          convolutions, global average, then the head; on maps 4 unit of [4, 192, 7, 7]. Adam with 1e-4 for the head; 1e-5, 8e-6 and
          6.4e-6 for the 1x1 convolution and the blocks below it. (At ten times that, single and double precision part by 1e-3
          within ten steps: where a gradient is all but 0, Adam's step is the sign of its rounding error.)
scratch   Keras's basic CNN: Conv 32 3x3, ReLU, max pool 2, Conv 64 3x3, ReLU, max pool 2, flatten (channels last), then
          Linear(12544, 128) -> ReLU -> Linear(128, 3), no square root; on pictures 0.5 + unit of [8, 3, 64, 64]; Adam 1e-4.

unit(name, i) = ((i * 2654435761 + crc32(name)) mod 2^32) / 2^32 - 0.5, in f64, i over the elements in row-major order, as f32:
   weights of *.weight   unit * 2 * sqrt(3 / fan_in), in PyTorch's layout, fan_in the product of the shape past axis 0
   biases                unit * 0.2
   inputs                named "input"
"""
import json, pathlib, sys, zlib
import numpy as np, torch
from torch import nn
from torch.nn.functional import max_pool2d

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "efficientnet_lite0"))
import make as lite0

STEPS, FEATURES, HIDDEN, CLASSES = 10, 1280, 128, 3
torch.set_num_threads(1)


def unit(name, shape):
    i = np.arange(np.prod(shape), dtype=np.uint64)
    mixed = (i * np.uint64(2654435761) + np.uint64(zlib.crc32(name.encode()))) & np.uint64(0xFFFFFFFF)
    return (mixed.astype(np.float64) / 2**32 - 0.5).reshape(shape)


def tensor(values):
    return torch.tensor(values.astype(np.float32))


def fill(module, prefix=""):
    for name, parameter in module.named_parameters():
        scale = 0.2 if name.endswith("bias") else 2 * np.sqrt(3 / np.prod(parameter.shape[1:]))
        parameter.data = tensor(unit(prefix + name, tuple(parameter.shape)) * scale)
    return module


class Head(nn.Module):
    def __init__(self, features, root):
        super().__init__()
        self.hidden, self.output, self.root = nn.Linear(features, HIDDEN), nn.Linear(HIDDEN, CLASSES), root

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x.clamp_min(1e-6).sqrt() if self.root else x)))


class BasicCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3)
        self.head = Head(14 * 14 * 64, root=False)

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = max_pool2d(torch.relu(conv(x)), 2)
        return self.head(x.permute(0, 2, 3, 1).flatten(1))


class Blocks(nn.Module):
    """The last two blocks and the 1x1 convolution, folded; `parts` from the top."""

    def __init__(self):
        super().__init__()
        network = lite0.shipped().eval()
        for block in network._blocks:
            for conv, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
                if hasattr(block, conv):
                    fold(block, conv, norm)
        fold(network, "_conv_head", "_bn1")
        self.top, self.blocks = network._conv_head, network._blocks[-2:]
        self.head = fill(Head(FEATURES, root=True))

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(self.top(x).clamp(0, 6).mean([2, 3]))


def fold(module, conv, norm):
    """Batch norm in inference mode, as a part of the convolution before it."""
    layer, bn = getattr(module, conv), getattr(module, norm)
    scale = bn.weight.data / torch.sqrt(bn.running_var + bn.eps)
    layer.weight.data *= scale[:, None, None, None]
    layer.bias = nn.Parameter(bn.bias.data - bn.running_mean * scale)
    setattr(module, norm, nn.Identity())


def train(model, inputs, optimizer, schedule=None, **loss_settings):
    criterion = nn.CrossEntropyLoss(**loss_settings)
    labels = torch.arange(len(inputs)).remainder(4).clamp(max=2)
    losses = []
    for x, y in zip(inputs.chunk(STEPS), labels.chunk(STEPS)):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        if schedule:
            schedule.step()
        losses.append(round(loss.item(), 6))
    return losses


def head(optimizer, schedule=None, **loss_settings):
    model = fill(Head(FEATURES, root=True))
    embeddings = tensor((2 * unit("input", (STEPS * 16, FEATURES))) ** 2)
    optimizer = optimizer(model.parameters())
    return train(model, embeddings, optimizer, schedule and schedule(optimizer), **loss_settings)


def blocks():
    model = Blocks()
    top, low, head = model.top, model.blocks, model.head
    groups = [(head, 1e-4), (top, 1e-5), (low[1], 1e-5 * 0.8), (low[0], 1e-5 * 0.8**2)]
    optimizer = torch.optim.Adam([{"params": part.parameters(), "lr": rate} for part, rate in groups])
    return train(model, tensor(4 * unit("input", (STEPS * 4, 192, 7, 7))), optimizer)


def scratch():
    model = fill(BasicCnn())
    pictures = tensor(0.5 + unit("input", (STEPS * 8, 3, 64, 64)))
    return train(model, pictures, torch.optim.Adam(model.parameters(), lr=1e-4))


if __name__ == "__main__":
    optim, schedules = torch.optim, torch.optim.lr_scheduler
    adam = lambda parameters: optim.Adam(parameters, lr=1e-3)
    result = {
        "head": {
            "plain": head(adam),
            "weighted": head(adam, weight=torch.tensor([4 / 3, 4 / 3, 2 / 3])),
            "smoothed": head(adam, label_smoothing=0.1),
            "weightedAndSmoothed": head(adam, weight=torch.tensor([4 / 3, 4 / 3, 2 / 3]), label_smoothing=0.1),
            "adamDecay": head(lambda p: optim.Adam(p, lr=1e-3, weight_decay=0.01)),
            "adamWDecay": head(lambda p: optim.AdamW(p, lr=1e-3, weight_decay=0.5)),
            "sgdDecay": head(lambda p: optim.SGD(p, lr=1e-2, momentum=0.9, weight_decay=0.01)),
            "cosine": head(adam, lambda o: schedules.CosineAnnealingLR(o, STEPS)),
            "sweep": head(lambda p: optim.Adam(p, lr=10), lambda o: schedules.LambdaLR(o, lambda s: 1e-8 ** (1 - s / 14))),
            "oneCycle": head(adam, lambda o: schedules.OneCycleLR(o, 1e-3, total_steps=STEPS, cycle_momentum=False)),
        },
        "blocks": blocks(),
        "scratch": scratch(),
    }
    (pathlib.Path(__file__).parent / "losses.json").write_text(json.dumps(result, indent=1) + "\n")
