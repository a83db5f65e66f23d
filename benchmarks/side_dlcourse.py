"""The measured networks and layers in the course's own NumPy code."""

import measured
import numpy as np

from dlcourse.lessons import compression, diffusion, optimizers
from dlcourse.nn import attention, cnn, lstm, regularization, rnn, training

OPTIMIZERS = {
    "SGD": training.SGD,
    "Momentum": lambda rate: training.SGD(rate, momentum=0.9),
    "Nesterov": lambda rate: training.SGD(rate, momentum=0.9, nesterov=True),
    "Adam": training.Adam,
    "AdamW": lambda rate: training.Adam(rate, weight_decay=0.01),
}


def build(case, dtype):
    """For each part of the case a function that does it once, and "numbers" for a comparison with other sides.

    "fresh" has, for a part that may use up what it is given, a function that makes its arguments while the clock stands
    still.
    """
    return {"network": _network, "layer": _layer, "loss": _loss, "optimizer": _optimizer}[case.kind](case, dtype)


def _made(kind, *sizes, dtype):
    rng = np.random.default_rng(0)
    if kind == "relu":
        return training.ReLU()
    if kind == "dense":
        return training.Dense(*sizes, rng, dtype=dtype)
    if kind == "batchnorm":
        return regularization.BatchNorm(*sizes, dtype=dtype)
    if kind == "conv":
        channels, filters, kernel, padding = sizes
        return cnn.Conv2d(channels, filters, kernel, rng, padding=padding, dtype=dtype)
    if kind == "batchnorm2d":
        return cnn.SpatialBatchNorm(*sizes, dtype=dtype)
    if kind in ("rnn", "lstm"):
        return {"rnn": rnn.RNN, "lstm": lstm.LSTM}[kind](*sizes[:2], rng, dtype=dtype)
    if kind == "layernorm":
        return attention.LayerNorm(*sizes, dtype=dtype)
    if kind == "heads":
        return attention.MultiHeadAttention(*sizes, rng, dtype=dtype)
    if kind in ("look", "think"):
        width, heads = (*sizes, 1)[:2]
        return dict(zip(("look", "think"), attention.block(width, heads, rng, dtype=dtype)))[kind]
    return {"maxpool": cnn.MaxPool2d, "flatten": cnn.Flatten}[kind](*sizes)


def _layers(case, dtype):
    """The layers, with the weights that all sides start from."""
    dtype = np.dtype(dtype)
    layers = [_made(*description, dtype=dtype) for description in case.layers]
    images = None
    for description, layer, numbers in zip(case.layers, layers, measured.weights(case, dtype)):
        for name, array in numbers.items():
            own = layer.parameters[name]
            if array.ndim == 4:
                images = len(array)
                array = array.transpose(2, 3, 1, 0).reshape(own.shape)  # (F, C, K, K) -> (K, K, C, F)
            elif description[0] == "dense" and name == "W" and images:
                side = int((len(array) / images) ** 0.5)  # rows as the image is flattened here: (H, W, C)
                array = array.reshape(images, side, side, -1).transpose(1, 2, 0, 3).reshape(own.shape)
            own[...] = array
    return layers


def to_here(X):
    """(N, C, H, W) -> (N, H, W, C)."""
    return np.ascontiguousarray(X.transpose(0, 2, 3, 1)) if X.ndim == 4 else X


def from_here(X):
    """(N, H, W, C) -> (N, C, H, W)."""
    return X.transpose(0, 3, 1, 2) if X.ndim == 4 else X


def _cross_entropy(network, case, dtype):
    X, y = measured.inputs(case, dtype)
    X = to_here(X)

    def forward():
        Z, caches = network.forward(X, training=True)
        return *training.softmax_cross_entropy(Z, y), caches

    return X, forward, lambda: network.loss_and_gradients(X, y)


def _together(network, forward):
    """The loss and all gradients, in one go."""

    def both():
        loss, dZ, caches = forward()
        return loss, network.backward(dZ, caches)

    return both


