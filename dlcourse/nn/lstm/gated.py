"""LSTM and GRU along whole sequences, in a fast form.

An LSTM takes one product for each step: a 1 for the biases, the numbers of the input, and the output of the step before
stand side by side. A GRU takes one for the inputs of a few steps, and one for the output before each step. The weights
of the sigmoids have the opposite sign there, for ``sigmoid(z) = 1 / (1 + exp(-z))``. The way back takes a few steps at
a time, as many as stay in a processor's cache.
"""

from dataclasses import dataclass

import numpy as np

NUMBERS = 16_384  # in an array (steps, N, H) of the steps that are worked on together


@dataclass
class Gates:
    """i, f and g of an LSTM in arrays (3, steps, N, H): the first way back uses them up, one after the other."""

    parts: list
    used_once: bool = False


def lstm_forward_fast(X, *, h0, c0, W_x, W_h, b):
    """The same as :func:`lstm_forward`; its cache is for :func:`lstm_backward_fast`.

    X: array (N, T, D); h0, c0: (N, H); W_x: (D, 4 H); W_h: (H, 4 H); b: (4 H,), blocks i, f, g, o
    -> (H, c_last, cache): H an array (N, T, H), a view of what the cache holds; c_last an array (N, H)
    """
    (N, T, D), units = X.shape, len(W_h)
    W = _blocks(b, W_x, W_h, signs={0: -1, 1: -1, 3: -1, 2: 1}, dtype=np.result_type(X, W_x))
    h, c = np.empty((T + 1, N, units), W.dtype), np.array(c0, W.dtype)
    h[0], joined = h0, np.ones((N, 1 + D + units), W.dtype)
    x_now, h_now = joined[:, 1 : 1 + D], joined[:, 1 + D :]
    sums, written = np.empty((4, N, units), W.dtype), np.empty_like(c)
    opened, (e_i, e_f, e_o, z_g) = sums[:3], sums
    steps, starts, gates = _steps(N, units), [], Gates([])
    with np.errstate(over="ignore"):  # exp may be infinite, and the gate 0
        for first in range(0, T, steps):
            starts.append(c.copy())
            gates.parts.append(np.empty((3, min(steps, T - first), N, units), W.dtype))
            inputs = X[:, first : first + steps].swapaxes(0, 1)
            for i, f, g, x, before, after in zip(*gates.parts[-1], inputs, h[first:], h[first + 1 :]):
                x_now[...], h_now[...] = x, before
                np.matmul(joined, W, out=sums)
                np.exp(opened, out=opened)
                np.add(opened, 1, out=opened)
                np.divide(1, e_i, out=i)  # one at a time: arrays with gaps would go through NumPy's buffers
                np.divide(1, e_f, out=f)
                np.tanh(z_g, out=g)
                np.multiply(c, f, out=c)
                np.add(c, np.multiply(i, g, out=written), out=c)
                np.divide(np.tanh(c, out=written), e_o, out=after)
    return h[1:].swapaxes(0, 1), c, (X, h, starts, gates, W_x, W_h, b)


def lstm_backward_fast(dH, cache):
    """The same as :func:`lstm_backward`, from the cache of :func:`lstm_forward_fast`.

    The gates are most of the cache, and their memory is freed on the way. With the same cache again it gives the same:
    the forward pass is then calculated anew, and its gates stay. X, H and the weights must still be what they were.
    dH: array (N, T, H)
    -> (dX, dh0, dc0, dW_x, dW_h, db): arrays (N, T, D), (N, H), (N, H), (D, 4 H), (H, 4 H) and (4 H,)
    """
    X, h, starts, gates, *weights = cache
    W_x, W_h, b = weights
    stays = gates.used_once
    if len(gates.parts) < len(starts):
        gates.parts = lstm_forward_fast(X, h0=h[0], c0=starts[0], W_x=W_x, W_h=W_h, b=b)[2][3].parts
        stays = True
    gates.used_once = True
    (N, _, D), steps = X.shape, _steps(*h.shape[1:])
    (dh, dc), dX, dW = np.zeros((2, *h.shape[1:]), h.dtype), [], None
    for number in reversed(range(len(starts))):
        part = gates.parts[number].copy() if stays else gates.parts.pop()
        first, last = number * steps, number * steps + part.shape[1]
        x, states = X[:, first:last], h[first : last + 1]
        dZ = _lstm_steps_back(dH[:, first:last], part, states, starts[number], x, weights, dh, dc)
        del part  # its memory is needed
        dX.append((dZ @ W_x.T).reshape(x.shape[1], N, D))
        dW = _added(dW, _joined(x.swapaxes(0, 1), states[:-1]), dZ)
        del dZ
    return np.concatenate(dX[::-1]).swapaxes(0, 1), dh, dc, dW[1 : 1 + D], dW[1 + D :], dW[0]


