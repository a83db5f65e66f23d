"""Signs of which a part is known, and how the draws are judged that fill in the rest."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.functions import COMMON, seven_signs
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Malformed, drawn_seed
from dlcourse.lessons.diffusion import noise_schedule

DRAWS, HARD = 36, 5
ENOUGH = 0.9  # of the draws agree with what is known, on average over the hard cases
MOSTLY = 0.6  # of the draws agree where two signs do, or all
FAIR = 1 / 6  # of the draws have each of two signs that agree
HALF = 0.27, 0.8  # so many of the draws may have the sign that is half of all, where nothing is known
ONE_COMMON = "_one_common"
# What is known of which sign, where who decides too early contradicts it: two columns, or two rows.
COLUMNS = ((0, 2, 1), (0, 2, 5), (2, 4, 6), (1, 4, 3), (2, 3, 1), (0, 4, 0), (0, 2, 2), (3, 4, 3))
ROWS = ((1, 4, 3), (2, 3, 6), (3, 4, 3), (0, 2, 0))


def known_case(which, mask, count, steps, rng, *, turns, common=False):
    """A case: of sign `which` what the mask lets through, both turned by so many quarters; elsewhere stands 0."""
    mask = np.rot90(mask, turns).copy()
    known = np.where(mask, seven_signs(turns)[which, : mask.shape[0], : mask.shape[1]], 0.0)
    named = {
        "denoiser": FunctionName(f"signs_turned_{turns}" + common * ONE_COMMON),
        "alpha_bar": noise_schedule(steps),
    }
    return Case(known, mask=mask, **named, count=count, rng=drawn_seed(rng))


def lines(rows=(), columns=()):
    """A mask of some rows and columns."""
    mask = np.zeros((5, 5), bool)
    mask[list(rows)], mask[:, list(columns)] = True, True
    return mask


def cases(rng):
    """Four pixels; all but a corner known, two signs that agree, nothing known, all known; then hard ones.

    All are turned alike: whoever has the signs of some cases by heart has not those of others.
    """
    corner, steps = ~lines(rows=(3, 4)) | ~lines(columns=(3, 4)), int(rng.integers(9, 13))
    wanted = [
        (0, np.array([[True, True], [True, False]]), 1, 2),
        (int(rng.integers(7)), corner, DRAWS // 3, steps),
        (int(rng.choice([2, 4])), lines(rows=(3, 4)), DRAWS, steps),
        (int(rng.integers(7)), np.ones(rng.integers(1, 6, size=2), bool), 4, int(rng.integers(3, 13))),
    ]
    for number in rng.permutation(len(COLUMNS))[: HARD - 2]:
        *both, which = COLUMNS[number]
        wanted.append((which, lines(columns=both), DRAWS, steps))
    for number in rng.permutation(len(ROWS))[:2]:
        *both, which = ROWS[number]
        wanted.append((which, lines(rows=both), DRAWS, steps))
    turns = int(rng.integers(4))
    some = [known_case(*case, rng, turns=turns) for case in wanted]
    some.insert(3, known_case(0, lines(), 2 * DRAWS, steps, rng, turns=turns, common=True))
    return some


def signs_of(arguments):
    """The signs that the denoiser of a case knows, (7, 5, 5)."""
    return seven_signs(int(arguments["denoiser"].name.split("_")[2]))


def which_agree(arguments):
    """Whether each sign agrees with what is known, an array (7,)."""
    mask = arguments["mask"]
    return np.all(signs_of(arguments)[:, mask] == arguments["known"][mask], axis=1)


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
        raise Malformed(
            "Some pixels are nan or inf: no picture has such. (The denoiser is for *noisy* pictures: shares below 1.)"
        )
    return pictures


def signs_in(arguments, pictures):
    """The number of the sign that each picture is, to half a shade in every pixel; -1 for none."""
    off = np.abs(pictures[:, None] - signs_of(arguments)).max(axis=(2, 3))
    return np.where(off.min(axis=1) < 0.5, off.argmin(axis=1), -1)


def agreeing(arguments, pictures):
    """The share of the draws that are a sign which agrees with what is known."""
    return float(np.mean(np.append(which_agree(arguments), False)[signs_in(arguments, pictures)]))


def observe(arguments, value):
    """Whether what is known stayed; and, but for hard cases, which signs come."""
    pictures, mask = pictures_of(arguments, value), arguments["mask"]
    found = {"known pixels": "as given" if np.allclose(pictures[:, mask], arguments["known"][mask]) else "changed"}
    if mask.shape != (5, 5) or is_hard(arguments):
        return found
    if arguments["count"] < DRAWS:
        share = agreeing(arguments, pictures)
        return found | {"draws that agree": "all" if share == 1 else "not all"}
    return found | {"signs that come": which_come(arguments, pictures)}


def which_come(arguments, pictures):
    """How often the signs come that agree with what is known, in words."""
    agree = which_agree(arguments)
    if agreeing(arguments, pictures) < MOSTLY:
        return "mostly none that agrees"
    come = np.bincount(signs_in(arguments, pictures) + 1, minlength=8)[1:] / len(pictures)
    if np.sum(come > 0) == 1:
        return "one alone"
    if agree.sum() == 2:
        return "as often as they are" if np.all(come[agree] >= FAIR) else "one of them too seldom"
    if come[COMMON] < HALF[0]:
        return "the common one too seldom"
    return "as often as they are" if come[COMMON] <= HALF[1] and np.sum(come > 0) > 3 else "the others too seldom"


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
