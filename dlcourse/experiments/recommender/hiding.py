"""What is asked: imports that are hidden from the files that have them, in several ways."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons import recommender as lesson

TUNING, SEEDS = range(100, 105), range(10)
LEFT = 2  # items of a user of whom little is known


def table():
    """Who imports what: the matrix of the course's 296 files and 87 modules.

    Returns
    -------
    int array (296, 87)
    """
    files, modules, paths, names = datasets.imports()
    return lesson.interaction_matrix(files, modules, shape=(len(paths), len(names)))


def hide(X, seed):
    """Hide one item of every second user.

    Which users are asked is always the same: with the seeds of `TUNING` it is the other half.

    Parameters
    ----------
    X : array (N, M)
    seed : int

    Returns
    -------
    tuple (int array (N, M), int array (N, M))
        What is left, and what is hidden.
    """
    asked = np.argsort(np.random.default_rng(2026).random(len(X))) % 2 == int(seed in TUNING)
    drawn = np.where(X > 0, np.random.default_rng(seed).random(X.shape), -1)
    hidden = np.zeros_like(X)
    hidden[np.flatnonzero(asked), drawn[asked].argmax(axis=1)] = 1
    return X - hidden, hidden


def rarer_half(X):
    """Which items belong to the half that fewer users have; of equal counts the first are the commoner.

    Parameters
    ----------
    X : array (N, M)

    Returns
    -------
    bool array (M,)
    """
    rarer = np.zeros(X.shape[1], dtype=bool)
    rarer[np.argsort(-X.sum(axis=0), kind="stable")[X.shape[1] // 2 :]] = True
    return rarer


def strangers(seed, by):
    """A quarter of the course's files, held out with all they import: drawn by file, or by whole packages.

    Parameters
    ----------
    seed : int
    by : str
        "file" or "package". A file that lies in no folder is a package of its own.

    Returns
    -------
    bool array (296,)
    """
    paths, rng = datasets.imports()[2], np.random.default_rng(seed)
    groups = [path.split("/")[0] if by == "package" else path for path in paths]
    names = sorted(set(groups))
    drawn, most = set(), len(paths) // 4
    for place in np.argsort(rng.random(len(names))):
        if sum(group in drawn or group == names[place] for group in groups) <= most:
            drawn.add(names[place])
    return np.array([group in drawn for group in groups])


def in_folder():
    """Which of the course's files lie in a folder, and so in a package of several files.

    Returns
    -------
    bool array (296,)
    """
    return np.array(["/" in path for path in datasets.imports()[2]])


def cut_down(X, hidden, seed):
    """Of about half of those users who are asked and have five items or more, only two items are left.

    Parameters
    ----------
    X, hidden : array (N, M)
        As from `hide`.
    seed : int

    Returns
    -------
    tuple (int array (N, M), int array (N, M), int array (N, M))
        X, X with the rows that are cut, and what is hidden of these: the same questions twice.
    """
    rng = np.random.default_rng(1000 + seed)
    cut = (hidden.sum(axis=1) > 0) & (X.sum(axis=1) >= LEFT + 3) & (rng.random(len(X)) < 0.5)
    first = np.argsort(-np.where(X > 0, rng.random(X.shape), -1), axis=1)[:, :LEFT]
    short = np.zeros_like(X)
    np.put_along_axis(short, first, 1, axis=1)
    return X, np.where(cut[:, None], short, X), hidden * cut[:, None]
