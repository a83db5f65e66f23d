"""Networks on texts: training, perplexity, reading along, writing, and how probable words are to them."""

import numpy as np

from dlcourse.experiments.rnn.texts import ids_of, padded
from dlcourse.lessons import losses, rnn
from dlcourse.lessons.optimizers import warmup_cosine_schedule
from dlcourse.lessons.training import minibatches, xavier_init
from dlcourse.nn.rnn import RNN, Embedding, SequenceNetwork, sequence_cross_entropy_fast
from dlcourse.nn.training import Adam, Dense, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace


def model_with(lookup, steps, signs, seed, *, width, units, size=1.0):
    """An embedding, a recurrent layer and a dense layer that calculate with functions that are given.

    Parameters
    ----------
    lookup, steps : tuple (function, function)
        Forward and backward of the embedding, and of the recurrent layer: as :func:`embedding_forward` and
        :func:`embedding_backward`, :func:`rnn_forward` and :func:`rnn_backward`.
    signs : str
        The alphabet.
    seed : int
        Of the first weights.
    width, units : int
        How many numbers stand for a character, and how many the state has.
    size : float
        The standard deviation of the numbers in the first vectors of the characters.

    Returns
    -------
    SequenceNetwork
    """
    rng = np.random.default_rng(seed)
    embedding = Embedding(len(signs), width, rng, forward=lookup[0], backward=lookup[1])
    embedding.parameters["E"] *= size
    recurrent = RNN(width, units, rng, forward=steps[0], backward=steps[1])
    return SequenceNetwork([embedding, recurrent, Dense(units, len(signs), rng, init=xavier_init)])


def train_on_text(network, batches, optimizer, *, carry=True, loss=sequence_cross_entropy_fast):
    """One epoch over the batches of :func:`truncated_sequences`, the state carried from each to the next.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    batches : iterable of (inputs, targets)
    optimizer : SGD or Adam
    carry : bool
        False: every piece begins with a state of zeros.
    loss : function
        ``loss(Z, y, mask) -> (loss, dZ)``.

    Returns
    -------
    float
        The mean loss, each as it was before its step.
    """
    state = None

    def gradients(inputs, targets):
        nonlocal state
        begin = state if carry else None
        value, found, state = network.sequence_gradients(inputs, targets, state=begin, loss=loss)
        return value, found

    return float(np.mean(list(training_steps(network, batches, optimizer, gradients=gradients))))


def learning(network, batches, tests, *, epochs, peak):
    """Train on a text with Adam, and give the perplexity on another part after each time through it.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    batches, tests : list of (inputs, targets)
        As from :func:`truncated_sequences`.
    epochs : int
    peak : float
        The largest learning rate; it rises in 20 steps and falls along half a cosine.

    Yields
    ------
    float
    """
    plan = {"peak": peak, "warmup": 20, "total": max(epochs * len(batches), 21)}
    adam = Adam(lambda t: warmup_cosine_schedule(t, **plan), clip=1.0)
    for _ in range(epochs):
        train_on_text(network, batches, adam)
        yield text_perplexity(network, tests)


def train_on_words(network, data, optimizer, rng, *, batch_size=32, loss=sequence_cross_entropy_fast):
    """One epoch over the words of :func:`padded`, shuffled; every batch is as long as its longest word.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    data : tuple (inputs, targets, mask)
    optimizer : SGD or Adam
    rng : numpy.random.Generator
    batch_size : int
    loss : function
        ``loss(Z, y, mask) -> (loss, dZ)``.

    Returns
    -------
    float
        The mean loss of the batches, each as it was before its step.
    """

    def gradients(rows, _):
        longest = int(data[2][rows].sum(axis=1).max())
        inputs, targets, mask = (part[rows, :longest] for part in data)
        value, found, _ = network.sequence_gradients(inputs, targets, mask, loss=loss)
        return value, found

    numbers = np.arange(len(data[0]))
    batches = minibatches(numbers, numbers, batch_size, rng)
    return float(np.mean(list(training_steps(network, batches, optimizer, gradients=gradients))))


def text_perplexity(network, batches, *, carry=True):
    """The perplexity on the batches of :func:`truncated_sequences`: ``exp`` of the mean cross-entropy.

    Parameters
    ----------
    network : SequenceNetwork
    batches : list of (inputs, targets)
    carry : bool
        False: every piece begins with a state of zeros.

    Returns
    -------
    float
    """
    state, total = None, 0.0
    batches = batches[: few(len(batches))]
    for inputs, targets in batches:
        Z, caches = network.forward(inputs, state=state)
        total += rnn.sequence_cross_entropy(Z, targets, np.ones(targets.shape, bool))[0]
        state = network.final_state(caches) if carry else None
    return float(np.exp(total / len(batches)))


def read_along(network, ids, length=1000):
    """The logits after each character of one long text, read in pieces with the state carried over: array (L, V)."""
    state, found = None, []
    for start in range(0, len(ids), length):
        Z, caches = network.forward(ids[None, start : start + length], state=state)
        state = network.final_state(caches)
        found.append(Z[0])
    return np.concatenate(found)


def generate(network, start, length, temperature, rng, *, sample=rnn.sample_next, stop=None):
    """Let a network write: draw a character, hand it back in as the next input, and so on.

    Parameters
    ----------
    network : SequenceNetwork
        Its logits are those of the characters that come next.
    start : int array (L,)
        What it reads first, one character or more.
    length : int
        How many characters it writes at most.
    temperature : float
    rng : numpy.random.Generator
    sample : function
        ``sample(z, temperature, rng) -> int``.
    stop : int, optional
        A character that ends the text, and is not given back.

    Returns
    -------
    list of int
    """
    found, state, ids = [], None, np.asarray(start)
    sample = at_pace(sample, rnn.sample_next)
    while len(found) < length:
        Z, caches = network.forward(ids[None], state=state)
        state = network.final_state(caches)
        sign = int(sample(Z[0, -1], temperature, rng))
        if sign == stop:
            break
        found.append(sign)
        ids = np.array([sign])
    return found


def name_by(network, signs, temperature, rng, *, begin="", sample=rnn.sample_next, most=14):
    """One name, written by a network on words; it may be given the first letters.

    Parameters
    ----------
    network : SequenceNetwork
        Trained with :func:`train_on_words`.
    signs : str
        Its alphabet.
    temperature : float
    rng : numpy.random.Generator
    begin : str
    sample : function
        ``sample(z, temperature, rng) -> int``.
    most : int
        How many letters it writes at most.

    Returns
    -------
    str
    """
    start = [0, *ids_of(begin, signs)]
    drawn = generate(network, start, most, temperature, rng, sample=sample, stop=0)
    return (begin + "".join(signs[i] for i in drawn)).title()


def word_scores(network, words, signs):
    """The logarithm of the probability of each word by a network, its end included: array (N,)."""
    inputs, targets, mask = padded(words, signs)
    Z, _ = network.forward(inputs)
    log_P = losses.log_softmax(Z.reshape(-1, Z.shape[2])).reshape(Z.shape)
    right = np.take_along_axis(log_P, targets[:, :, None], axis=2)[:, :, 0]
    return (right * mask).sum(axis=1)


def word_perplexity(scores, words):
    """The perplexity of a model that gives words these scores: ``exp`` of the mean of ``-log P`` of a character."""
    return float(np.exp(-np.sum(scores) / sum(len(word) + 1 for word in words)))


def share_higher(scores, others):
    """In how many pairs the first score is the higher one; equal scores count half."""
    gap = np.where(np.isclose(scores, others), 0, np.asarray(scores) - others)
    return float(np.mean((np.sign(gap) + 1) / 2))
