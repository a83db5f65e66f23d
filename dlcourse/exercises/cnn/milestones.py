"""The milestone of lesson 08: a network that reads digits through small windows."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1989",
        title="a convolutional network reads digits (LeCun and others)",
        goal=75,
        what="% of the shifted test digits right, the mean of three networks",
        uses=("cnn.conv2d", "cnn.conv2d_backward", "cnn.maxpool2d", "cnn.maxpool2d_backward"),
    ),
]
