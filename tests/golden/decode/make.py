"""Makes a tiny picture of each kind that is decoded, and what Pillow reads from it, beside this file.

    pip install pillow==13.0.0 numpy==2.4.6 && python tests/golden/decode/make.py

Each <name>.<kind> has a <name>.<kind>.expected.png: turned as EXIF says, laid on white, 8-bit RGB.
"""

import pathlib

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 24, 17  # odd, and not a whole number of JPEG blocks
JPEG = {"quality": 95, "subsampling": 0}  # full colour: chroma upsampling is each decoder's own

x, y = np.meshgrid(np.linspace(0, 1, WIDTH), np.linspace(0, 1, HEIGHT))
LEVELS = np.stack([x, y, (1 - x) * y], -1)  # smooth, and different in each corner
RGB = Image.fromarray((LEVELS * 255).round().astype(np.uint8))
GREY16 = Image.fromarray((LEVELS[..., 0] * 65535).round().astype(np.uint16))
RGBA = RGB.copy()
RGBA.putalpha(Image.fromarray(((1 - y) * 255).round().astype(np.uint8)))


def exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def on_white(image):
    if "transparency" not in image.info and "A" not in image.getbands():
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def expected(path):
    image = Image.open(path)
    if image.mode == "I;16":  # Pillow's own convert cuts 16 bits off instead of scaling them
        return Image.fromarray((np.asarray(image) / 257).round().astype(np.uint8)).convert("RGB")
    return on_white(ImageOps.exif_transpose(image))


def save(name, image, **options):
    path = HERE / name
    image.save(path, **options)
    expected(path).save(HERE / f"{name}.expected.png", optimize=True)


for orientation in range(1, 9):
    save(f"exif_{orientation}.jpg", RGB, exif=exif(orientation), **JPEG)
save("progressive.jpg", RGB, progressive=True, **JPEG)
save("grey.jpg", RGB.convert("L"), quality=95)
save("cmyk.jpg", RGB.convert("CMYK"), **JPEG)
save("rgb.png", RGB)
save("alpha.png", RGBA)
save("grey16.png", GREY16)
save("palette.png", RGB.quantize(16), transparency=3)
save("turned.png", RGB, exif=exif(6))
save("lossless.webp", RGBA, lossless=True, exact=True)
save("turned.webp", RGB, lossless=True, exif=exif(6))
save("lossy.webp", RGB, quality=90)
save("still.gif", RGB.quantize(16), transparency=5)
save("moving.gif", RGB.quantize(16), save_all=True, append_images=[Image.new("P", RGB.size)], duration=100)
save("rgb.bmp", RGB)
save("palette.bmp", RGB.quantize(16))
