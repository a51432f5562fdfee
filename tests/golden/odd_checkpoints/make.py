"""Makes PyTorch files as people really have them, without PyTorch: a pickle needs the names of its classes alone.

    pip install numpy==2.4.6 && python tests/golden/odd_checkpoints/make.py

The state dict of each is a F32 [2, 3] = 0 … 5 and b F32 [2] = 1, 2.
"""

import argparse
import collections
import io
import pathlib
import pickle
import pickletools
import struct
import sys
import types
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent


def stand_in(module, name, call=None):
    """A class, or a function if there is one to call, under a name of PyTorch's or of somebody's own program."""
    for part in [module.rsplit(".", i)[0] for i in range(module.count("."), -1, -1)]:
        sys.modules.setdefault(part, types.ModuleType(part))
    thing = call or type(name, (), {})
    thing.__module__, thing.__name__, thing.__qualname__ = module, name, name
    setattr(sys.modules[module], name, thing)
    return thing


FLOATS = stand_in("torch", "FloatStorage")
DOUBLES = stand_in("torch", "DoubleStorage")
REBUILD = stand_in("torch._utils", "_rebuild_tensor_v2", lambda *arguments: None)
PARAMETER = stand_in("torch._utils", "_rebuild_parameter", lambda *arguments: None)


class Tensor:
    def __init__(self, values):
        self.values = np.asarray(values)

    def __reduce__(self):
        shape, strides = self.values.shape, tuple(step // self.values.itemsize for step in self.values.strides)
        return REBUILD, (self.values, 0, shape, strides, False, collections.OrderedDict())


class Parameter(Tensor):
    def __reduce__(self):
        return PARAMETER, (Tensor(self.values), True, collections.OrderedDict())


def floats(values):
    return Tensor(np.asarray(values, "<f4"))


A, B = floats(np.arange(6).reshape(2, 3)), Parameter(np.array([1, 2], "<f4"))
STATE = collections.OrderedDict(a=A, b=B)


def pickled(state, protocol=2, legacy=False):
    storages = []

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            if not isinstance(value, np.ndarray):
                return None
            storages.append(value.tobytes())
            kind = DOUBLES if value.dtype.itemsize == 8 else FLOATS
            return ("storage", kind, str(len(storages) - 1), "cpu", value.size) + ((None,) if legacy else ())

    file = io.BytesIO()
    Pickler(file, protocol).dump(state)
    return file.getvalue(), storages


def archive(state, protocol=2, compression=zipfile.ZIP_STORED, folder="archive/", **extra):
    data, storages = pickled(state, protocol)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as entries:
        names = {"data.pkl": data, **{f"data/{i}": storage for i, storage in enumerate(storages)}, **extra}
        for name, content in names.items():
            entries.writestr(zipfile.ZipInfo(folder + name), content, compression)
    return file.getvalue()


def legacy(state, protocol=2, rewrite=lambda pickle: pickle):
    data, storages = pickled(state, protocol, legacy=True)
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    head = [pickle.dumps(value, protocol) for value in (0x1950A86A20F9469CFC6C, 1001, system)]
    keys = pickle.dumps([str(i) for i in range(len(storages))], protocol)
    return b"".join([*head, rewrite(data), rewrite(keys)] + [struct.pack("<q", len(s) // 4) + s for s in storages])


def as_python_2(data):
    """Text as Python 2's str: the opcode SHORT_BINSTRING."""
    opcodes = list(pickletools.genops(data))
    ends = [at for _, _, at in opcodes[1:]] + [len(data)]
    texts = [b"U" + bytes([len(text)]) + text.encode() if opcode.name == "BINUNICODE" else data[at:end]
             for (opcode, text, at), end in zip(opcodes, ends)]
    return b"".join(texts)


class Items:
    """An OrderedDict as Python 2 pickles it: called with its items."""

    def __reduce__(self):
        return collections.OrderedDict, ([["a", A], ["b", B]],)


def zip64(file):
    """The same archive with the end record that archives of 4 GiB have (PKWARE's APPNOTE, 4.3.14 and 4.3.15)."""
    end = file.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<H", file[end + 10:end + 12])[0], *struct.unpack("<II", file[end + 12:end + 20])
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    return file[:end] + record + locator + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)


def module():
    conv = stand_in("torch.nn.modules.conv", "Conv2d")()
    conv.__dict__.update(training=False, _parameters=collections.OrderedDict(weight=A, bias=B), _modules={})
    net = stand_in("my_program", "Net")()
    net.__dict__.update(_parameters={}, _modules=collections.OrderedDict(conv=conv))
    return net


def zipped(**entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


class Own(dict):
    """A dict of somebody's own program, as settings often are."""


Own.__module__, Own.__qualname__ = "my_program", "Weights"
stand_in("my_program", "Weights", Own)
nested = {}
for _ in range(40):
    nested = {"inner": nested}
settings = {
    "args": argparse.Namespace(lr=0.1, data="/data", tags=["a", "b"]),
    "root": pathlib.PurePosixPath("/data"),
    "metric": np.float64(81.2),
    "seen": {1, 2, 3},
    "key": b"bytes",
    "numbers": [2**40, -5, -1.5, 2**100, True, None],
    "counts": collections.Counter({30: 1}),
    "groups": collections.defaultdict(list, {"a": [1]}),
    "nested": nested,
}
optimizer = {"state": {0: {"step": floats(10), "exp_avg": floats([0, 0])}}, "param_groups": [{"betas": (0.9, 0.999)}]}
files = {
    **{f"protocol_{protocol}.pth": archive({"state_dict": STATE}, protocol) for protocol in (3, 4, 5)},
    "settings.pth": archive({**settings, "state_dict": STATE}),
    "settings_4.pth": archive({**settings, "state_dict": STATE}, 4),
    "python_2.pth": legacy({"epoch": 3, "model": Items()}, rewrite=as_python_2),
    "legacy_4.pth": legacy(STATE, 4),
    "beside.pth": archive({"acc": floats(76.3), "optimizer": optimizer, "nets": [STATE], "ema": STATE}),
    "deflated.pth": archive(STATE, compression=zipfile.ZIP_DEFLATED),
    "repacked.pth": archive(STATE, folder="", **{"__MACOSX/._data.pkl": b"\0\5\x16\7", ".DS_Store": b"x"}),
    "zip64.pth": zip64(archive(STATE)),
    "doubles.pth": archive(collections.OrderedDict(a=Tensor(A.values.astype("<f8")), b=Tensor(B.values.astype("<f8")))),
    "model.pth": archive({"epoch": 3, "model": module()}),
    "script.pt": archive(module(), **{"constants.pkl": pickle.dumps((), 2)}),
    "big_endian.pth": archive(STATE, byteorder=b"big"),
    "own_class.pth": archive({"epoch": 3, "weights": Own(STATE)}),
    "zipped.zip": zipped(**{"weights/mine.pth": b"...", "README": b"..."}),
    "model.keras": zipped(**{"metadata.json": b"{}", "config.json": b"{}", "model.weights.h5": b"..."}),
    "pictures.zip": zipped(**{"1.jpg": b"..."}),
}
for name, content in files.items():
    (HERE / name).write_bytes(content)
