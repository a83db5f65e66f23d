"""Lesson 06, training: layers, a network of them, optimizers that work in place, and the loop that trains."""

from dlcourse.nn.training.layers import Dense, Layer, ReLU, Sigmoid, Tanh
from dlcourse.nn.training.loop import evaluate, fit, training_steps
from dlcourse.nn.training.loss import softmax_cross_entropy
from dlcourse.nn.training.memory import keep_freed_memory
from dlcourse.nn.training.names import named_parameters, set_parameters
from dlcourse.nn.training.network import Network, mlp
from dlcourse.nn.training.optimizers import SGD, Adam

__all__ = [
    "SGD",
    "Adam",
    "Dense",
    "Layer",
    "Network",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "evaluate",
    "fit",
    "mlp",
    "named_parameters",
    "set_parameters",
    "softmax_cross_entropy",
    "training_steps",
]

keep_freed_memory()  # once, before the first layer is made: every training step is faster for it
