"""The explorer of lesson 23: a threshold to move, between the healthy and the ill."""

import numpy as np

from dlcourse.experiments import medicine as trial
from dlcourse.explore._explorer import Explorer, asked, choice, slider, stops
from dlcourse.figures.display import in_percent
from dlcourse.figures.medicine import shares_on_both_axes
from dlcourse.figures.style import CONTOUR, INK, NEGATIVE, PAPER, POSITIVE, QUIET, number, percent
from dlcourse.lessons import medicine as lesson

TESTS = (trial.TEXTURE, trial.EIGHT, trial.ALL)
PREVALENCES = (0.001, 0.01, 0.1, 0.37)
PRICES = (1, 5, 20, 100)
REACH = 3.0  # of the scores that are shown, in standard deviations
BINS = np.linspace(-REACH, REACH, 31)


class _Threshold(Explorer):
    def __init__(self, sensitivity_specificity, predictive_value):
        self.rates, self.meaning = sensitivity_specificity, predictive_value
        self.tests = {name: trial.everyday_test(name) for name in TESTS}
        self.curves = {name: lesson.roc_curve(*test) for name, test in self.tests.items()}
        controls = {
            "test": choice("test", TESTS),
            "threshold": slider("threshold, in standard deviations", 0.0, -REACH, REACH, 0.1),
            "prevalence": stops("of the tested, so many are ill", [(f"{100 * p:g} %", p) for p in PREVALENCES], 0.37),
            "price": stops("a missed one costs as many false alarms as", [(str(price), price) for price in PRICES], 20),
        }
        super().__init__("a threshold between the healthy and the ill", controls, size=(7.0, 3.9))

    def build(self):
        people, curve = self.figure.subplots(1, 2, width_ratios=(1.25, 1))
        self.steps = {}
        for kind, colour, line, name in ((0, POSITIVE, "-", "healthy"), (1, NEGATIVE, "--", "ill")):
            look = {"color": colour, "linestyle": line, "lw": 1.8, "label": name}
            (self.steps[kind],) = people.plot([], [], drawstyle="steps-post", **look)
        self.line = people.axvline(0, color=INK, lw=2)
        self.cheapest = people.axvline(0, color=QUIET, lw=1.4, linestyle=":", label="the cheapest")
        people.set(xlim=(-REACH, REACH), ylim=(0, 0.35), xlabel="score (standard deviations)")
        people.set(ylabel="share of the healthy, of the ill", title="Who gets which score")
        in_percent(people.yaxis)
        self.figure.legend(handles=[*self.steps.values(), self.cheapest], loc="outside lower left", ncols=3)
        curve.plot([0, 1], [0, 1], color=CONTOUR, lw=1.2, linestyle="--")
        (self.curve,) = curve.plot([], [], color=INK, lw=1.8)
        (self.point,) = curve.plot([], [], "o", color=INK, mfc=PAPER, mew=2.2, ms=10, zorder=4)
        curve.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal", title="What all thresholds do")
        curve.set(xlabel="false alarms, of the healthy", ylabel="found, of the ill")
        shares_on_both_axes(curve)
        self.said = curve.text(1, 0.04, "", ha="right", va="bottom", color=INK)
        return [*self.steps.values(), self.line, self.cheapest, self.curve, self.point, self.said]

    def draw(self, test, threshold, prevalence, price):
        scores, actual = self.tests[test]
        for kind, steps in self.steps.items():
            counts = np.histogram(np.clip(scores[actual == kind], -REACH, REACH), BINS)[0]
            steps.set_data(BINS, np.append(counts, counts[-1]) / max(counts.sum(), 1))
        self.line.set_xdata([threshold] * 2)
        alarms, found, thresholds = self.curves[test]
        self.curve.set_data(alarms, found)
        costs = price * prevalence * (1 - found) + (1 - prevalence) * alarms  # for each person who is tested
        best = float(np.clip(thresholds[costs.argmin()], -REACH, REACH))
        self.cheapest.set_xdata([best] * 2)
        rates, complaint = asked(lambda: tuple(map(float, self.rates((scores >= threshold).astype(int), actual))))
        self.point.set_visible(not complaint)
        self.said.set_text("")
        if complaint:
            return complaint
        sensitivity, specificity = rates
        self.point.set_data([1 - specificity], [sensitivity])
        words = f"Test: {test}. With the threshold {number(threshold, 1)}, {percent(sensitivity)} of the ill are found "
        words += f"and {percent(1 - specificity)} of the healthy are alarmed. "
        words += self._meant(rates, prevalence) if (scores >= threshold).any() else "Nobody gets a positive result."
        bill = price * prevalence * (1 - sensitivity) + (1 - prevalence) * (1 - specificity)
        words += f" For 1,000 people the mistakes cost as much as {1000 * bill:,.0f} false alarms; "
        return words + f"at the cheapest threshold, {number(best, 1)}, {1000 * costs.min():,.0f}."

    def _meant(self, rates, prevalence):
        meant, complaint = asked(lambda: float(self.meaning(*rates, prevalence=prevalence)))
        if complaint:
            return complaint
        self.said.set_text(f"of the positive results\n{percent(meant)} are true")
        return f"Where {100 * prevalence:g} % of the tested are ill, {percent(meant)} of the positive results are true."


def threshold(sensitivity_specificity=lesson.sensitivity_specificity, predictive_value=lesson.predictive_value):
    """Move a threshold, and see whom it finds, whom it alarms, and what a positive result means.

    Parameters
    ----------
    sensitivity_specificity, predictive_value : function, optional
        The learner's.

    Returns
    -------
    Explorer
        Its controls: `test`, `threshold`, `prevalence` and `price`.
    """
    return _Threshold(sensitivity_specificity, predictive_value)
