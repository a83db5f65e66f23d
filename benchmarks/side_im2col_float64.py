"""The tables of `side_im2col` in float64 whatever the pictures are: `numpy.zeros` makes them so if told no dtype.

The code in the books does not tell it; what is calculated from the tables becomes float64 too.
"""

import functools

import side_im2col

build = functools.partial(side_im2col.build, tables="float64")
