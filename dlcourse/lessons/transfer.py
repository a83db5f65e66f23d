"""Lesson 10, transfer: what a network has learned for one task, taken along to the next.

Parameters are a dict from names to arrays, in the order of the layers: ``{"conv1.W": ..., "conv1.b": ...,
"head.W": ..., "head.b": ...}``. What stands before the last dot is the layer. The head is the last layer, which gives
the scores; the body is all before it, and what comes out of the body are the features, a table (N, D).

Sources
-------
split_parameters, replace_head: Yosinski et al. (2014), *How transferable are features in deep neural networks?*;
    Donahue et al. (2014), *DeCAF: a deep convolutional activation feature for generic visual recognition*.
extract_features: Ioffe and Szegedy (2015), *Batch normalization*, algorithm 2.
few_shot_split: Fei-Fei, Fergus and Perona (2006), *One-shot learning of object categories*.
prototype_scores: Snell, Swersky and Zemel (2017), *Prototypical networks for few-shot learning*, section 2.2.
freeze_mask: Yosinski et al. (2014), section 4.
fine_tune_step: Howard and Ruder (2018), *Universal language model fine-tuning for text classification*, section 3.2.
forgetting: Chaudhry et al. (2018), *Riemannian walk for incremental learning*, section 3.
"""

import numpy as np

from dlcourse.lessons.forward import dense
from dlcourse.lessons.neuron import relu
from dlcourse.lessons.regularization import batchnorm_forward
from dlcourse.lessons.training import he_init


def split_parameters(parameters, *, head):
    """The parameters of the body, which is taken along, and those of the head, which belongs to the old task.

    Formula: a parameter belongs to the head if what stands before the last dot of its name is in `head`
    parameters: dict of "LAYER.NAME" to array; head: tuple of str, the layers of the head
    -> (body, head), each a dict, in the order of `parameters`

    Raises ValueError if a layer of the head has no parameters here.

    >>> body, head = split_parameters({"fc1.W": 1.0, "fc10.W": 2.0, "fc10.b": 3.0}, head=("fc10",))
    >>> body, head
    ({'fc1.W': 1.0}, {'fc10.W': 2.0, 'fc10.b': 3.0})
    """
    layers = {name: name.rpartition(".")[0] for name in parameters}
    for layer in head:
        if layer not in layers.values():
            raise ValueError(f"head has {layer!r}: want layers out of {', '.join(dict.fromkeys(layers.values()))}")
    of_head = {name: array for name, array in parameters.items() if layers[name] in head}
    return {name: array for name, array in parameters.items() if name not in of_head}, of_head


def extract_features(X, body, *, epsilon=1e-5):
    """What the body of a trained network makes of each example, whatever else is in the batch.

    Formula: for each layer ``X W + b``, batch normalisation in evaluation mode, and a ReLU
    X: array (N, D); body: list of dicts of arrays, a layer each, with "W", "b", "gamma", "beta", "mean" and "variance",
    the last two as running statistics; epsilon: a number -> array (N, H), the features

    >>> layer = {"W": np.array([[2.0]]), "b": np.array([0.0]), "gamma": np.array([1.0]), "beta": np.array([0.5])}
    >>> layer |= {"mean": np.array([4.0]), "variance": np.array([4.0])}
    >>> extract_features(np.array([[1.0], [4.0]]), [layer]).round(3)  # (2 - 4) / 2 + 0.5 and (8 - 4) / 2 + 0.5
    array([[0. ],
           [2.5]])
    """
    for layer in body:
        Z = dense(X, layer["W"], layer["b"])  # (N, D) @ (D, H) + (H,) -> (N, H)
        running = layer["mean"], layer["variance"]
        Z, *_ = batchnorm_forward(Z, layer["gamma"], layer["beta"], running, training=False, epsilon=epsilon)
        X = relu(Z)
    return X


def few_shot_split(y, *, per_class, rng):
    """Draw the few labelled examples of a few-shot task, as many of each class, and the rest.

    Formula: of all n with ``y[n] = c``, `per_class` are drawn, each as likely as the others; so for each class c
    y: int array (N,), the labels; per_class: a whole number; rng: numpy.random.Generator
    -> (few, rest), each an int array, positions in y: few without repetition, class by class in rising order of the
    classes, rest all others, rising

    Raises ValueError if a class has fewer than `per_class` examples.

    >>> y = np.array([7, 3, 7, 3, 7])
    >>> few, rest = few_shot_split(y, per_class=2, rng=np.random.default_rng(0))
    >>> y[few], y[rest]
    (array([3, 3, 7, 7]), array([7]))
    """
    classes, counts = np.unique(y, return_counts=True)
    if counts.min() < per_class:
        raise ValueError(f"class {classes[counts.argmin()]} has {counts.min()} examples: want {per_class} or more")
    few = np.concatenate([rng.choice(np.flatnonzero(y == c), size=per_class, replace=False) for c in classes])
    return few, np.setdiff1d(np.arange(len(y)), few)


