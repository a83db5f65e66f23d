"""Lesson 16, fewer weights: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

WAYS = {"smallest": {0.0: [96, 97, 98], 0.5: [90, 91, 95]}, "at random": {0.0: [96, 97, 98], 0.5: [20, 30, 31]}}
MAP = {32: {0.0: 103.1, 0.5: 53.1, 0.9: 13.1}, 1: {0.0: 200.0, 0.5: 150.0, 0.9: 110.0}}
TICKETS = {"winning ticket": {744: [95, 96, 97], 186: [90, 91, 92]}, "small": {744: [95, 96, 97], 186: [70, 71, 72]}}

FIGURES = {
    "pruned_curves": (
        lambda ax: figures.pruned_curves(WAYS, "T", ax, guess=40),
        "with 0, 50 % of the weights gone: smallest 97, 91; at random 97, 30. Your guess: 40.",
    ),
    "map_of_places": (
        lambda ax: figures.map_of_places(MAP, "T", ax),
        "take less than all weights: 32 bits from 50 % on, 1 bit never.",
    ),
    "tickets_by_weights": (
        lambda ax: figures.tickets_by_weights(TICKETS, "T", ax, whole=97.4),
        "with 744, 186 weights left: winning ticket 96, 91; small 96, 71; the whole network 97.",
    ),
}
