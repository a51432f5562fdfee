"""Runs exports in the programs that they are for, and compares with what Pupil answered.

Needs onnx, onnxruntime, numpy, pillow and safetensors; where torch and timm are there too, load.py is run.
Run: python parity.py <folder that `PUPIL_EXPORTS=<folder> cargo test --test exports` has filled>
"""
import importlib.util
import json
import pathlib
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime as ort
from PIL import Image, ImageOps

# A probability may be off by so much, where only the network computes, and where another program resizes.
EXACT, RESIZED = 1e-4, 0.02


def differs(found, expected):
    return float(np.abs(np.float32(found) - np.float32(expected)).max())


def session(file):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def photos(folder):
    """The largest difference over photos of any size."""
    answers = json.loads((folder / "photos.json").read_text(encoding="utf-8"))
    model, worst = session(folder / "model.onnx"), 0.0
    for path, expected in answers.items():
        image = np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))
        worst = max(worst, differs(model.run(["probabilities"], {"image": image[None]})[0][0], expected))
    print(f"  {len(answers)} photos: {worst:.2g}")
    return worst <= RESIZED


def pytorch(folder):
    """load.py, on the check's picture."""
    import torch

    spec = importlib.util.spec_from_file_location("load", folder / "load.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    check = json.loads((folder / "check.json").read_text(encoding="utf-8"))
    model = module.load(folder / "model.safetensors")
    with torch.inference_mode():
        found = model(model.prepare(Image.open(folder / "check.png"))).softmax(1)[0].numpy()
    worst = differs(found, check["probabilities"])
    print(f"  load.py: {worst:.2g}")
    return worst <= EXACT


def right(folder):
    print(folder.name, json.loads((folder / "check.json").read_text(encoding="utf-8"))["probabilities"])
    for name in ("model.onnx", "model-plain.onnx"):
        onnx.checker.check_model(folder / name, full_check=True)
    found = [subprocess.run([sys.executable, folder / "check.py"]).returncode == 0]
    if (folder / "photos.json").exists():
        found.append(photos(folder))
    if importlib.util.find_spec("timm"):
        found.append(pytorch(folder))
    return all(found)


def main():
    wrong = [folder.name for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()) if not right(folder)]
    if wrong:
        sys.exit(f"these differ from Pupil: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
