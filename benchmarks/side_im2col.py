"""Convolution as many books on deep learning teach it (im2col): one large table, and one product with it.

Written anew from its description. Pictures are (N, C, H, W). What a kernel meets at one place becomes a row of the
table, which is filled in a loop over the kernel's offsets and then turned round; backward, the gradient of the table
is added up at the pixels that its numbers came from. Max pooling looks for the largest number of each window in such a
table. All arrays have the dtype of the input, unless `tables` names another one.
"""

import measured
import numpy as np


def build(case, dtype, tables=None):
    """For each part of the case a function that does it once, and "numbers" for a comparison with other sides."""
    tables = tables or dtype
    layers = [_made(*each, numbers, tables) for each, numbers in zip(case.layers, measured.weights(case, dtype))]
    return (_network if case.kind == "network" else _layer)(case, dtype, layers)


def im2col(X, size, stride, padding, dtype):
    """The table (N, R, S, C, size, size) of what each place meets, one offset in the kernel after the other."""
    N, C, H, L = X.shape
    rows, columns = ((side + 2 * padding - size) // stride + 1 for side in (H, L))
    framed = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    table = np.zeros((N, C, size, size, rows, columns), dtype)
    for i in range(size):
        for j in range(size):
            table[:, :, i, j] = framed[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
    return table.transpose(0, 4, 5, 1, 2, 3)


def col2im(table, shape, size, stride, padding, dtype):
    """The way back: numbers that came from the same pixel are added up, to the shape (N, C, H, W)."""
    N, C, H, L = shape
    rows, columns = table.shape[1:3]
    table = table.transpose(0, 3, 4, 5, 1, 2)
    framed = np.zeros((N, C, H + 2 * padding, L + 2 * padding), dtype)
    for i in range(size):
        for j in range(size):
            framed[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += table[:, :, i, j]
    return framed[:, :, padding : padding + H, padding : padding + L]


class Convolution:
    """A convolution with stride 1; W is (F, C, K, K)."""

    def __init__(self, numbers, padding, tables):
        self.numbers, self.padding, self.tables = numbers, padding, tables

    def forward(self, X):
        """(N, C, H, W) -> (N, F, R, S)."""
        W, b = self.numbers["W"], self.numbers["b"]
        table = im2col(X, W.shape[2], 1, self.padding, self.tables)
        places = table.shape[:3]
        self.shape, self.table = X.shape, table.reshape(-1, W[0].size)
        out = self.table @ W.reshape(len(W), -1).T + b
        return out.reshape(*places, -1).transpose(0, 3, 1, 2)

    def backward(self, d_out):
        """The gradient of the input, and those of W and b."""
        W = self.numbers["W"]
        N, F, rows, columns = d_out.shape
        d_rows = d_out.transpose(0, 2, 3, 1).reshape(-1, F)
        dW = (self.table.T @ d_rows).T.reshape(W.shape)
        d_table = (d_rows @ W.reshape(F, -1)).reshape(N, rows, columns, *W.shape[1:])
        dX = col2im(d_table, self.shape, W.shape[2], 1, self.padding, self.tables)
        return dX, {"W": dW, "b": d_rows.sum(axis=0)}


class MaxPooling:
    """Max pooling; the stride is the size of the windows."""

    def __init__(self, size, tables):
        self.size, self.tables, self.numbers = size, tables, {}

    def forward(self, X):
        """(N, C, H, W) -> (N, C, R, S)."""
        table = im2col(X, self.size, self.size, 0, self.tables)
        windows = table.reshape(-1, self.size * self.size)
        self.shape, self.places, self.winners = X.shape, table.shape, windows.argmax(axis=1)
        return windows.max(axis=1).reshape(table.shape[:4]).transpose(0, 3, 1, 2)

    def backward(self, d_out):
        """The gradient goes to the winner of each window."""
        d_windows = np.zeros((d_out.size, self.size * self.size), self.tables)
        d_windows[np.arange(d_out.size), self.winners] = d_out.transpose(0, 2, 3, 1).ravel()
        return col2im(d_windows.reshape(self.places), self.shape, self.size, self.size, 0, self.tables), {}


class ReLU:
    """Zero for what is negative."""

    numbers = {}  # noqa: RUF012

    def forward(self, X):
        """The same shape."""
        self.negative = X <= 0
        out = X.copy()
        out[self.negative] = 0
        return out

    def backward(self, d_out):
        """No gradient where the input was negative."""
        d_out[self.negative] = 0
        return d_out, {}


class Dense:
    """A dense layer, which makes one row of numbers of each picture."""

    def __init__(self, numbers):
        self.numbers = numbers

    def forward(self, X):
        """(N, ...) -> (N, outputs)."""
        self.shape, self.rows = X.shape, X.reshape(len(X), -1)
        return self.rows @ self.numbers["W"] + self.numbers["b"]

    def backward(self, d_out):
        """The gradient of the input, and those of W and b."""
        dX = (d_out @ self.numbers["W"].T).reshape(self.shape)
        return dX, {"W": self.rows.T @ d_out, "b": d_out.sum(axis=0)}


def _made(kind, *more):
    *sizes, numbers, tables = more
    if kind == "conv":
        return Convolution(numbers, sizes[-1], tables)
    if kind == "maxpool":
        return MaxPooling(*sizes, tables)
    return {"relu": ReLU, "flatten": lambda: None, "dense": lambda: Dense(numbers)}[kind]()


def _network(case, dtype, layers):
    X, y = measured.inputs(case, dtype)
    layers = [layer for layer in layers if layer]  # the dense layer flattens by itself
    rate = measured.RATES[case.optimizer]

    def step():
        Z = X
        for layer in layers:
            Z = layer.forward(Z)
        powers = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = powers / powers.sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(y)), y]).mean()
        d_out = P.copy()
        d_out[np.arange(len(y)), y] -= 1
        d_out /= len(y)
        found = []
        for layer in reversed(layers):
            d_out, gradients = layer.backward(d_out)
            found.append((layer, gradients))
        for layer, gradients in found:
            for name, gradient in gradients.items():
                layer.numbers[name] -= rate * gradient
        return loss

    return {"step": step, "numbers": step}


def _layer(case, dtype, layers):
    X = measured.inputs(case, dtype)[0]
    [layer] = layers
    d_out = measured.output_gradient(layer.forward(X).shape, dtype)

    def both():
        return layer.forward(X), layer.backward(d_out)

    def numbers():
        out, (dX, _) = both()
        return [out, dX]

    return {"forward": lambda: layer.forward(X), "both": both, "numbers": numbers}
