"""Lesson 15, diffusion: make pictures from noise.

x0 is clean: an array of N examples, (N, D) points or (N, H, W) pictures. Step t of T mixes it with noise of spread 1;
alpha_bar (T + 1,) says how much of the clean variance is left after each step, from 1 at step 0 to nearly 0 at step T.
A network gets noisy examples x and the step t of each, and says what it believes the clean ones, or the noise, to be.

Sources
-------
noise_schedule: Nichol and Dhariwal (2021), *Improved denoising diffusion probabilistic models*, section 3.2.
add_noise, clean_from_noise, denoising_loss, sample_step: Ho, Jain and Abbeel (2020), *Denoising diffusion probabilistic
    models*, equations 4, 6, 7, 14 and 15; first in Sohl-Dickstein et al. (2015).
ideal_denoiser: the mean of what the data leave possible, by Bayes' rule; Karras et al. (2022), *Elucidating the design
    space of diffusion-based generative models*, appendix B.3.
ddim_step: Song, Meng and Ermon (2021), *Denoising diffusion implicit models*, equation 12 without noise.
guidance: Ho and Salimans (2022), *Classifier-free diffusion guidance*.
frechet_distance: Fréchet (1957), of two normal distributions; for pictures, Heusel et al. (2017), *GANs trained by a
    two time-scale update rule converge to a local Nash equilibrium*.
nearest_distance: the check for copies; Somepalli et al. (2023), *Diffusion art or digital forgery?*
flow_target: Lipman et al. (2023), *Flow matching for generative modeling*; Liu, Gong and Liu (2023), *Flow straight and
    fast*.
"""

import numpy as np


def noise_schedule(steps, *, offset=0.008):
    """How much of the clean variance is left after each step: slowly at first, slowly at last.

    Formula: ``f(t) = cos^2(pi / 2 (t / T + s) / (1 + s))`` with s the offset, and T steps; step t takes the share
    ``beta_t = 1 - f(t) / f(t - 1)`` of what is left, but never more than 0.999
    steps: a whole number from 1 on; offset: a number, 0 or more
    -> array (steps + 1,), alpha_bar of each step from 0 on, where it is 1

    >>> noise_schedule(2, offset=0.0)  # cos^2 of 0, of an eighth turn; the last step leaves a thousandth
    array([1.e+00, 5.e-01, 5.e-04])
    """
    f = np.cos(np.pi / 2 * (np.arange(steps + 1) / steps + offset) / (1 + offset)) ** 2
    kept = np.maximum(f[1:] / f[:-1], 0.001)  # alpha_t: without a floor, the last step would leave nothing to invert
    return np.concatenate(([1.0], np.cumprod(kept)))


def _by_example(values, x):
    """Numbers, one for all examples or one for each, shaped so that they stretch over the examples' other axes."""
    values = np.asarray(values, np.result_type(x, np.float32))  # float32 stays what it is
    return values.reshape(values.shape + (1,) * (x.ndim - 1)) if values.ndim else values


def add_noise(x0, noise, *, alpha_bar):
    """A noisy example of any step, at once: no walk through the steps before is needed.

    Formula: ``x = sqrt(alpha_bar) x0 + sqrt(1 - alpha_bar) noise``
    x0, noise: arrays of one shape, N examples of one axis or more
    alpha_bar: a number or array (N,), from 0 to 1, for all examples or for each
    -> array of the same shape

    >>> add_noise(np.array([[10.0, 0.0]]), np.array([[1.0, -1.0]]), alpha_bar=0.36)  # 0.6 and 0.8
    array([[ 6.8, -0.8]])
    """
    kept = _by_example(alpha_bar, x0)
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise


