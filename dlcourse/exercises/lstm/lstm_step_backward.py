"""The backward pass of one step: from output and state to the four sums, and from there as in a dense layer."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import LAST, as_float32, step_arguments
from dlcourse.lessons import lstm
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    def case(N, D, H):
        dh_next, dc_next = rng.normal(size=(2, N, H))
        _, _, cache = lstm.lstm_step(**step_arguments(rng, N, D, H))
        return {"dh_next": dh_next, "cache": cache, "dc_next": dc_next}

    one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    cache = one, zero, 2 * one, np.ones((1, 4)), np.ones((1, 4)), half, half, zero, half, one
    cases = [{"dh_next": zero, "cache": cache, "dc_next": one}]
    cases += [case(*size) for size in [(1, 1, 1), (2, 3, 2), (3, 2, 4), drawn_sizes(rng, 3), (5, 1, 3), (6, 8, 10)]]
    cases.append(as_float32(case(2, 3, 4)))
    return [Case(case["dh_next"], case["cache"], dc_next=case["dc_next"]) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_step_backward,
    inside={"cache": ("x", "h", "c", "W_x", "W_h", "i", "f", "g", "o", "c_next")},
    points=4,
    cases=cases,
    outputs=("dx", "dh", "dc", "dW_x", "dW_h", "db"),
    form="derive",
    minutes=15.0,
    first="lstm.old_state",
    hints=[
        "The new state was used in two places: what comes back to it from each of them?",
        "Begin with the sum of both, as in the question. Go on through c_next = f c + i g: in a product, what is each "
        "partner's gradient? Which of the four parts is no partner there, and from where does its gradient come? Then "
        "every part was squashed. When you have the gradients of the four sums, in the order of the blocks, the rest "
        "is a dense layer with two inputs.",
        "A dense layer elsewhere: of Y = A M + k with the gradient dY, it is `dY @ M.T` for A, `A.T @ dY` for M, and "
        "`dY.sum(axis=0)` for k. Tables side by side: `np.concatenate([low, high], axis=1)`.",
    ],
    solved="the gradients of all four parts of a cell.",
    equivalent_mutants={
        "dZ = np.concatenate([dZ_i, dZ_f, dZ_g, dZ_o], axis=-1)": LAST,
    },
)

exercise.edit(
    "output forgotten",
    {"dc_next + dh_next * o * (1 - tanh_c**2)": "dc_next"},
    """The gradient of the state is dc_next alone. The output was made of the state, too: add what comes through h_next,
    dh_next * o * (1 - tanh(c_next)²).""",
)

exercise.edit(
    "later steps forgotten",
    {"dc_next + dh_next": "dh_next"},
    "The gradient of the state comes from the output alone. dc_next, from the later steps, must be added.",
)

exercise.edit(
    "slope of tanh missing",
    {" * (1 - tanh_c**2)": ""},
    "From the output to the state the gradient passes a tanh: its slope, 1 - tanh(c_next)², is missing.",
)

exercise.edit(
    "output gate missing on the way",
    {"dh_next * o * (1 - tanh_c**2)": "dh_next * (1 - tanh_c**2)"},
    "h_next is o * tanh(c_next): what passes from the output to the state is scaled by o.",
)

exercise.edit(
    "slope of tanh from c itself",
    {"1 - tanh_c**2": "1 - c_next**2"},
    "You take 1 - c_next². The slope of tanh is 1 minus the square of what comes *out* of it: 1 - tanh(c_next)².",
)

exercise.edit(
    "slope of a sigmoid for the candidate",
    {"i * (1 - g**2)": "i * (g * (1 - g))"},
    "The candidate gets g (1 - g), the slope of a sigmoid. It went through tanh: 1 - g².",
)

exercise.edit(
    "slopes of gates and candidate missing",
    {
        "total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2)": "total * g, total * c, total * i",
        "tanh_c * o * (1 - o)": "tanh_c",
    },
    """Gates and candidate are outputs of sigmoid and tanh: multiply by their slopes, i (1 - i) and so on, to come to
    the sums.""",
)

exercise.edit(
    "new state at the forget gate",
    {"total * c * f": "total * c_next * f"},
    "The forget gate met the *old* state: in its gradient stands c, not c_next.",
)

exercise.edit(
    "state without tanh at the output gate",
    {"tanh_c * o * (1 - o)": "c_next * o * (1 - o)"},
    "The output gate scaled tanh(c_next): its gradient is dh_next * tanh(c_next).",
)

exercise.edit(
    "forget gate missing in dc",
    {"total * f, x.T": "total, x.T"},
    "You hand the gradient of the new state to the step before as it is. Forward, f scaled the state: so its gradient.",
)

exercise.edit(
    "only dc_next handed back",
    {"total * f, x.T": "dc_next * f, x.T"},
    "To the step before you hand dc_next * f. All that reaches the state goes back, also what came through the output.",
)

exercise.edit(
    "biases not added up",
    {"dZ.sum(axis=0)": "dZ"},
    "db is a table, with a row for each sequence. The biases served all of them: `dZ.sum(axis=0)`.",
)

exercise.edit(
    "mean for the biases",
    {"dZ.sum(axis=0)": "dZ.mean(axis=0)"},
    "db is the mean over the sequences. Gradients add up; if a mean is wanted, the loss has taken it already.",
)

exercise.edit(
    "order input, forget, output, candidate",
    {"[dZ_i, dZ_f, dZ_g, dZ_o]": "[dZ_i, dZ_f, dZ_o, dZ_g]"},
    "The gradients of output gate and candidate stand in each other's columns. The order is i, f, g, o, here, too.",
)

exercise.edit(
    "gradient of the state at the output gate",
    {"dZ_o = dh_next * tanh_c": "dZ_o = total * tanh_c"},
    "The output gate gets `total`, the gradient of the state. It has scaled the *output*: its gradient is another one.",
)

exercise.edit(
    "gradient of the output added as it is",
    {"dc_next + dh_next * o * (1 - tanh_c**2)": "dc_next + dh_next"},
    """dh_next is added to dc_next as it is. On its way from the output to the state it passes the gate and the tanh:
    dh_next * o * (1 - tanh(c_next)²).""",
)

exercise.edit(
    "square missing in the slope of tanh",
    {"1 - tanh_c**2": "1 - tanh_c"},
    "The slope of tanh is 1 - tanh(c_next)², with a square.",
)


@exercise.mistake("slopes squashed once more")
def _(dh_next, cache, *, dc_next):
    """i, f, g and o are what came *out* of sigmoid and tanh; you take sigmoid and tanh of them once more. The slopes
    are i (1 - i) and so on, and 1 - g².
    """
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    slopes = [sigmoid(gate) * (1 - sigmoid(gate)) for gate in (i, f, o)]
    total = dc_next + dh_next * o * (1 - np.tanh(c_next) ** 2)
    dZ_g, dZ_o = total * i * (1 - np.tanh(g) ** 2), dh_next * np.tanh(c_next) * slopes[2]
    dZ = np.concatenate([total * g * slopes[0], total * c * slopes[1], dZ_g, dZ_o], axis=1)
    return dZ @ W_x.T, dZ @ W_h.T, total * f, x.T @ dZ, h.T @ dZ, dZ.sum(axis=0)


exercise.edit(
    "partners missing",
    {
        "total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2)": (
            "total * i * (1 - i), total * f * (1 - f), total * (1 - g**2)"
        ),
        "dh_next * tanh_c * o * (1 - o)": "dh_next * o * (1 - o)",
    },
    """Each part gets its slope, but not what it was multiplied by: i met g, g met i, f met the old c, and o met
    tanh(c_next).""",
)

exercise.edit(
    "slope of the output gate missing",
    {"tanh_c * o * (1 - o)": "tanh_c"},
    "The output gate is the output of a sigmoid: multiply by its slope, o (1 - o), to come to its sum.",
)

exercise.edit(
    "order forget, input, candidate, output",
    {"[dZ_i, dZ_f, dZ_g, dZ_o]": "[dZ_f, dZ_i, dZ_g, dZ_o]"},
    "The gradients of input gate and forget gate stand in each other's columns. The order is i, f, g, o, here, too.",
)

exercise.edit(
    "later steps for the old state only",
    {"dc_next + dh_next * o": "dh_next * o", "total * f, x.T": "(total + dc_next) * f, x.T"},
    """dc_next goes back to the old state, but not to the gates: i, f and g get only what comes through the output. Add
    dc_next first, and use the sum for all of them.""",
)

exercise.edit(
    "new output for dW_h",
    {"h.T @ dZ": "(o * tanh_c).T @ dZ"},
    "dW_h uses the new output. W_h was multiplied by the output of the step *before*: `h.T @ dZ`.",
)

exercise.edit(
    "biases added up along the cells",
    {"dZ.sum(axis=0)": "dZ.sum(axis=1)"},
    "db has a number for each sequence. Each of the 4 H columns has a bias: add up over the sequences, axis 0.",
)

exercise.edit(
    "mean over the sequences",
    {"x.T @ dZ, h.T @ dZ, dZ.sum(axis=0)": "x.T @ dZ / len(x), h.T @ dZ / len(x), dZ.mean(axis=0)"},
    "The gradients of the weights are divided by N. They are sums; the loss has divided already.",
)

exercise.edit(
    "slope of the candidate missing",
    {"total * i * (1 - g**2)": "total * i"},
    "The candidate is the output of tanh: multiply by its slope, 1 - g², to come to its sum.",
)

exercise.edit(
    "partners of the gates exchanged",
    {"total * g * i": "total * c * i", "total * c * f": "total * g * f"},
    """The partners of i and f have changed places: in c_next = f c + i g, the input gate met g, and the forget gate the
    old c.""",
)

exercise.edit(
    "partners of input gate and candidate exchanged",
    {"total * g * i": "total * i * i", "total * i * (1 - g**2)": "total * g * (1 - g**2)"},
    """Input gate and candidate get what they are themselves, not their partner. In i g, i was multiplied by g: the
    gradient of i is the sum times g, that of g the sum times i.""",
)

exercise.edit(
    "dh_next handed on as it is",
    {"dZ @ W_h.T": "dZ @ W_h.T + dh_next"},
    "dh has dh_next in it, as it came in. The old output went into the sums only: dh comes back through W_h alone.",
)

exercise.edit(
    "input gate in dc",
    {"total * f, x.T": "total * i, x.T"},
    "dc is scaled by the input gate. In c_next = f c + i g, the old state met the forget gate.",
)


exercise.edit(
    "tanh taken twice in its slope",
    {"1 - tanh_c**2": "1 - np.tanh(tanh_c) ** 2"},
    "In the slope of tanh you take the tanh of what has been through it already: the square is that of tanh(c_next).",
)

exercise.edit(
    "old state in the tanh",
    {"np.tanh(c_next)": "np.tanh(c)"},
    "You take the tanh of the old state. What was shown in this step was the new one.",
)

exercise.edit(
    "gates squashed once more",
    {
        "dZ_i, dZ_f, dZ_g = total * g * i * (1 - i), total * c * f * (1 - f)": (
            "s_i, s_f, s_o = map(neuron.sigmoid, (i, f, o))\n"
            "    dZ_i, dZ_f, dZ_g = total * g * s_i * (1 - s_i), total * c * s_f * (1 - s_f)"
        ),
        "tanh_c * o * (1 - o)": "tanh_c * s_o * (1 - s_o)",
    },
    "i, f and o are in the cache as they came *out* of the sigmoid: for their slopes no sigmoid is taken any more.",
)


@exercise.accepts("with slices")
def _(dh_next, cache, *, dc_next):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    H, squashed = h.shape[1], np.tanh(c_next)
    dc = dc_next + (dh_next * o) * (1 - squashed * squashed)
    dZ = np.empty((len(x), 4 * H), dh_next.dtype)
    dZ[:, :H] = dc * g * (i - i * i)
    dZ[:, H : 2 * H] = dc * c * (f - f * f)
    dZ[:, 2 * H : 3 * H] = dc * i * (1 - g) * (1 + g)
    dZ[:, 3 * H :] = dh_next * squashed * (o - o * o)
    return [dZ @ W_x.T, dZ @ W_h.T, dc * f, np.einsum("nd,nk->dk", x, dZ), h.T @ dZ, np.sum(dZ, 0)]


@exercise.accepts("part by part")
def _(dh_next, cache, *, dc_next):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    do, d_tanh = dh_next * np.tanh(c_next), dh_next * o
    dc = dc_next + d_tanh / np.cosh(c_next) ** 2
    sums = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), do * o * (1 - o)]
    dx = sum(d @ W.T for d, W in zip(sums, np.split(W_x, 4, axis=1)))
    dh = sum(d @ W.T for d, W in zip(sums, np.split(W_h, 4, axis=1)))
    dW_x, dW_h = (np.hstack([rows.T @ d for d in sums]) for rows in (x, h))
    return dx, dh, f * dc, dW_x, dW_h, np.hstack([d.sum(axis=0) for d in sums])
