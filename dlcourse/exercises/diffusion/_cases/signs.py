"""Signs of which a part is known, and how the draws are judged that fill in the rest."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.functions import seven_signs
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Malformed, drawn_seed
from dlcourse.lessons.diffusion import noise_schedule

DRAWS, HARD = 36, 5
ENOUGH = 0.9  # of the draws agree with what is known, on average over the hard cases
MOSTLY = 0.6  # of the draws agree where two signs do, or all
FAIR = 1 / 6  # of the draws have each of two signs that agree
# What is known of which sign, where who decides too early contradicts it: two columns, or two rows.
COLUMNS = ((0, 2, 1), (0, 2, 5), (2, 4, 6), (1, 4, 3), (2, 3, 1), (0, 4, 0), (0, 2, 2), (3, 4, 3))
ROWS = ((1, 4, 3), (2, 3, 6), (3, 4, 3), (0, 2, 0))


def known_case(which, mask, count, steps, rng):
    """A case: of sign `which` what the mask lets through; elsewhere stands 0."""
    height, width = mask.shape
    known = np.where(mask, seven_signs()[which, :height, :width], 0.0)
    how = {"denoiser": FunctionName("one_of_seven_signs"), "alpha_bar": noise_schedule(steps), "count": count}
    return Case(known, mask=mask, **how, rng=drawn_seed(rng))


def lines(rows=(), columns=()):
    """A mask of some rows and columns."""
    mask = np.zeros((5, 5), bool)
    mask[list(rows)], mask[:, list(columns)] = True, True
    return mask


def cases(rng):
    """Four pixels; all but a corner known, two signs that agree, nothing known, all known; then hard ones."""
    corner, steps = ~lines(rows=(3, 4)) | ~lines(columns=(3, 4)), int(rng.integers(9, 13))
    some = [
        known_case(0, np.array([[True, True], [True, False]]), 1, 2, rng),
        known_case(int(rng.integers(7)), corner, 3, steps, rng),
        known_case(int(rng.choice([2, 4])), lines(rows=(3, 4)), DRAWS, steps, rng),
        known_case(0, lines(), 2 * DRAWS, steps, rng),
        known_case(int(rng.integers(7)), np.ones(rng.integers(3, 6, size=2), bool), 4, steps, rng),
    ]
    for number in rng.permutation(len(COLUMNS))[: HARD - 2]:
        *both, which = COLUMNS[number]
        some.append(known_case(which, lines(columns=both), DRAWS, steps, rng))
    for number in rng.permutation(len(ROWS))[:2]:
        *both, which = ROWS[number]
        some.append(known_case(which, lines(rows=both), DRAWS, steps, rng))
    return some


def which_agree(arguments):
    """Whether each sign agrees with what is known, an array (7,)."""
    mask = arguments["mask"]
    return np.all(seven_signs()[:, mask] == arguments["known"][mask], axis=1)


def is_hard(arguments):
    """Whether it is one of the cases that count for the average."""
    return arguments["count"] == DRAWS and which_agree(arguments).sum() == 1


def pictures_of(arguments, value):
    """The draws as an array (count, H, W), or Malformed."""
    shape = (arguments["count"], *arguments["known"].shape)
    value = np.array([]) if value is None else value
    try:
        pictures = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        pictures = np.array(None, dtype=float)
    if pictures.shape != shape:
        raise Malformed(f"Wanted are {shape[0]} pictures, an array of the shape {shape}; not {describe(value)}.")
    if not np.all(np.isfinite(pictures)):
        raise Malformed("Some pixels are nan or inf: no picture has such.")
    return pictures


def signs_in(pictures):
    """The number of the sign that each picture is, to half a shade in every pixel; -1 for none."""
    off = np.abs(pictures[:, None] - seven_signs()).max(axis=(2, 3))
    return np.where(off.min(axis=1) < 0.5, off.argmin(axis=1), -1)


def agreeing(arguments, pictures):
    """The share of the draws that are a sign which agrees with what is known."""
    return float(np.mean(np.append(which_agree(arguments), False)[signs_in(pictures)]))


def observe(arguments, value):
    """Whether what is known stayed; and, but for hard cases, which signs come."""
    pictures, mask = pictures_of(arguments, value), arguments["mask"]
    found = {"known pixels": "as given" if np.allclose(pictures[:, mask], arguments["known"][mask]) else "changed"}
    if mask.shape != (5, 5):
        return found
    if arguments["count"] < DRAWS:
        share = agreeing(arguments, pictures)
        return found | {"draws that agree": "all" if share == 1 else "not all"}
    if is_hard(arguments):
        return found
    agree = which_agree(arguments)
    if agreeing(arguments, pictures) < MOSTLY:
        return found | {"draws": "mostly no sign that agrees"}
    come = np.bincount(signs_in(pictures) + 1, minlength=8)[1:][agree]
    least = FAIR * len(pictures) if agree.sum() == 2 else 1
    fair = "each that agrees" if np.all(come >= least) else "one alone" if np.sum(come > 0) == 1 else "some too seldom"
    return found | {"signs that come": fair}


def in_words(share):
    """The share of the draws that agree, roughly."""
    words = {ENOUGH: "nine tenths or more", 0.7: "most, but not nine tenths", 0.35: "about half", 0.05: "a few"}
    return next((word for least, word in words.items() if share >= least), "hardly any")


def together(calls):
    """How many of the draws agree with what is known, on average over the hard cases."""
    hard = [call for call in calls if is_hard(call[0])]
    if len(hard) < HARD:
        return {}
    shares = [agreeing(arguments, pictures_of(arguments, value)) for arguments, value in hard]
    return {"draws that agree with what is known, on average": in_words(np.mean(shares))}
