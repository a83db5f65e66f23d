"""The explorers of lesson 13: what a machine imagines, and the plane of a code."""

from dlcourse.explore.autoencoder.dreaming import fantasies

__all__ = ["fantasies"]
