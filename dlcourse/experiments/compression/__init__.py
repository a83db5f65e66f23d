"""Experiments of lesson 16: networks made small, and what that saves and costs."""

from dlcourse.experiments.compression import (
    bits,
    distilling,
    ending,
    files,
    networks,
    profiles,
    pruning,
    rounding,
    tickets,
)

__all__ = ["bits", "distilling", "ending", "files", "networks", "profiles", "pruning", "rounding", "tickets"]
