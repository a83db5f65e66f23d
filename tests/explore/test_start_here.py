"""What the explorers of lesson 00 say: of a name that ended, and of one that was cut off."""

from dlcourse import explore


def test_only_a_name_that_ended_is_called_whole():
    writer = explore.start_here.writer()
    assert "That is the whole name, not in the list" in writer.set(name=3).words()
    words = writer.set(network="untrained", name=20).words()
    assert "cut off at 14 characters; not in the list" in words
    assert "whole" not in words
