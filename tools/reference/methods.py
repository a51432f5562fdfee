"""What one of Pupil's methods of training reaches in PyTorch: the accuracy of one run. fineTune prints that of its frozen head first.

Needs what tests/golden/efficientnet_lite0/make.py needs.  Run: python methods.py METHOD TRAIN_DIR TEST_DIR SEED
(a folder per class; METHOD one of instant augmentedHead fineTune scratch scratchVaried), as examples/teach.rs takes them.

The recipes are the defaults of src/train/settings.rs. Batch norm is folded into the convolutions, which is what "left in inference
mode" comes to. 15 % of each class held out, the state with the lowest loss on it saved.
"""
import copy, math, pathlib, sys
import torch
from PIL import Image
from torch import nn
from torch.nn.functional import affine_grid, cross_entropy, grid_sample
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tests" / "golden" / "training"))
from importlib import util
spec = util.spec_from_file_location("training_golden", pathlib.Path(__file__).parents[2] / "tests/golden/training/make.py")
golden = util.module_from_spec(spec)
spec.loader.exec_module(golden)
from recipe import split

GENTLE = dict(rotation=10, shift=0.05, zoom=0.1, brightness=0.15)
TRAINED_BLOCKS, FROZEN_BLOCKS = 4, 12


class Folded(nn.Module):
    """EfficientNet-Lite0 with the shipped weights, batch norm folded, in two parts."""

    def __init__(self):
        super().__init__()
        network = golden.lite0.shipped().eval()
        golden.fold(network, "_conv_stem", "_bn0")
        for block in network._blocks:
            for conv, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
                if hasattr(block, conv):
                    golden.fold(block, conv, norm)
        golden.fold(network, "_conv_head", "_bn1")
        self.stem, self.top, self.blocks = network._conv_stem, network._conv_head, network._blocks

    def frozen(self, x):
        x = self.stem((x - 127) / 128).clamp(0, 6)
        for block in self.blocks[:FROZEN_BLOCKS]:
            x = block(x)
        return x

    def trained(self, x):
        for block in self.blocks[FROZEN_BLOCKS:]:
            x = block(x)
        return self.top(x).clamp(0, 6).mean([2, 3])


def load(folder, size):
    """Levels [pictures, 3, size, size] and classes."""
    files = [(file, label) for label, each in enumerate(sorted(folder.iterdir())) for file in sorted(each.iterdir())]
    return torch.stack([square(file, size) for file, _ in files]), torch.tensor([label for _, label in files])


def square(file, size):
    image = Image.open(file).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side)).resize((size, size), Image.BILINEAR)
    return torch.tensor(np.asarray(image)).permute(2, 0, 1).contiguous()


def vary(levels, generator, rotation, shift, zoom, brightness):
    """The affine part of Keras's ImageDataGenerator, nearest fill, and brightness."""
    n, side = len(levels), levels.shape[-1]
    uniform = lambda most: torch.empty(n).uniform_(-most, most, generator=generator)
    turn, zx, zy = uniform(math.radians(rotation)), 1 + uniform(zoom), 1 + uniform(zoom)
    tx, ty = 2 * uniform(shift) * side / (side - 1), 2 * uniform(shift) * side / (side - 1)
    cos, sin = turn.cos(), turn.sin()
    rows = [torch.stack([zx * cos, -zy * sin, tx * cos - ty * sin], 1), torch.stack([zx * sin, zy * cos, tx * sin + ty * cos], 1)]
    grid = affine_grid(torch.stack(rows, 1), levels.shape, align_corners=True)
    moved = grid_sample(levels, grid, padding_mode="border", align_corners=True)
    if brightness == 0:
        return moved
    return ((moved + 0.01).floor() * (1 + uniform(brightness))[:, None, None, None]).floor().clamp(0, 255)


def one_cycle(step, steps):
    """PyTorch's OneCycleLR as a factor of its peak."""
    ease = lambda a, b, share: b + (a - b) / 2 * (1 + math.cos(math.pi * share))
    peak = 0.3 * steps - 1
    return ease(1 / 25, 1, step / peak) if step <= peak else ease(1, 1 / 25e4, (step - peak) / (steps - 1 - peak))


