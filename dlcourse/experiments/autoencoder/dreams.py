"""A restricted Boltzmann machine that has seen handwritten digits, what it dreams, and how digit-like that is.

Its 64 visible units are the pixels of the course's digits: 1 where a pixel has more ink than half, else 0.
"""

import numpy as np

from dlcourse.data import datasets, networks
from dlcourse.lessons.forward import mlp_forward, softmax
from dlcourse.nn.training.budget import few

SIDE, CLASSES = 8, 10
HIDDEN, SPREAD, CHAINS, BATCH = 80, 0.05, 100, 100
EPOCHS, RATE, DECAY = 300, 0.2, 1e-4
RARE = 0.01  # a pixel that hardly ever has ink gets the bias of one that has so often


def ink(X):
    """Pixels as 0.0 and 1.0: 1 where there is more ink than half. X: array of any shape -> same shape."""
    return (np.asarray(X) > 0.5).astype(float)


def digit_patterns():
    """The digits in black and white, as training and test part: arrays (1297, 64) and (500, 64)."""
    X, _, X_test, _ = datasets.digits()
    return ink(X), ink(X_test)


def learn_digits(direction, rng, *, epochs=EPOCHS):
    """Teach a machine the digits with persistent chains and a rate that falls to 0.

    Parameters
    ----------
    direction : function
        As the learner's ``contrastive_divergence``.
    rng : numpy.random.Generator
    epochs : int

    Returns
    -------
    dict of str to array
        "W" (64, 80), "b" (80,) and "c" (64,).
    """
    V, _ = digit_patterns()
    often = V.mean(axis=0).clip(RARE, 1 - RARE)
    machine = {"W": rng.normal(0, SPREAD, size=(V.shape[1], HIDDEN)), "b": np.zeros(HIDDEN)}
    machine["c"] = np.log(often / (1 - often))
    chain = (rng.random((CHAINS, V.shape[1])) < 0.5).astype(float)
    batches = len(V) // BATCH
    updates = few(epochs * batches, 2)
    for update in range(updates):
        if update % batches == 0:
            order = rng.permutation(len(V))
        rows = order[BATCH * (update % batches) :][:BATCH]
        dW, db, dc, chain = direction(V[rows], **machine, rng=rng, chain=chain)
        rate = RATE * (1 - update / updates)
        ways = {"W": dW + DECAY * machine["W"], "b": db, "c": dc}
        machine = {name: array - rate * ways[name] for name, array in machine.items()}
    return machine


def noise(count, rng):
    """Patterns in which each pixel is ink with chance 1/2: array (count, 64)."""
    return (rng.random((count, SIDE * SIDE)) < 0.5).astype(float)


def drawn_by_class(count, rng):
    """Patterns without any machine: a digit is drawn, and each pixel by how often it has ink in that digit, alone.

    What belongs together, such as the pixels of one stroke, it does not know: array (count, 64).
    """
    X, y, _, _ = datasets.digits()
    often = np.stack([ink(X[y == digit]).mean(axis=0) for digit in range(CLASSES)])
    return (rng.random((count, SIDE * SIDE)) < often[rng.integers(CLASSES, size=count)]).astype(float)


def dreamt(gibbs_step, machine, V, steps, rng, *, held=None):
    """Where chains have come to after each of some numbers of steps.

    Parameters
    ----------
    gibbs_step : function
    machine : dict
    V : array (N, 64)
        Where they begin.
    steps : sequence of int
        Rising.
    rng : numpy.random.Generator
    held : array (64,) of booleans, optional
        Pixels that are set back to what they were in V after each step.

    Returns
    -------
    dict of int to array (N, 64)
    """
    found, start, done = {}, V, 0
    for wanted in steps:
        for _ in range(wanted - done):
            V, _ = gibbs_step(V, **machine, rng=rng)
            V = V if held is None else np.where(held, start, V)
        found[wanted], done = V, wanted
    return found


def reading(V):
    """What the course's network for digits reads: (array (N, 10) of probabilities)."""
    return softmax(mlp_forward(np.asarray(V, dtype=float), networks.digits_network()))


def nearest(V, others):
    """In how many pixels each pattern differs from the nearest of others: array (N,) of whole numbers."""
    return (V @ (1 - others).T + (1 - V) @ others.T).min(axis=1).round().astype(int)


def judged(V):
    """How digit-like patterns are, by measures that fail in different ways.

    Parameters
    ----------
    V : array (N, 64)

    Returns
    -------
    dict of str to number
        "sure": the network's mean probability of what it reads; "least" and "most": how often the rarest and the
        commonest digit is read, in percent; "nearest": the mean number of pixels that differ from the nearest training
        digit; "copies": the share in percent that differs in none.
    """
    seen, _ = digit_patterns()
    P, far = reading(V), nearest(V, seen)
    counts = 100 * np.bincount(P.argmax(axis=1), minlength=CLASSES) / len(V)
    return {
        "sure": float(P.max(axis=1).mean()),
        "least": float(counts.min()),
        "most": float(counts.max()),
        "nearest": float(far.mean()),
        "copies": float(100 * np.mean(far == 0)),
    }


def told(rows):
    """What :func:`judged` finds of several lots of patterns, as a table in plain text.

    Parameters
    ----------
    rows : dict of str to array (N, 64)

    Returns
    -------
    str
    """
    lines = [f"{'':26}  belief  each digit  pixels off  copies"]
    for name, V in rows.items():
        seen = judged(V)
        each = f"{seen['least']:.0f} to {seen['most']:.0f} %"
        lines.append(
            f"{name:26}  {100 * seen['sure']:4.0f} %  {each:>10}  {seen['nearest']:10.1f}  {seen['copies']:4.1f} %"
        )
    return "\n".join(lines)
