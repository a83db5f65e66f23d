"""The data: shapes, ranges, parts that share nothing, and networks as good as the lessons say."""

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_sample_image, load_wine

from dlcourse.data import datasets, networks
from dlcourse.data.stored import FOLDER, arrays, table
from dlcourse.lessons.forward import mlp_forward, predict, softmax
from dlcourse.lessons.neuron import perceptron_update, step

NAMES = ("portrait", "temple", "flower")
SCRIPTS = Path(__file__).parents[2] / "scripts"


def load_script(name):
    specification = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def all_windows(part):
    parts = [datasets.windows(name, part) for name in NAMES]
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))


def share_right(X, y, parameters, low, high):
    """Of the examples of which the network is so sure: how many, its mean sureness, the share right."""
    labels, sure = predict(X, parameters)
    inside = (sure > low) & (sure <= high)
    return inside.sum(), sure[inside].mean(), (labels == y)[inside].mean()


def test_digits_parts():
    X_train, y_train, X_test, y_test = datasets.digits()
    assert X_train.shape == (1297, 64)
    assert X_test.shape == (500, 64)
    assert X_train.dtype == X_test.dtype == np.float64
    assert X_train.min() == X_test.min() == 0
    assert X_train.max() == X_test.max() == 1
    assert np.bincount(y_test).tolist() == [50] * 10
    assert len(y_train) == 1297
    assert not {x.tobytes() for x in X_train} & {x.tobytes() for x in X_test}


def test_digits_are_the_same_each_time():
    for first, second in zip(datasets.digits(), datasets.digits(), strict=True):
        np.testing.assert_array_equal(first, second)
        assert first is not second  # a learner may write into it
    # The split itself is pinned: other test digits would mean weights that have seen them.
    assert (datasets.digits()[2][:6].sum(axis=1) * 16).tolist() == [313, 344, 267, 319, 321, 330]


def test_tables_are_scikit_learns():
    X, y = load_digits(return_X_y=True)
    stored = arrays("digits.npz")
    np.testing.assert_array_equal(stored["X"], X)
    np.testing.assert_array_equal(stored["y"], y)
    for (X, y), loader in ((datasets.wine(), load_wine), (table("iris.csv"), load_iris)):
        wanted_X, wanted_y = loader(return_X_y=True)
        np.testing.assert_array_equal(X, wanted_X)
        np.testing.assert_array_equal(y, wanted_y)
        assert (X.dtype, y.dtype) == (np.float64, int)
        assert X.flags.c_contiguous


def test_biopsies_are_scikit_learns_with_1_for_malignant():
    X, y, names = datasets.biopsies()
    wanted = load_breast_cancer()
    np.testing.assert_array_equal(X, wanted.data)
    np.testing.assert_array_equal(y, wanted.target == list(wanted.target_names).index("malignant"))
    assert [name.replace("_", " ") for name in names] == list(wanted.feature_names)
    assert (X.dtype, y.dtype, X.flags.c_contiguous) == (np.float64, int, True)


@pytest.mark.parametrize(("name", "filename", "first"), [("temple", "china.jpg", 0), ("flower", "flower.jpg", 102)])
def test_photographs_are_scikit_learns(name, filename, first):
    square = load_sample_image(filename)[:416, first : first + 416]
    wanted = square.reshape(104, 4, 104, 4, 3).mean(axis=(1, 3)) / 255
    np.testing.assert_array_equal(datasets.photograph(name), wanted)


def test_every_stored_file_is_in_the_notice():
    notice = (FOLDER / "NOTICE.txt").read_text("utf-8")
    for path in FOLDER.iterdir():
        assert path.name in notice or path.name == "NOTICE.txt", path.name


def test_digit_pair_labels_the_second_digit_1():
    X_train, y_train, X_test, y_test = datasets.digit_pair(1, 0)
    everything, labels = datasets.digits()[:2]
    np.testing.assert_array_equal(X_train[y_train == 1], everything[labels == 0])
    np.testing.assert_array_equal(X_train[y_train == 0], everything[labels == 1])
    assert X_test.shape == (100, 64)
    assert y_test.sum() == 50


