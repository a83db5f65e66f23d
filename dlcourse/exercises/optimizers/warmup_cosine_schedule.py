"""A learning rate for each step: a line up to the peak, half a cosine down to 0."""

import math

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import optimizers


def cases(rng):
    cases = [Case(step, peak=0.8, warmup=4, total=12) for step in (2, 0, 4, 8, 12, 10, 3)]
    cases += [Case(step, peak=0.1, warmup=0, total=10) for step in (0, 3, 10)]
    cases += [Case(step, peak=2.0, warmup=5, total=20) for step in (21, 26, 200)]
    cases += [Case(step, peak=0.5, warmup=1, total=2) for step in (0, 1, 2)]  # as short as both can be
    cases += [Case(0, peak=0.3, warmup=0, total=1), Case(7, peak=0.0, warmup=3, total=11)]
    for _ in range(6):
        warmup, rest, peak = int(rng.integers(3, 50)), int(rng.integers(5, 400)), float(rng.uniform(0.001, 1))
        rate = {"peak": peak, "warmup": warmup, "total": warmup + rest}
        cases += [Case(int(rng.integers(1, warmup)), **rate), Case(warmup + int(rng.integers(1, rest)), **rate)]
    return cases


exercise = Exercise(
    reference=optimizers.warmup_cosine_schedule,
    points=2,
    cases=cases,
    atol=1e-12,
    hints=[
        "Two cases: before step `warmup` a line, from then on half a cosine.",
        "The progress of the fall is `(step - warmup) / (total - warmup)`, at most 1.",
        "`(1 + np.cos(np.pi * progress)) / 2` goes from 1 to 0 while the progress goes from 0 to 1.",
    ],
    solved="the schedule of many large training runs: a gentle start, a long run, a soft landing.",
    equivalent_mutants={
        "progress = min(1, (step - warmup) / (total - warmup))": "the smaller of two, in another order",
        "return peak * (1 + np.cos(np.pi * progress)) / 2": "NumPy's float is a float for whoever asks",
    },
)

exercise.edit(
    "counted from 1",
    {"peak * step": "peak * (step + 1)"},
    """Your warm-up begins at peak / warmup and reaches the peak one step too early: in step 0 the rate should be 0, in
    step `warmup` the peak.""",
)


@exercise.mistake("no warm-up")
def _(step, *, peak, warmup, total):
    """Your rate only falls. In the first `warmup` steps it should rise."""
    return float(peak * (1 + np.cos(np.pi * min(step / total, 1))) / 2)


exercise.edit(
    "jump to the peak",
    {"peak * step / warmup": "peak"},
    """In the warm-up your rate is the peak at once. It should rise in a line: step / warmup of it.""",
)

exercise.edit(
    "fall counted from step 0",
    {"(step - warmup) / (total - warmup)": "step / total"},
    """Your cosine is already under way when the warm-up ends: there is a jump. Count its progress from the end of the
    warm-up: `(step - warmup) / (total - warmup)`.""",
)

exercise.edit(
    "not at 0 in the end",
    {"(total - warmup)": "total"},
    """Your cosine does not arrive: at step `total` the rate is still above 0. The fall takes `total - warmup` steps,
    not `total`.""",
)

exercise.edit(
    "below 0",
    {"(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi * progress)"},
    """Your rate falls to *minus* the peak: uphill! A cosine goes from 1 to -1; add 1 and halve it.""",
)

exercise.edit(
    "twice the peak",
    {" / 2)": ")"},
    """After the warm-up your rate jumps to twice the peak: 1 + cos goes from 2 to 0. Halve it.""",
)

exercise.edit(
    "a quarter of a cosine",
    {"(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi / 2 * progress)"},
    """Your rate ends at 0, but steeply: a quarter of a cosine. Half a cosine, from 0 to pi, plus 1 and halved, ends
    gently.""",
)

exercise.edit(
    "a whole cosine",
    {"np.pi * progress": "2 * np.pi * progress"},
    """Your rate falls and rises again to the peak: the cosine should go from 0 to pi, not to 2 pi.""",
)

exercise.edit(
    "a straight line",
    {"(1 + np.cos(np.pi * progress)) / 2": "(1 - progress)"},
    """Your rate falls in a straight line; wanted is half a cosine.""",
)

exercise.edit(
    "rises again after the end",
    {"min((step - warmup) / (total - warmup), 1)": "(step - warmup) / (total - warmup)"},
    """After step `total` your rate rises again. It should stay 0: keep the progress at 1, `min(..., 1)`.""",
)

exercise.edit(
    "degrees",
    {"np.pi": "180"},
    """`np.cos` takes radians: half a turn is pi, not 180.""",
)


@exercise.accepts("with math, the end first")
def _(step, *, peak, warmup, total):
    if step >= total:
        return 0.0
    if step >= warmup:
        return 0.5 * peak * (1.0 + math.cos(math.pi * (step - warmup) / (total - warmup)))
    return step / warmup * peak


@exercise.accepts("by the square of the cosine of half the angle")
def _(step, *, peak, warmup, total):
    if step < warmup:
        return peak / warmup * step
    share = np.clip((step - warmup) / (total - warmup), 0, 1)
    return peak * np.cos(np.pi / 2 * share) ** 2
