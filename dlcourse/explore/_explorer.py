"""What all explorers share: controls above a picture, and below it words that say what it shows.

The picture is drawn once; a change of a control moves some artists, and only these are drawn anew, over
a copy of all that stands still (axes with their ticks take most of the time). What reaches the browser is
one image for each change: redrawing a whole cell output instead flickers in several front ends.
"""

import contextlib

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.spines import Spine

from dlcourse.explore._controls import Board, Choice, Slider, Typed
from dlcourse.explore._encoding import quick_png
from dlcourse.explore._view import View
from dlcourse.figures.display import picture_html, png
from dlcourse.figures.style import INKED, LIGHT, in_style, number

WIDGET = "application/vnd.jupyter.widget-view+json"
DPI = 100
KEPT = 4  # pictures of what stands still; each has up to 10 MB on a sharp screen
SHARPEST = 3.0  # pixels of the screen for one of the page: more cannot be told apart, and cost time


def slider(label, value, low, high, step=0.1):
    """A slider for numbers; whole numbers if all of its own are whole."""
    return Slider(label, value, low, high, step)


def stops(label, options, value):
    """A slider with a few stops, at numbers that lie unevenly."""
    return Choice(label, options, value, kind="slider")


def choice(label, options, value=None):
    """A menu to choose one of several names."""
    options = list(options)
    return Choice(label, options, options[0] if value is None else value)


def typed(label, value, options):
    """A line to type in, with some texts to choose from."""
    return Typed(label, value, options)


def board(label, rows, columns, position):
    """Squares to put stones on, by click or by keys; see `Board` for what `position` gives."""
    return Board(label, rows, columns, position)


def bracketed(value, digits=2):
    """A number as it stands behind an operator: negative ones in brackets."""
    return f"({number(value, digits)})" if value < 0 else number(value, digits)


def asked(function, *arguments, what="Your function does not answer"):
    """Call what a learner may have written, or what calculates with it, and carry on if it fails.

    Parameters
    ----------
    function : function
        Called with `arguments`.
    what : str
        How the complaint begins.

    Returns
    -------
    tuple (object, str)
        What the function returned and no complaint; or None, and a sentence that says what was raised.
    """
    try:
        return function(*arguments), ""
    except Exception as error:  # a learner's function may raise anything
        return None, f"{what}: {type(error).__name__}: {error}."


def in_order(artists):
    """The artists in the order in which matplotlib draws them: by `zorder`, then as they were made."""
    made = {}
    for ax in {artist.axes: None for artist in artists}:
        made |= {child: place for place, child in enumerate(ax.get_children())}
    return sorted(dict.fromkeys(artists), key=lambda artist: (artist.get_zorder(), made.get(artist, -1)))


def lying_above(moving):
    """What stands still but is drawn after something that moves, on the same axes: a legend, a text, the frame.

    It is drawn anew with what moves, which else would run over it.
    """
    found = []
    for ax in {artist.axes: None for artist in moving}:
        framed = ax.axison and ax.get_frame_on()
        # Ticks and titles lie outside of the axes, where nothing moves.
        drawn = [child for child in ax.get_children() if not isinstance(child, Axis if framed else (Axis, Spine))]
        order = in_order([child for child in drawn if child is not ax.patch and child.get_visible()])
        first = min((order.index(artist) for artist in moving if artist in order), default=len(order))
        found += [
            child for child in order[first:] if child not in moving and child.get_window_extent().overlaps(ax.bbox)
        ]
    return found