def fit(forward, groups, inputs, labels, held, epochs, generator, batch=16, schedule=None, smoothing=0.0, patience=0, known=False):
    """Trains the groups [(module, rate)]; `inputs(rows, training)` makes a batch. Leaves the best state by held-out loss."""
    weight = len(labels[~held]) / (labels.max() + 1) / labels[~held].bincount().float()
    rows, held_rows = (~held).nonzero()[:, 0], held.nonzero()[:, 0]
    optimizer = torch.optim.Adam([{"params": module.parameters(), "lr": rate, "rate": rate} for module, rate in groups])
    loss_of = lambda x, y: cross_entropy(forward(x), y, weight=weight, label_smoothing=smoothing)
    states = lambda: [copy.deepcopy(module.state_dict()) for module, _ in groups]

    def validate():
        for module, _ in groups:
            module.eval()
        with torch.no_grad():
            parts = [(len(r), loss_of(inputs(r, False), labels[r]).item()) for r in held_rows.split(batch)]
        return sum(n * loss for n, loss in parts) / len(held_rows)

    lowest, best, step, stale = (validate() if known else math.inf), states(), 0, 0
    steps = epochs * math.ceil(len(rows) / batch)
    for _ in range(epochs):
        for module, _ in groups:
            module.train()
        for chosen in rows[torch.randperm(len(rows), generator=generator)].split(batch):
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * (schedule(step, steps) if schedule else 1)
            optimizer.zero_grad()
            loss_of(inputs(chosen, True), labels[chosen]).backward()
            optimizer.step()
            step += 1
        loss, stale = validate(), stale + 1
        if loss < lowest:
            lowest, best, stale = loss, states(), 0
        if patience and stale >= patience:
            break
    for (module, _), state in zip(groups, best):
        module.load_state_dict(state)
        module.eval()


def fresh_head(features, classes, dropout):
    return nn.Sequential(nn.Linear(features, 128), nn.ReLU(), nn.Dropout(dropout), nn.Linear(128, classes))


def rooted(embeddings):
    return embeddings.clamp_min(1e-6).sqrt()


def embed(network, levels):
    with torch.no_grad():
        return torch.cat([network.trained(network.frozen(part.float())) for part in levels.split(32)])


def instant(embeddings, labels, held, generator):
    head = fresh_head(embeddings.shape[1], int(labels.max()) + 1, 0.2)
    fit(lambda x: head(rooted(x)), [(head, 1e-3)], lambda r, _: embeddings[r], labels, held, 50, generator, patience=10)
    return head


def instant_head(train, test, seed):
    (x, y), network, generator = train, Folded(), torch.Generator().manual_seed(seed)
    head = instant(embed(network, x), y, split(y, 0.15, generator), generator)
    return share(head(rooted(embed(network, test[0]))), test[1])


def augmented_head(train, test, seed, views=5):
    (x, y), network, generator = train, Folded(), torch.Generator().manual_seed(seed)
    held = split(y, 0.15, generator)
    plain, kept = embed(network, x), (~held).nonzero()[:, 0]
    parts = [plain] + [embed(network, vary(x[kept].float(), generator, **GENTLE)) for _ in range(views)]
    labels, all_held = torch.cat([y] + [y[kept]] * views), torch.cat([held] + [torch.zeros(len(kept), dtype=torch.bool)] * views)
    head = instant(torch.cat(parts), labels, all_held, generator)
    return share(head(rooted(embed(network, test[0]))), test[1])


def fine_tune(train, test, seed):
    (x, y), network, generator = train, Folded(), torch.Generator().manual_seed(seed)
    held = split(y, 0.15, generator)
    head = instant(embed(network, x), y, held, generator)
    before = share(head(rooted(embed(network, test[0]))), test[1])

    def inputs(rows, training):
        levels = x[rows].float()
        with torch.no_grad():
            return network.frozen(vary(levels, generator, **GENTLE) if training else levels)

    groups = [(head, 1e-3), (network.top, 3e-4), (network.blocks[FROZEN_BLOCKS:], 3e-4)]
    forward = lambda maps: head(rooted(network.trained(maps)))
    fit(forward, groups, inputs, y, held, 6, generator, schedule=one_cycle, smoothing=0.1, known=True)
    return before, share(head(rooted(embed(network, test[0]))), test[1])


def scratch(train, test, seed, varied):
    (x, y), generator = train, torch.Generator().manual_seed(seed)
    network = nn.Sequential(nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                            nn.Linear(12544, 128), nn.ReLU(), nn.Linear(128, int(y.max()) + 1))
    for layer in network:
        if hasattr(layer, "weight"):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    inputs = lambda r, training: (vary(x[r].float(), generator, **GENTLE) if training and varied else x[r].float()) / 255
    fit(network, [(network, 1e-3)], inputs, y, split(y, 0.15, generator), 10, generator, batch=32)
    return share(network(test[0].float() / 255), test[1])


def share(logits, labels):
    return round((logits.argmax(1) == labels).double().mean().item(), 4)


METHODS = {"instant": instant_head, "augmentedHead": augmented_head, "fineTune": fine_tune, "scratch": lambda *a: scratch(*a, False), "scratchVaried": lambda *a: scratch(*a, True)}

if __name__ == "__main__":
    torch.set_num_threads(1)
    name, *folders, seed = sys.argv[1:]
    train, test = (load(pathlib.Path(folder), 64 if name.startswith("scratch") else 224) for folder in folders)
    torch.manual_seed(int(seed))
    print(name, "seed", seed, METHODS[name](train, test, int(seed)), flush=True)
