"""Lesson 09's second sitting: the world of drawings, the stored networks, and what is measured of their layers."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score

from dlcourse.data import datasets
from dlcourse.experiments import representations
from dlcourse.experiments.representations import levels, probing, world
from dlcourse.experiments.representations.groups import clusters
from dlcourse.experiments.representations.world import SIDE
from dlcourse.figures.forward import principal_plane
from dlcourse.lessons.representations import invariance_score, k_means_step, linear_probe
from dlcourse.nn.training import evaluate

DRAWN = representations.drawings(60, np.random.default_rng(8), noise=0)


# ---- the world ----


def test_no_part_gives_an_object_away_and_no_object_has_the_parts_of_another():
    everywhere = list(representations.OBJECTS.values())
    for part in representations.PARTS:
        assert sum(part in parts for parts in everywhere) in (2, 3)
    pairs = [frozenset(parts) for parts in [*everywhere, *representations.NEW_OBJECTS.values()]]
    assert len(set(pairs)) == 10
    assert all(len(pair) == 2 for pair in pairs)


def test_drawings_stay_on_their_sheet_and_have_the_ink_of_their_look():
    assert DRAWN.X.shape == (60, SIDE, SIDE, 1)
    edge = np.concatenate([DRAWN.X[:, [0, -1]].reshape(60, -1), DRAWN.X[:, :, [0, -1]].reshape(60, -1)], axis=1)
    inks = [look.ink for look in DRAWN.looks]
    assert (edge.max(axis=1) < 0.5 * np.array(inks)).all()
    np.testing.assert_allclose(DRAWN.X.max(axis=(1, 2, 3)), inks)


def ink_of_parts(found):
    """The drawings again, without noise, one part at a time: dict of "body" and the parts to arrays (N, 28, 28)."""
    ink = {name: np.zeros(found.X.shape[:3]) for name in ("body", *representations.PARTS)}
    for n, (look, has) in enumerate(zip(found.looks, found.parts)):
        parts = [part for part, here in zip(representations.PARTS, has) if here]
        shift = look.shift(world.object_lines(parts).moved(look.matrix(), 0))
        for name in ("body", *parts):
            drawn = world.BODY if name == "body" else world.PART_LINES[name]
            ink[name][n] = world.rendered(drawn.moved(look.matrix(), shift), look.ink)
    return ink


def test_each_part_is_in_its_box_and_only_what_an_object_has_is_drawn():
    ink = ink_of_parts(DRAWN)
    for k, part in enumerate(representations.PARTS):
        np.testing.assert_array_equal(ink[part].any(axis=(1, 2)), DRAWN.parts[:, k])
        for sheet, box in zip(ink[part][DRAWN.parts[:, k]], DRAWN.boxes[DRAWN.parts[:, k], k]):
            rows, columns = np.nonzero(sheet)
            first, last, start, end = box
            assert (first - 2 < rows).all()
            assert (rows < last + 2).all()
            assert (start - 2 < columns).all()
            assert (columns < end + 2).all()
    np.testing.assert_allclose(np.max(list(ink.values()), axis=0), DRAWN.X[..., 0])


def test_each_once_are_all_names_in_order():
    once = DRAWN.each_once()
    assert once.y.tolist() == list(range(6))
    assert [tuple(np.array(representations.PARTS)[has]) for has in once.parts] == [
        tuple(part for part in representations.PARTS if part in parts) for parts in representations.OBJECTS.values()
    ]


def test_a_still_look_varies_neither_place_nor_size():
    looks = [representations.still_look(np.random.default_rng(seed)) for seed in range(5)]
    assert [look.size for look in looks] == pytest.approx([0.925] * 5)
    assert {look.place for look in looks} == {(0.5, 0.5)}
    assert len({look.ink for look in looks}) == 5


@pytest.mark.parametrize("level", representations.LEVELS)
def test_each_kind_stands_alone_equally_often(level):
    X, truth = levels.alone(level, 60, np.random.default_rng(1))
    assert X.shape == (60, SIDE, SIDE, 1)
    assert (truth.sum(axis=0) == 60 // truth.shape[1]).all()
    assert (truth.sum(axis=1) == 1).all()


# ---- the networks ----


def test_the_stored_networks_read_new_drawings_as_well_as_the_lesson_says():
    new = representations.drawings(500, np.random.default_rng(77))
    lowest = {"usual": 0.98, "strides": 0.96, "one place and size": 0.15}
    for kind, least in lowest.items():
        networks = representations.drawing_networks(kind)
        right = [evaluate(network, new.X, new.y)["accuracy"] for network in networks]
        assert len(networks) == 5
        assert min(right) > least
    still = representations.drawings(500, np.random.default_rng(78), look=representations.still_look)
    assert all(evaluate(network, still.X, still.y)["accuracy"] > 0.98 for network in networks)
    assert max(right) < 0.6  # moved, and of another size, they are strange to these


def test_an_unknown_kind_is_told():
    with pytest.raises(ValueError, match="kind is 'small': want one of usual, strides"):
        datasets.drawings_networks("small")


def test_a_receptive_field_is_what_changes_an_answer():
    network, X = representations.drawing_network(), np.random.default_rng(3).normal(size=(1, SIDE, SIDE, 1))
    before = representations.activations(network, X)
    for layer, (size, stride) in representations.FIELDS.items():
        r, s = 1, 2
        outside = X.copy()
        outside[:, stride * r : stride * r + size, stride * s : stride * s + size] += 1
        outside = X + 1 - (outside - X)  # all but the field
        after = representations.activations(network, outside)
        np.testing.assert_allclose(after[layer][0, r, s], before[layer][0, r, s], atol=1e-12)
        assert np.abs(after[layer] - before[layer]).max() > 0.1


def test_strides_make_maps_of_the_same_size():
    X = np.zeros((1, SIDE, SIDE, 1))
    shapes = [
        {name: H.shape for name, H in representations.layer_tables(network, X).items()}
        for network in (representations.drawing_network(), representations.drawing_networks("strides")[0])
    ]
    assert shapes[0] == shapes[1]
    assert [shape[1] for shape in shapes[0].values()] == [784, 1152, 400, 288, 32]


# ---- measures ----


def test_average_precision_is_that_of_scikit_learn():
    rng = np.random.default_rng(2)
    answers, truth = rng.normal(size=(50, 4)), rng.random(50) < 0.3
    wanted = [average_precision_score(truth, column) for column in answers.T]
    np.testing.assert_allclose(representations.average_precision(answers, truth), wanted)


def test_numbers_that_know_nothing_tell_nothing_though_the_best_of_many_is_chosen():
    rng = np.random.default_rng(4)
    truth = np.eye(4, dtype=bool)[rng.integers(4, size=400)]
    answers, others = rng.normal(size=(2, 400, 32))
    assert abs(levels.told_by_best_unit(answers, truth, others, truth, width=32)) < 0.06
    assert levels.told_by_best_unit(answers, truth, answers, truth, width=32) > 0.06  # measured where it was chosen


def test_more_units_have_more_chances_and_so_layers_compete_with_equally_many():
    rng = np.random.default_rng(5)
    truth = np.eye(3, dtype=bool)[rng.integers(3, size=300)]
    answers, others = (truth[:, rng.integers(3, size=32)] + rng.normal(size=(300, 32)) * 2 for _ in range(2))
    told = {width: levels.told_by_best_unit(answers, truth, answers, truth, width=width) for width in (1, 8, 32)}
    assert told[1] < told[8] < told[32]
    few = levels.told_by_best_unit(answers[:, :8], truth, others[:, :8], truth, width=8)
    one_by_one = [
        levels.told_apart(others[:, [levels.told_apart(answers[:, :8], kind).argmax()]], kind)[0] for kind in truth.T
    ]
    assert few == pytest.approx(np.mean(one_by_one))


def test_a_probe_reads_as_a_ridge_regression_of_scikit_learn():
    found, new = (representations.drawings(count, np.random.default_rng(count)) for count in (200, 100))
    H, H_new = (each.X.reshape(len(each), -1) for each in (found, new))
    T, T_new = probing.targets(found), probing.targets(new)
    read = probing.readable(linear_probe, H, T, H_new, T_new, ridges=[30.0])
    model = Ridge(30.0).fit(H[:150] / H.std(), T["place"][:150])
    assert read["place"] == (pytest.approx(model.score(H_new / H.std(), T_new["place"])), 30.0)


def test_where_the_chosen_ridge_is_at_an_end_a_wider_range_changes_little():
    found, new = (representations.drawings(count, np.random.default_rng(count)) for count in (1000, 600))
    networks, layers = representations.drawing_networks("usual")[:2], ("conv3", "dense")
    read = representations.readings(linear_probe, networks, found, new, layers=layers)
    T, T_new = probing.targets(found), probing.targets(new)
    wide = []
    for network in networks:
        A, B = probing.layer_tables(network, found.X), probing.layer_tables(network, new.X)
        many = {"ridges": 10.0 ** np.arange(-4, 7)}
        wide.append([probing.readable(linear_probe, A[name], T, B[name], T_new, **many) for name in layers])
    for name in ("object", "place", "size", "ink"):
        values = np.median([[each[name][0] for each in row] for row in wide], axis=0)
        np.testing.assert_allclose(values, read[name], atol=0.02)


def test_variants_differ_in_one_thing():
    rng = np.random.default_rng(5)
    X = representations.variants("ink", 3, rng)
    assert X.shape == (6, 3, SIDE, SIDE, 1)
    shares = X / X.max(axis=(2, 3, 4), keepdims=True)
    np.testing.assert_allclose(shares[:, 1:], shares[:, :1] + np.zeros_like(shares[:, 1:]), atol=1e-12)
    moved = representations.variants("place", 3, rng)
    assert moved.max(axis=(2, 3, 4)) == pytest.approx(0.75)


# ---- groups ----


def test_shares_are_matched_as_an_assignment_problem_wants():
    rng = np.random.default_rng(6)
    labels, y = rng.integers(5, size=80), rng.integers(5, size=80)
    table = np.array([[np.sum((labels == g) & (y == c)) for c in range(5)] for g in range(5)])
    wanted = table[linear_sum_assignment(-table)].sum() / 80
    assert representations.share_matched(labels, y, 5) == wanted
    assert representations.share_matched((y + 2) % 5, y, 5) == 1


def test_three_heaps_are_found():
    rng = np.random.default_rng(9)
    y = np.arange(60) % 3
    X = rng.normal(size=(60, 4)) + 8 * np.eye(4)[y]
    assert representations.share_matched(clusters(k_means_step, X, 3, rng), y, 3) == 1


# ---- what the page says ----


def follows(labels, values):
    """The share of the variance of some values that lies between groups."""
    within = sum(((values[labels == g] - values[labels == g].mean()) ** 2).sum() for g in np.unique(labels))
    return 1 - within / ((values - values.mean()) ** 2).sum()


def test_groups_of_pixels_are_places():
    some = representations.drawings(300, np.random.default_rng(6))
    labels = clusters(k_means_step, some.X.reshape(300, -1), 6, np.random.default_rng(0), starts=5)
    found = {name: follows(labels, np.array([getattr(look, name) for look in some.looks])) for name in ("size", "ink")}
    places = np.array([look.place for look in some.looks])
    assert min(follows(labels, across) for across in places.T) > 0.6
    assert max(found.values()) < 0.1


def test_labels_by_chance_agree_with_the_objects_in_23_percent():
    rng, y = np.random.default_rng(1), representations.drawings(300, np.random.default_rng(6)).y
    shares = [representations.share_matched(rng.integers(6, size=300), y, 6) for _ in range(50)]
    assert np.mean(shares) == pytest.approx(0.23, abs=0.01)


def test_pooling_and_moving_drawings_make_the_place_matter_less_in_all_five():
    score = representations.scores_by_layer(invariance_score)
    dense = {
        kind: [score([network], "place")[-1] for network in representations.drawing_networks(kind)]
        for kind in ("usual", "strides", "one place and size")
    }
    assert min(dense["usual"]) > 0.6
    assert 0.3 < min(dense["strides"]) < max(dense["strides"]) < 0.54
    assert max(dense["one place and size"]) < 0.15


@pytest.mark.parametrize("layer", ["pixels", "conv1"])
def test_early_on_drawings_differ_most_by_their_place(layer):
    some = representations.drawings(200, np.random.default_rng(6))
    x, y = np.array([look.place for look in some.looks]).T
    bent = np.stack([np.ones_like(x), x, y, x**2, y**2, x * y], axis=1)
    for network in (representations.drawing_network(), representations.drawing_cnn(np.random.default_rng(0))):
        scores = principal_plane(representations.layer_tables(network, some.X)[layer])[0]
        left = scores - bent @ np.linalg.lstsq(bent, scores, rcond=None)[0]
        assert (1 - left.var(axis=0) / scores.var(axis=0) > 0.7).all()


def test_units_that_tell_the_place_apart_from_the_object_score_high_only_after_training():
    scores = [
        representations.scores_by_layer(invariance_score, count=10, seed=1)([network], "place")[-1]
        for network in (representations.drawing_network(), representations.drawing_cnn(np.random.default_rng(0)))
    ]
    assert scores[0] > 0.4
    assert scores[1] < 0.2
