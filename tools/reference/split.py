"""Parts a folder of classes into one to learn from and one to test on, as links.

Run: python split.py FOLDER OUT SEED  (OUT/train and OUT/test; a quarter of each class is for testing)
"""
import pathlib, random, sys

folder, out, seed = sys.argv[1:]
draw = random.Random(int(seed))
for kind in sorted(pathlib.Path(folder).resolve().iterdir()):
    files = sorted(kind.iterdir())
    draw.shuffle(files)
    testing = len(files) // 4
    for part, chosen in ("test", files[:testing]), ("train", files[testing:]):
        (pathlib.Path(out) / part / kind.name).mkdir(parents=True)
        for file in chosen:
            (pathlib.Path(out) / part / kind.name / file.name).symlink_to(file)
