"""What it costs to be active more often, or less often, than a hidden unit should."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.codes import activity_cases
from dlcourse.lessons import autoencoder

exercise = Exercise(
    reference=autoencoder.sparsity_penalty,
    points=2,
    minutes=4.5,
    cases=activity_cases,
    outputs=("penalty", "dH"),
    form="derive",
    first="autoencoder.pull_by_hand",
    rtol=1e-6,
    hints=[
        "A unit was active 0.2 in one example and 0.6 in the other. Of which number does its price depend, and how "
        "much does that number move if the 0.2 becomes 0.3?",
        "One mean for each unit, over the examples; one price for each unit, and their sum. On the way back a mean "
        "hands each of its numbers the same small share. The price of one unit has two slopes, one of each logarithm.",
        "Elsewhere: the slope of `5 * log(5 / t)` by t is `-5 / t`. And `np.tile(row, (4, 1))` is a table of four rows "
        "that are all alike.",
    ],
    solved="a price that makes hidden units choose what they answer to.",
    equivalent_mutants={
        "return (penalty, np.broadcast_to(slope / len(H), H.shape))": "rows that share their memory have the same "
        "numbers, and nobody writes into them here",
    },
)

exercise.edit(
    "gradient of the mean for every example",
    {"slope / len(H)": "slope"},
    """Your dH is that of the means. An example is only one of N that make up a mean, so it has but the N-th part of
    that slope. The penalty is right.""",
)

exercise.edit(
    "the two parts of the slope exchanged in sign",
    {"(1 - target) / (1 - q) - target / q": "target / q - (1 - target) / (1 - q)"},
    """The penalty is right, and dH has the wrong sign: it would drive units away from the target. Where a unit is too
    active, q above p, more of it costs more.""",
)

exercise.edit(
    "plus between the parts of the slope",
    {"(1 - target) / (1 - q) - target / q": "(1 - target) / (1 - q) + target / q"},
    """Both parts of your slope are positive, so the price would rise whatever the unit does. The first logarithm falls
    with q: its part has a minus.""",
)

exercise.edit(
    "half of the price",
    {
        " + (1 - target) * np.log((1 - target) / (1 - q)))": ")",
        "(1 - target) / (1 - q) - target / q": "-target / q",
    },
    """Only the first logarithm is there, so that units would like to be active always. The second one counts how often
    they are silent.""",
)

exercise.edit(
    "half of the price, and the whole slope",
    {" + (1 - target) * np.log((1 - target) / (1 - q)))": ")"},
    "dH is right, but the penalty has the first logarithm only. The second one counts how often units are silent.",
)

exercise.edit(
    "half of the slope",
    {"(1 - target) / (1 - q) - target / q": "-target / q"},
    "The penalty is right, but dH comes from the first logarithm only: q stands in the second one, too.",
)

exercise.edit(
    "inner derivative of 1 - q forgotten",
    {"(1 - target) / (1 - q) - target / q": "-(1 - target) / (1 - q) - target / q"},
    """The penalty is right. In dH, the slope of the second logarithm has the wrong sign: q stands there with a
    minus, so a second minus comes from inside.""",
)

exercise.edit(
    "mean over the units",
    {"penalty = np.sum(": "penalty = np.mean("},
    "Your penalty is the mean over the units; dH is that of their sum. Each unit pays for itself: add up.",
)

exercise.edit(
    "mean over the units everywhere",
    {"penalty = np.sum(": "penalty = np.mean(", "slope / len(H)": "slope / H.size"},
    "Penalty and dH are divided by the number of units. Each unit pays for itself: add up.",
)

exercise.edit(
    "the other way round",
    {
        "np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))": "np.sum(q * np.log(q / "
        "target) + (1 - q) * np.log((1 - q) / (1 - target)))",
        "(1 - target) / (1 - q) - target / q": "np.log(q / target) - np.log((1 - q) / (1 - target))",
    },
    """You measure from q to p: the logarithms are weighted by what *is*. Here they are weighted by what should be, the
    target p.""",
)

exercise.edit(
    "the other way round, in the price",
    {
        "np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))": "np.sum(q * np.log(q / "
        "target) + (1 - q) * np.log((1 - q) / (1 - target)))"
    },
    "dH is right. But in the penalty p and q are exchanged: the logarithms are weighted by the target p.",
)

exercise.edit(
    "target and mean exchanged in the logarithms",
    {"np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q))": "np.log(q / target) + (1 - target) * "
     "np.log((1 - q) / (1 - target))"},
    "dH is right. In the logarithms p and q are exchanged, so that the price is negative. It is p over q.",
)  # fmt: skip

exercise.edit(
    "cross-entropy instead of the divergence",
    {"np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q))": "np.log(1 / q) + (1 - target) * "
     "np.log(1 / (1 - q))"},
    """dH is right. But your price is not 0 where a unit is active just as often as it should be: divide p by q
    inside of the logarithm, and 1 - p by 1 - q.""",
)  # fmt: skip

exercise.edit(
    "mean of each example",
    {"H.mean(axis=0)": "H.mean(axis=1, keepdims=True)"},
    """You take the mean of each *example*, over its units. How often a unit is active is a mean over the examples: down
    the columns.""",
)

exercise.edit(
    "one mean for all units",
    {"H.mean(axis=0)": "H.mean(axis=0) * 0 + H.mean()"},
    """All units share one mean: half of them could be active always and the others never. Each column has a mean of its
    own.""",
)

exercise.edit(
    "one mean for all units and one price",
    {"H.mean(axis=0)": "np.array([H.mean()])"},
    "All units share one mean and pay one price. Each column has a mean of its own, and pays for itself.",
)


@exercise.mistake("each number paid for")
def _(H, *, target):
    """You ask a price of every single number. A unit may be fully active in some examples, as long as it is seldom:
    take the mean over the examples first.
    """
    price = target * np.log(target / H) + (1 - target) * np.log((1 - target) / (1 - H))
    return price.sum() / len(H), ((1 - target) / (1 - H) - target / H) / len(H)


@exercise.also("each number paid for")
def _(H, *, target):
    price = target * np.log(target / H) + (1 - target) * np.log((1 - target) / (1 - H))
    return price.sum(), ((1 - target) / (1 - H) - target / H) / len(H)


@exercise.also("each number paid for")
def _(H, *, target):
    price = target * np.log(target / H) + (1 - target) * np.log((1 - target) / (1 - H))
    return price.sum(), (1 - target) / (1 - H) - target / H


@exercise.also("each number paid for")
def _(H, *, target):
    q = H.mean(axis=0)
    price = np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))
    return price, ((1 - target) / (1 - H) - target / H) / len(H)


@exercise.mistake("counted where above a half")
def _(H, *, target):
    """You count in how many examples a unit is above 1/2. How active it is on average is the mean of the numbers
    themselves: a count has no slope, and where it is 0 the price has no end.
    """
    q = (H > 0.5).mean(axis=0)
    with np.errstate(all="ignore"):
        price = np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))
        return price, np.broadcast_to(((1 - target) / (1 - q) - target / q) / len(H), H.shape).copy()


exercise.edit(
    "one row of gradients",
    {"np.broadcast_to(slope / len(H), H.shape).copy()": "slope / len(H)"},
    "dH has one row. Every number of H has a gradient: as many rows as examples, all alike.",
)

exercise.edit(
    "a price for each unit",
    {"np.sum(target": "(target"},
    "The penalty has a number for each unit. It is added to the loss, which is one number: add them up.",
)

exercise.edit(
    "gradient per example in the penalty too",
    {"penalty = np.sum(": "penalty = 1 / len(H) * np.sum("},
    "dH is right, but the penalty is divided by the number of examples. The means have done that already.",
)

exercise.edit(
    "times the number of examples",
    {"slope / len(H)": "slope * len(H)"},
    "The penalty is right. dH is multiplied by the number of examples; a mean hands each its N-th part.",
)

exercise.edit(
    "squares instead of logarithms",
    {
        "np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))": "np.sum((q - target) "
        "** 2)",
        "(1 - target) / (1 - q) - target / q": "2 * (q - target)",
    },
    """You square how far each mean is from the target. The formula compares two chances, by logarithms: it grows
    without end where a unit is never active.""",
)


@exercise.accepts("by the logarithms of each part")
def _(H, *, target):
    N, M = H.shape
    means = np.sum(H, axis=0) / N
    entropy = target * np.log(target) + (1 - target) * np.log(1 - target)
    price = M * entropy - np.sum(target * np.log(means)) - np.sum((1 - target) * np.log(1 - means))
    row = (means - target) / (means * (1 - means)) / N
    return price, np.ones((N, 1), H.dtype) * row


@exercise.accepts("unit by unit")
def _(H, *, target):
    penalty, dH = 0.0, np.zeros_like(H)
    for j in range(H.shape[1]):
        q = H[:, j].mean()
        penalty += target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q))
        dH[:, j] = ((1 - target) / (1 - q) - target / q) / len(H)
    return penalty, dH
