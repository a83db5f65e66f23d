"""Payments by card, made by stated rules, with frauds planted among them; the truth is known."""

from dataclasses import dataclass

import numpy as np

DAYS, A_DAY, SHARE = 60, 1000, 0.005
MOVED = 0.7  # share of the frauds that have the new habit, once habits have changed
COLUMNS = ("amount, €", "hour", "km from home", "days since the last", "payments today", "online", "abroad")
HABITS = ("stolen number", "stolen card", "found card")  # the last one is the new habit
HONEST = -1
LEARN, CHOOSE = 30, 45  # the first days are learned from, the next ones set thresholds, the rest judges


@dataclass(frozen=True, eq=False)
class Payments:
    """Payments in the order in which they came.

    Parameters
    ----------
    table : array (N, 7)
        The `COLUMNS`.
    labels : int array (N,)
        1 for a fraud, 0 for an honest payment.
    days : int array (N,)
    habits : int array (N,)
        The place of a fraud's habit in `HABITS`; -1 for an honest payment.
    """

    table: np.ndarray
    labels: np.ndarray
    days: np.ndarray
    habits: np.ndarray

    @property
    def amounts(self):
        """array (N,): in euros."""
        return self.table[:, 0]

    @property
    def X(self):
        """array (N, 8): what a network sees, every column of about the same size; the hour is a place on a circle."""
        amount, hour, km, since, today, online, abroad = self.table.T
        turn = 2 * np.pi * hour / 24
        columns = [np.log(amount) - 3.3, np.sin(turn), np.cos(turn), np.log(km + 1) / 2 - 1.5]
        columns += [np.log(since + 0.05), (today - 1.2) / 1.2, 2 * online - 0.7, 5 * abroad - 0.2]
        return np.column_stack(columns)

    def where(self, chosen):
        """The payments that are chosen by a bool array (N,)."""
        return Payments(self.table[chosen], self.labels[chosen], self.days[chosen], self.habits[chosen])


def transactions(seed, *, days=DAYS, change=None, holiday=None):
    """Draw payments, of which few are frauds.

    An honest payment is of any hour, mostly by day; most are of 10 to 80 euros, one of three is online, one of 25
    abroad. A stolen number buys online, at night, in quick succession; a stolen card buys more for more, mostly abroad.
    Each is as likely. From the day `change` on, 7 of 10 frauds are done with a found card: by day, in shops that are
    near, for 38 to 50 euros, below which nobody asks for a code.

    Parameters
    ----------
    seed : int
    days : int
        How many, with 1,000 payments on each, of which one in 200 is a fraud, on average.
    change : int, optional
        The day from which on frauds have another habit.
    holiday : int, optional
        The day from which on one in eight honest payments is abroad, and nothing else is different.

    Returns
    -------
    Payments
    """
    rng = np.random.default_rng(seed)
    N = days * A_DAY
    day, labels = np.repeat(np.arange(days), A_DAY), (rng.random(N) < SHARE).astype(int)
    habits = np.where(labels == 1, rng.integers(2, size=N), HONEST)
    moved = rng.random(N) < MOVED
    if change is not None:
        habits[(labels == 1) & (day >= change) & moved] = 2
    abroad = np.where(day >= (days if holiday is None else holiday), 1 / 8, 1 / 25)
    table = _honest(N, abroad, rng)
    for habit, draw in enumerate((_stolen_number, _stolen_card, _found_card)):
        chosen = habits == habit
        table[chosen] = draw(table[chosen], rng)
    table[:, 0] = np.maximum(table[:, 0], 0.5)
    return Payments(table.round(2), labels, day, habits)


def parts(payments):
    """The days to learn from (0 to 29), to set thresholds on (30 to 44), and to be judged on: a list of Payments."""
    days = payments.days
    return [payments.where(part) for part in (days < LEARN, (days >= LEARN) & (days < CHOOSE), days >= CHOOSE)]


def _amount(count, median, spread, rng):
    return median * np.exp(spread * rng.normal(size=count))


def _honest(N, abroad, rng):
    abroad, online = rng.random(N) < abroad, rng.random(N) < 0.35
    km = np.where(abroad, _amount(N, 900, 0.7, rng), _amount(N, 5, 1.3, rng))
    km = np.where(online, _amount(N, 120, 1.5, rng), km)  # where the seller is
    hour = np.where(rng.random(N) < 0.9, rng.normal(15, 4, size=N), rng.uniform(0, 24, size=N)) % 24
    columns = [_amount(N, 27, 1.1, rng), hour, km, rng.exponential(1.5, size=N), rng.poisson(1.2, size=N)]
    return np.column_stack([*columns, online, abroad]).astype(float)


def _stolen_number(rows, rng):
    N = len(rows)
    columns = [_amount(N, 80, 0.8, rng), rng.normal(3, 2.5, size=N) % 24, _amount(N, 200, 1.5, rng)]
    columns += [rng.exponential(0.15, size=N), rng.poisson(3.5, size=N), np.ones(N), rows[:, 6]]
    return np.column_stack(columns)


def _stolen_card(rows, rng):
    N = len(rows)
    columns = [_amount(N, 200, 0.8, rng), rows[:, 1], _amount(N, 1000, 0.7, rng)]
    columns += [rng.exponential(0.5, size=N), rng.poisson(2.5, size=N), np.zeros(N), rng.random(N) < 0.8]
    return np.column_stack(columns)


def _found_card(rows, rng):
    N = len(rows)
    columns = [rng.uniform(38, 50, size=N), rng.normal(13, 3, size=N) % 24, _amount(N, 8, 0.7, rng)]
    columns += [rng.exponential(0.4, size=N), rng.poisson(2, size=N), np.zeros(N), np.zeros(N)]
    return np.column_stack(columns)
