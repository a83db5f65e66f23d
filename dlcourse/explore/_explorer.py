"""What all explorers share: controls above a picture, and below it words that say what it shows.

The picture is drawn once; a change of a control moves some artists, and only these are drawn anew, over
a copy of all that stands still (axes with their ticks take most of the time). What reaches the browser is
one image for each change: redrawing a whole cell output instead flickers in several front ends.
"""

import base64
import html
import io

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from traitlets import Unicode

from dlcourse.figures.display import png
from dlcourse.figures.style import HANDLE, in_style, number

WORDS = '<p role="status" aria-live="polite" style="{}">{}</p>'
WORDS_STYLE = "margin: 4px 2px; max-width: 700px; line-height: 1.5; color: var(--jp-ui-font-color1, inherit)"


def _look(width, **style):
    """How every control looks: its label written out, some air around it."""
    return {
        "style": {"description_width": "initial", **style},
        "layout": {"width": width, "margin": "1px 18px 1px 2px"},
    }


def slider(label, value, low, high, step=0.1, *, width="310px"):
    """A slider for numbers; whole numbers if all of its own are whole."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    return (widgets.IntSlider if whole else widgets.FloatSlider)(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        readout_format="d" if whole else ".2f" if step < 0.1 else ".1f",
        **_look(width, handle_color=HANDLE),
    )


def stops(label, options, value, *, width="310px"):
    """A slider with a few stops, at numbers that lie unevenly."""
    return widgets.SelectionSlider(
        options=options, value=value, description=label, readout=True, **_look(width, handle_color=HANDLE)
    )


def choice(label, options, value=None, *, width="310px"):
    """A menu to choose one of several names."""
    value = next(iter(options)) if value is None else value
    return widgets.Dropdown(options=list(options), value=value, description=label, **_look(width))


def typed(label, value, options, *, width="310px"):
    """A line to type in, with some texts to choose from."""
    return widgets.Combobox(
        options=list(options),
        value=value,
        description=label,
        ensure_option=False,
        continuous_update=True,
        **_look(width),
    )


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


class Picture(widgets.Image):
    """An image whose tooltip is its name for a screen reader: the widget has no alt text."""

    # The browser's side fails on an image with a tooltip unless there is a description, if an empty one.
    description = Unicode("").tag(sync=True)


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
        self.figure = Figure(figsize=size, dpi=100)
        FigureCanvasAgg(self.figure)
        self._image = Picture(format="png", tooltip=name, layout={"width": f"{size[0] * 100:.0f}px"})
        self._image.layout.max_width = "100%"
        self._image.layout.align_self = "flex-start"
        self._image.layout.margin = "6px 0"
        self._status = widgets.HTML()
        self._drawn = self._still = None
        self._busy = False
        with in_style():
            self.figure.set_layout_engine("constrained", h_pad=0.08, w_pad=0.08)
            self.moving = sorted(self.build(), key=lambda artist: artist.get_zorder())
            self._words = self.draw(**self.values)
            self.figure.draw_without_rendering()
            # From here on nothing moves but what the controls move, and layout costs no time.
            self.figure.set_layout_engine("none")
        for artist in self.moving:
            artist.set_animated(True)  # matplotlib's word for: left out when the rest is drawn
        self._refresh()
        for control in controls.values():
            control.observe(self._refresh, "value")
        row = widgets.Box(list(controls.values()), layout={"flex_flow": "row wrap", "max_width": "720px"})
        self.widget = widgets.VBox([row, self._image, self._status])

    def build(self):
        """Make the artists, once, and return those that :meth:`draw` changes."""
        raise NotImplementedError

    def draw(self, **values):
        """Set the artists to the values of the controls, and return the words."""
        raise NotImplementedError

    def redraw_all(self):
        """Say in :meth:`draw` that something beside the moving artists changed, such as the ticks."""
        self._still = None

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
        self._busy = True  # several controls, one picture
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._busy = False
        self._refresh()
        return self

    def picture(self):
        """The picture as it is now: the bytes of a PNG file."""
        return bytes(self._image.value)

    def words(self):
        """What the picture shows, in words."""
        return self._words

    def _refresh(self, _change=None):
        values = self.values
        if self._busy or values == self._drawn:
            return
        with in_style():
            self._words = self.draw(**values)
            self._image.value = self._render()
        self._status.value = WORDS.format(WORDS_STYLE, html.escape(self._words))
        self._drawn = values

    def _render(self):
        canvas = self.figure.canvas
        if self._still is None:
            canvas.draw()
            self._still = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self._still)
        for artist in self.moving:
            artist.axes.draw_artist(artist)
        picture = io.BytesIO()
        # The way to the browser is short and the processor may be slow: little compression.
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3])
        image.save(picture, format="png", compress_level=1)
        return picture.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The widget; and a still picture with its words where widgets do not run."""
        bundle = {
            "text/plain": f"Explorer: {self.name}. {self._words}",
            "image/png": base64.b64encode(png(self.figure)).decode(),
        }
        metadata = {"image/png": {"alt": bundle["text/plain"]}}
        bundle["application/vnd.jupyter.widget-view+json"] = self.widget.get_view_spec()
        return bundle, metadata

    def __repr__(self):
        """The plain twin of the display."""
        return f"Explorer: {self.name}. {self._words}"
