"""Makes a tiny picture of each kind that is decoded, and what Pillow reads from it, beside this file.

    pip install pillow==13.0.0 numpy==2.4.6 && python tests/golden/decode/make.py

Each <name>.<kind> has a <name>.<kind>.expected.png: turned as EXIF says, converted from its ICC profile to sRGB (by
LittleCMS), laid on white, 8-bit RGB.
"""

import io
import pathlib
import struct

import numpy as np
from PIL import Image, ImageCms, ImageOps

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
    image = ImageOps.exif_transpose(image)
    if profile := image.info.get("icc_profile"):
        image = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
    return on_white(image)


def save(name, image, **options):
    path = HERE / name
    image.save(path, **options)
    expected(path).save(HERE / f"{name}.expected.png", optimize=True, icc_profile=None)


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
save("moving.webp", RGBA, lossless=True, exact=True, save_all=True, append_images=[Image.new("RGBA", RGB.size)])
save("still.gif", RGB.quantize(16), transparency=5)
save("moving.gif", RGB.quantize(16), save_all=True, append_images=[Image.new("P", RGB.size)], duration=100)
save("rgb.bmp", RGB)
save("palette.bmp", RGB.quantize(16))


def profile(space, curve, colorants=()):
    """A display's ICC profile (ICC.1:2022): white point D50, one curve for all channels, and where their primaries lie."""
    def numbers(values):
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def location(values):
        return b"XYZ " + bytes(4) + numbers(values)

    def text(words):
        return b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", 2 * len(words), 28) + words.encode("utf-16-be")

    curve = b"para" + bytes(4) + struct.pack(">HH", 0 if len(curve) == 1 else 3, 0) + numbers(curve)
    names = [b"rXYZ", b"gXYZ", b"bXYZ"]
    curves = [b"rTRC", b"gTRC", b"bTRC"] if space == b"RGB " else [b"kTRC"]
    tags = {b"desc": text("test"), b"cprt": text("none"), b"wtpt": location(D50)}
    tags |= {name: location(colorant) for name, colorant in zip(names, colorants)} | {name: curve for name in curves}
    index, data = struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        index += struct.pack(">4sII", name, 132 + 12 * len(tags) + len(data), len(tag))
        data += tag + bytes(-len(tag) % 4)
    head = struct.pack(">I4sI4s4s4s12s4s28s", 128 + len(index + data), b"none", 0x04200000, b"mntr", space, b"XYZ ", bytes(12),
                       b"acsp", bytes(28))
    return head + numbers(D50) + bytes(128 - len(head) - 12) + index + data


D50 = (0.9642, 1, 0.8249)
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# The columns of the matrices from linear RGB to XYZ under D50, of Display P3 and of sRGB (Bradford-adapted).
P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
DISPLAY_P3 = profile(b"RGB ", SRGB_CURVE, P3)
save("srgb.jpg", RGB, icc_profile=profile(b"RGB ", SRGB_CURVE, SRGB), **JPEG)
save("p3.jpg", RGB, icc_profile=DISPLAY_P3, **JPEG)
save("p3.png", RGB, icc_profile=DISPLAY_P3)
save("p3.webp", RGB, icc_profile=DISPLAY_P3, lossless=True)
save("linear.png", RGB, icc_profile=profile(b"RGB ", (1.0,), SRGB))
save("linear_grey.png", RGB.convert("L"), icc_profile=profile(b"GRAY", (1.0,)))
# LittleCMS is 9 levels off for dark greys. sRGB's own formula (IEC 61966-2-1):
light = np.asarray(RGB.convert("L")) / 255
encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
Image.fromarray((encoded * 255).round().astype(np.uint8)).convert("RGB").save(HERE / "linear_grey.png.expected.png", optimize=True)


def scans(planes, sampling):
    """A baseline JPEG with a scan for each of Y, Cb and Cr: three grey JPEGs put together (ITU-T T.81, annex B)."""
    def segment(marker, body):
        return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body

    greys = []
    for plane in planes:
        file = io.BytesIO()
        plane.save(file, "JPEG", quality=95)
        greys.append(file.getvalue())
    first = greys[0]
    tables = first[first.index(b"\xff\xdb"):first.index(b"\xff\xc0")], first[first.index(b"\xff\xc4"):first.index(b"\xff\xda")]
    frame = struct.pack(">BHHB", 8, HEIGHT, WIDTH, 3) + b"".join(bytes([i + 1, side, 0]) for i, side in enumerate(sampling))
    file = b"\xff\xd8" + tables[0] + segment(0xC0, frame) + tables[1]
    for i, grey in enumerate(greys):
        file += segment(0xDA, bytes([1, i + 1, 0, 0, 63, 0])) + grey[grey.index(b"\xff\xda") + 10:-2]
    return file + b"\xff\xd9"


Y, CB, CR = RGB.convert("YCbCr").split()
half = ((WIDTH + 1) // 2, (HEIGHT + 1) // 2)
(HERE / "scans_444.jpg").write_bytes(scans([Y, CB, CR], [0x11] * 3))
expected(HERE / "scans_444.jpg").save(HERE / "scans_444.jpg.expected.png", optimize=True)
(HERE / "scans_420.jpg").write_bytes(scans([Y, CB.resize(half), CR.resize(half)], [0x22, 0x11, 0x11]))
save("restarts.jpg", RGB, restart_marker_blocks=2, **JPEG)