def ideal_denoiser(x, *, data, alpha_bar):
    """The best guess at the clean examples, if these can only be rows of `data`, all alike likely.

    Formula: the mean of the rows d, weighted by ``exp(-|x - sqrt(alpha_bar) d|^2 / (2 (1 - alpha_bar)))``
    x: array (N, D), noisy; data: array (M, D); alpha_bar: a number from 0 on and below 1
    -> array (N, D)

    >>> ideal_denoiser(np.array([[0.0], [0.8]]), data=np.array([[-1.0], [1.0]]), alpha_bar=0.5).round(3)
    array([[0.   ],
           [0.811]])
    """
    fits = alpha_bar**0.5 * x @ data.T - alpha_bar * np.sum(data**2, axis=1) / 2  # (N, D) @ (D, M) -> (N, M)
    scores = fits / (1 - alpha_bar)  # |x|^2 is left out: it is the same for all d, so that no share depends on it
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ data


def clean_from_noise(x, noise, *, alpha_bar):
    """What the clean examples must be, if `noise` is the noise in x.

    Formula: ``x0 = (x - sqrt(1 - alpha_bar) noise) / sqrt(alpha_bar)``
    x, noise: arrays of one shape, N examples of one axis or more
    alpha_bar: a number or array (N,), above 0 and at most 1, for all examples or for each
    -> array of the same shape

    >>> clean_from_noise(np.array([[6.8, -0.8]]), np.array([[1.0, -1.0]]), alpha_bar=0.36)
    array([[10.,  0.]])
    """
    kept = _by_example(alpha_bar, x)
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


def denoising_loss(x0, noise, *, t, network, alpha_bar, target):
    """How far off a network is that looks at noisy examples, and the gradient of what it says.

    Formula: the mean, over all numbers, of ``(network(x, t) - target)^2``, x being x0 with the noise of step t
    x0, noise: arrays of one shape, N examples; t: int array (N,), the step of each
    network: a function of the noisy examples and of t, whose result has the shape of the examples
    alpha_bar: array, of the steps 0 to T
    target: str, "noise" or "clean": what the network is asked for
    -> (loss, d_said): a number and array of the same shape, the loss's gradient by what is said

    >>> def network(x, t):
    ...     return x  # it leaves everything as it is
    >>> step = {"t": np.array([1]), "alpha_bar": np.array([1.0, 0.36])}
    >>> loss, d_said = denoising_loss(
    ...     np.array([[10.0, 0.0]]), np.array([[1.0, -1.0]]), network=network, target="noise", **step
    ... )
    >>> print(loss.round(2), d_said)  # it says 6.8 and -0.8, for 1 and -1
    16.84 [[5.8 0.2]]
    """
    off = network(add_noise(x0, noise, alpha_bar=alpha_bar[t]), t) - (noise if target == "noise" else x0)
    return np.mean(off**2), 2 * off / off.size


def sample_step(x, clean, noise, *, t, alpha_bar):
    """One step back, from t to t - 1: toward what is believed to be clean, with a little new noise.

    Formula: with a for alpha_bar and ``beta = 1 - a_t / a_(t-1)``, drawn around
    ``(sqrt(a_(t-1)) beta clean + sqrt(1 - beta) (1 - a_(t-1)) x) / (1 - a_t)``,
    with the variance ``beta (1 - a_(t-1)) / (1 - a_t)``
    x, clean, noise: arrays of one shape, noise of spread 1; t: a whole number, from 1 to T
    alpha_bar: array, of the steps 0 to T, which begins with 1
    -> array of the same shape

    >>> alpha_bar = np.array([1.0, 0.5, 0.25])
    >>> sample_step(np.array([[3.0]]), np.array([[1.0]]), np.array([[0.0]]), t=1, alpha_bar=alpha_bar)
    array([[1.]])
    >>> sample_step(np.array([[3.0]]), np.array([[1.0]]), np.array([[3.0]]), t=2, alpha_bar=alpha_bar).round(3)
    array([[3.618]])
    """
    now, then = alpha_bar[t], alpha_bar[t - 1]
    beta = 1 - now / then
    mean = (np.sqrt(then) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)
    return mean + np.sqrt(beta * (1 - then) / (1 - now)) * noise


