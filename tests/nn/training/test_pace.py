"""Right answers that are slow: networks and experiments go over to the course's form; whatever else stays."""

import copy
import time

import numpy as np
import pytest

from dlcourse.exercises import find
from dlcourse.experiments import backprop, optimizers
from dlcourse.experiments import rnn as texts
from dlcourse.lessons import backprop as lesson_backprop
from dlcourse.lessons import cnn as lesson_cnn
from dlcourse.lessons import lstm as lesson_lstm
from dlcourse.lessons import optimizers as steps
from dlcourse.lessons import regularization as lesson_regularization
from dlcourse.lessons import rnn as lesson_rnn
from dlcourse.nn import cnn, lstm, regularization, rnn, training
from dlcourse.nn.training import pace


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Functions are compared after a moment."""
    monkeypatch.setattr(pace, "SECONDS", 0.01)


def learners(function, seconds=0.0):
    """The same function as a learner's, and slower by so many seconds; counts its calls."""

    def own(*arguments, **named):
        own.calls += 1
        time.sleep(seconds)
        return function(*arguments, **named)

    own.calls, own.__module__, own.__name__ = 0, "__main__", function.__name__
    own.__wrapped__ = function
    return own


def four_loops(X, W, b, stride=1, padding=0):
    """The convolution as most learners write it first."""
    P = np.pad(X, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    A, B, _, M = W.shape
    rows, columns = (P.shape[1] - A) // stride + 1, (P.shape[2] - B) // stride + 1
    Z = np.zeros((len(X), rows, columns, M))
    for n in range(len(X)):
        for r in range(rows):
            for s in range(columns):
                for m in range(M):
                    window = P[n, r * stride : r * stride + A, s * stride : s * stride + B]
                    Z[n, r, s, m] = np.sum(window * W[..., m]) + b[m]
    return Z, (X, W, stride, padding)


def number_by_number(X, *, h0, W_x, W_h, b):
    """Four loops for a recurrent layer."""
    N, T, D = X.shape
    H = np.zeros((N, T, len(b)))
    for n in range(N):
        for t in range(T):
            for k in range(len(b)):
                z = b[k]
                for d in range(D):
                    z += X[n, t, d] * W_x[d, k]
                for j in range(len(b)):
                    z += (H[n, t - 1, j] if t else h0[n, j]) * W_h[j, k]
                H[n, t, k] = np.tanh(z)
    return H, (X, h0, H, W_x, W_h)


four_loops.__module__ = number_by_number.__module__ = "__main__"


@pytest.mark.slow
def test_four_loops_for_a_convolution(capsys):
    """On pictures as those of lesson 08: a training that would take minutes takes seconds, and comes to the same."""

    def trained(forward):
        rng = np.random.default_rng(0)
        forms = {"padding": 1, "forward": forward, "backward": lesson_cnn.conv2d_backward}
        layers = [cnn.Conv2d(1, 8, 3, rng, **forms), training.ReLU(), cnn.MaxPool2d(2)]
        layers += [cnn.Conv2d(8, 16, 3, rng, **forms), training.ReLU(), cnn.MaxPool2d(2), cnn.Flatten()]
        network = training.Network([*layers, training.Dense(16 * 9, 10, rng)])
        X, y = rng.normal(size=(320, 12, 12, 1)), rng.integers(0, 10, 320)
        begun = time.perf_counter()
        how = {"optimizer": training.Adam(0.004), "batch_size": 32, "epochs": 6}
        training.fit(network, X, y, rng=rng, **how)
        return network.outputs(X), time.perf_counter() - begun

    expected, _ = trained(lesson_cnn.conv2d)
    assert capsys.readouterr().out == ""
    outputs, seconds = trained(four_loops)
    np.testing.assert_allclose(outputs, expected, rtol=1e-9, atol=1e-9)
    said = capsys.readouterr().out
    assert said.startswith("Your four_loops gives the same numbers as the course's own form of it")
    assert said.count("\n") == 1  # for both layers, which share it
    assert seconds < 30  # 60 steps with four loops take a third of a second each


@pytest.mark.slow
def test_a_recurrent_layer_number_by_number(capsys):
    def trained(forward):
        rng = np.random.default_rng(0)
        recurrent = rnn.RNN(16, 32, rng, forward=forward, backward=lesson_rnn.rnn_backward)
        layers = [rnn.Embedding(27, 16, rng), recurrent, training.Dense(32, 27, rng)]
        network, adam = rnn.SequenceNetwork(layers), training.Adam(0.005)
        batches = lesson_rnn.truncated_sequences(rng.integers(0, 27, 5000), 16, 8)
        return texts.train_on_text(network, batches, adam)

    expected = trained(lesson_rnn.rnn_forward)
    assert trained(number_by_number) == pytest.approx(expected, rel=1e-9)
    assert "Your number_by_number" in capsys.readouterr().out


def test_the_course_goes_on_and_the_learners_is_called_no_more(capsys):
    own = learners(lesson_rnn.rnn_step, 0.02)
    step = pace.at_pace(own, lesson_rnn.rnn_step)
    case = find("rnn.rnn_step").cases(np.random.default_rng(0))[0]
    for _ in range(10):
        step(*case.values, **case.named)
    assert own.calls == 1 + pace.CALLS
    said = capsys.readouterr().out
    assert "takes about" in said
    assert said.count("Your rnn_step") == 1


def test_a_new_answer_is_watched_anew():
    first, second = learners(np.square, 0.02), learners(np.square, 0.02)
    for own in (first, second):
        squares = pace.at_pace(own, np.square)
        for _ in range(8):
            squares(np.ones(3))
    assert first.calls == second.calls == 1 + pace.CALLS


@pytest.mark.parametrize(
    "wrong",
    [
        lambda X: X * 1.001,
        lambda X: X[:, :1],
        lambda X: (X, None),
        lambda X: {"X": X},
        lambda X: None,
        lambda X: "a word",
        lambda X: X.astype(int),
    ],
)
def test_a_wrong_answer_goes_on_however_slow_it_is(capsys, wrong):
    own = learners(wrong, 0.02)
    function = pace.at_pace(own, lambda X: X)
    for _ in range(12):
        function(np.full((2, 3), 0.5))
    assert own.calls == 12
    assert capsys.readouterr().out == ""


def test_a_right_answer_that_is_quick_goes_on(capsys):
    own = learners(np.tanh)
    function = pace.at_pace(own, learners(np.tanh, 0.001))
    for _ in range(30_000):
        function(np.ones(500))
    assert own.calls == 30_000
    assert capsys.readouterr().out == ""


def test_an_answer_with_a_cache_of_its_own_goes_on(capsys):
    own = learners(lambda X: (2 * X, (object(), iter([]), np.float64(3))), 0.02)
    function = pace.at_pace(own, lambda X: (2 * X, (X, 2)))
    backward = learners(lambda d, cache: d * cache[2], 0.02)
    back = pace.at_pace(backward, lambda d, cache: d * cache["X"])  # which cannot read it
    for _ in range(8):
        _, cache = function(np.ones(2))
        assert back(1.0, cache) == 3.0
    assert (own.calls, backward.calls) == (8, 8)
    assert capsys.readouterr().out == ""


def test_what_an_answer_raises_is_raised():
    def own(X):
        raise ZeroDivisionError

    own.__module__ = "__main__"
    with pytest.raises(ZeroDivisionError):
        pace.at_pace(own, np.tanh)(1.0)


def test_generators_draw_as_if_nothing_were_compared():
    def run(forward):
        layer = regularization.Dropout(0.5, np.random.default_rng(0), forward=forward)
        return [layer.forward(np.ones((4, 5)), training=True)[0] for _ in range(12)]

    own = learners(lesson_regularization.dropout_forward, 0.02)
    np.testing.assert_array_equal(run(own), run(lesson_regularization.dropout_forward))
    assert own.calls < 12


def test_work_in_place_harms_nobody():
    def doubled(x):
        x *= 2
        return x

    own = learners(doubled, 0.02)
    function, x = pace.at_pace(own, lambda x: 2 * x), np.ones(2)
    for _ in range(3):
        x = function(x)
    np.testing.assert_array_equal(x, [8.0, 8.0])


def test_the_courses_own_functions_are_given_back_as_they_are():
    for function in (lesson_cnn.conv2d, cnn.conv2d_fast, np.tanh, max):
        assert pace.at_pace(function, lesson_cnn.conv2d) is function
    own = learners(np.tanh)
    assert pace.at_pace(own, None) is own
    watched = pace.at_pace(own, np.tanh)
    assert pace.at_pace(watched, np.square) is watched  # once is enough
    assert copy.deepcopy(watched) is watched


# ---- where functions are handed over ----

RNG = np.random.default_rng(0)
# Exercise -> a layer that calculates with a learner's answer to it, and where that is kept.
LAYERS = {
    "cnn.conv2d": (lambda f: cnn.Conv2d(1, 2, 3, RNG, forward=f), "_forward"),
    "cnn.conv2d_backward": (lambda f: cnn.Conv2d(1, 2, 3, RNG, backward=f), "_backward"),
    "cnn.maxpool2d": (lambda f: cnn.MaxPool2d(forward=f), "_forward"),
    "cnn.maxpool2d_backward": (lambda f: cnn.MaxPool2d(backward=f), "_backward"),
    "cnn.avgpool2d": (lambda f: cnn.AvgPool2d(forward=f), "_forward"),
    "cnn.spatial_batchnorm": (lambda f: cnn.SpatialBatchNorm(3, forward=f), "_forward"),
    "regularization.dropout_forward": (lambda f: regularization.Dropout(0.5, RNG, forward=f), "_forward"),
    "regularization.dropout_backward": (lambda f: regularization.Dropout(0.5, RNG, backward=f), "_backward"),
    "regularization.batchnorm_forward": (lambda f: regularization.BatchNorm(3, forward=f), "_forward"),
    "regularization.batchnorm_backward": (lambda f: regularization.BatchNorm(3, backward=f), "_backward"),
    "regularization.layernorm_forward": (lambda f: regularization.LayerNorm(3, forward=f), "_forward"),
    "regularization.layernorm_backward": (lambda f: regularization.LayerNorm(3, backward=f), "_backward"),
    "rnn.embedding_forward": (lambda f: rnn.Embedding(5, 2, RNG, forward=f), "_forward"),
    "rnn.embedding_backward": (lambda f: rnn.Embedding(5, 2, RNG, backward=f), "_backward"),
    "rnn.rnn_forward": (lambda f: rnn.RNN(3, 4, RNG, forward=f), "_forward"),
    "rnn.rnn_backward": (lambda f: rnn.RNN(3, 4, RNG, backward=f), "_backward"),
    "lstm.lstm_forward": (lambda f: lstm.LSTM(3, 4, RNG, forward=f), "_forward"),
    "lstm.lstm_backward": (lambda f: lstm.LSTM(3, 4, RNG, backward=f), "_backward"),
}


@pytest.mark.parametrize("exercise_id", LAYERS)
def test_every_layer_goes_over_to_a_form_that_gives_the_same(monkeypatch, exercise_id):
    """The form that a layer goes over to gives what the lesson's does, the cache included, on every case there is."""
    exercise, (make, place) = find(exercise_id), LAYERS[exercise_id]
    cases = [case.arguments(exercise.reference) for case in exercise.cases(np.random.default_rng(0))]
    drawing = "rng" in cases[0]  # plain data of a case stands for a generator
    forms = []
    monkeypatch.setattr(pace, "_compare", lambda watch, function, course, *given: forms.append(course))
    monkeypatch.setattr(pace, "SECONDS", 0)
    getattr(make(learners(exercise.reference)), place)()
    [course] = forms
    for case in cases:
        makers = [{"rng": np.random.default_rng(1)} if drawing else {} for _ in range(2)]
        expected, found = (form(**case | maker) for form, maker in zip((exercise.reference, course), makers))
        assert pace._same(expected, found)
        assert pace._same(found, expected)


@pytest.mark.parametrize("name", [name for name in vars(steps) if name.endswith("_step")])
def test_optimizers_of_the_learners(name):
    own = learners(getattr(steps, name), 0.02)
    with_own = optimizers.descend(own, lambda w: 2 * w, [8.0, -3.0], 12, learning_rate=0.1)
    assert own.calls == 1 + pace.CALLS
    expected = optimizers.descend(getattr(steps, name), lambda w: 2 * w, [8.0, -3.0], 12, learning_rate=0.1)
    np.testing.assert_allclose(with_own, expected)


def test_an_optimizer_of_another_name_has_no_form_of_the_courses():
    own = learners(steps.sgd_step, 0.002)
    own.__name__ = "my_own_idea"
    optimizers.descend(own, lambda w: 2 * w, [8.0], 12, learning_rate=0.1)
    assert own.calls == 12


def test_experiments_that_take_functions():
    X, y, parameters = RNG.normal(size=(20, 3)), RNG.integers(0, 2, 20), backprop.random_network([3, 4, 2], RNG)
    backward = learners(lesson_backprop.mlp_backward, 0.02)
    backprop.learn(X, y, parameters, RNG, steps=10, learning_rate=0.1, backward=backward)
    sample, loss = learners(lesson_rnn.sample_next, 0.02), learners(lesson_rnn.sequence_cross_entropy, 0.02)
    network = rnn.character_model(5, 3, 4, RNG)
    texts.generate(network, [0], 10, 1.0, RNG, sample=sample)
    batches = lesson_rnn.truncated_sequences(RNG.integers(0, 5, 100), 2, 4)
    texts.train_on_text(network, batches, training.Adam(0.01), loss=loss)
    step, back = learners(lesson_rnn.rnn_step, 0.02), learners(lesson_rnn.rnn_step_backward, 0.02)
    data = RNG.normal(size=(4, 4)), RNG.normal(size=(2, 10, 3)), RNG.normal(size=(3, 4))
    texts.gradient_by_distance(*data, step=step, step_backward=back)
    for own in (backward, sample, loss, step, back):
        assert own.calls == 1 + pace.CALLS, own.__name__


def test_lessons_have_the_forms_that_layers_go_over_to():
    """The lesson's backward reads a cache of the learner's: the fast forms of lessons 11 and 12 have another one."""
    for layer, forward, backward in (
        (rnn.RNN, lesson_rnn.rnn_forward, lesson_rnn.rnn_backward),
        (lstm.LSTM, lesson_lstm.lstm_forward, lesson_lstm.lstm_backward),
    ):
        own = learners(forward, 0.02)
        mixed = layer(3, 4, np.random.default_rng(0), forward=own, backward=learners(backward))
        for _ in range(8):
            H, cache = mixed.forward(np.ones((2, 5, 3)))
            mixed.backward(np.ones_like(H), cache)
        assert own.calls == 1 + pace.CALLS
