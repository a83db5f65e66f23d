"""Lesson 12: cases, and known mistakes as running code."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed
from dlcourse.lessons import lstm as reference
from dlcourse.lessons.neuron import sigmoid


def _as_float32(tree):
    if isinstance(tree, dict):
        return {name: _as_float32(item) for name, item in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(map(_as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) else tree


def _weights(rng, D, H, blocks=4):
    """Weights and biases of a layer, named."""
    shapes = {"W_x": (D, blocks * H), "W_h": (H, blocks * H), "b": (blocks * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


# ---- cell_update ----


def update_cases(rng):
    def cells(*shape, scale=1.0):
        c, g = rng.normal(size=shape) * scale, np.tanh(rng.normal(size=shape))
        return {"c": c, "i": rng.random(shape), "f": rng.random(shape), "g": g}

    first = {"c": [[2.0]], "i": [[0.1]], "f": [[0.9]], "g": [[-1.0]]}
    second = {"c": [[2.0, -1.0, 3.0]], "i": [[1.0, 0.0, 0.0]], "f": [[0.0, 1.0, 0.0]], "g": [[0.5, 0.5, 0.5]]}
    cases = [{name: np.array(rows) for name, rows in given.items()} for given in (first, second)]
    cases += [cells(2, 3), cells(4, 4), cells(3, 1, scale=20), cells(10, 6), _as_float32(cells(2, 4))]
    return [Case(**case) for case in cases]


def gates_exchanged(*, c, i, f, g):
    return i * c + f * g


def forgets_where_open(*, c, i, f, g):
    return (1 - f) * c + i * g


def one_gate_for_both(*, c, i, f, g):
    return f * c + (1 - f) * g


def old_state_lost(*, c, i, f, g):
    return i * g


def writes_without_gate(*, c, i, f, g):
    return f * c + g


def input_gate_added(*, c, i, f, g):
    return f * c + i + g


def never_forgets(*, c, i, f, g):
    return c + i * g


def state_squashed(*, c, i, f, g):
    return np.tanh(f * c + i * g)


def gated_together(*, c, i, f, g):
    return f * (c + i * g)


# ---- lstm_step ----


def _step_arguments(rng, N, D, H, scale=1.0):
    states = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H))), "c": rng.normal(size=(N, H))}
    return states | _weights(rng, D, H)


def _step_case(arguments):
    return Case(arguments["x"], **{name: value for name, value in arguments.items() if name != "x"})


def step_cases(rng):
    first = {
        "x": [[1.0]],
        "h": [[0.0]],
        "c": [[2.0]],
        "W_x": [[0.0, 1.0, 2.0, -1.0]],
        "W_h": [[0.0] * 4],
        "b": [0.0] * 4,
    }
    cases = [{name: np.array(rows) for name, rows in first.items()}]
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), (4, 4, 4), (5, 1, 3)]
    cases += [_step_arguments(rng, *size) for size in sizes]
    cases += [_step_arguments(rng, 3, 2, 3, scale=900.0), _step_arguments(rng, 6, 8, 10)]
    cases.append(_as_float32(_step_arguments(rng, 2, 3, 4)))
    return [_step_case(case) for case in cases]


def _step(x, h, c, W_x, W_h, b, *, order=(0, 1, 2, 3), split=None, squash=None, cell=None, out=None, sums=None):
    """The right way, with one thing changed. `order`: which block of columns is i, f, g, o."""
    Z = x @ W_x + h @ W_h + b if sums is None else sums
    parts = np.split(Z, 4, axis=1) if split is None else split(Z)
    squashes = squash or (sigmoid, sigmoid, np.tanh, sigmoid)
    i, f, g, o = (function(parts[block]) for function, block in zip(squashes, order))
    c_next = f * c + i * g if cell is None else cell(c, i, f, g)
    h_next = o * np.tanh(c_next) if out is None else out(o, c, c_next)
    return h_next, c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)


def order_ifog(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, order=(0, 1, 3, 2))


def order_figo(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, order=(1, 0, 2, 3))


def order_fgio(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, order=(2, 0, 1, 3))


def every_fourth_column(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, split=lambda Z: [Z[:, k::4] for k in range(4)])


def candidate_by_sigmoid(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, squash=(sigmoid,) * 4)


def gates_by_tanh(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, squash=(np.tanh,) * 4)


def candidate_not_squashed(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, squash=(sigmoid, sigmoid, lambda z: z, sigmoid))


def output_not_squashed(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: o * c_next)


def output_of_the_old_cell(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: o * np.tanh(c))


def output_gate_left_out(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, out=lambda o, c, c_next: np.tanh(c_next))


def cell_squashed(x, *, h, c, W_x, W_h, b):
    def cell(c, i, f, g):
        return np.tanh(f * c + i * g)

    return _step(x, h, c, W_x, W_h, b, cell=cell, out=lambda o, c, c_next: o * c_next)


def forget_bias_added_again(x, *, h, c, W_x, W_h, b):
    squash = sigmoid, lambda z: sigmoid(z + 1), np.tanh, sigmoid
    return _step(x, h, c, W_x, W_h, b, squash=squash)


def output_before_not_seen(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, sums=x @ W_x + b)


def cell_seen_by_the_gates(x, *, h, c, W_x, W_h, b):
    return _step(x, h, c, W_x, W_h, b, sums=x @ W_x + c @ W_h + b)


def sums_in_the_cache(x, *, h, c, W_x, W_h, b):
    h_next, c_next, _ = _step(x, h, c, W_x, W_h, b)
    return h_next, c_next, (x, h, c, W_x, W_h, *np.split(x @ W_x + h @ W_h + b, 4, axis=1), c_next)


# ---- lstm_forward ----


def _sequence(rng, N, T, D, H):
    states = {"h0": np.tanh(rng.normal(size=(N, H))), "c0": rng.normal(size=(N, H))}
    return rng.normal(size=(N, T, D)), states | _weights(rng, D, H)


def forward_cases(rng):
    first = {"h0": [[0.0]], "c0": [[0.0]], "W_x": [[0.0, 0.0, 2.0, 0.0]], "W_h": [[0.0] * 4], "b": [9.0, 9.0, 0.0, 9.0]}
    cases = [(np.array([[[1.0], [1.0]]]), {name: np.array(rows) for name, rows in first.items()})]
    cases += [_sequence(rng, *size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 20, 3, 5)]]
    cases.append(_as_float32(_sequence(rng, 2, 4, 3, 2)))
    return [Case(X, **rest) for X, rest in cases]


def _forward(X, h0, c0, W_x, W_h, b, *, keep_h=True, keep_c=True, order=None, output=0, axis=1, last=1):
    """The right way, with one thing changed."""
    h, c, outputs, cache = h0, c0, [], []
    for t in range(X.shape[1]) if order is None else order:
        h_used, c_used = h if keep_h else h0, c if keep_c else c0
        h, c, step = reference.lstm_step(X[:, t], h=h_used, c=c_used, W_x=W_x, W_h=W_h, b=b)
        outputs.append((h, c)[output])
        cache.append(step)
    return np.stack(outputs, axis=axis), (h, c)[last], cache


def cell_not_carried(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, keep_c=False)


def output_not_carried(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, keep_h=False)


def nothing_carried(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, keep_h=False, keep_c=False)


def begins_with_zeros(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, 0 * h0, 0 * c0, W_x, W_h, b)


def steps_first(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, axis=0)


def cells_for_outputs(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, output=1)


def output_for_last_cell(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, last=0)


def only_last_output(X, *, h0, c0, W_x, W_h, b):
    H, c, cache = _forward(X, h0, c0, W_x, W_h, b)
    return H[:, -1], c, cache


def reads_backwards(X, *, h0, c0, W_x, W_h, b):
    return _forward(X, h0, c0, W_x, W_h, b, order=range(X.shape[1] - 1, -1, -1))


def only_last_cache(X, *, h0, c0, W_x, W_h, b):
    H, c, cache = _forward(X, h0, c0, W_x, W_h, b)
    return H, c, cache[-1]


# ---- lstm_step_backward ----


def _step_cache(rng, N, D, H):
    arguments = _step_arguments(rng, N, D, H)
    return reference.lstm_step(**arguments)[2]


def step_gradient_cases(rng):
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
    cases.append(_as_float32(case(2, 3, 4)))
    return [Case(**case) for case in cases]


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


def output_forgotten_in_the_cell(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next)


def later_steps_forgotten(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dh_next * o * (1 - tanh_c**2))


def slope_of_the_output_missing(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * o)


def output_gate_missing_on_the_way(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * (1 - tanh_c**2))


def slope_without_tanh(*, dh_next, dc_next, cache):
    return _step_gradient(
        dh_next, dc_next, cache, inner=lambda o, tanh_c, c_next: dc_next + dh_next * o * (1 - c_next**2)
    )


def candidate_slope_of_a_sigmoid(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, slopes=lambda i, f, g, o: {"g": g * (1 - g)})


def slopes_forgotten(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, slopes=lambda i, f, g, o: dict.fromkeys("ifgo", 1.0))


def new_cell_at_the_forget_gate(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, parts=lambda dc, c_next: {"f": dc * c_next})


def cell_for_tanh_at_the_output_gate(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, parts=lambda dc, c_next: {"o": dh_next * c_next})


def forget_gate_missing_on_the_way_back(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, back=lambda dc, f: dc)


def only_later_steps_handed_back(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, back=lambda dc, f: dc_next * f)


def biases_not_added_up(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, db=lambda dZ: dZ)


def biases_averaged(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, db=lambda dZ: dZ.mean(axis=0))


def gradients_in_order_ifog(*, dh_next, dc_next, cache):
    return _step_gradient(dh_next, dc_next, cache, order="ifog")


# ---- lstm_backward ----


def gradient_cases(rng):
    def case(N, T, D, H):
        X, rest = _sequence(rng, N, T, D, H)
        return rng.normal(size=(N, T, H)), reference.lstm_forward(X, **rest)[2]

    one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    first = 2 * [(one, zero, zero, np.ones((1, 4)), np.zeros((1, 4)), half, half, zero, half, zero)]
    cases = [(np.array([[[0.0], [1.0]]]), first)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 12, 3, 5)]]
    cases.append(_as_float32(case(2, 4, 3, 2)))
    return [Case(*case) for case in cases]


def _backward(dH, cache, *, dh_kept=True, dc_kept=True, seen=None, order=None, turned=True, total=sum):
    """The right way, with one thing changed."""
    dh = dc = np.zeros_like(dH[:, 0])
    inputs, weights = [], []
    for t in order or range(len(cache) - 1, -1, -1):
        dh_next = (dH[:, t] if seen is None else seen(t)) + (dh if dh_kept else 0)
        dx, dh, dc, *step = reference.lstm_step_backward(
            dh_next=dh_next, dc_next=dc if dc_kept else np.zeros_like(dc), cache=cache[t]
        )
        inputs.append(dx)
        weights.append(step)
    return np.stack(inputs[::-1] if turned else inputs, axis=1), dh, dc, *(total(parts) for parts in zip(*weights))


def cell_gradient_not_carried(dH, cache):
    return _backward(dH, cache, dc_kept=False)


def output_gradient_not_carried(dH, cache):
    return _backward(dH, cache, dh_kept=False)


def only_last_output_gradient(dH, cache):
    last = len(cache) - 1
    return _backward(dH, cache, seen=lambda t: dH[:, t] if t == last else 0 * dH[:, t])


def weights_of_the_first_step(dH, cache):
    return _backward(dH, cache, total=lambda parts: parts[-1])


def weights_averaged(dH, cache):
    return _backward(dH, cache, total=lambda parts: sum(parts) / len(parts))


def from_front_to_back(dH, cache):
    return _backward(dH, cache, order=range(len(cache)), turned=False)


def inputs_turned(dH, cache):
    return _backward(dH, cache, turned=False)


def inputs_with_steps_first(dH, cache):
    dX, *rest = _backward(dH, cache)
    return dX.swapaxes(0, 1), *rest


# ---- lstm_init ----

MANY = 10_000  # so many random numbers have nearly the spread that they were drawn with


def init_cases(rng):
    sizes = [(2, 3), (1, 1), (4, 4), (30, 120), (200, 50), (int(rng.integers(60, 90)), 80)]
    cases = [Case(inputs, units, drawn_seed(rng)) for inputs, units in sizes]
    return [*cases, Case(100, 60, drawn_seed(rng), 3.0), Case(3, 2, drawn_seed(rng), forget_bias=0.5)]


def observe_init(arguments, value):
    """Shapes, the biases, and the spread of large tables; the random numbers themselves may be any."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"What came back is {describe(value)}; wanted are three arrays: W_x, W_h, b.")
    seen = {}
    for name, part in zip(("W_x", "W_h", "b"), value):
        if not (isinstance(part, np.ndarray) and part.dtype.kind == "f"):
            raise Malformed(f"{name} is {describe(part)}; wanted is an array of numbers with a decimal point.")
        seen[f"the shape of {name}"] = str(part.shape)
    wanted = 1 / np.sqrt(arguments["inputs"] + arguments["units"])
    for name, part in zip(("W_x", "W_h"), value):
        seen[f"the blocks of {name}"] = _blocks(part)
        if part.size >= MANY:
            ratio, mean = part.std() / wanted, part.mean() / wanted
            seen[f"the spread of {name}"] = (
                "as wanted" if abs(ratio - 1) < 0.03 else f"{ratio:.2g} times what is wanted"
            )
            seen[f"the mean of {name}"] = "about 0" if abs(mean) < 0.05 * max(ratio, 1) else "not 0"
    return seen | {"b": value[2]}


