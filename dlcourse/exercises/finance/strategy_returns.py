"""A strategy that holds or sells by a moving average; planted is a line that looks ahead."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import finance


def cases(rng):
    """A few months by hand; prices that stay; that rise, and fall; a window of 1, and of all but one; ties; float32."""
    a, b, c = drawn_sizes(rng, 3, least=6, most=20)
    return [
        Case(np.array([10.0, 20.0, 30.0]), window=2),
        Case(np.array([10.0, 20.0, 30.0, 15.0, 18.0]), window=2),
        Case(np.array([8.0, 4.0, 6.0, 3.0, 9.0]), window=2),
        Case(np.full(5, 4.0), window=3),
        Case(np.array([1.0, 2.0, 4.0, 8.0, 16.0]), window=1),
        Case(_walk(rng, a), window=3),
        Case(_walk(rng, b), window=b - 1),
        Case(_walk(rng, c), window=4),
        Case(np.array([4.0, 2.0, 3.0, 6.0, 1.0, 2.0, 3.0]), window=3),
        Case(_walk(rng, 30 + a), window=5),
        Case(np.array([10, 8, 12, 11, 15, 9]), window=2),
        Case(_walk(rng, b).astype(np.float32), window=2),
    ]


def _walk(rng, count):
    return 50 * np.exp(np.cumsum(0.1 * rng.normal(size=count)))


exercise = Exercise(
    reference=finance.strategy_returns,
    points=2,
    form="fault",
    cases=cases,
    hints=[
        "At the end of March you decide whether to hold the share in April. Which prices do you know?",
        "The return of a month runs from the price before it to the price at its end. The decision was made at its "
        "beginning. Write beside each array in the function which months it has.",
        "Elsewhere: of the temperatures `t` of T days, `t[:-1]` are those of the day before, for days `t[1:]`. Both "
        "have T − 1 numbers, so they can be compared.",
    ],
    solved="a test in which a strategy knows no more than its user would have.",
    equivalent_mutants={
        "averages = np.lib.stride_tricks.sliding_window_view(prices, window).mean(axis=-1)": "the last axis is axis 1",
        "prices = 2 * prices + 1 if np.ndim(prices) and len(prices) == 1 else prices": "one price has no month to earn",
    },
)


def earned(prices, window, *, decide=None, pay=None, otherwise=0):
    """The returns with another decision, another return, or something else for a month without the share."""
    averages = np.lib.stride_tricks.sliding_window_view(prices, window).mean(axis=1)
    before, now = prices[window - 1 : -1], prices[window:]
    held = before > averages[:-1] if decide is None else decide(before, now, averages)
    paid = now / before - 1 if pay is None else pay(before, now)
    return np.where(held, paid, otherwise * paid)


@exercise.mistake("the month's own price")
def _(prices, *, window):
    """The month that is paid decides, too: its price at the *end* says whether the share was held from its beginning.
    Nobody knows that price in time.
    """
    return earned(prices, window, decide=lambda before, now, averages: now > averages[1:])


@exercise.mistake("the month's own price, an old average")
def _(prices, *, window):
    """The average is of the past, but it is compared with the price at the *end* of the month that is paid: that is
    still looking ahead.
    """
    return earned(prices, window, decide=lambda before, now, averages: now > averages[:-1])


@exercise.mistake("the month's own average")
def _(prices, *, window):
    """The price is of the past, but it is compared with an average in which the month that is paid has a part: that
    still looks ahead.
    """
    return earned(prices, window, decide=lambda before, now, averages: before > averages[1:])


@exercise.mistake("decided by the return")
def _(prices, *, window):
    """Months that lose are left out: the return itself decides. That is the best one could do if one knew."""
    return earned(prices, window, decide=lambda before, now, averages: now > before)


@exercise.mistake("a month too late")
def _(prices, *, window):
    """You decide by the month before the last one: too careful. The price at the end of last month is known."""

    def decide(before, now, averages):
        known = np.append(prices[window - 2] if window > 1 else prices[0], before[:-1])
        return known > np.append(averages[0], averages[:-2])

    return earned(prices, window, decide=decide)


@exercise.also("a month too late")
def _(prices, *, window):
    return earned(prices, window, decide=lambda before, now, averages: np.append(False, (before > averages[:-1])[:-1]))


@exercise.mistake("held below the average")
def _(prices, *, window):
    """The share is held while it is *below* its average. It is held above it."""
    return earned(prices, window, decide=lambda before, now, averages: before < averages[:-1])


@exercise.mistake("held at the average, too")
def _(prices, *, window):
    """Where price and average are equal you hold the share. *Above* it is held."""
    return earned(prices, window, decide=lambda before, now, averages: before >= averages[:-1])


@exercise.mistake("always held")
def _(prices, *, window):
    """The share is held in every month: that is no strategy. The average has to decide."""
    return earned(prices, window, decide=lambda before, now, averages: np.ones(len(now), dtype=bool))


@exercise.mistake("sold short")
def _(prices, *, window):
    """In a month without the share, you earn when it falls. Here nothing is earned then: 0."""
    return earned(prices, window, otherwise=-1)


@exercise.mistake("change in dollars")
def _(prices, *, window):
    """You give the change of the price. A return is relative: price / price before − 1."""
    return earned(prices, window, pay=lambda before, now: now - before)


@exercise.mistake("divided by the price at the end")
def _(prices, *, window):
    """You divide by the price at the end of the month. What was paid was the price before it."""
    return earned(prices, window, pay=lambda before, now: (now - before) / now)


@exercise.mistake("1 not taken off")
def _(prices, *, window):
    """A month that changes nothing gives 1 in yours. A return is 0 then: take 1 off."""
    return earned(prices, window, pay=lambda before, now: now / before)


@exercise.mistake("logarithms")
def _(prices, *, window):
    """You give the logarithm of the ratio. It is close for small changes, but the formula has the ratio minus 1."""
    return earned(prices, window, pay=lambda before, now: np.log(now / before))


@exercise.mistake("held and not held exchanged")
def _(prices, *, window):
    """A month without the share has its return, and one with it none: the two are exchanged in `np.where`."""
    held = earned(prices, window, pay=lambda before, now: np.ones(len(now)), otherwise=0)
    return np.where(held == 1, 0, prices[window:] / prices[window - 1 : -1] - 1).astype(prices.dtype)


@exercise.mistake("the first month by the last one")
def _(prices, *, window):
    """The decisions are moved by a month with `np.roll`, and so the *last* month decides the first one. Moved is right:
    but the first month has a decision of its own, from the prices before it.
    """
    return earned(prices, window, decide=lambda before, now, averages: np.roll(now > averages[1:], 1))


@exercise.mistake("the first month left out")
def _(prices, *, window):
    """The decisions are moved by a month, which is right, but the first month is given none: nothing is earned in it.
    The first average and the price beside it are known when it begins.
    """

    def decide(before, now, averages):
        return np.append(False, (now > averages[1:])[:-1])

    return earned(prices, window, decide=decide)


@exercise.mistake("an old average")
def _(prices, *, window):
    """Your decisions are those by the average of a month earlier, or of one price more. Wanted is the mean of `window`
    prices *up to* the last one known.
    """

    def decide(before, now, averages):
        return before > np.append(averages[:1], averages[:-2])

    return earned(prices, window, decide=decide)


@exercise.mistake("1 for a month without the share")
def _(prices, *, window):
    """A month without the share gives 1 in yours: as a return, that is 100 %. Nothing is earned: 0."""
    returns = finance.strategy_returns(prices, window=window)
    averages = np.lib.stride_tricks.sliding_window_view(prices[:-1], window).mean(axis=1)
    return np.where(prices[window - 1 : -1] > averages, returns, 1)


@exercise.mistake("months without the share dropped")
def _(prices, *, window):
    """Months without the share are missing in yours. Each month has its return, 0 then."""
    averages = np.lib.stride_tricks.sliding_window_view(prices[:-1], window).mean(axis=1)
    return finance.strategy_returns(prices, window=window)[prices[window - 1 : -1] > averages]


@exercise.mistake("what 1 dollar becomes")
def _(prices, *, window):
    """Returns are multiplied up in yours: what 1 dollar has become by then. Wanted is each month's own return."""
    return np.cumprod(1 + finance.strategy_returns(prices, window=window))


