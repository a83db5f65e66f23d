"""Lesson 13, autoencoder: learning from what nobody labelled.

X (N, D) are N examples of D numbers; V (N, D) are visible units that are 0 or 1, H (N, M) the hidden units, the code of
each example. W (D, M) stands between both, for both directions: b (M,) are the biases of the hidden side and c (D,)
those of the visible side.

Sources
-------
autoencoder_forward, autoencoder_backward: Bourlard and Kamp (1988), *Auto-association by multilayer perceptrons and
    singular value decomposition*; with one table for both ways, Vincent et al. (2010), *Stacked denoising
    autoencoders*.
corrupt: Vincent et al. (2008), *Extracting and composing robust features with denoising autoencoders*, section 2.3.
sparsity_penalty: Ng (2011), *Sparse autoencoder*, lecture notes of CS294A.
rbm_free_energy, gibbs_step: Hinton (2012), *A practical guide to training restricted Boltzmann machines*.
contrastive_divergence: Hinton (2002), *Training products of experts by minimizing contrastive divergence*; with chains
    that go on, Tieleman (2008), *Training restricted Boltzmann machines using approximations to the likelihood
    gradient*.
reparameterize, gaussian_kl: Kingma and Welling (2014), *Auto-encoding variational Bayes*, section 2.4 and appendix B.
pseudo_label: Lee (2013), *Pseudo-label: the simple and efficient semi-supervised learning method*.
"""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def autoencoder_forward(X, *, W, b, c, linear=False):
    """Through a code and back with one table of weights: what a narrow passage leaves.

    Formula: ``H = sigmoid(X W + b)``, or ``H = X W + b`` if `linear`; ``X_hat = H W^T + c``
    X: array (N, D); W: (D, M); b: (M,); c: (D,); linear: True or False
    -> (X_hat, cache): X_hat an array (N, D); cache the tuple (X, H, W, linear)

    >>> W, b, c = np.array([[1.0], [-1.0]]), np.zeros(1), np.array([0.0, 2.0])
    >>> X_hat, (_, H, _, _) = autoencoder_forward(np.array([[3.0, 3.0]]), W=W, b=b, c=c)
    >>> print(H, X_hat)  # sigmoid(3 - 3); then 0.5 times each weight, and c
    [[0.5]] [[0.5 1.5]]
    """
    Z = X @ W + b  # (N, D) @ (D, M) -> (N, M)
    H = Z if linear else sigmoid(Z)
    return H @ W.T + c, (X, H, W, linear)


def autoencoder_backward(dX_hat, cache, *, dH=0.0):
    """The gradients of a tied autoencoder, whose one table of weights is used twice.

    Formula: ``dH_total = dX_hat W + dH``; ``dZ = dH_total H (1 - H)``, or ``dH_total`` if linear;
    ``dW = X^T dZ + dX_hat^T H``; db and dc are the sums of dZ and of dX_hat over the examples
    dX_hat: array (N, D); cache: the tuple (X, H, W, linear); dH: array (N, M) or 0, what else
    pulls at the code
    -> (dW, db, dc): arrays (D, M), (M,) and (D,)

    >>> cache = np.array([[3.0, 3.0]]), np.array([[0.5]]), np.array([[1.0], [-1.0]]), False
    >>> dW, db, dc = autoencoder_backward(np.array([[1.0, 0.0]]), cache)
    >>> print(dW.ravel(), db, dc)  # dZ is 1 * 0.25; on the way there 3 * 0.25, and on the way back 1 * 0.5
    [1.25 0.75] [0.25] [1. 0.]
    """
    X, H, W, linear = cache
    dH = dX_hat @ W + dH  # (N, D) @ (D, M) -> (N, M)
    dZ = dH if linear else dH * H * (1 - H)
    return X.T @ dZ + dX_hat.T @ H, dZ.sum(axis=0), dX_hat.sum(axis=0)


