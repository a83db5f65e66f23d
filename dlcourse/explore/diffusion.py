"""The explorer of lesson 15: a digit through time, forth into noise, or back out of it."""

from functools import partial

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.diffusion.digits import STEPS, as_ink, as_pictures
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore._pictures import bare
from dlcourse.figures.style import INK, INKED, NEGATIVE, POSITIVE, number, percent
from dlcourse.lessons import diffusion

FORTH, BACK = "a real digit, into noise", "noise, back to a digit"
DATA, NETWORK = "ideal denoiser", "network"
SIDE, TRIES = 8, 20
COPY = 0.01  # pictures at this distance look the same: a step of one of 64 pixels is 0.06


class _ThroughTime(Explorer):
    def __init__(self, functions, model):
        self.functions, self.model, self.paths = functions, model, {}
        self.X, self.y, self.X_test, self.y_test = datasets.digits()
        controls = {
            "way": choice("way", [FORTH, BACK]),
            "step": slider("step", STEPS // 2, 0, STEPS, 1),
            "digit": slider("digit", 3, 0, 9, 1),
            "another": slider("another try", 1, 1, TRIES, 1),
        }
        if model is not None:
            controls["believes"] = choice("who believes", [NETWORK, DATA])
        super().__init__("a digit through time, forth into noise and back out of it", controls, size=(7.0, 2.5))

    def build(self):
        places = self.figure.add_gridspec(1, 4, width_ratios=[1, 1, 1, 1.3])
        *sheets, curve = (self.figure.add_subplot(place) for place in places)
        rims, blank = [], np.zeros((SIDE, SIDE))
        for sheet, title in zip(sheets, ("At this step", "Believed", "Beside it"), strict=True):
            rims += bare(sheet, title, " ")
        self.pictures = [sheet.imshow(blank, cmap=INKED, vmin=0, vmax=1) for sheet in sheets]
        under = {"ha": "center", "va": "top", "color": INK, "size": 9.5}
        self.names = [sheet.text(0.5, -0.06, "", transform=sheet.transAxes, **under) for sheet in sheets]
        curve.set(xlim=(0, STEPS), ylim=(-0.04, 1.08), xlabel="step", xticks=[0, STEPS // 2, STEPS], yticks=[0, 0.5, 1])
        curve.set_title("Variance left")
        (self.line,) = curve.plot([0], [0], color=POSITIVE)
        (self.here,) = curve.plot([0], [0], "o", color=NEGATIVE, ms=9, mec=INK, zorder=4, clip_on=False)
        return [*self.pictures, *rims, *self.names, self.line, self.here]

    def draw(self, way, step, digit, another, believes=DATA):
        found, complaint = asked(self._path, way, digit, another, believes, what="Your functions do not answer")
        for artist in (*self.pictures, *self.names, self.line, self.here):
            artist.set_visible(not complaint)
        if complaint:
            return complaint
        alpha_bar, noisy, clean, real = found
        believed, shown = as_pictures(clean[step]), self.X[self.y == digit]
        gaps = np.linalg.norm((shown if real is None else as_pictures(real)) - believed, axis=1)
        compared = shown[gaps.argmin()] if real is None else as_pictures(real)
        for picture, values in zip(self.pictures, (as_pictures(noisy[step]), believed, compared), strict=True):
            picture.set_data(values.reshape(SIDE, SIDE))
        self.names[1].set_text("clean" if step == 0 else f"by the {believes}")
        self.names[2].set_text("the nearest shown" if real is None else "the real one")
        self.line.set_data(np.arange(STEPS + 1), alpha_bar)
        self.here.set_data([step], [alpha_bar[step]])
        told = _told_back if real is None else _told_forth
        return told(step, digit, len(shown), believes, alpha_bar[step], gaps.min())

    def _path(self, way, digit, another, believes):
        """Of all steps alpha_bar, what is there and what is believed (51, 64); and what was begun with, if it is real.

        The clean pictures and the noisy ones are as the network has them, from -1 to 1.
        """
        key = way, digit, another, believes
        if key not in self.paths:
            alpha_bar = _checked(self.functions["noise_schedule"](STEPS), (STEPS + 1,), "noise_schedule")
            walk = self._forth if way == FORTH else self._back
            self.paths[key] = alpha_bar, *walk(digit, another, alpha_bar, self._believer(digit, believes, alpha_bar))
        return self.paths[key]

    def _believer(self, digit, believes, alpha_bar):
        """A function of a noisy picture (1, 64) and its step, from 1 on, that gives a clean one (1, 64)."""
        if believes == NETWORK:
            network = self.model.asked(np.array([digit]), steps=STEPS)
            return partial(_by_network, network)
        return partial(_by_data, self.functions["ideal_denoiser"], as_ink(self.X[self.y == digit]), alpha_bar)

    def _forth(self, digit, another, alpha_bar, believe):
        real = as_ink(self.X_test[self.y_test == digit][another - 1 : another])
        noise = np.random.default_rng(another).normal(size=real.shape)
        noisy = [
            _checked(self.functions["add_noise"](real, noise, alpha_bar=kept), real.shape, "add_noise")
            for kept in alpha_bar
        ]
        clean = [real, *(believe(noisy[t], t) for t in range(1, STEPS + 1))]
        return np.concatenate(noisy), np.concatenate(clean), real

    def _back(self, digit, another, alpha_bar, believe):
        rng, step_back = np.random.default_rng(another), self.functions["sample_step"]
        noisy, clean = [rng.normal(size=(1, SIDE * SIDE))], []
        for t in range(STEPS, 0, -1):
            clean.append(believe(noisy[-1], t))
            x = step_back(noisy[-1], clean[-1], rng.normal(size=(1, SIDE * SIDE)), t=t, alpha_bar=alpha_bar)
            noisy.append(_checked(x, (1, SIDE * SIDE), "sample_step"))
        clean.append(noisy[-1])
        return np.concatenate(noisy[::-1]), np.concatenate(clean[::-1]), None


def _by_network(network, x, t):
    return np.clip(network(x, np.array([t])), -1, 1)


def _by_data(ideal_denoiser, data, alpha_bar, x, t):
    return _checked(ideal_denoiser(x, data=data, alpha_bar=alpha_bar[t]), x.shape, "ideal_denoiser")


def _checked(found, shape, name):
    """What a learner's function gave, as an array; a ValueError if it is none that can be drawn."""
    found = np.asarray(found, dtype=float)
    if found.shape != shape or not np.isfinite(found).all():
        raise ValueError(f"{name} gives an array {found.shape}: want {shape}, with finite numbers")
    return found


def _one(digit):
    """A digit with its article."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _who(believes, digit, count):
    """Who believes, and what that knows."""
    if believes == NETWORK:
        return f"The network, asked for {_one(digit)}, believes in a picture that lies"
    return f"The ideal denoiser, which knows {count} pictures of {_one(digit)}, believes in one that lies"


def _told_forth(step, digit, count, believes, left, gap):
    """What a step of a real picture into noise shows."""
    if step == 0:
        return f"Step 0 of {STEPS}: a real {digit} that was not shown. It is clean, and there is nothing to guess."
    kept = f"Step {step} of {STEPS}: of a real {digit} that was not shown, {percent(left)} of the variance is left"
    return f"{kept}. {_who(believes, digit, count)} {number(gap)} from it."


def _told_back(step, digit, count, believes, left, gap):
    """What a step of noise back to a picture shows."""
    if step == 0:
        copied = ": a copy" if gap < COPY else ""
        return f"Step 0 of {STEPS}: the sample is done. The nearest shown {digit} lies {number(gap)} from it{copied}."
    begun = "only noise" if step == STEPS else f"{percent(left)} of the variance is a picture's, the rest is noise"
    return f"Step {step} of {STEPS}: {begun}. {_who(believes, digit, count)} {number(gap)} from the nearest shown one."


def through_time(
    *,
    add_noise=diffusion.add_noise,
    noise_schedule=diffusion.noise_schedule,
    ideal_denoiser=diffusion.ideal_denoiser,
    sample_step=diffusion.sample_step,
    model=None,
):
    """One digit through time: a real one into noise, or noise back to a digit, and what is believed at each step.

    Parameters
    ----------
    add_noise, noise_schedule, ideal_denoiser, sample_step : function
        The learner's; the course's own if left out.
    model : Denoiser, optional
        A trained network, which may then believe in the place of the ideal denoiser.

    Returns
    -------
    Explorer
        Its controls: `way`, `step`, `digit` and `another`, the number of a try; with a model `believes`, too.
    """
    functions = {
        "add_noise": add_noise,
        "noise_schedule": noise_schedule,
        "ideal_denoiser": ideal_denoiser,
        "sample_step": sample_step,
    }
    return _ThroughTime(functions, model)
