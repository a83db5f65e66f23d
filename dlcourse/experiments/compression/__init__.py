"""Experiments of lesson 16: networks made small, and what that saves and costs."""

from dlcourse.experiments.compression import bits, ending, files, networks, rounding

__all__ = ["bits", "ending", "files", "networks", "rounding"]
