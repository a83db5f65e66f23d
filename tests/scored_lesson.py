"""A small lesson in which an answer is scored: `shades.weights` gives numbers, `shades.scores` is called with them.

Which of two classes a point belongs to is told by the side of a line; the points to be scored are drawn from a seed.
"""

from bonus_lesson import notebook as plain_notebook

FILES = {
    "__init__.py": 'ORDER = ("weights", "scores")\n',
    "_cases.py": '''
import numpy as np

from dlcourse.checking.specification import Malformed

LINE = np.array([1.0, -1.0, 2.0, 0.5])
BUDGET = 12


def drawn(rng, count):
    """Points and their classes."""
    X = rng.normal(size=(count, 4))
    return X, (X @ LINE > 0).astype(int)


def budget(arguments, value):
    """Whether the weights keep to the budget."""
    if not isinstance(value, dict) or not all(isinstance(item, np.ndarray) for item in value.values()):
        raise Malformed("Give a dict of arrays back.")
    return {"at most 12 numbers": sum(item.size for item in value.values()) <= BUDGET}


def form(arguments, value):
    """Whether the scores are two finite numbers for each point."""
    if not isinstance(value, np.ndarray) or value.shape != (len(arguments["X"]), 2) or value.dtype.kind not in "biuf":
        raise Malformed("Give an array of two scores for each point back.")
    return {"finite": bool(np.isfinite(value).all())}


def alone(trials):
    """Whether the first points are scored alone as among the others."""
    (_, few), (_, many) = trials
    return {"each alone as among others": bool(np.allclose(few, many[: len(few)], atol=1e-9))}


def accuracy(trials):
    """The share of the points that are named right."""
    arguments, scores = trials[-1]
    return np.mean(scores.argmax(axis=1) == arguments.kept)
''',
    "weights.py": '''
import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.shades._cases import budget


def weights():
    """Weights that were trained. Nothing -> dict of arrays."""
    return {"w": np.array([1.0, -1.0, 2.0, 0.5])}


def cases(rng):
    return [Case()]


exercise = Exercise(
    reference=weights, points=1, cases=cases, observe=budget, fixed=True, hints=["Which?", "Those."], solved="weights.",
)


@exercise.mistake("too many")
def _():
    """These are more than 12 numbers."""
    return {"w": np.ones(20)}
''',
    "scores.py": '''
import numpy as np

from dlcourse.checking.specification import Case, Exercise, Marks, OwnAnswer
from dlcourse.exercises.shades._cases import accuracy, alone, drawn, form
from dlcourse.exercises.shades.weights import weights


def scores(weights, X):
    """Two scores for each point. weights: dict; X: array (N, 4) -> array (N, 2)."""
    side = X @ weights["w"]
    return np.stack([-side, side], axis=1)


def cases(rng):
    X, y = drawn(rng, 400)
    own = OwnAnswer("shades.weights")
    return [Case(own, X[:3]).keeping(y[:3]), Case(own, X).keeping(y)]


exercise = Exercise(
    reference=scores,
    points=6,
    cases=cases,
    observe=form,
    together=alone,
    calls={"shades.weights": weights},
    marks=Marks(accuracy, ((0.6, 2), (0.8, 4), (0.95, 6)), what="of the points right"),
    hints=["On which side?", "Multiply."],
    solved="a line.",
)


@exercise.mistake("one score")
def _(weights, X):
    """There is one score for each point: the other class wants one, too."""
    return X @ weights["w"]
''',
}
IMPORTS = "import numpy as np\nfrom dlcourse import exercise, pack, unpack"
WEIGHTS = '@exercise("shades.weights")\ndef weights():\n    """Weights that were trained."""\n'
SCORES = '@exercise("shades.scores")\ndef scores(weights, X):\n    """Two scores for each point."""\n'
BLANK = "    # Your code here.\n    raise NotImplementedError"
BLANKS = (IMPORTS, WEIGHTS + BLANK, SCORES + BLANK)
BOTH = "    side = X @ weights['v']\n    return np.stack([-side, side], axis=1)"
RIGHT_SCORES = SCORES + BOTH


def with_weights(*numbers, name="v"):
    """The cell of weights as a packed text, which the scores of `RIGHT_SCORES` want under another name."""
    from dlcourse import pack

    return WEIGHTS + f'    return unpack("{pack({name: [float(number) for number in numbers]})}")'


ALL, SOME, NONE = (1, -1, 2, 0.5), (1, 0, 2, 0), (-1, 1, -2, -0.5)  # how good these are
notebook = plain_notebook
