"""Blocks and transformers, made of the layers of lesson 14."""

from dlcourse.lessons import attention
from dlcourse.lessons.training import he_init, xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.attention.layers import LayerNorm, MultiHeadAttention, Positions, Residual


def block(width, heads, rng, *, hidden=None, causal=True, dtype=float, **calculate):
    """The two layers of a transformer block, as :func:`transformer_block` calculates it.

    Parameters
    ----------
    width, heads : int
    rng : numpy.random.Generator
    hidden : int, optional
        Neurons between the two dense layers; four times `width` if left out.
    causal : bool
    dtype : type
    **calculate
        What :class:`MultiHeadAttention` takes besides.

    Returns
    -------
    list of two Residual
    """
    hidden = hidden or 4 * width
    look = MultiHeadAttention(width, heads, rng, causal=causal, dtype=dtype, **calculate)
    think = [
        training.Dense(width, hidden, rng, init=he_init, dtype=dtype),
        training.ReLU(),
        training.Dense(hidden, width, rng, init=xavier_init, dtype=dtype),
    ]
    return [Residual([LayerNorm(width, dtype=dtype), look]), Residual([LayerNorm(width, dtype=dtype), *think])]


def transformer(vocabulary, width, heads, blocks, rng, *, length, hidden=None, dtype=float, **calculate):
    """A causal transformer: an embedding, positions, blocks, a last normalisation, and the logits of what comes next.

    Parameters
    ----------
    vocabulary, width, heads, blocks : int
    rng : numpy.random.Generator
    length : int
        The most steps that a sequence may have.
    hidden : int, optional
        As for :func:`block`.
    dtype : type
    **calculate
        What :class:`MultiHeadAttention` takes besides.

    Returns
    -------
    SequenceNetwork

    Examples
    --------
    >>> import numpy as np
    >>> network = transformer(30, 16, 2, 2, np.random.default_rng(0), length=20)
    >>> network.outputs(np.zeros((5, 20), int)).shape, network.size
    ((5, 20, 30), 7454)
    """
    places = attention.positional_encoding(length, width=width).astype(dtype)
    layers = [rnn.Embedding(vocabulary, width, rng, dtype=dtype), Positions(places)]
    for _ in range(blocks):
        layers += block(width, heads, rng, hidden=hidden, dtype=dtype, **calculate)
    layers += [LayerNorm(width, dtype=dtype), training.Dense(width, vocabulary, rng, init=xavier_init, dtype=dtype)]
    return rnn.SequenceNetwork(layers)
