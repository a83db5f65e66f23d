"""A photograph or a text of the learner's own: read on this machine, sent nowhere, and nothing is written."""

from dlcourse.data.own.pictures import own_photograph
from dlcourse.data.own.texts import own_text

__all__ = ["own_photograph", "own_text"]
