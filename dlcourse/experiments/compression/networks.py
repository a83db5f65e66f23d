"""The two networks that are made small: one reads digits wherever they lie, one goes on with rows that repeat."""

import functools

import numpy as np

from dlcourse.data import datasets, networks
from dlcourse.experiments.attention import induction
from dlcourse.experiments.cnn import as_pictures, small_cnn
from dlcourse.lessons.training import minibatches
from dlcourse.nn import training
from dlcourse.nn.training.budget import few

TASKS = ("digits", "rows")
NAMES = {"digits": "CNN (lesson 08)", "rows": "Attention (lesson 14)"}
STEPS, RATES = {"digits": 1230, "rows": 450}, {"digits": 0.012, "rows": 0.01}
TUNED_ON = 300  # training digits at the end, on which settings are chosen
PLACES = {"tuning": 2, "result": 4}  # at so many places each unseen digit is read
KINDS = {
    **{"Conv2d": "conv", "Dense": "dense", "Embedding": "signs", "Positions": "places", "Residual": "look"},
    "SpatialBatchNorm": "norm",
}


def untrained(task, seed):
    """A network before it learns: for "digits" lesson 08's CNN, for "rows" lesson 14's two layers of attention.

    Returns
    -------
    Network

    Examples
    --------
    >>> [untrained(task, 0).size for task in TASKS]
    [2698, 11776]
    """
    return small_cnn(np.random.default_rng(seed)) if task == "digits" else induction.attention_only(2, 1, seed)


def trained(task):
    """The network of seed 0 after its training, which comes with the course: a new one at each call."""
    return fill(untrained(task, 0), networks.small_network(task))


def learn(task, network, seed, *, steps=None, rate=None, through=None, data=None, watch=None):
    """Train a network on digits that are moved anew each time, or on fresh rows.

    Parameters
    ----------
    task : "digits" or "rows"
    network : Network
        Changed in place.
    seed : int
        Of the batches.
    steps : int, optional
        1,230 (30 epochs of the digits) or 450 if left out.
    rate : float, optional
        Of Adam; for digits it falls in a line to 0. 0.012 or 0.01 if left out.
    through : function, optional
        ``through(name, W) -> (used, back)``: what the network calculates with in place of a weight array, and a
        function that brings the gradient of it back to W. At the end the network holds what is used.
    data : tuple (array (N, 64), int array (N,)), optional
        The digits to learn from; the training part if left out.
    watch : function, optional
        ``watch(step, network)``, called before each step.

    Returns
    -------
    Network
        The same.
    """
    steps = few(steps or STEPS[task])
    rate = RATES[task] if rate is None else rate
    falling = (lambda step: rate * (1 - step / steps)) if task == "digits" else rate
    adam = training.Adam(falling, clip=None if task == "digits" else 1.0)
    batches = _digit_batches(data or digits("training"), seed, steps) if task == "digits" else _row_batches(seed, steps)
    weights = weights_of(network) if through else {}
    for step, (X, y) in enumerate(batches):
        if watch:
            watch(step, network)
        real = {name: W.copy() for name, W in weights.items()}
        back = {name: _use(W, *through(name, W)) for name, W in weights.items()}
        found = network.loss_and_gradients(X, y) if task == "digits" else network.sequence_gradients(X, y)
        for name, gradient in (arrays_of(network, found[1]) if through else {}).items():
            if name in back:
                weights[name][...] = real[name]
                gradient[...] = back[name](gradient)
        adam.step(network, found[1])
    for name, W in weights.items():
        _use(W, *through(name, W))
    return network


def _use(W, used, back):
    """Write what is used in W's place into it."""
    W[...] = used
    return back


def _digit_batches(data, seed, steps):
    rng, done = np.random.default_rng(seed), 0
    while done < steps:
        for batch in minibatches(as_pictures(data[0], 2, rng), data[1], 32, rng):
            if done < steps:
                yield batch
            done += 1


def _row_batches(seed, steps):
    rng = np.random.default_rng([7, seed])
    for _ in range(steps):
        rows, _ = induction.repeated_blocks(32, rng)
        yield rows[:, :-1], rows[:, 1:]


@functools.cache
def digits(part):
    """The digits "training", of which the last 300 are "tuning", and those of the "result": (array, int array)."""
    X, y, X_test, y_test = datasets.load("digits")
    if part == "training":
        return X, y
    return (X[-TUNED_ON:], y[-TUNED_ON:]) if part == "tuning" else (X_test, y_test)


@functools.cache
def pictures(part="result"):
    """Unseen digits, each at several places: (array (N, 12, 12, 1), int array (N,))."""
    X, y = digits(part)
    rng = np.random.default_rng({"tuning": 2001, "result": 2002}[part])
    times = PLACES[part]
    return np.concatenate([as_pictures(X, 2, rng) for _ in range(times)]), np.tile(y, times)


def right(task, network, part="result"):
    """The percent of unseen pictures that a network reads, or of the signs that can be known that it names.

    "tuning" asks for other pictures or rows, for choosing; who chooses by them must learn from the digits before them.
    """
    if task == "rows":
        return induction.share_known(network, part)
    return 100 * training.evaluate(network, *pictures(part))["accuracy"]


def arrays_of(network, arrays=None):
    """The arrays of a network by name, as "conv1.W" and "conv1.b": themselves, and no copies.

    Parameters
    ----------
    network : Network
    arrays : list of dict, optional
        What is named: its parameters if left out; gradients have the same order.

    Examples
    --------
    >>> list(arrays_of(untrained("digits", 0)))
    ['conv1.W', 'conv1.b', 'conv2.W', 'conv2.b', 'dense1.W', 'dense1.b']
    """
    found, counts = {}, {}
    for layer, parameters in zip(network.layers, arrays or network.parameters, strict=True):
        if layer.parameters:
            kind = KINDS[type(layer).__name__]
            counts[kind] = counts.get(kind, 0) + 1
            found |= {f"{kind}{counts[kind]}.{name.removeprefix('0.')}": parameters[name] for name in layer.parameters}
    return found


def weights_of(network):
    """Those arrays of a network that are made small: all of two axes or more, so no biases. Themselves, no copies.

    Examples
    --------
    >>> {name: W.shape for name, W in weights_of(untrained("digits", 0)).items()}
    {'conv1.W': (3, 3, 1, 8), 'conv2.W': (3, 3, 8, 16), 'dense1.W': (144, 10)}
    """
    return {name: array for name, array in arrays_of(network).items() if array.ndim > 1}


def fill(network, arrays):
    """Write arrays by name into a network, those that it has, and give it back."""
    own = arrays_of(network)
    for name, array in arrays.items():
        own[name][...] = array
    return network
