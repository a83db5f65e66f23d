"""Diffusion, flow matching and the variational autoencoder of lesson 13: as large, and trained as long."""

from functools import partial

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.reconstruction import digit_parts
from dlcourse.experiments.autoencoder.variational import Variational
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.diffusion import digits, judged, sampled, sceptic
from dlcourse.lessons import diffusion
from dlcourse.nn.training import Adam, Layer, mlp
from dlcourse.nn.training.budget import few

SAMPLES = 500
TRAINING = 1500  # steps of each side, with batches of 128
GENERATORS, BY_STEPS = "diffusion_generators.json", "diffusion_steps.json"
TUNING, SEEDS = (100, 101), range(5)
WEIGHTS, CODED_RATES = (0.3, 1.0, 3.0), (0.002, 0.004, 0.006, 0.009)
CODE = 2  # numbers of a code: of 1, 2 and 4 the best on the tuning seeds, with a rate of 0.003
RATES = (0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.01, 0.015, 0.02)
TOLD_RATES = (0.001, 0.002, 0.005, 0.01, 0.02)
COUNTS, TUNED_AT = (1, 2, 5, 10, 25, 50), 10  # of steps from noise to a picture
CODED, GAUSSIANS = "variational autoencoder", "a Gaussian for each digit"
WALK, LEAP = "diffusion, with new noise", "diffusion, without"
FLOW, FLOW_CLEAN = "flow, says the velocity", "flow, says the picture"
FLOWS = {FLOW: "velocity", FLOW_CLEAN: "clean"}  # what the network is asked for


class _Digit(Layer):
    """Appends the digits of a batch, as one of ten, to what comes in: whoever calls sets `labels` before."""

    labels = None

    def forward(self, X, training=False):
        return np.concatenate([X, np.eye(digits.CLASSES)[self.labels]], axis=1), None

    def backward(self, d_out, cache):
        return d_out[:, : -digits.CLASSES], {}


class ToldVariational(Variational):
    """The variational autoencoder of lesson 13, but its encoder and its decoder are told the digit.

    Parameters
    ----------
    rng : numpy.random.Generator
    code, hidden : int
        As of :class:`dlcourse.experiments.autoencoder.variational.Variational`.
    """

    def __init__(self, rng, *, code, hidden):
        super().__init__(rng, code=code, hidden=hidden)
        self.digit, calm = _Digit(), self.encoder.layers[-1]
        self.encoder = mlp([64 + digits.CLASSES, hidden, 2 * code], rng, first=[self.digit])
        self.encoder.layers[-1].parameters["W"][...] = calm.parameters["W"]
        self.decoder = mlp([code + digits.CLASSES, hidden, 64], rng, first=[self.digit])


def hidden_of(size, code):
    """How many hidden neurons give a :class:`ToldVariational` with so long a code about `size` parameters."""
    return round((size - 2 * code - 64) / (130 + 2 * digits.CLASSES + 3 * code))


def learn_codes(*, seed=0, steps=TRAINING, rate=0.006, weight=1.0, X=None, y=None):
    """A variational autoencoder of digits that is told them, as large as the network that takes off noise.

    Parameters
    ----------
    seed, steps : int
    rate : float
        Of Adam; it falls to 0 in the second half.
    weight : float
        Of the KL term.
    X, y : arrays (N, 64) and (N,), optional
        The training part if left out.

    Returns
    -------
    ToldVariational
    """
    (X, y), rng = sceptic.training_part() if X is None else (X, y), np.random.default_rng(seed)
    size = digits.Denoiser(np.random.default_rng(0)).network.size
    model = ToldVariational(rng, code=CODE, hidden=hidden_of(size, CODE))

    def falling(step):
        return rate * min(1.0, 2 * (1 - step / steps))

    optimizers = Adam(falling), Adam(falling)
    for _ in range(few(steps)):
        rows = rng.integers(len(X), size=digits.BATCH)
        model.digit.labels = y[rows]
        *_, encoder, decoder = model.terms(X[rows], rng.normal(size=(digits.BATCH, CODE)), weight)
        optimizers[0].step(model.encoder, encoder)
        optimizers[1].step(model.decoder, decoder)
    return model


def decoded(model, labels, seed=0):
    """Pictures of codes drawn by chance, of the digits asked for: array (N, 64), cut off at 0 and 1."""
    model.digit.labels = labels
    return model.decode(np.random.default_rng(seed).normal(size=(len(labels), model.code))).clip(0, 1)


def parts(seed):
    """What to learn from and what to be compared with: for the tuning seeds a validation part, else the test."""
    if seed in TUNING:
        return digit_parts()["learn"], digit_parts()["validation"][0]
    return sceptic.training_part(), sceptic.test_pictures()[0]


def off(pictures, real):
    """The Fréchet distance of the judge's features, by the course's own form."""
    return float(diffusion.frechet_distance(judged.features(pictures), judged.features(real)))


