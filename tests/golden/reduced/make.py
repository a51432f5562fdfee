"""Makes two JPEGs with the same coefficients, beside this file: one sequential, one progressive.

    pip install pillow==13.0.0 numpy==2.4.6 && python tests/golden/reduced/make.py
"""

import pathlib

import numpy as np
from PIL import Image, ImageFilter

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 200, 150  # not a whole number of JPEG blocks

noise = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
coarse = Image.fromarray(noise).resize((WIDTH // 20, HEIGHT // 15)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
fine = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1))
picture = Image.blend(coarse, fine, 0.3)
for name, progressive in [("sequential", False), ("progressive", True)]:
    picture.save(HERE / f"{name}.jpg", quality=85, subsampling=2, progressive=progressive)
