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


def weighted_sines(x):
    """One number: the sines of all elements, the first one once, the second one twice, and so on, added up."""
    return float(np.sum(np.sin(x).ravel() * np.arange(1, x.size + 1)))


def log_sum_exp(x):
    """One number: the logarithm of the sum of the exponentials; every slope depends on all elements."""
    return float(np.max(x) + np.log(np.sum(np.exp(x - np.max(x)))))


def log_peak(x):
    """One number for positive x: 0 where x is 1, 0.1, 0.01, ..., and the lower, the more powers of ten away it is."""
    return -float(np.sum((np.log10(x) + np.arange(x.size)) ** 2))


REGISTRY = {
    function.__name__: function
    for function in (square, sine, sum_of_squares, sum_of_cubes, weighted_sines, log_sum_exp, log_peak)
}
