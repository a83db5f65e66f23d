"""Eight bits for a weight: rounded to whole numbers from -127 to 127, with a scale for each output."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import capstone


def cases(rng):
    """One column; two scales; zeros; a kernel; one row; whole numbers; outputs with one weight; float32."""
    D, M, other, more = drawn_sizes(rng, 4, least=3, most=9)
    wide = rng.normal(size=(D, M)) * 10.0 ** rng.integers(-3, 2, M)
    with_zeros = rng.normal(size=(other, D))
    with_zeros[:, 1] = 0
    return [
        Case(np.array([[0.254], [-0.1]])),
        Case(np.array([[1.27, -0.03], [-0.5, 0.0254], [0.012, 0.0071]])),
        Case(np.array([[-2.54, 0.0], [1.0, 0.0]])),
        Case(wide),
        Case(rng.normal(size=(3, 2, other, M))),
        Case(with_zeros),
        Case(rng.normal(size=(1, more))),
        Case(rng.normal(size=more)),
        Case(np.array([[127, -3], [-60, 2], [5, 1]])),
        Case(rng.normal(size=(more, 2)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=capstone.eight_bits,
    points=2,
    minutes=5,
    form="fault",
    cases=cases,
    outputs=("codes", "scale"),
    integers=True,
    hints=[
        "Take the column 0.254 and -0.1. Which whole numbers come back, and which should? And which whole numbers does "
        "an int8 have?",
        "An int8 goes from -128 to 127, and what is beyond begins again at the other end. And where a number is made a "
        "whole one its digits are cut off: nobody asked for the nearest.",
        "Elsewhere: `np.array([200]).astype(np.int8)` is `[-56]`; `np.array([-2.7, 2.7]).astype(int)` is `[-2 2]`, and "
        "`np.rint` of it `[-3. 3.]`.",
    ],
    equivalent_mutants={
        "largest = np.abs(W).reshape(-2, W.shape[-1]).max(axis=0)": "any negative length stands for what is left",
    },
    solved="weights that take a quarter of float32's room, and an eighth of float64's.",
)

exercise.edit(
    "128 for 127",
    {"largest / 127": "largest / 128"},
    """The largest weight of a column becomes 128, one more than an int8 can hold: 128 begins again at -128, its sign
    is turned. Let the largest be 127.""",
)


@exercise.mistake("cut off")
def _(W):
    """The digits after the point are cut off, so that nearly every weight comes back nearer to 0 than it was. Round to
    the nearest whole number first.
    """
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1)
    codes = np.trunc(W / scale + 1e-9 * np.sign(W))
    return codes.astype(np.int8), scale


@exercise.also("cut off")
def _(W):
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1)
    return (W / scale).astype(np.int8), scale


@exercise.mistake("a half added, then cut off")
def _(W):
    """A half is added before the digits are cut off: that rounds what is positive, and takes a step too much from
    what is negative, since `astype(int)` cuts towards 0.
    """
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1)
    return (W / scale + 0.5).astype(np.int8), scale


@exercise.mistake("without a sign")
def _(W):
    """Your type has no negative numbers: 256 came to each of them. An int8 goes from -128 to 127, a uint8 from 0 on."""
    codes, scale = capstone.eight_bits(W)
    return codes.astype(np.uint8), scale


@exercise.mistake("clipped at 127")
def _(W):
    """No sign is turned any more, but you clip at 127 what 128 was meant for: the largest weights come back too small.
    Choose the scale so that the largest is 127 by itself.
    """
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 128, 1)
    return np.clip(np.round(W / scale), -128, 127).astype(np.int8), scale


@exercise.also("clipped at 127")
def _(W):
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 128, 1)
    return np.clip(np.round(W / scale), -127, 127).astype(np.int8), scale


@exercise.mistake("one scale for all outputs")
def _(W):
    """There is one scale for the whole array. An output with small weights then has but a few whole numbers for them:
    each output, the last axis, has its own.
    """
    largest = np.abs(W).max()
    scale = np.full(W.shape[-1], largest / 127 if largest else 1.0)
    return np.round(W / scale).astype(np.int8), scale


@exercise.mistake("outputs of one weight share a scale")
def _(W):
    """Where W has a single axis, it is that of the outputs, and each has one weight: they do not share a scale."""
    largest = np.abs(W).max(axis=0) if W.ndim == 1 else np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1)
    return np.round(W / scale).astype(np.int8), scale


@exercise.also("outputs of one weight share a scale")
def _(W):
    largest = np.abs(W).max(axis=0)  # of kernels, too
    scale = np.where(largest > 0, largest / 127, 1)
    return np.round(W / scale).astype(np.int8), scale


@exercise.mistake("a scale for each row")
def _(W):
    """You look for the largest along the wrong axis: the outputs of a layer are its last axis."""
    largest = np.abs(W).reshape(len(W), -1).max(axis=1)
    scale = np.where(largest > 0, largest / 127, 1)
    return np.round(W / scale.reshape(-1, *[1] * (W.ndim - 1))).astype(np.int8), scale


@exercise.mistake("without the absolute value")
def _(W):
    """You take the largest weight, with its sign. If a column's largest in size is negative, it does not fit."""
    largest = W.reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 127, 1)
    return np.round(W / scale).astype(int).astype(np.int8), scale


@exercise.mistake("divided by nothing")
def _(W):
    """Where all weights of an output are 0, so is your scale, and 0 / 0 is not a number. There the scale is to be 1."""
    scale = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0) / 127
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.round(W / scale)).astype(np.int8), scale


@exercise.also("divided by nothing")
def _(W):
    scale = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0) / 127
    return np.round(W / np.maximum(scale, 1e-12)).astype(np.int8), np.maximum(scale, 1e-12)


@exercise.mistake("scale upside down")
def _(W):
    """Your scale is what the weights were multiplied by. It should bring them back: codes times scale is W again."""
    codes, scale = capstone.eight_bits(W)
    return codes, 1 / scale


@exercise.plants(
    "128 for 127",
    "cut off",
    symptom=(
        "in each output whose largest weight is positive, this one comes back with its sign turned.",
        "Nearly all other weights come back nearer to 0 than they were.",
    ),
)
def eight_bits(W):
    """Weights as whole numbers of eight bits, and for each output what they are to be multiplied by.

    W: array (..., M) -> (codes, scale): int array of the shape of W and array (M,)
    """
    largest = np.abs(W).reshape(-1, W.shape[-1]).max(axis=0)
    scale = np.where(largest > 0, largest / 128, 1)
    codes = (W / scale).astype(int)
    return codes.astype(np.int8), scale


@exercise.accepts("output by output")
def _(W):
    codes, scale = np.zeros(W.shape, dtype=np.int8), np.ones(W.shape[-1])
    for m in range(W.shape[-1]):
        largest = np.max(np.abs(W[..., m]))
        if largest > 0:
            scale[m] = largest / 127
        codes[..., m] = np.rint(W[..., m] / scale[m])
    return codes, scale


@exercise.accepts("all axes but the last")
def _(W):
    scale = np.abs(W).max(axis=tuple(range(W.ndim - 1))) / 127
    scale = np.where(scale == 0, 1, scale)
    return np.floor(W / scale + 0.5).astype("int8"), scale
