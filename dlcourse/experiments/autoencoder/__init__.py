"""Experiments of lesson 13: what can be learned from examples without labels."""
