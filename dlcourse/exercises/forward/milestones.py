"""The milestone of lesson 02: what a single neuron cannot do."""

from dlcourse.checking.milestones import Milestone

MILESTONES = [
    Milestone(
        year="1969",
        title="XOR, which no single neuron can do (Minsky and Papert)",
        goal=4,
        what="of 4 corners right",
        uses=("forward.dense", "forward.mlp_forward", "forward.xor_network"),
    ),
]
