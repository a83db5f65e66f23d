"""What a network is asked about a noisy example, of which it knows how noisy it is: what was there, or the noise."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.losses import loss_cases, loss_of, of_right
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion
from dlcourse.lessons.diffusion import add_noise

exercise = Exercise(
    reference=diffusion.denoising_loss,
    points=2,
    form="fault",
    cases=loss_cases,
    outputs=("loss", "d_said"),
    rtol=1e-6,
    hints=[
        "Take the example by hand: the network leaves 6.8 and -0.8 as they are. It was asked for the noise, 1 and -1. "
        "How far off is it at each of the two, and what comes back?",
        "The number is a mean over all numbers of all examples. If one of these numbers grows by a little, only its "
        "own square changes: how much does the mean change? And look at which of the two the network is compared "
        "with, for each of the words.",
        'Elsewhere: `bread if shop == "baker" else fish` is `bread` at the baker\'s. For a table `T` of 4 days and 7 '
        "shops `len(T)` is 4, and `T.size` is 28.",
    ],
    solved="a question that any network can be asked, and the pull that makes its answer better.",
)
note = noting(exercise)

note(
    "noise and picture exchanged",
    "The two targets are exchanged: asked for the noise, the network is compared with the clean examples.",
    loss_of(wanted=lambda x0, noise, x, target: x0 if target == "noise" else noise),
)
note(
    "gradient divided by the examples alone",
    "The loss is right. Your gradient is divided by how many *examples* there are; the mean is over all numbers, so "
    "that each of them counts for one in `off.size`.",
    loss_of(slope=lambda off: 2 * off / len(off)),
)
note(
    "gradient divided by the numbers of an example",
    "The loss is right. Your gradient is divided by how long an example is; the mean is over the numbers of *all* "
    "examples.",
    loss_of(slope=lambda off: 2 * off / off[0].size),
    loss_of(slope=lambda off: 2 * off / off.shape[1]),
    loss_of(slope=lambda off: 2 * off / off.shape[-1]),
)
note(
    "gradient for tables only",
    "For points it is right. Pictures have one axis more, and you divide by the lengths of two axes alone: `off.size` "
    "counts all numbers.",
    loss_of(slope=lambda off: 2 * off / (off.shape[0] * off.shape[1])),
    loss_of(slope=lambda off: 2 * off / (off.shape[0] * off.shape[-1])),
)
note(
    "mean over the examples alone",
    "You add up the numbers of an example and take the mean over the examples. Wanted is the mean over all numbers.",
    loss_of(loss=lambda off: float(np.sum(off**2) / len(off)), slope=lambda off: 2 * off / len(off)),
)
note(
    "sum in place of the mean",
    "You add all squares up. Wanted is their mean, so that few examples and many weigh alike.",
    loss_of(loss=lambda off: float(np.sum(off**2)), slope=lambda off: 2 * off),
)
note(
    "number of the sum",
    "The gradient is right. The loss is the sum of all squares; wanted is their mean.",
    loss_of(loss=lambda off: float(np.sum(off**2))),
)
note(
    "gradient of the sum",
    "The loss is right. The gradient is that of the *sum*: the mean divides it by the number of all numbers, too.",
    loss_of(slope=lambda off: 2 * off),
)
note(
    "gradient without the 2",
    "The loss is right. The slope of a square brings a 2 along, which is missing in the gradient.",
    loss_of(slope=lambda off: off / off.size),
    loss_of(slope=lambda off: off / len(off)),
)
note(
    "gradient without the 2, not divided",
    "The loss is right. The gradient is the difference itself: the slope of a square brings a 2, and the mean divides "
    "by the number of all numbers.",
    loss_of(slope=lambda off: off),
)
note(
    "half of the loss",
    "You take half of the mean square, as some do, so that the gradient has no 2. Here the loss is the mean itself.",
    loss_of(loss=lambda off: float(np.mean(off**2)) / 2, slope=lambda off: off / off.size),
)
note(
    "gradient the wrong way",
    "The loss is right. The gradient has the wrong sign: if the network says too much, more makes it worse.",
    loss_of(slope=lambda off: -2 * off / off.size),
)
note(
    "distance without a square",
    "You take the mean *distance*, without signs. In the formula the square of it stands.",
    loss_of(loss=lambda off: float(np.mean(np.abs(off))), slope=lambda off: np.sign(off) / off.size),
    loss_of(loss=lambda off: float(np.mean(np.abs(off)))),
)
note(
    "neither square nor sign",
    "You take the mean of the differences, in which too much and too little cancel. They are squared first.",
    loss_of(loss=lambda off: float(np.mean(off)), slope=lambda off: np.ones_like(off) / off.size),
    loss_of(loss=lambda off: float(np.mean(off))),
)
note(
    "root of the loss",
    "You take the root of the mean square. The formula has none.",
    loss_of(loss=lambda off: float(np.sqrt(np.mean(off**2)))),
)
note(
    "a loss for each example",
    "A number for each example came back. It is one loss for all of them: the mean over everything.",
    loss_of(loss=lambda off: np.mean(off.reshape(len(off), -1) ** 2, axis=1)),
    loss_of(loss=lambda off: np.mean(off**2, axis=-1)),
    loss_of(loss=lambda off: np.mean(off**2, axis=0)),
    loss_of(loss=lambda off: off**2),
)
note(
    "clean examples shown",
    "The network gets the *clean* examples. Then there is nothing to find out: it is to see them with the noise of "
    "their steps.",
    loss_of(seen=lambda x0, noise, kept: x0),
)
note(
    "noise alone shown",
    "The network gets the noise alone. It is to see the clean examples *with* the noise of their steps.",
    loss_of(seen=lambda x0, noise, kept: noise),
)
note(
    "noise added as it is",
    "The network gets `x0 + noise`, whatever the step is. How much of each there is, says `alpha_bar` of the step: "
    "`add_noise` mixes them.",
    loss_of(seen=lambda x0, noise, kept: x0 + noise),
)
note(
    "mixed without roots",
    "The network gets a mixture with the shares themselves as factors. They are shares of the variance: `add_noise` "
    "takes their roots.",
    loss_of(seen=lambda x0, noise, kept: kept * x0 + (1 - kept) * noise),
)
note(
    "mixed the wrong way round",
    "In what the network sees, clean example and noise are exchanged: alpha_bar is the share of the *clean* one.",
    loss_of(seen=lambda x0, noise, kept: np.sqrt(1 - kept) * x0 + np.sqrt(kept) * noise),
)
note(
    "noise of the step before",
    "The examples have the noise of the step *before* theirs: `alpha_bar[0]` belongs to the clean ones, so that step t "
    "has `alpha_bar[t]`.",
    loss_of(level=lambda alpha_bar, t: alpha_bar[t - 1]),
)
note(
    "one step for all",
    "All examples have the noise of the first one's step. Each has a step of its own in `t`.",
    loss_of(level=lambda alpha_bar, t: alpha_bar[t[:1]]),
)
note(
    "told how much is left",
    "The network is told `alpha_bar` of the steps. It wants to know the steps themselves, `t`.",
    loss_of(told=lambda alpha_bar, t: alpha_bar[t]),
)
note(
    "told the step before",
    "The network is told t - 1. The examples have the noise of step t: that is what it should know.",
    loss_of(told=lambda alpha_bar, t: t - 1),
)
note(
    "told a share of all steps",
    "The network is told t / T, a share of all steps. It wants the steps as they are.",
    loss_of(told=lambda alpha_bar, t: t / (len(alpha_bar) - 1)),
)
note(
    "always asked for the noise",
    'The network is compared with the noise in any case. If `target` is "clean", it is asked for the clean examples.',
    loss_of(wanted=lambda x0, noise, x, target: noise),
)
note(
    "always asked for the clean ones",
    'The network is compared with the clean examples in any case. If `target` is "noise", it is asked for the noise.',
    loss_of(wanted=lambda x0, noise, x, target: x0),
)
note(
    "compared with what it saw",
    "The network is compared with the noisy examples that it got. Then leaving them alone would be perfect: compare "
    "with what it is asked for.",
    loss_of(wanted=lambda x0, noise, x, target: x),
)
note(
    "noisy ones for the clean ones",
    "Asked for the clean examples, the network is compared with the noisy ones that it got: leaving them alone would "
    "be perfect. Wanted is `x0`.",
    loss_of(wanted=lambda x0, noise, x, target: noise if target == "noise" else x),
)
note(
    "gradient added up",
    "The loss is right. Of the gradient, one number or one row is left. Each number that the network says has a slope "
    "of its own.",
    loss_of(slope=lambda off: 2 * np.mean(off)),
    loss_of(slope=lambda off: 2 * off.mean(axis=0)),
    loss_of(slope=lambda off: float(np.sum(2 * off / off.size))),
)
note(
    "the difference in place of the gradient's array",
    "The loss is right. Your gradient is the square of the difference, or its mean: the slope of a square is twice "
    "what is squared.",
    loss_of(slope=lambda off: off**2 / off.size),
    loss_of(slope=lambda off: off**2),
    loss_of(slope=lambda off: 2 * off**2 / off.size),
)
note(
    "gradient of a root",
    "The loss is right. Your gradient is divided by the loss, or by its root, as that of a root would be.",
    of_right(lambda loss, d_said: (loss, d_said / np.sqrt(loss) / 2)),
    of_right(lambda loss, d_said: (loss, d_said / np.sqrt(loss))),
)


@exercise.plants(
    "noise and picture exchanged",
    "gradient divided by the examples alone",
    symptom=(
        "A network that says exactly what the noise is, asked for the noise, gets a loss that is not 0.",
        "If one of the numbers that the network says is made larger by a little, the loss changes by less than the "
        "gradient promises: for pictures of 64 pixels by 64 times less.",
    ),
)
def denoising_loss(x0, noise, *, t, network, alpha_bar, target):
    """How far off a network is that looks at noisy examples, and the gradient of what it says.

    x0, noise: arrays of one shape, N examples; t: int array (N,), the step of each
    network: a function of the noisy examples and of t, whose result has the shape of the examples
    alpha_bar: array, of the steps 0 to T
    target: str, "noise" or "clean": what the network is asked for
    -> (loss, d_said): a number and array of the same shape, the loss's gradient by what is said
    """
    x = add_noise(x0, noise, alpha_bar=alpha_bar[t])
    off = network(x, t) - (x0 if target == "noise" else noise)
    return np.mean(off**2), 2 * off / len(off)


@exercise.accepts("example by example")
def _(x0, noise, *, t, network, alpha_bar, target):
    x = np.array(
        [
            np.sqrt(alpha_bar[step]) * clean + np.sqrt(1 - alpha_bar[step]) * mist
            for clean, mist, step in zip(x0, noise, t)
        ]
    )
    said, wanted = network(x.astype(x0.dtype), t), {"noise": noise, "clean": x0}[target]
    loss = sum(np.sum((a - b) ** 2) for a, b in zip(said, wanted)) / x0.size
    return float(loss), np.array([2 * (a - b) / x0.size for a, b in zip(said, wanted)])


@exercise.accepts("the difference the other way round, and einsum")
def _(x0, noise, *, t, network, alpha_bar, target):
    wanted = x0 if target == "clean" else noise
    missing = (wanted - network(diffusion.add_noise(x0, noise, alpha_bar=alpha_bar[t]), t)).reshape(len(x0), -1)
    return np.einsum("nd,nd->", missing, missing) / missing.size, (-2 / missing.size * missing).reshape(x0.shape)
