"""Experiments of lesson 16: networks made small, and what that saves and costs."""
