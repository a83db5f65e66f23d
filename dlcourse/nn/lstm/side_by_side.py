"""Several recurrent layers of one size side by side: one call of NumPy serves all of them.

In a layer of eight cells a call takes longer to begin than to calculate. Where one task is learned from several seeds,
the networks read their batches in step: the arrays have an axis more, S, for the networks, and the matrix products of
each stay its own. Wanted is the output of the last step alone, as after :class:`LastStep`.

Inside, the steps come first and the blocks of the gates before the networks, (T, blocks, S, N, H): what is calculated
for several gates at a time is one piece of memory. What a step sees, a 1, its inputs and the last output, stands side
by side, so that one product serves for all, and on the way back one for the gradients of all tables.
"""

import numpy as np

from dlcourse.nn import training
from dlcourse.nn.lstm.gated import lstm_forward_fast
from dlcourse.nn.lstm.layers import GRU, LSTM, LastStep
from dlcourse.nn.rnn import RNN, rnn_forward_fast


def loss_and_gradients(networks, batches, loss):
    """The same as ``network.loss_and_gradients(*batch, loss)`` for each network and its batch.

    Networks of a recurrent layer, :class:`LastStep` and other layers go through the recurrent layer together, if
    :func:`forms_of` has a form for them; any others one after the other.

    Parameters
    ----------
    networks : list of Network
    batches : list of tuples (array (N, T, D), array)
        Sequences and what is wanted, for each network its own, all of one size.
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.

    Returns
    -------
    list of tuples (float, list of dicts)
    """
    firsts = [network.layers[0] for network in networks]
    forms = forms_of(firsts) if all(isinstance(network.layers[1], LastStep) for network in networks) else None
    if len(networks) == 1 or forms is None:
        return [network.loss_and_gradients(*batch, loss) for network, batch in zip(networks, batches)]
    forward, backward = forms
    last, cache = forward(firsts, np.stack([X for X, _ in batches]))
    values, later, d_last = [], [], np.empty_like(last)
    for network, h, (_, y), d in zip(networks, last, batches, d_last):
        rest = training.Network(network.layers[2:])
        Z, caches = rest.forward(h, training=True)
        value, dZ = loss(Z, y)
        values.append(value)
        later.append(rest.backward(dZ, caches))
        d[...] = rest.input_gradient(dZ, caches)
    return [(value, [first, {}, *rest]) for value, first, rest in zip(values, backward(d_last, cache), later)]


def forms_of(layers):
    """What calculates these layers side by side, or None if they cannot stand so.

    They can if all are of one kind and size, and calculate with the course's fast forms.

    Returns
    -------
    tuple (function, function) or None
        ``forward(layers, X) -> (last, cache)``, with X: array (S, N, T, D) and last: array (S, N, H); and
        ``backward(d_last, cache)``, a list of dicts: the gradients of the parameters of each layer.
    """
    sizes = {(type(layer), *(array.shape for array in layer.parameters.values())) for layer in layers}
    forms = {getattr(layer, "_forward", None) for layer in layers}
    if len(sizes) != 1 or not forms <= {None, rnn_forward_fast, lstm_forward_fast}:
        return None
    return _FORMS.get(type(layers[0]))


def _rnn_forward(layers, X):
    W_x, W_h, b = _stacked(layers)
    units = W_h.shape[1]
    seen, W = _seen(X, units), np.concatenate([b[:, None], W_x, W_h], axis=1)
    h, written = np.empty((X.shape[2], *seen.shape[1:3], units)), seen[..., -units:]
    for t, after in enumerate(h):
        np.tanh(np.matmul(seen[t], W, out=after), out=after)
        written[t + 1] = after
    return h[-1], (seen[:-1], h, W_h)