class Explorer:
    """Controls, a picture and words that change together.

    A subclass makes its artists in :meth:`build`, on ``self.figure``, and returns those that move; it
    sets them to the values of the controls in :meth:`draw`, which returns the words.

    Parameters
    ----------
    name : str
        What one explores: the title for those who do not see the picture.
    controls : dict of str to widget
        The controls by the names that :meth:`set` and :meth:`draw` use.
    size : pair of float
        Width and height of the picture in inches of 100 pixels.
    """

    def __init__(self, name, controls, *, size=(7.0, 3.6)):
        self.name, self.controls = name, controls
        self.figure = Figure(figsize=size, dpi=DPI)
        FigureCanvasAgg(self.figure)
        self._drawn = self._still = None
        self._state, self._stills = (), {}
        self._busy = False
        with in_style():
            self.figure.set_layout_engine("constrained", h_pad=0.08, w_pad=0.08)
            self.moving = self.build()
            self._words = self.draw(**self.values).strip()
            self.figure.draw_without_rendering()
            # From here on nothing moves but what the controls move, and layout costs no time.
            self.figure.set_layout_engine("none")
            self.moving = in_order([*self.moving, *lying_above(self.moving)])
        for artist in self.moving:
            artist.set_animated(True)  # matplotlib's word for: left out when the rest is drawn
        self.widget = View(
            name=name,
            size=[round(DPI * side) for side in size],
            controls=[control.described(key) for key, control in controls.items()],
            on_paper=self._on_paper(),
        )
        self._refresh()
        for control in controls.values():
            control.observe(self._refresh, "value")
        self.widget.observe(self._take, "values")
        self.widget.observe(self._sharpen, "ratio")

    def build(self):
        """Make the artists, once, and return those that :meth:`draw` changes."""
        raise NotImplementedError

    def draw(self, **values):
        """Set the artists to the values of the controls, and return the words."""
        raise NotImplementedError

    def redraw_all(self, *state):
        """Say in :meth:`draw` that something beside the moving artists changed, such as the ticks.

        To draw it all takes ten times as long: what stood still in a named state (limits of axes, say) is kept for it.
        """
        self._state, self._still = state, self._stills.get(state)

    def hear(self, **values):
        """The sound, as the bytes of a WAV file; of an explorer that is silent, nothing."""
        return b""

    @property
    def values(self):
        """The values of all controls, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values):
        """Set controls as if the learner had moved them.

        Parameters
        ----------
        **values
            New values by the names of the controls.

        Returns
        -------
        Explorer
            Itself, so that a cell can show it.

        Raises
        ------
        ValueError
            If there is no control of that name.
        """
        for name in values:
            if name not in self.controls:
                raise ValueError(f"there is no control {name!r}: want one of {', '.join(self.controls)}")
        with self._together():
            for name, value in values.items():
                self.controls[name].value = value
        return self

    def picture(self):
        """The picture as it is now: the bytes of a PNG file."""
        return bytes(self.widget.picture)

    def words(self):
        """What the picture shows, in words."""
        return self._words

    @contextlib.contextmanager
    def _together(self):
        """Several controls, one picture."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            self._refresh()

    def _take(self, _change):
        """Set the controls as they were moved on a page, which can send anything."""
        with self._together():
            for name, sent in self.widget.values.items():
                if name in self.controls:
                    self.controls[name].take(sent)
        self._send_values()  # also what a page does not have, since it sent what can be no value

    def _sharpen(self, change):
        """Draw as many pixels as the screen has."""
        self.figure.set_dpi(DPI * min(max(1.0, change.new), SHARPEST))
        self._still = self._drawn = None
        self._stills.clear()
        self._refresh()

    def _refresh(self, _change=None):
        values = self.values
        if self._busy or values == self._drawn:
            return
        with in_style():
            self._words = self.draw(**values).strip()
            picture = self._render()
        sound = self.hear(**values)
        self._drawn = values  # before the widget has them: it tells of each change
        with self.widget.hold_sync():  # one message
            self.widget.picture, self.widget.words, self.widget.sound = picture, self._words, sound
            self._send_values()

    def _send_values(self):
        self.widget.values = {name: control.sent for name, control in self.controls.items()}

    def _on_paper(self):
        """Boxes (left, top, right, bottom) around photographs and what is written in ink, as shares of the picture.

        They look alike in every theme: in negative, the words about them would be wrong.
        """
        boxes = []
        for ax in self.figure.axes:
            if any(image.get_array().ndim == 3 or image.cmap.name in (INKED, LIGHT) for image in ax.images):
                x0, y0, x1, y1 = ax.get_position().extents
                boxes.append([x0, 1 - y1, x1, 1 - y0])
        return boxes

    def _render(self):
        canvas = self.figure.canvas
        if self._still is None:
            canvas.draw()
            self._still = canvas.copy_from_bbox(self.figure.bbox)
            self._keep()
        canvas.restore_region(self._still)
        for artist in self.moving:
            artist.axes.draw_artist(artist)
        return quick_png(np.asarray(canvas.buffer_rgba()))

    def _keep(self):
        if self._state:
            if len(self._stills) == KEPT:
                del self._stills[next(iter(self._stills))]
            self._stills[self._state] = self._still

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The widget; and a still picture with its words where widgets do not run."""
        text = repr(self)
        return {
            "text/plain": text,
            "text/html": picture_html(self._still_picture(), text),
            # Made here: the ipywidgets of some platforms is too old to give it.
            WIDGET: {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id},
        }, {}

    def _still_picture(self):
        """The picture as stored notebooks have it, whatever the screen."""
        sharp = self.figure.dpi
        self.figure.set_dpi(DPI)
        try:
            return png(self.figure)
        finally:
            self.figure.set_dpi(sharp)

    def __repr__(self):
        """The plain twin of the display."""
        return f"Explorer: {self.name}. {self._words}"
