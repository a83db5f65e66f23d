"""Lesson 09, representations: a world of drawings, what the units of a network answer to, and what its layers know."""

from dlcourse.experiments.representations.clusters import clusters, plane, share_matched
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
from dlcourse.experiments.representations.levels import (
    LEVELS,
    average_precision,
    best_tellers,
    ink_of_parts,
    level_sheets,
    levels_by_layer,
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
from dlcourse.experiments.representations.probing import (
    TARGETS,
    layer_answers,
    layer_tables,
    readable,
    targets,
    variants,
)

__all__ = [
    "FIELDS",
    "LAYERS",
    "LEVELS",
    "NEW_OBJECTS",
    "OBJECTS",
    "PARTS",
    "TARGETS",
    "Drawings",
    "Look",
    "activations",
    "average_precision",
    "best_tellers",
    "clusters",
    "drawing_cnn",
    "drawing_network",
    "drawing_networks",
    "drawings",
    "ink_of_parts",
    "layer_answers",
    "layer_tables",
    "level_sheets",
    "levels_by_layer",
    "named_parameters",
    "plane",
    "random_look",
    "readable",
    "set_parameters",
    "share_matched",
    "still_look",
    "targets",
    "variants",
]
