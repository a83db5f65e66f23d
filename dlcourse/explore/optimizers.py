"""The explorers of lesson 05: one ball on a landscape, a race of several, and a schedule."""

import numpy as np
from matplotlib.ticker import NullLocator

from dlcourse.experiments.optimizers import LANDSCAPES, start_memory, take_step
from dlcourse.explore._explorer import Explorer, asked, choice, slider, stops
from dlcourse.figures.display import legend_below
from dlcourse.figures.optimizers import WINDOWS, contours, looks_of, star
from dlcourse.figures.style import INK, PALE, QUIET, SIGNAL, number, percent
from dlcourse.lessons import optimizers as lesson

RATES = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.048, 0.052, 0.07, 0.1, 0.2, 0.5, 1.0)
STEPS = 120
FAR = 1e5  # a loss beyond this counts as gone
LOWEST = 1e-4  # of what is drawn of the losses
REACHES = (10, 20, 40, 80, STEPS)  # how many steps the axis of the losses shows, by need
PEAKS = (0.02, 0.05, 0.1, 0.2)  # and how high that of the schedule reaches


class _Race(Explorer):
    def __init__(self, name, steps, landscape, rate):
        self.steps = steps
        controls = {
            "landscape": choice("landscape", list(LANDSCAPES), landscape),
            "rate": stops("learning rate", RATES, rate),
            "steps": slider("steps", 40, 1, STEPS, 1),
        }
        if any("momentum" in _settings(step) for step in steps.values()):
            controls["momentum"] = slider("momentum", 0.9, 0.0, 0.98, 0.02)
        super().__init__(name, controls, size=(7.0, 4.1))

    def build(self):
        plane, curve = self.figure.subplots(1, 2, width_ratios=[1.55, 1])
        self.plane, self.curve, self.drawn = plane, curve, {}
        for name, land in LANDSCAPES.items():
            self.drawn[name] = contours(plane, land)
            for artist in self.drawn[name]:
                artist.set_visible(False)
        self.shown = self.state = None
        self.paths, self.losses, self.ends = [], [], []
        looks = looks_of(self.steps)
        for i, (name, style) in enumerate(looks.items()):
            self.paths.append(plane.plot([], [], label=name, ms=3.6, lw=1.3, zorder=3, **{**style, "mew": 0})[0])
            end = {**style, "linestyle": "", "mec": INK, "mew": 1.3}
            self.ends.append(plane.plot([], [], ms=10, zorder=4, **end)[0])
            self.losses.append(curve.plot([], [], ms=5.5, lw=1.5, markevery=(3 * i, 12), **style)[0])
        curve.set(xlabel="step", yscale="log")
        curve.yaxis.set_minor_locator(NullLocator())
        curve.set_title("Loss, step by step")
        plane.set(xlabel="weight $w_1$", ylabel="weight $w_2$")
        plane.set_title("The way downhill")
        legend_below(plane, [*self.paths, star()], handlelength=3.6, columnspacing=1.6)
        self._show("ravine")
        return [*self.paths, *self.ends, *self.losses]

    def _show(self, landscape):
        if landscape == self.shown:
            return
        for name in (self.shown, landscape):
            for artist in self.drawn.get(name, ()):
                artist.set_visible(name == landscape)
        left, right, bottom, top = WINDOWS[landscape]
        self.plane.set(xlim=(left, right), ylim=(bottom, top))
        self.shown = landscape

    def _reach(self, steps, losses):
        """Let the axes of the losses reach as far as the curves do, in few stages: so most changes leave them alone.

        Gives the limits.
        """
        known = np.clip(losses, LOWEST, FAR)
        low, high = np.floor(np.log10(known.min())), np.ceil(np.log10(known.max()))
        limits = (0, next(most for most in REACHES if most >= steps)), (10.0**low, 10.0 ** max(high, low + 2))
        if (self.curve.get_xlim(), self.curve.get_ylim()) != limits:
            self.curve.set(xlim=limits[0], ylim=limits[1])
        return limits

    def draw(self, landscape, rate, steps, momentum=None):
        self._show(landscape)
        land, parts, complaints, reached, seen_losses = LANDSCAPES[landscape], [], [], {}, []
        for i, (name, step) in enumerate(self.steps.items()):
            settings = {"learning_rate": rate}
            if momentum is not None and "momentum" in _settings(step):
                settings["momentum"] = momentum
            path, losses, complaint = _follow(step, land, int(steps), settings, what=f"{name} does not run")
            seen = path[: _outside(path, landscape) + 1]
            self.paths[i].set_data(seen[:, 0], seen[:, 1])
            self.ends[i].set_data(seen[-1:, 0], seen[-1:, 1])
            self.losses[i].set_data(np.arange(len(losses)), np.clip(losses, LOWEST, FAR))
            seen_losses = [*seen_losses, *losses]
            if complaint:
                complaints.append(complaint)
            elif losses[-1] > FAR:
                parts.append(f"{name} has flown off (in step {len(losses) - 1} the loss passed {FAR:.0f})")
            else:
                parts.append(f"{name} {_short(losses[-1])}")
                reached[name] = losses[-1]
        state = landscape, self._reach(int(steps), np.array(seen_losses))
        if state != self.state:
            self.state = state
            self.redraw_all(*state)
        beside = "" if momentum is None else f", momentum {number(momentum)}"
        words = f"{landscape[0].upper()}{landscape[1:]}, learning rate {rate:g}{beside}. "
        words += f"Loss after {steps} step{'s' if steps > 1 else ''}: {'; '.join(parts)}." if parts else ""
        if len(reached) > 1:
            lowest = [name for name, loss in reached.items() if loss == min(reached.values())]
            words += f" Lowest: {' and '.join(lowest)}{', equal' if len(lowest) > 1 else ''}."
        return " ".join([words, *complaints]).strip()


