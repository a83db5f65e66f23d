"""Take the README's pictures anew: cells of the lessons in the real JupyterLab, as the browser test drives it.

    python scripts/screenshots.py [NAME...]

writes docs/images/lesson_*.png; a name is that of a notebook, as 04_backprop, or "site" for the web edition's map.
"""

import io
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import Notebook, browser, course  # noqa: E402
from web_edition import served  # noqa: E402

from dlcourse.site.build import build  # noqa: E402

STUB = "# Your code here.\n    raise NotImplementedError"


@dataclass
class Scene:
    """What a picture shows: cells of one lesson, in a window of some width."""

    shown: list
    before: list = field(default_factory=lambda: ["imports"])  # are run, but not in the picture
    written: dict = field(default_factory=dict)  # the body of an exercise, by cell
    keys: dict = field(default_factory=dict)  # pressed on the first slider, or on that of (number, key), by cell
    width: int = 960


SCENES = {
    "00_start_here": Scene(["explore-reader", "rescale"], written={"rescale": "return image / largest"}),
    "01_neuron": Scene(
        ["explore-boundary", "decision-boundary"],
        written={"decision-boundary": "return (w[0] * x1 + b) / w[1]"},
        keys={"explore-boundary": ["ArrowRight"] * 3},
    ),
    "02_forward": Scene(["explore-photo", "photo-map"], ["imports", "mlp-forward", "softmax"], width=1135),
    "03_losses": Scene(
        ["explore-surprise", "log-softmax"],
        written={
            "log-softmax": "P = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
            "    return np.log(P / P.sum(axis=1, keepdims=True) + 1e-12)"
        },
        keys={"explore-surprise": ["ArrowRight"] * 3},
    ),
    "04_backprop": Scene(
        ["explore-graph", "relu-backward"],
        written={"relu-backward": "return dH * (dH > 0)"},
        keys={"explore-graph": ["ArrowRight"] * 8},
    ),
    "05_optimizers": Scene(
        ["explore-descent", "momentum-step"],
        written={"momentum-step": "v = momentum * v + g\n    return w + learning_rate * v, v"},
    ),
    "06_training": Scene(
        ["explore-signal", "he-init"],
        written={"he-init": "return rng.normal(size=(inputs, outputs)) * np.sqrt(1 / inputs)"},
        keys={"explore-signal": ["ArrowLeft"] * 3},
    ),
    "07_regularization": Scene(
        ["explore-dropout", "dropout-backward"],
        written={"dropout-backward": "return d_out if mask is None else d_out * (mask > 0)"},
    ),
    "08_cnn": Scene(
        ["explore-sliding", "conv2d-window"],
        written={"conv2d-window": "return np.sum(window * kernel + bias)"},
        keys={"explore-sliding": ["ArrowRight"] * 3},
    ),
    "09_representations": Scene(
        ["levels-units", "levels-invariance"],
        written={"levels-invariance": "return 1 - H.var(axis=1).mean(axis=0) / H.var(axis=(0, 1))"},
        keys={"levels-units": ["ArrowRight"] * 3},
    ),
    "10_transfer": Scene(
        ["few-explore", "layers-mask"],
        ["imports", "few-split", "few-prototypes"],
        written={
            "layers-mask": 'of = {name: name.rpartition(".")[0] for name in parameters}\n'
            "    order = list(dict.fromkeys(of.values()))\n"
            "    return {name: order.index(of[name]) < layers for name in parameters}"
        },
        keys={"few-explore": ["ArrowRight"] * 2},
    ),
    "11_rnn": Scene(
        ["explore-hand", "embedding-backward"],
        written={
            "embedding-backward": "ids, E = cache\n    dE = np.zeros_like(E)\n    dE[ids] += d_out\n    return dE"
        },
        keys={"explore-hand": ["ArrowRight"] * 2},
    ),
    "12_lstm": Scene(
        ["explore-cell", "cell-update"],
        written={"cell-update": "return f * c + (1 - f) * g"},
        keys={"explore-cell": ["ArrowRight"] * 3},
    ),
    "13_autoencoder": Scene(
        ["guess-explore", "codes-draw"],
        ["imports", "guess-step"],
        written={"codes-draw": "spread = np.exp(log_variance)\n    return mean + spread * noise, spread * noise / 2"},
    ),
    "14_attention": Scene(
        ["look-explore", "look-attention"],
        written={
            "look-attention": "scores = Q @ K.swapaxes(-1, -2)\n"
            "    if mask is not None:\n        scores = np.where(mask, scores, -1e9)\n"
            "    A = np.exp(scores - scores.max(axis=-1, keepdims=True))\n"
            "    A = A / A.sum(axis=-1, keepdims=True)\n    return A @ V, (Q, K, V, A)"
        },
        keys={"look-explore": ["ArrowRight"] * 3},
    ),
    "15_diffusion": Scene(
        ["ink-explore", "fast-guidance"],
        ["imports", "ink-add", "ink-plan", "ink-ideal"],
        written={"fast-guidance": "return with_class + scale * (with_class - plain)"},
    ),
    "16_compression": Scene(
        ["bits-explore", "prune-smallest"],
        ["imports", "bits-scale", "bits-quantize", "bits-dequantize"],
        written={
            "prune-smallest": "masks = {}\n    for name, W in weights.items():\n"
            "        masks[name] = np.abs(W) >= np.quantile(np.abs(W), fraction)\n    return masks"
        },
    ),
    "17_vision": Scene(
        ["find-explore", "find-iou"],
        written={
            "find-iou": "low = np.maximum(A[:, None, :2], B[:, :2])\n    high = np.minimum(A[:, None, 2:], B[:, 2:])\n"
            "    shared = np.maximum(high - low, 0).prod(axis=2)\n"
            "    area = [(Z[:, 2:] - Z[:, :2]).prod(axis=1) for Z in (A, B)]\n"
            "    return shared / (area[0][:, None] + area[1])"
        },
        keys={"find-explore": ["ArrowLeft"] * 2},
    ),
    "18_speech": Scene(
        ["explore-vowel", "frames-exercise"],
        ["imports", "voice-resonator"],
        written={
            "frames-exercise": "starts = np.arange(0, len(signal) - length, hop)\n"
            "    return signal[starts[:, None] + np.arange(length)]"
        },
    ),
    "19_language": Scene(
        ["name-paint", "name-pieces"],
        written={
            "name-pieces": "sizes = range(shortest, longest + 1)\n"
            "    return [word[i : i + size] for size in sizes for i in range(len(word) - size + 1)]"
        },
    ),
    "20_games": Scene(
        ["play-explore", "play-epsilon"],
        written={
            "play-epsilon": "if rng.random() < epsilon:\n        return rng.integers(len(scores))\n"
            "    return scores.argmax()"
        },
    ),
    "21_driving": Scene(
        ["road-explore", "road-step"],
        written={
            "road-step": "offset, heading = positions.T\n    heading = heading + speed * steering + gusts\n"
            "    return np.stack([offset + speed * np.sin(heading), heading], axis=1)"
        },
        keys={"road-explore": ["ArrowRight"] * 3},
    ),
    "22_recommender": Scene(
        ["next-explore", "next-matrix"],
        written={"next-matrix": "X = np.zeros(shape, dtype=int)\n    np.add.at(X, (users, items), 1)\n    return X"},
    ),
    "23_medicine": Scene(
        ["cost-explore", "cost-bayes"],
        written={
            "cost-bayes": "ill = sensitivity * prevalence\n    return ill / (ill + specificity * (1 - prevalence))"
        },
    ),
    "24_finance": Scene(
        ["explore", "weighted_cross_entropy"],
        ["imports", "cost_of_decisions"],
        written={
            "weighted_cross_entropy": "w = np.where(labels == 1, weight, 1.0)\n"
            "    losses = np.logaddexp(0, logits) - labels * logits\n"
            "    slope = 1 / (1 + np.exp(-logits)) - labels\n"
            "    return np.sum(w * losses) / np.sum(w), w * slope / np.sum(w)"
        },
    ),
    "25_capstone": Scene(
        ["network-explore", "card-interval"],
        written={
            "card-interval": "p = right / count\n    half = z * np.sqrt(p * (1 - p) / count)\n"
            "    return p - half, p + half"
        },
        keys={"network-explore": [(1, "ArrowRight")] * 4 + [(3, "ArrowRight")] * 3 + [(4, "ArrowRight")] * 3},
    ),
}
SITE, MAP = "site", {"width": 960, "height": 640}
MOST = 200_000  # bytes of a picture
HEIGHT = 2000  # of the window: enough for all that is shown


