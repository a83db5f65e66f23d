"""Lesson 11, rnn: what the notebook calls to run its experiments."""

import numpy as np

from dlcourse.lessons import losses, rnn, training
from dlcourse.nn.rnn import character_model
from dlcourse.nn.training import SGD


def ids_of(text, signs):
    """The number of each character of a text in the alphabet `signs`: an int array (L,).

    Examples
    --------
    >>> ids_of("cab", "abc")
    array([2, 0, 1])
    """
    place = {sign: number for number, sign in enumerate(signs)}
    unknown = sorted(set(text) - set(signs))
    if unknown:
        raise ValueError(f"the text has {unknown[0]!r}, which the alphabet has not")
    return np.array([place[sign] for sign in text], dtype=int)


def padded(words, signs):
    """Words as rows of equal length: what is read, what comes next, and which steps count.

    Character 0 of the alphabet begins a word, ends it, and fills up the rest of its row.

    Parameters
    ----------
    words : list of str
    signs : str
        The alphabet; its first character must be in no word.

    Returns
    -------
    tuple (int array (N, T), int array (N, T), bool array (N, T))
        Inputs, targets and mask; T is the length of the longest word plus 1.

    Examples
    --------
    >>> inputs, targets, mask = padded(["ab", "c"], ".abc")
    >>> print(inputs.tolist(), targets.tolist(), mask.astype(int).tolist())
    [[0, 1, 2], [0, 3, 0]] [[1, 2, 0], [3, 0, 0]] [[1, 1, 1], [1, 1, 0]]
    """
    rows = np.zeros((len(words), max(map(len, words)) + 2), dtype=int)
    for row, word in zip(rows, words):
        row[1 : len(word) + 1] = ids_of(word, signs)
    lengths = np.array([len(word) for word in words])
    return rows[:, :-1], rows[:, 1:], np.arange(rows.shape[1] - 1) <= lengths[:, None]


def train_on_text(network, batches, optimizer, carry=True, loss=rnn.sequence_cross_entropy):
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
    state, losses_seen = None, []
    for inputs, targets in batches:
        value, gradients, state = network.sequence_gradients(inputs, targets, None, state, loss)
        optimizer.step(network, gradients)
        losses_seen.append(value)
        state = state if carry else None
    return float(np.mean(losses_seen))


def train_on_words(network, data, optimizer, rng, batch_size=32, loss=rnn.sequence_cross_entropy):
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
    numbers, total = np.arange(len(data[0])), []
    for rows, _ in training.minibatches(numbers, numbers, batch_size, rng):
        longest = int(data[2][rows].sum(axis=1).max())
        inputs, targets, mask = (part[rows, :longest] for part in data)
        value, gradients, _ = network.sequence_gradients(inputs, targets, mask, loss=loss)
        optimizer.step(network, gradients)
        total.append(value)
    return float(np.mean(total))


def text_perplexity(network, batches, carry=True):
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
    for inputs, targets in batches:
        Z, caches = network.forward(inputs, state=state)
        total += rnn.sequence_cross_entropy(Z, targets, np.ones(targets.shape, bool))[0]
        state = network.final_state(caches) if carry else None
    return float(np.exp(total / len(batches)))


def read_along(network, ids, length=1000):
    """The scores after each character of one long text, read in pieces with the state carried over: array (L, V)."""
    state, found = None, []
    for start in range(0, len(ids), length):
        Z, caches = network.forward(ids[None, start : start + length], state=state)
        state = network.final_state(caches)
        found.append(Z[0])
    return np.concatenate(found)


