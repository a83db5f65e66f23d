"""The experiments of lesson 11: texts as numbers, networks that read and write them, counts, fading gradients."""

import numpy as np
import pytest
from differences import central_differences

from dlcourse.experiments import rnn
from dlcourse.lessons.rnn import (
    embedding_backward,
    embedding_forward,
    rnn_backward,
    rnn_forward,
    sequence_cross_entropy,
    truncated_sequences,
)
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


@pytest.mark.parametrize("order", [1, 2, 3])
def test_counts_kept_alone_give_the_perplexity_of_the_table(order):
    rng = np.random.default_rng(1)
    ids, others = rng.integers(0, 3, 40), rng.integers(0, 4, 30)
    table = rnn.ngram_table(rnn.ngrams(ids, order), 4, weight=2.0)
    value, kept = rnn.counted_perplexity(ids, others, 4, order, weight=2.0)
    assert value == pytest.approx(rnn.table_perplexity(table, rnn.ngrams(others, order)))
    assert kept == sum(len(np.unique(rnn.ngrams(ids[order - n :], n), axis=0)) for n in range(1, order + 1))


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


# ---- texts of one's own ----

OWN = "The cat (a small one) sat on the mat. Ünïcode, and so on!\n" * 400


def test_a_text_of_ones_own_becomes_small_letters_with_its_alphabet(tmp_path):
    (tmp_path / "mine.txt").write_text(OWN, encoding="utf-8")
    text, signs = rnn.text_to_read(tmp_path / "mine.txt")
    assert signs[0] == "\n"
    assert set(text) == set(signs)
    assert "the cat (a small one)" in text
    assert "ü" in signs  # letters of the language stay
    np.testing.assert_array_equal(np.bincount(rnn.ids_of(text, signs)) > 0, True)


def test_rare_signs_of_an_own_text_are_left_out(capsys):
    strange = "".join(chr(0x4E00 + number) for number in range(200)) + "\n"
    _, signs = rnn.text_to_read(OWN + strange)
    assert len(signs) <= 61
    assert "are not in the alphabet" in capsys.readouterr().out


def test_too_little_is_said_in_clear_words(tmp_path):
    (tmp_path / "short.txt").write_text("Hello.\n" * 9, encoding="utf-8")
    with pytest.raises(ValueError, match=r"the text has .* characters: want at least 20,000, about ten pages"):
        rnn.text_to_read(tmp_path / "short.txt")
    with pytest.raises(ValueError, match=r"there are 2 different names .* want at least 150, one in each line"):
        rnn.names_to_read("Anna\nBert\nAnna\n")


def test_names_of_ones_own_come_once_each():
    many = [f"{a}{b}{c}" for a in "ABCDEF" for b in "aeiou" for c in ("ra", "lo", "ni", "sa", "te")]
    names, signs = rnn.names_to_read("\n".join([*many, "Ara", "ARA", "x" * 50, "q"]) + "\n")
    assert len(names) == 151 == len(set(names))
    assert "Ara".lower() in names
    assert signs[0] == "\n"
    inputs, _, _ = rnn.padded(names, signs)
    assert inputs.shape == (151, 5)


def test_a_long_text_is_cut_and_a_part_ends_with_a_line():
    text, _ = rnn.text_to_read(OWN * 20)
    assert len(text) == 170_000
    assert text[rnn.end_of_part(text, 0.9) - 1] == "\n"
    assert rnn.end_of_part("xxxxxxxxxx", 0.5) == 5


# ---- what neurons tell ----


def test_correlations_are_those_of_numpy():
    rng = np.random.default_rng(0)
    H, marks = rng.normal(size=(60, 5)), (rng.random(60) < 0.3).astype(float)
    H[:, 4] = 1.5  # never changes
    found = rnn.correlations(H, marks)
    np.testing.assert_allclose(found[:4], [np.corrcoef(h, marks)[0, 1] for h in H.T[:4]])
    assert found[4] == 0


def test_the_telling_neuron_is_chosen_before_the_cut_and_measured_after_it():
    rng = np.random.default_rng(0)
    marks = (rng.random(400) < 0.5).astype(float)
    H = rng.normal(size=(400, 3))
    H[:200, 1] = -marks[:200]  # tells all before the cut, and nothing after it
    H[200:, 2] = marks[200:]  # the other way round
    neuron, r = rnn.telling_neuron(H, marks, 200)
    assert neuron == 1
    assert abs(r) < 0.3


