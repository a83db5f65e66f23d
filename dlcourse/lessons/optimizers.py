"""Lesson 05, optimizers: from a gradient to a step, in seven ways; a rate for each step; and a limit to gradients.

w are weights and g their gradient; v, s and m are what an optimizer remembers of earlier gradients. These are arrays of
one shape, and none is changed: a step gives new ones back, which are kept for the next. t is the number of the step.

Sources
-------
sgd_step: Robbins and Monro (1951), *A stochastic approximation method*.
momentum_step: Polyak (1964), *Some methods of speeding up the convergence of iteration methods*.
nesterov_step: Sutskever et al. (2013), *On the importance of initialization and momentum in deep learning*.
adagrad_step: Duchi, Hazan and Singer (2011), *Adaptive subgradient methods for online learning*.
rmsprop_step: Tieleman and Hinton (2012), *Neural Networks for Machine Learning*, lecture 6.5.
adam_step: Kingma and Ba (2015), *Adam: a method for stochastic optimization*, algorithm 1.
adamw_step: Loshchilov and Hutter (2019), *Decoupled weight decay regularization*.
warmup_cosine_schedule: Loshchilov and Hutter (2017), *SGDR: stochastic gradient descent with warm restarts*,
    section 3.
clip_gradient_norm: Pascanu, Mikolov and Bengio (2013), *On the difficulty of training recurrent neural networks*,
    algorithm 1.
"""

import numpy as np


def sgd_step(*, w, g, learning_rate):
    """Gradient descent: one step against the gradient.

    Formula: ``w - learning_rate * g``
    w: array of any shape, the weights; g: array of the same shape, their gradient;
    learning_rate: a number -> array of the same shape, the new weights

    >>> print(sgd_step(w=np.array([1.0, 2.0]), g=np.array([4.0, -2.0]), learning_rate=0.1))
    [0.6 2.2]
    """
    return w - learning_rate * g


def momentum_step(*, w, g, v, learning_rate, momentum=0.9):
    """Gradient descent with momentum: the velocity v remembers the gradients of earlier steps.

    Formula: ``v_new = momentum * v + g``; ``w_new = w - learning_rate * v_new``
    w, g, v: arrays of one shape (v is 0 before the first step); learning_rate: a number
    -> (w, v), the new ones

    >>> w, v = momentum_step(w=np.array([1.0]), g=np.array([2.0]), v=np.array([10.0]), learning_rate=0.1)
    >>> print(w, v)  # 0.9 * 10 + 2 = 11, and 1 - 0.1 * 11 = -0.1
    [-0.1] [11.]
    """
    v = momentum * v + g
    return w - learning_rate * v, v


def nesterov_step(*, w, g, v, learning_rate, momentum=0.9):
    """Nesterov's momentum: the step looks ahead to where the velocity is about to lead.

    Formula: ``v_new = momentum * v + g``; ``w_new = w - learning_rate * (g + momentum * v_new)``
    w, g, v: arrays of one shape (v is 0 before the first step); learning_rate: a number
    -> (w, v), the new ones

    >>> w, v = nesterov_step(w=np.array([1.0]), g=np.array([2.0]), v=np.array([10.0]), learning_rate=0.1)
    >>> print(w.round(2), v)  # 2 + 0.9 * 11 = 11.9, and 1 - 0.1 * 11.9 = -0.19
    [-0.19] [11.]
    """
    v = momentum * v + g
    return w - learning_rate * (g + momentum * v), v


