"""Files of the learner's own: what they import, and what they might import next."""

import ast
import re

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.recommender import hiding, methods
from dlcourse.experiments.recommender.comparing import FACTORS, NEAR, POPULAR, K
from dlcourse.lessons import recommender as lesson


def imports_in(text):
    """The modules that a text imports: a Python file, or only names of modules with commas or spaces between them.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        The first part of each name, each once, in the order of the text.

    Examples
    --------
    >>> imports_in("import os.path\\nfrom json import loads"), imports_in("socket, ssl")
    (['os', 'json'], ['socket', 'ssl'])
    """
    found = []
    for node in ast.walk(_parsed(text)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.lineno, node.module))
    names = [name for _, name in sorted(found, key=lambda place: place[0])] or re.findall(r"[A-Za-z_][\w.]*", text)
    return list(dict.fromkeys(name.partition(".")[0] for name in names if name not in ("import", "from")))


def _parsed(text):
    """The syntax tree of a text, an empty one if it is no Python."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):  # ValueError: a text with null bytes, in older Pythons
        return ast.Module([], [])


class Recommenders:
    """Popularity, neighbours and factors, learned from all of the course's files; for files that they do not know.

    Parameters
    ----------
    item_similarity, step : function
        As ``recommender.item_similarity`` and ``recommender.matrix_factorization_step``, perhaps the learner's.
    """

    def __init__(self, item_similarity=lesson.item_similarity, step=lesson.matrix_factorization_step):
        self.X, self.names, self.step = hiding.table(), datasets.imports()[3], step
        self.S = item_similarity(self.X, shrink=methods.SHRINK)
        _, self.Q, self.bias = methods.factorize(self.X, step)

    def known(self, names):
        """Those of some names that are modules of the table."""
        return [name for name in names if name in self.names]

    def scores(self, names):
        """The scores of all modules by each method, for somebody who imports these modules.

        Parameters
        ----------
        names : list of str
            Names that are not in the table are passed over.

        Returns
        -------
        dict of str to array (M,)
            -inf for what is imported already.
        """
        row = np.isin(self.names, names)[None].astype(int)
        P = methods.fold_in(row, self.Q, self.bias, self.step)
        return {
            POPULAR: methods.left_out(self.X.sum(axis=0), row)[0],
            NEAR: methods.by_neighbours(row, self.S)[0],
            FACTORS: methods.by_factors(row, P, self.Q, self.bias)[0],
        }

    def next_ones(self, names, k=K):
        """The first k modules by each method: a dict of str to list of str."""
        found = self.scores(names)
        return {side: [self.names[m] for m in methods.first(row[None], k)[0]] for side, row in found.items()}


def next_imports(text, *, item_similarity, step):
    """What a file might import next, by three methods.

    Parameters
    ----------
    text : str
        As of `imports_in`.
    item_similarity, step : function
        As of `Recommenders`.

    Returns
    -------
    dict of str to list of str
        "known": what of it the methods know; then each method's first five modules.
    """
    made, names = Recommenders(item_similarity, step), imports_in(text)
    return {"known": made.known(names)} | made.next_ones(names)
