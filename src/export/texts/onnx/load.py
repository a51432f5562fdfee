"""The model as a PyTorch module. Needs: pip install torch timm safetensors numpy pillow.  Run: python load.py photo.jpg"""
import json
import pathlib
import sys

import numpy as np
import torch
from PIL import Image, ImageOps
from safetensors import safe_open
from torch import nn
from torch.nn import functional as F

FILE = pathlib.Path(__file__).with_name("model.safetensors")


class BasicCnn(nn.Module):
    """The network that Pupil trains from scratch. Its last map is flattened with the channels last."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3)

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(F.relu(conv(x)), 2)
        return x.permute(0, 2, 3, 1).flatten(1)


class Pretrained(nn.Module):
    """A network of timm without its classifier, pooled to the mean of each channel."""

    def __init__(self, name):
        super().__init__()
        import timm

        options = {"aux_logits": False} if name == "inception_v3" else {}
        self.timm = timm.create_model(name, **options)

    def forward(self, x):
        return self.timm.forward_features(x).mean((2, 3))


class Classifier(nn.Module):
    """Normalised pictures [batch, 3, size, size] → logits [batch, classes]."""

    def __init__(self, about, tensors):
        super().__init__()
        self.about = about
        self.network = Pretrained(about["timm"]) if about["timm"] else BasicCnn()
        self.hidden = nn.Linear(*reversed(tensors["hidden.weight"].shape))
        self.output = nn.Linear(*reversed(tensors["output.weight"].shape))
        own = self.network.timm if about["timm"] else self.network
        part = {name.removeprefix("network."): value for name, value in tensors.items() if name.startswith("network.")}
        missing, unexpected = own.load_state_dict(part, strict=False)
        # timm's classifier is not used, and batch counters are for training.
        unused = ("fc.", "classifier.", "head.", "pre_logits.", "AuxLogits.")
        missing = [name for name in missing if not name.startswith(unused) and not name.endswith("num_batches_tracked")]
        if missing or unexpected:
            raise ValueError(f"this version of timm builds another network: missing {missing}, unexpected {unexpected}")
        for layer in ("hidden", "output"):
            leaves = {leaf: tensors[f"{layer}.{leaf}"] for leaf in ("weight", "bias")}
            getattr(self, layer).load_state_dict(leaves)
        self.eval()

    def forward(self, x):
        x = self.network(x)
        if self.about["root"] is not None:
            x = x.clamp_min(self.about["root"]).sqrt()
        hidden = self.hidden(x)
        return self.output(hidden if self.about["linear"] else F.relu(hidden))

    def prepare(self, image):
        """A PIL image → [1, 3, size, size]."""
        image, size = ImageOps.exif_transpose(image).convert("RGB"), self.about["size"]
        short = min(image.size)
        side = min(max(int(short * self.about["crop"] + 0.5), 1), short)
        left, top = ((length - side) // 2 for length in image.size)
        square = image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.BILINEAR)
        x = torch.from_numpy(np.array(square)).permute(2, 0, 1)[None].float() * self.about["rescale"]
        if self.about["centre"]:
            x = x - x.mean()
        if self.about["deviation"]:
            x = x / (x.square().mean().sqrt() + 1e-6)
        mean, std = (torch.tensor(self.about[key]).reshape(1, 3, 1, 1) for key in ("mean", "std"))
        return (x - mean) / std


def load(file=FILE):
    """The model, in inference mode; its labels are `model.about["labels"]`."""
    with safe_open(file, "pt") as opened:
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}
        return Classifier(json.loads(opened.metadata()["pupil"]), tensors)


if __name__ == "__main__":
    model = load()
    with torch.inference_mode():
        probabilities = model(model.prepare(Image.open(sys.argv[1]))).softmax(1)[0].tolist()
    print(dict(zip(model.about["labels"], probabilities)))
