"""Noise schedules: their parts, and rarer wrong answers to `noise_schedule`, whose own file is full."""

import numpy as np

from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion


def curve(steps, offset):
    """f of the steps 0 to T."""
    return np.cos(np.pi / 2 * (np.arange(steps + 1) / steps + offset) / (1 + offset)) ** 2


def shares(f):
    """alpha_bar from f of all steps."""
    return np.concatenate(([1.0], np.cumprod(np.maximum(f[1:] / f[:-1], 0.001))))


def of_curve(change):
    """A wrong schedule made of the curve."""
    return lambda steps, *, offset=0.008: change(curve(steps, offset))


def of_right(change):
    """A wrong schedule made of the right one."""
    return lambda steps, *, offset=0.008: change(diffusion.noise_schedule(steps, offset=offset))


def of_steps(change):
    """A wrong schedule that asks only how many steps there are."""
    return lambda steps, *, offset=0.008: change(steps)


RARER = [  # (name, advice, answers)
    (
        "curve not divided by its beginning",
        "With an offset, f does not begin with 1: `alpha_bar` is not f itself, but what the steps' shares, from f to "
        "f, leave of 1.",
        of_curve(lambda f: f[0] * shares(f)),
        of_curve(lambda f: f),
        of_curve(lambda f: np.maximum(f, 0.001)),
    ),
    (
        "products of what is left already",
        "f(t) / f(0) is what is left in all. You multiply these up once more: the product is of what each *step* "
        "keeps, f(t) / f(t - 1).",
        of_curve(lambda f: np.cumprod(f / f[0])),
    ),
    (
        "limit on the other end, too",
        "All is right for few steps. With 1,000 of them the first ones take less than 0.0001, and you raise that. The "
        "formula has a limit on one side alone: 0.999 at most.",
        of_curve(lambda f: np.append(1.0, np.cumprod(1 - np.clip(1 - f[1:] / f[:-1], 1e-4, 0.999)))),
        of_curve(lambda f: np.append(1.0, np.cumprod(1 - np.clip(1 - f[1:] / f[:-1], 1e-3, 0.999)))),
    ),
    (
        "another limit",
        "Only the last step differs: it takes more than 0.999 of what is left, or less. The formula has 0.999, no "
        "other number.",
        of_curve(lambda f: np.append(1.0, np.cumprod(1 - np.clip(1 - f[1:] / f[:-1], 0, 0.9999)))),
        of_curve(lambda f: np.append(1.0, np.cumprod(1 - np.clip(1 - f[1:] / f[:-1], 0, 0.99)))),
        of_curve(lambda f: np.append(1.0, np.cumprod(1 - np.clip(1 - f[1:] / f[:-1], 0, 0.995)))),
    ),
    (
        "shares turned round",
        "You divide what there was before by what is left: such a share is more than 1, and the numbers rise. A step "
        "keeps f(t) / f(t-1).",
        of_curve(lambda f: np.append(1.0, np.cumprod(np.maximum(f[:-1] / f[1:], 0.001)))),
    ),
    (
        "one step more, and none before",
        "There are as many numbers as there should be, but they are those of T + 1 steps without step 0. Step 0 comes "
        "first, with 1, and the last of the T steps is the end of the curve.",
        lambda steps, *, offset=0.008: shares(curve(steps + 1, offset))[1:],
    ),
    (
        "the 1 at the end",
        "The 1 stands at the end. It belongs to step 0, where nothing has happened yet: it is the first number.",
        of_curve(lambda f: np.append(np.cumprod(np.maximum(f[1:] / f[:-1], 0.001)), 1.0)),
    ),
    (
        "0 for the clean example",
        "All is right but for the first number, which is 0. At step 0 *all* is left: 1.",
        of_curve(lambda f: np.append(0.0, np.cumprod(np.maximum(f[1:] / f[:-1], 0.001)))),
    ),
    (
        "curve from step 1",
        "Your curve begins with t = 1, so that the first step's share is missing, and with it a number. Step 0 is t = "
        "0: for T shares there are T + 1 places.",
        of_curve(lambda f: shares(f[1:])),
    ),
    (
        "divided by one less",
        "You divide by T - 1: the curve is at its end one step too early, and beyond it at the last. At the last step "
        "t / T is 1.",
        lambda steps, *, offset=0.008: shares(
            np.cos(np.pi / 2 * (np.arange(steps + 1) / max(steps - 1, 1) + offset) / (1 + offset)) ** 2
        ),
    ),
    (
        "how much noise there is",
        "You give the share of the *noise*, 1 - alpha_bar. Wanted is what is left of the clean example.",
        of_right(lambda alpha_bar: 1 - alpha_bar),
    ),
    (
        "roots of what is left",
        "These are roots, what an example is multiplied by. Wanted is the share of its *variance*, before the root.",
        of_right(np.sqrt),
    ),
    (
        "from the end to the beginning",
        "Your numbers rise. Step 0 is the clean example, with 1, and the last one nearly all noise.",
        of_right(lambda alpha_bar: alpha_bar[::-1]),
    ),
    (
        "a straight line",
        "What is left falls along a straight line with you. The formula has a cosine, which is flat at both ends.",
        of_steps(lambda steps: np.linspace(1, 0, steps + 1)),
    ),
    (
        "the first article's schedule",
        "That is the schedule of the first article: shares that rise from 0.0001 to 0.02, made for 1,000 steps. Wanted "
        "is the one of the formula, with a cosine.",
        of_steps(lambda steps: np.concatenate(([1.0], np.cumprod(1 - np.linspace(1e-4, 0.02, steps))))),
        of_steps(lambda steps: np.cumprod(1 - np.linspace(1e-4, 0.02, steps))),
    ),
]


def note_rarer(exercise):
    """Note the wrong answers of RARER to the exercise, behind those of its own file."""
    for name, advice, *answers in RARER:
        noting(exercise)(name, advice, *answers)
