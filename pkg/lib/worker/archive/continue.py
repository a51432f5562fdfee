"""Goes on with a project of Pupil outside the browser, in PyTorch: the same pictures, split, network and recipe.

Unpack the whole zip, then, in its folder:

    pip install torch timm pillow numpy
    python continue.py
    torchrun --nproc_per_node=2 continue.py     (two processes, each with a GPU or a part of the CPU)

It does what the model in use in Pupil was made by, and says how many pictures are right: held out, and in the test set. It writes
continued/model.safetensors, which the load.py in Pupil's export for PyTorch reads, and continued/labels.txt. To change the recipe,
change "settings" in pupil.json, and name its method: --method instant, denseHead, augmentedHead or fineTune. The random numbers are
others than Pupil's; the number of processes changes nothing but rounding.
"""

import argparse
import copy
import json
import math
import os
import pathlib
import random
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from types import SimpleNamespace

try:
    import numpy as np
    import timm
    import torch
    from PIL import Image, ImageOps
    from safetensors.torch import load_file, save_file
    from torch import distributed, nn
    from torch.nn import functional as F
except ImportError as missing:
    sys.exit(f"The package {missing.name} is missing. Run: pip install torch timm pillow numpy")

HERE = pathlib.Path(__file__).resolve().parent
# As in Pupil: the smallest number of which a root is taken, and the pictures that go through the network at once.
MIN_ROOTED, AT_ONCE = 1e-6, 32

DENSE_HEAD = dict(
    epochs=50, batchSize=16, optimizer="adam", learningRate=1e-3, blockLearningRate=3e-4, layerDecay=1.0, schedule="constant",
    weightDecay=0.0, labelSmoothing=0.0, mixup=0.0, hiddenUnits=128, dropout=0.2, views=5, unfrozenBlocks=5, augmentation={},
    validationFraction=0.15, patience=10, balanceClasses=True, seed=1,
)  # fmt: skip
GENTLE = dict(rotation=10, widthShift=0.05, heightShift=0.05, zoom=[0.9, 1.1], brightness=[0.85, 1.15])
# What each method's settings are before anyone changes them.
METHODS = {
    "instant": DENSE_HEAD,
    "denseHead": DENSE_HEAD,
    "augmentedHead": {**DENSE_HEAD, "augmentation": GENTLE},
    "fineTune": {**DENSE_HEAD, "epochs": 6, "schedule": "oneCycle", "labelSmoothing": 0.1, "patience": 0, "augmentation": GENTLE},
}


# ---- The processes: one, or those of torchrun


class Crew:
    """All processes. Each does a part of the work, and all of them know the results."""

    def __init__(self):
        self.rank, self.size = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        local, gpus = int(os.environ.get("LOCAL_RANK", 0)), torch.cuda.device_count()
        if gpus and local >= gpus:
            stop(f"There are {gpus} GPUs, but more processes. Run: torchrun --nproc_per_node={gpus} continue.py")
        self.device = torch.device("cuda", local) if gpus else torch.device("cpu")
        if gpus:
            torch.cuda.set_device(local)
        if self.size > 1:
            distributed.init_process_group("nccl" if gpus else "gloo")

    def part(self, things):
        """This process's part of a list."""
        return things[self.rank :: self.size]

    def sum(self, tensor):
        """A tensor summed over all processes."""
        if self.size > 1:
            distributed.all_reduce(tensor)
        return tensor

    def agree(self, parameters):
        """Gives all processes the numbers of the first."""
        for parameter in parameters if self.size > 1 else ():
            distributed.broadcast(parameter.data, 0)

    def say(self, *words):
        if self.rank == 0:
            print(*words, flush=True)


def stop(why):
    sys.exit(why if os.environ.get("RANK", "0") == "0" else 1)


# ---- The project: pictures, and which of them are held out


