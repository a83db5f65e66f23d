"""The milestone of lesson 12: a network that remembers."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1997",
        title="a memory that lasts (Hochreiter and Schmidhuber)",
        goal=95,
        what="% of the questions right, in texts three times as long as in training",
        uses=("lstm.lstm_step", "lstm.lstm_forward", "lstm.lstm_step_backward", "lstm.lstm_backward", "lstm.lstm_init"),
    ),
]
