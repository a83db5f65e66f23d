"""Lesson 09, representations: what the units of a network answer to, and what its layers still know.

A picture is an array (H, L) or, with channels, (H, L, C); N of them are (N, H, L) or (N, H, L, C). The maps of one unit
are (N, R, S): its answer at each place of each picture. The features of a layer are a table (N, D), one row for each
example. A score is what the network says of one class before softmax.

Sources
-------
oriented_edges: Szeliski, *Computer vision: algorithms and applications*, section on edge detection; Adelson and Bergen
    (1985), *Spatiotemporal energy models for the perception of motion*, for the energy.
top_patches: Zeiler and Fergus (2014), *Visualizing and understanding convolutional networks*, section 4.
linear_probe: Alain and Bengio (2017), *Understanding intermediate layers using linear classifier probes*; Hastie,
    Tibshirani and Friedman, *The elements of statistical learning*, equation 3.44.
invariance_score: Goodfellow et al. (2009), *Measuring invariances in deep networks*, for the idea; Fisher (1925),
    *Statistical methods for research workers*, chapter VII, for the measure (the correlation ratio).
k_means_step: Lloyd (1982), *Least squares quantization in PCM*; Hastie, Tibshirani and Friedman, *The elements of
    statistical learning*, algorithm 14.1.
centered_kernel_alignment: Kornblith et al. (2019), *Similarity of neural network representations revisited*, section 3.
saliency_map: Simonyan, Vedaldi and Zisserman (2014), *Deep inside convolutional networks*, section 3.
occlusion_map: Zeiler and Fergus (2014), *Visualizing and understanding convolutional networks*, section 4.2.
activation_maximization_step: Erhan et al. (2009), *Visualizing higher-layer features of a deep network*; Yosinski et
    al. (2015), *Understanding neural networks through deep visualization*, section 3, for the decay.
"""

import numpy as np

from dlcourse.lessons.cnn import conv2d, places


def oriented_edges(picture, *, kernels):
    """How strong the edge is at each place of a picture, and in which direction it runs.

    Formula: ``energy = x^2 + y^2`` with the answers x and y of both kernels; ``direction`` is the angle of (y, x) in
    degrees, from 0 up to, but not including, 180: 0 is a level edge, 90 an upright one, 45 one that rises to the right;
    where both answers are 0, so is the direction
    picture: array (H, L), row 0 on top; kernels: array (2, A, B), the first answers to what grows to the right, the
    second to what grows downwards
    -> (energy, direction): arrays (H - A + 1, L - B + 1) and (H - A + 1, L - B + 1)

    >>> kernels = np.array([[[-1.0, 1.0], [-1.0, 1.0]], [[-1.0, -1.0], [1.0, 1.0]]])
    >>> energy, direction = oriented_edges(np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]), kernels=kernels)
    >>> print(energy, direction)  # nothing, then 0 left of 1, twice: an upright edge
    [[0. 4.]] [[ 0. 90.]]
    """
    W = kernels.transpose(1, 2, 0)[:, :, None]  # (2, A, B) -> (A, B, 1, 2)
    Z, _ = conv2d(picture[None, :, :, None], W, np.zeros(2, picture.dtype))
    x, y = Z[0, :, :, 0], Z[0, :, :, 1]
    direction = np.degrees(np.arctan2(x, y)) % 180
    return x**2 + y**2, np.where(direction < 180, direction, 0)  # a remainder of 180 comes from rounding


def top_patches(pictures, maps, *, count, size, stride):
    """The patches that excite a unit most, each from another picture, the strongest first.

    Formula: place (r, s) of a map looks at the rows ``[stride r, stride r + size)`` and the columns
    ``[stride s, stride s + size)`` of its picture
    pictures: array (N, H, L); maps: array (N, R, S), the unit's answers, of equal ones the first counts;
    count, size, stride: whole numbers -> array (count, size, size)

    Raises ValueError if there are fewer pictures than `count`.

    >>> pictures = np.arange(18.0).reshape(2, 3, 3)
    >>> maps = np.array([[[0.0, 5.0], [1.0, 0.0]], [[2.0, 0.0], [0.0, 7.0]]])
    >>> top_patches(pictures, maps, count=2, size=2, stride=1)[:, 0].tolist()  # the upper rows of both patches
    [[13.0, 14.0], [1.0, 2.0]]
    """
    if count > len(pictures):
        raise ValueError(f"count is {count}, there are {len(pictures)} pictures: want at most one patch of each")
    answers = maps.reshape(len(maps), -1)  # (N, R, S) -> (N, R S)
    strongest = np.argsort(-answers.max(axis=1), kind="stable")[:count]
    rows, columns = np.unravel_index(answers[strongest].argmax(axis=1), maps.shape[1:])
    patches = [
        pictures[n, places(stride * r, size), places(stride * s, size)] for n, r, s in zip(strongest, rows, columns)
    ]
    return np.stack(patches)


def linear_probe(H, T, *, ridge):
    """The best linear reading of some numbers from the features of a layer, in closed form.

    Formula: the W and b with the smallest ``|H W + b - T|^2 + ridge |W|^2``; the bias b is free
    H: array (N, D); T: array (N, K), what is to be read; ridge: a number above 0 -> (W, b): arrays (D, K) and (K,)

    >>> W, b = linear_probe(np.array([[0.0], [2.0]]), np.array([[5.0], [9.0]]), ridge=2.0)
    >>> print(W.round(3), b.round(3))  # -1 and 1 around the mean: 4 / (2 + 2); then 7 - 1 * 1
    [[1.]] [6.]
    """
    H_mean, T_mean = H.mean(axis=0), T.mean(axis=0)
    H_centered, T_centered = H - H_mean, T - T_mean
    S = H_centered.T @ H_centered  # (D, N) @ (N, D) -> (D, D)
    W = np.linalg.solve(S + ridge * np.eye(len(S), dtype=H.dtype), H_centered.T @ T_centered)  # -> (D, K)
    return W, T_mean - H_mean @ W


