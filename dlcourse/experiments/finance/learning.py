"""Scores of payments: by a line or a network that learns from labels, and by an autoencoder that needs none."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.autoencoder.reconstruction import Tied, squared_error
from dlcourse.lessons import autoencoder, finance
from dlcourse.nn.training import Adam, Network, mlp, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

STEPS, BATCH = 600, 500
HIDDEN = {"line": (), "network": (32,)}  # a line is logistic regression
CODE = 3  # numbers of the autoencoder's code


def learn(payments, *, side="network", weight=1.0, rate=0.1, seed=0, loss=finance.weighted_cross_entropy):
    """Learn from labels to score payments.

    Parameters
    ----------
    payments : Payments
        To learn from.
    side : str
        "line", which is logistic regression, or "network", with 32 hidden units.
    weight : float
        How many times a fraud counts in the loss.
    rate : float
        Of Adam; it falls to 0.
    seed : int
        Draws the first weights, and the batches.
    loss : function
        ``loss(logits, labels, weight=...) -> (loss, gradient)``, perhaps the learner's.

    Returns
    -------
    function
        ``scores(payments) -> array (N,)``: the logits.
    """
    rng, X, labels = np.random.default_rng(seed), payments.X, payments.labels
    network = mlp([X.shape[1], *HIDDEN[side], 1], rng)
    calculate = at_pace(loss, finance.weighted_cross_entropy)

    def column(Z, y):
        value, gradient = calculate(Z[:, 0], y, weight=weight)
        return value, np.asarray(gradient).reshape(-1, 1)

    _train(network, X, labels, rate, rng, column)
    return lambda new: network.outputs(new.X)[:, 0]


@dataclass(frozen=True, eq=False)
class Rebuilder:
    """An autoencoder that has seen payments and no labels.

    Parameters
    ----------
    parameters : dict of str to array
        W, b and c, as of ``autoencoder.autoencoder_forward``.
    mean : array (D,)
        Of the payments it has seen: taken off first.
    usual : array (D,)
        The mean squared error of each column on them.
    """

    parameters: dict
    mean: np.ndarray
    usual: np.ndarray

    @classmethod
    def of_the_mean(cls, payments):
        """One that rebuilds every payment as the mean of some: it has learned nothing else."""
        X = payments.X
        nothing = {"W": np.zeros((X.shape[1], 1)), "b": np.zeros(1), "c": np.zeros(X.shape[1])}
        return cls(nothing, X.mean(axis=0), X.var(axis=0))

    def rebuilt(self, payments, forward=autoencoder.autoencoder_forward):
        """What comes back: array (N, D), by the learner's forward pass or the course's."""
        return forward(payments.X - self.mean, **self.parameters)[0] + self.mean

    def scores(self, payments, score=finance.anomaly_score, forward=autoencoder.autoencoder_forward):
        """array (N,): how badly each payment is rebuilt."""
        return score(payments.X, self.rebuilt(payments, forward), usual=self.usual)


def learn_to_rebuild(payments, *, rate=0.003, seed=0):
    """Let lesson 13's tied autoencoder rebuild payments through a narrow code.

    Parameters
    ----------
    payments : Payments
        Their labels are not looked at.
    rate : float
    seed : int

    Returns
    -------
    Rebuilder
    """
    rng, mean = np.random.default_rng(seed), payments.X.mean(axis=0)
    X = payments.X - mean
    passes = autoencoder.autoencoder_forward, autoencoder.autoencoder_backward
    network = Network([Tied(*passes, X.shape[1], CODE, rng)])
    _train(network, X, X, rate, rng, squared_error)
    usual = ((network.outputs(X) - X) ** 2).mean(axis=0)
    return Rebuilder(network.parameters[0], mean, usual)


def _train(network, X, targets, rate, rng, loss):
    chosen = (rng.integers(len(X), size=BATCH) for _ in range(few(STEPS)))
    batches = ((X[rows], targets[rows]) for rows in chosen)
    for _ in training_steps(network, batches, Adam(lambda t: rate * (1 - t / STEPS)), loss=loss):
        pass
