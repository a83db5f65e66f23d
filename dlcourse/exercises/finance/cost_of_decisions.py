"""Money: a fee for each review, and every fraud that is missed."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import finance


def cases(rng):
    """One of each of the four kinds; none flagged, all flagged; no fraud; a fee of 0; whole amounts; no payment."""
    short, middle, long = drawn_sizes(rng, 3, least=5, most=20)
    four = np.array([True, True, False, False]), np.array([1, 0, 1, 0])
    return [
        Case(np.array([True]), np.array([0]), np.array([70.0]), fee=2.0),
        Case(np.array([False]), np.array([1]), np.array([70.0]), fee=2.0),
        Case(*four, np.array([90.0, 20.0, 50.0, 400.0]), fee=5.0),
        Case(np.zeros(short, dtype=bool), *_payments(rng, short), fee=3.0),
        Case(np.ones(short, dtype=bool), *_payments(rng, short), fee=1.5),
        Case(rng.random(middle) < 0.4, *_payments(rng, middle), fee=float(rng.uniform(1, 9))),
        Case(rng.random(long) < 0.6, *_payments(rng, long), fee=0.0),
        Case(rng.random(long) < 0.3, np.zeros(long, dtype=int), rng.exponential(50, size=long), fee=2.5),
        Case(four[0], four[1], np.array([8, 30, 21, 9]), fee=4),
        Case(np.zeros(0, dtype=bool), np.zeros(0, dtype=int), np.zeros(0), fee=2.0),
        Case(np.zeros(middle, dtype=bool), np.ones(middle, dtype=int), rng.exponential(40, size=middle), fee=8.0),
    ]


def _payments(rng, count):
    labels = (rng.random(count) < 0.4).astype(int)
    labels[:2] = 0, 1
    return labels, rng.exponential(50, size=count)


exercise = Exercise(
    reference=finance.cost_of_decisions,
    points=1,
    cases=cases,
    hints=[
        "Of the four kinds (fraud or honest, looked at or not), which two cost something, and which one costs nothing "
        "at all?",
        "Count what is flagged, whatever it is: each costs the fee. Add the amounts of what is a fraud *and* is not "
        "flagged.",
        "Elsewhere: `(ages > 30) & ~is_member` is true where both hold; `prices[that].sum()` adds up some prices.",
    ],
    solved="a number that one can decide by: what a mistake of each kind costs.",
    equivalent_mutants={"missed = ~flagged & (labels == 1)": "the order does not matter"},
)


def money(flagged, labels, amounts, fee, *, reviewed=None, lost=None):
    """The cost with other payments reviewed, or lost: bool arrays."""
    reviewed = flagged if reviewed is None else reviewed
    lost = (labels == 1) & ~flagged if lost is None else lost
    return fee * np.sum(reviewed) + np.sum(amounts[lost])


@exercise.mistake("a found fraud is free")
def _(flagged, labels, amounts, *, fee):
    """The fee is charged for false alarms alone. A review costs the fee whatever comes of it, a fraud that is found,
    too.
    """
    return money(flagged, labels, amounts, fee, reviewed=flagged & (labels == 0))


@exercise.mistake("fee for found frauds alone")
def _(flagged, labels, amounts, *, fee):
    """The fee is charged only where a fraud is found. Every review costs it, a false alarm, too."""
    return money(flagged, labels, amounts, fee, reviewed=flagged & (labels == 1))


@exercise.mistake("every fraud is lost")
def _(flagged, labels, amounts, *, fee):
    """The amounts of all frauds are added, of those that were flagged, too. What is looked at in time is not lost."""
    return money(flagged, labels, amounts, fee, lost=labels == 1)


@exercise.mistake("all that is not flagged is lost")
def _(flagged, labels, amounts, *, fee):
    """All amounts that are not flagged are added. An honest payment that goes through costs nothing."""
    return money(flagged, labels, amounts, fee, lost=~flagged)


@exercise.mistake("found frauds are lost")
def _(flagged, labels, amounts, *, fee):
    """You add the amounts of the frauds that *are* flagged. Lost are those that are not."""
    return money(flagged, labels, amounts, fee, lost=(labels == 1) & flagged)


@exercise.mistake("missed frauds counted")
def _(flagged, labels, amounts, *, fee):
    """Missed frauds are counted, and not their money: each costs its amount."""
    return fee * np.sum(flagged) + np.sum((labels == 1) & ~flagged)


@exercise.mistake("found money taken off")
def _(flagged, labels, amounts, *, fee):
    """What is found is taken off the cost. It is the customer's money, and no gain: it just is not lost."""
    return money(flagged, labels, amounts, fee) - amounts[(labels == 1) & flagged].sum()