def excerpt(path, cells, written):
    """Leave only some cells in a notebook, with answers written into them."""
    notebook = nbformat.read(path, 4)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") in cells]
    for cell in notebook.cells:
        if cell.id in written:
            cell.source = cell.source.replace(STUB, written[cell.id])
    nbformat.write(notebook, path)


def take(page, server, name):
    """The picture of one notebook's cells, as PNG bytes."""
    scene, path = SCENES[name], server.folder / f"{name}.ipynb"
    excerpt(path, [*scene.before, *scene.shown], scene.written)
    notebook = Notebook.open(page, server, path)
    if page.locator("#filebrowser").is_visible():
        page.keyboard.press("Control+b")
        page.locator("#filebrowser").wait_for(state="hidden")
    page.set_viewport_size({"width": scene.width, "height": HEIGHT})
    for cell_id in [*scene.before, *scene.shown]:
        output = notebook.run(cell_id)
        for pressed in scene.keys.get(cell_id, ()):
            number, key = (0, pressed) if isinstance(pressed, str) else pressed
            output.locator("input[type=range]").nth(number).press(key)
    notebook.wait_for_kernel()
    boxes = [notebook.cell(cell_id).bounding_box() for cell_id in scene.shown]
    left, top = boxes[0]["x"], boxes[0]["y"]
    height = boxes[-1]["y"] + boxes[-1]["height"] - top
    return page.screenshot(clip={"x": left, "y": top, "width": boxes[0]["width"], "height": height})