def generators_compared():
    """Diffusion and the variational autoencoder, both told the digit; and a normal distribution for each digit.

    Returns
    -------
    Comparison
        Of the Fréchet distances to the test.
    """
    labels, alpha_bar = sceptic.in_turn(SAMPLES), diffusion.noise_schedule(digits.STEPS)

    def measure(side, seed, **how):
        (X, y), real = parts(seed)
        if side == GAUSSIANS:
            return off(sceptic.gaussians(SAMPLES, seed, X=X, y=y)[0], real)
        if side == CODED:
            return off(decoded(learn_codes(seed=seed, X=X, y=y, **how), labels, seed), real)
        model, _ = digits.learn(
            diffusion.denoising_loss, alpha_bar=alpha_bar, seed=seed, steps=TRAINING, X=X, y=y, **how
        )
        return off(sampled.walk(diffusion.sample_step, model, labels, alpha_bar=alpha_bar, seed=seed), real)

    ranges = {
        "diffusion": {"rate": RATES},
        CODED: {"rate": CODED_RATES, "weight": WEIGHTS},
        GAUSSIANS: {},
    }
    how = {"tuning": TUNING, "seeds": SEEDS, "untuned": {GAUSSIANS: "they have nothing to choose"}}
    return compare({side: side for side in ranges}, ranges, measure, what="Fréchet distance to the test", **how)


def steps_compared():
    """Diffusion and flow matching, all told the digit, each with its own best rate when asked for ten steps.

    Diffusion says the picture; flow matching the velocity, as it is usually done, or the picture, too.

    Returns
    -------
    tuple (Comparison, dict of str to dict of int to list of float)
        And for every way and number of steps a distance for each seed.
    """
    alpha_bar, labels = diffusion.noise_schedule(digits.STEPS), sceptic.in_turn(SAMPLES)
    found = {way: {count: [] for count in COUNTS} for way in (WALK, LEAP, *FLOWS)}

    def leap(model, count, seed):
        return sampled.leap(diffusion.ddim_step, model, labels, alpha_bar=alpha_bar, steps=count, seed=seed)

    def walk(model, count, seed):
        return sampled.short_walk(diffusion.sample_step, model, labels, alpha_bar=alpha_bar, steps=count, seed=seed)

    def flow(model, count, seed, says):
        return sampled.flow(model, labels, steps=count, seed=seed, says=says)

    def measure(side, seed, rate):
        (X, y), real = parts(seed)
        how = {"seed": seed, "steps": TRAINING, "rate": rate, "X": X, "y": y}
        if side == "diffusion":
            model, _ = digits.learn(diffusion.denoising_loss, alpha_bar=alpha_bar, **how)
            ways = {WALK: walk, LEAP: leap}
        else:
            model, _ = digits.learn_flow(diffusion.flow_target, target=FLOWS[side], **how)
            ways = {side: partial(flow, says=FLOWS[side])}
        if seed not in TUNING:
            for way, draw in ways.items():
                for count in COUNTS:
                    found[way][count].append(off(draw(model, count, seed), real))
        return off(ways.get(side, leap)(model, TUNED_AT, seed), real)

    sides = ("diffusion", *FLOWS)
    return compare({side: side for side in sides}, {side: {"rate": TOLD_RATES} for side in sides}, measure,
                   tuning=TUNING, seeds=SEEDS, what="Fréchet distance to the test after ten steps"), found  # fmt: skip


def stored_by_steps():
    """What was measured: for every way and number of steps a distance for each seed."""
    found = measurements(BY_STEPS)["by_steps"]
    return {way: {int(count): distances for count, distances in by.items()} for way, by in found.items()}


def stored_generators():
    """What was measured of generators that are told the digit: dict of name to a distance for each seed."""
    return {name: side["numbers"] for name, side in measurements(GENERATORS)["sides"].items()}


def told_by_steps():
    """The measured distances as a table in plain text: the medians of the seeds, and how both sides were tuned."""
    lines = [f"{'Fréchet distance, steps':28}" + "".join(f"{count:7}" for count in COUNTS)]
    for way, by in stored_by_steps().items():
        lines.append(f"{way:28}" + "".join(f"{np.median(distances):7.1f}" for distances in by.values()))
    return "\n".join([*lines, *_tuned(BY_STEPS)])


def told_generators():
    """The measured generators as a table in plain text: median and range, who is ahead, and how they were tuned."""
    lines, found = [f"{'Fréchet distance':28} median    range        ahead of diffusion"], stored_generators()
    for name, distances in found.items():
        ahead = sum(own < other for own, other in zip(distances, found["diffusion"], strict=True))
        count = f"{ahead} of {len(distances)} seeds" if name != "diffusion" else ""
        told = f"{name:28} {np.median(distances):6.1f}    {min(distances):.1f} to {max(distances):.1f}   {count}"
        lines.append(told.rstrip())
    return "\n".join([*lines, *_tuned(GENERATORS)])


def _tuned(table):
    """How the sides of a stored comparison were tuned: lines of text."""
    for name, side in measurements(table)["sides"].items():
        if side["range"]:
            best = ", ".join(f"{key} {value:g}" for key, value in side["best"].items())
            yield f"tuned: {name}, best of {len(side['tried'])} settings: {best}"
