"""Batch normalisation: each column by the batch in training, by running statistics in evaluation mode."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.regularization._cases import SLIPS, batchnorm_cases
from dlcourse.lessons import regularization

exercise = Exercise(
    reference=regularization.batchnorm_forward,
    inside={"cache": ("X_hat", "gamma", "std"), "running": ("mean", "variance")},
    points=3,
    minutes=6,
    cases=batchnorm_cases,
    form="fault",
    outputs=("out", "cache", "running"),
    withheld=("layernorm_forward",),
    hints=[
        "From a running mean of 0 and a batch with the mean 3 it should come to 0.3. To what does the function below "
        "come, and by which numbers does it normalise a single image in use?",
        "Which statistics count depends on the mode, and is decided once: from there on the same lines serve both. "
        "Whoever remembers a share `momentum` of the old adds the rest of the new.",
        "Elsewhere: `low, high = usual` and then `if sale: low, high = prices.min(), prices.max()` chooses one of two "
        "pairs, and the lines after it need not ask again.",
    ],
    solved="the layer that most deep networks for images have been built with since 2015.",
)

exercise.edit(
    "batch statistics in evaluation mode",
    {"mean, variance = running": "mean, variance = X.mean(axis=0), X.var(axis=0)"},
    """With `training=False` you still normalise by the batch: the answer for one image would depend on which others
    come with it, and for a single one it would be beta whatever it shows. Use the running ones.
    """,
)


@exercise.mistake("running statistics updated in evaluation mode")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Your outputs are right, but the running statistics also change with `training=False`. Then the network must stay
    as it is, or its answers drift with what it is asked.
    """
    out, cache, _ = regularization.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    _, _, after = regularization.batchnorm_forward(X, gamma, beta, running, True, momentum, epsilon)
    return out, cache, after


exercise.edit(
    "`training` ignored",
    {"if training": "if True"},
    """With `training=False` you still normalise by the batch and change the running statistics. Evaluation mode calls
    for the running ones, and leaves them as they are.
    """,
)

exercise.edit(
    "running statistics used in training",
    {"mean, variance = X": "batch = X", "(mean, variance)": "batch"},
    """In training you normalise by the running statistics. They lag behind: in training the batch's own mean and
    variance are used, and the running ones only follow.
    """,
)


@exercise.mistake("new running statistics used in training")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """In training you normalise by the new running statistics. They still remember earlier batches: in training the
    batch's own mean and variance are used, and the running ones are only kept for evaluation mode.
    """
    _, _, after = regularization.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    out, cache, _ = regularization.batchnorm_forward(X, gamma, beta, after, False, momentum, epsilon)
    return out, cache, after


@exercise.mistake("running statistics never updated")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The running statistics stay what they were, also in training. In evaluation mode the network would normalise by
    its first guess, 0 and 1.
    """
    out, cache, _ = regularization.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    return out, cache, running


exercise.edit(
    "momentum the wrong way round",
    {"momentum * old + (1 - momentum) * new": "(1 - momentum) * old + momentum * new"},
    """The *new* statistics get the share `momentum`. Here momentum is the share of the old ones that is kept, 0.9; the
    batch adds the rest. (PyTorch calls the other share by this name.)
    """,
)

exercise.edit(
    "old running statistics forgotten",
    {"momentum * old + (1 - momentum) * new": "new"},
    """The running statistics are simply those of the last batch. They should remember: momentum times the old ones,
    plus 1 - momentum times those of the batch.
    """,
)

exercise.edit(
    "divided by the variance",
    {"np.sqrt(variance + epsilon)": "variance + epsilon"},
    "You divide by the variance. Its unit is that of X squared: the spread is the root of it.",
)

exercise.edit(
    "statistics along the rows",
    {"X.mean(axis=0), X.var(axis=0)": "X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)"},
    """You take the mean and the variance of each *row*, of one example. Batch normalisation compares the examples of a
    batch, column by column: `axis=0`.
    """,
)

exercise.edit(
    "normalised along the rows",
    {"    std = np.sqrt": "    if training:\n        mean, variance = X.mean(axis=1, keepdims=True), X.var(axis=1, "
     "keepdims=True)\n    std = np.sqrt"},
    """The running statistics are right, but in training you normalise each *row*, one example, by its own mean and
    variance: that is layer normalisation. Here each column gets its own, over the examples: `axis=0`.
    """,
)  # fmt: skip

exercise.edit(
    "one mean for everything",
    {"X.mean(axis=0), X.var(axis=0)": "X.mean(), X.var()"},
    "One mean and one variance for the whole table came out. Each column has its own: `axis=0`.",
)

exercise.edit(
    "epsilon outside the root",
    {"np.sqrt(variance + epsilon)": "np.sqrt(variance) + epsilon"},
    "epsilon is added to the root. It belongs under it, to the variance: std = sqrt(variance + epsilon).",
)

exercise.edit(
    "epsilon forgotten",
    {"np.sqrt(variance + epsilon)": "np.sqrt(variance)"},
    "epsilon is missing under the root: a column that is constant in the batch gives 0 / 0, a narrow one is blown up.",
)

exercise.edit(
    "epsilon forgotten in evaluation mode",
    {"np.sqrt(variance + epsilon)": "np.sqrt(variance + epsilon * bool(training))"},
    """Training is right, but with `training=False` epsilon is missing under the root. The network must divide by the
    same in both modes: sqrt(variance + epsilon).
    """,
)

exercise.edit(
    "epsilon in the running variance",
    {"(mean, variance))": "(mean, variance + epsilon))"},
    """The running variance takes in epsilon, too: is epsilon added to the variance before the update? The variance
    itself is kept; epsilon comes in when the root is taken.
    """,
)

exercise.edit(
    "unbiased variance",
    {"X.var(axis=0)": "X.var(axis=0, ddof=1)"},
    """Your variance divides by N - 1 (`ddof=1`), to estimate from a sample. Here it is the plain mean of squares of the
    batch, over N; with a batch of one it would be 0 / 0.
    """,
)


@exercise.mistake("unbiased running variance")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Output and cache are right. Your running variance takes in the variance over N - 1, as PyTorch keeps it. Here it
    is the one by which the batch was normalised, over N, as the formula says.
    """
    out, cache, after = regularization.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    if training:
        batch = X.var(axis=0) * len(X) / max(len(X) - 1, 1)
        after = after[0], momentum * running[1] + (1 - momentum) * batch
    return out, cache, after