def _outside(path, landscape):
    """The first step that is far outside of the drawing: what comes after it would only hide the others."""
    left, right, bottom, top = WINDOWS[landscape]
    middle, reach = np.array([left + right, bottom + top]) / 2, np.array([right - left, top - bottom])
    far = np.flatnonzero((np.abs(path - middle) > reach).any(axis=1))
    return far[0] if len(far) else len(path)


def _short(loss):
    return "below 0.0001" if loss < LOWEST else number(loss, 4 if loss < 0.1 else 2)


def _settings(step):
    code = getattr(step, "__code__", None)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()


def _follow(step, land, steps, settings, what):
    """The path until it is over or has flown off, its losses, and what is wrong with a learner's step."""
    path, losses = [land.start.copy()], [float(land.loss(land.start))]

    def walk():
        memory = start_memory(step, land.start)
        for t in range(1, steps + 1):
            w, memory = take_step(step, path[-1].copy(), land.gradient(path[-1]), memory, t, **settings)
            w = np.asarray(w, dtype=float).reshape(2)
            if np.isnan(w).any():
                return f"{what}: its weights are no longer numbers."
            with np.errstate(all="ignore"):
                loss = float(land.loss(w))
            if not np.isfinite(loss) or loss > FAR:
                path.append(np.clip(np.nan_to_num(w), -1e3, 1e3))
                losses.append(2 * FAR)
                return ""
            path.append(w)
            losses.append(loss)
        return ""

    over, raised = asked(walk, what=what)
    return np.array(path), np.array(losses), raised or over


def descent(step=None, landscape="ravine"):
    """One optimizer on a landscape: where it goes, and its loss after each step.

    Parameters
    ----------
    step : function, optional
        The learner's own step; plain gradient descent if left out.
    landscape : str
        Where it begins.

    Returns
    -------
    Explorer
        Its controls: `landscape`, `rate`, `steps`, and `momentum` if the step has one.
    """
    steps = {"gradient descent": lesson.sgd_step if step is None else step}
    return _Race("gradient descent on a landscape of two weights", steps, landscape, 0.04)


