"""Cases of heads and blocks: sequences, tables, masks."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes

TABLES = ("W_q", "W_k", "W_v", "W_o")


def tables(rng, D):
    """Four tables of the width D, named; their products stay of the size of what comes in."""
    return {name: rng.normal(size=(D, D)) / np.sqrt(D) for name in TABLES}


def causal(T):
    """Who may see whom, where nobody may see what comes later."""
    return np.tri(T, dtype=bool)


def windows(rng, T):
    """A mask in which each step sees itself and some others, and the second one nobody at all."""
    mask = (rng.random((T, T)) < 0.5) | np.eye(T, dtype=bool)
    mask[1] = False
    return mask


def block_parameters(rng, D, M):
    """All parameters of a block of the width D with M neurons between its two dense layers, named."""
    norms = {
        f"{name}{number}": values
        for number in (1, 2)
        for name, values in (("gamma", rng.uniform(0.5, 2, size=D)), ("beta", rng.normal(size=D)))
    }
    dense = {
        "W1": rng.normal(size=(D, M)) / np.sqrt(D),
        "b1": rng.normal(size=M),
        "W2": rng.normal(size=(M, D)) / np.sqrt(M),
        "b2": rng.normal(size=D),
    }
    return norms | tables(rng, D) | dense


def as_float32(parts):
    """A dict of arrays, all of them in float32 (masks stay what they are)."""
    return {
        name: part.astype(np.float32) if isinstance(part, np.ndarray) and part.dtype == float else part
        for name, part in parts.items()
    }


def several_looks(rng):
    """The cases of several heads: by hand, one step, one head, a head for each column, masks, huge scores."""

    def case(N, T, D, heads, mask=None, size=1.0):
        return {"X": size * rng.normal(size=(N, T, D)), **tables(rng, D), "heads": heads, "mask": mask}

    eye = np.eye(2)
    by_hand = {"X": np.array([[[1.0, 0.0], [0.0, 1.0]]]), "W_q": eye, "W_k": eye, "W_v": eye, "W_o": eye, "heads": 2}
    N, T, heads, d = drawn_sizes(rng, 4, least=2, most=7)
    drawn = [
        by_hand,
        case(1, 1, 1, 1),
        case(2, 3, 4, 1),  # one head
        case(1, 3, 4, 2),
        case(2, T + 1, 6, 3, causal(T + 1)),
        case(3, 4, 6, 2, causal(4)),
        case(2, 3, 5, 5, causal(3)),  # a head for each column
        case(2, T + 2, 8, 2, windows(rng, T + 2)),  # one step sees nothing at all
        case(2, 4, 4, 2, causal(4), size=30.0),  # scores in the hundreds
        case(N, T, heads * d, heads, causal(T)),
        case(d, N, heads * T, heads),
        as_float32(case(2, 3, 4, 2, causal(3))),
    ]
    return [Case(each.pop("X"), **each) for each in drawn]