def _lstm_steps_back(dH, part, states, start, x, weights, dh, dc):
    """The gradient of the sums of a few steps, (steps * N, 4 H); dh and dc go to the step before, in place.

    `part` is written over: slopes take the place of what is no longer needed.
    """
    _, steps, N, units = part.shape
    (i, f, g), back = part, weights[1].T
    before, after = states[:-1], states[1:]
    dZ = np.empty((steps, N, 4 * units), part.dtype)
    written, tanh_c = dZ.reshape(4, steps, N, units)[:2]  # until dZ itself is written
    forget, slope_f = f.copy(), f
    let_in, c = np.multiply(i, g, out=written), start
    for t in range(steps):  # the cells once more, the same to the last bit
        c = np.add(np.multiply(forget[t], c, out=slope_f[t]), let_in[t], out=tanh_c[t])
    np.tanh(tanh_c, out=tanh_c)
    through = after * tanh_c
    is_known = np.min(through, initial=1) > 1e6 * np.finfo(through.dtype).tiny  # o, from h = o tanh(c)
    slope_o = after / tanh_c if is_known else _output_gates(before, x, weights, part.dtype)
    np.subtract(slope_o, through, out=through)  # from h to c: o (1 - tanh(c)^2)
    slope_o *= after
    np.subtract(after, slope_o, out=slope_o)
    other = tanh_c  # not needed any more
    slope_f -= np.multiply(slope_f, forget, out=other)
    np.multiply(let_in, g, out=other)
    np.subtract(let_in, np.multiply(let_in, i, out=g), out=g)  # the slope of i in the place of g
    np.subtract(i, other, out=i)  # and that of g in the place of i
    dH, share = np.array(dH.swapaxes(0, 1), part.dtype, order="C"), np.empty_like(dh)
    columns = dZ.reshape(steps, N, 4, units).transpose(2, 0, 1, 3)
    turns = zip(dH, through, forget, *part[::-1], slope_o, *columns, dZ)  # part is now g, f, i
    for d_out, open_, keep, s_i, s_f, s_g, s_o, dz_i, dz_f, dz_g, dz_o, dz in reversed(list(turns)):
        np.add(dh, d_out, out=dh)
        np.add(dc, np.multiply(dh, open_, out=share), out=dc)
        np.multiply(s_i, dc, out=dz_i)
        np.multiply(s_f, dc, out=dz_f)
        np.multiply(s_g, dc, out=dz_g)
        np.multiply(s_o, dh, out=dz_o)
        np.multiply(dc, keep, out=dc)
        np.matmul(dz, back, out=dh)
    return dZ.reshape(steps * N, 4 * units)


def _output_gates(before, x, weights, dtype):
    """o of a few steps, as in the forward pass, for where some tanh(c) is too near to 0 to find it from h."""
    W_x, W_h, b = (array[..., -before.shape[-1] :] for array in weights)
    Z = x.swapaxes(0, 1) @ W_x + before @ W_h + b
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-Z))).astype(dtype, copy=False)


def gru_forward_fast(X, *, h0, W_x, W_h, b_x, b_h):
    """A GRU along whole sequences, and the cache for :func:`gru_backward_fast`.

    X: array (N, T, D); h0: (N, H); W_x: (D, 3 H); W_h: (H, 3 H); b_x, b_h: (3 H,), blocks r, z, n
    -> (H, cache): H an array (N, T, H), a view of what the cache holds
    """
    (N, T, _), units = X.shape, len(W_h)
    signs, dtype = {0: -1, 1: -1, 2: 1}, np.result_type(X, W_x)
    W, V = _blocks(b_x, W_x, signs=signs, dtype=dtype), _blocks(b_h, W_h, signs=signs, dtype=dtype)
    h, parts = np.empty((T + 1, N, units), dtype), np.empty((T, 4, N, units), dtype)
    h[0], joined = h0, np.ones((N, 1 + units), dtype)
    recalled, written, steps = np.empty((3, N, units), dtype), np.empty((N, units), dtype), _steps(N, units)
    h_now, gates, (sum_r, sum_z, recalled_n) = joined[:, 1:], recalled[:2], recalled
    with np.errstate(over="ignore"):
        for first in range(0, T, steps):
            inputs = np.matmul(_joined(X[:, first : first + steps].swapaxes(0, 1)), W)
            inputs = inputs.reshape(3, min(steps, T - first), N, units)
            for in_r, in_z, in_n, part, before, after in zip(*inputs, parts[first:], h[first:], h[first + 1 :]):
                (r, z, n, kept), h_now[...] = part, before
                np.matmul(joined, V, out=recalled)
                kept[...] = recalled_n
                np.add(sum_r, in_r, out=sum_r)  # one at a time: arrays with gaps would go through NumPy's buffers
                np.add(sum_z, in_z, out=sum_z)
                np.exp(gates, out=gates)
                np.add(gates, 1, out=gates)
                np.divide(1, gates, out=part[:2])
                np.multiply(r, kept, out=written)
                np.tanh(np.add(written, in_n, out=written), out=n)
                np.subtract(before, n, out=written)
                np.multiply(written, z, out=written)
                np.add(written, n, out=after)
    return h[1:].swapaxes(0, 1), (X, h, parts, W_x, W_h)


