"""A folder of results for the tests: a few students of lesson neuron, judged by the engine, in a grade book."""

from synthetic import pair

from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.reports.publish import publish

DAY = 86_400.0
DUE = 1_790_000_000.0
WRONG = 0  # the first known mistake


def folder(tmp_path, *pairs, rules=None, options=None):
    """The folder, graded once: by default Ann, with all right, and Bob, with one mistake."""
    pairs = pairs or (pair("Ann Lee", *["right"] * 12), pair("Bob Ray", "right", WRONG, "right"))
    out = tmp_path / "results"
    out.mkdir(exist_ok=True)
    with GradeBook(out / "gradebook.sqlite") as book:
        run = book.begin(7, options=options)
        for row, results in pairs:
            book.store(run, row, results)
        book.finish(run)
        book.keep_rules(rules or {})
        publish(Layer(book, book.latest()), out)
    return out


def layer_of(out):
    """The layer over the latest run."""
    with GradeBook(out / "gradebook.sqlite") as book:
        layer = Layer(book, book.latest())
        pairs = list(layer.rows())
    layer.pairs = pairs
    return layer
