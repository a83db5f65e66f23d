"""A photograph of the learner's own as an array of its pixels, and of nothing else that the file holds."""

import io
import warnings

import numpy as np

from dlcourse.data.own.files import bytes_of, kind_of, whatever_its_name_says
from dlcourse.data.photographs import SIDE

MOST_BYTES = 60_000_000
MOST_PIXELS = 64_000_000  # more than telephones make; decoded, they take 200 MB
LEAST = 16  # pixels of the original's shorter side: fewer show nothing
SIZES = range(8, 1025)
FORMATS = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")  # not those that start another program
ORIENTATION = 0x0112  # the entry of Exif that says how the camera was held
ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")
WANT = "a photograph, as JPEG or PNG"
REMEDIES = {
    "HEIC": "save a copy as JPEG; on an iPhone, Settings, Camera, Formats, “Most Compatible” makes JPEG",
    "AVIF": "save a copy as JPEG",
    "SVG": "it has lines and no pixels; open it in a browser and take a screenshot",
    "PDF": "take a screenshot of the page, or export the picture in it",
    "web page": "open the page, and save the picture itself",
}


def own_photograph(path, size=SIDE):
    """A photograph of your own, cut to the square in its middle.

    It is turned as the camera was held; what is transparent becomes white; of a moving picture the first one counts.
    Where and when it was taken, and all else that the file holds beside its pixels, is left behind. The file is
    read on this machine, sent nowhere, and not changed.

    Parameters
    ----------
    path : str or path
        The file: JPEG, PNG, GIF, WebP, BMP or TIFF, of at most 60 MB and 64 million pixels. Paths as file managers
        and terminals give them will do, in quotes and with ``~``.
    size : int
        Rows and columns of the result, from 8 to 1024; the photographs of the course have 104.

    Returns
    -------
    array (size, size, 3)
        Red, green and blue of each pixel, from 0 to 1.

    Raises
    ------
    ValueError
        For a size that does not serve, a file that is not there, or one that is no such picture, too large or damaged.
        Its size is checked before anything is decoded.
    """
    if not isinstance(size, (int, np.integer)) or isinstance(size, bool) or size not in SIZES:
        raise ValueError(f"size is {size!r}: want a whole number from {SIZES[0]} to {SIZES[-1]}")
    content, name = bytes_of(path, MOST_BYTES, WANT)
    with warnings.catch_warnings():  # of Pillow, on bombs and odd entries: what matters is said here
        warnings.simplefilter("ignore")
        with _opened(content, name) as image:
            _check(image, name)
            square = _decoded(image, name, size)
    return np.asarray(square, dtype=float) / 255


def _opened(content, name):
    """The picture with its header read, and nothing else."""
    from PIL import Image

    Image.init()
    formats = [each for each in FORMATS if each in Image.OPEN]
    try:
        return Image.open(io.BytesIO(content), formats=formats)
    except Image.DecompressionBombError:
        raise ValueError(_too_large(name, "too many pixels")) from None
    except Exception as error:  # Pillow's readers raise a dozen kinds for damaged bytes
        raise ValueError(_not_served(content, name)) from error


def _check(image, name):
    """Refuse by the header what is too large to decode, or too small to show anything."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValueError(_too_large(name, f"{width} × {height} pixels"))
    if min(width, height) < LEAST:
        raise ValueError(f"{name} has {width} × {height} pixels: want at least {LEAST} on each side; give a larger one")
    if image.mode == "F":
        raise ValueError(f"{name} holds measured numbers, not colours: want {WANT}")


def _too_large(name, pixels):
    return f"{name} has {pixels}, the most is {MOST_PIXELS // 10**6} million: save a smaller copy"


def _decoded(image, name, size):
    """The middle square in red, green and blue, upright, at the size asked for."""
    from PIL import Image

    try:
        image.draft(None, (2 * size, 2 * size))  # a large JPEG need not be decoded in full
        image.load()
        turn = _turn(image)  # not before: as it loads a TIFF, Pillow turns it itself and takes the note away
        whole = _in_colour(image)
        side = min(whole.size)
        left, top = ((length - side) / 2 for length in whole.size)
        box = (left, top, left + side, top + side)
        small = _on_paper(whole.resize((size, size), Image.Resampling.BICUBIC, box=box))
    except Exception as error:  # as above
        raise ValueError(
            f"{name} is cut off or damaged, its pixels can't be decoded ({error}): copy or download it again"
        ) from error
    return small.transpose(turn) if turn is not None else small


def _turn(image):
    """What brings a picture upright, as the camera noted it; None if it is, or if no note can be read."""
    from PIL import Image

    turns = [None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM]
    turns += [Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE]
    turns += [Image.Transpose.ROTATE_90]
    try:
        noted = image.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken note is none
        noted = 1
    return turns[noted - 1] if isinstance(noted, int) and 1 <= noted <= len(turns) else None


def _in_colour(image):
    """A picture of any kind in red, green, blue and, where it may be transparent, how much it covers."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits: Pillow would cut off what is brighter than 255
        image = Image.fromarray((np.clip(np.asarray(image), 0, 65535) // 257).astype(np.uint8))
    clear = "transparency" in image.info or image.mode in ("RGBA", "RGBa", "LA", "La", "PA")
    return image.convert("RGBA" if clear else "RGB")


def _on_paper(image):
    """A picture on white paper."""
    from PIL import Image

    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def _not_served(content, name):
    """What a file is that Pillow does not know, and what to do."""
    kind = kind_of(content)
    remedy = next((advice for word, advice in REMEDIES.items() if word in kind), "")
    if not kind:
        kind = "a text" if _is_text(content) else "no picture of a known kind"
    elif kind.startswith("a picture") and not remedy:
        return f"{name} is {kind}, but damaged: copy or download it again"
    despite = whatever_its_name_says(name, ENDINGS)
    return f"{name} is {kind}{despite}: want {WANT}" + (f"; {remedy}" if remedy else "")


def _is_text(content):
    try:
        return b"\0" not in content and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False
