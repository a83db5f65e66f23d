"""Experiments of lesson 15: pictures out of noise, first as points in the plane, then as digits."""
