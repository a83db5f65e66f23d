"""Experiments of lesson 17, vision."""

import numpy as np
import pytest
from scipy import ndimage

from dlcourse.data import datasets
from dlcourse.experiments import vision as experiments
from dlcourse.experiments.vision import adversary, components, few_scenes, judging, measuring, reader, scenery
from dlcourse.lessons import vision
from dlcourse.lessons.backprop import mlp_backward
from dlcourse.lessons.forward import mlp_forward

LAYERS = reader.lesson_layers()
FUNCTIONS = LAYERS | {"non_max_suppression": vision.non_max_suppression}
JUDGES = {"match_detections": vision.match_detections, "average_precision": vision.average_precision}


@pytest.mark.parametrize("kind", scenery.KINDS)
def test_scenes_are_what_they_are_called(kind):
    one, other = (experiments.scenes(6, kind=kind, seed=3) for _ in range(2))
    assert all(np.array_equal(a["image"], b["image"]) for a, b in zip(one, other, strict=True))
    crossing = 0
    for found in one:
        assert found["image"].shape == (48, 48)
        assert 0 <= found["image"].min() < 0.1 < 0.5 < found["image"].max() <= 1
        assert 1 <= len(found["boxes"]) == len(found["labels"]) <= 5
        heights = found["boxes"][:, 3] - found["boxes"][:, 1]
        assert found["boxes"].min() >= 0
        assert found["boxes"].max() <= 48
        assert set(heights) <= set(range(10, 19))
        common = vision.iou(found["boxes"], found["boxes"]) - np.eye(len(found["boxes"]))
        assert common.max() <= {"apart": 0, "touching": 0.08, "crossing": 0.3}[kind]
        crossing += (common > 0).any()
        blank = found["image"].copy()
        for left, top, right, bottom in found["boxes"].astype(int):
            blank[top:bottom, left:right] = 0
        assert not blank.any()
    assert (crossing > 0) == (kind == "crossing") or kind == "touching"


def test_parts_share_no_digit():
    parts = [{picture.tobytes() for picture in scenery.digits_of(part)[0]} for part in scenery.PARTS]
    assert [len(part) for part in parts] == [1000, 297, 500]
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]
    assert np.array_equal(np.sort(scenery.digits_of("test")[1]), np.repeat(np.arange(10), 50))


@pytest.mark.parametrize("named", [{"kind": "far"}, {"part": "all"}, {"look": "blue"}])
def test_unknown_scenes(named):
    with pytest.raises(ValueError, match="want one of"):
        experiments.scene(np.random.default_rng(0), **named)


@pytest.mark.parametrize(("height", "width"), [(5, 9), (14, 3), (8, 8)])
def test_resizing_against_scipy(height, width):
    picture = np.random.default_rng(0).random((8, 6))
    rows, columns = ((np.arange(n) + 0.5) * m / n - 0.5 for n, m in ((height, 8), (width, 6)))
    places = np.meshgrid(rows, columns, indexing="ij")
    expected = ndimage.map_coordinates(picture, places, order=1, mode="nearest")
    assert np.allclose(scenery.resized(picture, height, width), expected)


def test_a_digit_of_ones_own():
    found = experiments.scenes(1, seed=3)[0]
    assert experiments.with_drawn(found, np.zeros((8, 8)), 3, left=0, top=0) is found
    drawing = scenery.digits_of("test")[0][0]
    more = experiments.with_drawn(found, drawing, 3, left=30, top=2, height=12)
    assert more["labels"][-1] == 3
    assert more["boxes"][-1, [1, 3]].tolist() == [2, 14]
    assert len(more["boxes"]) == len(found["boxes"]) + 1
    assert more["image"].sum() > found["image"].sum()
    with pytest.raises(ValueError, match="48 x 48"):
        experiments.with_drawn(found, drawing, 3, left=40, top=2)


def test_components_against_scipy():
    for seed in range(5):
        mask = np.random.default_rng(seed).random((17, 23)) < 0.4
        expected, count = ndimage.label(mask, np.ones((3, 3)))
        numbers = components.components(mask)
        assert numbers.max() == count
        assert len(np.unique(np.stack([numbers, expected]).reshape(2, -1), axis=1).T) == count + 1


