"""Lesson 11 against independent oracles: central differences, slow obvious versions, long runs, PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse import explore
from dlcourse.experiments import rnn
from dlcourse.lessons.rnn import (
    embedding_backward,
    embedding_forward,
    rnn_backward,
    rnn_forward,
    rnn_step,
    rnn_step_backward,
    sample_next,
    sequence_cross_entropy,
    truncated_sequences,
)
from dlcourse.nn import training
from dlcourse.nn.rnn import (
    RNN,
    Embedding,
    SequenceNetwork,
    Sum,
    character_model,
    embedding_backward_fast,
    rnn_backward_fast,
    rnn_forward_fast,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


@st.composite
def sequences(draw):
    """N, T, D, H and a seed."""
    return [draw(st.integers(1, most)) for most in (5, 7, 4, 6)], draw(st.integers(0, 1000))


def drawn(chosen, dtype=float):
    """X, h0, W_x, W_h, b."""
    (N, T, D, H), seed = chosen
    rng = np.random.default_rng(seed)
    shapes = (N, T, D), (N, H), (D, H), (H, H), (H,)
    return [rng.normal(0, 0.7, size=shape).astype(dtype) for shape in shapes]


def slopes_of(function, arguments, weight):
    """The central differences of ``sum(weight * function(...)[0])`` for each argument in turn."""
    for number, value in enumerate(arguments):

        def total(x, number=number):
            changed = [*arguments[:number], x, *arguments[number + 1 :]]
            return np.sum(weight * function(*changed)[0])

        yield central_differences(total, value)


# ---- embeddings ----


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 2)])
def test_embedding_is_a_product_with_ones_and_zeros(shape):
    rng = np.random.default_rng(0)
    ids, E = rng.integers(0, 6, shape), rng.normal(size=(6, 3))
    one_hot = np.eye(6)[ids]
    out, cache = embedding_forward(ids, E)
    np.testing.assert_allclose(out, one_hot @ E)
    d_out = rng.normal(size=out.shape)
    wanted = one_hot.reshape(-1, 6).T @ d_out.reshape(-1, 3)
    for backward in (embedding_backward, embedding_backward_fast):
        np.testing.assert_allclose(backward(d_out, cache), wanted, atol=1e-12)


def test_embedding_gradients_of_no_ids_are_zero():
    cache = np.zeros((0,), int), np.ones((3, 2))
    np.testing.assert_array_equal(embedding_backward_fast(np.zeros((0, 2)), cache), np.zeros((3, 2)))


# ---- one step, and the sequence ----


@given(sequences())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_step_backward_by_central_differences(chosen):
    X, h0, W_x, W_h, b = drawn(chosen)
    arguments = [X[:, 0], h0, W_x, W_h, b]
    h_next, cache = rnn_step(*arguments)
    weight = np.random.default_rng(1).normal(size=h_next.shape)
    found = rnn_step_backward(weight, cache)
    for gradient, slopes in zip(found, slopes_of(rnn_step, arguments, weight), strict=True):
        np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(rnn_forward, rnn_backward), (rnn_forward_fast, rnn_backward_fast)],
    ids=["clear", "fast"],
)
@given(sequences())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_backpropagation_through_time_by_central_differences(forward, backward, chosen):
    arguments = drawn(chosen)
    H, cache = forward(*arguments)
    weight = np.random.default_rng(1).normal(size=H.shape)
    found = backward(weight, cache)
    for gradient, slopes in zip(found, slopes_of(forward, arguments, weight), strict=True):
        np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-7)


@given(sequences(), st.sampled_from([float, np.float32]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_fast_form_is_the_clear_form(chosen, dtype):
    arguments = drawn(chosen, dtype)
    H, cache = rnn_forward(*arguments)
    fast, fast_cache = rnn_forward_fast(*arguments)
    dH = np.random.default_rng(1).normal(size=H.shape).astype(dtype)
    near = {"rtol": 1e-9, "atol": 1e-12} if dtype is float else {"rtol": 1e-3, "atol": 1e-4}
    clear_gradients, fast_gradients = rnn_backward(dH, cache), rnn_backward_fast(dH, fast_cache)
    for left, right in zip([fast, *fast_gradients], [H, *clear_gradients], strict=True):
        assert left.dtype == right.dtype == dtype
        np.testing.assert_allclose(left, right, **near)


def test_arguments_stay_as_they_are():
    arguments = drawn(([3, 5, 2, 4], 0))
    for array in arguments:
        array.flags.writeable = False
    for forward, backward in (
        (rnn_forward, rnn_backward),
        (rnn_forward_fast, rnn_backward_fast),
    ):
        H, cache = forward(*arguments)
        dH = np.ones_like(H)
        dH.flags.writeable = False
        first, second = backward(dH, cache), backward(dH, cache)
        for left, right in zip(first, second):
            np.testing.assert_array_equal(left, right)


# ---- the loss ----


def test_masked_loss_is_the_loss_of_the_steps_that_count():
    rng = np.random.default_rng(0)
    Z, y, mask = rng.normal(size=(4, 6, 5)), rng.integers(0, 5, (4, 6)), rng.random((4, 6)) < 0.6
    loss, dZ = sequence_cross_entropy(Z, y, mask)
    P = np.exp(Z) / np.exp(Z).sum(axis=2, keepdims=True)
    assert loss == pytest.approx(np.mean([-np.log(P[n, t, y[n, t]]) for n, t in zip(*np.nonzero(mask))]))
    slopes = central_differences(lambda Z: sequence_cross_entropy(Z, y, mask)[0], Z)
    np.testing.assert_allclose(dZ, slopes, atol=1e-8)
    others = np.where(mask, y, (y + 1) % 5)  # what stands at a step that does not count is of no matter
    assert sequence_cross_entropy(Z, others, mask)[0] == loss


def test_padding_changes_nothing():
    rng = np.random.default_rng(0)
    network = character_model(4, 3, 5, rng)
    names = ["abc", "a", "cabba"]
    inputs, targets, mask = rnn.padded(names, ".abc")
    together = network.sequence_gradients(inputs, targets, mask)
    parts = [network.sequence_gradients(*rnn.padded([name], ".abc")) for name in names]
    lengths = np.array([len(name) + 1 for name in names])
    assert together[0] == pytest.approx(np.average([part[0] for part in parts], weights=lengths))
    for layer, found in enumerate(together[1]):
        for key, gradient in found.items():
            alone = [part[1][layer][key] for part in parts]
            np.testing.assert_allclose(gradient, np.average(alone, axis=0, weights=lengths), atol=1e-12)


# ---- texts in pieces ----


@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 60))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_pieces_put_together_are_the_text(batch_size, length, more):
    ids = np.arange(batch_size * length + 1 + more)
    batches = truncated_sequences(ids, batch_size, length)
    assert len(ids) - 1 - batch_size * length < len(batches) * batch_size * length <= len(ids) - 1
    rows = [np.concatenate([inputs[i] for inputs, _ in batches]) for i in range(batch_size)]
    np.testing.assert_array_equal(np.concatenate(rows), ids[: len(batches) * batch_size * length])
    for inputs, targets in batches:
        assert inputs.shape == targets.shape == (batch_size, length)
        np.testing.assert_array_equal(targets, inputs + 1)


def test_a_carried_state_reads_on_as_if_the_text_had_not_been_cut():
    rng = np.random.default_rng(0)
    network, ids = character_model(6, 3, 5, rng), rng.integers(0, 6, 3 * 40 + 1)
    batches = truncated_sequences(ids, 3, 8)
    [(whole, targets)] = truncated_sequences(ids, 3, 40)
    Z, _ = network.forward(whole)
    state = None
    for k, (inputs, _) in enumerate(batches):
        part, caches = network.forward(inputs, state=state)
        np.testing.assert_allclose(part, Z[:, 8 * k : 8 * k + 8], atol=1e-12)
        state = network.final_state(caches)
    loss, _ = sequence_cross_entropy(Z, targets, np.ones(targets.shape, bool))
    assert rnn.text_perplexity(network, batches) == pytest.approx(np.exp(loss))
    assert rnn.text_perplexity(network, batches, carry=False) != pytest.approx(np.exp(loss), rel=1e-6)


def test_training_learns_a_text_that_repeats():
    rng = np.random.default_rng(0)
    ids = np.tile(rnn.ids_of("abcacb", "abc"), 60)  # what follows an "a" depends on what came before it
    network, optimizer = character_model(3, 4, 12, rng), training.Adam(0.02, clip=1.0)
    batches = truncated_sequences(ids, 4, 10)
    losses = [rnn.train_on_text(network, batches, optimizer) for _ in range(30)]
    assert losses[0] > 0.6
    assert losses[-1] < 0.05
    assert rnn.text_perplexity(network, batches) < 1.1
    written = rnn.generate(network, rnn.ids_of("abca", "abc"), 12, 0.1, rng)
    assert "".join("abc"[i] for i in written) == "cbabcacbabca"
    assert rnn.generate(network, rnn.ids_of("abc", "abc"), 12, 0.1, rng, stop=2) == [0]


# ---- sampling ----


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_drawn_signs_are_as_frequent_as_their_probabilities(temperature):
    rng, z = np.random.default_rng(0), np.array([1.0, -0.5, 0.3, 2.0])
    P = np.exp(z / temperature) / np.exp(z / temperature).sum()
    found = [sample_next(z, temperature, rng) for _ in range(4000)]
    assert {type(sign) for sign in found} == {int}
    np.testing.assert_allclose(np.bincount(found, minlength=4) / 4000, P, atol=4 * 0.5 / 4000**0.5)


# ---- counts ----


def test_ngram_table_by_counting():
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 3, 50)
    table = rnn.ngram_table(rnn.ngrams(ids, 3), 3, weight=2.0)
    np.testing.assert_allclose(table.sum(axis=-1), 1)
    ends = [(int(c)) for c in ids[2:]]
    alone = [(ends.count(c) + 2 / 3) / (len(ends) + 2) for c in range(3)]
    for a, b, c in np.ndindex(3, 3, 3):
        runs = list(zip(ids, ids[1:], ids[2:]))
        after_b = [run for run in runs if run[1] == b]
        P = (sum(run[2] == c for run in after_b) + 2 * alone[c]) / (len(after_b) + 2)
        after_ab = [run for run in after_b if run[0] == a]
        P = (sum(run[2] == c for run in after_ab) + 2 * P) / (len(after_ab) + 2)
        assert table[a, b, c] == pytest.approx(P)


def test_perplexity_of_even_chances_is_their_number():
    assert rnn.table_perplexity(np.full((5, 5), 0.2), np.zeros((7, 2), int)) == pytest.approx(5)


def test_words_are_scored_sign_by_sign():
    signs, words = "\nabc", ["ab", "c", "abba"]
    network = character_model(4, 3, 5, np.random.default_rng(0))
    scores = rnn.word_scores(network, words, signs)
    for word, score in zip(words, scores):
        Z, _ = network.forward(np.array([[0, *rnn.ids_of(word, signs)]]))
        log_P = Z[0] - np.log(np.exp(Z[0]).sum(axis=1, keepdims=True))
        assert score == pytest.approx(sum(log_P[t, v] for t, v in enumerate([*rnn.ids_of(word, signs), 0])))
    loss, *_ = network.sequence_gradients(*rnn.padded(words, signs))
    assert rnn.word_perplexity(scores, words) == pytest.approx(np.exp(loss))


def test_counts_of_words_know_where_a_word_begins():
    signs, words = "\nab", ["ab", "ab", "ba"]
    table = rnn.ngram_table(rnn.word_ngrams(words, signs, 3), 3, weight=1e-9)
    np.testing.assert_allclose(table[0, 0], [0, 2 / 3, 1 / 3], atol=1e-6)  # what a word begins with
    np.testing.assert_allclose(table[1, 2], [1, 0, 0], atol=1e-6)  # after "ab" comes the end
    scores = rnn.table_scores(table, words, signs)
    np.testing.assert_allclose(np.exp(scores), [2 / 3, 2 / 3, 1 / 3], rtol=1e-6)


def test_a_bag_of_letters_can_only_guess_which_word_is_shuffled():
    words = ["lima", "mali", "oslo", "bb"]
    others = rnn.shuffled(words, np.random.default_rng(0))
    assert [sorted(word) for word in others] == [sorted(word) for word in words]
    assert [word != other for word, other in zip(words, others)] == [True, True, True, False]
    table = rnn.ngram_table(rnn.word_ngrams(words, "\nabilmos", 1), 8)
    pair = [rnn.table_scores(table, part, "\nabilmos") for part in (words, others)]
    assert rnn.share_higher(*pair) == 0.5
    assert rnn.share_higher([3.0, 1.0], [2.0, 2.0]) == 0.5
    assert rnn.share_higher([3.0, 1.0], [2.0, 1.0]) == 0.75


def test_reading_in_pieces_is_reading_at_once():
    network, ids = character_model(5, 3, 4, np.random.default_rng(0)), np.random.default_rng(1).integers(0, 5, 23)
    whole, _ = network.forward(ids[None])
    np.testing.assert_allclose(rnn.read_along(network, ids, length=6), whole[0], atol=1e-12)


def test_gradients_by_distance_are_those_of_one_state():
    rng = np.random.default_rng(0)
    W_h, X, W_x, T = rng.normal(size=(4, 4)), rng.normal(size=(1, 6, 3)), rng.normal(size=(3, 4)), 6
    lengths = rnn.gradient_by_distance(W_h, X, W_x)
    H, _ = rnn_forward(X, np.zeros((1, 4)), W_x, W_h, np.zeros(4))
    assert lengths[0] == pytest.approx(1)
    for distance in (1, 3, 6):
        start = H[:, T - distance - 1] if distance < T else np.zeros((1, 4))

        def last(h, distance=distance):
            H, _ = rnn_forward(X[:, T - distance :], h, W_x, W_h, np.zeros(4))
            return np.sum(H[:, -1]) / 2

        assert lengths[distance] == pytest.approx(np.linalg.norm(central_differences(last, start)), rel=1e-5)


def test_scaled_weights_have_the_radius():
    W = rnn.scaled(np.random.default_rng(0).normal(size=(9, 9)), 1.5)
    assert np.abs(np.linalg.eigvals(W)).max() == pytest.approx(1.5)


def test_one_epoch_on_words_sees_each_word_once():
    network, seen = character_model(4, 3, 5, np.random.default_rng(0)), []

    def loss(Z, y, mask):
        seen.extend("".join(".abc"[v] for v in row[kept]) for row, kept in zip(y, mask))
        assert mask.any(axis=0).all()  # no batch is longer than its longest word
        return sequence_cross_entropy(Z, y, mask)

    words = ["a", "ab", "abc", "b", "ccccc"]
    data, rng = rnn.padded(words, ".abc"), np.random.default_rng(1)
    rnn.train_on_words(network, data, training.SGD(0.1), rng, batch_size=2, loss=loss)
    assert sorted(seen) == [f"{word}." for word in words]


# ---- explorers ----


def test_a_broken_layer_of_the_learner_is_said_and_does_not_raise():
    def broken(*arguments):
        raise ZeroDivisionError("my own")

    network = character_model(5, 3, 4, np.random.default_rng(0))
    reader = explore.rnn.reader(network, "\nabcd", texts=["abc", "bad"])
    assert "it says" in reader.set(text="dab").words()
    network.layers[1]._forward = broken
    assert "ZeroDivisionError: my own" in reader.set(text="bad").words()
    writer = explore.rnn.writer(network, "\nabcd", sample=broken)
    assert "ZeroDivisionError: my own" in writer.words()


def test_what_is_typed_may_be_anything():
    reader = explore.rnn.reader()
    for text in ("", "\N{SNOWMAN}", "x" * 200, "UPPER"):
        assert reader.set(text=text).words().startswith("After “")
    assert "182 characters of the text are left out" in reader.set(text="x" * 200).words()
    writer = explore.rnn.writer(character_model(4, 3, 5, np.random.default_rng(0)), "\nabc")
    assert "At the beginning of a name" in writer.set(start="\N{SNOWMAN}\n").words()


# ---- layers and networks ----


def deep_network(dtype=float):
    rng = np.random.default_rng(3)
    layers = [Embedding(5, 3, rng, dtype), RNN(3, 4, rng, dtype), RNN(4, 6, rng, dtype)]
    return SequenceNetwork([*layers, training.Dense(6, 5, rng, dtype=dtype)])


def test_gradients_of_a_network_by_central_differences():
    network, rng = deep_network(), np.random.default_rng(4)
    X, y, mask = rng.integers(0, 5, (3, 6)), rng.integers(0, 5, (3, 6)), rng.random((3, 6)) < 0.7
    state = [rng.normal(size=(3, 4)), rng.normal(size=(3, 6))]
    _, gradients, _ = network.sequence_gradients(X, y, mask, state)
    for layer, found in zip(network.layers, gradients, strict=True):
        assert layer.parameters.keys() == found.keys()
        for name, array in layer.parameters.items():

            def loss_at(value, array=array):
                kept, array[...] = array.copy(), value
                loss, *_ = network.sequence_gradients(X, y, mask, state)
                array[...] = kept
                return loss

            np.testing.assert_allclose(found[name], central_differences(loss_at, array.copy()), rtol=1e-4, atol=1e-7)


def test_layers_with_the_functions_of_the_lesson_are_the_fast_ones():
    rng = np.random.default_rng(5)
    X, d_out = rng.normal(size=(3, 6, 2)), rng.normal(size=(3, 6, 4))
    fast = RNN(2, 4, np.random.default_rng(0))
    clear = RNN(2, 4, np.random.default_rng(0), forward=rnn_forward, backward=rnn_backward)
    (H, cache), (H2, cache2) = fast.forward(X), clear.forward(X)
    np.testing.assert_allclose(H, H2)
    np.testing.assert_allclose(fast.final_state(cache), H[:, -1])
    for left, right in zip(fast.backward(d_out, cache)[1].values(), clear.backward(d_out, cache2)[1].values()):
        np.testing.assert_allclose(left, right)


def test_sum_loses_the_order_and_its_gradient_is_right():
    X = np.random.default_rng(0).normal(size=(2, 5, 3))
    layer, weight = Sum(), np.random.default_rng(1).normal(size=(2, 3))
    out, cache = layer.forward(X)
    np.testing.assert_allclose(layer.forward(X[:, ::-1])[0], out)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(layer.backward(weight, cache)[0], slopes, atol=1e-7)


def test_layers_keep_float32():
    network, rng = deep_network(np.float32), np.random.default_rng(4)
    X = rng.integers(0, 5, (3, 6))
    Z, caches = network.forward(X)
    _, gradients, state = network.sequence_gradients(X, X, None, network.final_state(caches))
    assert Z.dtype == np.float32
    assert all(array.dtype == np.float32 for array in state)
    assert all(array.dtype == np.float32 for found in gradients for array in found.values())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rnn_step(np.ones((2, 3)), *map(np.ones, [(2, 4), (2, 4), (4, 4), 4])), "x has 3 columns"),
        (lambda: rnn_step(np.ones((2, 3)), *map(np.ones, [(2, 5), (3, 4), (4, 4), 4])), "h has 5 columns"),
        (lambda: sequence_cross_entropy(np.ones((1, 1, 2)), np.zeros((1, 1), int), np.array([[False]])), "no step"),
        (lambda: truncated_sequences(np.arange(6), 2, 3), "6 ids are too few for 2 rows of 3 steps"),
        (lambda: sample_next(np.ones(3), 0.0, np.random.default_rng(0)), r"temperature is 0\.0"),
        (lambda: rnn.ids_of("abd", "abc"), "the text has 'd'"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


if HAVE_TORCH:

    @given(sequences())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def test_the_layer_is_that_of_pytorch(chosen):
        import torch

        X, h0, W_x, W_h, b = drawn(chosen)
        (_, _, D, units), _ = chosen
        theirs = torch.nn.RNN(D, units, batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            for parameter, value in zip(theirs.parameters(), (W_x.T, W_h.T, b, 0 * b)):
                parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))
        x, h = torch.from_numpy(X).requires_grad_(), torch.from_numpy(h0).requires_grad_()
        wanted, _ = theirs(x, h[None])
        H, cache = rnn_forward_fast(X, h0, W_x, W_h, b)
        np.testing.assert_allclose(H, wanted.detach().numpy(), rtol=1e-9, atol=1e-12)
        dH = np.random.default_rng(0).normal(size=H.shape)
        wanted.backward(torch.from_numpy(dH))
        dX, dh0, dW_x, dW_h, db = rnn_backward_fast(dH, cache)
        their_W_x, their_W_h, their_b, _ = (parameter.grad.numpy() for parameter in theirs.parameters())
        pairs = [(dX, x.grad.numpy()), (dh0, h.grad.numpy()), (dW_x, their_W_x.T), (dW_h, their_W_h.T), (db, their_b)]
        for mine, their in pairs:
            np.testing.assert_allclose(mine, their, rtol=1e-9, atol=1e-11)

    def test_embedding_and_loss_are_those_of_pytorch():
        import torch

        rng = np.random.default_rng(0)
        ids, E = rng.integers(0, 6, (3, 4)), rng.normal(size=(6, 5))
        mask = np.arange(4) < np.array([[4], [1], [3]])
        table = torch.from_numpy(E).requires_grad_()
        Z = torch.nn.functional.embedding(torch.from_numpy(ids), table)
        y = np.where(mask, rng.integers(0, 5, (3, 4)), -100)
        wanted = torch.nn.functional.cross_entropy(Z.reshape(-1, 5), torch.from_numpy(y).reshape(-1), ignore_index=-100)
        wanted.backward()
        out, cache = embedding_forward(ids, E)
        loss, dZ = sequence_cross_entropy(out, np.where(mask, y, 0), mask)
        assert loss == pytest.approx(wanted.item())
        np.testing.assert_allclose(embedding_backward(dZ, cache), table.grad.numpy(), atol=1e-12)
