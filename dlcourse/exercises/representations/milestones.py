"""The milestone of lesson 09: a network makes codes that know what nobody told it."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1986",
        title="backpropagation learns what nobody told it (Hinton; Rumelhart, Hinton and Williams)",
        goal=22,
        what="of 24 people whose nationality is read from their codes, the median of ten networks",
        uses=(
            "backprop.dense_backward",
            "backprop.sigmoid_backward",
            "backprop.softmax_cross_entropy_backward",
            "representations.linear_probe",
        ),
    ),
]
