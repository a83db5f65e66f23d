"""A small transformer that comes trained on the language reference: it writes, with a cache and without."""

import numpy as np

from dlcourse.data import networks
from dlcourse.experiments.attention import writing
from dlcourse.lessons import attention, rnn
from dlcourse.nn.attention import MultiHeadAttention, Positions, Residual, transformer
from dlcourse.nn.training.pace import at_pace

TABLES = ("W_q", "W_k", "W_v", "W_o")


def untrained(seed=0):
    """The network before it learns: two blocks of four heads, 25,574 numbers.

    Returns
    -------
    SequenceNetwork
    """
    how = {"length": networks.TEXT_LENGTH, "hidden": networks.TEXT_HIDDEN}
    sizes = len(networks.TEXT_SIGNS), networks.TEXT_WIDTH, networks.TEXT_HEADS, networks.TEXT_BLOCKS
    rng = np.random.default_rng(seed)
    return writing.learn_places(transformer(*sizes, rng, **how), networks.TEXT_LENGTH, rng)


def text_transformer():
    """The trained network, and its alphabet.

    Returns
    -------
    tuple (SequenceNetwork, str)
    """
    network, stored = untrained(), networks.text_network()
    for number, layer in enumerate(network.layers):
        for name, array in layer.parameters.items():
            array[...] = stored[f"{number}.{name}"]  # in place: layers inside of others share these arrays
    return network, networks.TEXT_SIGNS


def block_parameters(network):
    """For each block of a transformer the dict that :func:`transformer_block` takes, and how many heads it has.

    Returns
    -------
    list of (dict, int)
    """
    parts = [layer for layer in network.layers if isinstance(layer, Residual)]
    found = []
    for look, think in zip(parts[::2], parts[1::2]):
        (normed, heads), (second, wide, _, narrow) = look.layers, think.layers
        named = {"gamma1": normed.parameters["gamma"], "beta1": normed.parameters["beta"], **heads.parameters}
        named |= {"gamma2": second.parameters["gamma"], "beta2": second.parameters["beta"]}
        named |= {f"{name}1": array for name, array in wide.parameters.items()}
        named |= {f"{name}2": array for name, array in narrow.parameters.items()}
        found.append((named, heads.heads))
    return found


def reading(network, *, block=attention.transformer_block, layer_norm=attention.layer_norm):
    """The network as a function of ids that calculates with a block and a normalisation that are given.

    Parameters
    ----------
    network : SequenceNetwork
        As from :func:`text_transformer`.
    block, layer_norm : function
        As :func:`transformer_block` and :func:`layer_norm`.

    Returns
    -------
    function
        ``logits(ids) -> array (T, V)``, of one text, an int array (T,).
    """
    first, places, *_, last, dense = network.layers
    blocks, block = block_parameters(network), at_pace(block, attention.transformer_block)

    def logits(ids):
        mask = attention.causal_mask(len(ids))
        X = first.parameters["E"][ids][None] + places.table[: len(ids)]
        for parameters, heads in blocks:
            X = block(X, parameters=parameters, heads=heads, mask=mask)
        normed, _ = layer_norm(X, **last.parameters)
        return (normed @ dense.parameters["W"] + dense.parameters["b"])[0]

    return logits


