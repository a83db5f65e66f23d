"""The explorers of lesson 09: the units of a network, and what it makes of a drawing."""

from dlcourse.explore.representations.sheet import pad
from dlcourse.explore.representations.unit import units

__all__ = ["pad", "units"]
