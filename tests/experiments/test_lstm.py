"""The experiments of lesson 12: tasks that are learned, texts, series."""

import numpy as np
import pytest

from dlcourse.experiments import rnn
from dlcourse.experiments.lstm import adding_task, learn_task, linear_forecast, recall_task, windows
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.nn import lstm, training
from dlcourse.nn.rnn import character_model


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
