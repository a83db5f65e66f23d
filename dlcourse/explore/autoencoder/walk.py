"""The plane of a code of two numbers: a place in it, the picture that is decoded there, and the nearest real digit."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.autoencoder import holes, variational
from dlcourse.explore._explorer import Explorer, slider
from dlcourse.explore._pictures import bare
from dlcourse.figures.style import CLASS_COLOURS, INK, INKED, PAPER, number, percent

EDGE, STEP = 3.0, 0.1  # how far one can go to each side; to the next stop of a slider
SHOWN = 25  # digits of each kind in the plane: more would hide each other
AROUND = 0.4  # how far a neighbour may lie


class _Plane(Explorer):
    def __init__(self, model):
        self.model = model
        _, _, self.X, self.y = datasets.digits()
        self.means, _ = model.bells(self.X)
        controls = {
            "across": slider("across", 1.5, -EDGE, EDGE, STEP),
            "up": slider("up", -0.5, -EDGE, EDGE, STEP),
        }
        super().__init__("a walk in the plane of a code", controls, size=(7.0, 4.6))

    def build(self):
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[2.1, 1])
        plane = self.figure.add_subplot(left)
        made, real = right.subgridspec(2, 1).subplots()
        for digit, colour in enumerate(CLASS_COLOURS):
            places = np.flatnonzero(self.y == digit)[:SHOWN]
            plane.plot(*self.means[places].T, ls="", marker=f"${digit}$", ms=7, mew=0.3, color=colour)
        plane.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), aspect="equal", xlabel="first number of the code",
                  ylabel="second number of the code")  # fmt: skip
        plane.set_title(f"Codes of {10 * SHOWN} real digits")
        # Above the digits, which would have to be drawn anew otherwise.
        self.rim = plane.plot([0], [0], "o", ms=17, mfc="none", mec=PAPER, mew=5, zorder=5)[0]
        self.ring = plane.plot([0], [0], "o", ms=17, mfc="none", mec=INK, mew=2.2, zorder=6)[0]
        blank = np.zeros((8, 8))
        self.made, self.real = (axes.imshow(blank, cmap=INKED, vmin=0, vmax=1) for axes in (made, real))
        rims = [*bare(made, "Decoded here"), *bare(real, "Nearest real digit")]
        return [self.rim, self.ring, self.made, self.real, *rims]

    def draw(self, across, up):
        code = np.array([[across, up]])
        P = np.clip(self.model.decode(code), 0, 1)
        distances, nearest = holes.distances(P)
        says, label = holes.reader(P)[0], self.y[nearest[0]]
        for ring in (self.rim, self.ring):
            ring.set_data([across], [up])
        self.made.set_data(P.reshape(8, 8))
        self.real.set_data(self.X[nearest[0]].reshape(8, 8))
        best, article = says.argmax(), "an" if label == 8 else "a"
        size = "no farther than" if distances[0] <= holes.bar() else "farther than"
        words = f"At ({number(across, 1)}, {number(up, 1)}) a picture is decoded that the course's network of digits "
        words += f"reads as {best} ({percent(says[best])}). {self._around(code)} The nearest of {len(self.y)} real "
        words += f"digits, by its pixels, is {article} {label}, at a distance of {number(distances[0])}: {size} "
        return f"{words}{number(holes.bar())}, within which 9 of 10 real ones have their nearest."

    def _around(self, code):
        """Which codes of real digits lie near a place, in a sentence."""
        close = self.y[np.linalg.norm(self.means - code, axis=1) <= AROUND]
        if not len(close):
            return f"No code of a real digit lies within {number(AROUND, 1)}."
        counts = np.bincount(close, minlength=10)
        most = counts.argmax()
        if len(close) == 1:
            return f"The code of one real digit lies within {number(AROUND, 1)}: {most}."
        often = f"of which {most} is the most frequent ({counts[most]} times)"
        alike = f"all of them {most}" if counts[most] == len(close) else often
        return f"The codes of {len(close)} real digits lie within {number(AROUND, 1)}, {alike}."


def plane(model=None):
    """The plane of a code of two numbers, to walk in: what is decoded at a place, and which real digits lie there.

    Parameters
    ----------
    model : Variational, optional
        With a code of two numbers; the trained one that comes with the course if left out.

    Returns
    -------
    Explorer
        Its controls: `across` and `up`, the two numbers of the code.

    Raises
    ------
    ValueError
        If the code of the model has not two numbers.
    """
    model = variational.stored_network() if model is None else model
    if model.code != 2:
        raise ValueError(f"the code of the model has {model.code} numbers: a plane wants 2")
    return _Plane(model)
