"""What Pupil's recipe reaches in PyTorch, and why the head looks as it does: accuracy on two sets of photos, by variant.

Needs what tests/golden/efficientnet_lite0/make.py needs, and PUPIL_TEST_PHOTOS.  Run: python recipe.py  (some minutes)

The recipe: frozen EfficientNet-Lite0 (the weights Pupil carries), centre square, bilinear 224; head square root →
Linear(128) → ReLU → dropout 0.2 → Linear(classes); cross-entropy with balanced class weights, Adam 1e-3, batch 16, up to 50 epochs,
15 % of each class held out, patience 10 on its loss, best epoch saved.
ants-bees: train → val. sign-digits: 75 % of each class → the rest, drawn for each seed; accuracies differ by some 0.025
between draws, so variants are compared draw by draw.
"""
import math, os, pathlib, sys
import torch
from PIL import Image
from torch import nn
from torch.nn.functional import cross_entropy

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tests" / "golden" / "efficientnet_lite0"))
import make

PHOTOS = pathlib.Path(os.environ["PUPIL_TEST_PHOTOS"])
SEEDS = range(1, 25)
RECIPE = dict(root=True, glorot=False, hidden=128, dropout=0.2, rate=1e-3, patience=10, held_out=0.15)
VARIANTS = {"as it is": {}, "no square root": dict(root=False), "Glorot start": dict(glorot=True), "dropout 0": dict(dropout=0),
            "hidden 256": dict(hidden=256), "nothing held out": dict(held_out=0, patience=50)}


def embed(model, folder):
    """[pictures, 1280] and their classes, of a folder with one folder a class."""
    files = [(file, label) for label, each in enumerate(sorted(folder.iterdir())) for file in sorted(each.iterdir())]
    features = [make.run(model, make.square(file, 1.0, Image.BILINEAR))[0] for file, _ in files]
    return torch.stack(features), torch.tensor([label for _, label in files])


def split(labels, share, generator):
    """True for `share` of each class, at least one if any."""
    chosen = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        rows = (labels == label).nonzero()[:, 0]
        count = max(1, round(len(rows) * share)) if share else 0
        chosen[rows[torch.randperm(len(rows), generator=generator)[:count]]] = True
    return chosen


def fresh_head(features, classes, settings):
    layers = [nn.Linear(features, settings["hidden"]), nn.ReLU(), nn.Dropout(settings["dropout"]), nn.Linear(settings["hidden"], classes)]
    for layer in (layers[0], layers[3]) if settings["glorot"] else ():
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def train(x, y, settings, seed):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    held = split(y, settings["held_out"], generator)
    (vx, vy), (x, y) = (x[held], y[held]), (x[~held], y[~held])
    classes = int(y.max()) + 1
    head = fresh_head(x.shape[1], classes, settings)
    weight = len(y) / (classes * y.bincount().float())
    optimizer = torch.optim.Adam(head.parameters(), lr=settings["rate"])
    lowest, best, since = math.inf, None, 0
    for _ in range(50):
        head.train()
        for batch in torch.randperm(len(x), generator=generator).split(16):
            optimizer.zero_grad()
            cross_entropy(head(x[batch]), y[batch], weight=weight).backward()
            optimizer.step()
        head.eval()
        with torch.no_grad():
            loss = cross_entropy(head(vx), vy, weight=weight).item() if len(vx) else -math.inf
        since += 1
        if loss < lowest or not len(vx):
            lowest, best, since = loss, {name: value.clone() for name, value in head.state_dict().items()}, 0
        if since >= settings["patience"]:
            break
    head.load_state_dict(best)
    return head


def accuracy(training, test, settings, seed):
    prepare = torch.sqrt if settings["root"] else lambda x: x
    (x, y), (test_x, test_y) = training, test
    head = train(prepare(x), y, settings, seed)
    with torch.no_grad():
        return (head(prepare(test_x)).argmax(1) == test_y).double().mean()


def signs(pictures, seed):
    """Training and test set of one draw."""
    x, y = pictures
    test = split(y, 0.25, torch.Generator().manual_seed(1000 + seed))
    return (x[~test], y[~test]), (x[test], y[test])


if __name__ == "__main__":
    torch.set_num_threads(1)
    model = make.shipped()
    ants = [embed(model, PHOTOS / "ants-bees" / part) for part in ("train", "val")]
    digits = embed(model, PHOTOS / "sign-digits")
    first = None
    print("| variant | ants-bees | sign-digits | against the first, a draw |\n|---|---|---|---|", flush=True)
    for name, changes in VARIANTS.items():
        settings = RECIPE | changes
        on_ants = torch.stack([accuracy(*ants, settings, seed) for seed in SEEDS[:6]])
        on_signs = torch.stack([accuracy(*signs(digits, seed), settings, seed) for seed in SEEDS])
        first = on_signs if first is None else first
        gain = on_signs - first
        error = gain.std() / len(gain) ** 0.5
        print(f"| {name} | {on_ants.mean():.3f} | {on_signs.mean():.3f} | {gain.mean():+.4f} ± {error:.4f} |", flush=True)
