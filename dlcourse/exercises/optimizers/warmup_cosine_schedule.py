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
        "Where does a cosine begin, where is it after half a turn, and what would you do to these two numbers to "
        "get 1 and 0?",
        "First find out how far the fall has come: 0 when the warm-up ends, 1 at `total`, and never more. Half a "
        "turn is pi.",
        "`min(x, 5)` is never above 5, and `np.sin(np.pi / 2)` is 1. A swing that goes from 40 cm left to 40 cm right "
        "stands between 0 and 80 cm if you measure from its left end.",
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
    """Your cosine is already under way when the warm-up ends: there is a jump. Its progress should be 0 when the
    warm-up ends, and 1 at `total`.""",
)

exercise.edit(
    "not at 0 in the end",
    {"(total - warmup)": "total"},
    """Your cosine does not arrive: at step `total` the rate is still above 0. The fall is shorter than the training,
    for the warm-up has taken its part.""",
)

exercise.edit(
    "below 0",
    {"(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi * progress)"},
    """Your rate falls to *minus* the peak: uphill! A cosine goes from 1 to -1, and what you want from 1 to 0: move it,
    and then mend its height.""",
)

exercise.edit(
    "twice the peak",
    {" / 2)": ")"},
    """After the warm-up your rate jumps to twice the peak: 1 + cos goes from 2 to 0. Halve it.""",
)

exercise.edit(
    "a quarter of a cosine",
    {"(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi / 2 * progress)"},
    """Your rate ends at 0, but steeply: a quarter of a cosine. Half a cosine is flat at both ends; move it up so that
    it ends at 0.""",
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
    {", 1)": ", np.inf)"},
    """After step `total` your rate rises again. It should stay 0: what is the largest progress there is?""",
)

exercise.edit(
    "degrees instead of radians",
    {"np.pi": "180"},
    """`np.cos` takes radians: half a turn is pi, not 180.""",
)

exercise.edit(
    "warm-up of one step more",
    {"peak * step / warmup": "peak * (step + 1) / (warmup + 1)"},
    """Your warm-up begins at peak / (warmup + 1), as if steps were counted from 1. Here they are counted from 0: in
    step 0 the rate is 0, in step `warmup` it is the peak.""",
)

exercise.edit(
    "warm-up one step late",
    {"peak * step": "peak * (step - 1)"},
    """Your warm-up is one step behind, and begins below 0: in step 0 the rate should be 0. Use `step` as it is.""",
)

exercise.edit(
    "warm-up rounded down",
    {"step / warmup": "(step // warmup)"},
    """`step // warmup` has no decimals: before step `warmup` it is 0, and so is your rate. Use `/`.""",
)

exercise.edit(
    "progress rounded down",
    {"(step - warmup) / (": "(step - warmup) // ("},
    """`//` cuts the decimals off, so that the progress is 0 until the very end, and the rate stays at the peak. Use
    `/`.""",
)

exercise.edit(
    "warm-up as long as the training",
    {"step / warmup": "step / total"},
    """Your warm-up divides by `total`, so that it is far from the peak when it ends, and the rate jumps. It should
    reach the peak in step `warmup`.""",
)

exercise.edit(
    "warm-up without the peak",
    {"peak * step / warmup": "step / warmup"},
    """Your warm-up rises to 1, whatever the peak is. Multiply by `peak`.""",
)

exercise.edit(
    "no peak at all",
    {"peak * step / warmup": "step / warmup", "peak * (1 + np": "(1 + np"},
    """Your rate rises to 1 and falls from there. The largest rate is to be `peak`: multiply by it.""",
)

exercise.edit(
    "fall without the peak",
    {"peak * (1 + np": "(1 + np"},
    """Your warm-up is right, but the fall begins at 1, whatever the peak is. Multiply by `peak`.""",
)

exercise.edit(
    "pi forgotten",
    {"np.pi * progress": "progress"},
    """Your cosine goes from 0 to 1 radian only, and the rate is still high in the end. Half a turn is pi: multiply the
    progress by `np.pi`.""",
)