@pytest.mark.parametrize("pair", [(3, 3), (-1, 2), (0, 10), ("0", 1)])
def test_digit_pair_wants_two_digits(pair):
    with pytest.raises(ValueError, match=f"negative is {pair[0]}, positive is {pair[1]}: want two different"):
        datasets.digit_pair(*pair)


def test_learned_weights_beat_weights_set_by_hand():
    X_train, y_train, X_test, y_test = datasets.digit_pair(1, 0)
    by_hand = np.ones((8, 8))
    by_hand[:, 3:5] = -1
    w, b = np.zeros(64), 0.0
    for _ in range(5):
        for x, target in zip(X_train, y_train, strict=True):
            w, b = perceptron_update(w, b, x=x, target=target, learning_rate=1.0)
    assert (step(X_test @ by_hand.ravel()) == y_test).sum() == 93  # pixels are sixteenths: the sums are exact
    assert (step(X_test @ w + b) == y_test).sum() == 100


def test_iris_pair_is_separable_by_a_line():
    X, y = datasets.iris_pair()
    assert X.shape == (100, 2)
    assert np.bincount(y).tolist() == [50, 50]
    assert X.min() > 0  # cm
    assert X.max() < 6
    np.testing.assert_array_equal(X.sum(axis=1) > 3, y)


def test_xor():
    X, y = datasets.xor()
    np.testing.assert_array_equal((X[:, 0] != X[:, 1]).astype(int), y)
    assert len(np.unique(X, axis=0)) == 4


@pytest.mark.parametrize("name", NAMES)
def test_photograph(name):
    picture = datasets.photograph(name)
    assert picture.shape == (104, 104, 3)
    assert picture.dtype == np.float64
    assert 0 <= picture.min() < 0.1
    assert 0.9 < picture.max() <= 1
    np.testing.assert_array_equal(picture, datasets.photograph(name))
    labels = datasets.photograph_labels(name)
    assert labels.shape == (104, 104)
    assert set(labels.ravel()) == {NAMES.index(name), 3}
    assert labels[56, 52] == NAMES.index(name)  # the middle of each picture
    assert labels[10, 100] == 3  # its corner


@pytest.mark.parametrize("function", [datasets.photograph, datasets.photograph_labels, datasets.windows])
def test_unknown_photograph_names_the_choices(function):
    with pytest.raises(ValueError, match="no photograph 'cat': want one of portrait, temple, flower"):
        function("cat")


@pytest.mark.parametrize("name", NAMES)
def test_windows_are_cut_from_the_photograph(name):
    picture, labels = datasets.photograph(name), datasets.photograph_labels(name)
    for part, count in (("seen", 97 * 45), ("unseen", 97 * 45), ("all", 97 * 97)):
        X, y, corners = datasets.windows(name, part)
        assert X.shape == (count, 192)
        assert y.shape == (count,)
        assert corners.shape == (count, 2)
        for k in (0, 44, 1234, count - 1):
            row, column = corners[k]
            square = slice(row, row + 8), slice(column, column + 8)
            np.testing.assert_array_equal(X[k], picture[square].ravel())
            assert y[k] == (NAMES.index(name) if (labels[square] != 3).mean() > 0.5 else 3)


def test_seen_and_unseen_windows_share_no_pixel():
    seen, unseen = (datasets.windows("portrait", part)[2] for part in ("seen", "unseen"))
    assert seen[:, 1].max() + 8 <= 52
    assert unseen[:, 1].min() >= 52
    assert unseen.max() + 8 == datasets.SIDE


def test_unknown_part_names_the_choices():
    with pytest.raises(ValueError, match="part is 'test': want one of seen, unseen, all"):
        datasets.windows("portrait", "test")


def test_digits_network_is_accurate_and_calibrated():
    _, _, X, y = datasets.digits()
    parameters = datasets.digits_network()
    assert all(array.dtype == np.float64 for layer in parameters for array in layer)
    assert (predict(X, parameters)[0] == y).mean() == pytest.approx(0.976, abs=0.003)
    count, sure, right = share_right(X, y, parameters, 0.7, 0.95)
    assert count > 30
    assert right == pytest.approx(sure, abs=0.05)
    assert share_right(X, y, parameters, 0.99, 1)[2] > 0.99


