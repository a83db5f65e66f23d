"""Lesson 06, training: weights set by hand, leaks, signals in deep networks, stopping, and what accuracy costs."""

from dlcourse.experiments.training.by_hand import divided, drawn, hand_set_weights, layer_by_epoch, learned, one_layer
from dlcourse.experiments.training.leaks import (
    by_nearest,
    fifth_by_chance,
    fifth_of_neighbours,
    noise_accuracy,
    on_wines,
    put_aside,
)
from dlcourse.experiments.training.starts import deep_network, first_loss, signals
from dlcourse.experiments.training.trainings import (
    WrongLabels,
    accuracy_along,
    after_epochs,
    after_steps,
    by_examples,
    by_steps,
    mislabel,
    price_list,
    prices,
    sorted_batches,
)

__all__ = [
    "WrongLabels",
    "accuracy_along",
    "after_epochs",
    "after_steps",
    "by_examples",
    "by_nearest",
    "by_steps",
    "deep_network",
    "divided",
    "drawn",
    "fifth_by_chance",
    "fifth_of_neighbours",
    "first_loss",
    "hand_set_weights",
    "layer_by_epoch",
    "learned",
    "mislabel",
    "noise_accuracy",
    "on_wines",
    "one_layer",
    "price_list",
    "prices",
    "put_aside",
    "signals",
    "sorted_batches",
]