def corrupt(X, *, count, rng):
    """A copy in which `count` numbers of each example are erased, at random places of its own.

    Formula: in every row, `count` different columns become 0; all choices of columns are equally likely
    X: array (N, D); count: a whole number, 0 to D; rng: a random generator -> array (N, D)

    >>> X = corrupt(np.ones((3, 4)), count=1, rng=np.random.default_rng(0))
    >>> X.sum(axis=1)
    array([3., 3., 3.])
    """
    order = rng.random(X.shape).argsort(axis=1)  # each row a random order of the columns
    return np.where(order < count, 0, X)


def sparsity_penalty(H, *, target):
    """What it costs that hidden units are active in more, or in fewer, examples than they should.

    Formula: ``q_j`` the mean of column j; the sum over j of ``p log(p / q_j) + (1 - p) log((1 - p) / (1 - q_j))``, with
    p for `target`; and its gradient by every number of H
    H: array (N, M), between 0 and 1; target: a number between 0 and 1
    -> (penalty, dH): a number, and an array (N, M)

    >>> penalty, dH = sparsity_penalty(np.array([[0.5], [0.5]]), target=0.25)
    >>> print(round(float(penalty), 3), dH.ravel())  # 0.25 log 0.5 + 0.75 log 1.5; (-0.5 + 1.5) / 2
    0.131 [0.5 0.5]
    """
    q = H.mean(axis=0)
    penalty = np.sum(target * np.log(target / q) + (1 - target) * np.log((1 - target) / (1 - q)))
    slope = (1 - target) / (1 - q) - target / q  # of a unit's part, by its mean
    return penalty, np.broadcast_to(slope / len(H), H.shape).copy()


def rbm_free_energy(V, *, W, b, c):
    """How ill each pattern suits a machine, whatever its hidden units do: low is likely.

    Formula: ``F(v) = -c . v - sum over j of log(1 + exp(v . W_j + b_j))``; the chance of v is ``exp(-F(v)) / Z``
    V: array (N, D); W: (D, M); b: (M,); c: (D,) -> array (N,)

    >>> F = rbm_free_energy(np.array([[0.0], [1.0]]), W=np.array([[np.log(3)]]), b=np.zeros(1), c=np.array([1.0]))
    >>> F.round(3)  # -log(1 + 1); -1 - log(1 + 3)
    array([-0.693, -2.386])
    """
    return -(V @ c) - np.logaddexp(0, V @ W + b).sum(axis=1)


def gibbs_step(V, *, W, b, c, rng):
    """One step of a chain: guess the causes of what is seen, then imagine what these would show.

    Formula: ``P(h_j = 1) = sigmoid(v . W_j + b_j)``, H is drawn; ``P(v_i = 1) = sigmoid(W_i . h + c_i)``, V is drawn. A
    unit is 1 where ``rng.random(shape)``, asked once for H and then once for V, is below its chance
    V: array (N, D); W: (D, M); b: (M,); c: (D,); rng: a random generator
    -> (V_next, H): arrays (N, D) and (N, M), all 0.0 or 1.0

    >>> W = np.array([[20.0], [20.0]])  # one cause, which shows both
    >>> gibbs_step(np.array([[1.0, 0.0]]), W=W, b=-10 * np.ones(1), c=-10 * np.ones(2), rng=np.random.default_rng(0))
    (array([[1., 1.]]), array([[1.]]))
    """
    P = sigmoid(V @ W + b)
    H = (rng.random(P.shape) < P).astype(P.dtype)
    P = sigmoid(H @ W.T + c)
    return (rng.random(P.shape) < P).astype(P.dtype), H


