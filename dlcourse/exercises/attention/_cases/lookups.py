"""Queries, keys and values for the exercises on attention, and pieces of wrong answers."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import attention


def drawn(rng, T, S, D, E, *, before=(), scale=1.0):
    """Random queries (..., T, D), keys (..., S, D) and values (..., S, E), by name."""
    shapes = {"Q": (*before, T, D), "K": (*before, S, D), "V": (*before, S, E)}
    found = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return found | {"Q": scale * found["Q"]}


def some_seen(rng, *shape):
    """A mask in which every query sees one key at least."""
    mask = rng.random(shape) < 0.5
    np.put_along_axis(mask, rng.integers(0, shape[-1], size=(*shape[:-1], 1)), True, axis=-1)
    return mask


def as_float32(given):
    """Arrays of decimals in float32; masks as they are."""
    return {name: array if array.dtype == bool else array.astype(np.float32) for name, array in given.items()}


def looks(rng):
    """What is looked up: by hand, in small sizes, with masks, with axes in front, with huge scores."""
    log3 = {"Q": np.array([[np.log(3.0)]]), "K": np.array([[1.0], [0.0]]), "V": np.array([[10.0], [20.0]])}
    two = np.log(2.0)
    wide = {"Q": np.array([[2 * two, 0.0, 0.0, 0.0]]), "K": np.eye(3, 4), "V": np.array([[4.0, 0], [0, 8.0], [0, 0]])}
    T, S, D, E = drawn_sizes(rng, 4)
    none = some_seen(rng, 3, 5)
    none[1] = False
    hidden = drawn(rng, 2, 4, 3, 2)
    hidden["K"][1] = 2000 * hidden["Q"][0] / (hidden["Q"][0] ** 2).sum()  # what no query may see fits the first best
    found = [
        log3,
        wide,
        drawn(rng, 1, 1, 3, 2),
        drawn(rng, T, S, D, E),
        drawn(rng, 4, 4, 2, 3) | {"mask": attention.causal_mask(4)},
        drawn(rng, 3, 5, 4, 2) | {"mask": none},
        drawn(rng, *drawn_sizes(rng, 4), before=(2, 3)),
        drawn(rng, 3, 4, 5, 2, before=(2,)) | {"mask": some_seen(rng, 3, 4)},
        drawn(rng, 2, 6, 3, 4, before=(3, 2)) | {"mask": some_seen(rng, 3, 1, 1, 6)},
        hidden | {"mask": np.array([[True, False, True, True]] * 2)},
        drawn(rng, 3, 4, 2, 5, scale=3000.0),
        as_float32(drawn(rng, 2, 3, 4, 5) | {"mask": some_seen(rng, 2, 3)}),
    ]
    return [Case(given.pop("Q"), **given) for given in found]


def ways_back(rng):
    """Gradients that come in, and caches: by hand, with masks, with axes in front."""

    def case(given):
        out, cache = attention.scaled_dot_product_attention(given["Q"], **{k: v for k, v in given.items() if k != "Q"})
        return rng.normal(size=out.shape).astype(out.dtype), cache

    Q, K, V = np.array([[2.0]]), np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]])
    none = some_seen(rng, 3, 5)
    none[1] = False
    found = [
        drawn(rng, 1, 2, 4, 1),
        drawn(rng, 1, 1, 2, 3),
        drawn(rng, *drawn_sizes(rng, 4)),
        drawn(rng, 3, 5, 2, 4) | {"mask": none},
        drawn(rng, 4, 4, 3, 2) | {"mask": attention.causal_mask(4)},
        drawn(rng, *drawn_sizes(rng, 4), before=(2, 3)),
        drawn(rng, 3, 4, 2, 5, scale=3000.0),
        as_float32(drawn(rng, 2, 3, 4, 5)),
    ]
    by_hand = np.array([[1.0]]), (Q, K, V, np.array([[0.5, 0.5]]))
    return [Case(*case) for case in (by_hand, *map(case, found))]


def weights_of(scores, axis=-1):
    """The softmax of scores, as they are."""
    E = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def back_from(dS, d_out, cache):
    """The three gradients, from that of the products of queries and keys."""
    Q, K, _, A = cache
    return dS @ K, dS.swapaxes(-1, -2) @ Q, A.swapaxes(-1, -2) @ d_out
