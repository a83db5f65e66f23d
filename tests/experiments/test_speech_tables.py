"""The stored tables of lesson 18: they are read as they were measured, and a piece of them comes out again."""

from dlcourse.data import datasets
from dlcourse.experiments.speech import network, tables
from dlcourse.lessons import forward, speech, training

NETWORK = network(
    training.standardize, training.he_init, training.minibatches, training.train_epoch, forward.mlp_forward
)


def test_a_piece_comes_out_again():
    table, vowels = tables.stored("reading"), datasets.vowels()
    assert tables.live(table, NETWORK, vowels, "man to child", "as measured").endswith("yours within 3 points: yes")
    scale, how = "speaker's mean and spread", {"normalize_speaker": speech.normalize_speaker}
    assert tables.live(table, NETWORK, vowels, "man to child", scale, **how).endswith(": yes")
    assert ": no, " in tables.live(table, NETWORK, vowels, "man to child", scale)


def test_tables_are_read_as_they_stand():
    table = tables.stored("reading")
    right = table["sides"]["speaker"]["as measured"]["network"]["percent"]
    assert tables.by_way(table, "speaker", "as measured")["network"] == right
    assert tables.by_scale(table, "speaker")["as measured"] == right
    first, *rows = tables.medians(table, "as measured").split("\n")
    assert first.split() == ["example", "speaker", "man", "to", "woman", "man", "to", "child"]
    middle = [sorted(table["sides"][by]["as measured"]["network"]["percent"])[2] for by in ("example", "speaker")]
    assert rows[0].split()[:3] == ["network", *(f"{number:.0f}" for number in middle)]
    assert "Tuned in 6 trials each (network by learning rate 0.03 to 10" in tables.tuned_how(table)


def test_few_vowels_by_their_number():
    table = tables.stored("few")
    found = tables.few_known(table)
    assert list(found["speaker's mean"]) == table["counts"]
    assert found["speaker's mean"][20] == table["percent"]["speaker's mean"][-1]
    assert set(found["speaker's mean"][1]) == {10.0}  # one vowel is its own mean: nothing is left of it


def test_what_was_heard_in_noise():
    table = tables.stored("hearing")
    lines = tables.heard(table).split("\n")
    assert len(lines) == 4
    near = sorted(table["sides"]["man to child"]["as measured"]["nearest neighbours"]["percent"])[2]
    assert lines[0].endswith(f"(neighbours {near:.0f})")
    loudest = sorted(table["noise"]["learned in silence"]["0"])[2]
    assert lines[2].endswith(f"0: {loudest:.0f} %")
