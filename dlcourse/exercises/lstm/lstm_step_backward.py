"""The gradients of one step of an LSTM."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.lstm._cases import LAST, as_float32, step_arguments
from dlcourse.lessons import lstm


def _step_cache(rng, N, D, H):
    arguments = step_arguments(rng, N, D, H)
    return lstm.lstm_step(**arguments)[2]


def cases(rng):
    def case(N, D, H):
        return {
            "dh_next": rng.normal(size=(N, H)),
            "dc_next": rng.normal(size=(N, H)),
            "cache": _step_cache(rng, N, D, H),
        }

    one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    cache = one, zero, 2 * one, np.ones((1, 4)), np.ones((1, 4)), half, half, zero, half, one
    cases = [{"dh_next": zero, "dc_next": one, "cache": cache}]
    cases += [case(*size) for size in [(1, 1, 1), (2, 3, 2), (3, 2, 4), (4, 4, 4), (5, 1, 3), (6, 8, 10)]]
    cases.append(as_float32(case(2, 3, 4)))
    return [Case(**case) for case in cases]


exercise = Exercise(
    reference=lstm.lstm_step_backward,
    points=4,
    cases=cases,
    outputs=("dx", "dh", "dc", "dW_x", "dW_h", "db"),
    withheld=("lstm_backward_fast",),
    hints=[
        "First the state: what reaches c_next from both sides, dc_next and the output? From there to i, f, g and "
        "the old c, each by its partner in c_next = f c + i g.",
        "`total = dc_next + dh_next * o * (1 - np.tanh(c_next)**2)`. Then the sums: `total * g * i * (1 - i)`, "
        "`total * c * f * (1 - f)`, `total * i * (1 - g**2)` and `dh_next * np.tanh(c_next) * o * (1 - o)`.",
        "`dZ = np.concatenate([di, df, dg, do], axis=1)`; "
        "`return dZ @ W_x.T, dZ @ W_h.T, total * f, x.T @ dZ, h.T @ dZ, dZ.sum(axis=0)`",
    ],
    solved="the way back through all four parts of a cell.",
    equivalent_mutants={
        "dZ = np.concatenate([dZ_i, dZ_f, dZ_g, dZ_o], axis=-1)": LAST,
    },
)


def _step_gradient(dh_next, dc_next, cache, *, inner=None, slopes=None, parts=None, back=None, db=None, order="ifgo"):
    """The right way, with one thing changed."""
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    tanh_c = np.tanh(c_next)
    dc = dc_next + dh_next * o * (1 - tanh_c**2) if inner is None else inner(o, tanh_c, c_next)
    d = {"i": dc * g, "f": dc * c, "g": dc * i, "o": dh_next * tanh_c}
    d |= parts(dc, c_next) if parts else {}
    slope = {"i": i * (1 - i), "f": f * (1 - f), "g": 1 - g**2, "o": o * (1 - o)}
    slope |= slopes(i, f, g, o) if slopes else {}
    dZ = np.concatenate([d[name] * slope[name] for name in order], axis=1)
    dc = dc * f if back is None else back(dc, f)
    return dZ @ W_x.T, dZ @ W_h.T, dc, x.T @ dZ, h.T @ dZ, dZ.sum(axis=0) if db is None else db(dZ)


@exercise.mistake("output forgotten")
def _(*, dh_next, dc_next, cache):
    """The gradient of the state is dc_next alone. The output was made of the state, too: add what comes through h_next,
    dh_next * o * (1 - tanh(c_next)²).
    """
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next)


@exercise.mistake("later steps forgotten")
def _(*, dh_next, dc_next, cache):
    """The gradient of the state comes from the output alone. dc_next, from the steps behind, must be added."""
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dh_next * o * (1 - tanh_c**2))


@exercise.mistake("slope of tanh missing")
def _(*, dh_next, dc_next, cache):
    """From the output to the state the gradient passes a tanh: its slope, 1 - tanh(c_next)², is missing."""
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * o)


@exercise.mistake("output gate missing on the way")
def _(*, dh_next, dc_next, cache):
    """h_next is o * tanh(c_next): what passes from the output to the state is scaled by o."""
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * (1 - tanh_c**2))


@exercise.mistake("slope of tanh from c itself")
def _(*, dh_next, dc_next, cache):
    """You take 1 - c_next². The slope of tanh is 1 minus the square of what comes *out* of it: 1 - tanh(c_next)²."""
    return _step_gradient(
        dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * o * (1 - c_next**2)
    )


@exercise.mistake("slope of a sigmoid for the candidate")
def _(*, dh_next, dc_next, cache):
    """The candidate gets g (1 - g), the slope of a sigmoid. It went through tanh: 1 - g²."""
    return _step_gradient(dh_next, dc_next, cache, slopes=lambda i, f, g, o: {"g": g * (1 - g)})


@exercise.mistake("slopes of gates and candidate missing")
def _(*, dh_next, dc_next, cache):
    """Gates and candidate are outputs of sigmoid and tanh: multiply by their slopes, i (1 - i) and so on, to come to
    the sums.
    """
    return _step_gradient(dh_next, dc_next, cache, slopes=lambda i, f, g, o: dict.fromkeys("ifgo", 1.0))


@exercise.mistake("new state at the forget gate")
def _(*, dh_next, dc_next, cache):
    """The forget gate met the *old* state: in its gradient stands c, not c_next."""
    return _step_gradient(dh_next, dc_next, cache, parts=lambda dc, c_next: {"f": dc * c_next})


@exercise.mistake("state without tanh at the output gate")
def _(*, dh_next, dc_next, cache):
    """The output gate scaled tanh(c_next): its gradient is dh_next * tanh(c_next)."""
    return _step_gradient(dh_next, dc_next, cache, parts=lambda dc, c_next: {"o": dh_next * c_next})


@exercise.mistake("forget gate missing on the way back")
def _(*, dh_next, dc_next, cache):
    """You hand the gradient of the new state on to the step before as it is. Forward, the state was scaled by f; so is
    its gradient on the way back.
    """
    return _step_gradient(dh_next, dc_next, cache, back=lambda dc, f: dc)


@exercise.mistake("only dc_next handed back")
def _(*, dh_next, dc_next, cache):
    """To the step before you hand dc_next * f. All that reaches the state goes back, also what came through the output:
    give the sum a name, and hand back this * f.
    """
    return _step_gradient(dh_next, dc_next, cache, back=lambda dc, f: dc_next * f)


@exercise.mistake("biases not added up")
def _(*, dh_next, dc_next, cache):
    """db is a table, with a row for each sequence. The biases served all of them: `dZ.sum(axis=0)`."""
    return _step_gradient(dh_next, dc_next, cache, db=lambda dZ: dZ)


@exercise.mistake("mean for the biases")
def _(*, dh_next, dc_next, cache):
    """db is the mean over the sequences. Gradients add up; if a mean is wanted, the loss has taken it already."""
    return _step_gradient(dh_next, dc_next, cache, db=lambda dZ: dZ.mean(axis=0))


@exercise.mistake("order input, forget, output, candidate")
def _(*, dh_next, dc_next, cache):
    """The gradients of the output gate and the candidate stand in each other's columns. The order is i, f, g, o, on the
    way back as well.
    """
    return _step_gradient(dh_next, dc_next, cache, order="ifog")


@exercise.accepts("step gradient with slices")
def _(*, dh_next, dc_next, cache):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    H, squashed = h.shape[1], np.tanh(c_next)
    dc = dc_next + (dh_next * o) * (1 - squashed * squashed)
    dZ = np.empty((len(x), 4 * H), dh_next.dtype)
    dZ[:, :H] = dc * g * (i - i * i)
    dZ[:, H : 2 * H] = dc * c * (f - f * f)
    dZ[:, 2 * H : 3 * H] = dc * i * (1 - g) * (1 + g)
    dZ[:, 3 * H :] = dh_next * squashed * (o - o * o)
    return [dZ @ W_x.T, dZ @ W_h.T, dc * f, np.einsum("nd,nk->dk", x, dZ), h.T @ dZ, np.sum(dZ, 0)]


@exercise.accepts("step gradient part by part")
def _(*, dh_next, dc_next, cache):
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    do, d_tanh = dh_next * np.tanh(c_next), dh_next * o
    dc = dc_next + d_tanh / np.cosh(c_next) ** 2
    sums = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), do * o * (1 - o)]
    dx = sum(d @ W.T for d, W in zip(sums, np.split(W_x, 4, axis=1)))
    dh = sum(d @ W.T for d, W in zip(sums, np.split(W_h, 4, axis=1)))
    dW_x, dW_h = (np.hstack([rows.T @ d for d in sums]) for rows in (x, h))
    return dx, dh, f * dc, dW_x, dW_h, np.hstack([d.sum(axis=0) for d in sums])
