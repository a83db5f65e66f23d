"""Lesson speech: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {"speech.vowel": explore.speech.vowel}
