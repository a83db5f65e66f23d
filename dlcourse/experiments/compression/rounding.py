"""Networks that learn on with rounded weights: what a network gets back that had too few bits."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.compression import networks
from dlcourse.experiments.compression.files import FUNCTIONS
from dlcourse.lessons import compression as lesson
from dlcourse.nn.training.pace import at_pace

MORE = {"digits": 410, "rows": 150}  # further steps: a third of those of the training
SIDES = {"learned on, then rounded": False, "rounded while it learned on": True}
GAIN = 25  # points that are gained on any processor, with a margin


class Steps:
    """The steps of each weight array of a network, a scale and a zero point for each channel, which stay as they are.

    Parameters
    ----------
    network : Network
        Trained.
    bits : int
    reach : float
        The steps reach so much of the way to the outermost weights of each channel.
    functions : tuple of function
        `scale_and_zero_point`, `quantize` and `dequantize`.
    backward : function
        As :func:`fake_quantize_backward`.
    """

    def __init__(self, network, bits, *, reach=0.7, functions=FUNCTIONS, backward=lesson.fake_quantize_backward):
        scale_and_zero_point, *rest = functions
        self.bits, self.backward = bits, at_pace(backward, lesson.fake_quantize_backward)
        self.quantize, self.dequantize = (at_pace(*pair) for pair in zip(rest, FUNCTIONS[1:], strict=True))
        self.how = {
            name: dict(zip(("scale", "zero_point"), scale_and_zero_point(reach * W, bits=bits, axis=-1), strict=True))
            for name, W in networks.weights_of(network).items()
        }

    def rounded(self, name, W):
        """A weight array as it comes back from these steps."""
        return self.dequantize(self.quantize(W, bits=self.bits, **self.how[name]), **self.how[name])

    def through(self, name, W):
        """What :func:`~dlcourse.experiments.compression.networks.learn` asks for: rounded weights, and the way back."""
        real = W.copy()
        return self.rounded(name, W), lambda d_out: self.backward(d_out, real, bits=self.bits, **self.how[name])

    def round(self, network):
        """Round all weight arrays of a network in place, and give it back."""
        for name, W in networks.weights_of(network).items():
            W[...] = self.rounded(name, W)
        return network


def learn_rounded(task, network, seed, *, bits, rate, reach, while_learning=True, steps=None, data=None, **functions):
    """Let a trained network learn on, and round its weights: at each step, or at the end only.

    Parameters
    ----------
    task : "digits" or "rows"
    network : Network
        Changed in place.
    seed : int
        Of the batches.
    bits : int
    rate, reach : float
        The learning rate, and as of :class:`Steps`.
    while_learning : bool
        Whether it calculates with rounded weights while it learns.
    steps : int, optional
        A third of those of the training if left out.
    data : tuple, optional
        The digits to learn from, as of :func:`~dlcourse.experiments.compression.networks.learn`.
    **functions
        `functions` and `backward`, as of :class:`Steps`.

    Returns
    -------
    Network
        The same, with rounded weights.
    """
    how = {"steps": steps or MORE[task], "rate": rate, "data": data}
    if while_learning:
        grid = Steps(network, bits, reach=reach, **functions)
        return networks.learn(task, network, seed, through=grid.through, **how)
    networks.learn(task, network, seed, **how)
    return Steps(network, bits, reach=reach, **functions).round(network)


def live(functions=FUNCTIONS, backward=lesson.fake_quantize_backward):
    """The reader of digits that comes with the course with weights of 2 bits, at once and after it has learned on.

    Parameters
    ----------
    functions : tuple of function
        `scale_and_zero_point`, `quantize` and `dequantize`.
    backward : function

    Returns
    -------
    str
        Three lines. A training with rounding ends elsewhere on another processor, so of it only that is said which
        holds anywhere.
    """
    network = networks.trained("digits")
    whole = networks.right("digits", network)
    at_once = networks.right("digits", Steps(network, 2, reach=1.0, functions=functions).round(network))
    best = measured()["digits, 2 bits"]["sides"]["rounded while it learned on"]["best"]
    how = {"bits": 2, "functions": functions, "backward": backward}
    network = learn_rounded("digits", networks.trained("digits"), 0, **how, **best)
    gained = networks.right("digits", network) - at_once
    return (
        f"as trained                  {whole:.0f} % right\n"
        f"rounded at once             {at_once:.0f} % right\n"
        f"rounded while it learned on at least {GAIN} points more: {'yes' if gained >= GAIN else 'no'}"
    )


def measured():
    """What scripts/measure_compression.py has measured of five seeds: for "digits, 2 bits" and so on both sides."""
    return measurements("compression_rounding.json")


def told():
    """The stored medians and spreads of five seeds, a line for each network and number of bits."""
    lines = [f"{'% right, five seeds':31}{'rounded':>12}{'learned on,':>14}{'rounded while':>16}"]
    lines.append(f"{'':31}{'at once':>12}{'then rounded':>14}{'it learned on':>16}")
    for what, found in measured().items():
        task, bits = what.split(", ")
        numbers = [found["rounded"], *(side["numbers"] for side in found["sides"].values())]
        cells = [f"{np.median(each):.0f} ({min(each):.0f}-{max(each):.0f})" for each in numbers]
        name = f"{networks.NAMES[task]}, {bits}"
        lines.append(f"{name:31}{cells[0]:>12}{cells[1]:>14}{cells[2]:>16}")
    return "\n".join(lines)
