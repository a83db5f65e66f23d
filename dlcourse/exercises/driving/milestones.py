"""The milestone of lesson 21: a network that steers by what a camera sees, and stays on the road."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1989 driving",
        title="a network steers a car by sight (Pomerleau's ALVINN)",
        goal=450,
        what="of 500 steps on the road in gusts, the mean of twenty cars",
        uses=("driving.steering_loss", "driving.drive_step", "driving.off_road_rate", "driving.dagger_round"),
    ),
]
