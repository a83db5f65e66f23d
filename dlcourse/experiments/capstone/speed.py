"""How long the learner's functions take beside the course's fast forms, and beside PyTorch where it is installed.

Each part is a forward and its backward on the same numbers, in float64, with one thread. PyTorch runs eagerly.
"""

import contextlib
import functools
import importlib
import importlib.util
import warnings

import numpy as np

from dlcourse.data import stored
from dlcourse.experiments.timing import shortest
from dlcourse.nn.attention.fast import attention_backward_fast, attention_fast
from dlcourse.nn.cnn import conv2d_backward_fast, conv2d_fast, maxpool2d_backward_fast, maxpool2d_fast
from dlcourse.nn.lstm import lstm_backward_fast, lstm_forward_fast
from dlcourse.nn.regularization import batchnorm_backward_fast, batchnorm_forward_fast
from dlcourse.nn.rnn import rnn_backward_fast, rnn_forward_fast

N, T, D, H = 16, 20, 8, 32  # sequences, steps, numbers that come in, units


def _convolution(forward, backward, rng):
    X, W, b = rng.normal(size=(16, 12, 12, 8)), rng.normal(size=(3, 3, 8, 16)), np.zeros(16)
    return _both(lambda: forward(X, W, b, padding=1), backward)


def _pooling(forward, backward, rng):
    X = rng.normal(size=(16, 12, 12, 16))
    return _both(lambda: forward(X), backward)


def _normalisation(forward, backward, rng):
    X, running = rng.normal(size=(256, 64)), (np.zeros(64), np.ones(64))
    return _both(lambda: forward(X, np.ones(64), np.zeros(64), running)[:2], backward)


def _recurrent(forward, backward, rng):
    X, W_x, W_h = (rng.normal(0, 0.3, size) for size in ((N, T, D), (D, H), (H, H)))
    return _both(lambda: forward(X, h0=np.zeros((N, H)), W_x=W_x, W_h=W_h, b=np.zeros(H)), backward)


def _lstm(forward, backward, rng):
    X, W_x, W_h = (rng.normal(0, 0.3, size) for size in ((N, T, D), (D, 4 * H), (H, 4 * H)))

    def outputs():
        found = forward(X, h0=np.zeros((N, H)), c0=np.zeros((N, H)), W_x=W_x, W_h=W_h, b=np.zeros(4 * H))
        return found[0], found[2]

    return _both(outputs, backward)


def _attention(forward, backward, rng):
    Q, K, V = rng.normal(size=(3, 8, 48, 32))
    return _both(lambda: forward(Q, K=K, V=V, mask=np.tri(48, dtype=bool)), backward)


def _both(forward, backward):
    """A call that goes forward and back, with a gradient of ones."""

    def call():
        out, cache = forward()
        backward(np.ones(out.shape), cache)

    return call


PARTS = {  # name -> how it is called, the ids of the learner's functions, the course's fast forms
    "convolution": (_convolution, ("cnn.conv2d", "cnn.conv2d_backward"), (conv2d_fast, conv2d_backward_fast)),
    "max pooling": (
        _pooling,
        ("cnn.maxpool2d", "cnn.maxpool2d_backward"),
        (maxpool2d_fast, maxpool2d_backward_fast),
    ),
    "batch normalisation": (
        _normalisation,
        ("regularization.batchnorm_forward", "regularization.batchnorm_backward"),
        (batchnorm_forward_fast, batchnorm_backward_fast),
    ),
    "RNN": (_recurrent, ("rnn.rnn_forward", "rnn.rnn_backward"), (rnn_forward_fast, rnn_backward_fast)),
    "LSTM": (_lstm, ("lstm.lstm_forward", "lstm.lstm_backward"), (lstm_forward_fast, lstm_backward_fast)),
    "attention": (
        _attention,
        ("attention.scaled_dot_product_attention", "attention.attention_backward"),
        (attention_fast, attention_backward_fast),
    ),
}


def ratios(function_of):
    """How many times as long as the course's fast forms the learner's functions take, and PyTorch, if it is there.

    Parameters
    ----------
    function_of : function
        ``function_of(id)``: what answers an exercise.

    Returns
    -------
    dict of str to dict of str to float
        Part -> "clear", the functions that were given, and "PyTorch", if it is installed -> times as long.
    """
    found = {}
    with _one_thread(), _torch() as beside:
        for name, (part, ids, fast) in PARTS.items():
            calls = {"clear": part(*map(function_of, ids), np.random.default_rng(0))}
            calls["fast"] = part(*fast, np.random.default_rng(0))
            calls |= {"PyTorch": beside[name]} if beside else {}
            seconds = shortest(calls)
            found[name] = {side: time / seconds["fast"] for side, time in seconds.items() if side != "fast"}
    return found


@functools.cache
def measured():
    """What scripts/measure_capstone_speed.py has measured once, on the course's own functions: as of `ratios`."""
    return stored.measurements("capstone_speed.json")


# ---- PyTorch ----


@contextlib.contextmanager
def _one_thread():
    """NumPy's products take one thread meanwhile, whatever they take else."""
    from threadpoolctl import threadpool_limits  # only where something is timed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on other libraries of threads, which are not touched
        limits = threadpool_limits(1, user_api="blas")
    with limits:
        yield


@contextlib.contextmanager
def _torch():
    """The calls of PyTorch by part, with one thread meanwhile, as NumPy has in a notebook; {} where it is missing."""
    if not importlib.util.find_spec("torch"):
        yield {}
        return
    torch = importlib.import_module("torch")  # by name: the course does not need it
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield torch_parts(torch)
    finally:
        torch.set_num_threads(before)


def torch_parts(torch):
    """Part -> the call of PyTorch, forward and back."""
    made = functools.partial(torch.randn, dtype=torch.float64, requires_grad=True)
    wide = {"dtype": torch.float64, "batch_first": True}
    X, W, b = made(16, 8, 12, 12), made(16, 8, 3, 3), made(16)
    pooled, rows, sequences = made(16, 16, 12, 12), made(256, 64), made(N, T, D)
    norm = torch.nn.BatchNorm1d(64, dtype=torch.float64)
    rnn, lstm = torch.nn.RNN(D, H, **wide), torch.nn.LSTM(D, H, **wide)
    Q, K, V = made(8, 48, 32), made(8, 48, 32), made(8, 48, 32)
    functional = torch.nn.functional
    outputs = {
        "convolution": lambda: functional.conv2d(X, W, b, padding=1),
        "max pooling": lambda: functional.max_pool2d(pooled, 2),
        "batch normalisation": lambda: norm(rows),
        "RNN": lambda: rnn(sequences)[0],
        "LSTM": lambda: lstm(sequences)[0],
        "attention": lambda: functional.scaled_dot_product_attention(Q, K, V, is_causal=True),
    }
    return {name: functools.partial(_forward_and_back, output) for name, output in outputs.items()}


def _forward_and_back(output):
    output().sum().backward()
