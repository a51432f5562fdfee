"""Makes small pictures and the squares that Pillow makes of them, beside this file.

    pip install pillow==13.0.0 numpy==2.4.6 && python tests/golden/preprocess/make.py

Each case is <name>.png and <name>.square.png: the centre square (short side times crop, offsets rounded down) resized
by Pillow's antialiased BILINEAR.
"""

import pathlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
CASES = {  # width, height, size, crop; some leave an odd number of pixels beside or above the square
    "shrink": (302, 199, 112, 1.0),
    "shrink_much": (403, 257, 32, 1.0),
    "shrink_slightly": (113, 118, 112, 1.0),
    "enlarge": (97, 61, 112, 1.0),
    "enlarge_much": (9, 14, 64, 1.0),
    "keep": (112, 131, 112, 1.0),
    "crop": (157, 90, 48, 0.875),
}


def picture(width, height, seed):
    """Noise at the left, hard edges of many widths at the right, a ramp over all."""
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    ramp = np.stack([x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)], -1)
    edges = np.where(((x // (1 + y // 16)) % 2 == 0)[..., None], [255, 0, 40], [0, 255, 215])
    noise = random.integers(0, 256, (height, width, 3))
    levels = np.where((x < width // 3)[..., None], noise, np.where((x > width * 2 // 3)[..., None], edges, ramp))
    return Image.fromarray(levels.astype(np.uint8))


def square(image, size, crop):
    side = round(min(image.size) * crop)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.BILINEAR)


for seed, (name, (width, height, size, crop)) in enumerate(CASES.items()):
    image = picture(width, height, seed)
    image.save(HERE / f"{name}.png", optimize=True)
    square(image, size, crop).save(HERE / f"{name}.square.png", optimize=True)
