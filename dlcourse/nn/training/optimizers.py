"""Lesson 06, training: the optimizers of lesson 05 for whole networks, in place and block by block."""

import numpy as np

from dlcourse.lessons import optimizers

BLOCK = 65_536  # numbers that an optimizer works on at a time: with all it needs they fit into a processor's cache


class _Block:
    """A part of a network's parameters that is updated at one time: rows of a large array, or several small arrays."""

    def __init__(self, parts, arrays, states):
        self.parts, self.arrays = parts, arrays  # parts: list of (number of the array, its rows)
        sizes = [arrays[number][rows].size for number, rows in parts]
        self.update = np.empty(sum(sizes), arrays[parts[0][0]].dtype)  # what is taken away from the parameters
        self.states = [np.zeros_like(self.update) for _ in range(states)]
        self._cut()

    def _cut(self):
        pieces = [self.arrays[number][rows] for number, rows in self.parts]
        stops = np.cumsum([piece.size for piece in pieces])
        self.pieces = [
            (piece, self.update[stop - piece.size : stop].reshape(piece.shape)) for piece, stop in zip(pieces, stops)
        ]

    def __getstate__(self):
        """Without the pieces: a copy of a view is no view of the copy."""
        return {name: kept for name, kept in vars(self).items() if name != "pieces"}

    def __setstate__(self, state):
        vars(self).update(state)
        self._cut()

    def gather(self, gradients):
        """The gradients of this part, one after the other, as a vector."""
        if len(self.parts) == 1:
            [(number, rows)] = self.parts
            return gradients[number][rows].reshape(-1)
        return np.concatenate([gradients[number].reshape(-1) for number, _ in self.parts])


def _blocks(arrays, states):
    """Divide arrays into blocks of about `BLOCK` numbers; the small arrays share theirs."""
    parts, small = [], {}
    for number, array in enumerate(arrays):
        if array.size < BLOCK / 2:
            small.setdefault(array.dtype, []).append(
                (number, ...)
            )  # and not a slice, which a single number does not have
        else:
            step = -(-len(array) // max(1, round(array.size / BLOCK)))
            parts += [[(number, slice(start, start + step))] for start in range(0, len(array), step)]
    return [_Block(part, arrays, states) for part in [*parts, *small.values()]]


class _Optimizer:
    """Takes gradients and changes the parameters of one network in place, block by block."""

    def __init__(self, learning_rate, states, weight_decay=0.0, clip=None):
        self.learning_rate, self.weight_decay, self.clip = learning_rate, weight_decay, clip
        self.t = 0  # steps made
        self._states, self._arrays, self._blocks = states, None, None

    def step(self, network, gradients):
        """One step: change all parameters of the network in place; gradients as from `loss_and_gradients`."""
        layers = network.parameters
        arrays = [array for parameters in layers for array in parameters.values()]
        found = [layer[name] for parameters, layer in zip(layers, gradients) for name in parameters]
        self._check(arrays, found)
        if self.clip is not None:
            found = optimizers.clip_gradient_norm(found, self.clip)
        rate = self.learning_rate(self.t) if callable(self.learning_rate) else self.learning_rate
        self.t += 1
        for block in self._blocks:
            self._write_update(rate, block.gather(found), block.update, *block.states)
            for piece, update in block.pieces:
                if self.weight_decay:
                    piece *= 1 - rate * self.weight_decay
                piece -= update

    def _check(self, arrays, gradients):
        if self._arrays is None:
            self._arrays, self._blocks = arrays, _blocks(arrays, self._states)
        if list(map(id, arrays)) != list(map(id, self._arrays)):
            raise ValueError("these are not the parameters of the steps before: a new network wants a new optimizer")
        for array, g in zip(arrays, gradients):
            if g.shape != array.shape:
                raise ValueError(f"gradients: one has shape {g.shape}, its parameter has shape {array.shape}")


class SGD(_Optimizer):
    """Stochastic gradient descent: `sgd_step`, or with momentum `momentum_step` and `nesterov_step`, of lesson 05.

    Parameters
    ----------
    learning_rate : float, or function of the number of the step, from 0
    momentum : float
    nesterov : bool
    clip : float, optional
        The largest norm of all gradients together.
    """

    def __init__(self, learning_rate, momentum=0.0, nesterov=False, clip=None):
        super().__init__(learning_rate, states=1 if momentum else 0, clip=clip)
        self.momentum, self.nesterov = momentum, nesterov

    def _write_update(self, rate, g, update, v=None):
        if v is None:
            np.multiply(g, rate, out=update)
            return
        v *= self.momentum
        v += g
        np.multiply(v, rate * self.momentum if self.nesterov else rate, out=update)
        if self.nesterov:
            update += rate * g


class Adam(_Optimizer):
    """Adam; with a weight decay AdamW: the `adam_step` and `adamw_step` of lesson 05.

    The moving averages are kept without their factors ``1 - beta``, and what is the same for all parameters is put
    into two numbers: the same result with fewer passes over the memory.

    Parameters
    ----------
    learning_rate : float, or function of the number of the step, from 0
    beta1, beta2, epsilon : float
    weight_decay : float
        Each step takes away ``learning_rate * weight_decay`` of every parameter.
    clip : float, optional
        The largest norm of all gradients together.
    """

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0, clip=None):
        super().__init__(learning_rate, states=2, weight_decay=weight_decay, clip=clip)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def _write_update(self, rate, g, update, m, v):
        # With m and v as they are here, m_hat is c1 * m and the root of v_hat is c2 * sqrt(v).
        c1 = (1 - self.beta1) / (1 - self.beta1**self.t)
        c2 = ((1 - self.beta2) / (1 - self.beta2**self.t)) ** 0.5
        m *= self.beta1
        m += g
        v *= self.beta2
        np.multiply(g, g, out=update)
        v += update
        np.sqrt(v, out=update)
        update += self.epsilon / c2
        np.divide(m, update, out=update)
        update *= rate * c1 / c2
