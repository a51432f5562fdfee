"""Checks that the model answers here as it did in Pupil. Needs: pip install ai-edge-litert numpy pillow"""
import json
import pathlib
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

HERE = pathlib.Path(__file__).parent


def answer(file, picture):
    """The probabilities for levels [1, side, side, 3]."""
    interpreter = Interpreter(str(HERE / file), num_threads=1)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]


def main():
    check = json.loads((HERE / "check.json").read_text(encoding="utf-8"))
    picture = np.asarray(Image.open(HERE / check["picture"]).convert("RGB"), np.float32)[None]
    expected = np.float32(check["probabilities"])
    exact, half = (
        float(np.abs(answer(file, picture) - expected).max()) for file in ("model.tflite", "model-float16.tflite")
    )
    print(f"model.tflite: differs from Pupil by {exact:.2g} of at most {check['tolerance']:.2g}")
    print(f"model-float16.tflite: differs by {half:.2g}, which is what half precision costs here")
    return 0 if exact <= check["tolerance"] else 1


if __name__ == "__main__":
    sys.exit(main())
