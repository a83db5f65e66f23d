"""Lesson 00, start here: the exercises, in the order of the notebook."""

ORDER = (
    "why_the_pillars",
    "rescale",
    "brightness",
    "ornament",
)
