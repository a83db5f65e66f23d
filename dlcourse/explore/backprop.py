"""The explorers of lesson 04: a graph forward and backward, node by node; the slope along a chain of neurons."""

import numpy as np
from matplotlib.ticker import NullLocator

from dlcourse.experiments.backprop import activation_chain, example_graph
from dlcourse.explore._explorer import Explorer, choice, slider
from dlcourse.figures.backprop import GraphDiagram, enough, is_exact
from dlcourse.figures.style import BACK, INK, PAPER, QUIET, number
from dlcourse.nn import backprop as lesson

GRAPHS = ("neuron", "sigmoid neuron", "shared weight")
SIGNS = {"add": "+", "subtract": "−", "multiply": "·"}
ROUTES = {  # what a node does to the gradient that arrives, said in words
    "add": "a sum has slope 1 for both: each gets all of it",
    "subtract": "a difference has slope 1 for the first and −1 for the second",
    "multiply": "in a product, the slope for each factor is the other factor",
    "square": "the slope of a square is twice what was squared",
    "relu": "the slope of the ReLU is 1 above 0, else 0",
    "sigmoid": "the slope of the sigmoid is a · (1 − a)",
}


def _sum_of(taken, values, operation):
    """How a node comes by its value, as a sentence."""
    x = [_bracketed(values[one]) if i else enough(values[one]) for i, one in enumerate(taken)]
    if operation in ("add", "subtract", "multiply"):
        return f"{x[0]} {SIGNS[operation]} {x[1]}"
    return f"{_bracketed(values[taken[0]])}²" if operation == "square" else f"{operation}({x[0]})"


def _bracketed(value):
    """A number as it stands behind an operator, with as many digits as it needs."""
    return f"({enough(value)})" if value < 0 else enough(value)


def _equals(*values):
    """Between a product and what comes out: "=" where all that is shown is exact, else "≈"."""
    return "=" if all(map(is_exact, values)) else "≈"


class _Graph(Explorer):
    def __init__(self):
        self.examples = {name: example_graph(name) for name in GRAPHS}
        computed = [name for name, (operation, _) in self.examples["neuron"][0].items() if operation != "input"]
        self.last = 2 * len(computed) + 1  # all of them forward, the start, all of them back
        controls = {
            "step": slider("step", 0, 0, self.last, 1),
            "example": choice("graph", GRAPHS),
            "w": slider("weight w", 2.0, -3.0, 3.0),
            "y": slider("target y", 3.0, -3.0, 6.0),
        }
        super().__init__("a graph, values forward and gradients backward", controls, size=(7.0, 4.2))

    def build(self):
        self.diagrams = {}
        self.figure.set_layout_engine("none")  # the three drawings lie on top of each other
        for name, (graph, _) in self.examples.items():
            ax = self.figure.add_axes((0.01, 0.01, 0.98, 0.9))
            ax.set_title("Values forward, then gradients backward")
            ax.set_visible(False)
            self.diagrams[name] = ax, GraphDiagram(ax, graph)
        artists = [artist for _, diagram in self.diagrams.values() for artist in diagram.moving]
        for artist in artists:
            artist.set_animated(True)  # those of the hidden drawings too
        return artists

    def draw(self, step, example, w, y):
        graph, start = self.examples[example]
        values, caches = lesson.graph_forward(graph, start | {"w": w, "y": y})
        _, messages = lesson.graph_backward(graph, caches, "loss")
        self._only(example)
        diagram = self.diagrams[example][1]
        computed = [name for name in values if graph[name][0] != "input"]
        if step <= len(computed):
            known = {name: v for name, v in values.items() if name in computed[:step] or name not in computed}
            active = computed[step - 1] if step else None
            diagram.show(known, active=active)
            return self._forward_words(example, graph, values, active)
        back = step - len(computed) - 1  # nodes that have sent their gradient back
        senders = computed[::-1]
        heard = self._heard(senders[:back], messages)
        now = [message for message in messages if back and message[0] == senders[back - 1]]
        diagram.show(values, heard, now, senders[back - 1] if back else "loss")
        if not back:
            return f"Backward. The loss is {enough(values['loss'])}. We start with its slope for itself: 1."
        return self._backward_words(graph, senders[back - 1], now, heard, back == len(senders))

    def _only(self, example):
        """Show one drawing and hide the others."""
        for name, (ax, diagram) in self.diagrams.items():
            if ax.get_visible() != (name == example):
                ax.set_visible(name == example)
                self.redraw_all(example)
            if name == example:
                self.moving = sorted(diagram.moving, key=lambda artist: artist.get_zorder())

    @staticmethod
    def _heard(senders, messages):
        gradients = {"loss": 1.0}
        for sender, to, _, _, sent in messages:
            if sender in senders:
                gradients[to] = gradients.get(to, 0.0) + sent
        return gradients

    @staticmethod
    def _forward_words(example, graph, values, active):
        if active is None:
            given = ", ".join(f"{name} = {number(v)}" for name, v in values.items() if graph[name][0] == "input")
            return f"Forward, {example}. Given are {given}. Move the step to compute one node after the other."
        operation, taken = graph[active]
        equals = _equals(values[active], *(values[one] for one in taken))
        return f"Forward. {active} = {_sum_of(taken, values, operation)} {equals} {enough(values[active])}."

    @staticmethod
    def _backward_words(graph, sender, now, heard, done):
        parts = []
        for _, to, d_out, slope, sent in now:
            before = heard[to] - sent  # by another path
            total = f" (with the {enough(before)} from before: {enough(heard[to])})" if abs(before) > 1e-9 else ""
            equals = "=" if abs(slope) == 1 else _equals(d_out, slope, sent)
            product = f"{enough(d_out)} · {_bracketed(slope)} {equals} {enough(sent)}"
            parts.append(f"{to} gets {product}{total}")
        words = f"Backward through {sender}: {ROUTES[graph[sender][0]]}. {'; '.join(parts)}."
        if all(abs(message[4]) < 0.005 for message in now):
            words += " (Nearly) nothing gets through."
        return f"{words} Every node now knows how much it matters to the loss." if done else words


