"""The explorers of lesson 06: weights in motion, signals through a deep network, patience, grid or random search."""

from dlcourse.explore.training._patience import patience
from dlcourse.explore.training._search import search
from dlcourse.explore.training._signal import signal
from dlcourse.explore.training._weights import weights

__all__ = ["patience", "search", "signal", "weights"]