def adagrad_step(*, w, g, s, learning_rate, epsilon=1e-8):
    """AdaGrad: each weight has a learning rate of its own, the smaller, the larger its gradients were.

    Formula: ``s_new = s + g^2``; ``w_new = w - learning_rate * g / (sqrt(s_new) + epsilon)``
    w, g, s: arrays of one shape (s is 0 before the first step); learning_rate: a number
    -> (w, s), the new ones

    >>> w, s = adagrad_step(w=np.array([1.0]), g=np.array([3.0]), s=np.array([16.0]), learning_rate=0.5)
    >>> print(w.round(3), s)  # sqrt(16 + 9) = 5, and 1 - 0.5 * 3 / 5 = 0.7
    [0.7] [25.]
    """
    s = s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def rmsprop_step(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    """RMSProp: a learning rate of its own for each weight, as in AdaGrad, but what is long ago is forgotten.

    Formula: ``s_new = decay * s + (1 - decay) * g^2``; ``w_new = w - learning_rate * g / (sqrt(s_new) + epsilon)``
    w, g, s: arrays of one shape (s is 0 before the first step); learning_rate: a number
    -> (w, s), the new ones

    >>> w, s = rmsprop_step(w=np.array([1.0]), g=np.array([4.0]), s=np.array([0.0]), learning_rate=0.5, decay=0.75)
    >>> print(w.round(3), s)  # 0.25 * 16 = 4, and 1 - 0.5 * 4 / 2 = 0
    [0.] [4.]
    """
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def adam_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Adam: momentum and RMSProp together, both corrected for having started at 0.

    Formula: ``m_new = beta1 * m + (1 - beta1) * g``; ``v_new = beta2 * v + (1 - beta2) * g^2``;
    ``w_new = w - learning_rate * m_hat / (sqrt(v_hat) + epsilon)`` with ``m_hat = m_new / (1 - beta1^t)`` and
    ``v_hat = v_new / (1 - beta2^t)``
    w, g, m, v: arrays of one shape (m and v are 0 before the first step); t: int, from 1;
    learning_rate: a number -> (w, m, v), the new ones

    Raises ValueError if t is less than 1.

    >>> zero = np.zeros(2)
    >>> w, m, v = adam_step(w=np.ones(2), g=np.array([5.0, -0.02]), m=zero, v=zero, t=1, learning_rate=0.1)
    >>> print(w.round(3))  # the first step has the length of the learning rate, whatever the gradient
    [0.9 1.1]
    """
    if t < 1:
        raise ValueError(f"t is {t}: count the steps from 1")
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


def adamw_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    """AdamW: Adam, and beside it every weight shrinks by the same share.

    Formula: ``w_new = (w after adam_step) - learning_rate * weight_decay * w``
    w, g, m, v: arrays of one shape (m and v are 0 before the first step); t: int, from 1;
    learning_rate: a number -> (w, m, v), the new ones

    >>> w, g, zero = np.array([2.0]), np.array([7.0]), np.zeros(1)
    >>> w, m, v = adamw_step(w=w, g=g, m=zero, v=zero, t=1, learning_rate=0.1, weight_decay=0.5)
    >>> print(w.round(3))  # 2 - 0.1 from Adam, and - 0.1 * 0.5 * 2
    [1.8]
    """
    stepped, m, v = adam_step(
        w=w, g=g, m=m, v=v, t=t, learning_rate=learning_rate, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    return stepped - learning_rate * weight_decay * w, m, v


def warmup_cosine_schedule(step, *, peak, warmup, total):
    """The learning rate of a step: it rises in a line to the peak, then falls to 0 along half a cosine.

    Formula: ``peak * step / warmup`` before step `warmup`, then ``peak * (1 + cos(pi * p)) / 2`` with
    ``p = (step - warmup) / (total - warmup)``, and 0 from step `total` on
    step: int, from 0; peak: a number, the largest rate; warmup, total: int, warmup < total
    -> a number, the rate

    Raises ValueError if warmup is below 0, or not below total.

    >>> [round(warmup_cosine_schedule(step, peak=0.8, warmup=4, total=12), 3) for step in (0, 1, 4, 8, 12)]
    [0.0, 0.2, 0.8, 0.4, 0.0]
    """
    if not 0 <= warmup < total:
        raise ValueError(f"warmup is {warmup}, total is {total}: want 0 <= warmup < total")
    if step < warmup:
        return peak * step / warmup
    progress = min((step - warmup) / (total - warmup), 1)
    # A plain float: NumPy's own would turn float32 weights into float64.
    return float(peak * (1 + np.cos(np.pi * progress)) / 2)


def clip_gradient_norm(gradients, largest):
    """Scale all gradients by one factor so that their common norm is at most a given number.

    Formula: ``g * min(1, largest / norm)`` with ``norm = sqrt(sum of the squares of all elements of all arrays)``
    gradients: list of arrays of any shapes; largest: a number above 0 -> list of arrays, new ones

    Raises ValueError if largest is not above 0.

    >>> clip_gradient_norm([np.array([3.0]), np.array([[0.0], [4.0]])], 1.0)  # the norm is 5
    [array([0.6]), array([[0. ],
           [0.8]])]
    """
    if largest <= 0:
        raise ValueError(f"largest is {largest}: want a number above 0")
    norm = np.sqrt(sum(np.sum(g * g) for g in gradients))
    factor = largest / max(norm, largest)
    return [g * factor for g in gradients]
