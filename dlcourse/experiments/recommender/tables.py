"""Further tables that ``scripts/measure_recommender.py`` stores, with the settings that were best in the comparison."""

import numpy as np

from dlcourse.experiments.recommender import hiding, methods
from dlcourse.experiments.recommender.comparing import FACTORS, NEAR, POPULAR, RANGES, K, judged, scores_of
from dlcourse.lessons import recommender as lesson

SIDES = (POPULAR, NEAR, FACTORS)
MANY = range(20)  # seeds, where few files are asked


def for_strangers(X, known, *, item_similarity, step):
    """Scores for files of which nothing was learned, by three methods.

    Parameters
    ----------
    X : array (N, M)
        What the new files import.
    known : array (L, M)
        What is learned from.
    item_similarity, step : function
        As ``recommender.item_similarity`` and ``recommender.matrix_factorization_step``, perhaps the learner's.

    Returns
    -------
    dict of str to array (N, M)
    """
    _, Q, bias = methods.factorize(known, step)
    return {
        POPULAR: methods.left_out(np.tile(known.sum(axis=0), (len(X), 1)), X),
        NEAR: methods.by_neighbours(X, item_similarity(known, shrink=methods.SHRINK)),
        FACTORS: methods.by_factors(X, methods.fold_in(X, Q, bias, step), Q, bias),
    }


def strangers_found(X, seed, by, *, item_similarity, step):
    """Recall at 5 on new files that lie in a folder: of packages that are known from other files, or of new packages.

    Parameters
    ----------
    X : int array (296, 87)
        The course's files.
    seed : int
    by : str
        "file" or "package": how the new files are drawn.
    item_similarity, step : function
        As of `for_strangers`.

    Returns
    -------
    dict of str to float
    """
    new = hiding.strangers(seed, by)
    drawn = np.where(X > 0, np.random.default_rng(seed).random(X.shape), -1)
    hidden = (np.arange(X.shape[1]) == drawn.argmax(axis=1)[:, None]).astype(int)
    asked = new & hiding.in_folder()
    left = (X - hidden)[asked]
    found = for_strangers(left, X[~new], item_similarity=item_similarity, step=step)
    return {side: lesson.recall_at_k(scores, hidden[asked], k=K) for side, scores in found.items()}


def splits_table(X):
    """Recall at 5 on new files, drawn by file and by package, for 20 seeds: dict of str to dict of str to list."""
    how = {"item_similarity": lesson.item_similarity, "step": lesson.matrix_factorization_step}
    found = {by: [strangers_found(X, seed, by, **how) for seed in MANY] for by in ("file", "package")}
    return {by: {side: [row[side] for row in rows] for side in SIDES} for by, rows in found.items()}


def cold_table(X):
    """Recall at 5 on the same questions, with all that a file imports and with two imports left, for 20 seeds."""
    found = {}
    for seed in MANY:
        whole, short, hidden = hiding.cut_down(*hiding.hide(X, seed), seed)
        for name, left in {"all": whole, "two": short}.items():
            for side in SIDES:
                recall = lesson.recall_at_k(scores_of(side, left, seed), hidden, k=K)
                found.setdefault(name, {}).setdefault(side, []).append(recall)
    return found


def decays_table(X):
    """For each decay what is told of the factorisation, means over the seeds; and the same of the other methods."""
    rarer = hiding.rarer_half(X)

    def told(side, **values):
        rows = []
        for seed in hiding.SEEDS:
            left, hidden = hiding.hide(X, seed)
            rows.append(judged(scores_of(side, left, seed, **values), hidden, rarer))
        return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}

    decays = RANGES[FACTORS]["decay"]
    return {"decays": list(decays), "told": [told(FACTORS, decay=decay) for decay in decays],
            "others": {side: told(side) for side in (POPULAR, NEAR)}}  # fmt: skip
