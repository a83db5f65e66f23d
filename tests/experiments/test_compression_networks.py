"""Experiments of lesson 16, compression: the two networks."""