def test_blobs_are_perfect_where_they_can_be():
    found = experiments.scenes(3, seed=8, part="validation")
    for each in found:
        boxes, scores, labels = experiments.blobs(each["image"], threshold=0.2)
        assert scores.max() <= 1
        assert len(labels) == len(boxes)
        best = vision.iou(each["boxes"], boxes).max(axis=1)
        assert (best > 0.8).mean() > 0.6
    assert [len(part) for part in experiments.blobs(np.zeros((48, 48)))] == [0, 0, 0]
    one, empty = scenery.digits_of("test")[0][0], {"image": np.zeros((48, 48)), "boxes": np.zeros((0, 4)), "labels": []}
    two = experiments.with_drawn(empty, one, 0, left=5, top=5)
    two = experiments.with_drawn(two, one, 0, left=int(two["boxes"][0, 2]) - 1, top=7)["image"]
    assert len(experiments.blobs(two, threshold=0.2)[0]) == 1
    assert len(experiments.blobs(two, threshold=0.2, widest=0.9)[0]) == 2


def test_a_cell_sees_its_window_and_no_more():
    found = experiments.scenes(1, kind="crossing", seed=2)[0]
    read = experiments.windows_read(found["image"], sliding_windows=vision.sliding_windows, **LAYERS)
    assert read["windows"] == 576
    assert read["difference"] < 1e-10
    assert (read["one by one"], read["at once"]) == (300_672_000, 19_496_448)
    # Against a count by loops of one layer: 64 x 64 places of 12 kernels of 9 weights, and so on.
    layers = zip((64, 30, 28, 26, 24), (1, 12, 32, 32, 32), (12, 32, 32, 32, 15))
    assert read["at once"] == sum(side * side * 9 * channels * kernels for side, channels, kernels in layers)


def test_targets_of_cells_are_the_boxes_of_cells():
    found = experiments.scenes(1, kind="apart", seed=4)[0]
    labels, edges = reader.cell_targets(found["boxes"], found["labels"], 24)
    Z = np.eye(reader.CLASSES)[labels] * 20
    boxes, scores, names = reader.boxes_of_cells(Z, edges * reader.UNIT, floor=0.5)
    assert len(boxes) > 4 * len(found["boxes"])
    assert scores.min() > 0.99
    nearest = vision.iou(boxes, found["boxes"])
    assert np.allclose(nearest.max(axis=1), 1)
    assert np.array_equal(found["labels"][nearest.argmax(axis=1)], names)


def test_the_gradient_of_the_loss_of_cells():
    rng = np.random.default_rng(0)
    labels, edges = rng.integers(0, 11, (1, 2, 2)), rng.normal(size=(1, 2, 2, 4))
    labels[0, 0, 0], labels[0, 1, 1] = 10, 3
    Z = rng.normal(size=(1, 2, 2, 15))
    _, dZ = reader.reader_loss(Z, (labels, edges))
    for place in np.ndindex(Z.shape):
        up, down = Z.copy(), Z.copy()
        up[place], down[place] = up[place] + 1e-5, down[place] - 1e-5
        slope = (reader.reader_loss(up, (labels, edges))[0] - reader.reader_loss(down, (labels, edges))[0]) / 2e-5
        assert slope == pytest.approx(dZ[place], abs=1e-5)


def test_a_reader_learns():
    network = reader.reader_network(np.random.default_rng(0), kernels=4, width=6)
    losses = list(reader.learn_to_read(network, 30, np.random.default_rng(1), size=4, rate=0.01))
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    assert set(reader.reader_parameters(network)) == set(datasets.scene_network())


def test_the_reader_needs_suppression_and_then_beats_the_blobs():
    rows = experiments.table(count=8, seed=3, **JUDGES, **FUNCTIONS)
    assert list(rows) == list(judging.WAYS)
    for kind in scenery.KINDS:
        assert rows["reader, suppressed"][kind] > 0.85 > 0.5 > rows["reader, all boxes"][kind]
    assert rows["blobs"]["apart"] > 0.8
    assert rows["blobs"]["crossing"] < 0.6
    lines = experiments.in_lines(rows).splitlines()
    assert len(lines) == 6
    assert lines[0].split() == list(scenery.KINDS)
    assert len({len(line) for line in lines}) == 1


def test_a_hit_reads_the_right_digit():
    truth = {"boxes": np.array([[0.0, 0, 4, 4]]), "labels": np.array([7])}
    detections = np.array([[0.0, 0, 4, 4]] * 3), np.array([0.9, 0.8, 0.7]), np.array([1, 7, 7])
    found = experiments.hits(detections, truth, match_detections=vision.match_detections)
    assert found.tolist() == [False, True, False]


def test_suppression_by_class_lets_other_digits_stand():
    boxes, scores = np.array([[0.0, 0, 4, 4], [0, 0, 4, 5], [0, 0, 5, 4]]), np.array([0.5, 0.9, 0.7])
    detections = boxes, scores, np.array([1, 1, 2])
    how = {"non_max_suppression": vision.non_max_suppression, "threshold": 0.5}
    assert experiments.found(detections, **how)[2].tolist() == [1]
    found = experiments.found(detections, **how, by_class=True)
    assert found[2].tolist() == [1, 2]
    assert found[1].tolist() == [0.9, 0.7]


