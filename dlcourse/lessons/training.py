"""Lesson 06, training: from data to a network that learns, and a small network class for the lessons that follow."""

import numpy as np

from dlcourse.lessons import backprop, forward, optimizers


def standardize(X_train, X_test):
    """Give every input the mean 0 and the spread 1, by the numbers of the training part alone.

    Formula: ``(X - mean) / spread``, with mean and standard deviation of each column of `X_train`; where a column is
    constant in `X_train`, the spread is taken as 1

    Parameters
    ----------
    X_train : array (N, D)
        The training examples.
    X_test : array (M, D)
        Examples that must play no part in training.

    Returns
    -------
    tuple (array (N, D), array (M, D))
        Both parts, shifted and scaled by the same numbers.

    Raises
    ------
    ValueError
        If the two parts have different columns.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, sections 7.10.2 and 11.5.3.

    Examples
    --------
    >>> train, test = standardize(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[4.0, 6.0]]))
    >>> print(train.tolist(), test.tolist())
    [[-1.0, 0.0], [1.0, 0.0]] [[2.0, 1.0]]
    """
    if X_train.shape[1:] != X_test.shape[1:]:
        raise ValueError(f"X_train has shape {X_train.shape}, X_test {X_test.shape}: want the same columns")
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    constant = X_train.min(axis=0) == X_train.max(axis=0)  # rounding can make its spread a little more than 0
    spread = np.where(constant, 1, spread)
    return (X_train - mean) / spread, (X_test - mean) / spread


def train_validation_split(X, y, share, rng):
    """Draw a share of the examples at random and put them aside for validation.

    Formula: ``order`` is a random permutation; the first ``round(share * N)`` of it are put aside

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    y : int array (N,)
        The label of each.
    share : float
        The share that is put aside, between 0 and 1.
    rng : numpy.random.Generator
        Where the random order comes from.

    Returns
    -------
    tuple (array, array, array, array)
        X_train, y_train, X_validation, y_validation.

    Raises
    ------
    ValueError
        If X and y are not equally long, or the share is not between 0 and 1.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 7.2.

    Examples
    --------
    >>> X, y = np.arange(10.0)[:, None], np.arange(10)
    >>> parts = train_validation_split(X, y, 0.3, np.random.default_rng(0))
    >>> [len(part) for part in parts], sorted([*parts[1], *parts[3]]) == list(range(10))
    ([7, 7, 3, 3], True)
    """
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y has {len(y)} labels: they must match")
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}: want a number between 0 and 1")
    order = rng.permutation(len(X))
    count = round(share * len(X))
    validation, train = order[:count], order[count:]
    return X[train], y[train], X[validation], y[validation]


def minibatches(X, y, batch_size, rng):
    """Shuffle the examples and cut them into batches: each example is in exactly one.

    Formula: ``order`` is a random permutation of ``0 ... N - 1``; batch k holds the rows
    ``order[k * batch_size : (k + 1) * batch_size]``, and the last one what is left

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    y : int array (N,)
        The label of each.
    batch_size : int
        How many examples are in a batch.
    rng : numpy.random.Generator
        Where the random order comes from.

    Returns
    -------
    list of (X, y)
        The batches: some rows of X, with their labels.

    Raises
    ------
    ValueError
        If the batch size is below 1, or X and y are not equally long.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 8.1.3.

    Examples
    --------
    >>> X, y = np.array([[0.0], [10.0], [20.0]]), np.array([0, 1, 2])
    >>> batches = minibatches(X, y, 2, np.random.default_rng(0))
    >>> [len(labels) for _, labels in batches], all((rows[:, 0] == 10 * labels).all() for rows, labels in batches)
    ([2, 1], True)
    """
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}: want 1 or more")
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y has {len(y)} labels: they must match")
    order = rng.permutation(len(X))
    batches = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[rows], y[rows]) for rows in batches]


