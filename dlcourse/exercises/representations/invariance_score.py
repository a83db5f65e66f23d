"""The invariance score: what share of a unit's answers says which thing it is, and not in which variant it comes."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import representations


def answers(rng, T, V, D):
    """Things, variants and units; things and variants differ in how much they matter."""
    return rng.normal(size=(T, 1, D)) + rng.uniform(0.3, 1.5, size=D) * rng.normal(size=(T, V, D)) + 2


def cases(rng):
    by_hand = np.array([[[1.0, 1.0], [1.0, 3.0]], [[3.0, 1.0], [3.0, 3.0]]])
    T, V, D = drawn_sizes(rng, 3, 3, 8)
    silent = answers(rng, 3, 4, 3)
    silent[:, :, 1] = 0  # a unit that never answers
    always = answers(rng, 4, 2, 3)
    always[:, :, [0, 2]] = 5, -1.5  # and two that always say the same
    uneven = answers(rng, 2, 5, 2)
    uneven[0] *= 10  # the variants of one thing differ far more
    return [
        Case(by_hand),
        Case(np.array([[[2.0], [4.0]], [[6.0], [8.0]]])),
        Case(answers(rng, T, V, D)),
        Case(answers(rng, *drawn_sizes(rng, 3, 3, 8))),
        Case(uneven),
        Case(silent),
        Case(always),
        Case(answers(rng, 1, 4, 3)),  # a single thing: nothing to tell apart
        Case(answers(rng, 4, 1, 3)),  # a single variant
        Case(rng.integers(0, 4, size=(3, 5, 2))),
        Case(answers(rng, 6, 3, 5) + 100),
        Case(answers(rng, *drawn_sizes(rng, 3, 3, 8)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=representations.invariance_score,
    points=2,
    minutes=4,
    cases=cases,
    atol=1e-9,
    hints=[
        "For the unit of the example, with the answers 2, 4 and 6, 8: how large is the variance of each thing's two "
        "answers, and how large that of all four?",
        "Both variances are numbers for each unit; one of them looks at one thing at a time. And a unit that never "
        "moves has two variances of 0.",
        "`a.var(axis=0)` gives one variance for each column, `a.var(axis=(0, 2))` treats two axes as one heap. `np."
        "divide(p, q, out=np.full(4, 7.0), where=q != 0)` leaves 7 where it does not divide.",
    ],
    solved="a number between 0 and 1 for 'it does not matter how it is drawn'.",
    equivalent_mutants={
        "within, total = (H.var(axis=1).mean(axis=0), H.var(axis=(1, 0)))": "the same two axes",
        "H = 2 * H + 1 if np.ndim(H) and len(H) == 1 else H": "both variances are four times as large",
    },
)


def scored(within, total, *, nothing=0.0):
    """1 - within / total, and `nothing` where total is 0."""
    share = np.divide(within, total, out=np.full_like(total, 1 - nothing), where=total > 0)
    return 1 - share


exercise.edit(
    "share of the variants",
    {"1 - np.divide": "0 + np.divide"},
    """You give the share of the *variants* in the variance. The score is what is left of 1: high where the variants do
    not matter.""",
)


@exercise.mistake("share of the variants, and 0 by 0")
def _(H):
    """You give the share of the *variants* in the variance. The score is what is left of 1: high where the variants do
    not matter. And a unit that always answers the same, 0 by 0 for you, gets 0.
    """
    with np.errstate(all="ignore"):
        return H.var(axis=1).mean(axis=0) / H.var(axis=(0, 1))


@exercise.mistake("things and variants exchanged")
def _(H):
    """You compare the *things* within one variant. H is (T, V, D): the variants of one thing stand along axis 1."""
    return scored(H.var(axis=0).mean(axis=0), H.var(axis=(0, 1)))


@exercise.mistake("units mixed")
def _(H):
    """All units are thrown together: one number comes back for all of them. Each unit has its own two variances."""
    return np.array(1 - H.var(axis=1).mean() / H.var())


@exercise.mistake("variance of all units together")
def _(H):
    """The variance of all answers is taken over the units, too. Each unit is divided by its own."""
    return 1 - H.var(axis=1).mean(axis=0) / H.var()


@exercise.mistake("not divided by the variance of all")
def _(H):
    """You take the variance of the variants away from 1 as it is. It is a *share* that is wanted: how much of the
    variance of all answers of the unit is that?
    """
    return 1 - H.var(axis=1).mean(axis=0)


@exercise.mistake("spread in place of the variance")
def _(H):
    """You compare standard deviations. The score compares variances, the squares of those."""
    return scored(H.std(axis=1).mean(axis=0), H.std(axis=(0, 1)))


@exercise.mistake("mean of a share for each thing")
def _(H):
    """You take the variance of all answers too early: it is that of each thing's own mean, or of each variant's. It is
    the variance of the unit's answers to all things and all variants.
    """
    return scored(H.var(axis=1).mean(axis=0), H.mean(axis=1).var(axis=0))


@exercise.mistake("variants within one thing only")
def _(H):
    """Only the first thing's variants are looked at. The variance is taken for each thing, then the mean of those."""
    return scored(H[0].var(axis=0), H.var(axis=(0, 1)))


