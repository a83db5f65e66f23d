"""Lesson 07, regularization: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Mistake, choice, number
from dlcourse.exercises import _regularization_drawn as drawn
from dlcourse.exercises import _regularization_normal as normal
from dlcourse.lessons import regularization as reference

# ---- l2_penalty ----


def _l2_cases(rng):
    def layers(*sizes):
        return [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in zip(sizes[:-1], sizes[1:])]

    narrow = [(W.astype(np.float32), b.astype(np.float32)) for W, b in layers(3, 2, 2)]
    return [
        Case([(np.array([[3.0], [-1.0]]), np.array([5.0]))], 0.1),
        Case([(np.array([[1.0, -2.0]]), np.array([0.5, 1.0])), (np.array([[2.0], [0.0]]), np.array([-3.0]))], 0.5),
        Case(layers(3, 4, 2), 0.01),
        Case(layers(2, 3, 3, 4), 2.0),
        Case(layers(5, 3), 0.0),
        Case([(rng.normal(size=(2, 3)), np.zeros(3))], 0.25),  # biases before any training
        Case(layers(64, 20, 10), 1e-4),
        Case(narrow, 0.3),
    ]


def _l2(parameters, strength, *, half=0.5, slope=1.0):
    penalty = strength * half * sum(np.sum(W**2) for W, b in parameters)
    return penalty, [(strength * slope * W, 0 * b) for W, b in parameters]


def _biases_too(parameters, strength):
    penalty = strength / 2 * sum(np.sum(W**2) + np.sum(b**2) for W, b in parameters)
    return penalty, [(strength * W, strength * b) for W, b in parameters]


def _half_forgotten(parameters, strength):
    return _l2(parameters, strength, half=1.0)


def _slope_doubled(parameters, strength):
    return _l2(parameters, strength, slope=2.0)


def _no_half_anywhere(parameters, strength):
    return _l2(parameters, strength, half=1.0, slope=2.0)


def _absolute_values(parameters, strength):
    penalty = strength * sum(np.sum(np.abs(W)) for W, b in parameters)
    return penalty, [(strength * np.sign(W), 0 * b) for W, b in parameters]


def _root_of_the_sum(parameters, strength):
    _, gradients = _l2(parameters, strength)
    return strength / 2 * np.sqrt(sum(np.sum(W**2) for W, b in parameters)), gradients


def _last_layer_only(parameters, strength):
    _, gradients = _l2(parameters, strength)
    return strength / 2 * np.sum(parameters[-1][0] ** 2), gradients


def _mean_of_squares(parameters, strength):
    _, gradients = _l2(parameters, strength)
    return strength / 2 * sum(np.mean(W**2) for W, b in parameters), gradients


def _no_bias_gradients(parameters, strength):
    penalty, gradients = _l2(parameters, strength)
    return penalty, [dW for dW, db in gradients]


# ---- dropout_backward ----


def _dropout_gradient_cases(rng):
    def mask(shape, rate):
        return (rng.random(shape) >= rate) / (1 - rate)

    return [
        Case(np.array([[1.0, -3.0], [2.0, 0.5]]), np.array([[2.0, 2.0], [0.0, 2.0]])),
        Case(np.array([1.0, -3.0, 2.0]), None),
        Case(rng.normal(size=(5, 4)), mask((5, 4), 0.25)),
        Case(rng.normal(size=(3, 3)), mask((3, 3), 0.8)),
        Case(rng.normal(size=(2, 3)), np.zeros((2, 3))),
        Case(rng.normal(size=(2, 3, 4)), mask((2, 3, 4), 0.4)),
        Case(rng.normal(size=(3, 2)), None),
        Case(rng.normal(size=(40, 30)), mask((40, 30), 0.5)),
        Case(rng.normal(size=(4, 3)).astype(np.float32), mask((4, 3), 0.5).astype(np.float32)),
    ]


def _mask_ignored(d_out, mask):
    return d_out


def _zeros_only(d_out, mask):
    return d_out if mask is None else d_out * (mask > 0)


def _scaled_twice(d_out, mask):
    return d_out if mask is None else d_out * mask * mask


def _none_is_zero(d_out, mask):
    return 0 * d_out if mask is None else d_out * mask


def _the_dropped_ones(d_out, mask):
    return d_out if mask is None else d_out * (mask == 0)


# ---- label_smoothing ----


def _smoothing_cases(rng):
    return [
        Case(np.array([2, 0]), 4, 0.2),
        Case(np.array([1, 1, 0]), 2, 0.1),
        Case(rng.integers(0, 10, 6), 10, 0.1),
        Case(np.array([0, 1, 2]), 3, 0.5),
        Case(np.array([3]), 5, 0.0),
        Case(rng.integers(0, 7, 40), 7, 0.05),
    ]


def _one_hot(y, classes, epsilon):
    return np.eye(classes)[y]


def _others_only(y, classes, epsilon):
    one_hot = np.eye(classes)[y]
    return (1 - epsilon) * one_hot + epsilon / (classes - 1) * (1 - one_hot)


def _not_taken_away(y, classes, epsilon):
    return np.eye(classes)[y] + epsilon / classes


def _not_given_back(y, classes, epsilon):
    return (1 - epsilon) * np.eye(classes)[y]


def _right_class_left_out(y, classes, epsilon):
    one_hot = np.eye(classes)[y]
    return (1 - epsilon) * one_hot + epsilon / classes * (1 - one_hot)


def _whole_epsilon_for_each(y, classes, epsilon):
    return (1 - epsilon) * np.eye(classes)[y] + epsilon


def _shares_exchanged(y, classes, epsilon):
    return epsilon * np.eye(classes)[y] + (1 - epsilon) / classes


def _classes_in_rows(y, classes, epsilon):
    return reference.label_smoothing(y, classes, epsilon).T.copy()


EXERCISES = [
    Exercise(
        id="regularization.l2_penalty",
        points=2,
        reference=reference.l2_penalty,
        cases=_l2_cases,
        outputs=("penalty", "gradients"),
        mistakes=[
            Mistake(
                "biases penalised too",
                "The biases are in your penalty. They only shift, and a large one makes no curve wilder: their price "
                "is 0, and so is their gradient.",
                _biases_too,
            ),
            Mistake(
                "half missing in the penalty",
                "Your gradients are right, your penalty is twice too large: the factor is strength / 2. The slope of "
                "W² is 2 W, and the half is there to cancel this 2.",
                _half_forgotten,
            ),
            Mistake(
                "gradients twice too large",
                "The penalty is right, the gradients are twice too large: the slope of strength / 2 · W² is "
                "strength · W.",
                _slope_doubled,
            ),
            Mistake(
                "half left out everywhere",
                "Penalty and gradients fit each other, but both are twice too large: here the penalty is "
                "strength / 2 times the sum of the squares. (Both conventions are in use: read which one is meant.)",
                _no_half_anywhere,
            ),
            Mistake(
                "absolute values instead of squares",
                "This is the L1 penalty: it adds up sizes, not squares. It also keeps weights small, but pushes each "
                "one equally hard, until many are exactly 0.",
                _absolute_values,
            ),
            Mistake(
                "root of the sum",
                "You take the root of the sum of squares, as `np.linalg.norm` does. The penalty is the sum itself: its "
                "slope is then simply the weight.",
                _root_of_the_sum,
            ),
            Mistake(
                "penalty of the last layer only",
                "Only the last layer's weights are in your penalty: is it overwritten in each round of the loop, "
                "instead of added to?",
                _last_layer_only,
            ),
            Mistake(
                "mean of the squares",
                "You average the squares of each layer. They are added up: each weight pays for itself, however many "
                "there are. (Your gradients are those of the sum.)",
                _mean_of_squares,
            ),
            Mistake(
                "no gradients for the biases",
                "The gradients need the form of the parameters, a pair (dW, db) for each layer, so that they can be "
                "added to those of the loss. The biases' gradients are zeros: `0 * b`.",
                _no_bias_gradients,
            ),
        ],
        hints=[
            "Two results: one number for all layers together, and a list with a pair for each layer.",
            "`sum(np.sum(W**2) for W, b in parameters)` adds up the squares of all weights. Which factor is before it? "
            "The gradient of a layer is `strength * W`, and zeros for its biases.",
            "`penalty = strength / 2 * sum(np.sum(W**2) for W, b in parameters)`, and the gradients "
            "`[(strength * W, 0 * b) for W, b in parameters]`",
        ],
        built="weight decay, the oldest way to keep a network from trusting single inputs too much.",
    ),
    Exercise(
        id="regularization.dropout_forward",
        points=3,
        kind="property",
        reference=reference.dropout_forward,
        cases=drawn.dropout_cases,
        observe=drawn.observe_dropout,
        mistakes=[
            Mistake(
                "mask not rescaled",
                "The right share is silenced, but the others keep their size: the sum that the next layer gets is too "
                "small in training, and in use, with nothing silenced, suddenly larger. Divide by 1 - rate.",
                drawn.not_rescaled,
            ),
            Mistake(
                "dropout left on in use",
                "With `training=False` you still silence numbers: the network would answer the same question "
                "differently each time. In use, give back X as it is, and None as the mask.",
                drawn.on_in_use,
            ),
            Mistake(
                "scaled in use instead of in training",
                "You make the numbers smaller in use, as the first paper did. It works, but every user of the network "
                "must then know the rate. *Inverted* dropout divides by 1 - rate in training and leaves use alone.",
                drawn.scaled_in_use,
            ),
            Mistake(
                "rate taken as the share to keep",
                "You keep the share `rate`, and scale accordingly. Here `rate` is the share to silence: keep where the "
                "random number is at least `rate`.",
                drawn.rate_is_kept,
            ),
            Mistake(
                "comparison the wrong way round",
                "The scaling is right, but the share `rate` is kept instead of silenced: turn the comparison round, "
                "`>= rate`.",
                drawn.comparison_reversed,
            ),
            Mistake(
                "divided by the rate",
                "You divide by `rate`. What is kept is the share 1 - rate, so dividing by 1 - rate brings the mean "
                "back.",
                drawn.divided_by_rate,
            ),
            Mistake(
                "mask without its scale",
                "The output is right, but the mask that you return has only zeros and ones. The backward pass "
                "multiplies by it: it must hold the scale too, 1 / (1 - rate).",
                drawn.mask_without_scale,
            ),
            Mistake(
                "same neurons for every example",
                "One row of random numbers serves all examples: in a batch, every example loses the same neurons. "
                "Draw one for each number: `rng.random(X.shape)`.",
                drawn.same_neurons_for_all,
            ),
            Mistake(
                "whole examples silenced",
                "An example loses all of its numbers or none: one random number decides for a whole row. Draw one for "
                "each number: `rng.random(X.shape)`.",
                drawn.whole_examples,
            ),
            Mistake(
                "normal random numbers",
                "The share that is silenced does not follow `rate`: it is the share that comes out for random numbers "
                "with a bell curve (`rng.normal`). Uniform ones, `rng.random`, are below `rate` with exactly that "
                "chance.",
                drawn.normal_numbers,
            ),
            Mistake(
                "random factors instead of a mask",
                "Every number is multiplied by a random factor, none is silenced. Compare the random numbers with "
                "`rate` first: that gives True (keep) or False (silence).",
                drawn.not_thresholded,
            ),
            Mistake(
                "training and use exchanged",
                "You silence in use and not in training. It is the other way round.",
                drawn.training_reversed,
            ),
        ],
        hints=[
            "Two cases: in use, nothing happens. In training, draw a random number for each number of X, and compare "
            "it with the rate.",
            "`rng.random(X.shape) >= rate` is True with the chance 1 - rate. True counts as 1 and False as 0: divide "
            "by 1 - rate, and you have the mask.",
            "`if not training: return X, None`. Then `mask = (rng.random(X.shape) >= rate) / (1 - rate)` and "
            "`return X * mask, mask`",
        ],
        equivalent={
            "mask = (rng.random(X.shape) > rate).astype(X.dtype) / (1 - rate)": "exactly `rate` has no chance",
        },
        built="dropout: a different, thinner network at every step, and all of them together in use.",
    ),
    number(
        "regularization.kept_number",
        right=10.0,
        wrong=[
            ("not rescaled", "2 would be right without the scaling. What is the mask where a number is kept?", 2.0),
            ("divided by the rate", "You divided by 0.8. Divide by the share that is kept, 1 - 0.8.", 2.5),
            ("multiplied by the share that is kept", "It is divided by 1 - 0.8, not multiplied: it grows.", 0.4),
            ("multiplied by the rate", "That is 2 times 0.8. Divide by the share that is kept.", 1.6),
        ],
        hints=["Which share of the numbers is kept?", "Divide by the share that is kept: 2 / (1 - 0.8)."],
        built="one in five is kept, five times as large: on average nothing changes.",
    ),
    Exercise(
        id="regularization.dropout_backward",
        points=1,
        reference=reference.dropout_backward,
        cases=_dropout_gradient_cases,
        mistakes=[
            Mistake(
                "mask ignored",
                "The gradient comes back unchanged. A silenced number had no influence on the loss: its gradient "
                "is 0, and that of the others grows by the mask's factor.",
                _mask_ignored,
            ),
            Mistake(
                "scale forgotten on the way back",
                "You silence the right ones, but the others were multiplied by 1 / (1 - rate) on the way forward. What "
                "multiplies the signal multiplies the gradient: use the mask as it is.",
                _zeros_only,
            ),
            Mistake(
                "scaled twice",
                "The factor is in there twice: the mask already holds 1 / (1 - rate). Multiply by it once.",
                _scaled_twice,
            ),
            Mistake(
                "no gradient without a mask",
                "When the mask is None, dropout was not at work and passed everything on: so it does with the "
                "gradient. You give zeros.",
                _none_is_zero,
            ),
            Mistake(
                "gradient to the silenced",
                "The gradient goes to the numbers that were silenced. They had no influence: it belongs to the others.",
                _the_dropped_ones,
            ),
        ],
        hints=[
            "Forward, each number was multiplied by its number in the mask. What does a product do with a gradient "
            "(lesson 04)?",
            "Multiply by the mask. If it is None, nothing was multiplied.",
            "`return d_out if mask is None else d_out * mask`",
        ],
        built="the way back through dropout: the silenced learn nothing in this step.",
    ),
    Exercise(
        id="regularization.batchnorm_forward",
        points=3,
        reference=reference.batchnorm_forward,
        cases=normal.batchnorm_cases,
        outputs=("out", "cache", "running"),
        hidden=("layernorm_forward",),
        mistakes=[
            Mistake(
                "batch statistics in use",
                "With `training=False` you still normalise by the batch: the answer for one image would depend on "
                "which others come with it, and for a single one it would be beta whatever it shows. Use the running "
                "ones.",
                normal.batch_in_use,
            ),
            Mistake(
                "running statistics updated in use",
                "Your outputs are right, but the running statistics also change with `training=False`. In use the "
                "network must stay as it is, or its answers drift with what it is asked.",
                normal.followed_in_use,
            ),
            Mistake(
                "`training` ignored",
                "Training and use are treated alike: in use you normalise by the batch and change the running "
                "statistics. Use calls for the running ones, and leaves them as they are.",
                normal.training_ignored,
            ),
            Mistake(
                "running statistics used in training",
                "In training you normalise by the running statistics. They lag behind: in training the batch's own "
                "mean and variance are used, and the running ones only follow.",
                normal.running_in_training,
            ),
            Mistake(
                "running statistics never updated",
                "The running statistics stay what they were, also in training. In use the network would be normalised "
                "by its first guess, 0 and 1.",
                normal.never_followed,
            ),
            Mistake(
                "momentum the wrong way round",
                "The *new* statistics get the share `momentum`. Here momentum is the share of the old ones that is "
                "kept, 0.9; the batch adds the rest. (PyTorch calls the other share by this name.)",
                normal.momentum_reversed,
            ),
            Mistake(
                "old running statistics forgotten",
                "The running statistics are simply those of the last batch. They should remember: momentum times the "
                "old ones, plus 1 - momentum times those of the batch.",
                normal.old_ones_forgotten,
            ),
            Mistake(
                "divided by the variance",
                "You divide by the variance. Its unit is that of X squared: the spread is the root of it.",
                normal.divided_by_variance,
            ),
            Mistake(
                "statistics along the rows",
                "You take the mean and the variance of each *row*, of one example. Batch normalisation compares the "
                "examples of a batch, column by column: `axis=0`.",
                normal.batch_along_rows,
            ),
            Mistake(
                "one mean for everything",
                "One mean and one variance for the whole table came out. Each column has its own: `axis=0`.",
                normal.batch_over_all,
            ),
            Mistake(
                "epsilon outside the root",
                "epsilon is added to the root. It belongs under it, to the variance: std = sqrt(variance + epsilon). "
                "Where the variance is small, the two differ much.",
                normal.epsilon_outside,
            ),
            Mistake(
                "gamma and beta forgotten",
                "The numbers are normalised, but not scaled by gamma and shifted by beta. With these two, the network "
                "can learn any other mean and spread, if that is better.",
                normal.gamma_and_beta_forgotten,
            ),
            Mistake(
                "running spread instead of variance",
                "The second running number follows the spread (the root). It is the variance that is kept; the root "
                "is taken when it is used.",
                normal.running_spread,
            ),
        ],
        hints=[
            "First decide by which mean and variance to normalise: in training those of the batch, in use the running "
            "ones. From there on, both are treated alike.",
            "`mean, variance = running`, and if training: `mean, variance = X.mean(axis=0), X.var(axis=0)`, and new "
            "running ones, each `momentum * old + (1 - momentum) * new`.",
            "Then `std = np.sqrt(variance + epsilon)`, `X_hat = (X - mean) / std`, and "
            "`return gamma * X_hat + beta, (X_hat, gamma, std), running`",
        ],
        built="the layer that most deep networks for images have been built with since 2015.",
    ),
    choice(
        "regularization.batch_of_one",
        options={
            "a": "0 for every image, whatever it shows",
            "b": "the image itself, unchanged",
            "c": "the same as with the running statistics",
            "d": "nan, a division by zero",
        },
        right="a",
        wrong={
            "b": (
                "normalising taken for doing nothing",
                "The mean is taken away. What is the mean of a single number?",
            ),
            "c": (
                "batch taken for running statistics",
                "The running statistics remember the training. A batch of one knows only itself.",
            ),
            "d": (
                "epsilon forgotten",
                "The variance is 0, but epsilon keeps the division from failing. And what is above the fraction bar?",
            ),
        },
        hints=[
            "With one example, what is the mean of each column?",
            "A number minus itself.",
        ],
        built="the reason for running statistics: alone, a batch of one says nothing about itself.",
    ),
    Exercise(
        id="regularization.batchnorm_backward",
        points=4,
        reference=reference.batchnorm_backward,
        cases=normal.batch_gradient_cases,
        outputs=("dX", "dgamma", "dbeta"),
        hidden=("layernorm_backward",),
        mistakes=[
            Mistake(
                "mean and spread taken as constants",
                "dX is what it would be if mean and std were fixed numbers. But they come from X: moving one example "
                "moves both, and through them the output of all others.",
                normal.constants,
            ),
            Mistake(
                "path through the mean forgotten",
                "The way through the spread is there, that through the mean is not: at the end, take from dC the mean "
                "of each of its columns.",
                normal.mean_forgotten,
            ),
            Mistake(
                "path through the spread forgotten",
                "The way through the mean is there, that through the spread is not: X also changes std, and std "
                "changes every number of its column. Its part of dC is dstd · X_hat / N.",
                normal.spread_forgotten,
            ),
            Mistake(
                "gamma forgotten on the way to X",
                "In dX, gamma is missing: out = gamma · X_hat + beta, so the gradient of X_hat is d_out · gamma.",
                normal.gamma_forgotten,
            ),
            Mistake(
                "not divided by std",
                "dX lacks the division by std: on the way forward all was divided by it, and so is the gradient. "
                "This holds for both parts of dC.",
                normal.std_forgotten,
            ),
            Mistake(
                "N forgotten",
                "In the way through the spread, the division by the number of examples N is missing: the variance is a "
                "*mean* of squares.",
                normal.count_forgotten,
            ),
            Mistake(
                "sign of dstd",
                "The way through the spread has the wrong sign: a larger std makes the outputs smaller, so dstd has "
                "a minus.",
                normal.spread_reversed,
            ),
            Mistake(
                "gradients of gamma and beta averaged",
                "dX is right, but dgamma and dbeta are averaged over the examples. One gamma serves all examples: "
                "their parts add up. (The mean over the batch is already in d_out.)",
                normal.averaged,
            ),
            Mistake(
                "dgamma without X_hat",
                "Your dgamma is dbeta. gamma is multiplied by X_hat on the way forward, so its gradient is the sum of "
                "d_out · X_hat.",
                normal.dgamma_without_x_hat,
            ),
            Mistake(
                "dgamma and dbeta not summed",
                "dgamma and dbeta still have a row for each example. One gamma serves all of them: add up, `axis=0`.",
                normal.not_summed,
            ),
        ],
        hints=[
            "Follow the boxes of the text from right to left, one line of code for each. Begin with dbeta, dgamma and "
            "dX_hat.",
            "`dX_hat = d_out * gamma`, then `dstd = -np.sum(dX_hat * X_hat, axis=0) / std`. The centred numbers C "
            "get their gradient in two ways: directly, dX_hat / std, and through std.",
            "`dC = dX_hat / std + dstd * X_hat / len(X_hat)`. Last the mean: what does taking it away do to a "
            "gradient?",
            "`dX = dC - dC.mean(axis=0)`. With `dgamma = np.sum(d_out * X_hat, axis=0)` and "
            "`dbeta = np.sum(d_out, axis=0)`, return all three.",
        ],
        built="the gradient that most people look up. You derived it.",
    ),
    Exercise(
        id="regularization.layernorm_forward",
        points=2,
        reference=reference.layernorm_forward,
        cases=normal.layernorm_cases,
        outputs=("out", "cache"),
        mistakes=[
            Mistake(
                "down the columns",
                "You normalise each column over the examples: that is batch normalisation. Here each *row* gets its "
                "own mean and spread: `axis=1, keepdims=True`.",
                normal.layer_down_columns,
            ),
            Mistake(
                "one mean for everything",
                "All numbers share one mean and one spread. Each row has its own: `axis=1, keepdims=True`.",
                normal.layer_over_all,
            ),
            Mistake(
                "divided by the variance",
                "You divide by the variance; the spread is its root.",
                normal.layer_by_variance,
            ),
            Mistake(
                "epsilon outside the root",
                "epsilon is added to the root. It belongs under it: std = sqrt(variance + epsilon).",
                normal.layer_epsilon_outside,
            ),
            Mistake(
                "keepdims forgotten",
                "Without `keepdims=True` the means are a row of numbers, not a column. Where NumPy accepts that at "
                "all, it takes from each *column* the mean of a row.",
                normal.layer_keepdims_forgotten,
            ),
            Mistake(
                "gamma and beta forgotten",
                "The rows are normalised, but not yet scaled by gamma and shifted by beta, column by column.",
                normal.layer_not_scaled,
            ),
            Mistake(
                "divided by D - 1",
                "Your variance divides by D - 1 (`ddof=1`). That is for estimating from a sample; here it is a plain "
                "mean of squares.",
                normal.layer_one_less,
            ),
        ],
        hints=[
            "The same as in training before, with the other axis, and without any running statistics.",
            "`X.mean(axis=1, keepdims=True)` has the shape (N, 1) and lines up with the rows. So does the variance.",
            "`std = np.sqrt(X.var(axis=1, keepdims=True) + epsilon)`, `X_hat = (X - X.mean(axis=1, keepdims=True)) / "
            "std`, then `return gamma * X_hat + beta, (X_hat, gamma, std)`",
        ],
        equivalent={
            "mean = X.mean(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
            "std = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)": "the last axis of a table is axis 1",
        },
        built="what stands in every block of a transformer, such as those behind chatbots.",
    ),
    Exercise(
        id="regularization.layernorm_backward",
        points=2,
        reference=reference.layernorm_backward,
        cases=normal.layer_gradient_cases,
        outputs=("dX", "dgamma", "dbeta"),
        mistakes=[
            Mistake(
                "gamma multiplied too late",
                "gamma comes at the end, after the means. Each column has its own gamma, and the means now run over "
                "columns: it must be in dX_hat before they are taken.",
                normal.gamma_too_late,
            ),
            Mistake(
                "batch normalisation's backward as it is",
                "dX is made with sums and means down the columns, as for batch normalisation. Here the statistics came "
                "from the rows: so `axis=1, keepdims=True`.",
                normal.batch_backward_as_it_is,
            ),
            Mistake(
                "gamma and beta along the rows",
                "dX is right, but dgamma and dbeta are added up along the rows. gamma has a number for each *column*: "
                "add up over the examples, `axis=0`, as before.",
                normal.parameters_along_rows,
            ),
            Mistake(
                "mean and spread taken as constants",
                "dX is what it would be if mean and std were fixed numbers. They come from the row itself.",
                normal.layer_constants,
            ),
            Mistake(
                "path through the mean forgotten",
                "At the end, take from dC the mean of each of its rows.",
                normal.layer_mean_forgotten,
            ),
            Mistake(
                "path through the spread forgotten",
                "The way through the mean is there, that through the spread is not: dstd · X_hat / D is missing in dC.",
                normal.layer_spread_forgotten,
            ),
            Mistake(
                "divided by N instead of D",
                "You divide by the number of examples. The variance is now a mean over the D numbers of a row.",
                normal.examples_counted,
            ),
        ],
        hints=[
            "Take your batchnorm_backward and ask of each `axis=0`: is this a sum over examples because one gamma "
            "serves them all, or because of the mean and the spread?",
            "dgamma and dbeta stay as they are. dstd and the mean of dC go along the rows, with `keepdims=True`, and N "
            "becomes D, `X_hat.shape[1]`.",
            "`dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True) / std`, "
            "`dC = dX_hat / std + dstd * X_hat / X_hat.shape[1]`, `dX = dC - dC.mean(axis=1, keepdims=True)`",
        ],
        equivalent={
            "dstd = -np.sum(dX_hat * X_hat, axis=-1, keepdims=True) / std": "the last axis of a table is axis 1",
            "dC = dX_hat / std + dstd * X_hat / X_hat.shape[-1]": "the last axis of a table is axis 1",
            "dX = dC - np.mean(dC, axis=-1, keepdims=True)": "the last axis of a table is axis 1",
        },
        built="a second backward pass, by asking of each axis where it comes from.",
    ),
    choice(
        "regularization.harmful_augmentation",
        options={
            "a": "moving it by one pixel",
            "b": "turning it by 10 degrees",
            "c": "turning it by 180 degrees",
            "d": "making the ink a little paler",
        },
        right="c",
        wrong={
            "a": ("a harmless shift", "A digit one pixel farther left is still the same digit."),
            "b": ("a harmless turn", "People write at a slant: turned by 10 degrees, a 7 is still a 7."),
            "d": ("harmless pale ink", "Pens differ. The shape, which says what it is, stays."),
        },
        hints=[
            "Augmentation must not change what the right answer is.",
            "For which of the four could a 6 become something else?",
        ],
        built="the rule of all augmentation: change what must not matter, and nothing that does.",
    ),
    Exercise(
        id="regularization.random_shift",
        points=3,
        kind="property",
        reference=reference.random_shift,
        cases=drawn.shift_cases,
        observe=drawn.observe_shift,
        mistakes=[
            Mistake(
                "what leaves comes in again",
                "What leaves the picture on one side comes in again on the other, as `np.roll` does. A real picture "
                "does not: what is uncovered should be 0.",
                drawn.rolled_around,
            ),
            Mistake(
                "one shift for the whole batch",
                "All pictures are shifted alike. Draw a shift for each of them: `rng.integers(..., size=len(images))`.",
                drawn.one_shift_for_all,
            ),
            Mistake(
                "the last number never drawn",
                "The shift +most never occurs: `rng.integers(low, high)` stops before `high`. Add 1 to it.",
                drawn.most_never_reached,
            ),
            Mistake(
                "only down and right",
                "Your pictures only move down and to the right. Shifts run from -most to most.",
                drawn.only_down_and_right,
            ),
            Mistake(
                "only across",
                "Your pictures only move to the left and right. Draw a second number for each, for up and down.",
                drawn.only_across,
            ),
            Mistake(
                "the same number down and across",
                "Each picture moves as far down as across, along a diagonal. Draw two numbers for each.",
                drawn.along_the_diagonal,
            ),
            Mistake(
                "frame not cut off",
                "Your pictures come back larger than they were: cut a window of the old size, H by W, out of the "
                "framed picture.",
                drawn.frame_not_cut_off,
            ),
            Mistake(
                "edge repeated",
                "The pictures move, but what is uncovered is not 0: the edge is repeated, as with `np.pad(..., "
                'mode="edge")`. Paper is 0.',
                drawn.edge_repeated,
            ),
        ],
        hints=[
            "Put a frame of zeros around all pictures, `most` wide; then cut out of each a window of the old size, at "
            "a random place.",
            "`padded = np.pad(images, ((0, 0), (most, most), (most, most)))`. The upper left corner of the window is "
            "from 0 to 2 · most, in each direction: `rng.integers(0, 2 * most + 1, size=(2, len(images)))`.",
            "In a loop over n: `out[n] = padded[n, i : i + H, j : j + W]`, with `out = np.zeros_like(images)` before "
            "it.",
        ],
        equivalent={
            "padded = np.pad(images, ((0, 1), (most, most), (most, most)))": "a further picture, that is never chosen",
            "down, across = rng.integers(-1, 2 * most + 1, size=(2, N))": "-1 counts from the end: the last window, "
            "which only comes more often",
        },
        built="more data from the data you have: a digit that is moved is still the same digit.",
    ),
    Exercise(
        id="regularization.mixup",
        points=3,
        kind="property",
        reference=reference.mixup,
        cases=drawn.mixup_cases,
        observe=drawn.observe_mixup,
        mistakes=[
            Mistake(
                "targets not mixed",
                "The pictures are mixed, their targets are not: half a 3 and half an 8 would count as a whole 3.",
                drawn.targets_not_mixed,
            ),
            Mistake(
                "shares exchanged in the targets",
                "In Y the two shares have changed places: an example that is nearly a 3 gets the target of the other.",
                drawn.shares_exchanged,
            ),
            Mistake(
                "targets mixed otherwise",
                "Y is mixed, but with other shares or other partners than X. Draw both once, give them a name, and use "
                "them for X and for Y.",
                drawn.targets_by_other_shares,
            ),
            Mistake(
                "one share for all",
                "One share serves the whole batch. Wanted is one for each example, as a column: "
                "`rng.beta(alpha, alpha, size=(len(X), 1))`.",
                drawn.one_share_for_all,
            ),
            Mistake(
                "shares do not follow alpha",
                "The shares are not spread as alpha asks: they come out alike for every alpha. "
                "`rng.beta(alpha, alpha, ...)` draws them.",
                drawn.even_shares,
            ),
            Mistake(
                "partners in a fixed order",
                "The partners follow a fixed order, as with `X[::-1]`: the same pairs meet again wherever the batch is "
                "the same. Draw them: `rng.permutation(len(X))`.",
                drawn.partners_in_order,
            ),
            Mistake(
                "a share for each number",
                "Every pixel has its own share, so that no row is a mixture of two examples any more. One share for a "
                "whole example: `size=(len(X), 1)`.",
                drawn.share_of_each_number,
            ),
        ],
        hints=[
            "Draw a partner for each example and a share for each example; then mix X, and mix Y in the same way.",
            "`partner = rng.permutation(len(X))` and `share = rng.beta(alpha, alpha, size=(len(X), 1))`. `X[partner]` "
            "are the partners.",
            "`return share * X + (1 - share) * X[partner], share * Y + (1 - share) * Y[partner]`",
        ],
        built="examples between examples, with targets between targets.",
    ),
    Exercise(
        id="regularization.label_smoothing",
        points=2,
        reference=reference.label_smoothing,
        cases=_smoothing_cases,
        mistakes=[
            Mistake(
                "not smoothed",
                "These are the hard targets, 1 and 0. A share epsilon is still to be spread over all classes.",
                _one_hot,
            ),
            Mistake(
                "spread over the wrong classes only",
                "You spread epsilon over the other classes only, epsilon / (classes - 1) each. Some do it so; here it "
                "is spread over *all* classes, epsilon / classes each, the right one too.",
                _others_only,
            ),
            Mistake(
                "1 - epsilon forgotten",
                "Your rows add up to 1 + epsilon: what is spread must first be taken from the right class, by the "
                "factor 1 - epsilon.",
                _not_taken_away,
            ),
            Mistake(
                "nothing spread",
                "Your rows add up to 1 - epsilon: the share is taken from the right class, but nobody gets it.",
                _not_given_back,
            ),
            Mistake(
                "right class left out",
                "Your rows add up to a little less than 1: the right class, too, gets its epsilon / classes.",
                _right_class_left_out,
            ),
            Mistake(
                "epsilon for each class",
                "Every class gets the whole epsilon. It is shared out: epsilon / classes for each.",
                _whole_epsilon_for_each,
            ),
            Mistake(
                "shares exchanged",
                "epsilon and 1 - epsilon have changed places: the right class should keep nearly all.",
                _shares_exchanged,
            ),
            Mistake(
                "classes in the rows",
                "Your targets have a row for each class. Each *example* is a row, each class a column.",
                _classes_in_rows,
            ),
        ],
        hints=[
            "Begin with hard targets: a row for each example, with a 1 in the column of its class and 0 elsewhere.",
            "`np.eye(classes)[y]` picks for each label its row of the identity matrix. Shrink these rows by the factor "
            "1 - epsilon, and add to every number the same.",
            "`return (1 - epsilon) * np.eye(classes)[y] + epsilon / classes`",
        ],
        built="targets that do not ask for certainty, which no score can ever reach.",
    ),
]
