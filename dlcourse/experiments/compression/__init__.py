"""Experiments of lesson 16: networks made small, and what that saves and costs."""

<<<<<<< HEAD
from dlcourse.experiments.compression import (
    bits,
    distilling,
    files,
    networks,
    profiles,
    pruning,
    rounding,
    tickets,
)

__all__ = ["bits", "distilling", "files", "networks", "profiles", "pruning", "rounding", "tickets"]
=======
from dlcourse.experiments.compression import bits, ending, files, networks, rounding

__all__ = ["bits", "ending", "files", "networks", "rounding"]
>>>>>>> com_lab1
