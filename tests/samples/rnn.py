"""Lesson rnn: right answers in other styles."""

import numpy as np

from dlcourse.lessons import forward, rnn


def embedding_loops(ids, E):
    out = np.empty((*np.shape(ids), E.shape[1]), E.dtype)
    for place in np.ndindex(ids.shape):
        out[place] = E[ids[place]]
    return out, (ids, E)


def embedding_gradient_loops(d_out, cache):
    ids, E = cache
    dE = np.zeros(E.shape, E.dtype)
    for place in np.ndindex(ids.shape):
        dE[ids[place]] += d_out[place]
    return dE


def embedding_gradient_by_ones(d_out, cache):
    ids, E = cache
    one_hot = (ids.reshape(-1, 1) == np.arange(len(E))).astype(E.dtype)
    return one_hot.T @ d_out.reshape(-1, E.shape[1])


def step_side_by_side(x, h, W_x, W_h, b):
    both, W = np.concatenate([x, h], axis=1), np.concatenate([W_x, W_h])
    h_next = np.tanh(both @ W + b)
    return [h_next, [x, h, h_next, W_x, W_h]]


def step_neuron_by_neuron(x, h, W_x, W_h, b):
    h_next = np.empty(h.shape, h.dtype)
    for n in range(len(x)):
        for m in range(len(b)):
            h_next[n, m] = np.tanh(x[n] @ W_x[:, m] + h[n] @ W_h[:, m] + b[m])
    return h_next, (x, h, h_next, W_x, W_h)


def forward_into_an_array(X, h0, W_x, W_h, b):
    N, T, _ = X.shape
    H = np.zeros((N, T, len(b)), h0.dtype)
    for t in range(T):
        H[:, t] = np.tanh(X[:, t] @ W_x + (H[:, t - 1] if t else h0) @ W_h + b)
    return H, (X, h0, H, W_x, W_h)


def forward_by_swapping(X, h0, W_x, W_h, b):
    states = [h0]
    for x in np.swapaxes(X, 0, 1):
        states += [rnn.rnn_step(x, states[-1], W_x, W_h, b)[0]]
    H = np.array(states[1:]).transpose(1, 0, 2)
    return H, (X, h0, H, W_x, W_h)


def loss_by_hand(Z, y, mask):
    count = int(np.sum(mask))
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    P = E / np.sum(E, axis=-1, keepdims=True)
    log_P = Z - np.max(Z, axis=-1, keepdims=True) - np.log(np.sum(E, axis=-1, keepdims=True))
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    loss = -np.sum(log_P * right * mask[..., None]) / count
    return loss, (P - right) * mask[..., None] / count


def loss_with_loops(Z, y, mask):
    count, loss, dZ = int(mask.sum()), 0.0, np.zeros_like(Z)
    for n, t in np.argwhere(mask):
        z = Z[n, t] - Z[n, t].max()
        loss += (np.log(np.exp(z).sum()) - z[y[n, t]]) / count
        dZ[n, t] = np.exp(z) / np.exp(z).sum() / count
        dZ[n, t, y[n, t]] -= 1 / count
    return float(loss), dZ


def step_gradient_by_einsum(dh_next, cache):
    x, h, h_next, W_x, W_h = cache
    dz = (1 - h_next * h_next) * dh_next
    dW_x, dW_h = np.einsum("nd,nh->dh", x, dz), np.einsum("nk,nh->kh", h, dz)
    return [np.einsum("nh,dh->nd", dz, W_x), dz.dot(W_h.T), dW_x, dW_h, np.einsum("nh->h", dz)]


def step_gradient_by_squares(dh_next, cache):
    x, h, h_next, W_x, W_h = cache
    dz = dh_next - dh_next * np.square(h_next)
    db = np.ones(len(dz), dz.dtype) @ dz
    return np.dot(dz, np.transpose(W_x)), np.dot(dz, np.transpose(W_h)), np.dot(x.T, dz), np.dot(h.T, dz), db


def backward_then_products(dH, cache):
    X, h0, H, W_x, W_h = cache
    N, T, D = X.shape
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    dZ, dh = np.zeros_like(H), np.zeros_like(h0)
    for t in range(T - 1, -1, -1):
        dZ[:, t] = (dH[:, t] + dh) * (1 - H[:, t] ** 2)
        dh = dZ[:, t] @ W_h.T
    flat = dZ.reshape(N * T, -1)
    dW_x, dW_h = X.reshape(N * T, D).T @ flat, before.reshape(N * T, -1).T @ flat
    return dZ @ W_x.T, dh, dW_x, dW_h, dZ.sum(axis=(0, 1))


def backward_with_lists(dH, cache):
    X, h0, H, W_x, W_h = cache
    dh, dX, sums = 0, [], [0, 0, 0]
    befores = [h0, *(H[:, t] for t in range(X.shape[1] - 1))]
    for t in range(X.shape[1])[::-1]:
        step = (X[:, t], befores[t], H[:, t], W_x, W_h)
        dx, dh, *parts = rnn.rnn_step_backward(dH[:, t] + dh, step)
        dX.append(dx)
        for k, part in enumerate(parts):
            sums[k] = sums[k] + part
    return [np.stack(dX[::-1], axis=1), dh, *sums]


def pieces_one_by_one(ids, batch_size, length):
    count = (len(ids) - 1) // (batch_size * length)
    width, batches = count * length, []
    for k in range(count):
        starts = [i * width + k * length for i in range(batch_size)]
        inputs = np.array([ids[s : s + length] for s in starts])
        batches.append((inputs, np.array([ids[s + 1 : s + 1 + length] for s in starts])))
    return batches


def pieces_by_splitting(ids, batch_size, length):
    count = (len(ids) - 1) // (batch_size * length)
    used = batch_size * count * length
    parts = [np.split(row.reshape(batch_size, -1), count, axis=1) for row in (ids[:used], ids[1 : used + 1])]
    return [list(pair) for pair in zip(*parts)]


def sample_by_cumulative_sums(z, temperature, rng):
    P = np.exp((z.astype(float) - z.max()) / temperature)
    return int(np.searchsorted(np.cumsum(P / P.sum()), rng.random(), side="right"))


def sample_by_gumbel_noise(z, temperature, rng):
    return np.argmax(z / temperature + rng.gumbel(size=len(z)))


def sample_by_multinomial(z, temperature, rng):
    P = forward.softmax(z.astype(float)[None] / temperature)[0]
    return int(rng.multinomial(1, P).argmax())


ALTERNATIVES = {
    "rnn.embedding_forward": [embedding_loops, lambda ids, E: (np.take(E, ids, axis=0), [ids, E])],
    "rnn.embedding_backward": [embedding_gradient_loops, embedding_gradient_by_ones, rnn.embedding_backward_fast],
    "rnn.rnn_step": [step_side_by_side, step_neuron_by_neuron],
    "rnn.rnn_forward": [forward_into_an_array, forward_by_swapping],
    "rnn.sequence_cross_entropy": [loss_by_hand, loss_with_loops],
    "rnn.rnn_step_backward": [step_gradient_by_einsum, step_gradient_by_squares],
    "rnn.rnn_backward": [backward_then_products, backward_with_lists],
    "rnn.truncated_sequences": [pieces_one_by_one, pieces_by_splitting],
    "rnn.sample_next": [sample_by_cumulative_sums, sample_by_gumbel_noise, sample_by_multinomial],
}
