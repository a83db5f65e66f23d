"""Diffusion, flow matching and the variational autoencoder of lesson 13: as large, and trained as long."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.reconstruction import digit_parts
from dlcourse.experiments.autoencoder.variational import Variational
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.diffusion import digits, judged, sampled, sceptic
from dlcourse.lessons import diffusion
from dlcourse.nn.training import Adam
from dlcourse.nn.training.budget import few

SAMPLES = 500
TRAINING = 4000  # steps of each side, with batches of 128
GENERATORS, BY_STEPS = "diffusion_generators.json", "diffusion_steps.json"
TUNING, SEEDS = (100, 101), range(5)
WEIGHTS, CODES = (1.0, 3.0, 10.0), (2, 4, 8)
RATES, LENGTHS = (0.005, 0.01, 0.02), (25, 50, 100)
TOLD_RATES = (0.001, 0.002, 0.005, 0.01, 0.02)
COUNTS, TUNED_AT = (1, 2, 5, 10, 25, 50), 10  # of steps from noise to a picture
WALK, LEAP, FLOW = "diffusion, with new noise", "diffusion, without", "flow matching"


def hidden_of(size, code):
    """How many hidden neurons give a variational autoencoder with so long a code about `size` parameters."""
    return round((size - 2 * code - 64) / (130 + 3 * code))


def learn_codes(*, seed=0, steps=TRAINING, rate=0.003, weight=1.0, code=8, hidden=None, X=None):
    """A variational autoencoder of digits, by default as large as the network that takes off noise.

    Parameters
    ----------
    seed, steps : int
    rate : float
        Of Adam; it falls to 0 in the second half.
    weight : float
        Of the KL term.
    code : int
        Numbers of a code.
    hidden : int, optional
        Neurons of each hidden layer.
    X : array (N, 64), optional
        The training part if left out.

    Returns
    -------
    Variational
    """
    X, rng = sceptic.training_part()[0] if X is None else X, np.random.default_rng(seed)
    size = digits.Denoiser(np.random.default_rng(0)).network.size
    model = Variational(rng, code=code, hidden=hidden or hidden_of(size, code))

    def falling(step):
        return rate * min(1.0, 2 * (1 - step / steps))

    optimizers = Adam(falling), Adam(falling)
    for _ in range(few(steps)):
        rows = rng.integers(len(X), size=digits.BATCH)
        *_, encoder, decoder = model.terms(X[rows], rng.normal(size=(digits.BATCH, code)), weight)
        optimizers[0].step(model.encoder, encoder)
        optimizers[1].step(model.decoder, decoder)
    return model


def decoded(model, count, seed=0):
    """Pictures of codes drawn by chance: array (count, 64), cut off at 0 and 1."""
    return model.decode(np.random.default_rng(seed).normal(size=(count, model.code))).clip(0, 1)


def parts(seed):
    """What to learn from and what to be compared with: for the tuning seeds a validation part, else the test."""
    if seed in TUNING:
        return digit_parts()["learn"], digit_parts()["validation"][0]
    return sceptic.training_part(), sceptic.test_pictures()[0]


def off(pictures, real):
    """The Fréchet distance of the judge's features, by the course's own form."""
    return float(diffusion.frechet_distance(judged.features(pictures), judged.features(real)))


def generators_compared():
    """Diffusion and the variational autoencoder, neither told the digit; with a normal distribution for the sceptic.

    Returns
    -------
    Comparison
        Of the Fréchet distances to the test.
    """

    def measure(side, seed, **how):
        (X, y), real = parts(seed)
        if side == "one Gaussian":
            return off(sceptic.gaussian(X, SAMPLES, seed), real)
        if side == "variational autoencoder":
            return off(decoded(learn_codes(seed=seed, X=X, **how), SAMPLES, seed), real)
        alpha_bar = diffusion.noise_schedule(how["length"])
        model, _ = digits.learn(
            diffusion.denoising_loss, alpha_bar=alpha_bar, seed=seed, steps=TRAINING, rate=how["rate"], told=False,
            X=X, y=y,
        )  # fmt: skip
        labels = np.full(SAMPLES, digits.ANY)
        return off(sampled.walk(diffusion.sample_step, model, labels, alpha_bar=alpha_bar, seed=seed), real)

    ranges = {
        "diffusion": {"rate": RATES, "length": LENGTHS},
        "variational autoencoder": {"weight": WEIGHTS, "code": CODES},
        "one Gaussian": {},
    }
    untuned = {"one Gaussian": "it has nothing to choose"}
    return compare({side: side for side in ranges}, ranges, measure, tuning=TUNING, seeds=SEEDS, untuned=untuned,
                   what="Fréchet distance to the test")  # fmt: skip


def steps_compared():
    """Diffusion and flow matching, both told the digit, each with its own best rate when asked for ten steps.

    Returns
    -------
    tuple (Comparison, dict of str to dict of int to list of float)
        And for every way and number of steps a distance for each seed.
    """
    alpha_bar, labels = diffusion.noise_schedule(digits.STEPS), sceptic.in_turn(SAMPLES)
    found = {way: {count: [] for count in COUNTS} for way in (WALK, LEAP, FLOW)}

    def leap(model, count, seed):
        return sampled.leap(diffusion.ddim_step, model, labels, alpha_bar=alpha_bar, steps=count, seed=seed)

    def walk(model, count, seed):
        return sampled.short_walk(diffusion.sample_step, model, labels, alpha_bar=alpha_bar, steps=count, seed=seed)

    def flow(model, count, seed):
        return sampled.flow(model, labels, steps=count, seed=seed)

    def measure(side, seed, rate):
        (X, y), real = parts(seed)
        learned, function = (
            (digits.learn, diffusion.denoising_loss)
            if side == "diffusion"
            else (digits.learn_flow, diffusion.flow_target)
        )
        model, _ = learned(function, seed=seed, steps=TRAINING, rate=rate, X=X, y=y)
        ways = {WALK: walk, LEAP: leap} if side == "diffusion" else {FLOW: flow}
        if seed not in TUNING:
            for way, draw in ways.items():
                for count in COUNTS:
                    found[way][count].append(off(draw(model, count, seed), real))
        return off((leap if side == "diffusion" else flow)(model, TUNED_AT, seed), real)

    sides = ("diffusion", "flow matching")
    return compare({side: side for side in sides}, {side: {"rate": TOLD_RATES} for side in sides}, measure,
                   tuning=TUNING, seeds=SEEDS, what="Fréchet distance to the test after ten steps"), found  # fmt: skip


def stored_by_steps():
    """What was measured: for every way and number of steps a distance for each seed."""
    found = measurements(BY_STEPS)["by_steps"]
    return {way: {int(count): distances for count, distances in by.items()} for way, by in found.items()}


def stored_generators():
    """What was measured of the generators that are not told the digit: dict of name to a distance for each seed."""
    return {name: side["numbers"] for name, side in measurements(GENERATORS)["sides"].items()}


def how_tuned(table=GENERATORS):
    """How the sides of a stored comparison were tuned, as lines of text."""
    lines = []
    for name, side in measurements(table)["sides"].items():
        best = ", ".join(f"{key} {side['best'][key]:g} of {values}" for key, values in side["range"].items())
        lines.append(f"{name}: {best}" if best else f"{name}: nothing to tune")
    return "\n".join(lines)
