"""The experiments of lesson 11: texts as numbers, networks that read and write them, counts, fading gradients."""

import numpy as np
import pytest
from differences import central_differences

from dlcourse.experiments import rnn
from dlcourse.lessons.rnn import rnn_forward, sequence_cross_entropy, truncated_sequences
from dlcourse.nn import training
from dlcourse.nn.rnn import character_model

# ---- texts ----


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


def test_reading_in_pieces_is_reading_at_once():
    network, ids = character_model(5, 3, 4, np.random.default_rng(0)), np.random.default_rng(1).integers(0, 5, 23)
    whole, _ = network.forward(ids[None])
    np.testing.assert_allclose(rnn.read_along(network, ids, length=6), whole[0], atol=1e-12)


def test_a_character_that_is_not_in_the_alphabet_is_named():
    with pytest.raises(ValueError, match="the text has 'd'"):
        rnn.ids_of("abd", "abc")


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


# ---- gradients by distance ----


def test_gradients_by_distance_are_those_of_one_state():
    rng = np.random.default_rng(0)
    W_h, X, W_x, T = rng.normal(size=(4, 4)), rng.normal(size=(1, 6, 3)), rng.normal(size=(3, 4)), 6
    lengths = rnn.gradient_by_distance(W_h, X, W_x)
    weights = {"W_x": W_x, "W_h": W_h, "b": np.zeros(4)}
    H, _ = rnn_forward(X, h0=np.zeros((1, 4)), **weights)
    assert lengths[0] == pytest.approx(1)
    for distance in (1, 3, 6):
        start = H[:, T - distance - 1] if distance < T else np.zeros((1, 4))

        def last(h, distance=distance):
            H, _ = rnn_forward(X[:, T - distance :], h0=h, **weights)
            return np.sum(H[:, -1]) / 2

        assert lengths[distance] == pytest.approx(np.linalg.norm(central_differences(last, start)), rel=1e-5)


def test_scaled_weights_have_the_radius():
    W = rnn.scaled(np.random.default_rng(0).normal(size=(9, 9)), 1.5)
    assert np.abs(np.linalg.eigvals(W)).max() == pytest.approx(1.5)
