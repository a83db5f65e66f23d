"""Experiments of lesson 16: networks made small, and what that saves and costs."""

from dlcourse.experiments.compression import networks

__all__ = ["networks"]