def _denoising(network, case, dtype):
    """The lesson's own loss: it mixes the examples with noise and asks the network."""
    x0, _ = measured.inputs(case, dtype)
    noise, kept, told = measured.denoising(case, dtype)
    steps, alpha_bar = np.arange(len(x0)), kept[:, 0]  # each example has a step of its own

    def forward():
        caches = []

        def found(x, t):
            out, cache = network.forward(np.concatenate([x, told[t]], axis=1), training=True)
            caches.extend(cache)
            return out

        given = {"t": steps, "network": found, "alpha_bar": alpha_bar, "target": "noise"}
        return *diffusion.denoising_loss(x0, noise, **given), caches

    return np.concatenate([x0, told], axis=1), forward, _together(network, forward)


def _distillation(network, case, dtype):
    X, y = measured.inputs(case, dtype)
    given = {"teacher": measured.teacher(case, dtype), "y": y, "temperature": measured.TEMPERATURE}

    def forward():
        Z, caches = network.forward(X, training=True)
        return *compression.distillation_loss(Z, share=measured.SHARE, **given), caches

    return X, forward, _together(network, forward)


LOSSES = {"cross-entropy": _cross_entropy, "denoising": _denoising, "distillation": _distillation}


def _network(case, dtype):
    network = training.Network(_layers(case, dtype))
    optimizer = OPTIMIZERS[case.optimizer](measured.RATES[case.optimizer])
    X, forward, loss_and_gradients = LOSSES[case.loss](network, case, dtype)

    _, dZ, caches = forward()

    def backward():
        return network.backward(dZ, caches)

    gradients = backward()

    def update():
        optimizer.step(network, gradients)

    def step():
        loss, gradients = loss_and_gradients()
        optimizer.step(network, gradients)
        return loss

    A, activations = X, X.nbytes
    for layer in network.layers:
        A, _ = layer.forward(A, True)
        activations += A.nbytes
    return {
        "forward": forward,
        "backward": backward,
        "update": update,
        "step": step,
        "numbers": step,
        "activations": activations,
    }


def _layer(case, dtype):
    [layer] = _layers(case, dtype)
    X = to_here(measured.inputs(case, dtype)[0])
    out = layer.forward(X, True)[0]
    d_out = to_here(measured.output_gradient(from_here(out).shape, dtype))
    backward = layer.parameter_gradients if case.first else layer.backward

    def both():
        out, cache = layer.forward(X, True)
        return out, backward(d_out, cache)

    def numbers():
        out, found = both()
        return [from_here(array) for array in (out, *(() if case.first else found[:1]))]

    return {
        "forward": lambda: layer.forward(X, True),
        "backward": lambda cache: backward(d_out, cache),
        "fresh": {"backward": lambda: layer.forward(X, True)[1:]},  # a backward pass may overwrite its cache
        "both": both,
        "numbers": numbers,
        "activations": X.nbytes + out.nbytes,
    }


def _loss(case, dtype):
    Z, y = measured.inputs(case, dtype)

    def both():
        return training.softmax_cross_entropy(Z, y)

    return {"both": both, "numbers": both}


def _optimizer(case, dtype):
    layers = _layers(case, dtype)
    gradients = measured.gradients(case, dtype)
    if case.optimizer in OPTIMIZERS:
        network, optimizer = training.Network(layers), OPTIMIZERS[case.optimizer](measured.RATES[case.optimizer])

        def update():
            optimizer.step(network, gradients)

        def parameters():
            return [array for each in network.parameters for array in each.values()]

    else:  # only as the function of lesson 05, one array at a time
        step = {"Adagrad": optimizers.adagrad_step, "RMSprop": optimizers.rmsprop_step}[case.optimizer]
        arrays = [array for layer in layers for array in layer.parameters.values()]
        found = [array for each in gradients for array in each.values()]
        states = [np.zeros_like(array) for array in arrays]

        def update():
            for number, (w, g, s) in enumerate(zip(arrays, found, states)):
                arrays[number], states[number] = step(
                    w=w, g=g, s=s, learning_rate=measured.RATES[case.optimizer], **_more(case.optimizer)
                )

        def parameters():
            return arrays

    def numbers():
        update()
        return list(parameters())

    return {"update": update, "numbers": numbers}


def _more(name):
    """Where the lesson's habits are not those of PyTorch."""
    return {"RMSprop": {"decay": 0.99}, "Adagrad": {"epsilon": 1e-10}}[name]