def generate(network, start, length, temperature, rng, sample=rnn.sample_next, stop=None):
    """Let a network write: draw a character, hand it back in as the next input, and so on.

    Parameters
    ----------
    network : SequenceNetwork
        Its scores are those of the characters that come next.
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
    while len(found) < length:
        Z, caches = network.forward(ids[None], state=state)
        state = network.final_state(caches)
        sign = int(sample(Z[0, -1], temperature, rng))
        if sign == stop:
            break
        found.append(sign)
        ids = np.array([sign])
    return found


def ngrams(ids, order):
    """All runs of `order` characters that follow one another in a text: int array (L - order + 1, order)."""
    return np.lib.stride_tricks.sliding_window_view(ids, order)


def word_ngrams(words, signs, order):
    """All runs of characters in words, each with its begin (character 0, as often as needed) and end: (M, order)."""
    begin, end = signs[0] * (order - 1), signs[0]
    return np.concatenate([ngrams(ids_of(begin + word + end, signs), order) for word in words])


def ngram_table(runs, vocabulary, weight=8.0):
    """The probability of the next character after each context, counted; rare contexts lean on shorter ones.

    Formula: ``P(c | context) = (count(context c) + weight P(c | shorter context)) / (count(context) + weight)``, and
    without any context the shorter one is ``1 / V``

    Parameters
    ----------
    runs : int array (M, order)
        Runs of characters, as from :func:`ngrams`: the last character is what came next.
    vocabulary : int
        How many characters there are, V.
    weight : float
        How many times a context must be seen until its own counts weigh as much as the shorter context.

    Returns
    -------
    array (V, ..., V)
        With `order` axes; the last is that of the next character.

    References
    ----------
    MacKay and Peto (1995), *A hierarchical Dirichlet language model*.

    Examples
    --------
    >>> table = ngram_table(ngrams(np.array([0, 1, 0, 1, 0]), 2), 2, weight=1.0)
    >>> print(table.round(3).tolist())  # the character alone: (2 + 0.5) / 5 each
    [[0.167, 0.833], [0.833, 0.167]]
    """
    P = np.full(vocabulary, 1 / vocabulary)
    for order in range(1, runs.shape[1] + 1):
        shape = (vocabulary,) * order
        places = np.ravel_multi_index(tuple(runs[:, -order:].T), shape)
        counts = np.bincount(places, minlength=vocabulary**order).reshape(shape)
        P = (counts + weight * P) / (counts.sum(axis=-1, keepdims=True) + weight)
    return P


def table_perplexity(table, runs):
    """The perplexity of counted probabilities on runs of characters: ``exp`` of the mean of ``-log P``."""
    return float(np.exp(-np.mean(np.log(table[tuple(runs.T)]))))


def table_scores(table, words, signs):
    """The logarithm of the probability of each word by counts, its end included: array (N,)."""
    runs = [word_ngrams([word], signs, table.ndim) for word in words]
    return np.array([np.log(table[tuple(run.T)]).sum() for run in runs])


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


def shuffled(words, rng):
    """The same words with their letters in another order; words of fewer than two kinds of letters stay as they are."""
    found = []
    for word in words:
        other = word
        while other == word and len(set(word)) > 1:
            other = "".join(rng.permutation(list(word)))
        found.append(other)
    return found


def share_higher(scores, others):
    """In how many pairs the first score is the higher one; equal scores count half."""
    gap = np.where(np.isclose(scores, others), 0, np.asarray(scores) - others)
    return float(np.mean((np.sign(gap) + 1) / 2))


SIGNS = " abcdefghijklmnopqrstuvwxyz()-.,"


def hand_set_reader():
    """A recurrent layer of three neurons that reads letters, its weights set by hand and not learned.

    Number 1 of its state is near 1 after an opening bracket and near -1 after a closing one, however long ago that
    was; number 2 jumps up at each vowel and fades; number 3 says whether the last character was a vowel, no more.

    Returns
    -------
    tuple (array (32, 3), array (3, 3), array (3,))
        W_x, for letters of ``SIGNS`` as rows of ones and zeros, W_h and b.

    Examples
    --------
    >>> W_x, W_h, b = hand_set_reader()
    >>> X = np.eye(len(SIGNS))[ids_of("a (bcd", SIGNS)]
    >>> H, _ = rnn_forward(X[None], np.zeros((1, 3)), W_x, W_h, b)
    >>> print(H[0, :, 0].round(1).tolist())  # inside of brackets from the 3rd character on
    [-0.5, -1.0, 1.0, 1.0, 1.0, 1.0]
    """
    vowels = np.isin(list(SIGNS), list("aeiou")).astype(float)
    brackets = 8.0 * (np.array(list(SIGNS)) == "(") - 8.0 * (np.array(list(SIGNS)) == ")")
    letters = np.isin(list(SIGNS), list("bcdfghjklmnpqrstvwxyz")).astype(float)
    W_x = np.column_stack([brackets, vowels, 2 * vowels - 2 * letters])
    return W_x, np.diag([3.0, 0.8, 0.0]), np.array([-0.5, 0.0, 0.0])


def inside_brackets(text):
    """For each character of a text, 1 if a bracket is open after it, and 0 if not: int array (L,).

    Examples
    --------
    >>> print(inside_brackets("a (b) c"))
    [0 0 1 1 0 0 0]
    """
    signs = np.array(list(text))
    return (np.cumsum((signs == "(").astype(int) - (signs == ")")) > 0).astype(int)


def scaled(W_h, radius):
    """Weights scaled so that, multiplied again and again, they stretch by `radius` each time in the long run.

    Parameters
    ----------
    W_h : array (H, H)
    radius : float
        The largest absolute value of an eigenvalue, the spectral radius.

    Returns
    -------
    array (H, H)

    Examples
    --------
    >>> scaled(np.array([[2.0, 0.0], [0.0, 1.0]]), 0.5)
    array([[0.5 , 0.  ],
           [0.  , 0.25]])
    """
    return W_h * (radius / np.abs(np.linalg.eigvals(W_h)).max())


def gradient_by_distance(W_h, X, W_x, step=rnn.rnn_step, step_backward=rnn.rnn_step_backward):
    """How long a gradient is that begins with length 1 at the last step, after each step on the way back.

    Parameters
    ----------
    W_h : array (H, H)
        The weights of the state.
    X : array (N, T, D)
        What the network reads, from a state of zeros on, without biases.
    W_x : array (D, H)
        The weights of the input.
    step, step_backward : function
        As :func:`rnn_step` and :func:`rnn_step_backward`.

    Returns
    -------
    array (T + 1,)
        The length for distances of 0 to T steps: the mean over the N sequences of the logarithm, then its exponential.
    """
    h, caches = np.zeros((len(X), len(W_h))), []
    for x in X.swapaxes(0, 1):
        h, cache = step(x, h, W_x, W_h, np.zeros(len(W_h)))
        caches.append(cache)
    dh = np.ones_like(h) / len(W_h) ** 0.5
    lengths = [np.linalg.norm(dh, axis=1)]
    for cache in reversed(caches):
        _, dh, *_ = step_backward(dh, cache)
        lengths.append(np.linalg.norm(dh, axis=1))
    return np.exp(np.log(np.maximum(lengths, 1e-300)).mean(axis=1))


def train_from_radius(batches, vocabulary, radius, clip, rng):
    """Train a small model of text by plain gradient descent with momentum, from weights of a given spectral radius.

    Parameters
    ----------
    batches : list of (inputs, targets)
        As from :func:`truncated_sequences`; one step is made for each, the state begun anew.
    vocabulary : int
    radius : float
        Of the first W_h.
    clip : float or None
        The largest norm of all gradients together.
    rng : numpy.random.Generator
        Draws the first weights.

    Returns
    -------
    tuple (float, array (steps,))
        The norm of all gradients at the first step, before clipping; the loss before each step.
    """
    network = character_model(vocabulary, 16, 32, rng)
    W_h = network.layers[1].parameters["W_h"]
    W_h[...] = scaled(W_h, radius)
    _, gradients, _ = network.sequence_gradients(*batches[0])
    norm = np.sqrt(sum(np.sum(g * g) for layer in gradients for g in layer.values()))
    optimizer = SGD(1.0, momentum=0.9, clip=clip)
    return float(norm), np.array([train_on_text(network, [batch], optimizer) for batch in batches])
