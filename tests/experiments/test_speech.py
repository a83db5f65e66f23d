"""Experiments of lesson 18, speech."""
