"""The tables of `side_im2col` in float64 whatever the pictures are: `numpy.zeros` without a dtype makes them so.

The code in the books gives it none; what is calculated from the tables is float64, too.
"""

import functools

import side_im2col

build = functools.partial(side_im2col.build, tables="float64")
