"""Experiments of lesson 22: what real files import next, by popularity, by neighbours and by factors."""

from dlcourse.experiments.recommender.comparing import (
    FACTORS,
    NEAR,
    POPULAR,
    SVD,
    K,
    judged,
    measured,
    methods_table,
    scores_of,
)
from dlcourse.experiments.recommender.films import films_like, films_table, liked
from dlcourse.experiments.recommender.hiding import cut_down, hide, in_folder, rarer_half, strangers, table
from dlcourse.experiments.recommender.lists import last_place, lists_judged
from dlcourse.experiments.recommender.methods import (
    by_factors,
    by_neighbours,
    factorize,
    first,
    fold_in,
    left_out,
    log_odds,
    truncated,
)
from dlcourse.experiments.recommender.own import Recommenders, imports_in, next_imports
from dlcourse.experiments.recommender.tables import (
    cold_table,
    decays_table,
    for_strangers,
    splits_table,
    strangers_found,
)

__all__ = [
    "FACTORS",
    "NEAR",
    "POPULAR",
    "SVD",
    "K",
    "Recommenders",
    "by_factors",
    "by_neighbours",
    "cold_table",
    "cut_down",
    "decays_table",
    "factorize",
    "films_like",
    "films_table",
    "first",
    "fold_in",
    "for_strangers",
    "hide",
    "imports_in",
    "in_folder",
    "judged",
    "last_place",
    "left_out",
    "liked",
    "lists_judged",
    "log_odds",
    "measured",
    "methods_table",
    "next_imports",
    "rarer_half",
    "scores_of",
    "splits_table",
    "strangers",
    "strangers_found",
    "table",
    "truncated",
]
