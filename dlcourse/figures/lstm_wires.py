"""The drawing of an LSTM's cell: the line that the state runs along, three gates, and what is multiplied and added."""

from matplotlib.patches import Circle, FancyBboxPatch

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import FIRING, FIRING_EDGE, INK, PAPER, PIXEL, POSITIVE, QUIET, RIM, in_style

WIRE = {"color": INK, "lw": 1.5, "zorder": 1, "solid_capstyle": "round", "solid_joinstyle": "round"}
STATE, BUS, LAYERS = 6.0, 0.9, 2.2  # heights: the line of the state, what all layers look at, the four layers
# The four small layers: where they stand, what they are called, what they squash with.
PARTS = [(3.2, "forget gate f", "sigmoid"), (5.55, "input gate i", "sigmoid")]
PARTS += [(7.9, "candidate g", "tanh"), (10.3, "output gate o", "sigmoid")]
SHOWN, OUT = 12.0, 4.0  # where the state is shown, and the height of the output


def _wire(ax, *points, arrow=True, **look):
    """A line through points, with an arrow head at its end."""
    xs, ys = zip(*points)
    look = WIRE | look
    ax.plot(xs, ys, **look)
    if arrow:
        head = {"arrowstyle": "-|>", "color": look["color"], "lw": 0.1, "shrinkA": 0, "shrinkB": 0}
        head["mutation_scale"] = 11 + 2 * look["lw"]
        ax.annotate("", points[-1], points[-2], arrowprops=head, zorder=2)


def _operation(ax, x, y, sign):
    ax.add_patch(Circle((x, y), 0.33, facecolor=PAPER, edgecolor=INK, lw=1.6, zorder=4))
    ax.text(x, y, sign, ha="center", va="center_baseline", size=15, color=INK, zorder=5)


def _box(ax, x, y, words, colour, edge, width=2.16, height=1.0):
    look = {"boxstyle": "round,pad=0,rounding_size=0.14", "facecolor": colour, "edgecolor": edge, "lw": 1.3}
    ax.add_patch(FancyBboxPatch((x - width / 2, y - height / 2), width, height, zorder=4, **look))
    ax.text(x, y, words, ha="center", va="center", size=9, color=INK, zorder=5, linespacing=1.25)


@in_style()
def lstm_cell(title=None, ax=None, *, back=False):
    """Draw the wires of an LSTM's cell.

    Parameters
    ----------
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    back : bool
        Whether the two gradients that come in on the way back are marked.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.9)
    forget, let_in, candidate, output = (x for x, _, _ in PARTS)
    middle, top = (let_in + candidate) / 2, LAYERS + 0.5
    _wire(ax, (0.5, STATE), (13.4, STATE), lw=4)
    _wire(ax, (0.5, BUS), (output, BUS), arrow=False)
    _wire(ax, (1.5, 0.1), (1.5, BUS), arrow=False)
    for x, name, squash in PARTS:
        _wire(ax, (x, BUS), (x, LAYERS - 0.5))
        gate = squash == "sigmoid"
        _box(ax, x, LAYERS, f"{name}\n{squash}", *((FIRING, FIRING_EDGE) if gate else (PIXEL, RIM)))
    _wire(ax, (forget, top), (forget, STATE - 0.33))
    _wire(ax, (let_in, top), (let_in, OUT), (middle - 0.33, OUT))
    _wire(ax, (candidate, top), (candidate, OUT), (middle + 0.33, OUT))
    _wire(ax, (middle, OUT + 0.33), (middle, STATE - 0.33))
    _wire(ax, (SHOWN, STATE), (SHOWN, OUT + 0.33))
    _wire(ax, (output, top), (output, OUT), (SHOWN - 0.33, OUT))
    _wire(ax, (SHOWN + 0.33, OUT), (13.4, OUT))
    _box(ax, SHOWN, 5.0, "tanh", PAPER, RIM, width=1.0, height=0.56)
    for x, y, sign in ((forget, STATE, "×"), (middle, STATE, "+"), (middle, OUT, "×"), (SHOWN, OUT, "×")):
        _operation(ax, x, y, sign)
    _names(ax, forget, middle)
    if back:
        for height, words in ((STATE, "dc_next"), (OUT, "dh_next")):
            _wire(ax, (14.9, height - 0.7), (12.75, height - 0.7), color=POSITIVE, lw=2)
            ax.text(14.9, height - 1.1, words, ha="right", va="center", color=POSITIVE, weight="bold", size=10)
    ax.set(xlim=(-0.6, 14.9), ylim=(-0.15, 7.25), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"{ALT} {ALT_BACK}" if back else ALT)


def _names(ax, forget, middle):
    """What runs along the wires."""
    at = {"va": "center", "color": INK, "size": 10}
    for x, y, words, side in ((0.4, STATE, "c", "right"), (13.6, STATE, "c next", "left"), (0.4, BUS, "h", "right")):
        ax.text(x, y, words, ha=side, weight="bold", **at)
    ax.text(1.65, 0.12, "x", ha="left", weight="bold", **at)
    ax.text(13.6, OUT, "h next", ha="left", weight="bold", **at)
    quiet = {"color": QUIET, "size": 9, "ha": "center"}
    ax.text(forget, STATE + 0.5, "kept", va="bottom", **quiet)
    ax.text(middle, STATE + 0.5, "written", va="bottom", **quiet)
    ax.text(SHOWN, STATE + 0.5, "shown", va="bottom", **quiet)
    ax.text(6.2, BUS - 0.3, "all four layers look at the input x and at the last output h", va="top", **quiet)


ALT = """The wires of an LSTM's cell. Along the top runs a thick line, the state, from c on the left to c next on the
right. It meets two operations and nothing else: first it is multiplied by the forget gate f, then the product of input
gate i and candidate g is added. A branch of c next goes down through a tanh, is multiplied by the output gate o, and
leaves as h next. At the bottom four small layers stand side by side, forget gate, input gate, candidate, output gate;
each looks at the input x and at the last output h. The three gates end in a sigmoid, the candidate in a tanh."""

ALT_BACK = """Two arrows on the right lead back into the drawing: dc_next below the line of the state, dh_next below the
output."""
