"""Quiet outputs: a run that computes the same stores the same bytes.

Quiet means: no times, no metadata of the run, no widget state; and a picture keeps its old bytes as long as its pixels
are the same, a sound as long as no ear could tell.
"""

import base64
import binascii
import copy
import hashlib
import io
import re
import wave

import nbformat
import numpy as np
from PIL import Image

from dlcourse.coursework.editions import FIRST

# Of a cell: what the course itself sets. What a front end notes (folded, hidden, scrolled, timed) would be so for
# everybody who opens the course.
KEPT_METADATA = ("dlcourse", "tags")
PICTURE = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/=]+)")  # within HTML
SOUND = re.compile(r"(data:audio/wav;base64,)([A-Za-z0-9+/=]+)")
NEAR = 2  # of 65,536 steps of a sample: what another processor may round otherwise
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class AuthoringError(Exception):
    """A notebook cannot be stored: one sentence that names the cell."""


def quiet(notebook, before=None):
    """A copy that holds nothing but what the notebook says and what its cells computed.

    Parameters
    ----------
    notebook : nbformat notebook
        As it was executed.
    before : nbformat notebook, optional
        The stored notebook: pictures that did not change keep their bytes.

    Raises
    ------
    AuthoringError
        If a cell wrote to stderr, or holds an error.
    """
    notebook = copy.deepcopy(notebook)
    old = {cell.get("id"): cell for cell in before.cells} if before else {}
    course = {"edition": FIRST} | notebook.metadata.get("dlcourse", {})
    notebook.metadata = nbformat.from_dict(
        {"dlcourse": course, "kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _set_ids(notebook)
    count = 0
    for index, cell in enumerate(notebook.cells):
        cell.source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT_METADATA if key in cell.metadata})
        if cell.cell_type == "code":
            count += bool(cell.source)
            cell.execution_count = count if cell.source else None
            earlier = old.get(cell.get("id"), {}).get("outputs", [])
            cell.outputs = [_quiet_output(index, output, count, earlier) for output in cell.outputs]
    nbformat.validate(notebook)
    return notebook


def _set_ids(notebook):
    """Give an id to each cell that has none of its own; the same one each time."""
    seen = set()
    for index, cell in enumerate(notebook.cells):
        if cell.get("id") in seen or not cell.get("id"):
            cell["id"] = hashlib.sha256(f"{index} {cell.source}".encode()).hexdigest()[:8]
        seen.add(cell["id"])


def _quiet_output(index, output, count, earlier):
    if output.output_type == "error":
        raise AuthoringError(f"cell {index + 1} raises {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        if output.name == "stderr":
            raise AuthoringError(f"cell {index + 1} writes to stderr: {output.text.strip()[:500]}")
        return output
    if output.output_type == "execute_result":
        output.execution_count = count
    # The widget lives in the kernel, and its name is another one in every run.
    output.data = nbformat.from_dict({kind: data for kind, data in output.data.items() if "widget-view" not in kind})
    stored = _stored_pictures(earlier)
    if "image/png" in output.data:
        output.data["image/png"] = _stable_picture(output.data["image/png"], stored)
    if "text/html" in output.data:
        output.data["text/html"] = PICTURE.sub(
            lambda found: found[1] + _stable_picture(found[2], stored), output.data["text/html"]
        )
        sounds = _stored(SOUND, earlier)
        output.data["text/html"] = SOUND.sub(
            lambda found: found[1] + _stable_sound(found[2], sounds), output.data["text/html"]
        )
    return output


def _stored_pictures(outputs):
    """The pictures of outputs in base64, those within HTML among them."""
    found = []
    for data in (output.get("data", {}) for output in outputs):
        found += ["".join("".join(data.get("image/png", "")).split())]
    return [picture for picture in found if picture] + _stored(PICTURE, outputs)


def _stored(pattern, outputs):
    """The data, in base64, of what a pattern finds within the HTML of outputs."""
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return [match[2] for page in pages for match in pattern.finditer(page)]


def _stable_sound(fresh, stored):
    """The sound as it was stored before, if nobody could tell them apart."""
    rate, samples = _samples(fresh)
    for old in stored:
        old_rate, old_samples = _samples(old)
        if old_rate == rate and len(old_samples) == len(samples) > 0 and np.abs(old_samples - samples).max() <= NEAR:
            return old
    return fresh


def _samples(data):
    """The rate and the samples of a WAV file in base64; no samples if it is none."""
    try:
        with wave.open(io.BytesIO(base64.b64decode(data))) as file:
            return file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
    except (wave.Error, EOFError, ValueError, binascii.Error):
        return None, np.zeros(0, int)


def _stable_picture(fresh, stored):
    """The picture as it was stored before, if it has the same pixels."""
    fresh = "".join(fresh.split())
    pixels = _pixels(fresh)
    return next((picture for picture in stored if pixels and _pixels(picture) == pixels), fresh)


def _pixels(data):
    """Size and pixels of a picture in base64, or None if it is none."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            return picture.size, picture.convert("RGBA").tobytes()
    except (OSError, ValueError, binascii.Error):
        return None
