"""Lesson games: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "games.play": explore.games.play,
}
