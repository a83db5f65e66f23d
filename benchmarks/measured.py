"""What the speed benchmark measures: networks and layers, described for all sides, with the same numbers for each.

A layer is a tuple: ``("dense", inputs, outputs)``, ``("conv", channels, filters, kernel, padding)``, ``("relu",)``,
``("maxpool", size)``, ``("batchnorm", columns)``, ``("batchnorm2d", channels)``, ``("flatten",)``,
``("rnn", inputs, units)`` and ``("lstm", inputs, units)``, of which PyTorch has two forms: a loop over its cells, as
one writes it with autograd, and, marked by a third entry "fused", its own layer for sequences. ``("heads", width,
heads)`` is causal attention with several heads; ``("look", width, heads)`` and ``("think", width)`` are the halves of a
transformer's block, each with a ``("layernorm", width)`` before it and what comes in added. Images are
(N, C, H, W) here, and weights of convolutions (F, C, K, K); each side arranges them as it likes before the clock runs.

A network learns labels by cross-entropy, or by another of `LOSSES`: "denoising" mixes the examples with noise, tells
the network the step beside them, and asks for the noise; "distillation" asks for labels and for a teacher's scores.
"""

from dataclasses import dataclass

import numpy as np

RATES = {"SGD": 0.01, "Momentum": 0.01, "Nesterov": 0.01, "Adam": 0.001, "AdamW": 0.001}
RATES |= {"Adagrad": 0.01, "RMSprop": 0.001}
LOSSES = "cross-entropy", "denoising", "distillation"
STEP_FEATURES = 16  # numbers that tell a denoising network which step it is
TEMPERATURE, SHARE = 4.0, 0.9  # of distillation: how soft, and the teacher's part of the loss


