"""Experiments of lesson 17: digits found in scenes, people in photographs, and pixels that mislead a network."""

from dlcourse.experiments.vision.adversary import attacked, digit_gradient, misled, stored_defences
from dlcourse.experiments.vision.components import blobs
from dlcourse.experiments.vision.few_scenes import stored_augmented
from dlcourse.experiments.vision.judging import hits, in_lines, limits, stored_table, table, ways
from dlcourse.experiments.vision.photographs import people
from dlcourse.experiments.vision.reader import detect, found, read_scene
from dlcourse.experiments.vision.scenery import scene, scenes, with_drawn
from dlcourse.experiments.vision.strangers import letters_read
from dlcourse.experiments.vision.windows import windows_read

__all__ = [
    "attacked",
    "blobs",
    "detect",
    "digit_gradient",
    "found",
    "hits",
    "in_lines",
    "letters_read",
    "limits",
    "misled",
    "people",
    "read_scene",
    "scene",
    "scenes",
    "stored_augmented",
    "stored_defences",
    "stored_table",
    "table",
    "ways",
    "windows_read",
    "with_drawn",
]
