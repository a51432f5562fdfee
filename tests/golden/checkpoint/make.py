"""Makes small PyTorch files of both kinds in this folder. Needs torch.  Run: python make.py

zip.pth, legacy.pth   {"epoch": 3, "state_dict": {...}}: a f32 [2,3] = 0 … 5, b f16 [4] = 1 and c, a scalar i64; a and b are
                      parts of larger storages, and a is a Parameter
view.pth              a [5,2] is the transpose of -2 … 7 [2,5]
"""
import collections, pathlib, torch

HERE = pathlib.Path(__file__).parent
whole = torch.arange(-2.0, 8.0)
state = collections.OrderedDict(
    a=torch.nn.Parameter(whole[2:8].reshape(2, 3)), b=torch.ones(6).half()[1:5], c=torch.tensor(5))
for name, new in (("zip", True), ("legacy", False)):
    torch.save({"epoch": 3, "state_dict": state}, HERE / f"{name}.pth", _use_new_zipfile_serialization=new)
torch.save({"a": whole.reshape(2, 5).T}, HERE / "view.pth")
