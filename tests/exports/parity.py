"""Runs exports in the programs that they are for, and compares with what Pupil answered.

Needs what is in requirements.txt.
Run: python parity.py <folder that `PUPIL_EXPORTS=<folder> cargo test --test exports` has filled>
"""
import importlib.util
import json
import pathlib
import subprocess
import sys

import mediapipe
import numpy as np
import onnx
import onnxruntime as ort
from mediapipe.tasks.python import BaseOptions, vision
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
    """The largest difference over photos of many sizes and shapes."""
    answers = json.loads((folder / "photos.json").read_text(encoding="utf-8"))
    model, differences, shapes = session(folder / "model.onnx"), [], set()
    for path, expected in answers.items():
        image = np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))
        shapes.add(image.shape)
        differences.append(differs(model.run(["probabilities"], {"image": image[None]})[0][0], expected))
    unsure = sum(max(expected) < 0.9 for expected in answers.values())
    print(f"  {len(answers)} photos, {unsure} of them unsure, of {len(shapes)} sizes: {max(differences):.2g}, on average {np.mean(differences):.2g}")
    return len(answers) == 25 and max(differences) <= RESIZED


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


def by_mediapipe(folder):
    """MediaPipe's image classifier by its metadata alone: labels and probabilities for the check's picture."""
    check = json.loads((folder / "check.json").read_text(encoding="utf-8"))
    # As Pillow reads it: MediaPipe's own reader is another path.
    picture = np.asarray(Image.open(folder / "check.png").convert("RGB"))
    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
    options = vision.ImageClassifierOptions(base_options=BaseOptions(model_asset_path=str(folder / "model.tflite")))
    with vision.ImageClassifier.create_from_options(options) as classifier:
        found = {each.category_name: each.score for each in classifier.classify(image).classifications[0].categories}
    if set(found) != set(check["labels"]):
        print(f"  MediaPipe: the labels are {list(found)}, not {check['labels']}")
        return False
    worst = differs([found[label] for label in check["labels"]], check["probabilities"])
    print(f"  MediaPipe: {worst:.2g}")
    return worst <= EXACT


def checked(folder):
    """The check that is in an export."""
    return subprocess.run([sys.executable, folder / "check.py"]).returncode == 0


def right(model):
    folder = model / "onnx"
    print(model.name, json.loads((folder / "check.json").read_text(encoding="utf-8"))["probabilities"])
    for name in ("model.onnx", "model-plain.onnx"):
        onnx.checker.check_model(folder / name, full_check=True)
    found = [checked(folder) for folder in sorted(model.iterdir()) if (folder / "check.py").exists()]
    if (folder / "photos.json").exists():
        found.append(photos(folder))
    elif model.name == "lite0":
        print("  no photos: PUPIL_TEST_PHOTOS names no folder of test photos")
    found.append(pytorch(folder))
    if (model / "tflite").exists():
        found.append(by_mediapipe(model / "tflite"))
    return all(found)


def main():
    folders = sorted(folder for folder in pathlib.Path(sys.argv[1]).iterdir() if folder.is_dir())
    wrong = [folder.name for folder in folders if not right(folder)]
    if wrong:
        sys.exit(f"these differ from Pupil: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