def read_windows(logits, ids, windows, *, perplexity=attention.perplexity, length=networks.TEXT_LENGTH):
    """The perplexity on the second halves of some windows of a text, each read by itself.

    Parameters
    ----------
    logits : function
        ``logits(ids) -> array (T, V)``.
    ids : int array (L,)
    windows : int
        How many, from the beginning of the text.
    perplexity : function
    length : int
        Of a window.

    Returns
    -------
    float
    """
    rows = ids[: windows * length].reshape(windows, length)
    Z = np.stack([logits(row) for row in rows])
    return float(perplexity(Z[:, length // 2 - 1 : -1], y=rows[:, length // 2 :]))


def write(logits, start, count, temperature, rng, *, sample=rnn.sample_next, length=networks.TEXT_LENGTH):
    """Let a function of ids write: every sign with all that stands before it, read again from the beginning.

    Parameters
    ----------
    logits : function
        ``logits(ids) -> array (T, V)``.
    start : int array (L,)
        What stands there at first, one sign or more.
    count : int
        How many signs to write.
    temperature : float
    rng : numpy.random.Generator
    sample : function
        ``sample(z, temperature, rng) -> int``.
    length : int
        How many signs are seen at most; of a longer text the last ones.

    Returns
    -------
    list of int
        What was written, without the start.
    """
    ids = list(start)
    for _ in range(count):
        ids.append(int(sample(logits(np.array(ids[-length:]))[-1], temperature, rng)))
    return ids[len(start) :]


def write_cached(network, start, count, temperature, rng, *, sample=rnn.sample_next, step=attention.kv_cache_step):
    """The same text as by :func:`write`, each sign read once: keys and values of all before it are kept.

    Parameters
    ----------
    network : SequenceNetwork
        As from :func:`text_transformer`; start and text together may be as long as its table of positions.
    start, count, temperature, rng, sample
        As for :func:`write`.
    step : function
        As :func:`kv_cache_step`.

    Returns
    -------
    list of int
    """
    ids, caches, step = list(start), {}, at_pace(step, attention.kv_cache_step)
    for place in range(len(start) + count - 1):
        x = np.array([ids[place]])
        for number, layer in enumerate(network.layers):
            x = _one_step(layer, number, x, place, caches, step)
        if place >= len(start) - 1:
            ids.append(int(sample(x[0], temperature, rng)))
    return ids[len(start) :]


def _one_step(layer, number, x, place, caches, step):
    """What a layer makes of one new step, (N,) or (N, D)."""
    if isinstance(layer, Positions):
        return x + layer.table[place]
    if isinstance(layer, Residual) and isinstance(layer.layers[-1], MultiHeadAttention):
        normed, look = layer.layers
        heads, width = look.heads, x.shape[1]
        empty = np.zeros((len(x), heads, 0, width // heads))
        cache = caches.get(number, (empty, empty))
        out, caches[number] = step(normed.forward(x)[0], cache=cache, **look.parameters, heads=heads)
        return x + out
    return layer.forward(x)[0]


def weights_along(network, ids):
    """Where all heads look while the network reads one text, and what it expects after each sign.

    Returns
    -------
    tuple (array (blocks, heads, T, T), array (T, V))
    """
    X, found = np.asarray(ids)[None], []
    for layer in network.layers:
        X, cache = layer.forward(X)
        if isinstance(layer, Residual) and isinstance(layer.layers[-1], MultiHeadAttention):
            found.append(layer.layers[-1].weights(cache[-1])[0])
    return np.stack(found), X[0]


def habits(network, ids, signs, *, length=networks.TEXT_LENGTH, most=100):
    """Where each head looks on average, over pieces of a text.

    Parameters
    ----------
    network : SequenceNetwork
    ids : int array (L,)
    signs : str
        The alphabet.
    length : int
        Of a piece.
    most : int
        How many pieces are read, from the beginning of the text.

    Returns
    -------
    dict of (int, int) to tuple of five float
        For layer and head, counted from 1, the percent of weight on the character itself, on the one before, on the one
        before that, on spaces, and on the characters behind them, which begin words, wherever they stand.
    """
    pieces = ids[: len(ids) // length * length].reshape(-1, length)[:most]
    spaces, found = pieces == signs.index(" "), {}
    firsts = np.pad(spaces[:, :-1], ((0, 0), (1, 0)))
    every = np.stack([weights_along(network, piece)[0] for piece in pieces])  # (pieces, blocks, heads, T, T)
    for layer, head in np.ndindex(every.shape[1:3]):
        A = every[:, layer, head]
        back = [np.diagonal(A, -gap, axis1=1, axis2=2).mean() for gap in range(3)]
        shares = [*back, *((A * places[:, None]).sum(axis=-1).mean() for places in (spaces, firsts))]
        found[layer + 1, head + 1] = tuple(100 * float(share) for share in shares)
    return found


def told(found):
    """The percents of :func:`habits` as a table, line by line."""
    yield "% of the weight on    itself  one back  two back  spaces  first letters"
    for (layer, head), (own, one, two, spaces, firsts) in found.items():
        yield f"layer {layer}, head {head}       {own:6.0f}{one:10.0f}{two:10.0f}{spaces:8.0f}{firsts:15.0f}"


def operations_to_write(network, count, *, cached):
    """Multiplications, each with an addition, to write so many signs from the first one on.

    A step costs one for each number in the tables of the layers (rows for characters and positions are only looked up),
    and in each block two times the width for each step that it looks at. Without a cache all steps so far are
    calculated again for every sign.

    Examples
    --------
    >>> [operations_to_write(untrained(), count, cached=cached) for count in (1, 2) for cached in (False, True)]
    [21824, 21824, 65728, 43776]
    """
    width = network.layers[0].parameters["E"].shape[1]
    blocks = sum(isinstance(layer, Residual) for layer in network.layers) // 2
    tables = sum(a.size for layer in network.layers[2:] for a in layer.parameters.values() if a.ndim == 2)
    looks = 2 * blocks * width
    lengths = range(1, count + 1)
    if cached:
        return sum(tables + looks * t for t in lengths)
    return sum(t * tables + looks * t * t for t in lengths)


def millions(network, counts):
    """Millions of multiplications to write so many signs: a dict with a list for "read again" and one for "kept"."""
    kinds = {"read again": False, "kept": True}
    return {
        name: [operations_to_write(network, count, cached=cached) / 1e6 for count in counts]
        for name, cached in kinds.items()
    }
