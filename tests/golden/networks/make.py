"""Makes the reference values of the networks in this folder with PyTorch.

Needs torch, torchvision, timm, efficientnet_lite_pytorch 0.1.0, numpy and safetensors.  Run: python make.py

No weights are shipped: every tensor is filled by the formula `fill` from its name, so that a test can rebuild the very same
state dict. Inputs are `2 * unit("input", n)`, targets `unit("target", n)`, row-major.

features.safetensors  <network> f32 [features]: global average of the last feature map of one picture at the published size
tables.json           <network>: how many tensors its state dict has without the classifier and batch counters, how many of
                      their numbers are trained (running means and variances are not), the multiplications of its
                      convolutions for a picture of the published size, and the CRC-32 of the sorted lines "name [shape]",
                      joined by newlines
timm.json             <network>: names and shapes of the same, in the order of timm's state dict (timm 1.0.31)
training.json         <network>, batch norm folded into the convolutions, two pictures of `size`, mean squared error of the
                      pooled features against the target:
  losses              before each of five steps of plain gradient descent at `rate`
  input               Euclidean length of the gradient of the input, before the first step
  weights             the same of every convolution's weight, in the order of the forward pass
  bias                gradient of the first convolution's bias (with batch norm: of its β)
"""
import copy, json, pathlib, zlib
import numpy as np, timm, torch, torchvision
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from safetensors.torch import save_file
from efficientnet_lite_pytorch import EfficientNet

HERE = pathlib.Path(__file__).parent
torch.set_num_threads(1)
models = torchvision.models

LITES = [f"efficientnet_lite{i}" for i in range(5)]
SIZES = {"basic_cnn": 64, "inception_v3": 299} | dict(zip(LITES, (224, 240, 260, 280, 300)))
PLAIN = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"] + [
    f"vgg{depth}{norm}" for depth in (11, 13, 16, 19) for norm in ("", "_bn")]


class BasicCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3)

    def maps(self, x):
        for conv in (self.conv1, self.conv2):
            x = nn.functional.max_pool2d(torch.relu(conv(x)), 2)
        return x


def build(name):
    """A network with PyTorch's own start, in inference mode."""
    if name == "basic_cnn":
        model = BasicCnn()
    elif name in LITES:
        model = EfficientNet.from_name(name.replace("_", "-"))
    elif name == "inception_v3":
        model = models.inception_v3(weights=None, aux_logits=False, init_weights=False, transform_input=False)
    elif name.startswith("mobilenet_v2"):
        model = models.mobilenet_v2(weights=None, width_mult={"": 1.0, "_050": 0.5, "_140": 1.4}[name[12:]])
    else:
        model = getattr(models, name)(weights=None)
    return model.eval()


def maps(model, x):
    """The last feature map."""
    if isinstance(model, BasicCnn):
        return model.maps(x)
    if isinstance(model, EfficientNet):
        return model.extract_features(x)
    if hasattr(model, "features"):
        return model.features(x)
    captured = {}
    hook = model.avgpool.register_forward_hook(lambda _module, inputs, _output: captured.update(map=inputs[0]))
    model(x)
    hook.remove()
    return captured["map"]


def trunk(model):
    """Names and shapes of what belongs to the network without its classifier."""
    left_out = ("num_batches_tracked",)
    top = ("fc.", "_fc.", "classifier.")
    return {name: list(tensor.shape) for name, tensor in model.state_dict().items()
            if not name.endswith(left_out) and not name.startswith(top)}


# Networks whose tensors timm calls otherwise than torchvision, and some that it does not.
TIMM = {"mobilenet_v2": "mobilenetv2_100", "efficientnet_lite1": "tf_efficientnet_lite1", "resnet18": "resnet18",
        "vgg11_bn": "vgg11_bn"}


def timm_names():
    """All of it, with the classifier."""
    for name, theirs in TIMM.items():
        state = timm.create_model(theirs, pretrained=False).state_dict()
        yield name, [[key, list(tensor.shape)] for key, tensor in state.items()]


def unit(name, count):
    """(i · 2654435761 + crc32(name)) mod 2³², as a share of 2³², minus a half."""
    i = np.arange(count, dtype=np.uint64)
    value = (i * np.uint64(2654435761) + np.uint64(zlib.crc32(name.encode()))) & np.uint64(0xFFFFFFFF)
    return value.astype(np.float64) / 4294967296.0 - 0.5


def fill(name, shape, is_norm):
    u = unit(name, int(np.prod(shape)))
    leaf = name.rsplit(".", 1)[-1]
    if leaf == "running_var":
        value = 1 + np.abs(u)
    elif leaf in ("running_mean", "bias"):
        value = 0.2 * u
    elif is_norm:
        value = 1 + 0.2 * u
    else:
        value = u * 2 * np.sqrt(3.0 / np.prod(shape[1:]))
    return torch.tensor(value.astype(np.float32).reshape(shape))


