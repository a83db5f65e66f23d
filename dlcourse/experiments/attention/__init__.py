"""Experiments of lesson 14: networks that look where it matters."""

from dlcourse.experiments.attention import (
    blocks,
    copying,
    costs,
    date_tables,
    dates,
    induction,
    leaks,
    looking,
    lookups,
    names,
    recalling,
    tasks,
    tokens,
    trained,
    writing,
)

__all__ = [
    "blocks",
    "copying",
    "costs",
    "date_tables",
    "dates",
    "induction",
    "leaks",
    "looking",
    "lookups",
    "names",
    "recalling",
    "tasks",
    "tokens",
    "trained",
    "writing",
]