def test_photograph_network_is_accurate_and_calibrated_on_the_unseen_halves():
    X, y, _ = all_windows("unseen")
    parameters, names = datasets.photograph_network()
    assert names == ("person", "building", "flower", "something else")
    assert (predict(X, parameters)[0] == y).mean() == pytest.approx(0.890, abs=0.005)
    for low, high in ((0.85, 0.95), (0.95, 0.99), (0.99, 1)):
        count, sure, right = share_right(X, y, parameters, low, high)
        assert count > 2000
        assert right == pytest.approx(sure, abs=0.02)


def test_photograph_network_finds_the_person_and_nobody_in_the_sky():
    X, y, _ = datasets.windows("portrait", "unseen")
    labels, _ = predict(X, datasets.photograph_network()[0])
    assert (labels[y == 0] == 0).mean() > 0.75
    assert (labels[y == 3] == 0).sum() == 0


@pytest.mark.parametrize(("name", "row", "column"), [("portrait", 45, 62), ("temple", 73, 73)])
def test_two_windows_that_are_a_person_with_90_percent(name, row, column):
    window = datasets.photograph(name)[row : row + 8, column : column + 8]
    P = softmax(mlp_forward(window.reshape(1, -1), datasets.photograph_network()[0]))
    assert P[0, 0] == pytest.approx(0.90, abs=0.004)


def test_stored_files_are_small():
    for path in FOLDER.iterdir():
        assert path.stat().st_size < (200_000 if path.suffix == ".txt" else 60_000)


def damaged(arrays, **changes):
    return {key: array for key, array in {**arrays, **changes}.items() if array is not None}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W2": None}, "W2 is missing, want (32, 10)"),
        ({"W1": np.zeros((32, 64))}, "W1 is (32, 64), want (64, 32)"),
        ({"b2": np.full(10, np.nan)}, "b2 has numbers that are not finite"),
        ({"b1": np.array([{}])}, "cannot be read"),
    ],
)
def test_wrong_weights_are_refused(tmp_path, changes, message):
    with np.load(FOLDER / "digits_network.npz") as stored:
        np.savez(tmp_path / "w.npz", **damaged(dict(stored), **changes))
    with pytest.raises(ValueError, match=rf"the weights w\.npz.*{re.escape(message)}"):
        networks._load_network("w.npz", networks.DIGITS_SIZES, tmp_path)


@pytest.mark.parametrize("keep", [0, 1, 500, 9000])
def test_cut_weights_are_refused(tmp_path, keep):
    (tmp_path / "w.npz").write_bytes((FOLDER / "digits_network.npz").read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"the weights w\.npz cannot be read .* install dlcourse again"):
        networks._load_network("w.npz", networks.DIGITS_SIZES, tmp_path)


def test_the_network_of_names_has_two_stages():
    layers, signs = datasets.names_network("after one pass")
    assert {key: array.shape for key, array in layers[0].items()} == {"E": (len(signs), 12)}
    assert any(
        (early != late).any() for early, late in zip(layers[1].values(), datasets.names_network()[0][1].values())
    )
    assert set("".join(datasets.place_names()).lower()) <= set(signs[1:])
    with pytest.raises(ValueError, match="stage is 'new': want one of after one pass, trained"):
        datasets.names_network("new")


def test_missing_weights_say_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"the weights w\.npz are missing: install dlcourse again"):
        networks._load_network("w.npz", networks.DIGITS_SIZES, tmp_path)


def test_the_stored_arrays_can_be_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["make_data.py", "--folder", str(tmp_path)])
    load_script("make_data").main()
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["biopsies.npz", "digits.npz", "flower.npz", "iris.csv", "temple.npz", "wine.csv"]
    for name in made:
        if name.endswith(".csv"):
            assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
        for key, array in arrays(name, tmp_path).items() if name.endswith(".npz") else ():
            np.testing.assert_array_equal(array, arrays(name)[key])