def he_init(inputs, outputs, rng):
    """Random first weights of a layer before a ReLU, such that the signal keeps its size.

    Formula: ``W[d, m]`` drawn from a normal distribution with mean 0 and standard deviation ``sqrt(2 / inputs)``

    Parameters
    ----------
    inputs : int
        How many inputs each neuron has.
    outputs : int
        How many neurons the layer has.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    array (inputs, outputs)
        The weights.

    References
    ----------
    He et al. (2015), *Delving deep into rectifiers*, section 2.2.

    Examples
    --------
    >>> W = he_init(200, 300, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(2))  # sqrt(2 / 200) is 0.1
    (200, 300) 0.1
    """
    return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))


def xavier_init(inputs, outputs, rng):
    """Random first weights of a layer before tanh or sigmoid: a signal and a gradient survive.

    Formula: ``W[d, m]`` drawn with mean 0 and standard deviation ``sqrt(2 / (inputs + outputs))``

    Parameters
    ----------
    inputs : int
        How many inputs each neuron has.
    outputs : int
        How many neurons the layer has.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    array (inputs, outputs)
        The weights.

    References
    ----------
    Glorot and Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks*.

    Examples
    --------
    >>> W = xavier_init(150, 50, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(2))  # sqrt(2 / 200) is 0.1
    (150, 50) 0.1
    """
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), size=(inputs, outputs))


def train_epoch(parameters, batches, learning_rate):
    """One step of stochastic gradient descent for each batch, from the first batch to the last.

    Formula: for each batch ``W = W - learning_rate dW`` and ``b = b - learning_rate db``, in every layer

    Parameters
    ----------
    parameters : list of (W, b)
        The weights and biases of each layer before the epoch; they are not changed.
    batches : list of (X, y)
        The examples, as from :func:`minibatches`.
    learning_rate : float
        The size of the steps.

    Returns
    -------
    tuple (list of (W, b), float)
        The parameters after the epoch, and the mean of the losses of the batches, each as it was before its step.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 8.1.

    Examples
    --------
    >>> start, batch = [(np.array([[0.0, 0.0]]), np.array([0.0, 0.0]))], (np.array([[2.0]]), np.array([0]))
    >>> [(W, b)], loss = train_epoch(start, [batch], learning_rate=0.1)
    >>> print(W, b, round(loss, 3))  # dW is [[-1, 1]], db is [-0.5, 0.5]
    [[ 0.1 -0.1]] [ 0.05 -0.05] 0.693
    """
    losses = []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = [
            (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients)
        ]
        losses.append(loss)
    return parameters, np.mean(losses)


def accuracy(y_hat, y):
    """The share of right answers.

    Formula: the mean over the examples of ``1 if y_hat[n] == y[n] else 0``

    Parameters
    ----------
    y_hat : int array (N,)
        The labels that the network gives.
    y : int array (N,)
        The true labels.

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 8.1.

    Examples
    --------
    >>> accuracy(np.array([3, 1, 4, 1]), np.array([3, 1, 4, 5]))
    0.75
    """
    return float(np.mean(y_hat == y))


def confusion_matrix(y_hat, y, classes):
    """How often each class was given each label: the diagonal counts what was right.

    Formula: ``counts[t, a]`` is the number of examples n with ``y[n] == t`` and ``y_hat[n] == a``

    Parameters
    ----------
    y_hat : int array (N,)
        The labels that the network gives.
    y : int array (N,)
        The true labels.
    classes : int
        How many classes there are.

    Returns
    -------
    int array (classes, classes)
        The true class in the row, the answer in the column.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 9.2.5.

    Examples
    --------
    >>> confusion_matrix(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2)
    array([[1, 2],
           [0, 1]])
    """
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (y, y_hat), 1)  # unlike `counts[y, y_hat] += 1`, it counts a pair as often as it occurs
    return counts