def test_states_in_pieces_are_the_states_of_one_reading():
    network, ids = character_model(5, 3, 4, np.random.default_rng(0)), np.random.default_rng(1).integers(0, 5, 30)
    embedding, recurrent, _ = network.layers
    H, _ = recurrent.forward(embedding.forward(ids[None])[0])
    np.testing.assert_allclose(rnn.states_along(network, ids, length=7), H[0], atol=1e-12)


# ---- letters ----


def test_nearest_is_by_angle_and_never_itself():
    E = np.array([[1.0, 0.1], [50.0, 0.0], [0.0, 1.0], [-0.1, 3.0], [-1.0, 0.0]])
    assert rnn.nearest(E).tolist() == [1, 0, 3, 2, 3]


def test_vowels_beside_vowels_and_their_plane():
    E = np.random.default_rng(0).normal(size=(26, 4))
    E[["aeiou".find(letter) >= 0 for letter in rnn.LETTERS]] += [9, 0, 0, 0]
    assert rnn.vowels_beside_vowels(E) == 5
    points, share = rnn.in_the_plane(E)
    assert points.shape == (26, 2)
    assert 0.5 < share < 1
    apart = E - E.mean(axis=0)
    assert share == pytest.approx((points**2).sum() / (apart**2).sum())
    assert points[np.abs(points).argmax(axis=0), [0, 1]].min() > 0


# ---- brackets ----

SHORT = "a (b) cd\nefg (hij (k) l) m\n" * 60


def test_distance_counts_from_the_opening_bracket():
    inside = rnn.inside_brackets("a (bcd) (e)")
    said = np.array([0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0])
    assert rnn.by_distance(said, inside, near=2) == (1.0, 0.0)


def test_windows_say_something_of_every_character():
    data = rnn.marked(SHORT, "\n" + "".join(sorted(set(SHORT) - {"\n"})))
    assert all(SHORT[end - 1] == "\n" for end in data.ends)
    for make in (rnn.window, rnn.reader):
        network = rnn.trained(make, data, 0, learning_rate=0.01, epochs=1)
        for part in (slice(0, 50), data.part(0), data.part(100)):
            assert rnn.says(network, data, part).shape == data.ids[part].shape
    assert data.part(100).stop == data.part(0).start


def test_brackets_are_learned_by_a_state():
    data, networks = rnn.marked(SHORT * 20, "\n" + "".join(sorted(set(SHORT) - {"\n"}))), {}
    found = rnn.finds_brackets(data, networks)(rnn.reader, 0, learning_rate=0.02, epochs=2)
    assert found > 60
    assert list(networks) == [("reader", 0)]


def test_the_busiest_paragraph_has_most_brackets():
    text = "no bracket here, but long\n(one) is in this paragraph\n(two) are (in) this paragraph\n"
    assert rnn.busiest_paragraph(text, 0, 20) == "(two) are (in) this "


# ---- models with functions that are given ----


def test_a_model_calculates_with_the_functions_that_it_is_given():
    called = []

    def forward(ids, E):
        called.append(ids.shape)
        return embedding_forward(ids, E)

    lookup, steps = (forward, embedding_backward), (rnn_forward, rnn_backward)
    model = rnn.model_with(lookup, steps, "\nabc", 0, width=3, units=5, size=0.1)
    fast = character_model(4, 3, 5, np.random.default_rng(0))
    fast.layers[0].parameters["E"] *= 0.1
    ids = np.array([[0, 1, 2, 3]])
    np.testing.assert_allclose(model.forward(ids)[0], fast.forward(ids)[0], atol=1e-12)
    assert called == [(1, 4)]
    name = rnn.name_by(model, "\nabc", 1.0, np.random.default_rng(0), begin="ab", most=5)
    assert name.startswith("Ab")
    assert len(name) <= 7


def test_learning_gives_a_perplexity_after_each_time_through():
    ids = np.tile(rnn.ids_of("abcacb", "abc"), 60)
    network, batches = character_model(3, 4, 12, np.random.default_rng(0)), truncated_sequences(ids, 4, 10)
    found = list(rnn.learning(network, batches, batches, epochs=6, peak=0.02))
    assert len(found) == 6
    assert found[-1] < found[0]
