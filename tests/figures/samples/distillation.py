"""Lesson 16, a teacher: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

RESULTS = {"labels": {2: [60, 70, 71], 80: [90, 91, 92]}, "distilled": {2: [61, 72, 73], 80: [93, 94, 95]}}

FIGURES = {
    "students_by_labels": (
        lambda ax: figures.students_by_labels(RESULTS, "T", ax),
        "ranges (thick bars) of 3 seeds, with 2, 80 labels of each class: labels 70, 91; distilled 72, 94.",
    ),
}