def early_stopping(losses, patience):
    """The epoch whose network to keep, if one stops when the validation loss no longer falls.

    Formula: go through the epochs; stop when the last `patience` epochs all brought no new smallest loss; keep the
    epoch with the smallest loss up to there

    Parameters
    ----------
    losses : array (E,)
        The validation loss after each epoch.
    patience : int
        How many epochs in a row without a new smallest loss are waited for, 1 or more.

    Returns
    -------
    int
        The number of the epoch to keep, counted from 0.

    Raises
    ------
    ValueError
        If there is no loss, or the patience is below 1.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 7.1.

    Examples
    --------
    >>> early_stopping(np.array([0.9, 0.5, 0.6, 0.7, 0.4]), patience=2)
    1
    """
    if len(losses) == 0 or patience < 1:
        raise ValueError(f"{len(losses)} losses and a patience of {patience}: want 1 or more of each")
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def random_search(score, ranges, trials, rng):
    """Try settings at random, evenly on a log scale, and find the one with the highest score.

    Formula: ``log x[d]`` drawn evenly between ``log low[d]`` and ``log high[d]``, anew for each trial and each d

    Parameters
    ----------
    score : function
        ``score(x) -> float`` for a setting x, an array (D,); higher is better.
    ranges : list of (low, high)
        Between which positive numbers each of the D entries of x lies.
    trials : int
        How many settings are tried.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    tuple (array (D,), array (trials, D), array (trials,))
        The best setting, all settings, and the score of each.

    Raises
    ------
    ValueError
        If a range does not go up from a positive number.

    References
    ----------
    Bergstra and Bengio (2012), *Random search for hyper-parameter optimization*.

    Examples
    --------
    >>> best, points, scores = random_search(lambda x: -abs(x[0] - 1), [(0.01, 100.0)], 50, np.random.default_rng(0))
    >>> points.shape, scores.shape, bool(0.5 < best[0] < 2)
    ((50, 1), (50,), True)
    """
    low, high = np.array(ranges).T
    if not (low > 0).all() or not (low <= high).all():
        raise ValueError(f"ranges is {ranges}: want pairs (low, high) of positive numbers")
    points = np.exp(rng.uniform(np.log(low), np.log(high), size=(trials, len(low))))
    scores = np.array([score(x) for x in points])
    return points[scores.argmax()], points, scores


# ---- the network class: fast forms of what lessons 02 to 05 showed, for all later lessons ----

# The C library of Linux hands large arrays back to the system as they are freed, and for new ones it asks for empty
# pages again: a third of a small CNN's training step. When one block of less than 32 MB has been freed, it keeps
# blocks up to that size for the next array (mallopt(3), M_MMAP_THRESHOLD). No page of this one is ever touched.
np.empty(31 << 20, np.uint8)


class Layer:
    """What :class:`Network` asks of a layer. One without parameters needs `forward` and `backward` only.

    `parameters` is a dict of arrays, which an optimizer changes in place. A layer keeps nothing of a call:
    what its backward pass needs, its forward pass gives back as the cache. A layer that normalises has `running`,
    a tuple of arrays: the statistics that it takes in use.
    """

    running = None

    def __init__(self):
        self.parameters = {}

    def forward(self, X, training=False):
        """What the layer puts out for a batch (N, ...), and the cache for its backward pass."""
        raise NotImplementedError

    def backward(self, d_out, cache):
        """The gradient of the input, and a dict of the gradients of the parameters, under the same names."""
        raise NotImplementedError


class Dense(Layer):
    """A layer of neurons: ``Z = X W + b``.

    Parameters
    ----------
    inputs, outputs : int
        How many numbers come in, and how many neurons there are.
    rng : numpy.random.Generator
        Draws the first weights; the first biases are 0.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    dtype : type
        float (64 bits), or numpy.float32, which is about twice as fast.
    """

    def __init__(self, inputs, outputs, rng, init=he_init, dtype=float):
        self.parameters = {"W": init(inputs, outputs, rng).astype(dtype), "b": np.zeros(outputs, dtype)}

    def forward(self, X, training=False):
        """``Z = X W + b``; the cache is X."""
        Z = X @ self.parameters["W"]  # (N, D) @ (D, M) -> (N, M)
        Z += self.parameters["b"]  # in place: Z is new, and a second table of its size is saved
        return Z, X

    def backward(self, d_out, cache):
        """``dX = dZ W^T``, and :meth:`parameter_gradients`."""
        return d_out @ self.parameters["W"].T, self.parameter_gradients(d_out, cache)

    def parameter_gradients(self, d_out, cache):
        """``dW = X^T dZ``, ``db`` the sum of dZ over the examples; no dX, which nobody asks of a first layer."""
        X, dZ = cache.reshape(-1, cache.shape[-1]), d_out.reshape(-1, d_out.shape[-1])  # also (N, T, D)
        return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}  # (D, N) @ (N, M) -> (D, M)


