"""Makes curves.json: which of given losses fastai's lr_find records, and the learning rate that it suggests.

Needs numpy, torch, and fastai's files (pip install --no-deps fastai): `valley` is fastai's own, taken out of its source, since
importing fastai takes all that it depends on. The loop around it and the smoothing are rewritten after `lr_find`,
`LRFinder` and `AvgSmoothLoss`.  Run: python make.py
"""
import ast, importlib.util, json, pathlib
import numpy as np, torch

START, END = 1e-7, 10
BETA = 0.98


def fastai_valley():
    folder = pathlib.Path(importlib.util.find_spec("fastai").submodule_search_locations[0])
    tree = ast.parse((folder / "callback" / "schedule.py").read_text())
    [function] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "valley"]
    scope = {}
    exec(compile(ast.Module([function], []), "schedule.py", "exec"), scope)
    return scope["valley"]


def lr_find(raw, steps):
    value, lowest, rates, losses = torch.tensor(0.0, dtype=torch.float64), float("inf"), [], []
    for step, loss in enumerate(raw):
        value = torch.lerp(torch.tensor(loss, dtype=torch.float64), value, BETA)
        smooth = (value / (1 - BETA ** (step + 1))).item()
        rates.append(START * (END / START) ** (step / steps))
        losses.append(smooth)
        lowest = min(lowest, smooth)
        if smooth > 4 * lowest:
            break
    suggestion, _ = fastai_valley()(rates[steps // 10 : -5], losses[steps // 10 : -5], steps)
    return {"steps": steps, "raw": raw, "smooth": [round(loss, 9) for loss in losses], "suggestion": suggestion}


def curve(steps, seed, noise, fall, explosion):
    """Level, falling from `fall` on, exploding from `explosion` on: shares of the way."""
    rng, share = np.random.default_rng(seed), np.arange(steps) / steps
    level = 1.5 - 1.1 / (1 + np.exp(-25 * (share - fall))) + np.exp(np.minimum(60 * (share - explosion), 12))
    return [round(float(loss), 6) for loss in level * (1 + noise * rng.standard_normal(steps))]


if __name__ == "__main__":
    cases = {
        "textbook": lr_find(curve(100, 1, 0.02, 0.5, 0.8), 100),
        "noisy": lr_find(curve(100, 2, 0.3, 0.45, 0.75), 100),
        "early": lr_find(curve(100, 3, 0.05, 0.2, 0.5), 100),
        "neverExplodes": lr_find(curve(100, 4, 0.1, 0.6, 2.0), 100),
        "short": lr_find(curve(40, 5, 0.1, 0.5, 0.8), 40),
    }
    (pathlib.Path(__file__).parent / "curves.json").write_text(json.dumps(cases) + "\n")
