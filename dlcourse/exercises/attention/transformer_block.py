"""A block of a transformer: two parts, each of which adds to what was there."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.attention._cases.heads import as_float32, block_parameters, causal
from dlcourse.lessons import attention
from dlcourse.lessons.attention import layer_norm, multi_head_attention
from dlcourse.lessons.neuron import relu


def cases(rng):
    def case(N, T, D, M, heads, mask=None):
        return {
            "X": rng.normal(size=(N, T, D)),
            "parameters": block_parameters(rng, D, M),
            "heads": heads,
            "mask": mask,
        }

    eye, one, zero = np.eye(2), np.ones(2), np.zeros(2)
    by_hand = {"gamma1": one, "beta1": zero, "W_q": eye, "W_k": eye, "W_v": 0 * eye, "W_o": eye}
    by_hand |= {"gamma2": one, "beta2": zero, "W1": eye, "b1": zero, "W2": eye, "b2": zero}
    N, T, heads, d, M = drawn_sizes(rng, 5, least=2, most=7)
    drawn = [
        {"X": np.array([[[1.0, 3.0]]]), "parameters": by_hand, "heads": 1},
        case(1, 2, 3, 5, 1),
        case(2, 3, 4, 7, 2),
        case(2, T + 1, 6, 5, 3, causal(T + 1)),
        case(3, 4, 6, 11, 2, causal(4)),
        case(1, 1, 4, 2, 4, causal(1)),
        case(2, 3, 2, 1, 1, causal(3)),  # one neuron between the dense layers
        case(N, T, heads * d, M, heads, causal(T)),
        case(d, M, heads * N, T, heads),
    ]
    last = case(2, 3, 4, 6, 2, causal(3))
    drawn.append(as_float32(last) | {"parameters": as_float32(last["parameters"])})
    return [Case(each.pop("X"), **each) for each in drawn]


exercise = Exercise(
    reference=attention.transformer_block,
    points=2,
    minutes=4,
    cases=cases,
    hints=[
        "Two parts, and each one's result is added to something. To what exactly: what went into the normalisation, or "
        "what came out of it?",
        "The second part begins with what the first one has left: X with its results added. That is normalised anew, "
        "with the second pair of gamma and beta, before it goes through the two dense layers.",
        "Elsewhere: a function that returns two things is unpacked by `mean, _ = moments(prices)`; and "
        '`{name: shop[name] for name in ("open", "rent")}` keeps two entries, which `cost(**...)` takes by name.',
    ],
    solved="the part of which every large language model is a stack.",
    equivalent_mutants={
        "return np.add(X, relu(normed @ p['W1'] + p['b1']) @ p['W2'], out=X) + p['b2']": "X is its own by then"
    },
)


def block(X, p, heads, mask, *, first=None, second=None, add=(True, True), numbers=(1, 2), neurons=None):
    """The lesson's function with some of its steps done otherwise.

    first, second: what the parts' results are added to, functions of (X, what is normalised); add: whether they are
    added; numbers: which gamma and beta each part takes, 0 for none; neurons: function of (X, p), the dense layers.
    """
    normed = normalised(X, p, numbers[0])
    tables = {name: p[name] for name in ("W_q", "W_k", "W_v", "W_o")}
    looked = multi_head_attention(normed, **tables, heads=heads, mask=mask)[0]
    X = (first or own)(X, normed) + looked if add[0] else looked
    normed = normalised(X, p, numbers[1])
    thought = (neurons or dense_layers)(normed, p)
    return (second or own)(X, normed) + thought if add[1] else thought


def normalised(X, p, number):
    """X by layer normalisation with the gamma and beta of this number; as it is for 0."""
    return layer_norm(X, gamma=p[f"gamma{number}"], beta=p[f"beta{number}"])[0] if number else X


def dense_layers(X, p):
    """The two dense layers with a ReLU between them."""
    return relu(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]


def own(X, normed):
    """What came in."""
    return X


def what_is_normalised(X, normed):
    """What came out of the normalisation."""
    return normed


@exercise.mistake("nothing added after attention", hint=1)
def _(X, *, parameters, heads, mask=None):
    """What attention finds *replaces* X. It is added to it: what a step knew of itself is still needed."""
    return block(X, parameters, heads, mask, add=(False, True))


@exercise.mistake("nothing added after the dense layers", hint=1)
def _(X, *, parameters, heads, mask=None):
    """What the dense layers give *replaces* X. It is added to it."""
    return block(X, parameters, heads, mask, add=(True, False))


@exercise.mistake("nothing added at all", hint=1)
def _(X, *, parameters, heads, mask=None):
    """Nothing is added: each part replaces what came in. Both results are added to it."""
    return block(X, parameters, heads, mask, add=(False, False))


@exercise.mistake("added to what is normalised", hint=1)
def _(X, *, parameters, heads, mask=None):
    """You add the results to the *normalised* numbers. They are added to X as it came in, which passes by every
    normalisation untouched.
    """
    return block(X, parameters, heads, mask, first=what_is_normalised, second=what_is_normalised)


@exercise.also("added to what is normalised")
def _(X, *, parameters, heads, mask=None):
    return block(X, parameters, heads, mask, first=what_is_normalised)


@exercise.also("added to what is normalised")
def _(X, *, parameters, heads, mask=None):
    return block(X, parameters, heads, mask, second=what_is_normalised)


@exercise.mistake("normalised after the sum")
def _(X, *, parameters, heads, mask=None):
    """You normalise after each sum, as the first transformers did. Here it is *before* each part: what is added up
    stays as it is.
    """
    p = parameters
    X = normalised(X + block(X, p, heads, mask, numbers=(0, 0), add=(False, False), neurons=own), p, 1)
    return normalised(X + dense_layers(X, p), p, 2)


@exercise.mistake("the second part begins with the first X", hint=2)
def _(X, *, parameters, heads, mask=None):
    """The dense layers get X as it first came in, not what attention has added to it. The parts come one after the
    other.
    """
    p = parameters
    looked = block(X, p, heads, mask, add=(False, False), neurons=own, numbers=(1, 0))
    return X + looked + dense_layers(normalised(X, p, 2), p)


@exercise.mistake("the first part is lost", hint=2)
def _(X, *, parameters, heads, mask=None):
    """What the dense layers give is added to X as it first came in: what attention has added is lost. Add it to the sum
    of before.
    """
    p = parameters
    return X + block(X, p, heads, mask, add=(True, False))


@exercise.mistake("both parts share the first gamma and beta", hint=2)
def _(X, *, parameters, heads, mask=None):
    """Both normalisations use gamma1 and beta1. The second has its own."""
    return block(X, parameters, heads, mask, numbers=(1, 1))


@exercise.mistake("gammas and betas exchanged", hint=2)
def _(X, *, parameters, heads, mask=None):
    """gamma2 and beta2 come first, gamma1 and beta1 second. It is the other way round."""
    return block(X, parameters, heads, mask, numbers=(2, 1))


@exercise.mistake("no normalisation")
def _(X, *, parameters, heads, mask=None):
    """Nothing is normalised. Each part begins with `layer_norm`."""
    return block(X, parameters, heads, mask, numbers=(0, 0))


@exercise.mistake("no normalisation before attention")
def _(X, *, parameters, heads, mask=None):
    """Attention gets X as it is. It is normalised before, with gamma1 and beta1."""
    return block(X, parameters, heads, mask, numbers=(0, 2))


@exercise.mistake("no second normalisation")
def _(X, *, parameters, heads, mask=None):
    """The dense layers get the sum as it is. It is normalised before, with gamma2 and beta2."""
    return block(X, parameters, heads, mask, numbers=(1, 0))


@exercise.mistake("ReLU forgotten")
def _(X, *, parameters, heads, mask=None):
    """There is no ReLU between the dense layers: two of them without one are a single one."""
    return block(X, parameters, heads, mask, neurons=lambda X, p: (X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])


@exercise.mistake("ReLU at the end")
def _(X, *, parameters, heads, mask=None):
    """The ReLU stands behind the second dense layer: then nothing negative could ever be added. It stands between the
    two.
    """
    return block(X, parameters, heads, mask, neurons=lambda X, p: relu((X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]))


@exercise.also("ReLU at the end")
def _(X, *, parameters, heads, mask=None):
    return block(X, parameters, heads, mask, neurons=lambda X, p: relu(relu(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]))


@exercise.mistake("biases forgotten")
def _(X, *, parameters, heads, mask=None):
    """The dense layers have biases, b1 and b2: at least one of them is missing."""
    return block(X, parameters, heads, mask, neurons=lambda X, p: relu(X @ p["W1"]) @ p["W2"])


@exercise.also("biases forgotten")
def _(X, *, parameters, heads, mask=None):
    return block(X, parameters, heads, mask, neurons=lambda X, p: relu(X @ p["W1"]) @ p["W2"] + p["b2"])


@exercise.also("biases forgotten")
def _(X, *, parameters, heads, mask=None):
    return block(X, parameters, heads, mask, neurons=lambda X, p: relu(X @ p["W1"] + p["b1"]) @ p["W2"])


@exercise.mistake("mask forgotten")
def _(X, *, parameters, heads, mask=None):
    """The mask is not handed on: every step sees all others."""
    return block(X, parameters, heads, None)


@exercise.mistake("one head")
def _(X, *, parameters, heads, mask=None):
    """`heads` is not handed on: there is one head for all columns."""
    return block(X, parameters, 1, mask)


@exercise.mistake("the parts in the other order")
def _(X, *, parameters, heads, mask=None):
    """The dense layers come first and attention second. First look around, then think."""
    p = parameters
    X = X + dense_layers(normalised(X, p, 2), p)
    return X + block(X, p, heads, mask, add=(False, False), neurons=own, numbers=(1, 0))


@exercise.mistake("caches come back, too")
def _(X, *, parameters, heads, mask=None):
    """Two things come back. Wanted is the output alone: this function is for looking at, and keeps no caches."""
    return block(X, parameters, heads, mask), (X, parameters)


@exercise.accepts("part by part, step by step")
def _(X, *, parameters, heads, mask=None):
    p, (N, T, D) = parameters, X.shape
    d = D // heads

    def norm(x, number):
        return (x - x.mean()) / np.sqrt(x.var() + 1e-5) * p[f"gamma{number}"] + p[f"beta{number}"]

    out = np.empty_like(X)
    for n in range(N):
        rows = np.stack([norm(x, 1) for x in X[n]])
        Q, K, V = rows @ p["W_q"], rows @ p["W_k"], rows @ p["W_v"]
        for t in range(T):
            seen = [s for s in range(T) if mask is None or mask[t, s]]
            C = []
            for j in range(heads):
                own = slice(j * d, (j + 1) * d)
                e = np.exp([Q[t, own] @ K[s, own] / d**0.5 for s in seen])
                C.append(e / e.sum() @ V[seen, own])
            x = X[n, t] + np.concatenate(C) @ p["W_o"]
            hidden = norm(x, 2) @ p["W1"] + p["b1"]
            out[n, t] = x + (hidden * (hidden > 0)) @ p["W2"] + p["b2"]
    return out


@exercise.accepts("with the functions of the lesson, in other words")
def _(X, *, parameters, heads, mask=None):
    look = {key: value for key, value in parameters.items() if key.startswith("W_")}
    added = multi_head_attention(
        layer_norm(X, gamma=parameters["gamma1"], beta=parameters["beta1"])[0], heads=heads, mask=mask, **look
    )[0]
    Y = added + X
    hidden = layer_norm(Y, gamma=parameters["gamma2"], beta=parameters["beta2"])[0] @ parameters["W1"]
    return np.maximum(hidden + parameters["b1"], 0) @ parameters["W2"] + Y + parameters["b2"]