class ReLU(Layer):
    """``H = max(Z, 0)``."""

    def forward(self, X, training=False):
        """Negative numbers become 0."""
        return backprop.relu_forward(X)

    def backward(self, d_out, cache):
        """The gradient passes where the input was above 0."""
        return backprop.relu_backward(d_out, cache), {}


class Sigmoid(Layer):
    """``A = 1 / (1 + exp(-Z))``."""

    def forward(self, X, training=False):
        """Between 0 and 1."""
        return backprop.sigmoid_forward(X)

    def backward(self, d_out, cache):
        """The slope is ``A (1 - A)``."""
        return backprop.sigmoid_backward(d_out, cache), {}


class Tanh(Layer):
    """``A = tanh(Z)``."""

    def forward(self, X, training=False):
        """Between -1 and 1; the cache is the output."""
        A = np.tanh(X)
        return A, A

    def backward(self, d_out, cache):
        """The slope is ``1 - A^2``."""
        return d_out * (1 - cache * cache), {}


def softmax_cross_entropy(Z, y):
    """The mean cross-entropy of scores, and its gradient with respect to the scores.

    Formula: ``loss = -mean over n of log P[n, y[n]]`` with ``P = softmax(Z)``; ``dZ = (P - one_hot(y)) / N``

    Parameters
    ----------
    Z : array (N, C)
        Scores of C classes for N examples.
    y : int array (N,)
        The right class of each.

    Returns
    -------
    tuple (float, array (N, C))
        The loss and the gradient of the scores.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 6.2.2.3.

    Examples
    --------
    >>> loss, dZ = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1]))
    >>> print(round(float(loss), 3), dZ)
    0.693 [[ 0.5 -0.5]]
    """
    rows = np.arange(len(y))
    P = Z - Z.max(axis=1, keepdims=True)  # a new table: from here on, it is worked on in place
    right = P[rows, y]
    np.exp(P, out=P)
    sums = P.sum(axis=1, keepdims=True)
    loss = (np.log(sums).sum() - right.sum()) / len(y)
    P /= sums
    P[rows, y] -= 1
    P /= len(y)
    return float(loss), P


