"""The explorer of lesson 16: the weights of a layer, the steps they are rounded to, and what is left of the network."""

import numpy as np
from matplotlib.ticker import MultipleLocator

from dlcourse.experiments import compression as trial
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.style import INK, NEGATIVE, POSITIVE, QUIET, SHARE, number
from dlcourse.lessons import compression as lesson

LAYERS = {"digits": "conv2.W", "rows": "look2.W_o"}  # whose weights are shown
BINS = 60


class _Steps(Explorer):
    def __init__(self, functions):
        self.functions, self.found = functions, {}
        self.task_of = {name: task for task, name in trial.networks.NAMES.items()}
        controls = {
            "network": choice("network", self.task_of),
            "bits": slider("bits of a weight", 4, 1, 8, 1),
            "steps": choice("steps", trial.bits.WAYS),
            "pruned": slider("% of the weights taken out", 0, 0, 90, 10),
        }
        super().__init__("the weights of a layer, and the steps they are rounded to", controls, size=(7.2, 3.5))

    def build(self):
        columns, counts, kept = self.figure.subplots(1, 3, width_ratios=[3, 1.3, 1.2])
        (self.rungs,) = columns.plot([], [], "_", color=NEGATIVE, ms=7)
        (self.dots,) = columns.plot([], [], "o", color=INK, ms=3, alpha=0.4, mew=0)
        (self.gone,) = columns.plot([], [], "x", color=QUIET, ms=3, mew=0.7)
        columns.set(xlabel="channel (−: steps, ×: taken out)", ylabel="weight")
        columns.xaxis.set_major_locator(MultipleLocator(5))
        columns.yaxis.set_major_locator(MultipleLocator(0.5))
        self.columns, self.counts = columns, counts
        (self.before,) = counts.step([], [], color=QUIET, lw=1.2)
        self.after = counts.barh(np.arange(BINS), np.zeros(BINS), color=POSITIVE)
        counts.set(xlabel="share", xticks=[], yticks=[])
        counts.set_title("Rounded")
        self.bars = kept.bar([0, 1], [0, 0], color=[POSITIVE, SHARE], ec=INK, lw=0.8)
        self.marks = [kept.text(place, 0, "", ha="center", va="bottom", size=9) for place in (0, 1)]
        kept.set(xticks=[0, 1], xticklabels=["right", "bytes"], ylim=(0, 112), yticks=[0, 50, 100])
        kept.set_yticklabels(["0 %", "50 %", "100 %"])
        kept.spines["left"].set_bounds(0, 100)
        kept.set_title("What is left")
        return [self.rungs, self.dots, self.gone, self.before, *self.after, *self.bars, *self.marks]

    def draw(self, network, bits, steps, pruned):
        task, axis = self.task_of[network], trial.bits.WAYS[steps]
        W = trial.networks.weights_of(trial.networks.trained(task))[LAYERS[task]]
        W = W.reshape(-1, W.shape[-1])
        self._scale(task, W)
        found, complaint = asked(self._made_small, task, bits, axis, pruned)
        for artist in (self.rungs, self.dots, self.gone, self.before, *self.after, *self.bars, *self.marks):
            artist.set_visible(not complaint)
        if complaint:
            return complaint
        self._show(W, *found["layer"])
        for bar, mark, height in zip(self.bars, self.marks, (found["right"], found["share"]), strict=True):
            bar.set_height(height)
            mark.set_text(f"{height:.0f} %")
            mark.set_y(height + 1)
        words = (
            f"{network}, {bits} bits a weight, steps for {'each channel' if axis is not None else 'the whole array'}, "
        )
        words += f"{pruned} % of the weights taken out: {number(found['right'], 1)} % right, where "
        words += f"{number(found['before'], 1)} % were as trained, in a file of {found['bytes']:,} bytes, "
        return words + f"{number(found['share'], 0)} % of the {found['of']:,} with 32 bits a weight."

    def _made_small(self, task, bits, axis, pruned):
        """What is left of a network: how much is right, how large its file is, and the layer that is shown."""
        key = task, bits, axis, pruned
        if key not in self.found:
            network = trial.networks.trained(task)
            before, size = trial.networks.right(task, network), trial.files.size_of(trial.networks.arrays_of(network))
            weights = trial.networks.weights_of(network)
            masks = lesson.prune_smallest(weights, fraction=pruned / 100) if pruned else None
            how = {"bits": bits, "axis": axis, "functions": self.functions}
            packed = trial.files.packed_size(network, masks=masks, **how)
            for name, W in weights.items():
                W *= masks[name] if masks else 1
            shown = weights[LAYERS[task]]
            stays = masks[LAYERS[task]] if masks else np.ones(shown.shape, bool)
            scale, zero_point = self.functions[0](shown, bits=bits, axis=axis)
            rungs = scale * (np.arange(2**bits).reshape(-1, *[1] * shown.ndim) - zero_point)
            rungs = np.broadcast_to(rungs, (2**bits, *[1] * (shown.ndim - 1), shown.shape[-1]))
            trial.bits.round_weights(network, bits, axis=axis, functions=self.functions)
            self.found[key] = {
                "before": before,
                "right": trial.networks.right(task, network),
                "bytes": packed,
                "of": size,
                "share": 100 * packed / size,
                "layer": tuple(part.reshape(-1, shown.shape[-1]) for part in (rungs, stays, shown)),
            }
        return self.found[key]

    def _scale(self, task, W):
        """Another network has other axes, which else stand still."""
        low, high = W.min() - 0.08 * np.ptp(W), W.max() + 0.08 * np.ptp(W)
        if self.columns.get_ylim() != (low, high):
            self.columns.set(xlim=(-0.7, W.shape[1] - 0.3), ylim=(low, high))
            self.columns.set_title(f"Layer {LAYERS[task]}")
            self.counts.set(ylim=(low, high), xlim=(0, 1.05))
            self.redraw_all(task)

    def _show(self, W, rungs, stays, back):
        self.rungs.set_data(np.tile(np.arange(rungs.shape[1]), len(rungs)), rungs.ravel())
        self.rungs.set_markeredgewidth(1.4 if len(rungs) <= 16 else 0.5)  # many would else cover all
        places = np.broadcast_to(np.arange(W.shape[1]), W.shape)
        self.dots.set_data(places[stays], W[stays])
        self.gone.set_data(places[~stays], W[~stays])
        edges = np.linspace(*self.columns.get_ylim(), BINS + 1)
        before, after = (np.histogram(numbers, edges)[0] for numbers in (W, back))
        middles, height = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
        self.before.set_data(before / max(before.max(), 1), middles)
        for bar, middle, count in zip(self.after, middles, after, strict=True):
            bar.set(y=middle - 0.4 * height, height=0.8 * height, width=count / max(after.max(), 1))


def steps(scale_and_zero_point=None, quantize=None, dequantize=None):
    """The weights of a layer with the steps they are rounded to, and how much of the network is left.

    Parameters
    ----------
    scale_and_zero_point, quantize, dequantize : function, optional
        The learner's own; those of the lesson if left out.

    Returns
    -------
    Explorer
        Its controls: `network`, `bits`, `steps` and `pruned`.
    """
    functions = (
        scale_and_zero_point or lesson.scale_and_zero_point,
        quantize or lesson.quantize,
        dequantize or lesson.dequantize,
    )
    return _Steps(functions)
