"""Lesson 09, representations: the questions."""

import numpy as np

from dlcourse.checking.question import number


def _other_rows(rng):
    """The last row that a unit sees, with other numbers; row and column of the place differ."""
    size, stride = int(rng.integers(4, 12)), int(rng.integers(2, 6))
    row, column = (int(n) for n in rng.choice(np.arange(1, 9), size=2, replace=False))
    text = f"A unit sees patches of {size}×{size} pixels, and from one place of its map to the next it moves on by "
    text += f"{stride} pixels. It answers most strongly in row {row}, column {column} of its map. Rows are counted "
    text += "from 0. Which is the last row of the picture that it sees from there?"
    return text, stride * row + size - 1


last_row = number(
    15,
    wrong=[
        ("one too far", "That is the first row that it does *not* see. 10 rows from row 6 on end one earlier.", 16),
        ("first row", "That is the first row that it sees. It sees 10 of them.", 6),
        ("stride forgotten", "From one place of the map to the next it moves by 2 pixels, and not by 1.", 12),
        (
            "stride forgotten, and one too far",
            "A step in the map is 2 pixels; and 10 rows from a first one end earlier.",
            13,
        ),
        ("column for row", "That is the last *column*. Asked is the row, which is the first of both numbers.", 19),
        ("column for row, and one too far", "That is a column, and one too far. The row is the first number.", 20),
        ("patches side by side", "The patches overlap: the next one begins 2 pixels further on, not 10.", 39),
        ("patch around the place", "Row 6 is the first one that it sees, and not the middle one.", 11),
        ("row of the map", "That is the row in the map. Which pixels does the unit see from there?", 3),
    ],
    hints=[
        "Which is the first row that it sees from row 0 of its map, from row 1, from row 2?",
        "The first row is a multiple of the step; and of 10 rows that begin with row 0 the last is row 9.",
        "Patches of 5 pixels that move on by 3: from row 2 of the map, rows 6 to 10.",
    ],
    draw=_other_rows,
    solved="the way from a place of a map back to the pixels.",
)