def filled(name):
    model = build(name)
    norms = {name for name, module in model.named_modules() if isinstance(module, nn.BatchNorm2d)}
    state = {key: fill(key, shape, key.rsplit(".", 1)[0] in norms) for key, shape in trunk(model).items()}
    model.load_state_dict(state, strict=False)
    return model


def pictures(count, side):
    values = 2 * unit("input", count * 3 * side * side)
    return torch.tensor(values.astype(np.float32).reshape(count, 3, side, side))


def folded(model):
    """The same with every batch norm inside the convolution before it; they follow each other in all of these networks."""
    model = copy.deepcopy(model)
    layers = [(name, module) for name, module in model.named_modules() if isinstance(module, (nn.Conv2d, nn.BatchNorm2d))]
    for (conv_name, conv), (norm_name, norm) in zip(layers, layers[1:]):
        if isinstance(norm, nn.BatchNorm2d):
            model.set_submodule(conv_name, fuse_conv_bn_eval(conv, norm))
            model.set_submodule(norm_name, nn.Identity())
    return model


def training(name, size, rate):
    model = folded(filled(name))
    convs = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    parameters = [parameter for conv in convs for parameter in (conv.weight, conv.bias)]
    for parameter in parameters:
        parameter.requires_grad_(True)
    x = pictures(2, size).requires_grad_(True)
    optimizer, losses, first = torch.optim.SGD(parameters, lr=rate), [], None
    for _ in range(5):
        optimizer.zero_grad()
        features = maps(model, x).mean([2, 3])
        target = torch.tensor(unit("target", features.numel()).astype(np.float32).reshape(features.shape))
        loss = nn.functional.mse_loss(features, target)
        loss.backward()
        losses.append(loss.item())
        first = first or {"input": x.grad.norm().item(), "weights": [conv.weight.grad.norm().item() for conv in convs],
                          "bias": convs[0].bias.grad.tolist()}
        optimizer.step()
    return {"size": size, "rate": rate, "losses": losses} | first


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def table(name):
    model = build(name)
    shapes = trunk(model)
    macs = []
    count = lambda conv, _inputs, output: macs.append(output[0].numel() * conv.weight[0].numel())
    hooks = [module.register_forward_hook(count) for module in model.modules() if isinstance(module, nn.Conv2d)]
    with torch.no_grad():
        maps(model, torch.zeros(1, 3, SIZES.get(name, 224), SIZES.get(name, 224)))
    lines = sorted(f"{key} {shape}" for key, shape in shapes.items())
    trained = [shape for key, shape in shapes.items() if not key.endswith(("running_mean", "running_var"))]
    return {"tensors": len(shapes), "parameters": sum(int(np.prod(shape)) for shape in trained),
            "multiply_adds": sum(macs), "crc32": zlib.crc32("\n".join(lines).encode())}


if __name__ == "__main__":
    names = ["basic_cnn", *LITES, "mobilenet_v2_050", "mobilenet_v2", "mobilenet_v2_140", "inception_v3", *PLAIN]
    tables = ",\n".join(f' "{name}": {json.dumps(table(name))}' for name in names)
    (HERE / "tables.json").write_text(f"{{\n{tables}\n}}\n")
    lines = ",\n".join(f' "{name}": {json.dumps(names)}' for name, names in timm_names())
    (HERE / "timm.json").write_text(f"{{\n{lines}\n}}\n")
    golden = ["resnet18", "resnet50", "mobilenet_v2", "vgg16", "inception_v3"]
    with torch.no_grad():
        features = {name: maps(filled(name), pictures(1, SIZES.get(name, 224))).mean([2, 3])[0] for name in golden}
    save_file(features, HERE / "features.safetensors")
    cases = [("basic_cnn", 32, 0.5), ("efficientnet_lite0", 64, 0.1), ("mobilenet_v2_050", 64, 1.0), ("resnet18", 64, 0.01),
             ("resnet50", 64, 0.003), ("vgg11", 32, 1.0), ("vgg11_bn", 32, 0.1), ("inception_v3", 75, 1.0)]
    runs = {name: rounded(training(name, size, rate)) for name, size, rate in cases}
    for name, run in runs.items():
        print(name, run["losses"], run["input"], run["weights"][:3], run["weights"][-1])
    lines = ",\n".join(f' "{name}": {json.dumps(run)}' for name, run in runs.items())
    (HERE / "training.json").write_text(f"{{\n{lines}\n}}\n")
