"""How much is left of a picture after each step: from all of it to next to nothing."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.diffusion._cases.schedules import curve, note_rarer, shares
from dlcourse.lessons import diffusion


def cases(rng):
    """By hand; one step; the usual offset and others, 0 and whole ones too; many steps."""
    few, some = drawn_sizes(rng, 2, least=3, most=12)
    more, many = drawn_sizes(rng, 2, least=20, most=60)
    return [
        Case(2, offset=0.0),
        Case(1),
        Case(4),
        Case(1, offset=0.0),
        Case(few, offset=0),
        Case(some, offset=float(rng.uniform(0.05, 0.5))),
        Case(3, offset=1),
        Case(some, offset=2.5),
        Case(more, offset=float(rng.uniform(0.001, 0.02))),
        Case(many),
        Case(1000),
    ]


exercise = Exercise(
    reference=diffusion.noise_schedule,
    points=2,
    form="fault",
    cases=cases,
    atol=1e-14,
    hints=[
        "With two steps and no offset there are three numbers: of step 0, 1 and 2. What should the first and the last "
        "of them be, by the formula, and what comes back?",
        "Nothing has happened at step 0, and at the last step t / T is 1. A product of shares says what is left "
        "*after* each of them; what was there before stands in no product.",
        "Elsewhere: five fences have six posts. `np.arange(6) / 5` runs from 0 to 1, both ends counted, and "
        "`np.concatenate(([7.0], np.array([8.0, 9.0])))` is `[7. 8. 9.]`.",
    ],
    solved="a plan for the ink: how much of a picture is left at every step.",
    equivalent_mutants={
        "f = np.cos(np.pi / -2 * (np.arange(steps + 1) / steps + offset) / (1 + offset)) ** 2": "a cosine is even",
        "kept = np.maximum(0.001, f[1:] / f[:-1])": "the larger of two, in either order",
    },
)


exercise.edit(
    "step 0 left out",
    {"np.concatenate(([1.0], np.cumprod(kept)))": "np.cumprod(kept)"},
    """The first number is that of step 1. Step 0, the clean example, is missing: there all is left, so that `alpha_bar`
    begins with 1 and the place of a number is its step.""",
)

exercise.edit(
    "stops before the end",
    {"np.arange(steps + 1) / steps": "np.arange(steps + 1) / (steps + 1)"},
    """Your last step is not at the end of the curve: you divide by the number of *numbers*, which is one more than that
    of the steps. At the last step t / T is 1.""",
)

exercise.edit(
    "begins one step late",
    {"np.arange(steps + 1) / steps": "np.arange(1, steps + 2) / steps"},
    """Your curve begins with t = 1 and goes one step beyond its end. Step 0 is t = 0.""",
)


@exercise.mistake("one number too few")
def _(steps, *, offset=0.008):
    """One number is missing at the end. For T steps there are T + 1 numbers, of the steps 0 to T: five fences have six
    posts."""
    return diffusion.noise_schedule(steps, offset=offset)[:-1]


@exercise.also("one number too few")
def _(steps, *, offset=0.008):
    f = np.cos(np.pi / 2 * (np.arange(steps) / steps + offset) / (1 + offset)) ** 2
    return f / f[0]


@exercise.also("one number too few")
def _(steps, *, offset=0.008):
    return shares(np.cos(np.pi / 2 * (np.linspace(0, 1, steps) + offset) / (1 + offset)) ** 2)


exercise.edit(
    "nothing left at the end",
    {"np.maximum(f[1:] / f[:-1], 0.001)": "f[1:] / f[:-1]"},
    """All is right but for the last step, which leaves next to nothing (10⁻³³): nobody could go back from there. A step
    takes 0.999 of what is left at most.""",
)


@exercise.also("nothing left at the end")
def _(steps, *, offset=0.008):
    f = curve(steps, offset)
    left = f / f[0]
    left[-1] = 0
    return left


@exercise.mistake("limit on what is left")
def _(steps, *, offset=0.008):
    """You keep what is left in all, `alpha_bar`, above 0.001. The limit is for each *step*: it takes at most 0.999 of
    what the step before has left.
    """
    f = curve(steps, offset)
    return np.maximum(f / f[0], 0.001)


@exercise.mistake("what each step keeps")
def _(steps, *, offset=0.008):
    """That is the share which each *single* step keeps. Of what is left after all steps so far, they have to be
    multiplied, one after the other.
    """
    f = curve(steps, offset)
    return np.concatenate(([1.0], np.maximum(f[1:] / f[:-1], 0.001)))


@exercise.also("what each step keeps")
def _(steps, *, offset=0.008):
    f = curve(steps, offset)
    return np.maximum(f[1:] / f[:-1], 0.001)


@exercise.mistake("what each step takes")
def _(steps, *, offset=0.008):
    """That is beta, the share which each step takes. Wanted is what is left: first what each step keeps, 1 - beta, then
    the product of these up to each step.
    """
    f = curve(steps, offset)
    return np.minimum(1 - f[1:] / f[:-1], 0.999)


@exercise.also("what each step takes")
def _(steps, *, offset=0.008):
    f = curve(steps, offset)
    return np.concatenate(([0.0], np.minimum(1 - f[1:] / f[:-1], 0.999)))


@exercise.mistake("shares added up")
def _(steps, *, offset=0.008):
    """You take the shares away from 1 one after the other. But each is a share of what is *left* at that time, and not
    of the whole: what is kept is multiplied.
    """
    f = curve(steps, offset)
    return 1 - np.concatenate(([0.0], np.cumsum(np.minimum(1 - f[1:] / f[:-1], 0.999))))


@exercise.mistake("the share taken, multiplied")
def _(steps, *, offset=0.008):
    """You multiply the shares that are *taken*. What is left is the product of the shares that are kept, 1 - beta."""
    f = curve(steps, offset)
    return np.concatenate(([1.0], np.cumprod(np.minimum(1 - f[1:] / f[:-1], 0.999))))


exercise.edit(
    "cosine not squared",
    {"/ (1 + offset)) ** 2": "/ (1 + offset))"},
    "Your curve is the cosine itself. In the formula it is squared: it is about shares of a variance.",
)

exercise.edit(
    "half a turn instead of a quarter",
    {"np.pi / 2": "np.pi"},
    """The cosine runs through half a turn, and its square comes up again. A quarter, π / 2, leads from 1 to 0.""",
)

exercise.edit(
    "offset not made up for",
    {"/ (1 + offset)) ** 2": ") ** 2"},
    """With an offset your curve goes beyond its end: (t / T + s) is more than 1 there. It is divided by 1 + s.""",
)

exercise.edit(
    "only the offset divided",
    {"/ steps + offset) / (1 + offset)": "/ steps + offset / (1 + offset))"},
    """Only the offset is divided by 1 + s, and so the curve goes beyond its end. The whole sum, t / T + s, is.""",
)

exercise.edit(
    "offset not used",
    {"np.arange(steps + 1) / steps + offset": "np.arange(steps + 1) / steps", "/ (1 + offset)": "/ 1"},
    "The offset makes no difference. It stands in the formula in two places.",
)


@exercise.mistake("offset always the same")
def _(steps, *, offset=0.008):
    """You take 0.008, whatever `offset` is. Use the argument."""
    return diffusion.noise_schedule(steps)


exercise.edit(
    "limit on the wrong side",
    {"np.maximum(": "np.minimum("},
    """You let each step keep *at most* 0.001. Taking 0.999 at most is keeping 0.001 at least: what is smaller, is
    raised.""",
)

exercise.edit(
    "limit on the other side of 1",
    {"0.001": "0.999"},
    """Each step keeps 0.999 with you, at least. 0.999 is the most that it may *take*: it keeps 0.001 at least.""",
)


note_rarer(exercise)


@exercise.plants(
    "stops before the end",
    "step 0 left out",
    symptom=(
        "With two steps and no offset, what is left after the last one is not a thousandth of what was there before "
        "it: a walk back from pure noise begins at the wrong place.",
        "For two steps there should be three numbers, of which the first is 1, since at step 0 nothing has happened "
        "yet. Two come back.",
    ),
)
def noise_schedule(steps, *, offset=0.008):
    """How much of the clean variance is left after each step: slowly at first, slowly at last.

    steps: a whole number from 1 on; offset: a number, 0 or more
    -> array (steps + 1,), alpha_bar of each step from 0 on, where it is 1
    """
    f = np.cos(np.pi / 2 * (np.arange(steps + 1) / (steps + 1) + offset) / (1 + offset)) ** 2
    kept = np.maximum(f[1:] / f[:-1], 0.001)
    return np.cumprod(kept)


@exercise.accepts("step by step")
def _(steps, *, offset=0.008):
    alpha_bar, before = [1.0], np.cos(np.pi / 2 * offset / (1 + offset)) ** 2
    for t in range(1, steps + 1):
        now = np.cos(np.pi / 2 * (t / steps + offset) / (1 + offset)) ** 2
        beta = min(1 - now / before, 0.999)
        alpha_bar.append(alpha_bar[-1] * (1 - beta))
        before = now
    return np.array(alpha_bar)


@exercise.accepts("all shares clipped, the first one of none")
def _(steps, *, offset=0.008):
    f = np.cos((np.linspace(0, 1, steps + 1) + offset) / (1 + offset) * np.pi * 0.5) ** 2
    beta = np.zeros(steps + 1)
    beta[1:] = np.clip(1 - f[1:] / f[:-1], 0, 0.999)
    return np.cumprod(1 - beta)


@exercise.accepts("the curve itself, but for the last step")
def _(steps, *, offset=0.008):
    f = (1 + np.cos(np.pi * (np.arange(steps + 1) / steps + offset) / (1 + offset))) / 2
    alpha_bar = f / f[0]
    alpha_bar[-1] = 0.001 * alpha_bar[-2]
    return alpha_bar
