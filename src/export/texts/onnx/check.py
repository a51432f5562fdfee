"""Checks that the model answers here as it did in Pupil. Needs: pip install onnxruntime numpy pillow"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime as ort
from PIL import Image

HERE = pathlib.Path(__file__).parent


def normalised(picture, size, rescale, sample, mean, std):
    """The numbers that model-plain.onnx takes, of a picture whose centre square has the right size."""
    top, left = ((side - size) // 2 for side in picture.shape[:2])
    x = picture[top : top + size, left : left + size].astype(np.float32) * np.float32(rescale)
    if sample != "asIs":
        x = x - x.mean()
    if sample == "standardized":
        x = x / (np.sqrt((x * x).mean()) + np.float32(1e-6))
    x = (x - np.float32(mean)) / np.float32(std)
    return x.transpose(2, 0, 1)[None]


def main():
    check = json.loads((HERE / "check.json").read_text(encoding="utf-8"))
    picture = np.asarray(Image.open(HERE / check["picture"]).convert("RGB"))
    worst = 0.0
    for file, feed in {
        "model.onnx": {"image": picture[None]},
        "model-plain.onnx": {"input": normalised(picture, **check["input"])},
    }.items():
        session = ort.InferenceSession(HERE / file, providers=["CPUExecutionProvider"])
        probabilities = session.run(["probabilities"], feed)[0][0]
        difference = float(np.abs(probabilities - np.float32(check["probabilities"])).max())
        print(f"{file}: differs from Pupil by {difference:.2g} of at most {check['tolerance']:.2g}")
        worst = max(worst, difference)
    return 0 if worst <= check["tolerance"] else 1


if __name__ == "__main__":
    sys.exit(main())