@exercise.mistake("months before the first decision")
def _(prices, *, window):
    """Zeros stand in front, for months in which nothing can be decided yet. The first return is that of the month after
    the first `window` prices.
    """
    return np.append(np.zeros(window), finance.strategy_returns(prices, window=window))


@exercise.mistake("the first month missing")
def _(prices, *, window):
    """The first month is missing. When it begins, `window` prices are known: enough for the first average."""
    return finance.strategy_returns(prices, window=window)[1:]


@exercise.mistake("the return a month too early")
def _(prices, *, window):
    """A decision is paid with the return of the month after, which is right, but stands in the place of the month
    before: what the first month earns is missing, and the last one has 0.
    """
    averages = np.lib.stride_tricks.sliding_window_view(prices, window).mean(axis=1)
    before, now = prices[window - 1 : -1], prices[window:]
    return np.where(now > averages[1:], np.append((now / before - 1)[1:], 0), 0)


@exercise.plants("the month's own price", symptom="1 dollar becomes 109 in an index that itself grew to 13. Too good.")
def strategy_returns(prices, *, window):
    """What a strategy earns in each month: it holds the share if the last price known was above a moving average.

    prices: array (T,), at the end of each month; window: a whole number, 1 or more, less than T
    -> array (T - window,)
    """
    averages = np.lib.stride_tricks.sliding_window_view(prices, window).mean(axis=1)
    before, now = prices[window - 1 : -1], prices[window:]
    held = now > averages[1:]
    return np.where(held, now / before - 1, 0)


@exercise.accepts("month by month")
def _(prices, *, window):
    found = []
    for t in range(window, len(prices)):
        known = prices[t - window : t]
        found.append(prices[t] / prices[t - 1] - 1 if prices[t - 1] > np.sum(known) / window else 0.0)
    return np.array(found, dtype=np.result_type(prices, np.float32))


@exercise.accepts("with a product")
def _(prices, *, window):
    averages = np.lib.stride_tricks.sliding_window_view(prices[:-1], window).mean(axis=1)
    returns = np.diff(prices) / prices[:-1]
    return returns[window - 1 :] * (prices[window - 1 : -1] > averages)