def _blocks(table):
    """Whether the four blocks of columns are four, or one block again and again."""
    blocks = np.split(table, 4, axis=1) if table.ndim == 2 and table.shape[1] % 4 == 0 else []
    equal = any(np.array_equal(blocks[j], blocks[k]) for j in range(len(blocks)) for k in range(j))
    return "some are equal" if equal else "differ"


def _init(inputs, units, rng, forget_bias, *, spread=None, place=1, draw=None):
    """The right way, with one thing changed; `place` is the block of columns that gets the forget bias."""
    spread = 1 / np.sqrt(inputs + units) if spread is None else spread
    draw = draw or (lambda rows: rng.normal(0, spread, size=(rows, 4 * units)))
    b = np.zeros(4 * units)
    b[place * units : (place + 1) * units] = forget_bias
    return draw(inputs), draw(units), b


def bias_at_the_input_gates(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, forget_bias, place=0)


def bias_at_the_candidates(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, forget_bias, place=2)


def bias_everywhere(inputs, units, rng, forget_bias=1.0):
    W_x, W_h, b = _init(inputs, units, rng, forget_bias)
    return W_x, W_h, np.full_like(b, forget_bias)


def no_forget_bias(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, 0.0)


def forget_bias_always_one(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, 1.0)


def one_forget_bias_only(inputs, units, rng, forget_bias=1.0):
    W_x, W_h, b = _init(inputs, units, rng, 0.0)
    b[1] = forget_bias
    return W_x, W_h, b