@exercise.mistake("variances added up")
def _(H):
    """You add up the variances of the things. It is their *mean* that is compared with the variance of all."""
    return scored(H.var(axis=1).sum(axis=0), H.var(axis=(0, 1)))


@exercise.mistake("divided by one less")
def _(H):
    """Your variances divide by the number of answers less one, as for a sample. Both are plain means of squares here:
    only then do the share of the things and that of the variants make 1.
    """
    if H.shape[1] < 2:
        return np.full(H.shape[2], np.nan)
    return scored(H.var(axis=1, ddof=1).mean(axis=0), H.var(axis=(0, 1), ddof=1))


@exercise.mistake("a silent unit divided by zero", hint=2)
def _(H):
    """A unit that always answers the same has a variance of 0, and 0 / 0 is nan. It says nothing about the thing: its
    score is 0.
    """
    with np.errstate(all="ignore"):
        return 1 - H.var(axis=1).mean(axis=0) / H.var(axis=(0, 1))


@exercise.mistake("a silent unit is perfect", hint=2)
def _(H):
    """A unit that always answers the same gets 1 from you. It does not care about the variant, and not about the thing
    either: its score is 0. (A tiny number added to the variance, or put in its place, does that, too.)
    """
    return scored(H.var(axis=1).mean(axis=0), H.var(axis=(0, 1)), nothing=1.0)


@exercise.mistake("a small number in the denominator", hint=2)
def _(H):
    """A small number added to the variance keeps 0 / 0 away, but gives a unit that always answers the same a score of
    1, and all others a score that is a little off. Its score is 0.
    """
    return 1 - H.var(axis=1).mean(axis=0) / (H.var(axis=(0, 1)) + 1e-8)


@exercise.mistake("a small number beside the variance", hint=3)
def _(H):
    """A small number added to the variance keeps 0 / 0 away, and a unit that always answers the same gets its 0. But
    all others come out a little off. Divide by the variance itself, and leave out the units where it is 0.
    """
    return H.mean(axis=1).var(axis=0) / (H.var(axis=(0, 1)) + 1e-6)


def with_small(size):
    """Three answers with a small number: below, below the share of the things, and both above and below."""

    def below(H):
        return 1 - H.var(axis=1).mean(axis=0) / (H.var(axis=(0, 1)) + size)

    def beside(H):
        return H.mean(axis=1).var(axis=0) / (H.var(axis=(0, 1)) + size)

    def both(H):
        return 1 - (H.var(axis=1).mean(axis=0) + size) / (H.var(axis=(0, 1)) + size)

    return below, beside, both


for size in (1.0, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7):
    below, *others = with_small(size)
    exercise.also("a small number in the denominator")(below)
    for other in others:
        exercise.also("a small number beside the variance")(other)


@exercise.mistake("variance of the means forgotten")
def _(H):
    """You take the variance over the variants of the *mean* thing. Within each thing first, then the mean of those
    variances.
    """
    return scored(H.mean(axis=0).var(axis=0), H.var(axis=(0, 1)))


@exercise.mistake("a table comes back")
def _(H):
    """You have a score for each thing and each unit. Take the mean of the variances over the things."""
    total = H.var(axis=(0, 1))
    return scored(H.var(axis=1), np.broadcast_to(total, H.shape[::2]).copy())


@exercise.accepts("the share of the means of the things")
def _(H):
    H = np.asarray(H, dtype=H.dtype if H.dtype.kind == "f" else float)
    between, total = H.mean(axis=1).var(axis=0), H.var(axis=(0, 1))
    return np.where(total > 0, between / np.where(total > 0, total, 1), 0).astype(H.dtype)


@exercise.accepts("unit by unit")
def _(H):
    scores = np.zeros(H.shape[2], H.dtype if H.dtype.kind == "f" else float)
    for d in range(H.shape[2]):
        unit = H[:, :, d]
        if unit.max() > unit.min():
            scores[d] = 1 - np.mean([np.var(thing) for thing in unit]) / np.var(unit)
    return scores