exercise.edit(
    "rises instead of falling",
    {"1 + np.cos": "1 - np.cos"},
    """Your cosine rises from 0 to the peak: a minus stands where a plus is wanted. It should begin at the peak.""",
)

exercise.edit(
    "sine instead of cosine",
    {"np.cos": "np.sin"},
    """You take the sine, which begins at 0 and bulges upward. A cosine begins at 1 and goes down.""",
)

exercise.edit(
    "constant after the warm-up",
    {"(1 + np.cos(np.pi * progress)) / 2": "1"},
    """Your rate stays at the peak after the warm-up. From there it should fall, along half a cosine.""",
)

exercise.edit(
    "peak for the first part only",
    {"peak * (1 + np.cos(np.pi * progress)) / 2": "peak / 2 + np.cos(np.pi * progress)"},
    """Only the 1 is multiplied by peak / 2, the cosine goes along whole. Put parentheses round `1 + cos`.""",
)

exercise.edit(
    "progress without parentheses",
    {"(step - warmup) / (total - warmup)": "step - warmup / total - warmup"},
    """Python divides before it subtracts: your progress is step - (warmup / total) - warmup. Put parentheses round both
    differences.""",
)

exercise.edit(
    "largest instead of smallest",
    {"min(": "max("},
    """`max(..., 1)` makes the progress 1 from the start, so that the rate is 0. It should be *at most* 1: `min`.""",
)


@exercise.mistake("warm-up times the whole cosine")
def _(step, *, peak, warmup, total):
    """You multiply the line by a cosine that is under way from step 0: the peak is never reached. First the line alone,
    then the cosine alone, with a progress that begins at `warmup`.
    """
    return float(peak * min(step / max(warmup, 1), 1) * (1 + np.cos(np.pi * min(step / total, 1))) / 2)


exercise.edit(
    "nothing after the end",
    {"progress = min(": "if step >= total:\n        return None\n    progress = min("},
    """From step `total` on your function returns nothing: no branch is left for it. The rate is 0 there.""",
)

exercise.edit(
    "back at the peak in the end",
    {"progress = min(": "if step >= total:\n        return peak\n    progress = min("},
    """From step `total` on your rate is the peak again. It should stay 0.""",
)

exercise.edit(
    "one step too long",
    {"(total - warmup)": "(total - warmup + 1)"},
    """Your fall takes one step more than there are: at step `total` the rate is still above 0. From step `warmup` to
    step `total` there are `total - warmup` steps.""",
)

exercise.edit(
    "below 0 before the end",
    {
        "progress = min(": "if step >= total:\n        return 0.0\n    progress = min(",
        "(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi * progress)",
    },
    """Your rate falls below 0 in the second half of the fall: uphill! A cosine goes from 1 to -1, and what you want
    from 1 to 0: move it, and then mend its height.""",
)

exercise.edit(
    "below 0, and up again",
    {", 1)": ", np.inf)", "(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi * progress)"},
    """Your rate falls to *minus* the peak, and after step `total` it rises again. A cosine goes from 1 to -1, and what
    you want from 1 to 0: move it, and then mend its height. And find out what the largest progress is.""",
)

exercise.edit(
    "below 0 up to the end",
    {
        "progress = min(": "if step > total:\n        return 0.0\n    progress = min(",
        "(1 + np.cos(np.pi * progress)) / 2": "np.cos(np.pi * progress)",
    },
    """Your rate falls to *minus* the peak at step `total`: uphill! A cosine goes from 1 to -1, and what you want from 1
    to 0: move it, and then mend its height.""",
)

exercise.edit(
    "cut off at 0",
    {"peak * (1 + np.cos(np.pi * progress)) / 2": "max(0.0, peak * np.cos(np.pi * progress))"},
    """Your rate is 0 from the middle of the fall on: the lower half of the cosine is cut off. Keep its whole shape:
    move it up, and then mend its height.""",
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
