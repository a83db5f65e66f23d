"""Lesson 09, representations: a world of drawings, what the units of a network answer to, and what its layers know."""

from dlcourse.experiments.representations.attribution import (
    FROM_THE_TOP,
    after_forgetting,
    forgotten,
    inside,
    likeness,
    ranks,
    share_in_boxes,
    uphill,
)
from dlcourse.experiments.representations.drawings import NEW_OBJECTS, OBJECTS, PARTS, Drawings, Look, drawings
from dlcourse.experiments.representations.network import (
    FIELDS,
    LAYERS,
    activations,
    drawing_cnn,
    drawing_network,
    named_parameters,
    set_parameters,
)
from dlcourse.experiments.representations.stamps import Collected, collected, horse_detector, stamped

__all__ = [
    "FIELDS",
    "FROM_THE_TOP",
    "LAYERS",
    "NEW_OBJECTS",
    "OBJECTS",
    "PARTS",
    "Collected",
    "Drawings",
    "Look",
    "activations",
    "after_forgetting",
    "collected",
    "drawing_cnn",
    "drawing_network",
    "drawings",
    "forgotten",
    "horse_detector",
    "inside",
    "likeness",
    "named_parameters",
    "ranks",
    "set_parameters",
    "share_in_boxes",
    "stamped",
    "uphill",
]
