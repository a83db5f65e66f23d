"""The font of formulas, cut down to the signs that the pages have."""

from importlib.resources import files

NAME = "formulas.woff"
LICENCE = "formulas-licence.txt"
# What mathematics slants: Latin and Greek letters, and where their slanted forms begin.
_SLANTED = ((0x41, 26, 0x1D434), (0x61, 26, 0x1D44E), (0x391, 25, 0x1D6E2), (0x3B1, 25, 0x1D6FC))
# Other forms of the same letters: h, as Planck's constant took its place, and epsilon to phi as LaTeX writes them.
_ELSEWHERE = {0x68: 0x210E, 0x2202: 0x1D715, 0x3F5: 0x1D716, 0x3D1: 0x1D717, 0x3D5: 0x1D719, 0x3F1: 0x1D71A}


def write_font(folder, signs):
    """Write the font, STIX Two Math of ziamath, and its licence into a folder.

    Parameters
    ----------
    folder : pathlib.Path
    signs : iterable of str
        All signs that formulas have; of letters the slanted ones are added.
    """
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff", recalc_timestamp=False, name_IDs=["*"], layout_features=["*"])
    with (files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf").open("rb") as file:
        font = load_font(file, options)
        cut = Subsetter(options)
        cut.populate(unicodes=_with_slanted({ord(sign) for sign in signs}))
        cut.subset(font)
        save_font(font, folder / NAME, options)
    said = [font["name"].getDebugName(number) for number in (0, 13, 14)]
    lines = ["STIX Two Math, cut down to the signs of these pages.", *filter(None, said)]
    (folder / LICENCE).write_text("\n\n".join(lines) + "\n", "utf-8")


def _with_slanted(codes):
    slanted = {
        begin + code - first
        for code in codes
        for first, count, begin in _SLANTED
        if first <= code < first + count and (code, begin) != (0x68, 0x1D44E)
    }
    return codes | slanted | {_ELSEWHERE[code] for code in codes if code in _ELSEWHERE}
