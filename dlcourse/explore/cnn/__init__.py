"""The explorers of lesson 08: a kernel that slides, sizes and strides, and the maps of a network under a drawing."""

from dlcourse.explore.cnn.drawn import watch
from dlcourse.explore.cnn.maps import feature_maps
from dlcourse.explore.cnn.places import sizes
from dlcourse.explore.cnn.window import sliding

__all__ = ["feature_maps", "sizes", "sliding", "watch"]