def not_scaled(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, forget_bias, spread=1.0)


def variance_for_spread(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, forget_bias, spread=1 / (inputs + units))


def each_table_by_its_rows(inputs, units, rng, forget_bias=1.0):
    return _init(
        inputs, units, rng, forget_bias, draw=lambda rows: rng.normal(0, 1 / np.sqrt(rows), size=(rows, 4 * units))
    )


def spread_of_he(inputs, units, rng, forget_bias=1.0):
    return _init(inputs, units, rng, forget_bias, spread=np.sqrt(2 / (inputs + units)))


def one_block_four_times(inputs, units, rng, forget_bias=1.0):
    spread = 1 / np.sqrt(inputs + units)
    return _init(
        inputs, units, rng, forget_bias, draw=lambda rows: np.tile(rng.normal(0, spread, size=(rows, units)), 4)
    )


def without_fours(inputs, units, rng, forget_bias=1.0):
    spread = 1 / np.sqrt(inputs + units)
    return rng.normal(0, spread, (inputs, units)), rng.normal(0, spread, (units, units)), np.full(units, forget_bias)


# ---- gru_step ----


def gru_cases(rng):
    def arguments(N, D, H, scale=1.0):
        given = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H)))}
        W_x, W_h, b_x = _weights(rng, D, H, blocks=3).values()
        return given | {"W_x": W_x, "W_h": W_h, "b_x": b_x, "b_h": rng.normal(size=b_x.shape)}

    first = [[[1.0]], [[2.0]], [[0.0, 1.0, 2.0]], [[0.0, 0.0, -1.0]], [0.0] * 3, [0.0] * 3]
    cases = [Case(*map(np.array, first))]
    sizes = [(1, 1, 1), (2, 3, 2), (3, 2, 4), (4, 4, 4), (5, 1, 3), (3, 2, 3, 900.0), (6, 8, 10)]
    cases += [Case(**arguments(*size)) for size in sizes]
    return [*cases, Case(**_as_float32(arguments(2, 3, 4)))]