def mlp(*sizes):
    """Dense layers with ReLU between them."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [("dense", inputs, outputs), ("relu",)]
    return tuple(layers[:-1])


LARGE_MLP = mlp(784, 256, 128, 10)
SMALL_CNN = (
    *(("conv", 1, 16, 3, 1), ("relu",), ("maxpool", 2)),
    *(("conv", 16, 32, 3, 1), ("relu",), ("maxpool", 2)),
    *(("flatten",), ("dense", 32 * 7 * 7, 10)),
)


def transformer(width, heads, steps):
    """Two blocks, and a dense layer on all that they put out."""
    block = (("look", width, heads), ("think", width))
    return (*block, *block, ("flatten",), ("dense", width * steps, 10))


@dataclass(frozen=True)
class Case:
    """One thing to measure: a network in training, one layer, the loss, or an optimizer.

    `targets` are the largest time(dlcourse) / time(torch) wanted, with one thread and with two, of the last of `parts`;
    `memory` is the most that the course may hold meanwhile, as a multiple of the activations.
    """

    name: str
    kind: str
    shape: tuple
    layers: tuple = ()
    optimizer: str | None = None
    targets: tuple = (1.2, 1.5)
    first: bool = False  # a first layer: nobody asks for the gradient of its input
    memory: float | None = None
    loss: str = "cross-entropy"  # of a network: one of LOSSES

    def target(self, threads):
        """The largest ratio wanted with so many threads."""
        return self.targets[0 if threads == 1 else 1]

    @property
    def parts(self):
        """What is measured of it, each by itself; the last is all of it together."""
        return {
            "network": ("forward", "backward", "update", "step"),
            "layer": ("forward", "backward", "both"),
            "loss": ("both",),
            "optimizer": ("update",),
        }[self.kind]


EVERY = Case.targets  # what holds where nothing else is said


def network(name, layers, shape, optimizer, targets=EVERY, **more):
    """A training step of a network."""
    return Case(f"{name}, {optimizer}", "network", shape, layers, optimizer, targets, **more)


def denoiser(name, width, shape):
    """A training step of a network with three hidden layers that finds the noise in its examples."""
    layers = mlp(shape[1] + STEP_FEATURES, width, width, width, shape[1])
    return network(f"denoiser of {name}, 3×{width}, N {shape[0]}", layers, shape, "Adam", loss="denoising")


def layer(name, description, shape, targets=EVERY, **more):
    """Forward and backward of one layer."""
    return Case(name, "layer", shape, (description,), None, targets, **more)


TINY, DENSE, CELLS = (0.25, 0.25), (0.9, 0.9), (0.9, 0.9)
FEW_CHANNELS, LOOKS = (1.0, 1.5), (1.5, 1.5)
LSTM_MEMORY = 4.0  # room for three gates of each output (two activations), the states and what is made of the gates
CASES = {
    case.name: case
    for case in [
        network("tiny MLP 2-16-2, N 32", mlp(2, 16, 2), (32, 2), "SGD", TINY),
        network("tiny MLP 2-16-2, N 32", mlp(2, 16, 2), (32, 2), "Adam", TINY),
        network("MLP 784-256-128-10, N 64", LARGE_MLP, (64, 784), "SGD", DENSE),
        network("MLP 784-256-128-10, N 64", LARGE_MLP, (64, 784), "Adam", DENSE),
        network("MLP 784-256-128-10, N 256", LARGE_MLP, (256, 784), "SGD", DENSE),
        network("MLP 784-256-128-10, N 256", LARGE_MLP, (256, 784), "Adam", DENSE),
        network("small CNN 28², N 64", SMALL_CNN, (64, 1, 28, 28), "SGD"),
        network("small CNN 28², N 64", SMALL_CNN, (64, 1, 28, 28), "Adam"),
        layer("conv 1→8, 5×5, 28², N 64", ("conv", 1, 8, 5, 0), (64, 1, 28, 28), FEW_CHANNELS),
        layer("conv 1→16, 3×3, 28², N 64", ("conv", 1, 16, 3, 1), (64, 1, 28, 28), FEW_CHANNELS),
        layer("conv 1→8, 5×5, 28², N 64, no dX", ("conv", 1, 8, 5, 0), (64, 1, 28, 28), first=True),
        layer("conv 1→16, 3×3, 28², N 64, no dX", ("conv", 1, 16, 3, 1), (64, 1, 28, 28), first=True),
        layer("conv 16→32, 3×3, 14², N 64", ("conv", 16, 32, 3, 1), (64, 16, 14, 14)),
        layer("conv 64→64, 3×3, 16², N 64", ("conv", 64, 64, 3, 1), (64, 64, 16, 16)),
        layer("max pooling 2×2, 16×28², N 64", ("maxpool", 2), (64, 16, 28, 28)),
        layer("batch normalisation, 256 columns, N 256", ("batchnorm", 256), (256, 256)),
        layer("batch normalisation, 16×28², N 64", ("batchnorm2d", 16), (64, 16, 28, 28)),
        layer("RNN 64→128, T 32, N 32, cells", ("rnn", 64, 128), (32, 32, 64), CELLS),
        layer("LSTM 64→128, T 32, N 32, cells", ("lstm", 64, 128), (32, 32, 64), CELLS, memory=LSTM_MEMORY),
        layer("RNN 64→128, T 32, N 32, fused", ("rnn", 64, 128, "fused"), (32, 32, 64)),
        layer("LSTM 64→128, T 32, N 32, fused", ("lstm", 64, 128, "fused"), (32, 32, 64), memory=LSTM_MEMORY),
        layer("layer normalisation, 64 columns, T 64, N 32", ("layernorm", 64), (32, 64, 64), LOOKS),
        layer("attention, 4 heads of 16, T 64, N 32", ("heads", 64, 4), (32, 64, 64), LOOKS),
        layer("attention, 4 heads of 32, T 128, N 16", ("heads", 128, 4), (16, 128, 128), LOOKS),
        network("transformer 2×32, 4 heads, T 16, N 32", transformer(32, 4, 16), (32, 16, 32), "Adam", LOOKS),
        network("transformer 2×64, 4 heads, T 64, N 32", transformer(64, 4, 64), (32, 64, 64), "Adam", LOOKS),
        network("transformer 2×128, 4 heads, T 128, N 16", transformer(128, 4, 128), (16, 128, 128), "Adam", LOOKS),
        denoiser("points", 128, (256, 2)),
        denoiser("digits", 256, (128, 64)),
        network("student 64-16-10 of a teacher, N 64", mlp(64, 16, 10), (64, 64), "Adam", loss="distillation"),
        Case("softmax and cross-entropy, 10 classes, N 256", "loss", (256, 10)),
        *(Case(f"{name}, 784-256-128-10", "optimizer", (1, 784), LARGE_MLP, name) for name in RATES),
    ]
}

# Beside other code in NumPy, from pictures in float32; what a peer does not have it leaves out.
PEERS = {
    name: CASES[name]
    for name in [
        "small CNN 28², N 64, SGD",
        "conv 1→8, 5×5, 28², N 64",
        "conv 16→32, 3×3, 14², N 64",
        "max pooling 2×2, 16×28², N 64",
    ]
}
PEERS_PARTS = {"layer": ("forward", "both"), "network": ("step",)}

# Beside the loops that a learner writes first: smaller, because these take their time.
LOOPS = {
    case.name: case
    for case in [
        network("MLP 64-32-10, N 32", mlp(64, 32, 10), (32, 64), "SGD"),
        layer("dense 64→32, N 32", ("dense", 64, 32), (32, 64)),
        layer("conv 1→8, 5×5, 28², N 2", ("conv", 1, 8, 5, 0), (2, 1, 28, 28)),
        layer("conv 16→32, 3×3, 14², N 2", ("conv", 16, 32, 3, 1), (2, 16, 14, 14)),
        layer("max pooling 2×2, 8×24², N 2", ("maxpool", 2), (2, 8, 24, 24)),
        Case("softmax and cross-entropy, 10 classes, N 32", "loss", (32, 10)),
    ]
}


def weights(case, dtype):
    """A list of dicts: for each layer its first parameters, W as (inputs, outputs) or (F, C, K, K).

    Recurrent layers have W_x (inputs, columns), W_h (units, columns) and b (columns,).
    """
    rng = np.random.default_rng(1)
    found = []
    for kind, *sizes in case.layers:
        if kind == "dense":
            inputs, outputs = sizes
            found.append({"W": rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs)), "b": np.zeros(outputs)})
        elif kind == "conv":
            channels, filters, kernel, _ = sizes
            spread = np.sqrt(2 / (channels * kernel * kernel))
            W = rng.normal(0, spread, (filters, channels, kernel, kernel))
            found.append({"W": W, "b": rng.normal(0, 0.1, filters)})
        elif kind.startswith("batchnorm") or kind == "layernorm":
            found.append(_normalisation(rng, sizes[0]))
        elif kind in ("heads", "look", "think"):
            found.append(_of_block(rng, kind, sizes[0]))
        elif kind in ("rnn", "lstm"):
            inputs, units, *_ = sizes
            columns = units * {"rnn": 1, "lstm": 4}[kind]  # input, forget, candidate, output
            shapes = {"W_x": (inputs, columns), "W_h": (units, columns), "b": (columns,)}
            found.append({name: rng.normal(0, units**-0.5, shape) for name, shape in shapes.items()})
        else:
            found.append({})
    return [{name: np.ascontiguousarray(array, dtype) for name, array in each.items()} for each in found]


def _normalisation(rng, width):
    return {"gamma": rng.normal(1, 0.1, width), "beta": rng.normal(0, 0.1, width)}


def _of_block(rng, kind, width):
    """The tables of the heads, or the parameters of half a block, by the number of the layer and by name."""
    if kind == "heads":
        return {name: rng.normal(0, width**-0.5, (width, width)) for name in ("W_q", "W_k", "W_v", "W_o")}
    first = {f"0.{name}": array for name, array in _normalisation(rng, width).items()}
    if kind == "look":
        return first | {f"1.{name}": array for name, array in _of_block(rng, "heads", width).items()}
    shapes = {"1.W": (width, 4 * width), "1.b": 4 * width, "3.W": (4 * width, width), "3.b": width}
    return first | {name: rng.normal(0, width**-0.5, shape) for name, shape in shapes.items()}


def inputs(case, dtype):
    """Numbers from a normal distribution, and labels for them."""
    rng = np.random.default_rng(0)
    return rng.normal(size=case.shape).astype(dtype), rng.integers(0, 10 if case.shape[1] > 2 else 2, case.shape[0])


def denoising(case, dtype):
    """(noise, kept, told): the noise of each example, what is left of its variance, and numbers that tell its step."""
    rng = np.random.default_rng(4)
    count = case.shape[0]
    found = rng.normal(size=case.shape), rng.uniform(0.01, 0.99, (count, 1)), rng.normal(size=(count, STEP_FEATURES))
    return [array.astype(dtype) for array in found]


def teacher(case, dtype):
    """A larger network's scores (N, 10) of the same examples."""
    return np.random.default_rng(5).normal(0, 3, (case.shape[0], 10)).astype(dtype)


def output_gradient(shape, dtype):
    """What comes back to a layer from the layers after it."""
    return np.random.default_rng(2).normal(size=shape).astype(dtype)


def gradients(case, dtype):
    """Gradients of all parameters, for an optimizer alone."""
    rng = np.random.default_rng(3)
    return [
        {name: rng.normal(0, 0.01, array.shape).astype(dtype) for name, array in each.items()}
        for each in weights(case, dtype)
    ]
