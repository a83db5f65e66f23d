"""Experiments of lesson 16: networks made small, and what that saves and costs."""

from dlcourse.experiments.compression import bits, files, networks, rounding

__all__ = ["bits", "files", "networks", "rounding"]
