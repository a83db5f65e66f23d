"""One colour for one role: colours have names, and the names stand in style.py."""

import ast
from pathlib import Path

import pytest
from matplotlib import colormaps
from matplotlib.colors import is_color_like, to_rgb

from dlcourse import explore, figures
from dlcourse.figures import style

FILES = sorted(path for room in (figures, explore) for path in Path(room.__file__).parent.glob("*.py"))
# What matplotlib's functions call a colour or a map of colours.
TAKE_COLOURS = {"c", "color", "colors", "ec", "edgecolor", "edgecolors", "fc", "facecolor", "facecolors", "mec", "mfc"}
TAKE_COLOURS |= {"markeredgecolor", "markerfacecolor", "labelcolor", "ecolor", "cmap"}


def colours_in(tree):
    """(line, text) of each colour that is written out: anywhere if it can only be one, else where one is wanted."""
    for node in ast.walk(tree):
        pairs = []
        if isinstance(node, ast.keyword):
            pairs = [(node.arg, node.value)]
        elif isinstance(node, ast.Dict):
            pairs = [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 2:
            sure = is_color_like(node.value) and not node.value.replace(".", "").isdigit()
            if sure and node.value != "none":
                yield node.lineno, node.value
        for name, value in pairs:
            parts = [part for part in ast.walk(value) if isinstance(part, ast.Constant)] if name in TAKE_COLOURS else []
            for part in parts:
                text = part.value if isinstance(part.value, str) else "none"
                if text != "none" and (is_color_like(text) or text in colormaps):
                    yield part.lineno, part.value


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "style"], ids=lambda path: path.stem)
def test_no_colour_is_written_out_beside_the_style(path):
    found = sorted(set(colours_in(ast.parse(path.read_text(encoding="utf-8")))))
    assert not found, f"give these a name by their role in figures/style.py: {found}"


@pytest.mark.parametrize(
    "code",
    [
        'x = "#0072B2"',
        'x = "white"',
        'ax.plot(x, color="0.6")',
        'ax.plot(x, c="C0")',
        'look = {"mec": "k"}',
        'f(cmap="Greys")',
    ],
)
def test_a_colour_that_is_written_out_is_seen(code):
    assert list(colours_in(ast.parse(code)))


@pytest.mark.parametrize("code", ['slider("b", 0)', 'ax.set_xticks([0], ["0"])', 'f(ec="none")', "f(color=INK)"])
def test_what_is_no_colour_is_let_pass(code):
    assert not list(colours_in(ast.parse(code)))


def contrast(colour, other="white"):
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""

    def light(name):
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(name)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dark = sorted([light(colour), light(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["POSITIVE", "NEGATIVE", "SIGNAL_TEXT", "BACK", "INK", "QUIET", "THIRD", "FOURTH"])
def test_what_is_written_in_a_colour_reads_on_paper(name):
    assert contrast(getattr(style, name)) >= 4.5


@pytest.mark.parametrize("name", ["SIGNAL_LINE", "FIFTH"])
def test_a_line_is_seen_on_paper(name):
    assert contrast(getattr(style, name)) >= 3
