"""Makes affine.json beside this file: Keras's affine augmentation of small pictures, by SciPy.

    pip install scipy==1.17.1 numpy==2.4.6 && python tests/golden/augment/make.py

Keras (`keras/src/legacy/preprocessing/image.py`, apply_affine_transform) multiplies rotation, shift, shear and zoom, moves the
origin to the centre, and gives the matrix to scipy.ndimage.affine_transform, order 1. In closed form, for the output pixel in
column X and row Y, f the shear (radians here; degrees for Keras and in the cases):

    Xin = zx cos(th) (X - ox) - zy sin(th + f) (Y - oy) + ox + tx cos(th) - ty sin(th)
    Yin = zx sin(th) (X - ox) + zy cos(th + f) (Y - oy) + oy + tx sin(th) + ty cos(th)

`expected` has the picture's centre, ox = (w - 1) / 2 and oy = (h - 1) / 2, which Keras has on square pictures only. tx moves
columns, ty rows; Keras draws tx from height_shift_range and ty from width_shift_range, the other way round than it documents.

Coordinates are rounded to nine digits: what the sine and cosine leave over would otherwise decide whether a pixel on the very
border counts as beyond it. In Keras it does at one place (5 × 5, shear 20, row 2, column 0), so that `constant` gives cval there
and `wrap` the pixel on the other side.
"""

import json
import pathlib

import numpy as np
from scipy.ndimage import map_coordinates

PARAMETERS = [
    {},
    {"theta": 90},
    {"theta": -33.5},
    {"tx": 1.25},
    {"ty": -2},
    {"shear": 20},
    {"shear": -12.5},
    {"zx": 0.5, "zy": 0.5},
    {"zx": 1.5, "zy": 0.8},
    {"theta": 10, "tx": 0.5, "ty": 0.25, "shear": 5, "zx": 0.9, "zy": 1.2},
]
PICTURES = {
    (5, 5): "9f e5 c6 39 4d df 01 d1 cb 77 4d 47 41 71 81 8d fe ca 9f fc 37 29 9c 0b 09",
    (4, 6): "83 77 ea a0 83 7f 3f 03 31 b0 33 5e 01 d4 27 44 e0 82 d8 a3 bd 17 8a 81",
}
MODES = ["nearest", "constant", "reflect", "wrap"]
CVAL = 7.0


def transformed(picture, mode, theta=0.0, tx=0.0, ty=0.0, shear=0.0, zx=1.0, zy=1.0):
    h, w = picture.shape
    theta, shear = np.deg2rad(theta), np.deg2rad(shear)
    oy, ox = (h - 1) / 2, (w - 1) / 2
    y, x = np.mgrid[:h, :w].astype(np.float64)
    column = zx * np.cos(theta) * (x - ox) - zy * np.sin(theta + shear) * (y - oy) + ox + tx * np.cos(theta) - ty * np.sin(theta)
    row = zx * np.sin(theta) * (x - ox) + zy * np.cos(theta + shear) * (y - oy) + oy + tx * np.sin(theta) + ty * np.cos(theta)
    return map_coordinates(picture, np.round([row, column], 9), order=1, mode=mode, cval=CVAL)


def case(size, hexadecimal, parameters, mode):
    x = np.array([int(level, 16) for level in hexadecimal.split()], dtype=np.float64).reshape(size)
    expected = np.round(transformed(x, mode, **parameters), 4).ravel().tolist()
    return {"h": size[0], "w": size[1], "x": x.ravel().tolist(), "params": parameters, "mode": mode, "expected": expected}


if __name__ == "__main__":
    cases = [case(*picture, p, mode) for picture in PICTURES.items() for p in PARAMETERS for mode in MODES]
    lines = ",\n".join(json.dumps(c) for c in cases)
    pathlib.Path(__file__).with_name("affine.json").write_text(f'{{"cval": {CVAL}, "cases": [\n{lines}\n]}}\n')
