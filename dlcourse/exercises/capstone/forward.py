"""The scores of a network of one's own, on pictures that nobody has seen: the better, the more points."""

import numpy as np

from dlcourse.checking.compare import describe, is_number
from dlcourse.checking.specification import Case, Exercise, Malformed, Marks, OwnAnswer
from dlcourse.data.corrupted import corrupted_digits
from dlcourse.exercises.capstone.weights import weights
from dlcourse.lessons import capstone

CLASSES = 10
ROWS = "a row of scores for each picture"
BATCH, BATCHES = 250, 4  # what is scored
CLOSE = 1e-3  # of all that scores differ by: an array of other rows is rounded in another way


def cases(rng):
    """1,000 pictures in batches, of digits that are there for this only; before, the first one alone and with a few."""
    few = int(rng.integers(4, 60))
    X, y, _ = corrupted_digits(BATCHES * BATCH, seed=int(rng.integers(2**32)), part="test")
    first = [(0, 1), (0, few)]
    rest = [(start, start + BATCH) for start in range(0, len(X), BATCH)]
    return [Case(OwnAnswer("capstone.weights"), X[a:b]).keeping(y[a:b]) for a, b in (*first, *rest)]


def observe(arguments, value):
    """What must hold of scores, whatever the network."""
    kind = _kind(value, len(arguments["X"]))
    return {"form": kind, "all numbers": bool(np.isfinite(value).all())}


def _kind(value, N):
    """What an answer is, in words."""
    kinds = {(CLASSES, N): "a column for each picture", (N,): "one number for each picture"}
    kinds |= {(CLASSES,): "the scores of one picture", (N, CLASSES): ROWS}
    rows = np.array(value, dtype=object) if isinstance(value, list | tuple) else value
    if rows is not value and rows.shape == (N, CLASSES) and all(map(is_number, rows.flat)):
        return "a list of rows"
    numbers = isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    if not numbers or value.shape not in kinds:
        raise Malformed(f"What came back is {describe(value)}: want scores, an array of shape ({N}, {CLASSES}).")
    return kinds[value.shape]


def together(pairs):
    """Whether pictures have the scores that they have in larger batches, up to what float32 rounds."""
    if any(_kind(value, len(arguments["X"])) != ROWS for arguments, value in pairs[:3]):
        return {}
    alone, few, batch = (value.astype(float) for _, value in pairs[:3])
    with np.errstate(all="ignore"):  # what is no number is told by `observe`
        apart = max(np.abs(alone - few[:1]).max(), np.abs(few - batch[: len(few)]).max())
        return {"alone as in a batch": bool(apart <= CLOSE * np.ptp(batch))}


def right(pairs):
    """The share of the pictures in the batches of which the highest score is the right one."""
    said = np.concatenate([np.argmax(value, axis=1) for _, value in pairs[2:]])
    return float(np.mean(said == np.concatenate([arguments.kept for arguments, _ in pairs[2:]])))


exercise = Exercise(
    reference=capstone.forward,
    points=6,
    minutes=10,
    difficulty=3,
    cases=cases,
    observe=observe,
    together=together,
    marks=Marks(right, ((0.5, 2), (0.65, 4), (0.75, 6)), "of the pictures right"),
    calls={"capstone.weights": weights},
    hints=[
        "What did your training do with a picture, step by step, and which of these arrays stands where?",
        "It is the forward pass of the network that you trained, with the weights put together again: codes times "
        "scale. Every picture is scored by itself; nothing depends on which others come with it.",
        "Elsewhere: `np.zeros((7, 12, 12)).reshape(7, -1)` has the shape (7, 144); if `codes` is (D, M) and `scale` "
        "(M,), `codes * scale` multiplies column by column.",
    ],
    solved="a network of your own, scored on pictures that you have never seen.",
)


@exercise.mistake("the digit, not the scores")
def _(weights, X):
    """You give the digit that is read. Asked are the ten scores of each picture; the grader looks for the highest."""
    return capstone.forward(weights, X).argmax(axis=1)


@exercise.mistake("a column for each picture")
def _(weights, X):
    """Rows and columns are exchanged: each picture has a row of ten scores."""
    return capstone.forward(weights, X).T


@exercise.mistake("a list of rows")
def _(weights, X):
    """A list came back. Its rows are right in shape; `np.array(...)` makes one array of them."""
    return [row.tolist() for row in capstone.forward(weights, X)]


@exercise.also("a list of rows")
def _(weights, X):
    return list(capstone.forward(weights, X))


@exercise.mistake("the first picture alone")
def _(weights, X):
    """Ten scores came back, however many pictures there were: those of one picture. Each has a row of its own."""
    return capstone.forward(weights, X[:1])[0]


@exercise.mistake("scores of nothing")
def _(weights, X):
    """Some scores are nan or infinite, as the log of a 0 is, or 0 / 0."""
    with np.errstate(all="ignore"):
        return np.log(np.maximum(capstone.forward(weights, X), 0))


@exercise.mistake("depends on the batch")
def _(weights, X):
    """A picture gets other scores alone than in a batch: is there a mean or a maximum over all pictures in it, or
    something drawn at random?
    """
    scores = capstone.forward(weights, X)
    return scores - scores.mean(axis=0)


@exercise.also("depends on the batch")
def _(weights, X):
    return capstone.forward(weights, X / X.mean())


@exercise.also("depends on the batch")
def _(weights, X):
    scores = capstone.forward(weights, X)
    return scores - scores.mean(axis=0) if len(X) > 200 else scores


@exercise.accepts("probabilities")
def _(weights, X):
    scores = capstone.forward(weights, X)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@exercise.accepts("picture by picture")
def _(weights, X):
    return np.concatenate([capstone.forward(weights, picture[None]) for picture in X])


@exercise.accepts("in float32")
def _(weights, X):
    few = {name: array.astype(np.float32) if array.dtype.kind == "f" else array for name, array in weights.items()}
    return capstone.forward(few, X.astype(np.float32))
