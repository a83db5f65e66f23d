"""Experiments of lesson 15: pictures out of noise, first as points in the plane, then as digits."""

from dlcourse.experiments.diffusion import plane, points, straight, walks

__all__ = ["plane", "points", "straight", "walks"]
