"""Lesson 09, representations: a world of drawings, what the units of a network answer to, and what its layers know."""

from dlcourse.experiments.representations.drawings import NEW_OBJECTS, OBJECTS, PARTS, Drawings, Look, drawings
from dlcourse.experiments.representations.family_trees import (
    FEMALE,
    GENERATION,
    NATIONALITY,
    PEOPLE,
    RELATIONS,
    family_facts,
    learn_families,
    split_facts,
    untrained_family,
)
from dlcourse.experiments.representations.network import (
    FIELDS,
    LAYERS,
    activations,
    drawing_cnn,
    drawing_network,
    named_parameters,
    set_parameters,
)
from dlcourse.experiments.representations.photographs import (
    are_oriented,
    coherence,
    gabor_share,
    gaussian_twins,
    gray_photographs,
    independent_components,
    patches,
    principal_components,
)
from dlcourse.experiments.representations.rotations import learn_turns

__all__ = [
    "FEMALE",
    "FIELDS",
    "GENERATION",
    "LAYERS",
    "NATIONALITY",
    "NEW_OBJECTS",
    "OBJECTS",
    "PARTS",
    "PEOPLE",
    "RELATIONS",
    "Drawings",
    "Look",
    "activations",
    "are_oriented",
    "coherence",
    "drawing_cnn",
    "drawing_network",
    "drawings",
    "family_facts",
    "gabor_share",
    "gaussian_twins",
    "gray_photographs",
    "independent_components",
    "learn_families",
    "learn_turns",
    "named_parameters",
    "patches",
    "principal_components",
    "set_parameters",
    "split_facts",
    "untrained_family",
]