def take_map(folder):
    """The picture of the map on the first page of the web edition, as PNG bytes."""
    build(folder / SITE)
    with served(folder / SITE) as server, browser(server) as context:
        page = context.new_page()
        page.set_viewport_size(MAP)
        page.goto(f"{server.address}index.html")
        page.evaluate("""() => document.querySelector("#map").scrollIntoView({block: "start"})""")
        return page.screenshot()


def save(name, picture):
    """Write a picture to where the README finds it."""
    target = ROOT / "docs" / "images" / f"{name}.png"
    target.write_bytes(small(picture))
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


def small(picture):
    """The same picture in fewer bytes: with fewer colours only if it must be, since here a colour has a meaning."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for candidate in (image, image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)):
        stream = io.BytesIO()
        candidate.save(stream, format="png", optimize=True)
        if stream.tell() < MOST:
            return stream.getvalue()
    raise ValueError(f"the picture has {stream.tell()} bytes: at most {MOST} are wanted")


def main():
    """Take all pictures, or those that are named."""
    names = sys.argv[1:] or [*SCENES, SITE]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if SITE in names:
            save(SITE, take_map(folder))
        if lessons := [name for name in names if name != SITE]:
            with course(folder / "my-dlcourse", folder / "settings") as server, browser(server) as context:
                for name in lessons:
                    save(f"lesson_{name[:2]}", take(context.new_page(), server, name))


if __name__ == "__main__":
    main()