def _rnn_backward(d_last, cache):
    seen, h, W_h = cache
    dZ, dh, back = 1 - h**2, d_last.copy(), _turned(W_h)
    for dz in dZ[::-1]:
        np.matmul(np.multiply(dz, dh, out=dz), back, out=dh)
    db, dW_x, dW_h = _of_tables(seen, dZ, W_h)
    return _of_each(W_x=dW_x, W_h=dW_h, b=db)


def _lstm_forward(layers, X):
    W_x, W_h, b = _stacked(layers)
    units = W_h.shape[1]
    W = np.concatenate([b[:, None], W_x, W_h], axis=1).reshape(len(W_h), -1, 4, units)
    i, f, g, o = (W[:, :, block] for block in range(4))
    W, seen = np.stack([-i, -f, -o, g]), _seen(X, units)  # for sigmoid(z) = 1 / (1 + exp(-z))
    T, written = X.shape[2], seen[..., -units:]
    gates, c = np.empty((T, 4, *seen.shape[1:3], units)), np.zeros((T + 1, *seen.shape[1:3], units))
    tanh_c, let_in = np.empty_like(c[1:]), np.empty_like(c[0])
    with np.errstate(over="ignore"):  # exp may be infinite, and the gate 0
        for t, part in enumerate(gates):
            i, f, o, g = np.matmul(seen[t], W, out=part)
            _squash(part[:3])
            np.tanh(g, out=g)
            np.multiply(c[t], f, out=c[t + 1])
            np.add(c[t + 1], np.multiply(i, g, out=let_in), out=c[t + 1])
            np.multiply(np.tanh(c[t + 1], out=tanh_c[t]), o, out=written[t + 1])
    return written[-1], (seen[:-1], c[:-1], tanh_c, gates, W_h)


def _lstm_backward(d_last, cache):
    seen, c, tanh_c, gates, W_h = cache
    i, f, o, g = gates.swapaxes(0, 1)
    shown = tanh_c * o
    through = o - shown * tanh_c  # from h to c: o (1 - tanh(c)^2)
    shown -= shown * o
    slopes = np.empty((len(i), 3, *i.shape[1:]))
    slope_i, slope_f, slope_g = slopes.swapaxes(0, 1)
    np.multiply(np.multiply(g, i, out=slope_i), 1 - i, out=slope_i)
    np.multiply(np.multiply(c, f, out=slope_f), 1 - f, out=slope_f)
    np.multiply(i, 1 - g**2, out=slope_g)
    dZ, columns = _columns(i.shape, 4)
    dh, dc, share, back = d_last.copy(), np.zeros_like(d_last), np.empty_like(d_last), _turned(W_h)
    for t in reversed(range(len(dZ))):
        np.add(dc, np.multiply(dh, through[t], out=share), out=dc)
        np.multiply(slopes[t], dc, out=columns[t, :3])
        np.multiply(shown[t], dh, out=columns[t, 3])
        np.multiply(dc, f[t], out=dc)
        np.matmul(dZ[t], back, out=dh)
    db, dW_x, dW_h = _of_tables(seen, dZ, W_h)
    return _of_each(W_x=dW_x, W_h=dW_h, b=db)


def _gru_forward(layers, X):
    W_x, W_h, b_x, b_h = _stacked(layers)
    units = W_h.shape[1]
    # Blocks r, z, n, each (S, rows, H): the bias, the rows for x, and those for h.
    x, h, b_x, b_h = (np.stack(np.split(table, 3, axis=2)) for table in (W_x, W_h, b_x[:, None], b_h[:, None]))
    gates = np.concatenate([b_x + b_h, x, h], axis=2)[:2]
    A_n = np.concatenate([b_x, x, np.zeros_like(h)], axis=2)[2:]
    B_n = np.concatenate([b_h, np.zeros_like(x), h], axis=2)[2:]
    W = np.concatenate([-gates, A_n, B_n])  # for sigmoid(z) = 1 / (1 + exp(-z))
    seen, T = _seen(X, units), X.shape[2]
    written = seen[..., -units:]
    gates, share = np.empty((T, 4, *seen.shape[1:3], units)), np.empty((*seen.shape[1:3], units))
    with np.errstate(over="ignore"):
        for t, part in enumerate(gates):
            r, z, n, recalled = np.matmul(seen[t], W, out=part)
            _squash(part[:2])
            np.tanh(np.add(n, np.multiply(r, recalled, out=share), out=n), out=n)
            np.multiply(np.subtract(written[t], n, out=share), z, out=share)
            np.add(share, n, out=written[t + 1])
    return written[-1], (seen[:-1], gates, W_h)


