"""The explorers of lesson 11: a network that reads what is typed, one that writes, and a text coloured by a neuron."""

from dlcourse.explore.rnn.colouring import coloured
from dlcourse.explore.rnn.reading import Bars, readable, reader, shown
from dlcourse.explore.rnn.writing import writer

__all__ = ["Bars", "coloured", "readable", "reader", "shown", "writer"]