exercise.edit(
    "unbiased running variance, which a batch of one does not have",
    {"(mean, variance))": "(mean, X.var(axis=0, ddof=1)))"},
    """Output and cache are right. Your running variance takes in the variance over N - 1 (`ddof=1`), which is 0 / 0 for
    a batch of one. Here it is the one by which the batch was normalised, over N, as the formula says.
    """,
)

exercise.edit(
    "sum of squares instead of their mean",
    {"X.var(axis=0)": "X.var(axis=0) * len(X)"},
    "Your variance is the sum of the squares. It is their mean: divide by the number of examples, N.",
)

exercise.edit(
    "no cache in evaluation mode",
    {"(X_hat, gamma, std), running": "(X_hat, gamma, std) if training else None, running"},
    "With `training=False` your cache is None. It is the same tuple in both modes: (X_hat, gamma, std).",
)

exercise.edit(
    "gamma and beta exchanged",
    {"gamma * X_hat + beta": "beta * X_hat + gamma"},
    "gamma and beta have changed places: multiply by gamma, the scale, and add beta, the shift.",
)

exercise.edit(
    "gamma and beta forgotten",
    {"gamma * X_hat + beta": "X_hat"},
    """The numbers are normalised, but not scaled by gamma and shifted by beta. With these two, the network can learn
    any other mean and spread, if that is better.
    """,
)

exercise.edit(
    "running spread instead of variance",
    {"(mean, variance)": "(mean, np.sqrt(variance))"},
    """The second running number follows the spread (the root). It is the variance that is kept; the root is taken when
    it is used.
    """,
)

exercise.edit(
    "running std instead of variance",
    {"(mean, variance))": "(mean, np.sqrt(variance + epsilon)))"},
    """The running variance takes in the std of the batch, the root with epsilon in it. It is the variance that is kept;
    the root is taken when it is used.
    """,
)

exercise.edit(
    "momentum the wrong way round, epsilon outside the root",
    {
        "momentum * old + (1 - momentum) * new": "(1 - momentum) * old + momentum * new",
        "np.sqrt(variance + epsilon)": "np.sqrt(variance) + epsilon",
    },
    """Two things. The *new* statistics get the share `momentum`: here it is the share of the old ones that is kept. And
    epsilon is added to the root, where it belongs under it, to the variance.
    """,
)


for name, (changes, advice) in SLIPS.items():
    exercise.edit(name, changes, advice)


@exercise.plants(
    "batch statistics in evaluation mode",
    "momentum the wrong way round",
    symptom=(
        "in use, what the network answers for an image changes with the other images it is asked about at the same "
        "time.",
        "after a single batch with the mean 3 the running mean has gone from 0 to 2.7, and should be 0.3.",
    ),
)
def batchnorm_forward(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Normalise each column: by the batch in training, by running statistics in evaluation mode.

    X: array (N, D); gamma, beta: (D,); running: a pair (mean, variance), each (D,)
    -> (out, cache, running): out (N, D); cache a tuple (X_hat, gamma, std); running as before
    """
    mean, variance = X.mean(axis=0), X.var(axis=0)
    if training:
        pairs = zip(running, (mean, variance))
        running = tuple((1 - momentum) * old + momentum * new for old, new in pairs)
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


@exercise.accepts("step by step, as in the paper")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        batch_mean = np.sum(X, axis=0) / len(X)
        batch_variance = np.sum((X - batch_mean) ** 2, axis=0) / len(X)
        mean = momentum * mean + (1 - momentum) * batch_mean
        variance = momentum * variance + (1 - momentum) * batch_variance
        std = (batch_variance + epsilon) ** 0.5
        X_hat = (X - batch_mean) / std
    else:
        std = (variance + epsilon) ** 0.5
        X_hat = (X - mean) / std
    return X_hat * gamma + beta, (X_hat, gamma, std), (mean, variance)


@exercise.accepts("column by column")
def _(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    out, X_hat, std = np.empty(X.shape), np.empty(X.shape), np.empty(len(gamma))
    new = [np.array(part, dtype=float) for part in running]
    for d in range(X.shape[1]):
        m, v = (X[:, d].mean(), X[:, d].std() ** 2) if training else (running[0][d], running[1][d])
        if training:
            new[0][d] = new[0][d] * momentum + m * (1 - momentum)
            new[1][d] = new[1][d] * momentum + v * (1 - momentum)
        std[d] = np.sqrt(v + epsilon)
        X_hat[:, d] = (X[:, d] - m) / std[d]
        out[:, d] = gamma[d] * X_hat[:, d] + beta[d]
    return [out, [X_hat, gamma, std], new]
