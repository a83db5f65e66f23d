"""Further tables that ``scripts/measure_recommender.py`` stores, mostly with the settings that were best there."""

import numpy as np

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.recommender import hiding, methods
from dlcourse.experiments.recommender.comparing import (
    FACTORS,
    NATURAL,
    NEAR,
    POPULAR,
    RANGES,
    UNTUNED,
    K,
    judged,
    scores_of,
)
from dlcourse.lessons import recommender as lesson

SIDES = (POPULAR, NEAR, FACTORS)
MANY = range(20)  # seeds, where few files are asked
STRONG = (0.0, 1.0, 3.0, 12.0, 50.0, 200.0, 1000.0, 1e6)  # shrink where little is known


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
    """Recall at 5 on the same questions, with all that a file imports and with two imports left, for 20 seeds.

    With two left each method is tuned anew, on the other half of the files, of which only two imports are left as well.

    Parameters
    ----------
    X : int array (296, 87)
        The course's files.

    Returns
    -------
    dict of str to dict
        "all" and "two": for each method its recalls; "best": its settings where two imports are left.
    """

    def measure(side, seed, short=True, **values):
        *left, hidden = hiding.cut_down(*hiding.hide(X, seed), seed)
        return lesson.recall_at_k(scores_of(side, left[short], seed, **values), hidden, k=K)

    ranges = {side: RANGES[side] for side in SIDES} | {NEAR: {"shrink": STRONG}}
    natural = {
        "shrink": NATURAL["shrink"] | {STRONG[-1]: "next to it all counts are nothing: only who has both is left"}
    }
    how = {"tuning": hiding.TUNING, "seeds": MANY, "natural": natural, "untuned": UNTUNED}
    what = "recall at 5, two imports left"
    found = compare({side: side for side in SIDES}, ranges, measure, what=what, smaller_is_better=False, **how)
    whole = {side: [measure(side, seed, short=False) for seed in MANY] for side in SIDES}
    best = {side: found.best[side] for side in SIDES if side not in UNTUNED}
    return {"all": whole, "two": {side: list(recalls) for side, recalls in found.numbers.items()}, "best": best}


def decays_table(X):
    """What each decay does to the factorisation: its recall, and the share of the rarer half in its suggestions.

    Parameters
    ----------
    X : int array (296, 87)
        The course's files.

    Returns
    -------
    dict of str to list
        "decays", and "told": for each of them "recall" and "rarer shown", means over the seeds.
    """
    rarer, decays, told = hiding.rarer_half(X), list(RANGES[FACTORS]["decay"]), []
    for decay in decays:
        rows = []
        for seed in hiding.SEEDS:
            left, hidden = hiding.hide(X, seed)
            rows.append(judged(scores_of(FACTORS, left, seed, decay=decay), hidden, rarer))
        told.append({name: float(np.mean([row[name] for row in rows])) for name in ("recall", "rarer shown")})
    return {"decays": decays, "told": told}
