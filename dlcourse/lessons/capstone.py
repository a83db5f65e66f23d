"""Lesson 25, capstone: what must be said of a network of one's own, and how it is made small.

A network has read N pictures: `y_hat` is what it said of each, `y` what is right, both int arrays (N,). Pictures can be
damaged in K ways; `kinds`, a bool array (N, K), has a column for each way. W are weights with the outputs of their
layer on the last axis: (D, M) of a dense layer, (A, B, C, M) of a convolution. The weights of a whole network are a
dict: under the name of each layer, as "hidden", stand "hidden.codes" and "hidden.scale", of which W is the product, and
the biases "hidden.b".

Sources
-------
right_by_kind: Mitchell and others (2019), *Model cards for model reporting*.
score_interval: Wilson (1927), *Probable inference, the law of succession, and statistical inference*.
forward: LeCun and others (1989), *Backpropagation applied to handwritten zip code recognition*.
eight_bits: Jacob and others (2018), *Quantization and training of neural networks for efficient integer-arithmetic-only
    inference*.
"""

import numpy as np

from dlcourse.lessons.cnn import conv2d, maxpool2d


def right_by_kind(y_hat, y, kinds):
    """How many pictures have each kind of damage, and how many of these were read rightly.

    Formula: for each k ``count[k]`` is the number of n with ``kinds[n, k]``, and ``right[k]`` that of those among them
    with ``y_hat[n] == y[n]``
    y_hat: int array (N,); y: int array (N,); kinds: bool array (N, K)
    -> (right, count): int array (K,) and int array (K,)

    >>> kinds = np.array([[True, False, False], [True, True, False], [False, True, False]])
    >>> right_by_kind(np.array([3, 1, 4]), np.array([3, 7, 4]), kinds)
    (array([1, 1, 0]), array([2, 2, 0]))
    """
    right = (y_hat == y)[:, None] & kinds  # (N, 1) & (N, K) -> (N, K)
    return right.sum(axis=0), kinds.sum(axis=0)


def score_interval(right, count, *, z):
    """Between which accuracies the true one lies, if so many of so many pictures were right.

    Formula: ``(p + z^2 / 2N -+ z sqrt(p (1 - p) / N + z^2 / 4N^2)) / (1 + z^2 / N)`` with p = right / N, N = count
    right, count: whole numbers, count at least 1; z: a number, 1.96 for 95 of 100 such intervals
    -> (low, high): a number and a number, from 0 to 1

    Raises ValueError if `count` is below 1.

    >>> low, high = score_interval(8, 10, z=1.96)
    >>> print(round(low, 3), round(high, 3))
    0.49 0.943
    """
    if count < 1:
        raise ValueError(f"count is {count}: want at least one picture")
    p = right / count
    middle = p + z**2 / (2 * count)
    reach = z * np.sqrt(p * (1 - p) / count + z**2 / (4 * count**2))
    return (middle - reach) / (1 + z**2 / count), (middle + reach) / (1 + z**2 / count)


def eight_bits(W):
    """Weights as whole numbers of eight bits, and for each output what they are to be multiplied by.

    Formula: ``scale[m]`` is the largest ``|W[..., m]|`` over 127, or 1 if all of these are 0; ``codes`` is
    ``W / scale``, rounded to the nearest whole number
    W: array (..., M) -> (codes, scale): int array of the shape of W and array (M,)

    >>> codes, scale = eight_bits(np.array([[0.254, 0.0], [-0.1, 0.0]]))
    >>> codes, scale
    (array([[127,   0],
           [-50,   0]], dtype=int8), array([0.002, 1.   ]))
    """
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)  # (M,)
    scale = np.where(largest > 0, largest / 127, 1)
    codes = np.round(W / scale)
    return codes.astype(np.int8), scale


def forward(weights, X):
    """The scores of your network for each of the ten digits.

    Formula: two convolutions of 3 x 3, each with ReLU and the largest of 2 x 2, then a hidden layer with ReLU, and a
    layer of scores; every W is ``codes * scale``
    weights: dict of arrays; X: array (N, 12, 12), 0 is paper and 1 is ink -> array (N, 10), the
    highest score of a row is what the network reads

    >>> zero = {"codes": np.zeros((3, 3, 1, 1), dtype=np.int8), "scale": np.ones(1), "b": np.ones(1)}
    >>> weights = {f"{name}.{key}": array for name in ("conv1", "conv2") for key, array in zero.items()}
    >>> weights |= {"hidden.codes": np.ones((9, 2), dtype=np.int8), "hidden.scale": np.ones(2), "hidden.b": np.zeros(2)}
    >>> weights |= {"out.codes": np.eye(2, 10, dtype=np.int8), "out.scale": np.ones(10), "out.b": np.zeros(10)}
    >>> forward(weights, np.zeros((1, 12, 12)))  # nine pixels of 1 are added up twice
    array([[9., 9., 0., 0., 0., 0., 0., 0., 0., 0.]])
    """
    layers = ("conv1", "conv2", "hidden", "out")
    W = {name: weights[f"{name}.codes"] * weights[f"{name}.scale"] for name in layers}
    H = X[..., None]  # (N, 12, 12, 1)
    for name in ("conv1", "conv2"):
        Z, _ = conv2d(H, W[name], weights[f"{name}.b"], padding=1)
        H, _ = maxpool2d(np.maximum(Z, 0))  # (N, 6, 6, 12), then (N, 3, 3, 20)
    H = np.maximum(H.reshape(len(X), -1) @ W["hidden"] + weights["hidden.b"], 0)  # (N, 180) @ (180, 28) -> (N, 28)
    return H @ W["out"] + weights["out.b"]  # (N, 28) @ (28, 10) -> (N, 10)
