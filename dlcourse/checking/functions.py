"""The functions that a case can name, for exercises that take a function as an argument.

This module needs NumPy only: a sandboxed worker imports it.
"""

import numpy as np


def square(x):
    """x * x, elementwise."""
    return x * x


def sine(x):
    """sin(x), elementwise."""
    return np.sin(x)


def sum_of_squares(x):
    """One number: the sum of the squares of all elements."""
    return float(np.sum(x * x))


def sum_of_cubes(x):
    """One number: the sum of the cubes of all elements."""
    return float(np.sum(x**3))


REGISTRY = {function.__name__: function for function in (square, sine, sum_of_squares, sum_of_cubes)}
