"""Runs the continue.py of a saved project, and compares its parts with Pupil's: the split, the views, Instant, the network.

Needs what is in requirements.txt.  Run: python continuing.py <folder that `PUPIL_EXPORTS=<folder> cargo test --test exports` has filled>
"""
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from types import SimpleNamespace

import numpy as np
import timm
import torch
import torchvision
from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = ROOT / "pkg/lib/worker/archive/continue.py"
COLOURS = {"red": (190, 20, 20), "green": (20, 190, 20), "blue": (20, 20, 190)}


def module(name, file):
    spec = importlib.util.spec_from_file_location(name, file)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


program = module("program", PROGRAM)


def golden(file):
    return json.loads((ROOT / "tests/golden" / file).read_text(encoding="utf-8"))


# ---- Its parts


def the_split_is_pupils(exports):
    """That of tests/data.rs, and those of random projects that tests/exports.rs has written."""
    sources = [f"{name} {number}" for name in ("cup", "pen") for number in range(3)]
    pictures = [SimpleNamespace(id=id, label=id // 3, source=source) for id, source in enumerate(sources)]
    learned, held = program.split(pictures, 0.34, 1)
    assert ([each.id for each in learned], [each.id for each in held]) == ([0, 2, 4, 5], [1, 3])
    cases = json.loads((exports / "splits.json").read_text(encoding="utf-8"))
    assert len(cases) > 10
    for case in cases:
        pictures = [SimpleNamespace(id=id, label=label, source=source) for id, (label, source) in enumerate(case["pictures"])]
        _, held = program.split(pictures, case["fraction"], case["seed"])
        assert [each.id for each in held] == case["heldOut"], case
        assert program.folds(pictures) == case["folds"], case


def views_are_kerass():
    """By SciPy: tests/golden/augment/make.py."""
    found = golden("augment/affine.json")
    for case in found["cases"]:
        height, width, own = case["h"], case["w"], {"theta": 0, "shear": 0, "tx": 0, "ty": 0, "zx": 1, "zy": 1, **case["params"]}
        turn, shear = (np.deg2rad(own[key]) for key in ("theta", "shear"))
        view = SimpleNamespace(map=program.map_of(height, width, turn, shear, own["tx"], own["ty"], own["zx"], own["zy"]))
        picture = torch.tensor(case["x"]).reshape(1, 1, height, width)
        x = program.varied(picture, [view], {"fillMode": case["mode"], "cval": found["cval"]})
        assert np.abs(x.flatten().numpy() - case["expected"]).max() < 2e-3, case


def instant_is_pupils():
    """By the covariance in double precision: tests/golden/lda/make.py."""
    for case in golden("lda/lda.json"):
        head, answers, _ = program.instant(torch.tensor(case["embeddings"]), torch.tensor(case["classes"]), case["folds"])
        logits = head(torch.tensor(case["queries"])).detach().numpy()
        for mine, expected in ((logits, case["logits"]), (answers.numpy(), case["answers"])):
            assert len(mine) == len(expected)
            assert not len(mine) or np.abs(mine - expected).max() < 1e-3 * max(1, np.abs(expected).max()), case["classes"]


def the_blocks_are_the_network():
    """Of each family: together they are the network, folded or not; a file of Pupil's fits."""
    torch.manual_seed(1)
    x = torch.rand(1, 3, 96, 96, dtype=torch.float64)
    counts = {"tf_efficientnet_lite0": 18, "mobilenetv2_050": 19, "resnet18": 9, "vgg11_bn": 8, "vgg11": 8, "inception_v3": 16}
    for name, count in counts.items():
        network = timm.create_model(name, **({"aux_logits": False} if name == "inception_v3" else {})).eval().double()
        for layer in network.modules():
            if isinstance(layer, torch.nn.BatchNorm2d):
                layer.running_mean.normal_(0, 0.1)
                layer.running_var.uniform_(0.5, 2)
                torch.nn.init.uniform_(layer.weight, 0.5, 2)
        blocks = program.blocks_of(network)
        assert len(blocks) == count, (name, len(blocks))
        with torch.no_grad():
            expected = network.forward_features(x)
            found = torch.nn.Sequential(*blocks)(x)
            program.fold(blocks)
            folded = torch.nn.Sequential(*blocks)(x)
        assert torch.equal(found, expected), name
        assert (folded - expected).abs().max() <= 1e-9 * expected.abs().max(), name


def weights_of_other_names_fit():
    """Those of Pupil's own file, and those that torchvision calls otherwise than timm, in PyTorch's own format."""
    lite = timm.create_model("tf_efficientnet_lite0").eval()
    program.load_weights(lite, ROOT / "assets/efficientnet_lite0.safetensors")
    theirs, ours = torchvision.models.mobilenet_v2().eval(), timm.create_model("mobilenetv2_100").eval()
    with tempfile.NamedTemporaryFile(suffix=".safetensors") as file, torch.no_grad():
        torch.save({"state_dict": theirs.state_dict()}, file.name)
        program.load_weights(ours, pathlib.Path(file.name))
        x = torch.rand(1, 3, 96, 96)
        assert (ours.forward_features(x) - theirs.features(x)).abs().max() < 1e-5


# ---- The whole


def project(folder):
    """A project as Pupil saves it: noisy colours, some set aside, one ignored, a class without pictures and one that is off."""
    random, pictures = np.random.default_rng(1), []
    for class_id, (name, colour) in enumerate(COLOURS.items()):
        for number in range(12):
            part = "test" if number >= 9 else "train"
            file = f"{part}/{name}/{number}.png"
            (folder / part / name).mkdir(parents=True, exist_ok=True)
            size = (80 + 7 * number, 120)
            noise = random.integers(-15, 16, (size[1], size[0], 3))
            Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)).save(folder / file)
            ignored = number == 8
            pictures.append(dict(id=len(pictures), classId=class_id, name=f"{number}.png", source=f"{name} {number // 2}", enabled=not ignored, aside=part == "test", hash="", file=file))
    # They are not there: nobody asks for them.
    pictures.append(dict(pictures[0], id=900, classId=4, file="train/off/1.png"))
    classes = [dict(id=id, name=name, enabled=True) for id, name in enumerate([*COLOURS, "empty"])] + [dict(id=4, name="off", enabled=False)]
    about = dict(
        format="pupil-project", version=1, name="Colours", classes=classes, pictures=pictures, models=[], modelInUse=None, features=1280,
        backbone=dict(key="efficientnet_lite0", architecture="efficientnet_lite0", id="efficientnet_lite0", weights=None),
        settings=dict(program.METHODS["fineTune"], method="fineTune", unfrozenBlocks=2, mixup=0.2, batchSize=17),  # the last batch has one picture: one process has none of it
    )
    (folder / "pupil.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "pupil").mkdir()
    shutil.copy(ROOT / "assets/efficientnet_lite0.safetensors", folder / "pupil/network.safetensors")
    shutil.copy(PROGRAM, folder / "continue.py")


def run(folder, *arguments, processes=1, python=()):
    """What it prints, errors too, and whether it succeeded."""
    torchrun = ["-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={processes}"] if processes > 1 else []
    done = subprocess.run([sys.executable, *python, *torchrun, folder / "continue.py", *arguments], capture_output=True, text=True, cwd="/")
    return done.stdout + done.stderr, done.returncode == 0


def counts(printed):
    """(what, right, of) of each line with a count."""
    return [(what, int(right), int(of)) for what, right, of in re.findall(r"^([\w ]+): (\d+) of (\d+) right \(", printed, re.M)]


def two_processes_are_one(folder):
    """Each method by two processes; fine-tuning by one, too, which comes to the same."""
    for method, epochs in {"instant": 1, "denseHead": 12, "augmentedHead": 12, "fineTune": 2}.items():
        printed, well = run(folder, "--method", method, "--epochs", str(epochs), processes=2)
        assert well, printed
        assert "“empty” has no picture to learn from: it is left out." in printed, printed
        assert f"{method} on 24 pictures of 3 classes; 9 in the test set; 2 × cpu" in printed, printed
        (held, right, of), tested = counts(printed)
        assert (held, of) == (("out of fold", 24) if method == "instant" else ("held out", 6)) and right >= of - 1, printed
        assert tested == ("test set", 9, 9), printed
        print(f"  {method} by two processes: {right} of {of} {held}, {tested[1]} of {tested[2]} of the test set")
    losses = re.findall(r"loss (\d\.\d+)", printed)
    alone, well = run(folder, "--method", "fineTune", "--epochs", "2")
    assert well and counts(alone) == counts(printed), alone
    assert len(losses) > 10 and np.abs(np.float64(losses) - np.float64(re.findall(r"loss (\d\.\d+)", alone))).max() < 2e-3, (printed, alone)


def what_is_saved_is_read(folder):
    """By the load.py of Pupil's export for PyTorch."""
    load = module("load", ROOT / "src/export/texts/onnx/load.py")
    model = load.load(folder / "continued/model.safetensors")
    labels = (folder / "continued/labels.txt").read_text(encoding="utf-8").splitlines()
    assert labels == model.about["labels"] == list(COLOURS)
    with torch.inference_mode():
        for label in labels:
            found = model(model.prepare(Image.open(folder / f"test/{label}/11.png"))).argmax(1).item()
            assert labels[found] == label


def errors_say_what_to_do(folder):
    picture, about = folder / "train/red/0.png", folder / "pupil.json"
    before, text = picture.read_bytes(), about.read_text(encoding="utf-8")
    described = json.loads(text)

    def fails(words, attempt=lambda: program.Project(folder)):
        try:
            attempt()
        except (SystemExit, program.Unreadable) as error:
            assert words in str(error), error
        else:
            raise AssertionError(f"nothing said “{words}”")

    picture.write_bytes(before[: len(before) // 2])
    crew, input_of = SimpleNamespace(size=1, device=torch.device("cpu")), program.input_of("efficientnet_lite0")
    read = lambda: program.Pictures(crew, folder, input_of).levels([SimpleNamespace(file="train/red/0.png")])
    fails("The picture train/red/0.png cannot be read (image file is truncated", read)
    picture.write_bytes(before)
    about.write_text(json.dumps({**described, "pictures": described["pictures"][:12]}), encoding="utf-8")
    fails("at least two classes that are switched on. These have none: green, blue, empty.")
    about.write_text(json.dumps({**described, "models": [dict(id=1, info=dict(method="scratch", settings=None))], "modelInUse": 1}), encoding="utf-8")
    fails("Here is none: choose --method fineTune", lambda: program.Project(folder).settings(None))
    about.write_text(text[: len(text) // 2], encoding="utf-8")
    fails("pupil.json cannot be read")
    about.unlink()
    fails("There is no pupil.json")
    about.write_text(text, encoding="utf-8")
    picture.unlink()
    printed, well = run(folder, processes=2)
    assert not well and "1 of 33 pictures have gone: train/red/0.png. Unpack the zip again" in printed, printed
    # Without its packages, as on a computer where they were never installed.
    printed, well = run(folder, python=["-S"])
    assert not well and printed.strip() == "The package numpy is missing. Run: pip install torch timm pillow numpy", printed


def main():
    the_split_is_pupils(pathlib.Path(sys.argv[1]))
    views_are_kerass()
    instant_is_pupils()
    the_blocks_are_the_network()
    weights_of_other_names_fit()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        project(place)
        with zipfile.ZipFile(place / "project.zip", "w") as packed:
            for file in place.rglob("*"):
                if file.is_file() and file.name != "project.zip":
                    packed.write(file, file.relative_to(place))
        unpacked = place / "Colours ÿ"
        zipfile.ZipFile(place / "project.zip").extractall(unpacked)
        two_processes_are_one(unpacked)
        what_is_saved_is_read(unpacked)
        errors_say_what_to_do(unpacked)
    print("continue.py: as Pupil")


if __name__ == "__main__":
    main()
