"""A variational autoencoder of digits: bell curves for codes, two terms of a loss, and the course's own layers.

The reconstruction term is that of a Gaussian: half the squared error of a picture, over the square of `SPREAD`. (Pixels
are grey, from 0 to 1 in steps of 1/16, and not black or white.) The spread is that of the error per pixel that a code
of two numbers leaves, about 0.2; to choose another one is the same as to choose another weight of the other term.
"""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons.autoencoder import gaussian_kl, reparameterize
from dlcourse.nn.training import Adam, mlp, named_parameters, set_parameters
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

SPREAD = 0.2  # of a pixel around what the decoder says
HIDDEN, BATCH, EPOCHS, RATE = 64, 64, 100, 0.01
STORED_WEIGHT = 3.0  # of the KL term of the network that comes with the course
CALM = 0.1  # of the first weights that make the log variances: bell curves of a spread near 1
LAYERS = ("hidden", "out")  # of the encoder and of the decoder


class Variational:
    """An encoder that gives each picture a bell curve of codes, and a decoder that makes pictures of codes.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    code : int
        How many numbers a code has.
    functions : tuple of function
        As ``reparameterize`` and ``gaussian_kl`` of :mod:`dlcourse.lessons.autoencoder`.
    plain : bool
        Without bell curves: an ordinary autoencoder of the same layers, whose code is the mean.
    hidden : int
        Neurons of the hidden layer, in the encoder as in the decoder.
    """

    def __init__(self, rng, *, code=2, functions=(reparameterize, gaussian_kl), plain=False, hidden=HIDDEN):
        self.encoder, self.decoder = mlp([64, hidden, 2 * code], rng), mlp([code, hidden, 64], rng)
        self.encoder.layers[-1].parameters["W"][:, code:] *= CALM
        self.code, self.plain = code, plain
        self.draw, self.kl = map(at_pace, functions, (reparameterize, gaussian_kl))

    def bells(self, X):
        """Means and log variances of the codes of pictures (N, 64): two arrays (N, code)."""
        out = self.encoder.outputs(X)
        return out[:, : self.code], out[:, self.code :]

    def decode(self, Z):
        """Pictures (N, 64) of codes (N, code), as the decoder makes them: some numbers lie outside of 0 and 1."""
        return self.decoder.outputs(np.asarray(Z, dtype=float))

    def terms(self, X, noise, weight=1.0):
        """Both terms of the loss and all gradients of ``reconstruction + weight * kl``.

        Parameters
        ----------
        X : array (N, 64)
        noise : array (N, code)
            Drawn from a normal distribution of mean 0 and variance 1.
        weight : float

        Returns
        -------
        tuple (float, float, list of dict, list of dict)
            The reconstruction term and the KL term, both a mean over the pictures, and the gradients of the encoder's
            and of the decoder's parameters.
        """
        out, seen = self.encoder.forward(X, training=True)
        mean, log_variance = out[:, : self.code], out[:, self.code :]
        if self.plain:
            Z, slope, kl, d_mean, d_log_variance = mean, np.zeros_like(mean), 0.0, 0.0, 0.0
        else:
            Z, slope = self.draw(mean, log_variance=log_variance, noise=noise)
            kl, d_mean, d_log_variance = self.kl(mean, log_variance=log_variance)
        X_hat, made = self.decoder.forward(Z, training=True)
        dX_hat = (X_hat - X) / SPREAD**2 / len(X)
        error = np.sum((X_hat - X) ** 2) / 2 / SPREAD**2 / len(X)
        dZ = self.decoder.input_gradient(dX_hat, made)
        d_out = np.concatenate([dZ + weight * d_mean, dZ * slope + weight * d_log_variance], axis=1)
        return error, kl, self.encoder.backward(d_out, seen), self.decoder.backward(dX_hat, made)


