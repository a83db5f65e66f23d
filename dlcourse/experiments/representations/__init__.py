"""Lesson 09, representations: a world of drawings, what the units of a network answer to, and what its layers know."""

from dlcourse.experiments.representations.drawings import (
    NEW_OBJECTS,
    OBJECTS,
    PARTS,
    Drawings,
    Look,
    drawings,
    random_look,
    still_look,
)
from dlcourse.experiments.representations.network import (
    FIELDS,
    LAYERS,
    activations,
    drawing_cnn,
    drawing_network,
    drawing_networks,
    named_parameters,
    set_parameters,
)

__all__ = [
    "FIELDS",
    "LAYERS",
    "NEW_OBJECTS",
    "OBJECTS",
    "PARTS",
    "Drawings",
    "Look",
    "activations",
    "drawing_cnn",
    "drawing_network",
    "drawing_networks",
    "drawings",
    "named_parameters",
    "random_look",
    "set_parameters",
    "still_look",
]
