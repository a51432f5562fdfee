"""Checks that the model answers here as it did in Pupil. Needs: pip install keras pillow, and TensorFlow, PyTorch or JAX"""
import json
import pathlib
import sys

import keras
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent


def main():
    check = json.loads((HERE / "check.json").read_text(encoding="utf-8"))
    picture = np.asarray(Image.open(HERE / check["picture"]).convert("RGB"), np.float32)
    model = keras.models.load_model(HERE / "model.keras")
    probabilities = keras.ops.convert_to_numpy(model(picture[None]))[0]
    difference = float(np.abs(probabilities - np.float32(check["probabilities"])).max())
    print(f"model.keras: differs from Pupil by {difference:.2g} of at most {check['tolerance']:.2g}")
    return 0 if difference <= check["tolerance"] else 1


if __name__ == "__main__":
    sys.exit(main())