@pytest.fixture
def script(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # the script sets it: put it back afterwards
    return load_script("train_weights")


def test_folds_of_windows_share_no_pixel(script):
    X, y, corners = datasets.windows("portrait", "seen")
    marks = np.arange(len(X), dtype=float)[:, None].repeat(192, axis=1)  # the number of each window
    total = 0
    for X_train, _, X_held, y_held in script.photograph_folds(marks, y, corners):
        pixels = []
        for numbers in (np.unique(X_train[:, 0]), X_held[:, 0]):
            used = np.zeros((104, 104), dtype=bool)
            for row, column in corners[numbers.astype(int)]:
                used[row : row + 8, column : column + 8] = True
            pixels.append(used)
        assert not (pixels[0] & pixels[1]).any()
        np.testing.assert_array_equal(y_held, y[X_held[:, 0].astype(int)])
        total += len(X_held)
    assert total > 500


def test_training_twice_gives_the_same_weights(script):
    X, y, _, _ = datasets.digits()
    settings = {**script.DIGITS_SETTINGS, "max_iter": 5}
    first, second = (script.train(X, y, networks.DIGITS_SIZES, settings) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one[0], other[0])
        np.testing.assert_array_equal(one[1], other[1])


# ---- texts ----


def test_place_names():
    names = datasets.place_names()
    assert len(names) == 473
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"[A-Z][A-Za-z -]{2,13}", name) for name in names)
    assert {"Nairobi", "Tell City", "Port-au-Prince", "Kolkata"} <= set(names)


def test_most_place_names_are_those_of_this_python():
    made = set(load_script("make_texts").place_names())  # other versions of the database have a few others
    assert not made or len(made & set(datasets.place_names())) > 0.9 * len(made)


def test_dates_of_twenty_languages():
    found = datasets.dates()
    assert len(found) == 20
    for form, months in found.values():
        assert len(set(months)) == 12
        assert {"{day}", "{year}"} <= set(re.findall("{.*?}", form))
        assert ("{month}" in form) + ("{number}" in form) == 1
    assert found["Czech"][1][10] == "listopadu"
    assert found["Croatian"][1][9] == found["Polish"][1][10] == "listopada"  # October here, November there


def test_language_reference():
    text = datasets.language_reference()
    assert (len(text), len(set(text)), text.count("\n")) == (167_381, 38, 850)
    assert len(set(text.splitlines())) == 850
    for paragraph in text.splitlines():
        depth = np.cumsum([(sign == "(") - (sign == ")") for sign in paragraph])
        assert depth.min() >= 0
        assert depth[-1] == 0


def test_most_of_the_language_reference_is_that_of_this_python():
    from pydoc_data.topics import topics

    made, kept = load_script("make_texts").language_reference(), set(datasets.language_reference().splitlines())
    same = sum(paragraph in kept for paragraph in made)
    # What two versions of Python have in common is much, but no version is bound to keep it.
    assert same > (0.9 if sys.version_info[:2] == (3, 11) else 0.3) * len(made) or len(topics) < 50


def test_monthly_prices_are_complete_and_in_order():
    months, prices = datasets.monthly_prices()
    assert (months[0], months[-1], len(months)) == ("1990-01", "2022-06", 390)
    assert all(before < after for before, after in zip(months, months[1:]))
    assert len(prices) == 7
    for series in prices.values():
        assert series.shape == (390,)
        assert np.isfinite(series).all()
        assert series.min() > 0
    # A month from the file, and what is known of the crash of October 2008.
    assert prices["S&P 500"][0] == pytest.approx(329.08, abs=0.005)
    fall = np.diff(np.log(prices["S&P 500"]))
    assert months[int(fall.argmin()) + 1] == "2008-10"


def test_brain_waves_are_four_series_without_gaps():
    waves = datasets.brain_waves()
    assert waves.shape == (800, 4)
    assert np.isfinite(waves).all()
    steps = [np.corrcoef(series[:-1], series[1:])[0, 1] for series in waves.T]
    assert min(steps) > 0.8  # neighbours are alike: read in the right order
