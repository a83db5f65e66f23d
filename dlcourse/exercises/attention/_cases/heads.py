"""Cases of heads and blocks: sequences, tables, masks."""

import numpy as np

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
