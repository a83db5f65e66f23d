"""The explorers of lesson 14: a query and its keys, and the heads of a network that reads."""

from dlcourse.explore.attention.looking import heads

__all__ = ["heads"]