class Network:
    """Layers, one after the other: a forward pass, a backward pass, and the gradients of a loss.

    Parameters
    ----------
    layers : list of Layer
        The first layer first. Any object will do that has `parameters`, `forward` and `backward`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> network = Network([Dense(2, 8, rng), ReLU(), Dense(8, 3, rng)])
    >>> network.scores(np.ones((5, 2))).shape, network.size
    ((5, 3), 51)
    """

    def __init__(self, layers):
        self.layers = list(layers)
        owners = [number for number, layer in enumerate(self.layers) if layer.parameters]
        if len({id(self.layers[number]) for number in owners}) < len(owners):
            raise ValueError("layers has the same layer with parameters twice: make one for each place")
        self._first = owners[0] if owners else len(self.layers)  # no layer before it needs a gradient

    @property
    def parameters(self):
        """The parameters of each layer: a list of dicts of arrays. They are the layers' own, not copies."""
        return [layer.parameters for layer in self.layers]

    @property
    def size(self):
        """How many numbers the network learns."""
        return sum(array.size for parameters in self.parameters for array in parameters.values())

    def forward(self, X, training=False):
        """The scores for a batch, and the cache of each layer for :meth:`backward`."""
        caches = []
        for layer in self.layers:
            X, cache = layer.forward(X, training)
            caches.append(cache)
        return X, caches

    def backward(self, dZ, caches):
        """The gradients of all parameters, from the gradient of the scores: a list of dicts like `parameters`."""
        gradients = [{} for _ in self.layers]
        for number in range(len(self.layers) - 1, self._first - 1, -1):
            layer, cache = self.layers[number], caches[number]
            if number == self._first and hasattr(layer, "parameter_gradients"):
                gradients[number] = layer.parameter_gradients(dZ, cache)
            else:
                dZ, gradients[number] = layer.backward(dZ, cache)
        return gradients

    def input_gradient(self, dZ, caches):
        """The gradient of the input, from the gradient of the scores."""
        for layer, cache in zip(reversed(self.layers), reversed(caches)):
            dZ, _ = layer.backward(dZ, cache)
        return dZ

    def loss_and_gradients(self, X, y, loss=softmax_cross_entropy):
        """The loss on a batch and the gradients of all parameters; ``loss(Z, y) -> (loss, dZ)``."""
        Z, caches = self.forward(X, training=True)
        value, dZ = loss(Z, y)
        return value, self.backward(dZ, caches)

    def scores(self, X):
        """The output of the last layer, (N, C), as in use: not training."""
        for layer in self.layers:
            X, _ = layer.forward(X)
        return X

    def predict(self, X):
        """The most probable class of each example, and its probability."""
        P = forward.softmax(self.scores(X))
        return P.argmax(axis=1), P.max(axis=1)

    def snapshot(self):
        """A copy of all parameters and running statistics as they are now, for :meth:`restore`."""
        kept = []
        for layer in self.layers:
            kept.append({name: array.copy() for name, array in layer.parameters.items()})
            if layer.running is not None:
                kept[-1]["running"] = tuple(array.copy() for array in layer.running)
        return kept

    def restore(self, snapshot):
        """Write the numbers of a :meth:`snapshot` back into the parameters, and take its running statistics again."""
        for layer, kept in zip(self.layers, snapshot):
            for name, array in layer.parameters.items():
                array[...] = kept[name]
            if layer.running is not None:
                layer.running = tuple(array.copy() for array in kept["running"])


BLOCK = 32_768  # numbers that an optimizer works on at a time: with all it needs they fit into a processor's cache