def _gru_backward(d_last, cache):
    seen, gates, W_h = cache
    (r, z, n, recalled), units = gates.swapaxes(0, 1), W_h.shape[1]
    slopes = np.empty_like(gates)
    slope_r, slope_z, slope_b, slope_a = slopes.swapaxes(0, 1)
    np.multiply(1 - z, 1 - n**2, out=slope_a)
    np.multiply(slope_a, r, out=slope_b)
    np.multiply(slope_b, (1 - r) * recalled, out=slope_r)
    np.multiply(seen[..., -units:] - n, z * (1 - z), out=slope_z)
    dZ, columns = _columns(r.shape, 4)  # of the sums of r and z, of B_n and of A_n
    dh, share = d_last.copy(), np.empty_like(d_last)
    back = np.concatenate([_turned(W_h), np.zeros((len(W_h), units, units))], axis=1)
    for t in reversed(range(len(dZ))):
        np.multiply(slopes[t], dh, out=columns[t])
        np.multiply(dh, z[t], out=dh)
        np.add(dh, np.matmul(dZ[t], back, out=share), out=dh)
    db, dW_x, dW_h = _of_tables(seen, dZ, W_h)
    A, B = [*range(2 * units), *range(3 * units, 4 * units)], slice(3 * units)
    return _of_each(W_x=dW_x[..., A], W_h=dW_h[..., B], b_x=db[..., A], b_h=db[..., B])


_FORMS = {RNN: (_rnn_forward, _rnn_backward), LSTM: (_lstm_forward, _lstm_backward), GRU: (_gru_forward, _gru_backward)}


def _stacked(layers):
    """Each parameter of all layers in one array, (S, ...)."""
    return [np.stack(arrays) for arrays in zip(*(layer.parameters.values() for layer in layers))]


def _seen(X, units):
    """What the layers see at each step: a 1, the inputs, and room for the last output, (T + 1, S, N, 1 + D + H)."""
    S, N, T, D = X.shape
    seen = np.zeros((T + 1, S, N, 1 + D + units))
    seen[..., 0] = 1
    seen[:-1, ..., 1 : 1 + D] = X.transpose(2, 0, 1, 3)
    return seen


def _squash(sums):
    """The sigmoid of sums with the opposite sign, in place."""
    np.exp(sums, out=sums)
    np.divide(1, np.add(sums, 1, out=sums), out=sums)


def _columns(shape, blocks):
    """Room for the gradients of the sums, (T, S, N, blocks * H), and the same seen block by block."""
    T, S, N, units = shape
    room = np.empty((T, S, N, blocks, units))
    return room.reshape(T, S, N, -1), room.transpose(0, 3, 1, 2, 4)


def _turned(W_h):
    return np.ascontiguousarray(W_h.swapaxes(1, 2))


def _of_tables(seen, dZ, W_h):
    """The gradients of biases, W_x and W_h: arrays (S, M), (S, D, M) and (S, H, M)."""
    seen, dZ = (array.swapaxes(0, 1).reshape(array.shape[1], -1, array.shape[3]) for array in (seen, dZ))
    found, units = seen.swapaxes(1, 2) @ dZ, W_h.shape[1]
    return found[:, 0], found[:, 1:-units], found[:, -units:]


def _of_each(**gradients):
    """From a dict of arrays (S, ...) to a dict for each layer."""
    return [dict(zip(gradients, arrays)) for arrays in zip(*gradients.values())]