def ddim_step(x, clean, *, alpha_bar, earlier):
    """One step back of any length, without new noise: what is left is the noise that was there.

    Formula: ``sqrt(earlier) clean + sqrt(1 - earlier) noise``, with the noise that `clean` leaves for x
    x, clean: arrays of one shape; alpha_bar: a number from 0 on and below 1, of the step of x
    earlier: a number from 0 to 1, of the step to go to
    -> array of the same shape

    >>> ddim_step(np.array([[6.8, -0.8]]), np.array([[10.0, 0.0]]), alpha_bar=0.36, earlier=0.64)
    array([[ 8.6, -0.6]])
    """
    noise = (x - alpha_bar**0.5 * clean) / (1 - alpha_bar) ** 0.5
    return earlier**0.5 * clean + (1 - earlier) ** 0.5 * noise


def guidance(plain, with_class, *, scale):
    """What is said when the class is asked for more loudly than it was learned.

    Formula: from `plain` toward `with_class`, `scale` times the way: 0 stays, 1 arrives, more goes beyond
    plain, with_class: arrays of one shape, said without and with the class; scale: a number
    -> array of the same shape

    >>> guidance(np.array([1.0, 1.0]), np.array([2.0, 0.0]), scale=3.0)
    array([ 4., -2.])
    """
    return plain + scale * (with_class - plain)


def frechet_distance(X, Y):
    """How far apart two heaps of examples are, as two clouds of which only middle and shape count.

    Formula: ``|m - m'|^2 + trace(C + C' - 2 (C C')^(1/2))``, of the means m and the covariances C, each divided by
    one less than its number of examples
    X: array (N, D), N at least 2; Y: array (M, D), M at least 2
    -> a number, 0 for clouds of one middle and shape

    >>> float(frechet_distance(np.array([[0.0], [2.0]]), np.array([[3.0], [3.0], [9.0]])).round(3))
    20.202
    """
    A, B = ((rows - rows.mean(axis=0)) / (len(rows) - 1) ** 0.5 for rows in (X, Y))  # C = A^T A and C' = B^T B
    A, B = np.linalg.qr(A, mode="r"), np.linalg.qr(B, mode="r")  # the same C and C', of at most D rows
    shared = np.linalg.svd(A @ B.T, compute_uv=False).sum()  # the trace of (C C')^(1/2)
    return np.sum((X.mean(axis=0) - Y.mean(axis=0)) ** 2) + np.sum(A**2) + np.sum(B**2) - 2 * shared


def nearest_distance(samples, *, data):
    """How far each sample is from the nearest of what was shown, and which that is.

    Formula: the smallest Euclidean distance to a row of `data`; of equally near rows, the first
    samples: array (N, D); data: array (M, D)
    -> (distances, which): array (N,) and int array (N,), rows of data

    >>> nearest_distance(np.array([[3.0, 4.0], [0.0, 1.0]]), data=np.array([[0.0, 0.0], [0.0, 1.0]]))
    (array([4.24264069, 0.        ]), array([1, 1]))
    """
    squares = np.array([np.sum((data - sample) ** 2, axis=1) for sample in samples])  # (N, M)
    squares = squares.reshape(len(samples), len(data))  # without any sample, too
    which = squares.argmin(axis=1)
    return np.sqrt(squares.min(axis=1)), which


def flow_target(x0, noise, *, t):
    """A straight way from noise to example: where it is at time t, and how fast it goes there.

    Formula: ``x = (1 - t) noise + t x0``; the velocity is its slope by t
    x0, noise: arrays of one shape, N examples; t: array (N,), from 0, all noise, to 1, clean
    -> (x, velocity): arrays of the same shape

    >>> flow_target(np.array([[10.0]]), np.array([[2.0]]), t=np.array([0.25]))
    (array([[4.]]), array([[8.]]))
    """
    time = _by_example(t, x0)
    return (1 - time) * noise + time * x0, x0 - noise