class _Block:
    """A part of a network's parameters that is updated at one time: rows of a large array, or several small arrays."""

    def __init__(self, parts, arrays, states):
        self.parts = parts  # list of (number of the array, its rows)
        pieces = [arrays[number][rows] for number, rows in parts]
        stops = np.cumsum([piece.size for piece in pieces])
        self.update = np.empty(stops[-1], pieces[0].dtype)  # what is taken away from the parameters
        self.states = [np.zeros_like(self.update) for _ in range(states)]
        self.pieces = [
            (piece, self.update[stop - piece.size : stop].reshape(piece.shape)) for piece, stop in zip(pieces, stops)
        ]

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
            small.setdefault(array.dtype, []).append((number, slice(None)))
        else:
            step = max(1, BLOCK * len(array) // array.size)
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
        if len(arrays) != len(self._arrays) or any(new is not old for new, old in zip(arrays, self._arrays)):
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


def evaluate(network, X, y, loss=softmax_cross_entropy, rows=1000):
    """How good a network is on examples: its mean loss, and for labels its accuracy.

    Parameters
    ----------
    network : Network
    X, y : arrays
        The examples and their labels (or targets of another kind, which have no accuracy).
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.
    rows : int
        How many examples are put through at a time.

    Returns
    -------
    dict
        "loss", and for labels "accuracy".
    """
    total, right = 0.0, 0
    labels = y.ndim == 1 and y.dtype.kind in "iu"
    for start in range(0, len(X), rows):
        Z, target = network.scores(X[start : start + rows]), y[start : start + rows]
        total += loss(Z, target)[0] * len(target)
        right += (Z.argmax(axis=-1) == target).sum() if labels else 0
    found = {"loss": float(total / len(X))}
    return found | {"accuracy": float(right / len(X))} if labels else found


def fit(
    network,
    X,
    y,
    *,
    optimizer,
    batch_size,
    rng,
    epochs=None,
    validation=None,
    epochs_iterator=None,
    minibatches=minibatches,
    loss=softmax_cross_entropy,
):
    """Train a network: in every epoch each example once, in small batches.

    Parameters
    ----------
    network : Network
        Changed in place.
    X, y : arrays (N, ...), (N,)
        The training examples and their labels.
    optimizer : SGD or Adam
    batch_size : int
    rng : numpy.random.Generator
        Shuffles the examples.
    epochs : int
        How many times to go through the data.
    validation : tuple (X, y), optional
        Examples that are not trained on; after each epoch the network is tried on them.
    epochs_iterator : iterable, optional
        Instead of `epochs`: one epoch for each item, as in ``track(range(30), "training")``.
    minibatches : function
        ``minibatches(X, y, batch_size, rng)``, perhaps the learner's own.
    loss : function
        ``loss(Z, y) -> (loss, dZ)``.

    Returns
    -------
    dict of lists
        After each epoch "loss" and "accuracy" on the training examples, "validation_loss" and
        "validation_accuracy" on the others.
    """
    if (epochs is None) == (epochs_iterator is None):
        raise ValueError("give either epochs or epochs_iterator")
    history = {}
    for _ in range(epochs) if epochs_iterator is None else epochs_iterator:
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            _, gradients = network.loss_and_gradients(X_batch, y_batch, loss)
            optimizer.step(network, gradients)
        found = evaluate(network, X, y, loss)
        if validation is not None:
            found |= {f"validation_{name}": value for name, value in evaluate(network, *validation, loss).items()}
        for name, value in found.items():
            history.setdefault(name, []).append(value)
    return history


def mlp(sizes, rng, init=he_init, dtype=float):
    """A network of dense layers with ReLU between them, and none after the last.

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each layer.
    rng : numpy.random.Generator
        Draws the first weights.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    dtype : type
        float, or numpy.float32, which is about twice as fast.

    Returns
    -------
    Network

    Examples
    --------
    >>> mlp([64, 32, 10], np.random.default_rng(0)).size
    2410
    """
    layers = []
    for inputs, outputs in zip(sizes[:-1], sizes[1:]):
        layers += [Dense(inputs, outputs, rng, init, dtype), ReLU()]
    return Network(layers[:-1])


# ---- beside the exercises: what the experiments of the lesson need ----

_DRAWN = """
..####.. ...##... ..###... ..####.. ....##.. .######. ...##... .######. ..####.. ..####..
.##..##. ..###... .##.##.. .#...##. ...##... .##..... ..##.... .....##. .##..##. .##..##.
.##..##. .####... ....##.. .....##. ..##.... .####... ..#..... ....##.. .##..##. .##..##.
.#....#. ...##... ....##.. ...###.. .##..#.. ....##.. .##..... ..#####. ..####.. ..#####.
.#....#. ...##... ...##... .....##. .##.##.. .....##. .#####.. ...##... ..####.. .....##.
.##..##. ...##... ..##.... .....##. .######. .....##. .##..##. ...#.... .##..##. .....##.
.##..##. ...##... .##..... .#...##. ....##.. .#..##.. .##..##. ..##.... .##..##. ....##..
..####.. ..####.. .######. ..####.. ....##.. .####... ..####.. ..#..... ..####.. ..###...
"""


def hand_set_weights():
    """Weights and biases of a layer 64-10 that reads digits, set by hand: drawn, and not learned from data.

    Where a digit was drawn, its weights are large, elsewhere small; those of each digit add up to 0, so that none
    wins by having much ink.

    Returns
    -------
    tuple (array (64, 10), array (10,))

    Examples
    --------
    >>> W, b = hand_set_weights()
    >>> print(W.shape, b.shape, abs(W.sum(axis=0)).max() < 1e-12)
    (64, 10) (10,) True
    """
    rows = [line.split() for line in _DRAWN.split("\n") if line]
    ink = np.array([[[sign == "#" for sign in row[digit]] for row in rows] for digit in range(10)], dtype=float)
    W = ink.reshape(10, 64).T  # (10, 8, 8) -> (64, 10)
    return W - W.mean(axis=0), np.zeros(10)


def noise_accuracy(rng, leak):
    """How often "yes or no" is found in pure noise, where nothing can be found: half of the time, without a leak.

    Of 2,000 columns of random numbers, the 20 are kept whose means differ most between the two classes; a test example
    is given the class whose mean over the training examples is nearest.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the columns and the labels of 100 examples, of which the last 30 are the test set.
    leak : bool
        Whether the columns are chosen with the test examples, too.

    Returns
    -------
    float
        The accuracy on the test examples.
    """
    X, y = rng.normal(size=(100, 2000)), rng.integers(0, 2, 100)
    train = np.arange(100) < 70
    seen = np.ones(100, dtype=bool) if leak else train
    gap = np.abs(X[seen & (y == 1)].mean(axis=0) - X[seen & (y == 0)].mean(axis=0))
    X = X[:, np.argsort(gap)[-20:]]
    centres = np.stack([X[train & (y == k)].mean(axis=0) for k in (0, 1)])
    distances = np.linalg.norm(X[~train][:, None] - centres, axis=2)  # (30, 1, 20) - (2, 20) -> (30, 2)
    return accuracy(distances.argmin(axis=1), y[~train])


def signals(X, init, activation, rng, depth=10, width=100):
    """What each layer of a deep network puts out before any training.

    Parameters
    ----------
    X : array (N, D)
        The input.
    init : function
        ``init(inputs, outputs, rng) -> W``.
    activation : function
        Applied to the sums of each layer, elementwise.
    rng : numpy.random.Generator
        Draws the weights.
    depth, width : int
        How many layers, and how many neurons in each.

    Returns
    -------
    list of array (N, width)

    Examples
    --------
    >>> outputs = signals(np.ones((4, 3)), he_init, np.tanh, np.random.default_rng(0), depth=2, width=5)
    >>> [H.shape for H in outputs]
    [(4, 5), (4, 5)]
    """
    outputs = [X]
    for _ in range(depth):
        W = init(outputs[-1].shape[1], width, rng)
        outputs.append(activation(outputs[-1] @ W))
    return outputs[1:]


def mislabel(y, share, classes, rng):
    """A copy of labels in which about a share has been replaced by random ones."""
    chosen = rng.random(len(y)) < share
    return np.where(chosen, rng.integers(0, classes, len(y)), y)


def accuracy_along(data, rng, *, steps=1200, every=10, batch_size=32, hidden=32, minibatches=minibatches):
    """Train a network with one hidden layer and note its accuracy on test examples on the way.

    Parameters
    ----------
    data : tuple (X, y, X_test, y_test)
    rng : numpy.random.Generator
        Draws the first weights and shuffles the examples.
    steps : int
        How many steps, with momentum; the data is gone through as often as that takes.
    every : int
        After how many steps the accuracy is noted, again and again.
    batch_size, hidden : int
    minibatches : function
        ``minibatches(X, y, batch_size, rng)``.

    Returns
    -------
    array (steps // every,)
    """
    X, y, X_test, y_test = data
    network, optimizer = mlp([X.shape[1], hidden, int(y_test.max()) + 1], rng), SGD(0.1, momentum=0.9)
    found = []
    while optimizer.t < steps:
        before = optimizer.t
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            optimizer.step(network, network.loss_and_gradients(X_batch, y_batch)[1])
            if optimizer.t % every == 0:
                found.append(accuracy(network.predict(X_test)[0], y_test))
            if optimizer.t == steps:
                break
        if optimizer.t == before:
            raise ValueError("minibatches gives no batch: nothing can be learned")
    return np.array(found)
