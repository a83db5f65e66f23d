"""Experiments of lesson 14: networks that look where it matters."""
