"""Lesson recommender: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "recommender.factor": explore.recommender.factor,
}
