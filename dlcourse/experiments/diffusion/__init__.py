"""Experiments of lesson 15: pictures out of noise, first as points in the plane, then as digits."""

from dlcourse.experiments.diffusion import beside, digits, judged, plane, points, sampled, sceptic, straight, walks

__all__ = ["beside", "digits", "judged", "plane", "points", "sampled", "sceptic", "straight", "walks"]
