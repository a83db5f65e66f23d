"""The explorers of lesson 14: a query and its keys, and the heads of a network that reads."""

from dlcourse.explore.attention.looking import heads
from dlcourse.explore.attention.plane import lookup

__all__ = ["heads", "lookup"]