def test_limits_are_lower_than_the_usual():
    looks = ("usual", "smaller", "turned")
    found = experiments.limits(count=4, looks=looks, **JUDGES, **FUNCTIONS)
    assert found["usual"]["precision"] > 0.9
    assert found["smaller"]["precision"] < 0.7
    assert found["turned"]["precision"] < 0.4
    for row in found.values():
        assert row["right"] <= min(row["found"], row["sure"])
        assert row["found"] <= row["digits"]


def test_letters_are_taken_for_digits():
    found = experiments.letters_read(**FUNCTIONS)
    assert found["image"].shape == (48, 48)
    assert 1 <= found["letters"] <= 9
    assert found["scores"].min() >= 0.5


def test_people():
    counts = {}
    for name in ("flower", "temple", "portrait"):
        found = experiments.people(name, non_max_suppression=vision.non_max_suppression)
        counts[name] = len(found["boxes"])
        assert found["image"].shape == (104, 104, 3)
    assert counts == {"portrait": 1, "temple": 1, "flower": 0}
    head = np.array([[22, 5, 80, 91]])  # from the cap to the chin, as seen by eye
    assert vision.iou(found["boxes"], head)[0, 0] > 0.7


def test_the_gradient_of_the_pixels():
    network, (X, y) = datasets.digits_network(), (part[:4] for part in datasets.digits()[2:])
    dX = experiments.digit_gradient(X, y, network)
    for n, pixel in ((0, 20), (1, 35), (3, 60)):
        up, down = X.copy(), X.copy()
        up[n, pixel], down[n, pixel] = up[n, pixel] + 1e-5, down[n, pixel] - 1e-5
        slope = (mlp_backward(up, y, network)[0] - mlp_backward(down, y, network)[0]) / 2e-5
        assert slope == pytest.approx(dX[n, pixel], abs=1e-6)


def test_against_the_network_is_worse_than_chance():
    rows = experiments.attacked(vision.adversarial_step)
    assert rows["against it"][0] == rows["random signs"][0] == 488 / 500
    assert rows["against it"][2] < 0.6 < 0.9 < rows["random signs"][2]
    found = experiments.misled(vision.adversarial_step)
    assert len(set(found["labels"])) == 6
    assert (found["read"] != found["labels"]).all()
    assert np.abs(found["after"] - found["before"]).max() <= 0.1 + 1e-12


def test_what_training_against_steps_brings():
    X, y = scenery.digits_of("test")
    shares = {}
    for way, strength in (("plain", 0.0), ("noise", 0.2), ("adversarial", 0.2)):
        network = adversary.trained(way, 0, strength=strength, epochs=15)
        shares[way] = adversary.share_right(network, "test", 0.15)
        assert np.mean(mlp_forward(X.reshape(len(X), -1), network).argmax(axis=1) == y) > 0.9
    assert shares["adversarial"] > shares["noise"] + 0.1
    assert shares["adversarial"] > shares["plain"] + 0.2


def test_a_moved_scene_keeps_the_labels_of_what_is_seen():
    found = experiments.scenes(1, seed=3)[0]
    same = few_scenes.moved(found, (0, 0))
    assert all(np.array_equal(same[name], found[name]) for name in found)
    away = few_scenes.moved(found, (48, 0))
    assert not away["image"].any()
    assert away["boxes"].shape == (0, 4)
    assert not len(away["labels"])
    away = few_scenes.moved(found, (20, 3))
    assert len(away["labels"]) == len(away["boxes"]) < len(found["labels"])
    network = few_scenes.learned("moved", 0, rate=0.004, steps=2)
    assert 0 <= few_scenes.judged(network, "validation", count=2) <= 1


def test_what_is_stored_agrees_with_what_is_measured(monkeypatch):
    monkeypatch.setattr(measuring, "COUNTS", {"validation": 2, "test": 4})
    measuring.seen_on.cache_clear()
    stored = experiments.stored_table()
    for side in ("blobs", "reader, suppressed"):
        live = measuring.scene_precision(side, 0, "touching", **stored["best"][side])
        assert abs(live - np.mean(stored["precision"][side]["touching"])) < 0.25
    measuring.seen_on.cache_clear()
    measuring.boxes_on.cache_clear()
    defences = experiments.stored_defences()
    medians = [np.median(defences["numbers"][way]) for way in ("plain", "noise", "adversarial")]
    assert medians == sorted(medians)
    assert len(defences["right"]["plain"]) == len(defences["budget"])
    assert all(len(numbers) == 5 for numbers in few_scenes.stored_augmented()["numbers"].values())
