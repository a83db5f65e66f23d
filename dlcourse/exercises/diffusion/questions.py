"""Lesson 15, diffusion: the questions."""

from dlcourse.checking.question import explain

why = explain(
    {"a": "«It stays the same.»", "b": "«It doubles.»"},
    {"1": "«every distance from the mean doubles.»", "2": "«the mean is still 0.»"},
    right="b1",
    wrong={
        "a": ("«spread taken for place»", "«Centring leaves the spread as it is; stretching does not.»"),
        "2": ("«mean taken for spread»", "«The mean says where numbers are, and not how far apart.»"),
    },
    hints=[
        "«How far from 0 is the number 3 before, and after?»",
        "«The standard deviation is a kind of mean distance.»",
        "«Try `np.std` on two numbers of your own.»",
    ],
    solved="«what a factor does to a spread.»",
)