def gru_backward_fast(dH, cache):
    """The gradients of :func:`gru_forward_fast`.

    dH: array (N, T, H)
    -> (dX, dh0, dW_x, dW_h, db_x, db_h): arrays (N, T, D), (N, H), (D, 3 H), (H, 3 H), (3 H,) and (3 H,)
    """
    X, h, parts, W_x, W_h = cache
    (N, T, D), units = X.shape, len(W_h)
    dX, dh, steps = np.empty((T, N, D), h.dtype), np.zeros((N, units), h.dtype), _steps(N, units)
    dW_x = dW_h = None
    for first in reversed(range(0, T, steps)):
        now = slice(first, first + steps)
        dA, dB = _gru_steps_back(dH[:, now], parts[now], h[now], W_h, dh)
        np.matmul(dA, W_x.T, out=dX[now].reshape(-1, D))
        dW_x = _added(dW_x, _joined(X[:, now].swapaxes(0, 1)), dA)
        dW_h = _added(dW_h, _joined(h[:-1][now]), dB)
    return dX.swapaxes(0, 1), dh, dW_x[1:], dW_h[1:], dW_x[0], dW_h[0]


def _gru_steps_back(dH, parts, before, W_h, dh):
    """The gradients of a few steps' products with W_x and with W_h, (steps * N, 3 H); dh goes on in place."""
    r, z, n, recalled = parts.swapaxes(0, 1)
    steps, N, units = r.shape
    before = before[:steps]
    dn, written = 1 - z, n * n
    dn *= np.subtract(1, written, out=written)
    slopes = np.empty((steps, 3, N, units), dn.dtype)
    slope_r, slope_z, slope_n = slopes.swapaxes(0, 1)
    np.multiply(dn, r, out=slope_n)
    np.multiply(slope_n, recalled, out=slope_r)
    slope_r -= np.multiply(slope_r, r, out=written)
    np.multiply(np.subtract(before, n, out=slope_z), z, out=slope_z)
    slope_z -= np.multiply(slope_z, z, out=written)
    dA, dB = np.empty((2, steps, N, 3 * units), dn.dtype)
    dH, share, back = np.array(dH.swapaxes(0, 1), dn.dtype, order="C"), written[0], W_h.T
    columns = dB.reshape(steps, N, 3, units).transpose(2, 0, 1, 3)
    turns = zip(dH, z, slope_r, slope_z, slope_n, dn, *columns, dA[:, :, 2 * units :], dB)
    for d_out, keep, s_r, s_z, s_n, s_a, db_r, db_z, db_n, da_n, db in reversed(list(turns)):
        np.add(dh, d_out, out=dh)
        for slope, column in ((s_r, db_r), (s_z, db_z), (s_n, db_n), (s_a, da_n)):
            np.multiply(slope, dh, out=column)
        np.multiply(dh, keep, out=dh)
        np.add(dh, np.matmul(db, back, out=share), out=dh)
    dA[:, :, : 2 * units] = dB[:, :, : 2 * units]
    return dA.reshape(steps * N, 3 * units), dB.reshape(steps * N, 3 * units)


def _steps(N, units):
    """How many steps are worked on together: few, but enough rows for the products of the weights' gradients."""
    return max(4, NUMBERS // max(1, N * units))


def _blocks(b, *weights, signs, dtype):
    """b and the weights one below the other, in blocks (1 + D, H) that are in the order of `signs`."""
    units = len(b) // (1 + max(signs))
    W = np.concatenate([b[None], *weights]).reshape(-1, 1 + max(signs), units)
    out = np.empty((len(signs), len(W), units), dtype)
    for own, (block, sign) in zip(out, signs.items()):
        np.multiply(W[:, block], sign, out=own, casting="same_kind")
    return out


def _joined(*arrays):
    """A 1 and the numbers of arrays (steps, N, D) side by side, (steps * N, 1 + D)."""
    one = np.ones((*arrays[0].shape[:2], 1), arrays[0].dtype)
    joined = np.concatenate([one, *arrays], axis=2)
    return joined.reshape(-1, joined.shape[2])


def _added(dW, joined, dZ):
    """The gradients of b and weights, one below the other, with what a few steps add to them."""
    found = joined.T @ dZ
    return found if dW is None else np.add(dW, found, out=dW)
