"""Experiments of lesson 14, attention: dates in twenty languages, written with digits."""

import datetime
import unicodedata

import numpy as np
import pytest
from differences import central_differences

from dlcourse.data import datasets
from dlcourse.experiments.attention import date_tables, dates

ONE = datetime.date(2026, 11, 5)


@pytest.mark.parametrize(
    ("language", "text"),
    [  # as people write them, from outside the repository the forms come from
        ("English", "November 5, 2026"),
        ("German", "5. November 2026"),
        ("French", "5 novembre 2026"),
        ("Spanish", "5 de noviembre de 2026"),
        ("Polish", "5 listopada 2026"),
        ("Croatian", "5. studenoga 2026."),
        ("Hungarian", "2026. november 5."),
        ("Lithuanian", "2026 m. lapkričio 5 d."),
        ("Japanese", "2026年11月5日"),
    ],
)
def test_how_languages_write_a_date(language, text):
    assert dates.in_words(language, ONE) == text


@pytest.mark.parametrize("language", datasets.dates())
def test_where_the_parts_stand(language):
    for date in (ONE, datetime.date(1999, 2, 28)):
        text, stands = dates.in_words(language, date), dates.places(language, date)
        assert text[stands["year"]] == str(date.year)
        assert text[stands["day"]] == str(date.day)
        month = datasets.dates()[language][1][date.month - 1]
        assert text[stands["month"]] in (month, month[:-1])  # the Japanese month is its number


def test_no_two_dates_of_a_language_look_alike():
    days = [datetime.date(2001, 1, 1) + datetime.timedelta(days=number) for number in range(365)]
    for language in datasets.dates():
        assert len({dates.in_words(language, day) for day in days}) == 365


def test_signs_are_all_there_is_and_composed():
    signs = dates.signs()
    assert len(signs) == len(set(signs)) == 126
    assert unicodedata.normalize("NFC", signs) == signs
    assert set(dates.in_words("Greek", ONE)) <= set(signs)


def test_held_out_days_are_never_learned():
    rng = np.random.default_rng(0)
    learned, held = (set(dates.drawn_dates(3000, rng, held_out=held)) for held in (False, True))
    assert not learned & held
    assert {date.toordinal() % 10 == 0 for date in learned} == {False}
    assert {date.toordinal() % 10 == 0 for date in held} == {True}
    assert {date.year // 100 for date in learned | held} == {19, 20}


def test_from_the_gap_no_year_is_drawn():
    drawn = dates.drawn_dates(5000, np.random.default_rng(0), years=(1000, 3000), gap=(1700, 1900))
    years = {date.year for date in drawn}
    assert not years & set(range(1700, 1900))
    assert {1699, 1900} & years
    assert min(years) < 1010
    assert max(years) > 2990


@pytest.mark.parametrize("how", [{}, {"attend": None}])
def test_gradients_by_central_differences(how, monkeypatch):
    for name, size in (("EMBEDDING", 3), ("READS", 2), ("WRITES", 4)):
        monkeypatch.setattr(dates, name, size)
    writer = dates.DateWriter(np.random.default_rng(0), **how)
    ids = writer.ids(["5 mai 2026", "November 28, 1984"])
    target = np.array([[dates.DIGITS.index(sign) for sign in text] for text in ("2026-05-05", "1984-11-28")])
    _, gradients = writer.loss_and_gradients(ids, target)
    for layer, found in zip(writer.layers, gradients, strict=True):
        for name, array in layer.parameters.items():
            part = tuple(slice(0, 3) for _ in array.shape)  # of the table of signs, for instance, only some

            def total(moved, array=array, part=part):
                array[part] = moved
                return writer.loss_and_gradients(ids, target)[0]

            first = array[part].copy()
            slopes = central_differences(total, first)
            array[part] = first
            np.testing.assert_allclose(found[name][part], slopes, rtol=1e-4, atol=1e-8)


def test_both_sides_learn_as_many_numbers():
    one, other = (dates.DateWriter(np.random.default_rng(0), attend=attend) for attend in date_tables.SIDES.values())
    assert one.size == other.size == date_tables.stored_table()["size"]


def test_what_fills_the_end_is_not_looked_at_and_changes_nothing():
    writer = dates.DateWriter(np.random.default_rng(0))
    found, weights = writer.read_out(["5 mai 2026", "28 de septiembre de 2026"])
    alone, _ = writer.read_out(["28 de septiembre de 2026"])
    assert found[1] == alone[0]
    assert (weights[0, :, 10:] == 0).all()
    np.testing.assert_allclose(weights.sum(axis=2), 1)


def test_a_little_training_helps_and_is_the_same_again():
    one, other = (dates.trained(["French"], np.random.default_rng(0), steps=40, rate=0.03) for _ in range(2))
    for array, same in zip(one.layers[0].parameters.values(), other.layers[0].parameters.values()):
        np.testing.assert_array_equal(array, same)
    batch = dates._batch(one, *dates.examples(["French"], 50, np.random.default_rng(5), held_out=True))
    before = dates.DateWriter(np.random.default_rng(0)).loss_and_gradients(*batch)[0]
    assert one.loss_and_gradients(*batch)[0] < 0.7 * before


def test_parts_are_right_by_themselves():
    found = dates.right_parts(["2026-11-28", "1984-01-02"], ["2026-12-28", "1984-01-02"])
    np.testing.assert_array_equal(found, [[True, False, True], [True, True, True]])


def test_shares_of_looks():
    writer = dates.DateWriter(np.random.default_rng(0))
    shares = dates.looks_by_part(writer, "German", np.random.default_rng(0), count=5)
    assert (shares > 0).all()
    assert (shares.sum(axis=1) < 1).all()  # the rest falls between


def test_what_was_stored():
    table = date_tables.stored_table()
    for side in date_tables.SIDES:
        rates, shares = [rate for rate, _ in table[side]["tried"]], np.array(table[side]["shares"])
        assert rates == list(date_tables.RATES)
        assert rates[0] < table[side]["rate"] < rates[-1]  # no best at an end
        assert shares.shape == (len(date_tables.SEEDS), date_tables.LONG // date_tables.EVERY)
        assert set(table["left out"][side]) == set(date_tables.LEFT_OUT)
        for left in table["left out"][side].values():
            seeds = np.array(left["seeds"])
            assert seeds.shape == (len(date_tables.SEEDS), 4)
            assert (seeds[:, 3] <= seeds[:, :3].min(axis=1) + 1e-4).all()  # a date is right where all is
