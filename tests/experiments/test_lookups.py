"""Look-ups, recall and copying: what is drawn, what is learned, what cannot be."""

import itertools

import numpy as np
import pytest

from dlcourse.experiments.attention import lookups, recalling, tasks
from dlcourse.lessons import attention, backprop
from dlcourse.nn import training


def test_scores_grow_with_the_width_and_not_with_the_root():
    found = lookups.by_width(attention.scaled_dot_product_attention, (4, 64), np.random.default_rng(0), queries=500)
    for width in (4, 64):
        assert found["divided"][width][0] == pytest.approx(1, rel=0.1)
        assert found["not divided"][width][0] == pytest.approx(width, rel=0.1)
    assert found["not divided"][64][1] > 0.8 > 0.4 > found["divided"][64][1]
    assert found["not divided"][64][2] < 0.1 < 0.2 < found["divided"][64][2]


def test_order_is_seen_with_positions_only():
    X, order = np.random.default_rng(0).normal(size=(5, 8)), np.array([3, 0, 4, 1, 2])
    attend = attention.scaled_dot_product_attention
    assert lookups.shuffled(attend, X, order) < 1e-12
    assert lookups.shuffled(attend, X, order, positions=attention.positional_encoding(5, width=8)) > 0.1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_most_frequent_letter_by_going_through_all(count):
    every = itertools.product(range(4), repeat=count)
    expected = np.mean([np.bincount(letters).max() / count for letters in every])
    assert lookups.most_frequent(count) == pytest.approx(expected)


def test_the_most_frequent_letter_of_many():
    drawn = np.random.default_rng(0).multinomial(129, [0.25] * 4, size=20_000)
    assert lookups.most_frequent(129) == pytest.approx(np.mean(drawn.max(axis=1)) / 129, rel=0.01)


def test_what_is_wanted_in_the_tasks():
    X, y = tasks.first_letter(4, 3, np.random.default_rng(0))
    texts = [tasks.in_letters(x) for x in X]
    assert [text[0] for text in texts] == [tasks.SIGNS[letter] for letter in y[:, 0]]
    assert {len(text) for text in texts} == {6}
    assert {text[-1] for text in texts} == {"?"}
    X, y = tasks.copying(4, 3, np.random.default_rng(0))
    assert [tasks.in_letters(x) for x in X] == [tasks.in_letters(block) + "????" for block in y]


def test_sides_learn_nearly_as_many_numbers():
    rng = np.random.default_rng(0)
    sizes = [tasks.network_for(side, 1, 9, rng).size for side in tasks.SIDES]
    assert sizes == [555, 580, 544, 544]


@pytest.mark.parametrize("task", [tasks.first_letter, tasks.copying])
def test_gradients_of_looking_back(task):
    X, y = task(3, 2, np.random.default_rng(0))
    network = tasks.network_for("attention", y.shape[1], X.shape[1], np.random.default_rng(1))
    _, gradients = network.loss_and_gradients(X, y, tasks.letter_loss)
    for layer, found in zip(network.layers, gradients):
        for name, gradient in found.items():

            def loss(array, layer=layer, name=name):
                kept, layer.parameters[name] = layer.parameters[name], array
                value = tasks.letter_loss(network.outputs(X), y)[0]
                layer.parameters[name] = kept
                return value

            assert backprop.gradient_check(loss, layer.parameters[name], gradient) < 1e-4, name


def test_last_steps_and_means_hand_back_what_they_took():
    X = np.random.default_rng(0).normal(size=(2, 5, 3))
    for layer, shape in ((tasks.LastSteps(2), (2, 2, 3)), (tasks.Mean(), (2, 1, 3))):
        out, cache = layer.forward(X)
        d_out = np.random.default_rng(1).normal(size=shape)
        assert out.shape == shape
        dX, _ = layer.backward(d_out, cache)
        shifted = layer.forward(X + 1e-3 * dX)[0]
        assert np.sum(d_out * (shifted - out)) == pytest.approx(1e-3 * np.sum(dX**2))


def test_copying_is_learned_by_looking_at_the_right_place():
    network, steps = tasks.learn("attention", tasks.copying, 5, 0, learning_rate=0.02)
    A, signs = recalling.looks(network, tasks.copying, 5)
    assert steps < 300
    assert tasks.share_right(network, tasks.copying, 5, 0) > 0.9
    assert (A.shape, len(signs), signs[5:]) == ((5, 10), 10, "?????")
    assert sum(A[k].argmax() == k for k in range(5)) >= 4


def test_the_learners_functions_are_called():
    called = []

    def noted(name, function):
        return lambda *values, **named: called.append(name) or function(*values, **named)

    own = {"forward": "scaled_dot_product_attention", "backward": "attention_backward", "make_mask": "causal_mask"}
    own = {name: noted(name, getattr(attention, function)) for name, function in own.items()}
    own["encode"] = noted("encode", attention.positional_encoding)
    tasks.learn("attention", tasks.copying, 3, 0, learning_rate=0.02, steps=1, **own)
    assert set(called) == set(own)


def test_a_mean_recalls_letters_of_another_alphabet():
    assert tasks.mean_recalls(10, 0) > 0.95


@pytest.mark.parametrize("name", ["first letter", "copying"])
def test_stored_tables_can_be_measured_again(name):
    table = recalling.measured(name)
    side, lag, seed = "attention", table["lags"][0], table["seeds"][0]
    network, _ = tasks.learn(side, recalling.TASKS[name], lag, seed, learning_rate=table["rates"][side])
    share = 100 * tasks.share_right(network, recalling.TASKS[name], lag, seed)
    assert share == pytest.approx(table["percent"][side][str(lag)][0], abs=1.0)
    for side, rate in table["rates"].items():
        low, *_, high = table["tried"][side]
        assert low < rate < high
    counts = recalling.learned(table)
    assert {len(numbers) for numbers in counts.values()} == {len(table["lags"])}
    assert recalling.counted(table).count("\n") == len(counts)


def test_what_the_page_says_of_the_tables():
    first, copied = recalling.measured("first letter"), recalling.measured("copying")
    assert round(recalling.median(first, "attention, no positions", 5)) == round(100 * lookups.most_frequent(6)) == 47
    assert [recalling.learned(first)["attention"][place] for place in (4, 5)] == [5, 3]
    assert [round(recalling.median(copied, side, 32)) for side in ("RNN", "LSTM, bias 3")] == [36, 40]
    assert round(100 * lookups.most_frequent(32)) == 34
    assert recalling.elsewhere(first).splitlines()[-1].split() == ["attention", "93", "100", "99", "32"]
    counted = [
        recalling.products(side, tasks.copying, lag) for side in ("attention", "LSTM, bias 3") for lag in (32, 128)
    ]
    assert counted == [72192, 878592, 33984, 135936]


def test_products_are_counted():
    E, tables, look = 0, 2 * 12 * 144 + 144, 2 * 12 * 12  # for 12 steps: rows are chosen, K and V and Q, one look
    assert recalling.products("attention", tasks.first_letter, 10) == E + tables + look
    assert recalling.products("RNN", tasks.first_letter, 10) == 12 * (19 * 5 + 19 * 19)


def test_training_of_means_uses_a_plain_network():
    network = training.Network([tasks.Mean(), training.Dense(5, 4, np.random.default_rng(0))])
    batches = (tasks.first_letter(3, 8, np.random.default_rng(seed)) for seed in range(4))
    assert tasks.train(network, batches, learning_rate=0.01) == 4
