"""Rows of which some are odd, plain ways that do not find them, and how scores are judged."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed

COLUMNS, TASKS = 8, 4
BLUR, LOUD = 0.07, 300.0  # of the sheet; the size of the column that is mere noise
ENOUGH = 0.8  # area under the ROC curve, on average over the tasks
SAME = 0.98  # correlation of ranks: then an answer is a plain way, whatever it looks like inside
SMALL = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([[1.5], [40.0]])


def task(seen, new):
    """So many rows seen, so many new ones, and which of these are odd.

    All lie on a sheet, of an angle and a height, that is bent through seven columns; the eighth is noise, and loud. Odd
    ones have each number of the sheet from another row: usual by itself, not together. All is drawn from the two
    lengths: so which rows are odd need not be among the arguments, and nobody can have seen it.
    """
    rng = np.random.default_rng([seen, new])
    angle, height = rng.uniform(0, 2 * np.pi, seen + new), rng.uniform(-1, 1, seen + new)
    bent = [np.cos(angle), np.sin(angle), np.cos(2 * angle) * (1 + 0.3 * height), np.sin(2 * angle), height]
    bent += [height * np.cos(angle) + 0.5 * height**2 * np.sin(angle), np.sin(angle + 2 * height)]
    table = np.stack(bent, axis=1) + BLUR * rng.normal(size=(seen + new, COLUMNS - 1))
    is_odd = rng.random(new) < 0.5
    odd = seen + np.flatnonzero(is_odd)
    for column in range(COLUMNS - 1):
        table[odd, column] = table[rng.permutation(odd), column]
    table = np.column_stack([table, rng.normal(size=seen + new)])
    size = np.append(10 ** rng.uniform(-2, 2, size=COLUMNS - 1), LOUD)
    table = (table * size + 2 * size * rng.normal(size=COLUMNS))[:, rng.permutation(COLUMNS)]
    return table[:seen], table[seen:], is_odd


def cases(rng):
    """Four numbers by hand, then tasks."""
    sizes = [(int(rng.integers(300, 400)), int(rng.integers(120, 200))) for _ in range(TASKS)]
    return [Case(*SMALL), *(Case(*task(*pair)[:2]) for pair in sizes)]


def is_task(arguments):
    """Whether a case is more than the four numbers."""
    return arguments["seen"].shape[1] == COLUMNS


def on_one_scale(seen, new):
    """Both in columns of mean 0 and spread 1, as they were seen."""
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    return (seen - mean) / spread, (new - mean) / spread


def to_the_mean(seen, new):
    """How far a row is from the mean of all."""
    return ((new - seen.mean(axis=0)) ** 2).sum(axis=1)


def rebuilt_by(count):
    """What is lost when rows are rebuilt from so many principal components."""

    def lost(seen, new):
        middle = seen.mean(axis=0)
        axes = np.linalg.svd(seen - middle, full_matrices=False)[2][:count]
        return ((new - middle - (new - middle) @ axes.T @ axes) ** 2).sum(axis=1)

    return lost


def to_the_nearest(seen, new, count=5):
    """The mean distance to the nearest rows that were seen."""
    squares = ((new[:, None] - seen) ** 2).sum(axis=2)
    return np.sqrt(np.sort(squares, axis=1)[:, :count]).mean(axis=1)


def ellipse(seen, new):
    """How far a row is from the mean, in units of the spread in its direction."""
    seen, new = on_one_scale(seen, new)
    return ((new @ np.linalg.pinv(np.atleast_2d(np.cov(seen.T)))) * new).sum(axis=1)


def scaled(way):
    """The same way, with all columns on one scale."""
    return lambda seen, new: way(*on_one_scale(seen, new))


PLAIN = {
    "the distance to the mean": to_the_mean,
    "the distance to the mean, all columns on one scale": scaled(to_the_mean),
    "the distance to the mean, in units of the spread in each direction": ellipse,
    **{f"rebuilding from {k} principal components": rebuilt_by(k) for k in range(1, COLUMNS)},
    **{
        f"rebuilding from {k} principal components, all columns on one scale": scaled(rebuilt_by(k))
        for k in range(1, COLUMNS)
    },
    "the distance to near rows, columns as they are": to_the_nearest,
    "the distance to the nearest row, columns as they are": lambda seen, new: to_the_nearest(seen, new, 1),
}


def ranks(values):
    """The place of each value, from the smallest; equal ones share theirs."""
    below = (values[:, None] > values).sum(axis=1)
    return below + ((values[:, None] == values).sum(axis=1) - 1) / 2


def area(scores, is_odd):
    """The chance that an odd row has a higher score than one that is not; equal ones count half."""
    places, odd = ranks(scores), is_odd.sum()
    return float((places[is_odd].sum() - odd * (odd - 1) / 2) / (odd * (len(scores) - odd)))


def scores_of(arguments, value):
    """The scores as an array, or Malformed."""
    wanted = len(arguments["new"])
    scores = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if scores.shape != (wanted,) or scores.dtype.kind not in "iuf":
        raise Malformed(f"Wanted are {wanted} numbers, one for each row of `new`; not {describe(value)}.")
    if not np.all(np.isfinite(scores)):
        raise Malformed("Some scores are nan or inf: a row can't be put in order by them.")
    return scores.astype(float)


def observe(arguments, value):
    """How many scores there are, and whether they are those of a plain way; of the four numbers, which is odder."""
    scores = scores_of(arguments, value)
    if not is_task(arguments):
        return {"scores": len(scores), "odder": "1.5" if scores[0] > scores[1] else "40" if np.ptp(scores) else "none"}
    if np.ptp(scores) == 0:
        return {"scores": len(scores), "as by": "one score for all"}
    places = ranks(scores)
    for words, plain in PLAIN.items():
        alike = np.corrcoef(places, ranks(plain(arguments["seen"], arguments["new"])))[0, 1]
        if abs(alike) > SAME:
            return {"scores": len(scores), "as by": words if alike > 0 else f"{words}, the wrong way round"}
    return {"scores": len(scores), "as by": "another way"}


def together(calls):
    """The area under the ROC curve, on average."""
    calls = [call for call in calls if is_task(call[0])]
    if len(calls) < TASKS:
        return {}
    areas = []
    for arguments, value in calls:
        _, _, is_odd = task(len(arguments["seen"]), len(arguments["new"]))
        areas.append(area(scores_of(arguments, value), is_odd))
    mean = np.mean(areas)
    words = f"{ENOUGH} or more" if mean >= ENOUGH else f"below {1 - ENOUGH:.2f}" if mean <= 1 - ENOUGH else "less"
    return {"area under the ROC curve, on average": words}
