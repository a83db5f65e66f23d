"""The experiments of lesson 12: tasks that are learned, texts, series."""

import numpy as np
import pytest

from dlcourse.experiments import rnn
from dlcourse.experiments.lstm import (
    FORECASTS,
    SIGNS,
    UNITS,
    adding_task,
    filled_gaps,
    last_letter_network,
    learn_task,
    linear_forecast,
    next_change,
    next_letter,
    price_forecasts,
    recall_task,
    right_after,
    steps_to_recall,
    successes,
    text_to_read,
    train_last_letter,
    windows,
)
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.nn import lstm, training
from dlcourse.nn.rnn import RNN, character_model


@pytest.mark.parametrize("recurrent", [lstm.LSTM, lstm.GRU])
def test_the_character_model_takes_the_layers(recurrent):
    ids = rnn.ids_of("abcd" * 60, "abcd")
    model = character_model(4, 3, 8, np.random.default_rng(0), recurrent=recurrent)
    batches, optimizer = truncated_sequences(ids, 2, 10), training.Adam(0.05)
    before = rnn.text_perplexity(model, batches)
    for _ in range(5):
        rnn.train_on_text(model, batches, optimizer)
    assert rnn.text_perplexity(model, batches) < 1.5 < 3 < before


def test_learning_a_short_task():
    def small(inputs, units, rng):
        return lstm.LSTM(inputs, units, rng, forget_bias=3.0)

    _, right = learn_task(small, recall_task, 3, 0)
    _, near = learn_task(small, adding_task, 6, 0)
    _, guessed = learn_task(small, recall_task, 3, 0, steps=1)
    assert right > 0.95
    assert near > 0.9
    assert guessed < 0.6


def test_windows_and_linear_forecast():
    series = 0.7 ** np.arange(30.0)
    X, y = windows(series, 4, ahead=2)
    assert (X.shape, y.shape) == ((25, 4, 1), (25, 2))
    np.testing.assert_array_equal(X[3, :, 0], series[3:7])
    np.testing.assert_array_equal(y[3], series[7:9])
    np.testing.assert_allclose(linear_forecast(X[:10], y[:10], X[10:]), y[10:], atol=1e-10)


def test_a_short_lag_is_learned_with_every_seed():
    assert successes(lstm.GRU, 3, units=UNITS["GRU"], seeds=2, learning_rate=0.04) == 2
    steps = steps_to_recall(3, steps=120)((lstm.GRU, UNITS["GRU"]), 0, learning_rate=0.04)
    assert 5 < steps < 120
    assert steps_to_recall(3, steps=5)((lstm.GRU, UNITS["GRU"]), 0, learning_rate=0.04) == np.inf


def test_the_networks_of_the_recall_task_have_nearly_the_same_size():
    sizes = []
    for name, layer in {"RNN": RNN, "LSTM": lstm.LSTM, "GRU": lstm.GRU}.items():
        network, _ = learn_task(layer, recall_task, 2, 0, units=UNITS[name], steps=1)
        sizes.append(network.size)
    assert sizes == [580, 612, 580]


def test_an_lstm_that_shows_what_it_reads():
    """With open gates, and forgetting all, the candidate of a letter is shown at once, and gone a step later."""
    W_x = np.zeros((5, 4, 3))
    W_x[:3, 2], W_x[:, 0], W_x[:, 1], W_x[:, 3] = 9 * np.eye(3), 9, -9, 9
    network = last_letter_network(W_x.reshape(5, 12), np.zeros((3, 12)), np.zeros(12))
    Z = network.outputs(np.array([[SIGNS.index(sign) for sign in "b-"]]))
    assert Z[0, 0].argmax() == 1
    assert np.abs(Z[0, 1]).max() < 0.01


def test_a_small_network_learns_the_last_letter():
    assert right_after(train_last_letter(0), 5) > 0.95


def test_texts_are_read_in_three_parts():
    text = "abcd" * 800
    measure = next_letter(text, tuning=[9], passes=4)
    assert 1 <= measure((RNN, 8), 9, 0.05) < 1.5
    text += "ddddbbbb" * 50  # of another kind: the test part only
    assert next_letter(text, tuning=[9])((RNN, 8), 0, 0.05) > 1.5
    assert filled_gaps("abadebic" * 600, tuning=[9], steps=60)(lambda d, rng: lstm.LSTM(d, 14, rng), 9, 0.05) < 0.5


@pytest.mark.parametrize("given", ["too short\n", "x\n" * 100])
def test_a_short_text_of_ones_own(given):
    with pytest.raises(ValueError, match="want 3000 or more"):
        text_to_read(given)


def test_a_text_of_ones_own_is_in_small_letters():
    assert text_to_read("Anna\n" * 700) == "anna\n" * 700


def test_forecasts_of_changes():
    changes = np.tile([1.0, -1.0], 40)
    measure = next_change(changes, tuning=[9], validation=40, test=60)
    assert measure(FORECASTS["weighted sum"], 0) < 1e-9
    assert measure(FORECASTS["as last month"], 9) == pytest.approx(1)
    assert measure(FORECASTS["mean change"], 0) == pytest.approx(1)


def test_forecasts_of_prices():
    prices = np.exp(np.cumsum(np.tile([0.01, -0.01], 40)))
    lines = price_forecasts(prices, 1, test=60)
    np.testing.assert_array_equal(lines["as last month"], prices[60:-1])
    assert lines["LSTM"].shape == (19,)