def trained(
    seed, *, weight=1.0, code=2, functions=(reparameterize, gaussian_kl), plain=False, rate=RATE, epochs=EPOCHS
):
    """Train on the training digits with Adam, whose rate falls along a cosine.

    Parameters
    ----------
    seed : int
        Draws weights, order and noise.
    weight : float
        Of the KL term.
    code, functions, plain
        As of :class:`Variational`.
    rate : float
    epochs : int

    Returns
    -------
    tuple (Variational, array (epochs, 2))
        The network; and by epoch the means of both terms, in nats a picture.
    """
    X, rng = datasets.digits()[0], np.random.default_rng(seed)
    model = Variational(rng, code=code, functions=functions, plain=plain)
    starts = range(0, len(X) - BATCH + 1, BATCH)
    total, history = epochs * len(starts), []

    def falling(step):
        return rate * (1 + np.cos(np.pi * step / total)) / 2

    optimizers = Adam(falling), Adam(falling)
    for _ in range(few(epochs)):
        order, sums = rng.permutation(len(X)), []
        for start in starts[: few(len(starts))]:
            rows = order[start : start + BATCH]
            *terms, encoder, decoder = model.terms(X[rows], rng.normal(size=(BATCH, code)), weight)
            for optimizer, network, gradients in zip(
                optimizers, (model.encoder, model.decoder), (encoder, decoder), strict=True
            ):
                optimizer.step(network, gradients)
            sums.append(terms)
        history.append(np.mean(sums, axis=0))
    return model, np.array(history)


@cache
def stored_network():
    """The network with a code of two numbers that comes with the course: a :class:`Variational`."""
    model, stored = Variational(np.random.default_rng(0)), datasets.codes_network()
    for part, network in (("encoder", model.encoder), ("decoder", model.decoder)):
        set_parameters(network, LAYERS, {name: stored[f"{part}.{name}"] for name in named_parameters(network, LAYERS)})
    return model


def all_parameters(model):
    """The parameters of encoder and decoder: "PART.LAYER.NAME" to array, the model's own."""
    return {
        f"{part}.{name}": array
        for part, network in (("encoder", model.encoder), ("decoder", model.decoder))
        for name, array in named_parameters(network, LAYERS).items()
    }


def four_slopes(draw=reparameterize, *, step=1e-3, times=2000, picture=0, seed=0):
    """How the reconstruction term of one picture answers to the first log variance of its code, in four ways.

    Parameters
    ----------
    draw : function
        As the learner's ``reparameterize``.
    step : float
        To each side, of a central difference.
    times : int
        Draws of the code.
    picture : int
        Its place among the test digits.
    seed : int

    Returns
    -------
    dict of str to array (times,)
        "through the draw", as `draw` gives it; "difference, noise held" and "difference, drawn anew"; and "by chances":
        the term, less its mean, times the slope of the logarithm of the chance of what was drawn (Williams, 1992).
    """
    model, X = stored_network(), datasets.digits()[2][picture][None]
    rng, times = np.random.default_rng(seed), few(times)
    mean, log_variance = (np.repeat(part, times, axis=0) for part in model.bells(X))
    noise, anew = rng.normal(size=(2, times, model.code))
    first = np.eye(model.code)[0]

    def pictures(moved, drawn):
        Z, slope = draw(mean, log_variance=log_variance + moved * first, noise=drawn)
        X_hat, cache = model.decoder.forward(Z)
        return np.sum((X_hat - X) ** 2, axis=1) / 2 / SPREAD**2, X_hat, slope, cache

    term, X_hat, slope, cache = pictures(0.0, noise)
    dZ = model.decoder.input_gradient((X_hat - X) / SPREAD**2, cache)
    above, below, other = (pictures(*end)[0] for end in ((step, noise), (-step, noise), (-step, anew)))
    return {
        "through the draw": (dZ * slope)[:, 0],
        "difference, noise held": (above - below) / (2 * step),
        "difference, drawn anew": (above - other) / (2 * step),
        "by chances": (term - term.mean()) * (noise[:, 0] ** 2 - 1) / 2,
    }


def interpolated(model, first, last, count):
    """Pictures on the straight way between the codes of two: (count, 64), both ends included."""
    ends, _ = model.bells(np.stack([first, last]))
    return model.decode(np.linspace(*ends, count))
