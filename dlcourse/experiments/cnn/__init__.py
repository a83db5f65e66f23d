"""Lesson 08, cnn: kernels for photographs, digits that are never in the same place, and networks that train on them."""

from dlcourse.experiments.cnn.networks import (
    accuracy_on_fresh_shifts,
    gradients_on_the_way_back,
    mlp_of_size,
    price_in_words,
    prices,
    right_in_words,
    right_when_moved,
    share_right,
    small_cnn,
)
from dlcourse.experiments.cnn.pictures import GLIDER, as_pictures, edge_share, life_rule, photograph_kernels

__all__ = [
    "GLIDER",
    "accuracy_on_fresh_shifts",
    "as_pictures",
    "edge_share",
    "gradients_on_the_way_back",
    "life_rule",
    "mlp_of_size",
    "photograph_kernels",
    "price_in_words",
    "prices",
    "right_in_words",
    "right_when_moved",
    "share_right",
    "small_cnn",
]
