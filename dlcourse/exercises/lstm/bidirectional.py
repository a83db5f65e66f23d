"""Two LSTMs side by side: a reader that knows what comes after, too."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.lstm._cases import as_float32, weights
from dlcourse.lessons import lstm
from dlcourse.lessons.lstm import lstm_forward


def cases(rng):
    def case(N, T, D, H):
        X = rng.normal(size=(N, T, D))
        return X, *(tuple(weights(rng, D, H).values()) for _ in range(2))

    one = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([9.0, 9.0, 0.0, 9.0])
    cases = [(np.array([[[1.0], [1.0], [0.0]]]), one, one)]
    cases += [case(*size) for size in [(1, 1, 1, 1), (2, 3, 4, 2), (3, 5, 2, 3), drawn_sizes(rng, 4), (4, 12, 3, 5)]]
    cases.append(as_float32(case(2, 4, 3, 2)))
    return [Case(X, forward_parameters=first, backward_parameters=second) for X, first, second in cases]


exercise = Exercise(
    reference=lstm.bidirectional,
    points=2,
    cases=cases,
    form="fault",
    hints=[
        "In the example by hand, the second reader gives 3, 5, 6 in the order of its reading. At which step should "
        "each stand?",
        "Follow the second reader: what it reads, with which weights, and in which order its outputs come. Compare "
        "with what stands beside the first reader's.",
        "Elsewhere: `film[:, ::-1]` plays every film of an array (films, pictures) from its end. Done twice, all is "
        "as before.",
    ],
    solved="a reader that knows what comes after, as one needs to fill a gap in a text.",
)


exercise.edit(
    "second one not turned back",
    {"second[:, ::-1]": "second"},
    """The second LSTM reads from the end, and its outputs stand in the order in which it read: at the first step stands
    what belongs to the last. Turn its outputs round again.""",
)


exercise.edit(
    "both read forwards",
    {"(X[:, ::-1], backward": "(X, backward", "second[:, ::-1]": "second"},
    """Both read from the first step on. Give the second one `X[:, ::-1]`, the steps from the last to the first.
    (`X[::-1]` turns the order of the *sequences*.)""",
)


exercise.edit(
    "turned round afterwards only",
    {"(X[:, ::-1], backward": "(X, backward"},
    """The second one reads from the first step on, and only its outputs are turned round. It must *read* from the last
    step back: give it `X[:, ::-1]`.""",
)


exercise.edit(
    "added up",
    {"np.concatenate([first, second[:, ::-1]], axis=2)": "first + second[:, ::-1]"},
    """The outputs of the two are added. They stand side by side, so that later layers can tell them apart:
    `np.concatenate(..., axis=2)`.""",
)


exercise.edit(
    "one after the other",
    {"axis=2": "axis=1"},
    """The outputs are joined along the steps: the sequence is twice as long. Each *step* should have 2 H numbers: axis
    2.""",
)


exercise.edit(
    "same parameters for both",
    {"backward_parameters": "forward_parameters"},
    "Both use `forward_parameters`. The second has weights of its own.",
)


exercise.edit(
    "parameters exchanged",
    {
        "(X, forward_parameters": "(X, backward_parameters",
        "(X[:, ::-1], backward_parameters": "(X[:, ::-1], forward_parameters",
    },
    "The one that reads from the first step on uses `backward_parameters`, and the other way round.",
)


exercise.edit(
    "second one first",
    {"first, second[:, ::-1]": "second[:, ::-1], first"},
    "The outputs of the second LSTM stand in the first H columns. Those of the first come first.",
)


exercise.edit(
    "last output at every step",
    {"second[:, ::-1]": "np.broadcast_to(second[:, -1:], second.shape)"},
    "Every step gets the last output of the second LSTM. Each should get the one for its own place.",
)


exercise.edit(
    "order of the sequences turned",
    {"X[:, ::-1], backward": "X[::-1], backward", "second[:, ::-1]": "second"},
    """`X[::-1]` turns the order of the *sequences*. The steps are axis 1: `X[:, ::-1]`, and the outputs are turned back
    the same way.""",
)


exercise.edit(
    "all axes turned",
    {"X[:, ::-1], backward": "np.flip(X), backward", "second[:, ::-1]": "np.flip(second)"},
    "`np.flip` without an axis turns everything, also sequences and numbers. Only the steps are turned: `axis=1`.",
)


exercise.edit(
    "numbers of each step turned",
    {"X[:, ::-1], backward": "X[:, :, ::-1], backward"},
    "The numbers of each step are turned, axis 2. The *steps* are axis 1: `X[:, ::-1]`.",
)


exercise.edit(
    "mean of both",
    {"np.concatenate([first, second[:, ::-1]], axis=2)": "(first + second[:, ::-1]) / 2"},
    """The mean of the two outputs comes back. They stand side by side, so that later layers can tell them apart:
    `np.concatenate(..., axis=2)`.""",
)


exercise.edit(
    "joined along the sequences",
    {"axis=2": "axis=0"},
    """The outputs are joined along the sequences: there are twice as many. Each *step* should have 2 H numbers: axis
    2.""",
)


exercise.edit(
    "an axis too many",
    {"np.concatenate(": "np.stack("},
    "`np.stack` makes an axis of its own for the two LSTMs. Their H numbers stand side by side: `np.concatenate`.",
)


exercise.edit(
    "numbers of both in turn",
    {"np.concatenate(": "np.stack(", "axis=2)": "axis=3).reshape(*first.shape[:2], -1)"},
    "The numbers of the two LSTMs stand in turn. Those of the first come first, all H of them.",
)


exercise.edit(
    "outputs not joined",
    {"np.concatenate([first, second[:, ::-1]], axis=2)": "first, second[:, ::-1]"},
    "Two arrays come back. Join them, so that each step has 2 H numbers: `np.concatenate(..., axis=2)`.",
)


exercise.edit(
    "only the last outputs",
    {"np.concatenate([first, second[:, ::-1]], axis=2)": "np.concatenate([first[:, -1], second[:, -1]], axis=1)"},
    "Only what each LSTM said last comes back. Every step has an output: (N, T, 2 H).",
)


@exercise.mistake("second one goes on where the first ended")
def _(X, *, forward_parameters, backward_parameters):
    """The second LSTM begins with the last output and state of the first. Both begin with zeros: each reads on its
    own.
    """
    h = c = np.zeros((len(X), len(forward_parameters[1])), X.dtype)
    outputs = []
    for sequence, (W_x, W_h, b) in ((X, forward_parameters), (X[:, ::-1], backward_parameters)):
        H, c, _ = lstm.lstm_forward(sequence, h0=h, c0=c, W_x=W_x, W_h=W_h, b=b)
        h = H[:, -1]
        outputs.append(H)
    return np.concatenate([outputs[0], outputs[1][:, ::-1]], axis=2)


exercise.edit(
    "outputs of the wrong one turned",
    {"first, second[:, ::-1]]": "first[:, ::-1], second]"},
    """The outputs of the first LSTM are turned, and those of the second are not. It is the second one that reads from
    the end: only its outputs are turned back.""",
)


exercise.edit(
    "numbers of each step turned, and those of the outputs",
    {"X[:, ::-1], backward": "X[:, :, ::-1], backward", "second[:, ::-1]": "second[:, :, ::-1]"},
    """The numbers of each step are turned, axis 2, in X and in the outputs. The *steps* are axis 1: `X[:, ::-1]`, and
    the same for the outputs.""",
)


@exercise.also("numbers of each step turned")
def _(X, *, forward_parameters, backward_parameters):
    zero = np.zeros((len(X), len(forward_parameters[1])), X.dtype)
    both = []
    for sequence, (W_x, W_h, b) in ((X, forward_parameters), (X[:, :, ::-1], backward_parameters)):
        both.append(lstm.lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)[0])
    return np.concatenate(both, axis=2)


exercise.edit(
    "sequences of the outputs turned",
    {"second[:, ::-1]": "second[::-1]"},
    """You turn the outputs of the second LSTM along axis 0, which puts the *sequences* in another order. The steps are
    axis 1.""",
)


exercise.edit(
    "numbers of the outputs turned",
    {"second[:, ::-1]": "second[:, :, ::-1]"},
    "You turn the outputs of the second LSTM along axis 2, the numbers of each step. The steps are axis 1.",
)


exercise.edit(
    "both turned at the end",
    {"[first, second[:, ::-1]], axis=2)": "[first, second], axis=2)[:, ::-1]"},
    """All outputs are turned round, also those of the first LSTM, which stood in their places already. Turn back those
    of the second alone, before they are joined.""",
)


@exercise.plants(
    "second one not turned back",
    "same parameters for both",
    symptom=(
        "In a sentence of ten words, the second reader comes to word 1 last, and has read all ten. But its half of the "
        "output at word 1 depends on word 10 only.",
        "Whatever is trained into the parameters of the second reader, the output stays as it was.",
    ),
)
def bidirectional(X, *, forward_parameters, backward_parameters):
    """Two LSTMs side by side: one reads from the first step on, one from the last step back.

    X: array (N, T, D)
    forward_parameters, backward_parameters: (W_x, W_h, b), of (D, 4 H), (H, 4 H), (4 H,)
    -> array (N, T, 2 H), the outputs of the first LSTM first
    """
    both = []
    for sequence in (X, X[:, ::-1]):
        W_x, W_h, b = forward_parameters
        zero = np.zeros((len(X), len(W_h)), X.dtype)
        H, _, _ = lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        both.append(H)
    return np.concatenate(both, axis=2)


@exercise.accepts("written into an array")
def _(X, *, forward_parameters, backward_parameters):
    N, T, _ = X.shape
    units = len(forward_parameters[1])
    out = np.zeros((N, T, 2 * units), X.dtype)
    h = c = np.zeros((N, units), X.dtype)
    for t in range(T):
        h, c, _ = lstm.lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), forward_parameters)))
        out[:, t, :units] = h
    h = c = np.zeros((N, units), X.dtype)
    for t in reversed(range(T)):
        h, c, _ = lstm.lstm_step(X[:, t], h=h, c=c, **dict(zip(("W_x", "W_h", "b"), backward_parameters)))
        out[:, t, units:] = h
    return out


@exercise.accepts("with np.flip")
def _(X, *, forward_parameters, backward_parameters):
    def read(sequence, W_x, W_h, b):
        zero = np.zeros((X.shape[0], b.size // 4), dtype=X.dtype)
        H, _, _ = lstm.lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        return H

    second = read(np.flip(X, axis=1), *backward_parameters)
    return np.dstack([read(X, *forward_parameters), np.flip(second, axis=1)])
