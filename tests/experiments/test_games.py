"""Experiments of lesson 20, games."""

from dlcourse.experiments import games


def test_all_positions():
    known = games.course_tree()
    assert len(known.boards) == 5478
