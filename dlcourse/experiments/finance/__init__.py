"""Experiments of lesson 24, finance: payments with frauds among them, who finds these, and what changes with time."""

from dlcourse.experiments.finance.drifting import at_work, limits, noticed, split, split_score, watched
from dlcourse.experiments.finance.judging import (
    FEE,
    alarms,
    average,
    cheapest,
    cost_a_day,
    costs,
    found_by_reviews,
    thinned,
)
from dlcourse.experiments.finance.learning import Rebuilder, learn, learn_to_rebuild
from dlcourse.experiments.finance.lending import loans_table
from dlcourse.experiments.finance.payments import COLUMNS, HABITS, Payments, parts, transactions
from dlcourse.experiments.finance.reviewing import play_days
from dlcourse.experiments.finance.stored import measured
from dlcourse.experiments.finance.tables import alarms_table, habits_table, weights_table

__all__ = [
    "COLUMNS",
    "FEE",
    "HABITS",
    "Payments",
    "Rebuilder",
    "alarms",
    "alarms_table",
    "at_work",
    "average",
    "cheapest",
    "cost_a_day",
    "costs",
    "found_by_reviews",
    "habits_table",
    "learn",
    "learn_to_rebuild",
    "limits",
    "loans_table",
    "measured",
    "noticed",
    "parts",
    "play_days",
    "split",
    "split_score",
    "thinned",
    "transactions",
    "watched",
    "weights_table",
]
