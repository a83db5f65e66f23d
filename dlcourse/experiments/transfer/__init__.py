"""Experiments of lesson 10: few labels, and what a network has learned before."""
