"""The explorers of lesson 13: what a machine imagines, and the plane of a code."""

from dlcourse.explore.autoencoder.dreaming import fantasies
from dlcourse.explore.autoencoder.walk import plane

__all__ = ["fantasies", "plane"]