def invariance_score(H):
    """How far each unit's answer says which thing it is, and not in which variant it comes.

    Formula: ``1 - (mean over the things of the variance over their variants) / (variance of all answers)``; 0 for a
    unit that always answers the same
    H: array (T, V, D), the answers of D units to V variants of each of T things -> array (D,), from 0 to 1

    >>> H = np.array([[[1.0, 1.0], [1.0, 3.0]], [[3.0, 1.0], [3.0, 3.0]]])
    >>> invariance_score(H)  # the first unit tells the things, the second the variants
    array([1., 0.])
    """
    within, total = H.var(axis=1).mean(axis=0), H.var(axis=(0, 1))
    return 1 - np.divide(within, total, out=np.ones_like(total), where=total > 0)


def k_means_step(X, centers):
    """One round of k-means: each example goes to the nearest center, each center to the mean of its examples.

    Formula: ``labels[n]`` is the c with the smallest ``|X[n] - centers[c]|^2``, of equal ones the first; a center that
    no example comes to stays where it is
    X: array (N, D); centers: array (K, D) -> (labels, centers): an int array (N,) and an array (K, D)

    >>> labels, centers = k_means_step(np.array([[0.0], [1.0], [8.0]]), np.array([[0.0], [6.0], [50.0]]))
    >>> print(labels, centers.ravel())
    [0 0 1] [ 0.5  8.  50. ]
    """
    distances = ((X[:, None] - centers) ** 2).sum(axis=2)  # (N, 1, D) - (K, D) -> (N, K)
    labels = distances.argmin(axis=1)
    moved = centers.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def centered_kernel_alignment(X, Y):
    """How alike two layers arrange the same examples: 1 if up to rotation, scale and shift, 0 if unrelated.

    Formula: ``|X^T Y|^2 / (|X^T X| |Y^T Y|)``, of columns with mean 0; ``|A|`` is the root of the sum of squares
    X: array (N, D); Y: array (N, M), the same examples in the same order -> a number, 0 if X or Y is the same for all

    >>> X = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    >>> print(centered_kernel_alignment(X, 3 * X[:, ::-1] + 7), centered_kernel_alignment(X, 0 * X))
    1.0 0.0
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    return np.linalg.norm(X.T @ Y) ** 2 / own if own > 0 else own


def saliency_map(pictures, forward, backward, *, labels):
    """How much the score of a class hangs on each pixel.

    Formula: ``max over c of |d score / d pixel|``, with the gradient of the score of each picture's class
    pictures: array (N, H, L, C); forward: function, ``forward(pictures) -> (scores, cache)`` with scores (N, K);
    backward: function, ``backward(d_scores, cache) -> d_pictures``; labels: int array (N,) -> array (N, H, L)

    >>> def forward(X):  # two scores: a sum of pixels, and minus three times the sum
    ...     return X.sum(axis=(1, 2, 3))[:, None] * [1, -3], X.shape
    >>> def backward(d_scores, shape):
    ...     return (d_scores @ [1, -3])[:, None, None, None] * np.ones(shape)
    >>> saliency_map(np.zeros((1, 1, 2, 3)), forward, backward, labels=np.array([1]))
    array([[[3., 3.]]])
    """
    scores, cache = forward(pictures)
    d_scores = np.zeros_like(scores)
    d_scores[np.arange(len(labels)), labels] = 1
    return np.abs(backward(d_scores, cache)).max(axis=3)  # (N, H, L, C) -> (N, H, L)


def occlusion_map(picture, score, *, size, stride=1, fill=0.0):
    """How much a score falls when a part of the picture is covered, for each place of the cover.

    Formula: ``out[r, s] = score(picture) - score(the picture with [stride r, stride r + size) by
    [stride s, stride s + size) set to fill)``
    picture: array (H, L); score: function, ``score(pictures (N, H, L)) -> array (N,)``; size, stride: whole numbers;
    fill: a number -> array (R, S), for every place where the cover does not stick out

    >>> occlusion_map(np.array([[1.0, 2.0, 4.0]]), lambda X: X.sum(axis=(1, 2)), size=1)
    array([[1., 2., 4.]])
    """
    rows, columns = ((side - size) // stride + 1 for side in picture.shape)
    covered = np.repeat(picture[None], rows * columns, axis=0)  # (R S, H, L)
    for n, (r, s) in enumerate(np.ndindex(rows, columns)):
        covered[n, places(stride * r, size), places(stride * s, size)] = fill
    return (score(picture[None]) - score(covered)).reshape(rows, columns)


def activation_maximization_step(X, dX, *, learning_rate, decay):
    """One step of a picture uphill: towards what makes a unit answer more.

    Formula: ``(1 - decay) X + learning_rate dX / root of the mean of dX^2``, cut off below 0 and above 1; where the
    gradient is 0 everywhere, only the decay remains
    X: array of any shape, a picture; dX: array of the same shape, the gradient of the unit's answer;
    learning_rate, decay: numbers -> array of the same shape

    >>> activation_maximization_step(np.array([0.5, 0.5]), np.array([3.0, -3.0]), learning_rate=0.1, decay=0.0)
    array([0.6, 0.4])
    """
    size = np.sqrt(np.mean(dX**2))
    step = dX / size if size > 0 else 0 * dX
    return np.clip((1 - decay) * X + learning_rate * step, 0, 1)
