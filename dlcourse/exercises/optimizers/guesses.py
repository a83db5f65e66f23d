"""What is guessed in lesson 05, before its experiments."""

from dlcourse.checking.guesses import Guess

ravine_steps = Guess(
    asks="steps that momentum needs in the ravine of condition 160",
    unit="steps",
    between=(1, 10_000),
)
adam_steps = Guess(
    asks="steps that Adam needs on the digits",
    unit="steps",
    between=(1, 10_000),
)
round_bowl = Guess(
    asks="the fastest in the round bowl",
    options={"a": "SGD", "b": "Nesterov", "c": "RMSProp", "d": "Adam"},
)