def _gru(x, h, W_x, W_h, b_x, b_h, *, order=(0, 1, 2), candidate=None, mix=None):
    """The right way, with one thing changed. `order`: which block of columns is reset, update, candidate."""
    A, B = np.split(x @ W_x + b_x, 3, axis=1), np.split(h @ W_h + b_h, 3, axis=1)
    (A_r, A_z, A_n), (B_r, B_z, B_n) = ([parts[block] for block in order] for parts in (A, B))
    r, z = sigmoid(A_r + B_r), sigmoid(A_z + B_z)
    n = np.tanh(A_n + r * B_n) if candidate is None else candidate(A_n, B_n, r)
    return (1 - z) * n + z * h if mix is None else mix(z, n)


def update_gate_turned(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: z * n + (1 - z) * h)


def reset_before_the_product(x, h, W_x, W_h, b_x, b_h):
    H = h.shape[1]
    return _gru(
        x,
        h,
        W_x,
        W_h,
        b_x,
        b_h,
        candidate=lambda A_n, B_n, r: np.tanh(A_n + (r * h) @ W_h[:, 2 * H :] + b_h[2 * H :]),
    )


def bias_outside_the_reset(x, h, W_x, W_h, b_x, b_h):
    bias = b_h[2 * h.shape[1] :]
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(A_n + r * (B_n - bias) + bias))


