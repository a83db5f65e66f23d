"""Lesson backprop: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {"backprop.graph": explore.backprop.graph, "backprop.chain": explore.backprop.chain}