def graph():
    """A computational graph, one node at a time: values forward, then gradients backward.

    Returns
    -------
    Explorer
        Its controls: `step`, `example` ("neuron", "sigmoid neuron" or "shared weight"), `w`, `y`.
    """
    return _Graph()


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DEPTHS, FLOORS, TOPS = (5, 10, 20), (1e-4, 1e-8, 1e-16, 1e-40), (10.0, 1e3, 1e6, 1e13)  # where the axes end, by need


class _Chain(Explorer):
    def __init__(self):
        controls = {
            "activation": choice("activation", ["sigmoid", "relu"]),
            "depth": slider("neurons in a row", 10, 1, 20, 1),
            "weight": slider("weight of each", 1.0, -4.0, 4.0),
            "x": slider("input", 0.5, -2.0, 2.0),
        }
        super().__init__("the slope on its way back through a chain of neurons", controls, size=(7.0, 3.4))

    def build(self):
        ax = self.figure.subplots()
        self.line = ax.plot([], [], color=BACK, marker="o", ms=7, mec=PAPER, clip_on=False)[0]
        at = {"textcoords": "offset points", "ha": "right", "va": "center"}
        self.text = ax.annotate("", (0, 1), (-10, 0), color=INK, weight="bold", **at)  # where no line can be
        ax.axhline(1, color=QUIET, lw=1, linestyle=(0, (4, 3)), zorder=0)
        ax.set_yscale("log")
        ax.yaxis.set_minor_locator(NullLocator())
        ax.set(xlabel="◂ steps back from the output", ylabel="size of the slope")
        ax.set_title("What is left of the slope, step by step back")
        self.ax = ax
        return [self.line, self.text]

    def _reach(self, depth, sizes):
        """Let the axes reach as far as the line does, in few stages, so most changes leave them be; give the floor."""
        far = next(most for most in DEPTHS if most >= depth)
        floor = next(least for least in FLOORS if least <= sizes[sizes > 0].min())
        top = next(most for most in TOPS if most >= sizes.max())
        limits = (1.22 * far, -0.04 * far), (floor / 3, top * 3)
        if (self.ax.get_xlim(), self.ax.get_ylim()) != limits:
            self.ax.set(xlim=limits[0], ylim=limits[1], xticks=range(0, far + 1, -(-far // 5)))
            self.redraw_all(limits)
        return limits[1][0]

    def draw(self, activation, depth, weight, x):
        values, slopes = activation_chain(x, weight, depth, activation)
        sizes = np.abs(slopes[::-1])
        sizes = np.maximum(sizes, self._reach(depth, sizes))  # 0 has no place on a scale of factors: on the frame
        self.line.set_data(np.arange(depth + 1), sizes)
        self.text.xy = (depth, sizes[-1])
        self.text.set_position((-10, 0 if slopes[0] else 8))
        self.text.set_text(self._size(slopes[0]))
        neurons = "1 neuron" if depth == 1 else f"{depth} neurons"
        start = f"{neurons} with {'a sigmoid' if activation == 'sigmoid' else 'ReLU'} and weight {number(weight, 1)}"
        words = f"{start}, input {number(x, 1)}: the output is {self._size(values[-1])}, "
        words += f"its slope for the input {self._size(slopes[0])}."
        return f"{words} {self._verdict(activation, weight, depth, slopes[0])}"

    @staticmethod
    def _size(slope):
        if slope == 0:
            return "0"
        if 0.01 <= abs(slope) < 1000:
            return number(slope, 3)
        digits, power = f"{abs(slope):.1e}".split("e")
        return f"{'−' if slope < 0 else ''}{digits} · 10{str(int(power)).translate(RAISED)}"

    @staticmethod
    def _verdict(activation, weight, depth, slope):
        if slope == 0:
            return "A silent neuron (or a weight of 0) lets nothing through."
        if activation == "relu":
            return "Each neuron that fires multiplies by its weight and nothing else."
        each = "Each neuron multiplies by its weight and by the slope of the sigmoid, which is 0.25 at most"
        if abs(slope) < 1:
            return f"{each}: the signal fades on its way back."
        return f"{each}: with a weight this large it survives."


def chain():
    """The slope of a chain's output for every neuron before it.

    Returns
    -------
    Explorer
        Its controls: `activation` ("sigmoid" or "relu"), `depth`, `weight`, `x`.
    """
    return _Chain()
