"""Backpropagation through time along two roads: through the outputs, and through the states of the cells."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import as_float32, sequence
from dlcourse.lessons import lstm


def cases(rng):
    def case(N, T, D, H):
        _, _, cache = lstm.lstm_forward(**sequence(rng, N, T, D, H))
        return rng.normal(size=(N, T, H)), cache

    one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    first = 2 * [(one, zero, zero, np.ones((1, 4)), np.zeros((1, 4)), half, half, zero, half, zero)]
    cases = [(np.array([[[0.0], [1.0]]]), first)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), drawn_sizes(rng, 4), (4, 12, 3, 5)]]
    cases.append(as_float32(case(2, 4, 3, 2)))
    return [Case(*case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_backward,
    points=3,
    cases=cases,
    outputs=("dX", "dh0", "dc0", "dW_x", "dW_h", "db"),
    hints=[
        "What reaches the output of step t beside dH[:, t]? And what reaches its state?",
        "Go from the last step to the first. What a step hands back for h and c is what comes in at the step before "
        "it; behind the last step there is nothing. The weights were used at every step, so their gradients are sums.",
        "Counting down elsewhere: `for day in reversed(range(7)):`. What was collected on the way is turned round "
        "with `days[::-1]`. Sums of triples in a list: `[sum(column) for column in zip(*triples)]`.",
    ],
    solved="backpropagation through time along two roads, one of them with gates only.",
    equivalent_mutants={"dh = dc = np.zeros_like(dH[:, -1])": "only its shape counts"},
)


exercise.edit(
    "gradient of the state not carried over",
    {"dc_next=dc": "dc_next=np.zeros_like(dc)"},
    """dc_next is 0 at every step. What a step hands back as its dc is dc_next of the step before it: this is the road
    along which an LSTM remembers.""",
)


exercise.edit(
    "gradient of the output not carried over",
    {"dH[:, t] + dh": "dH[:, t]"},
    """What a step hands back as its dh is missing: the output of step t was also read by step t + 1. dh_next is `dH[:,
    t] + dh`.""",
)


exercise.edit(
    "only the last dH",
    {"dH[:, t] + dh": "(dH[:, t] if t == len(cache) - 1 else 0) + dh"},
    "Only the gradient of the last output is used. Every step has one of its own: add `dH[:, t]` at each t.",
)


exercise.edit(
    "weights of one step only",
    {"sum(parts) for": "parts[-1] for"},
    """dW_x, dW_h and db are those of the first step alone: each round of the loop replaces what the one before has
    found. The same weights were used at all steps, so their gradients are added up.""",
)


exercise.edit(
    "mean over the steps",
    {"sum(parts) for": "sum(parts) / len(parts) for"},
    """You divide the gradients of the weights by the number of steps. They are added up; if a mean is wanted, the loss
    has taken it already.""",
)


exercise.edit(
    "from front to back",
    {"reversed(range(len(cache)))": "range(len(cache))", "inputs[::-1]": "inputs"},
    "You go from the first step to the last. The gradients come from where the sequence ends: `reversed(range(...))`.",
)


exercise.edit(
    "dX turned round",
    {"inputs[::-1]": "inputs"},
    """dX is right but for its order: the loop meets the last step first, so what it collects must be turned round at
    the end.""",
)


exercise.edit(
    "steps first in dX",
    {"axis=1": "axis=0"},
    "dX has the steps on axis 0. Sequences come first, as in X: (N, T, D).",
)


exercise.edit(
    "nothing carried over",
    {"dH[:, t] + dh": "dH[:, t]", "dc_next=dc": "dc_next=np.zeros_like(dc)"},
    """Each step is treated by itself. What a step hands back belongs to the step before it: its dh is added to `dH[:,
    t]`, and its dc is dc_next.""",
)


exercise.edit(
    "dH added to the state, too",
    {"dc_next=dc": "dc_next=dc + dH[:, t]"},
    """`dH[:, t]` is also added to dc_next. It is the gradient of the *output*; what it means for the state,
    `lstm_step_backward` works out.""",
)


exercise.edit(
    "dH added to the state instead of the output",
    {"dH[:, t] + dh": "dh", "dc_next=dc": "dc_next=dc + dH[:, t]"},
    "`dH[:, t]` is added to dc. It is the gradient of the *output*: `dh_next = dH[:, t] + dh`, and `dc_next = dc`.",
)


exercise.edit(
    "gradients of output and state exchanged",
    {"dx, dh, dc, *step": "dx, dc, dh, *step"},
    "dh and dc have changed places: `lstm_step_backward` gives back dx, dh, dc, and then those of the weights.",
)


exercise.edit(
    "caches in the order of the loop",
    {"cache[t]": "cache[len(cache) - 1 - t]"},
    "The last step gets the first cache. Each step needs its own: `cache[t]`.",
)


exercise.edit(
    "cache of the step before",
    {"cache[t]": "cache[t - 1]"},
    "Step t gets the cache of step t - 1. It already holds the old h and c of its step: use `cache[t]`.",
)


exercise.edit(
    "one cache for all steps",
    {"cache[t]": "cache[-1]"},
    "All steps get the last cache. Each one has its own: `cache[t]`.",
)


exercise.edit(
    "dh and dc added up",
    {
        "dx, dh, dc, *step =": "dx, *back =",
        "inputs.append(dx)": "dh, dc, *step = dh + back[0], dc + back[1], *back[2:]\n        inputs.append(dx)",
    },
    """dh and dc are added up over the steps. What a step hands back *replaces* them: all that came from further on is
    in it already.""",
)


exercise.edit(
    "dh added up",
    {
        "dx, dh, dc, *step =": "dx, dh_before, dc, *step =",
        "inputs.append(dx)": "dh = dh + dh_before\n        inputs.append(dx)",
    },
    "dh is added up over the steps. What a step hands back *replaces* it: all from further on is in it already.",
)


exercise.edit(
    "outputs from the front, caches from the end",
    {"dH[:, t]": "dH[:, len(cache) - 1 - t]"},
    "The caches come from the last step back, but the columns of dH from the first step on. Both belong to one step.",
)


exercise.edit(
    "dc added up",
    {
        "dx, dh, dc, *step =": "dx, dh, dc_before, *step =",
        "inputs.append(dx)": "dc = dc + dc_before\n        inputs.append(dx)",
    },
    "dc is added up over the steps. What a step hands back *replaces* it: all from further on is in it already.",
)


exercise.edit(
    "last gradient twice",
    {"dh = dc = np.zeros_like(dH[:, 0])": "dh, dc = dH[:, -1], np.zeros_like(dH[:, 0])"},
    "dH of the last step counts twice: dh begins with it, and the loop adds it again. After the last step, dh is 0.",
)


exercise.edit(
    "begins with ones",
    {"dh = dc = np.zeros_like(dH[:, 0])": "dh, dc = np.zeros_like(dH[:, 0]), np.ones_like(dH[:, 0])"},
    "dc begins with ones. Behind the last step comes nothing that could hand something back: it begins with zeros.",
)


@exercise.mistake("first step left out")
def _(dH, cache):
    """The loop ends before the first step, t = 0. A `range` leaves out its end: `range(T - 1, -1, -1)`."""
    x, _, _, W_x, W_h, *_ = cache[0]
    if len(cache) == 1:
        zero = np.zeros_like(dH[:, 0])
        return np.zeros_like(x)[:, None], zero, zero, np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_x[0])
    dX, *others = lstm.lstm_backward(dH[:, 1:], cache[1:])
    return np.concatenate([np.zeros_like(x)[:, None], dX], axis=1), *others


exercise.edit(
    "dX turned round, steps first",
    {"inputs[::-1], axis=1": "inputs, axis=0"},
    """Two things at once. dX runs backwards: turn the list round at the end. And the steps are its first axis:
    sequences are (N, T, D), `np.stack(..., axis=1)`.""",
)


@exercise.accepts("added into arrays")
def _(dH, cache):
    N, T, _ = dH.shape
    x, _, _, W_x, W_h, *_ = cache[0]
    dX, dh, dc = np.zeros((N, T, x.shape[1]), dH.dtype), 0, np.zeros_like(dH[:, 0])
    dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_x[0])
    for t in range(T - 1, -1, -1):
        found = lstm.lstm_step_backward(dH[:, t] + dh, cache[t], dc_next=dc)
        dX[:, t], dh, dc = found[:3]
        dW_x += found[3]
        dW_h += found[4]
        db += found[5]
    return dX, dh, dc, dW_x, dW_h, db


@exercise.accepts("on a copy of dH")
def _(dH, cache):
    dH, dc, dX, totals = dH.copy(), np.zeros_like(dH[:, 0]), [], None
    for t in range(len(cache))[::-1]:
        dx, dh, dc, *new = lstm.lstm_step_backward(dH[:, t], cache[t], dc_next=dc)
        if t:
            dH[:, t - 1] += dh
        dX.insert(0, dx)
        totals = new if totals is None else [a + b for a, b in zip(totals, new)]
    return [np.swapaxes(np.array(dX), 0, 1), dh, dc, *totals]
