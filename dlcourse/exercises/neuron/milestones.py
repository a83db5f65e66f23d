"""Lesson 01, neuron: 1958, a machine that learns to tell signs apart."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1958",
        title="Rosenblatt's perceptron learns what it sees",
        goal=98,
        what="of 100 unseen digits right",
        uses=("neuron.step", "neuron.perceptron_update"),
    ),
]