def reset_left_out(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(A_n + B_n))


def reset_on_everything(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: np.tanh(r * (A_n + B_n)))


def order_of_update_and_reset(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, order=(1, 0, 2))


def gru_candidate_by_sigmoid(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, candidate=lambda A_n, B_n, r: sigmoid(A_n + r * B_n))


def old_state_not_kept(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: (1 - z) * n)


def candidate_not_held_back(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, b_h, mix=lambda z, n: n + z * h)


def second_bias_left_out(x, h, W_x, W_h, b_x, b_h):
    return _gru(x, h, W_x, W_h, b_x, 0 * b_h)


# ---- bidirectional ----


def both_cases(rng):
    def case(N, T, D, H):
        return Case(rng.normal(size=(N, T, D)), *(tuple(_weights(rng, D, H).values()) for _ in range(2)))

    one = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([9.0, 9.0, 0.0, 9.0])
    cases = [Case(np.array([[[1.0], [1.0], [0.0]]]), one, one)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), (3, 3, 3, 3), (4, 12, 3, 5)]]
    last = case(2, 4, 3, 2)
    return [*cases, Case(*map(_as_float32, last.values))]


def _read(X, parameters):
    W_x, W_h, b = parameters
    zero = np.zeros((len(X), len(W_h)), X.dtype)
    return reference.lstm_forward(X, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)[0]


def not_turned_back(X, forward_parameters, backward_parameters):
    return np.concatenate([_read(X, forward_parameters), _read(X[:, ::-1], backward_parameters)], axis=2)


def both_forwards(X, forward_parameters, backward_parameters):
    return np.concatenate([_read(X, forward_parameters), _read(X, backward_parameters)], axis=2)


def turned_afterwards_only(X, forward_parameters, backward_parameters):
    second = _read(X, backward_parameters)[:, ::-1]
    return np.concatenate([_read(X, forward_parameters), second], axis=2)


def _both(X, forward_parameters, backward_parameters):
    return _read(X, forward_parameters), _read(X[:, ::-1], backward_parameters)[:, ::-1]


def added_up(X, forward_parameters, backward_parameters):
    first, second = _both(X, forward_parameters, backward_parameters)
    return first + second


def one_after_the_other(X, forward_parameters, backward_parameters):
    return np.concatenate(_both(X, forward_parameters, backward_parameters), axis=1)


def same_parameters(X, forward_parameters, backward_parameters):
    return np.concatenate(_both(X, forward_parameters, forward_parameters), axis=2)


def parameters_exchanged(X, forward_parameters, backward_parameters):
    return np.concatenate(_both(X, backward_parameters, forward_parameters), axis=2)


def second_first(X, forward_parameters, backward_parameters):
    return np.concatenate(_both(X, forward_parameters, backward_parameters)[::-1], axis=2)


def turned_and_ended(X, forward_parameters, backward_parameters):
    """The last state of the second LSTM at every step: it has read all of the sequence."""
    first, second = _both(X, forward_parameters, backward_parameters)
    return np.concatenate([first, np.broadcast_to(second[:, :1], second.shape)], axis=2)