def race(steps=None, landscape="ravine", rate=0.02):
    """Several optimizers on one landscape, all with the same learning rate.

    Parameters
    ----------
    steps : dict of str to function, optional
        The learner's own steps by name; SGD, momentum, RMSProp and Adam if left out.
    landscape : str
        Where the race begins.
    rate : float
        The learning rate at the start, one of those of the slider.

    Returns
    -------
    Explorer
        Its controls: `landscape`, `rate`, `steps`, and `momentum` if a step has one.
    """
    if steps is None:
        steps = {"SGD": lesson.sgd_step, "momentum": lesson.momentum_step}
        steps |= {"RMSProp": lesson.rmsprop_step, "Adam": lesson.adam_step}
    return _Race("a race of optimizers on a landscape of two weights", steps, landscape, rate)


class _Schedule(Explorer):
    def __init__(self, schedule):
        self.schedule = schedule
        controls = {
            "peak": slider("peak", 0.1, 0.01, 0.2, 0.01),
            "warmup": slider("warm-up steps", 40, 0, 200, 10),
            "total": slider("total steps", 400, 220, 600, 20),
            "step": slider("look at step", 200, 0, 600, 5),
        }
        super().__init__("a learning rate that rises and falls", controls, size=(7.0, 3.2))

    def build(self):
        ax = self.figure.subplots()
        self.line = ax.plot([], [], color=INK)[0]
        self.stem = ax.plot([], [], color=SIGNAL, lw=3, clip_on=False)[0]
        self.point = ax.plot([], [], "o", color=SIGNAL, mec=INK, mew=1.4, ms=11, clip_on=False)[0]
        self.top = ax.axvline(0, color=QUIET, lw=1, linestyle=(0, (2, 2)))
        self.end = ax.axvline(0, color=QUIET, lw=1, linestyle=(0, (5, 3)))
        ax.axhline(0, color=PALE, lw=1, zorder=0)
        ax.set(xlabel="step", ylabel="learning rate", xlim=(0, 610))
        ax.set_title("A line up (to the dots), half a cosine down (to the dashes)")
        self.ax = ax
        return [self.top, self.end, self.line, self.stem, self.point]

    def _rates(self, steps, settings):
        return [float(self.schedule(int(step), **settings)) for step in steps]

    def draw(self, peak, warmup, total, step):
        settings = {"peak": peak, "warmup": int(warmup), "total": int(total)}
        high = next(most for most in PEAKS if most >= peak)
        if self.ax.get_ylim() != (-0.05 * high, 1.05 * high):
            self.ax.set_ylim(-0.05 * high, 1.05 * high)
            self.redraw_all(high)
        self.top.set_xdata([warmup, warmup])
        self.end.set_xdata([total, total])
        steps = np.arange(0, 611, 2)
        answer, complaint = asked(self._rates, [*steps, step], settings, what="Your schedule does not answer")
        if complaint:
            return complaint
        *rates, rate = answer
        if not np.isfinite(answer).all():
            return "Your schedule answers with something that is not finite: want a number for every step."
        self.line.set_data(steps, np.clip(rates, -1, 1))
        self.stem.set_data([step, step], [0, np.clip(rate, -1, 1)])
        self.point.set_data([step], [np.clip(rate, -1, 1)])
        share = f"{percent(rate / peak)} of the peak"
        words = f"Peak {number(peak)}, reached at step {warmup}; back at 0 at step {total}. "
        words += f"In step {step} the learning rate is {number(rate, 4)}, {share}: "
        if step >= total:
            return words + "the run is over."
        return words + ("it is still warming up." if step < warmup else "it is falling.")


def schedule(function=None):
    """A learning rate that rises in a line to its peak and then falls along half a cosine.

    Parameters
    ----------
    function : function, optional
        The learner's own ``warmup_cosine_schedule``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `peak`, `warmup`, `total`, `step`.
    """
    return _Schedule(lesson.warmup_cosine_schedule if function is None else function)
