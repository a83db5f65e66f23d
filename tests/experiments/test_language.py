"""Experiments of lesson 19: colours by their names, texts by their topics, words by their neighbours."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import MultinomialNB

from dlcourse.data import datasets
from dlcourse.experiments import language as experiments
from dlcourse.experiments.language import classifiers, curve, measuring, naming, topics
from dlcourse.lessons import language
from dlcourse.nn.training import softmax_cross_entropy


def test_texts_and_names():
    texts, names, kinds, words = datasets.sentences()
    assert len(texts) == len(set(texts)) == len(names) == len(kinds) == len(words) == 2000
    assert all(names.count(topic) == 250 for topic in experiments.topic_names())
    assert all(4 <= len(text.split()) <= 25 and text == text.lower() for text in texts)
    colour_names, C = datasets.colour_names()
    assert len(colour_names) == len(set(colour_names)) == len(C) == 910
    assert C.min() >= 0
    assert C.max() <= 1
    np.testing.assert_allclose(C[colour_names.index("teal")], [2 / 255, 147 / 255, 134 / 255])


def test_spellings_of_one_name_stay_together():
    for seed in range(3):
        (names, C), (others, D) = experiments.colours(seed)
        assert len(names) == len(C)
        assert 190 <= len(others) == len(D) < 200
        assert not {naming.spelling(name) for name in names} & {naming.spelling(name) for name in others}
    assert naming.spelling("greyish blue") == naming.spelling("blue grey")
    assert naming.spelling("light blue") != naming.spelling("dark blue")


def test_pieces_are_ridge_regression():
    (names, C), (others, _) = experiments.colours(0)
    names, C = names[:80], C[:80]
    model = experiments.fit_pieces(language.letter_pieces, names, C, strength=2.0)

    def table(some):
        return model.table([[piece for word in name.split() for piece in _pieces(word)] for name in some])

    oracle = Ridge(alpha=2.0).fit(table(names) - table(names).mean(axis=0), C)
    assert experiments.rms(model, names, C) < experiments.rms(lambda name: C.mean(axis=0), names, C)
    # scikit-learn's intercept is free, and ours the mean colour: equal on tables that are centred.
    centred = Ridge(alpha=2.0, fit_intercept=False).fit(table(names), C - C.mean(axis=0))
    np.testing.assert_allclose(
        [model(name) for name in others[:20]],
        np.clip(centred.predict(table(others[:20])) + C.mean(axis=0), 0, 1),
        atol=1e-9,
    )
    assert oracle.coef_.shape == centred.coef_.shape
    name = others[0]
    np.testing.assert_allclose(np.clip(model.mean + sum(model.spoke(name).values()), 0, 1), model(name))


def _pieces(word):
    return language.letter_pieces(word, shortest=naming.SHORTEST, longest=naming.LONGEST)


def test_names_and_colours():
    assert experiments.cleaned(" Teal/BLUE!") == "teal blue"
    assert experiments.nearest_name(np.array([0.9, 0, 0]), ["blue", "red"], np.eye(3)[[2, 0]])[0] == "red"
    C = np.array([[1.0, 0, 0], [0, 0, 1.0], [0.5, 0, 0]])
    assert experiments.name_apart("red", 0.3, ["red", "blue", "wine"], C) == ("wine", 0.2887)
    words = experiments.average_of_words(["red", "dark red"], np.array([[1.0, 0, 0], [0.5, 0, 0]]), strength=0.0)
    np.testing.assert_allclose(words("dark"), [0.5, 0, 0])
    np.testing.assert_allclose(words("red"), [0.75, 0, 0])


def test_counts():
    texts = ["A bird's red nest", "the red, RED bird", "nest"]
    words = experiments.vocabulary(texts, 2)
    assert words == ["nest", "red"]
    np.testing.assert_array_equal(experiments.counts(texts, words), [[1, 1], [0, 2], [1, 0]])
    np.testing.assert_array_equal(experiments.counts([""], words), [[0, 0]])


@pytest.mark.parametrize("by", ["kind", "text"])
def test_parts_share_no_kind(by):
    _, names, kinds, _ = datasets.sentences()
    parts = experiments.split(1, by)
    assert sorted(np.concatenate(parts)) == list(range(2000))
    shared = set(np.array(kinds)[parts[0]]) & set(np.array(kinds)[parts[2]])
    assert bool(shared) == (by == "text")
    for part in parts[1:]:
        assert min(np.unique(np.array(names)[part], return_counts=True)[1]) >= topics.TESTED


def test_naive_bayes_is_that_of_scikit_learn():
    C, y, D, z, _ = topics.parts(0)
    W, b = classifiers.fit_bayes(C, y, 0.3)
    oracle = MultinomialNB(alpha=0.3).fit(C > 0, y)
    np.testing.assert_array_equal(((D > 0) @ W + b).argmax(axis=1), oracle.predict(D > 0))
    assert classifiers.right((W, b), D > 0, z) == pytest.approx(100 * oracle.score(D > 0, z))


def test_products_with_what_is_not_zero():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 50)) * (rng.random((30, 50)) < 0.03)
    X[3], X[:, 7] = 0, 0
    W, dZ = rng.normal(size=(50, 4)), rng.normal(size=(30, 4))
    forward, backward = classifiers._products(X)
    np.testing.assert_allclose(forward(W), X @ W, atol=1e-12)
    np.testing.assert_allclose(backward(dZ), X.T @ dZ, atol=1e-12)


def test_topics_are_found_and_told():
    found = experiments.classify(language.tf_idf)
    assert 80 < found["right"] < 90
    told = experiments.telling_words(found["weights"], found["words"])
    assert {"shirt", "worn", "hat", "garment"} & set(told["clothes"])
    known = topics.parts(0)[0]
    topic, chances = experiments.topic_of("An inflammation of the skin, with fever", found, language.tf_idf, known)
    assert topic == "illness"
    assert chances.sum() == pytest.approx(1)


def test_texts_are_weighed_some_at_a_time():
    C, _, D, _, _ = topics.parts(0)
    np.testing.assert_array_equal(topics.weighed(language.tf_idf, D, C), language.tf_idf(D, C))


def test_vectors_learn_what_stands_together():
    rng = np.random.default_rng(0)
    ids = [rng.integers(0, 10, size=8) + 10 * (k % 2) for k in range(300)]  # two groups that never meet
    how = {"skip_gram_pairs": language.skip_gram_pairs, "negative_sampling_loss": language.negative_sampling_loss}
    E, losses = experiments.train_vectors(ids, 20, width=6, window=3, epochs=12, rate=0.05, frequent=1.0, **how)
    assert losses[-1] < losses[0]
    kinds = ["a"] * 10 + ["b"] * 10
    for found in (E, experiments.counted_vectors(ids, 20, width=6, window=3)):
        share, chance = experiments.same_kind(found, kinds, nearest_words=language.nearest_words)
        assert share > 90
        assert chance == pytest.approx(100 * 9 / 19)


def test_counted_vectors_are_a_singular_value_decomposition():
    rng = np.random.default_rng(0)
    ids = [rng.integers(0, 12, size=9) for _ in range(40)]
    E = experiments.counted_vectors(ids, 12, width=12, window=2, power=2.0)
    table = np.zeros((12, 12))
    for text in ids:
        for center, context in language.skip_gram_pairs(text, window=2):
            table[center, context] += 1
    chance = table.sum(axis=0) ** 0.75
    expected = table.sum(axis=1, keepdims=True) * chance / chance.sum()
    information = np.maximum(np.log(np.maximum(table, 1e-12) / expected), 0)
    np.testing.assert_allclose(E @ E.T, information @ information.T @ information @ information.T, atol=1e-8)


def test_stored_vectors_have_neighbours():
    words, found, kinds = datasets.word_vectors()
    assert len(words) == len(set(words)) == len(found) == len(kinds)
    near = experiments.neighbours("salt", words, found, nearest_words=language.nearest_words)
    assert len(near) == 6
    assert "salt" not in near
    with pytest.raises(ValueError, match="no vector"):
        experiments.neighbours("qqq", words, found, nearest_words=language.nearest_words)


def test_fillers_change_nothing():
    rng = np.random.default_rng(0)
    network = curve.text_transformer(9, rng, width=8)
    ids = rng.integers(0, 9, size=(3, 5))
    short = network.outputs(ids)
    padded = np.full((3, 11), 9)
    padded[:, :5] = ids
    np.testing.assert_allclose(network.outputs(padded), short)


def test_gradients_of_the_transformer():
    network = curve.text_transformer(9, np.random.default_rng(0), width=8)
    network.layers[2].rate = 0.0
    ids, y = np.array([[1, 2, 3, 9], [4, 5, 9, 9]]), np.array([3, 1])
    _, gradients = network.loss_and_gradients(ids, y, softmax_cross_entropy)
    for layer, found in zip(network.layers, gradients):
        for name, array in layer.parameters.items():
            place = tuple(size // 2 for size in array.shape)
            losses = []
            for shift in (1e-5, -1e-5):
                array[place] += shift
                losses.append(softmax_cross_entropy(network.outputs(ids), y)[0])
                array[place] -= shift
            assert found[name][place] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-7)


@pytest.mark.parametrize("side", curve.SIDES)
def test_each_side_of_the_curve(side, monkeypatch):
    monkeypatch.setattr(curve, "STEPS", 20)
    value = {curve.NAIVE: 0.3, curve.MEAN: 1e-4}.get(side, 3e-3 if "transformer" in side else 3e-4)
    assert experiments.share_right(side, 0, value, count=160) > 20


def test_stored_tables_are_repeated():
    table = experiments.measured("colours")
    (names, C), (others, D) = experiments.colours(0)
    best, first = table["best"]["ridge on pieces"], table["numbers"]["ridge on pieces"][0]
    model = experiments.fit_pieces(language.letter_pieces, names, C, **best)
    assert experiments.rms(model, others, D) == pytest.approx(first, abs=1e-3)
    linear = experiments.measured("topics")["kind"]
    found = experiments.classify(language.tf_idf, 0, **linear["best"][measuring.LINEAR])
    assert found["right"] == pytest.approx(linear["numbers"][measuring.LINEAR][0], abs=0.5)
    assert "naive Bayes: smooth" in experiments.tuned_how(linear)


def test_counting_by_the_learners_pairs_gives_the_same_vectors():
    ids, words = experiments.small_texts(seed=1)
    ids = ids[:200]
    fast = experiments.counted_vectors(ids, len(words), window=4)
    slow = experiments.counted_vectors(ids, len(words), window=4, skip_gram_pairs=language.skip_gram_pairs)
    assert np.array_equal(fast, slow)


def test_known_lines_hold_words_that_were_counted():
    counts, lines = experiments.known_lines(1)
    texts, *_ = datasets.sentences()
    learn, _, test = experiments.split(1)
    assert sum(counts.values()) == sum(len(experiments.tokens(texts[k])) for k in learn)
    assert 0 < len(lines) < len(test)
    assert all(word in counts for line in lines for word in line)
