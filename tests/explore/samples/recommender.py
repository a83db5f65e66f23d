"""Lesson recommender: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "recommender.next_import": explore.recommender.next_import,
}