def prototype_scores(F, *, few, labels, classes):
    """Score each example by how near it lies to the mean of the few examples of each class.

    Formula: ``scores[n, c] = -|F[n] - prototype[c]|^2``, ``prototype[c]`` the mean of the few features labelled c
    F: array (N, D), features; few: array (M, D), features of the labelled examples; labels: int array (M,); classes: a
    whole number -> array (N, classes), -inf for a class without an example

    >>> few, labels = np.array([[0.0, 0.0], [2.0, 0.0], [5.0, 5.0]]), np.array([0, 0, 1])
    >>> prototype_scores(np.array([[1.0, 2.0]]), few=few, labels=labels, classes=3)  # prototypes (1, 0) and (5, 5)
    array([[ -4., -25., -inf]])
    """
    scores = np.full((len(F), classes), -np.inf, F.dtype)
    for c in np.unique(labels):
        scores[:, c] = -((F - few[labels == c].mean(axis=0)) ** 2).sum(axis=1)
    return scores


def replace_head(parameters, *, head, classes, rng, scale=1.0):
    """The parameters with a new head for another number of classes, as yet untrained.

    Formula: the new weights are those of :func:`training.he_init`, times `scale`; the new biases are 0
    parameters: dict of "LAYER.NAME" to array; head: str, the layer to replace; classes: a whole number, how many the
    new head tells apart; rng: numpy.random.Generator; scale: a number -> dict of the same names to new arrays

    >>> old = {"fc.W": np.ones((2, 3)), "head.W": np.ones((3, 5)), "head.b": np.ones(5)}
    >>> new = replace_head(old, head="head", classes=2, rng=np.random.default_rng(0))
    >>> {name: array.shape for name, array in new.items()}, new["head.b"], new["fc.W"] is old["fc.W"]
    ({'fc.W': (2, 3), 'head.W': (3, 2), 'head.b': (2,)}, array([0., 0.]), False)
    """
    W = parameters[f"{head}.W"]
    fresh = {
        f"{head}.W": scale * he_init(len(W), classes, rng).astype(W.dtype),
        f"{head}.b": np.zeros(classes, W.dtype),
    }
    return {name: fresh.get(name, array).copy() for name, array in parameters.items()}


def freeze_mask(parameters, *, layers):
    """Which parameters may learn, when the first layers are frozen.

    Formula: True where ``place >= layers``, with the place, from 0, of the parameter's layer in the order of the layers
    parameters: dict of "LAYER.NAME" to array, in the order of the layers; layers: a whole number, how many are frozen
    -> dict of the same names to True (learns) or False (frozen)

    >>> freeze_mask({"conv1.W": 1.0, "conv1.b": 2.0, "head.W": 3.0}, layers=1)
    {'conv1.W': False, 'conv1.b': False, 'head.W': True}
    """
    order = list(dict.fromkeys(name.rpartition(".")[0] for name in parameters))
    return {name: order.index(name.rpartition(".")[0]) >= layers for name in parameters}


def fine_tune_step(parameters, gradients, *, learning_rate, body_factor, mask, head):
    """One step of gradient descent with a smaller rate for the body, and none for what is frozen.

    Formula: ``p - learning_rate g`` for the head, ``p - learning_rate body_factor g`` for the body, p where frozen
    parameters, gradients: dicts of "LAYER.NAME" to array; learning_rate, body_factor: numbers; mask: dict of the same
    names to bool, False for what is frozen; head: str, the layer that is the head
    -> dict of the same names to new arrays

    >>> parameters = {"fc.W": np.array([1.0]), "head.W": np.array([1.0]), "head.b": np.array([1.0])}
    >>> mask = {"fc.W": True, "head.W": True, "head.b": False}
    >>> fine_tune_step(parameters, parameters, learning_rate=0.5, body_factor=0.1, mask=mask, head="head")
    {'fc.W': array([0.95]), 'head.W': array([0.5]), 'head.b': array([1.])}
    """
    moved = {}
    for name, array in parameters.items():
        rate = learning_rate * (1 if name.rpartition(".")[0] == head else body_factor)
        moved[name] = array - rate * mask[name] * gradients[name]
    return moved


def forgetting(accuracies):
    """How much of the earlier tasks is lost at the end: the mean, over them, of the best accuracy minus the last.

    Formula: ``mean over j < T - 1 of (max over j <= i < T - 1 of accuracies[i, j]) - accuracies[T - 1, j]``
    accuracies: array (T, T), at [i, j] that on task j after learning tasks 0 to i in turn, with T at least 2
    -> a number, below 0 if they gained

    Raises ValueError if there are fewer than two tasks.

    >>> print(round(forgetting(np.array([[0.9, 0.1], [0.3, 0.8]])), 3))  # 0.9 - 0.3
    0.6
    """
    T = len(accuracies)
    if T < 2:
        raise ValueError(f"accuracies has {T} tasks: want two or more, as one alone forgets nothing")
    lost = [accuracies[j : T - 1, j].max() - accuracies[T - 1, j] for j in range(T - 1)]
    return float(np.mean(lost))
