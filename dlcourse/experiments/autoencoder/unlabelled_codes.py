"""Codes that are learned without labels, and taken along as the hidden layer of a network that names digits."""

from types import SimpleNamespace

import numpy as np

from dlcourse.lessons import autoencoder
from dlcourse.lessons.neuron import sigmoid
from dlcourse.nn.training import Adam, training_steps
from dlcourse.nn.training.budget import few

STEPS, BATCH = 2000, 64
RATES = {"plain": 0.003, "denoising": 0.003, "sparse": 0.003, "rbm": 0.01}  # of Adam
SPREAD = 0.1  # of the first weights
ERASED = 32  # of 64 pixels, before a denoising autoencoder sees a picture
ACTIVE, WEIGHT = 0.1, 0.3  # of a sparse code: the share of examples that a unit is active in, and what that counts
SMOOTH = 0.01  # ink that no pixel of the machine's begins without, nor ends with: its first bias stays finite


def learned_code(kind, X, rng, *, hidden=64, steps=STEPS, functions=autoencoder):
    """What is learned of examples without their labels.

    Parameters
    ----------
    kind : str
        "plain", "denoising" or "sparse", an autoencoder with a tied table of weights; or "rbm", a restricted Boltzmann
        machine, which is shown pictures whose pixels are 1 as often as they have ink.
    X : array (N, D)
        Between 0 and 1.
    rng : numpy.random.Generator
        Draws the first weights, the batches, and all that is drawn in a step.
    hidden, steps : int
    functions : module or object
        With the functions of :mod:`dlcourse.lessons.autoencoder`, perhaps the learner's: of an autoencoder
        ``autoencoder_forward``, ``autoencoder_backward``, ``corrupt`` and ``sparsity_penalty``, of the machine
        ``contrastive_divergence``.

    Returns
    -------
    dict of str to array
        "W" (D, hidden), "b" (hidden,) and "c" (D,).
    """
    ink = X.mean(axis=0)
    parameters = {"W": SPREAD * rng.normal(size=(X.shape[1], hidden)), "b": np.zeros(hidden), "c": ink}
    if kind == "rbm":
        parameters["c"] = np.log((ink + SMOOTH) / (1 + SMOOTH - ink))

    def gradients(batch):
        found = _dream if kind == "rbm" else _rebuild
        return 0.0, [dict(zip(("W", "b", "c"), found(kind, batch, parameters, rng, functions), strict=True))]

    batches = ((X[rng.integers(len(X), size=BATCH)],) for _ in range(few(steps)))
    for _ in training_steps(SimpleNamespace(parameters=[parameters]), batches, Adam(RATES[kind]), gradients=gradients):
        pass
    return parameters


def _dream(_, batch, parameters, rng, functions):
    """The gradients of a restricted Boltzmann machine."""
    seen = (rng.random(batch.shape) < batch).astype(float)
    return functions.contrastive_divergence(seen, **parameters, rng=rng)[:3]


def _rebuild(kind, batch, parameters, rng, functions):
    """The gradients of an autoencoder: of half the squared error of each example, on average."""
    shown = functions.corrupt(batch, count=ERASED, rng=rng) if kind == "denoising" else batch
    rebuilt, cache = functions.autoencoder_forward(shown, **parameters)
    pull = 0.0
    if kind == "sparse":
        pull = WEIGHT * functions.sparsity_penalty(cache[1], target=ACTIVE)[1]
    return functions.autoencoder_backward((rebuilt - batch) / len(batch), cache, dH=pull)


def code_of(X, parameters):
    """The code of examples: array (N, hidden), between 0 and 1."""
    return sigmoid(X @ parameters["W"] + parameters["b"])
