"""The explorers of lesson 09: the units of a network, and what it makes of a drawing."""

__all__ = []