def contrastive_divergence(V, *, W, b, c, rng, steps=1, chain=None):
    """Which way its guesses come closer to the examples: what it sees, against what it dreams.

    Formula: the chain begins at `chain`, or at V if that is None, and makes `steps` of :func:`gibbs_step`;
    ``dW = mean of v_end p_end^T - mean of v p^T`` over the rows, with ``p = sigmoid(v W + b)``; db and dc the like, of
    p and of v. A gradient, so the weights go against it
    V: array (N, D); W: (D, M); b: (M,); c: (D,); rng: a random generator; steps: a whole number;
    chain: array (K, D) or None
    -> (dW, db, dc, V_end): arrays (D, M), (M,), (D,) and (K, D), where the chain has come to

    >>> V, W, b, c = np.array([[1.0], [1.0]]), np.zeros((1, 1)), np.zeros(1), np.array([-99.0])
    >>> contrastive_divergence(V, W=W, b=b, c=c, rng=np.random.default_rng(0))[:3]  # it dreams 0, and sees 1
    (array([[-0.5]]), array([0.]), array([-1.]))
    """
    V_end = V if chain is None else chain
    for _ in range(steps):
        V_end, _ = gibbs_step(V_end, W=W, b=b, c=c, rng=rng)
    P, P_end = sigmoid(V @ W + b), sigmoid(V_end @ W + b)
    dW = V_end.T @ P_end / len(V_end) - V.T @ P / len(V)
    return dW, P_end.mean(axis=0) - P.mean(axis=0), V_end.mean(axis=0) - V.mean(axis=0), V_end


def reparameterize(mean, *, log_variance, noise):
    """A code drawn from a bell curve, so that one can ask how it moves when the curve does.

    Formula: ``z = mean + exp(log_variance / 2) noise``; the slope is that of z by log_variance, elementwise
    mean, log_variance, noise: arrays (N, K), the noise drawn from a normal distribution of mean 0
    and variance 1
    -> (z, slope), each an array (N, K)

    >>> z, slope = reparameterize(np.array([[1.0]]), log_variance=np.log([[4.0]]), noise=np.array([[-0.5]]))
    >>> print(z, slope)  # 1 + 2 * -0.5; half of 2 * -0.5
    [[0.]] [[-0.5]]
    """
    away = np.exp(log_variance / 2) * noise
    return mean + away, away / 2


def gaussian_kl(mean, *, log_variance):
    """How far the codes' bell curves are from the one agreed on, of mean 0 and variance 1.

    Formula: the mean over the examples of ``1/2 sum over k of (mean^2 + exp(log_variance) - 1 - log_variance)``
    mean, log_variance: arrays (N, K)
    -> (kl, dmean, dlog_variance): kl a number; dmean an array (N, K), its gradient by mean;
    dlog_variance an array (N, K), that by log_variance

    >>> kl, dmean, dlog_variance = gaussian_kl(np.array([[1.0], [0.0]]), log_variance=np.log([[1.0], [2.0]]))
    >>> print(round(float(kl), 3), dmean.ravel(), dlog_variance.ravel())  # (1/2 + (1 - log 2) / 2) / 2
    0.327 [0.5 0. ] [0.   0.25]
    """
    variance = np.exp(log_variance)
    kl = np.sum(mean**2 + variance - 1 - log_variance) / 2 / len(mean)
    return kl, mean / len(mean), (variance - 1) / 2 / len(mean)


def pseudo_label(P, *, threshold, most=None):
    """The examples of which a model is sure, with its own answers as labels.

    Formula: a row answers its most probable class, the first of equal ones, and is as sure as this is probable; it is
    taken if it is at least as sure as `threshold`; if `most` is not None, of all rows with one answer only the `most`
    surest, and of equally sure ones the earlier
    P: array (N, C), the probabilities of the classes; threshold: a number;
    most: a whole number or None
    -> (rows, labels): int arrays (K,) and (K,), rows rising

    >>> pseudo_label(np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.95, 0.05]]), threshold=0.8, most=1)
    (array([2, 3]), array([1, 0]))
    """
    answers, sure = P.argmax(axis=1), P.max(axis=1)
    rows = np.flatnonzero(sure >= threshold)
    if most is not None:
        by_class = [rows[answers[rows] == label] for label in range(P.shape[1])]
        best = [few[np.argsort(-sure[few], kind="stable")[:most]] for few in by_class]
        rows = np.sort(np.concatenate(best))
    return rows, answers[rows]