@exercise.mistake("fee for what is not flagged")
def _(flagged, labels, amounts, *, fee):
    """The fee is charged for payments that are not flagged. It is for those that are looked at."""
    return money(flagged, labels, amounts, fee, reviewed=~flagged)


@exercise.mistake("fee for missed frauds, too")
def _(flagged, labels, amounts, *, fee):
    """Missed frauds are charged the fee on top. Nobody has looked at them: they cost their amount."""
    return money(flagged, labels, amounts, fee, reviewed=flagged | (labels == 1))


@exercise.mistake("fee once")
def _(flagged, labels, amounts, *, fee):
    """The fee is charged once in all. It is due for *each* payment that is flagged."""
    return fee + amounts[(labels == 1) & ~flagged].sum()


@exercise.mistake("fee forgotten")
def _(flagged, labels, amounts, *, fee):
    """The reviews cost nothing in yours: each payment that is flagged costs the fee."""
    return amounts[(labels == 1) & ~flagged].sum()


@exercise.mistake("losses forgotten")
def _(flagged, labels, amounts, *, fee):
    """Only the reviews cost something in yours. A fraud that nobody looks at costs its amount."""
    return fee * flagged.sum()


@exercise.mistake("honest amounts lost")
def _(flagged, labels, amounts, *, fee):
    """You add the amounts of *honest* payments. Lost is the money of frauds (label 1) that are not flagged."""
    return money(flagged, labels, amounts, fee, lost=(labels == 0) & ~flagged)


@exercise.mistake("flagged honest amounts lost")
def _(flagged, labels, amounts, *, fee):
    """A false alarm costs its amount in yours, too. It costs the fee: the payment goes through after the review."""
    return money(flagged, labels, amounts, fee, lost=(labels == 1) ^ flagged)


@exercise.mistake("for each payment")
def _(flagged, labels, amounts, *, fee):
    """You give a mean over the payments. Wanted is the sum: what all of it costs together."""
    return money(flagged, labels, amounts, fee) / max(len(labels), 1)


@exercise.also("for each payment")
def _(flagged, labels, amounts, *, fee):
    return money(flagged, labels, amounts, fee) / len(labels) if len(labels) else np.nan


@exercise.mistake("what is flagged is lost")
def _(flagged, labels, amounts, *, fee):
    """You add the amounts of all that is flagged. What is looked at is not lost; what is *not* looked at may be."""
    return money(flagged, labels, amounts, fee, lost=flagged)


@exercise.mistake("fee for every payment")
def _(flagged, labels, amounts, *, fee):
    """The fee is charged for every payment there is. It is due for those that are flagged."""
    return money(flagged, labels, amounts, fee, reviewed=np.ones(len(labels), dtype=bool))


@exercise.mistake("fees less what is found")
def _(flagged, labels, amounts, *, fee):
    """You give the fees less the money that is found. What is found was never lost; what it costs are the frauds that
    are *missed*.
    """
    return money(flagged, labels, amounts, fee, lost=np.zeros(len(labels), dtype=bool)) - np.sum(
        amounts[(labels == 1) & flagged]
    )


@exercise.mistake("a cost for each payment")
def _(flagged, labels, amounts, *, fee):
    """The cost of each payment comes back. Wanted is one number: what all of it costs together."""
    return np.where(flagged, fee, labels * amounts)


@exercise.accepts("payment by payment")
def _(flagged, labels, amounts, *, fee):
    cost = 0.0
    for alarm, fraud, amount in zip(flagged, labels, amounts):
        if alarm:
            cost += fee
        elif fraud == 1:
            cost += amount
    return cost


@exercise.accepts("with products")
def _(flagged, labels, amounts, *, fee):
    return float(np.sum(np.where(flagged, fee, labels * amounts)))
