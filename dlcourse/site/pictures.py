"""What is stored in a notebook as data becomes files beside the page: pictures and sounds."""

import base64
import re
import struct

from markupsafe import Markup

from dlcourse.coursework.files import CourseworkError

_DATA = re.compile(r'(?P<before><(?:img|audio)\b[^>]*?\bsrc=")data:(?P<type>[\w/]+);base64,(?P<data>[A-Za-z0-9+/=]+)"')
_ALT = re.compile(r' alt="([^"]*)"')  # in HTML; it follows the data in what the course stores
_ENDINGS = {"image/png": "png", "audio/wav": "wav"}
PNG = b"\x89PNG\r\n\x1a\n"


class Pictures:
    """Takes pictures and sounds out of the outputs of one notebook and writes them into a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Where the files go; it is made.
    stem : str
        What their names begin with.
    """

    def __init__(self, folder, stem):
        self.folder, self.stem = folder, stem
        self.count = 0
        self.first = None  # of the pictures: {"url": relative to the page, "alt", "width", "height"}
        folder.mkdir(parents=True, exist_ok=True)

    def taken_out(self, html):
        """The HTML of an output, its data replaced by addresses of files, relative to the page.

        Raises
        ------
        CourseworkError
            If a picture has no words, or what is stored is neither PNG nor WAV.
        """
        return _DATA.sub(self._written, html)

    def _written(self, match):
        self.count += 1
        if match["type"] not in _ENDINGS:
            raise CourseworkError(f"an output holds {match['type']}: store a PNG, or a sound as WAV")
        data = base64.b64decode(match["data"])
        name = f"{self.stem}-{self.count:02}.{_ENDINGS[match['type']]}"
        (self.folder / name).write_bytes(data)
        address, size = f"{self.folder.name}/{name}", ""
        if data.startswith(PNG):
            width, height = struct.unpack(">II", data[16:24])
            size = f' width="{width}" height="{height}" loading="lazy"'
            alt = _ALT.match(match.string, match.end())
            if not alt:
                raise CourseworkError(
                    "a picture in an output has no words for who cannot see it: write them as its alt"
                )
            self.first = self.first or {"url": address, "alt": Markup(alt[1]), "width": width, "height": height}
        return f'{match["before"]}{address}"{size}'