class Project:
    """What is in the folder."""

    def __init__(self, folder):
        self.folder = folder
        try:
            self.about = json.loads((folder / "pupil.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            stop(f"There is no pupil.json in {folder}. Unpack the whole zip that Pupil saved, and run the continue.py in its folder.")
        except ValueError as error:
            stop(f"pupil.json cannot be read ({error}). Unpack the zip again.")
        names = {each["id"]: each["name"] for each in self.about["classes"] if each["enabled"]}
        used = [each for each in self.about["pictures"] if each["enabled"] and each["classId"] in names]
        filled = {each["classId"] for each in used if not each["aside"]}
        ids = sorted(filled)
        self.empty = [name for id, name in names.items() if id not in filled]
        if len(ids) < 2:
            left = f" These have none: {', '.join(self.empty)}." if self.empty else ""
            stop(f"There must be pictures to learn from in at least two classes that are switched on.{left} Add some in Pupil, and save the project again.")
        self.labels = [names[id] for id in ids]
        pictures = [
            SimpleNamespace(id=each["id"], file=each["file"], source=each["source"], label=ids.index(each["classId"]), aside=each["aside"])
            for each in sorted(used, key=lambda each: each["id"])
            if each["classId"] in filled
        ]
        gone = [each.file for each in pictures if not (folder / each.file).is_file()]
        if gone:
            more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""
            stop(f"{len(gone)} of {len(pictures)} pictures have gone: {', '.join(gone[:3])}{more}. Unpack the zip again, or take them out of the project in Pupil and save it again.")
        self.training = [each for each in pictures if not each.aside]
        self.testing = [each for each in pictures if each.aside]

    def settings(self, method):
        """The method, and its settings: those of the model in use, of the project, or the method's own, the first that are of this method."""
        used = [each["info"] for each in self.about["models"] if each["id"] == self.about["modelInUse"]]
        method = method or (used[0]["method"] if used else "instant")
        if method not in METHODS:
            stop("The model in use in Pupil is a small network from scratch. Here is none: choose --method fineTune, say.")
        own = [info["settings"] for info in used if info["settings"]] + [self.about["settings"] or {}]
        own = [each for each in own if each.get("method") == method]
        return method, SimpleNamespace(**{**METHODS[method], **(own[0] if own else {})})


def rank(source, seed):
    """A source's place in the order in which sources are held out: FNV-1a, scattered by SplitMix64's last step."""
    mask, value = 2**64 - 1, 0xCBF29CE484222325
    for byte in seed.to_bytes(4, "little") + source.encode():
        value = (value ^ byte) * 0x100000001B3 & mask
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & mask
    value = (value ^ value >> 27) * 0x94D049BB133111EB & mask
    return value ^ value >> 31


def ranked_sources(pictures, seed):
    """For each class, how many pictures it has of each source, in the order of their ranks."""
    counts = defaultdict(Counter)
    for picture in pictures:
        counts[picture.label][picture.source] += 1
    order = lambda source: (rank(source, seed), source.encode())
    return {label: {source: counts[label][source] for source in sorted(counts[label], key=order)} for label in sorted(counts)}


def split(pictures, fraction, seed):
    """Those to learn from, and those held out: about `fraction` of each class, by source, so that no source is on both sides."""
    classes, held = ranked_sources(pictures, seed), set()

    def can_spare(source):
        touched = [sources for sources in classes.values() if source in sources]
        return all(any(other != source and other not in held for other in sources) for sources in touched)

    for sources in classes.values() if fraction > 0 else ():
        target = fraction * sum(sources.values())
        count = sum(pictures_of for source, pictures_of in sources.items() if source in held)
        for source, pictures_of in sources.items():
            nearer = abs(count + pictures_of - target) < abs(count - target)
            if nearer and source not in held and can_spare(source):
                held.add(source)
                count += pictures_of
        spare = [source for source in sources if can_spare(source)]
        if count == 0 and spare:
            held.add(min(spare, key=sources.get))
    return [each for each in pictures if each.source not in held], [each for each in pictures if each.source in held]


def folds(pictures, most=10):
    """The fold with which each picture is held out once, by source; -1 where its class has no other source."""
    classes = ranked_sources(pictures, 0)
    several = [len(sources) for sources in classes.values() if len(sources) > 1]
    count = min([most, *several])
    placed, sizes = {}, [0] * count
    for sources in classes.values():
        own = [0] * count
        for source, pictures_of in sources.items():
            fold = placed.setdefault(source, min(range(count), key=lambda fold: (own[fold], sizes[fold])))
            own[fold] += pictures_of
            sizes[fold] += pictures_of
    return [placed[each.source] if several and len(classes[each.label]) > 1 else -1 for each in pictures]


# ---- The network


def timm_name(architecture):
    """What timm calls a network of Pupil's."""
    if architecture.startswith("efficientnet_"):
        return f"tf_{architecture}"
    width = {"mobilenet_v2_050": "050", "mobilenet_v2": "100", "mobilenet_v2_140": "140"}.get(architecture)
    return f"mobilenetv2_{width}" if width else architecture


def input_of(architecture):
    """How a network wants its pictures: side of the square, share of the short side, mean and deviation of levels from 0 to 255."""
    about = dict(rescale=1.0, centre=False, deviation=False)  # for load.py
    if architecture.startswith("efficientnet_lite"):
        size = {"0": 224, "1": 240, "2": 260, "3": 280, "4": 300}[architecture[-1]]
        return {**about, "size": size, "crop": 1.0, "mean": [127.0] * 3, "std": [128.0] * 3}
    if architecture == "inception_v3":
        return {**about, "size": 299, "crop": 0.875, "mean": [127.5] * 3, "std": [127.5] * 3}
    mean, std = ([255 * each for each in channels] for channels in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    return {**about, "size": 224, "crop": 0.875, "mean": mean, "std": std}


def pretrained(project):
    """timm's network with the weights in the project, or else those that timm fetches: they are the same for what comes with Pupil."""
    architecture, file = project.about["backbone"]["architecture"], project.folder / "pupil" / "network.safetensors"
    options = {"aux_logits": False} if architecture == "inception_v3" else {}
    name = timm_name(architecture)
    if file.exists():
        network = timm.create_model(name, **options)
        load_weights(network, file)
        return network
    try:
        return timm.create_model(f"{name}.in1k", pretrained=True, **options)
    except Exception as error:
        stop(f"The project holds no weights of the network, and timm could not fetch those of {name} ({error}). Save the project again in Pupil.")


def load_weights(network, file):
    """Loads a file of Pupil's, timm's or torchvision's."""
    try:
        tensors = load_file(file)
    except Exception:  # PyTorch's own format, whatever the file is called
        with file.open("rb") as opened:
            tensors = torch.load(opened, map_location="cpu", weights_only=True)
        tensors = next((tensors[key] for key in ("state_dict_ema", "state_dict", "model") if key in tensors), tensors)
    aliases, renamed = names_in_timm(network), {}
    for name, tensor in tensors.items():
        layer, _, leaf = name.removeprefix("module.").rpartition(".")
        renamed[f"{aliases.get(layer, layer)}.{leaf}"] = tensor.float()
    wanted = {name for name in network.state_dict() if not is_unused(name)}
    if not wanted <= set(renamed):
        stop(f"This version of timm builds another network than the weights are of: it misses {', '.join(sorted(wanted - set(renamed))[:3])}. Run: pip install --upgrade timm")
    network.load_state_dict({name: renamed[name] for name in wanted}, strict=False)


def is_unused(name):
    """Whether a tensor is the classifier's, which is not used, or one of the batch counters."""
    return name.startswith(("fc.", "classifier.", "head.", "pre_logits.", "AuxLogits.")) or name.endswith("num_batches_tracked")


def names_in_timm(network):
    """timm's names of layers by those of Pupil's files and efficientnet_lite_pytorch's, and of torchvision's MobileNetV2."""
    if not hasattr(network, "conv_head"):
        return {}  # the others are called alike
    places = [(f"blocks.{stage}.{place}", block) for stage, blocks in enumerate(network.blocks) for place, block in enumerate(blocks)]
    last = f"features.{len(places) + 1}"
    names = {"stem.conv": "conv_stem", "stem.norm": "bn1", "head.conv": "conv_head", "head.norm": "bn2"}
    names.update({"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2"})
    names.update({"features.0.0": "conv_stem", "features.0.1": "bn1", f"{last}.0": "conv_head", f"{last}.1": "bn2"})
    for index, (timms, block) in enumerate(places):
        parts = [("expand", "_bn0", "conv_pw"), ("depthwise", "_bn1", "conv_dw"), ("project", "_bn2", "conv_pwl")]
        if not hasattr(block, "conv_pwl"):
            parts = [("depthwise", "_bn1", "conv_dw"), ("project", "_bn2", "conv_pw")]
        for place, (part, norm, conv) in enumerate(parts):
            torchvision = f"features.{index + 1}.conv"
            pair = (f"{torchvision}.{place}", f"{torchvision}.{place + 1}") if part == "project" else (f"{torchvision}.{place}.0", f"{torchvision}.{place}.1")
            for theirs in ((f"blocks.{index}.{part}.conv", f"blocks.{index}.{part}.norm"), (f"_blocks.{index}._{part}_conv", f"_blocks.{index}.{norm}"), pair):
                names.update(zip(theirs, (f"{timms}.{conv}", f"{timms}.bn{place + 1}")))
    return names


def blocks_of(network):
    """The blocks of timm's network that Pupil can unfreeze, from the input on."""
    if hasattr(network, "conv_head"):
        chains = [[network.conv_stem, network.bn1], *([block] for stage in network.blocks for block in stage), [network.conv_head, network.bn2]]
    elif hasattr(network, "layer1"):
        stages = (network.layer1, network.layer2, network.layer3, network.layer4)
        chains = [[network.conv1, network.bn1, network.act1, network.maxpool], *([block] for stage in stages for block in stage)]
    else:  # VGG's and Inception's layers, each with what follows until the next that has a convolution
        inception = [layer for name, layer in network.named_children() if name.startswith(("Conv2d_", "Pool", "Mixed_"))]
        chains = []
        for layer in inception or network.features:
            if any(isinstance(each, nn.Conv2d) for each in layer.modules()):
                chains.append([])
            chains[-1].append(layer)
    return [nn.Sequential(*chain) for chain in chains]


@torch.no_grad()
def fold(blocks):
    """Folds each batch norm into the convolution before it, all but the shift: weight and shift are what is trained, as in Pupil."""
    conv = None
    for module in (each for block in blocks for each in block.modules()):
        if isinstance(module, nn.Conv2d):
            conv = module
        elif isinstance(module, nn.BatchNorm2d):
            scale = module.weight / (module.running_var + module.eps).sqrt()
            module.bias.sub_(module.running_mean * scale)
            if conv.bias is not None:
                module.bias.add_(conv.bias * scale)
                conv.bias.zero_().requires_grad_(False)
            conv.weight.mul_(scale[:, None, None, None])
            module.weight.fill_(1).requires_grad_(False)
            module.running_mean.zero_()
            module.running_var.fill_(1 - module.eps)


class Head(nn.Module):
    """Embeddings → logits: a root, a hidden layer, an output. A linear one's hidden layer has no activation."""

    def __init__(self, features, hidden, classes, linear=False):
        super().__init__()
        self.linear = linear
        self.hidden, self.output = nn.Linear(features, hidden), nn.Linear(hidden, classes)

    def forward(self, x, dropped=None):
        x = self.hidden(x.clamp_min(MIN_ROOTED).sqrt())
        x = x if self.linear else F.relu(x)
        return self.output(x if dropped is None else x * dropped)


class Classifier(nn.Module):
    """The blocks of a network, the first `frozen` of them as they are, and a head. Batch norms stay as they were learned."""

    def __init__(self, blocks, frozen, head):
        super().__init__()
        self.frozen, self.trained, self.head = nn.Sequential(*blocks[:frozen]), nn.Sequential(*blocks[frozen:]), head
        self.frozen.requires_grad_(False)
        self.eval()

    def forward(self, x, dropped=None):
        return self.head(self.trained(x).mean((2, 3)), dropped)


# ---- Pictures as tensors


class Pictures:
    """Makes tensors of pictures."""

    def __init__(self, crew, folder, about):
        self.crew, self.folder, self.about = crew, folder, about
        # Some 3 GB of squares at 224 pixels.
        self.square = lru_cache(maxsize=20_000)(self.square)
        self.threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // crew.size))

    def square(self, file):
        """A picture's centre square [3, size, size], of levels 0 to 255."""
        try:
            image = ImageOps.exif_transpose(Image.open(self.folder / file))
            if image.has_transparency_data:
                image = image.convert("RGBA")
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
            image = image.convert("RGB")
        except Exception as error:  # Pillow raises many kinds
            raise Unreadable(f"The picture {file} cannot be read ({error}). Unpack the zip again, or take it out of the project in Pupil.") from error
        size, short = self.about["size"], min(image.size)
        side = min(max(int(short * self.about["crop"] + 0.5), 1), short)
        left, top = ((length - side) // 2 for length in image.size)
        image = image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.BILINEAR)
        return torch.from_numpy(np.array(image)).permute(2, 0, 1)

    def levels(self, pictures):
        """[pictures, 3, size, size], 0 to 255."""
        size = self.about["size"]
        squares = list(self.threads.map(lambda each: self.square(each.file), pictures))
        return torch.stack(squares).to(self.crew.device).float() if squares else torch.zeros(0, 3, size, size, device=self.crew.device)

    def inputs(self, pictures, augmentation=None, draw=0):
        """What the network takes; with `augmentation`, of the views of number `draw`."""
        x, about = self.levels(pictures), self.about
        if augmentation:
            x = varied(x, [View(augmentation, about["size"], f"{draw} {each.id}") for each in pictures], augmentation)
        mean, std = (torch.tensor(about[key], device=x.device).reshape(3, 1, 1) for key in ("mean", "std"))
        return (x - mean) / std

    @torch.no_grad()
    def through(self, network, pictures, augmentation=None, draw=0):
        """What a network makes of each picture, each process doing a part."""
        places, rows = self.crew.part(range(len(pictures))), []
        for start in range(0, len(places), AT_ONCE):
            rows.append(network(self.inputs([pictures[i] for i in places[start : start + AT_ONCE]], augmentation, draw)))
        width = network(self.inputs(pictures[:1])).shape[1]
        found = torch.zeros(len(pictures), width, device=self.crew.device)
        if rows:
            found[list(places)] = torch.cat(rows)
        return self.crew.sum(found)


class Unreadable(Exception):
    """A picture cannot be read."""


class View:
    """What is drawn for a picture: the map from a pixel of the result to its place in the picture, and what happens to levels."""

    def __init__(self, augmentation, side, seed):
        has, draw = lambda key, default: augmentation.get(key) or default, random.Random(seed).uniform
        shift = lambda key: (lambda most: most * side if most < 1 else most)(has(key, 0))
        turn, shear = (math.radians(draw(-most, most)) for most in (has("rotation", 0), has("shear", 0)))
        across, down = (draw(-most, most) for most in (shift("widthShift"), shift("heightShift")))
        zoom_x, zoom_y = draw(*has("zoom", (1, 1))), draw(*has("zoom", (1, 1)))
        self.shift, self.factor = draw(-has("channelShift", 0), has("channelShift", 0)), draw(*has("brightness", (1, 1)))
        flips = [has(key, False) and draw(0, 1) < 0.5 for key in ("horizontalFlip", "verticalFlip")]
        crop = has("resizedCrop", None)
        self.map = map_of(side, side, turn, shear, across, down, zoom_x, zoom_y, flips, crop and drawn_crop(crop, side, draw))


def map_of(height, width, turn, shear, across, down, zoom_x, zoom_y, flips=(False, False), crop=None):
    """Flips, then Keras's map about the centre, then the crop: a matrix [3, 3] for columns and rows."""
    x, y = (width - 1) / 2, (height - 1) / 2
    centred = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    moved = np.array([[1, 0, x + across * math.cos(turn) - down * math.sin(turn)], [0, 1, y + across * math.sin(turn) + down * math.cos(turn)], [0, 0, 1]])
    keras = np.array([[zoom_x * math.cos(turn), -zoom_y * math.sin(turn + shear), 0], [zoom_x * math.sin(turn), zoom_y * math.cos(turn + shear), 0], [0, 0, 1]])
    flip = np.diag([-1.0 if flips[0] else 1.0, -1.0 if flips[1] else 1.0, 1])
    left, top, part_x, part_y = crop or (0, 0, 1, 1)
    stretch = np.array([[part_x, 0, left + (part_x - 1) / 2], [0, part_y, top + (part_y - 1) / 2], [0, 0, 1]])
    return stretch @ moved @ keras @ flip @ centred


def drawn_crop(crop, side, draw):
    """torchvision's RandomResizedCrop: left, top, and the shares of width and height."""
    for _ in range(10):
        area, ratio = side * side * draw(*crop["scale"]), math.exp(draw(*map(math.log, crop["ratio"])))
        width, height = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < width <= side and 0 < height <= side:
            return int(draw(0, side - width + 1)), int(draw(0, side - height + 1)), width / side, height / side
    ratio = min(max(1.0, crop["ratio"][0]), crop["ratio"][1])
    width, height = round(min(side, side * ratio)), round(min(side, side / ratio))
    return (side - width) // 2, (side - height) // 2, width / side, height / side


def varied(levels, views, augmentation):
    """The views of pictures: one resampling, then channel shift, then brightness."""
    height, width = levels.shape[2:]
    rows, columns = torch.meshgrid(torch.arange(height, dtype=torch.float64), torch.arange(width, dtype=torch.float64), indexing="ij")
    pixels = torch.stack([columns, rows, torch.ones_like(rows)]).reshape(3, -1)
    maps = torch.from_numpy(np.stack([view.map for view in views])) if views else torch.zeros(0, 3, 3, dtype=torch.float64)
    places = (maps[:, :2] @ pixels).reshape(-1, 2, height, width)
    inside = [within(places[:, axis], length, augmentation.get("fillMode", "nearest")) for axis, length in enumerate((width, height))]
    grid = torch.stack([2 * place / (length - 1) - 1 for place, length in zip(inside, (width, height))], 3)
    x = F.grid_sample(levels, grid.to(levels), padding_mode="border", align_corners=True)
    if augmentation.get("fillMode") == "constant":
        beyond = ((inside[0] - places[:, 0]).abs() > 1e-6) | ((inside[1] - places[:, 1]).abs() > 1e-6)
        x = x.masked_fill(beyond[:, None].to(x.device), augmentation.get("cval") or 0)
    column = lambda key: torch.tensor([getattr(view, key) for view in views], device=x.device).reshape(-1, 1, 1, 1)
    if augmentation.get("channelShift") and len(x):
        x = (x + column("shift")).maximum(x.amin((1, 2, 3), keepdim=True)).minimum(x.amax((1, 2, 3), keepdim=True))
    if augmentation.get("brightness"):
        x = ((x + 0.01).floor() * column("factor")).floor().clamp(0, 255)
    return x


def within(place, length, mode):
    """Where in a picture the level at a coordinate stands, beyond its border as SciPy's modes go on."""
    last = length - 1
    if mode == "reflect":
        place = (place + 0.5).remainder(2 * length) - 0.5
        place = torch.where(place > length - 0.5, 2 * length - 1 - place, place)
    elif mode == "wrap":
        place = torch.where((place < -1e-9) | (place > last + 1e-9), place.remainder(last), place)
    return place.clamp(0, last)


# ---- Learning


def discriminant(roots, labels):
    """Pupil's Instant, a shrunk linear discriminant (Friedman 1989): axes, the centre, the classes' coordinates on the axes, one a row."""
    means = torch.stack([roots[labels == label].mean(0) for label in labels.unique()])
    own = torch.unique(labels, return_inverse=True)[1]
    deviations, centre = roots - means[own], means.mean(0)
    freedom, covariance = len(roots) - len(means), deviations.T @ deviations
    spread = covariance.trace() / max(freedom, 1)
    if freedom == 0 or covariance.trace() <= 1e-5 * (roots - roots.mean(0)).square().sum():
        # How much pictures of a class differ is not known: as much as the classes do.
        freedom, covariance, spread = 1, torch.zeros_like(covariance), (means - centre).square().sum() / len(means)
    ridge = (spread / roots.shape[1]).clamp_min(1e-38)
    shrunk = covariance / freedom + ridge * torch.eye(roots.shape[1], dtype=roots.dtype)
    solved = torch.linalg.solve(shrunk, (means - centre).T).T
    values, vectors = torch.linalg.eigh(solved @ (means - centre).T)
    # One axis fewer than classes: their coordinates' sum is 0.
    values, vectors = values[1:].clamp_min(1e-6 * values[1:].mean()), vectors[:, 1:]
    return vectors.T @ solved / values.sqrt()[:, None], centre, vectors * values.sqrt()


def logits_of(roots, axes, centre, coordinates):
    return (roots - centre) @ axes.T @ coordinates.T - coordinates.square().sum(1) / 2


def temperature(logits, labels):
    """That with the lowest loss against targets of which 1 / (pictures + 2) is spread over all classes, between 0.05 and 5000."""
    spread = 1 / (len(labels) + 2)
    loss = lambda logarithm: F.cross_entropy(logits / math.exp(logarithm), labels, label_smoothing=spread).item()
    low, high, share = math.log(0.05), math.log(5000), (math.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - share * (high - low), low + share * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return math.exp((low + high) / 2)


def instant(embeddings, labels, fold_of):
    """A head in closed form, and the logits of pictures by heads that had not learned from their sources, with their labels."""
    roots, labels, fold_of = embeddings.cpu().double().clamp_min(MIN_ROOTED).sqrt(), labels.cpu(), torch.tensor(fold_of)
    answers = torch.full((len(labels), int(labels.max()) + 1), -math.inf, dtype=torch.float64)
    for each in sorted(set(fold_of.tolist()) - {-1}):
        rest = fold_of != each
        known = labels[rest].unique()
        if len(known) > 1:
            answers[torch.nonzero(~rest), known] = logits_of(roots[~rest], *discriminant(roots[rest], labels[rest]))
    # A class that has pictures in one fold alone cannot be answered there.
    measured = answers[range(len(labels)), labels] > -math.inf
    axes, centre, coordinates = discriminant(roots, labels)
    square = coordinates.square().sum(1).mean()
    softness = temperature(answers[measured].clamp_min(-1e30), labels[measured]) if measured.any() else 0.2 * square
    head = Head(len(centre), len(axes), len(coordinates), linear=True)
    numbers = dict(hidden=(axes, -(axes @ centre)), output=(coordinates / softness, -coordinates.square().sum(1) / 2 / softness))
    head.load_state_dict({f"{layer}.{leaf}": value for layer, pair in numbers.items() for leaf, value in zip(("weight", "bias"), pair)})
    return head.to(embeddings.device), answers[measured] / softness, labels[measured]


def factor(schedule, step, steps):
    """The learning rate at a step, as a share of the highest."""
    ease = lambda start, end, share: end + (start - end) / 2 * (1 + math.cos(math.pi * share))
    if schedule == "cosine":
        return ease(1, 0, step / steps)
    peak = 0.3 * steps - 1
    if schedule == "oneCycle":
        return ease(1 / 25, 1, step / peak) if step <= peak else ease(1, 1 / 25e4, (step - peak) / (steps - 1 - peak))
    return 1


def optimizer_of(settings, groups):
    groups = [{"params": [each for each in module.parameters() if each.requires_grad], "lr": rate, "rate": rate} for module, rate in groups]
    groups = [group for group in groups if group["params"]]
    if settings.optimizer == "sgd":
        return torch.optim.SGD(groups, momentum=0.9, weight_decay=settings.weightDecay)
    kind = torch.optim.AdamW if settings.optimizer == "adamW" else torch.optim.Adam
    return kind(groups, weight_decay=settings.weightDecay)


def fit(crew, settings, model, groups, inputs, labels, held_inputs, held_labels, known=False):
    """Trains the groups, (module, rate) each, and leaves the epoch with the lowest held-out loss; without any, the last. `inputs(rows,
    epoch)` and `held_inputs(rows)` make batches. What is `known` was trained before: its loss is the first to beat."""
    head = groups[0][0]
    classes, count = head.output.out_features, len(labels)
    crew.agree(each for module, _ in groups for each in module.parameters())
    counts = torch.bincount(labels, minlength=classes).float()
    weights = count / classes / counts.clamp_min(1) if settings.balanceClasses else torch.ones(classes, device=labels.device)
    draw = torch.Generator().manual_seed(settings.seed)
    mixing = random.Random(settings.seed)
    optimizer = optimizer_of(settings, groups)
    steps, step = settings.epochs * math.ceil(count / settings.batchSize), 0

    def targets(rows):
        smoothed = settings.labelSmoothing / classes
        return (F.one_hot(rows, classes) * (1 - settings.labelSmoothing) + smoothed) * weights, weights[rows].sum()

    def held_out():
        """Mean loss, and how many are right."""
        found = torch.zeros(3, dtype=torch.float64, device=crew.device)
        rows = crew.part(range(len(held_labels)))
        with torch.inference_mode():
            for start in range(0, len(rows), AT_ONCE):
                part = list(rows[start : start + AT_ONCE])
                logits, (wanted, total) = model(held_inputs(part)), targets(held_labels[part])
                right = (logits.argmax(1) == held_labels[part]).sum()
                found += torch.stack([-(F.log_softmax(logits, 1) * wanted).sum(), total, right]).double()
        loss, total, right = crew.sum(found).tolist()
        return (loss / total, int(right)) if total else (math.inf, 0)

    state = lambda: [copy.deepcopy(module.state_dict()) for module, _ in groups]
    lowest, best, stale = held_out()[0] if known else math.inf, state(), 0
    for epoch in range(1, settings.epochs + 1):
        sums = torch.zeros(2, dtype=torch.float64, device=crew.device)
        for rows in torch.randperm(count, generator=draw).split(settings.batchSize):
            wanted, total = targets(labels[rows])
            mask = (torch.rand(len(rows), head.hidden.out_features, generator=draw) >= settings.dropout).float() / (1 - settings.dropout)
            own = crew.part(torch.arange(len(rows)))
            x = inputs(rows[own], epoch)
            if settings.mixup:
                partners, share = torch.randperm(len(rows), generator=draw), mixing.betavariate(settings.mixup, settings.mixup)
                others, others_total = targets(labels[rows[partners]])
                x = share * x + (1 - share) * inputs(rows[partners[own]], epoch)
                wanted, total = share * wanted + (1 - share) * others, share * total + (1 - share) * others_total
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * factor(settings.schedule, step, steps)
            logits = model(x, mask[own].to(crew.device) if settings.dropout else None)
            loss = -(F.log_softmax(logits, 1) * wanted[own]).sum() / total
            optimizer.zero_grad()
            loss.backward()
            for parameter in (each for group in optimizer.param_groups for each in group["params"]):
                crew.sum(parameter.grad)
            optimizer.step()
            step += 1
            sums += torch.stack([loss.detach().double() * len(rows), (logits.argmax(1) == labels[rows[own]]).sum().double()])
        loss, right = (crew.sum(sums) / count).tolist()
        held, held_right = held_out()
        if not math.isfinite(loss) or math.isnan(held):
            crew.say("The loss is no number any more: the learning rate is too high. What was best before is kept.")
            break
        stale += 1
        if held < lowest or not len(held_labels):
            lowest, best, stale = held, state(), 0
        measured = f", held out: loss {held:.4f}, {held_right} of {len(held_labels)} right" if len(held_labels) else ""
        crew.say(f"epoch {epoch:3}: loss {loss:.4f}, {right:.1%} right{measured}")
        if settings.patience and stale >= settings.patience:
            break
    for (module, _), kept in zip(groups, best):
        module.load_state_dict(kept)


class Run:
    """One run of a method; `classifier` is its result."""

    def __init__(self, crew, project, method, settings):
        self.crew, self.project, self.method, self.settings = crew, project, method, settings
        self.architecture = project.about["backbone"]["architecture"]
        torch.manual_seed(settings.seed)
        self.training, self.held = split(project.training, settings.validationFraction, settings.seed)
        self.labels, self.held_labels = (self.labels_of(part) for part in (self.training, self.held))
        getattr(self, method)()

    def labels_of(self, pictures):
        return torch.tensor([each.label for each in pictures], dtype=torch.long, device=self.crew.device)

    def load(self):
        """The network, and the embeddings of all pictures to learn from and held out."""
        self.about = input_of(self.architecture)
        self.network = pretrained(self.project).to(self.crew.device).eval()
        self.blocks = blocks_of(self.network)
        self.pictures = Pictures(self.crew, self.project.folder, self.about)
        self.backbone = Classifier(self.blocks, len(self.blocks), nn.Identity())
        self.embedded = self.pictures.through(lambda x: self.backbone.frozen(x).mean((2, 3)), self.project.training)
        self.place = {each.id: place for place, each in enumerate(self.project.training)}

    def embeddings(self, pictures):
        return self.embedded[[self.place[each.id] for each in pictures]]

    def keep(self, head):
        self.classifier = Classifier(self.blocks, len(self.blocks), head)

    def fresh_head(self):
        return Head(self.embedded.shape[1], self.settings.hiddenUnits, len(self.project.labels)).to(self.crew.device)

    def instant(self):
        self.load()
        pictures = self.project.training
        labels = self.labels_of(pictures)
        head, answers, actual = instant(self.embedded, labels, folds(pictures))
        self.keep(head)
        self.right = int((answers.argmax(1) == actual).sum()), len(actual), "out of fold"

    def fit_head(self, settings, views=0):
        """A dense head on the embeddings of pictures and of `views` of each."""
        head, pictures = self.fresh_head(), self.pictures
        parts = [self.embeddings(self.training)]
        parts += [pictures.through(lambda x: self.backbone.frozen(x).mean((2, 3)), self.training, settings.augmentation, f"{settings.seed} {view}") for view in range(views)]
        embeddings, held = torch.cat(parts), self.embeddings(self.held)
        groups = [(head, settings.learningRate)]
        fit(self.crew, settings, head, groups, lambda rows, _: embeddings[rows], self.labels.repeat(1 + views), lambda rows: held[rows], self.held_labels)
        return head

    def denseHead(self):
        self.load()
        self.keep(self.fit_head(self.settings))
        self.right = self.count(self.held)

    def augmentedHead(self):
        self.load()
        self.keep(self.fit_head(self.settings, self.settings.views))
        self.right = self.count(self.held)

    def fineTune(self):
        """First the head: a dense one or Instant's, whichever is right more often on what is held out. Then with it the last blocks."""
        self.load()
        settings, crew = self.settings, self.crew
        own = {key: getattr(settings, key) for key in ("hiddenUnits", "dropout", "balanceClasses", "seed")}
        head = self.fit_head(SimpleNamespace(**{**DENSE_HEAD, **own}))
        if self.held:
            linear, _, _ = instant(self.embeddings(self.training), self.labels, folds(self.training))
            head = min((head, linear), key=lambda each: self.mistakes(each, self.held))
        if head.linear:
            # Its few hidden units are what tells the classes apart: none of them is dropped.
            settings = SimpleNamespace(**{**vars(settings), "dropout": 0.0})
        crew.say(f"begins with {'Instant' if head.linear else 'the dense head'}, {len(self.held) - self.mistakes(head, self.held)[0]} of {len(self.held)} held out right")
        count = min(settings.unfrozenBlocks, len(self.blocks))
        model = self.classifier = Classifier(self.blocks, len(self.blocks) - count, head)
        fold(model.trained)
        rates = [(head, settings.learningRate)]
        rates += [(block, settings.blockLearningRate * settings.layerDecay**above) for above, block in enumerate(reversed(model.trained))]

        def inputs(pictures, draw=None):
            with torch.no_grad():
                return model.frozen(self.pictures.inputs(pictures, settings.augmentation if draw is not None else None, draw))

        varied_inputs = lambda rows, epoch: inputs([self.training[row] for row in rows], f"{settings.seed} {epoch}")
        fit(crew, settings, model, rates, varied_inputs, self.labels, lambda rows: inputs([self.held[row] for row in rows]), self.held_labels, known=True)
        self.right = self.count(self.held)

    def mistakes(self, head, pictures):
        """How many, and the loss: what is less is better."""
        with torch.inference_mode():
            logits, labels = head(self.embeddings(pictures)), self.labels_of(pictures)
        return int((logits.argmax(1) != labels).sum()), F.cross_entropy(logits, labels).item() if pictures else 0

    def count(self, pictures, what="held out"):
        """How many pictures are right, of how many."""
        if not pictures:
            return 0, 0, what
        logits = self.pictures.through(lambda x: self.classifier(self.classifier.frozen(x)), pictures)
        return int((logits.argmax(1) == self.labels_of(pictures)).sum()), len(pictures), what

    def save(self, folder):
        """Weights under timm's names, with what load.py needs to know, and the labels."""
        head = self.classifier.head
        tensors = {f"network.{name}": value for name, value in self.network.state_dict().items() if not is_unused(name)}
        tensors.update({name: value for name, value in head.state_dict().items()})
        about = dict(self.about, timm=timm_name(self.architecture), labels=self.project.labels, root=MIN_ROOTED, linear=head.linear)
        folder.mkdir(exist_ok=True)
        save_file({name: value.detach().cpu().contiguous() for name, value in tensors.items()}, folder / "model.safetensors", {"pupil": json.dumps(about)})
        (folder / "labels.txt").write_text("".join(f"{label}\n" for label in self.project.labels), encoding="utf-8")


def told(right, of, what):
    """A count with its share, and the 95 % Wilson interval of that."""
    if of == 0:
        return f"{what}: no picture"
    share, z = right / of, 1.96
    middle, reach = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * reach) / (1 + z * z / of) for sign in (-1, 1))
    return f"{what}: {right} of {of} right ({share:.1%}, 95 % interval {low:.1%} to {high:.1%})"


def main():
    parser = argparse.ArgumentParser(description="Trains this project of Pupil in PyTorch.")
    parser.add_argument("--method", choices=METHODS, help="by default that of the model in use")
    parser.add_argument("--epochs", type=int, help="at most so many")
    arguments = parser.parse_args()
    project = Project(HERE)
    method, settings = project.settings(arguments.method)
    settings.epochs = arguments.epochs or settings.epochs
    crew = Crew()
    for name in project.empty:
        crew.say(f"“{name}” has no picture to learn from: it is left out.")
    crew.say(f"{method} on {len(project.training)} pictures of {len(project.labels)} classes; {len(project.testing)} in the test set; {crew.size} × {crew.device.type}")
    try:
        run = Run(crew, project, method, settings)
        tested = run.count(project.testing, "test set")
    except Unreadable as error:
        sys.exit(str(error))
    crew.say(told(*run.right))
    crew.say(told(*tested))
    if crew.rank == 0:
        run.save(HERE / "continued")
        print(f"Saved {HERE / 'continued' / 'model.safetensors'}")
    if crew.size > 1:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
