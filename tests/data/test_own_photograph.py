"""A learner's own photographs: every kind of file that serves, and a sentence for each that does not."""

import io
import os
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from dlcourse.data import datasets
from dlcourse.data.datasets import own_photograph
from dlcourse.data.own import pictures

WHITE, RED, GREEN, BLUE = (1.0, 1.0, 1.0), (1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0)
# What has to be done to a picture so that turning it as its note says gives it back, by the note.
HELD = {
    1: lambda X: X,
    2: lambda X: X[:, ::-1],
    3: lambda X: X[::-1, ::-1],
    4: lambda X: X[::-1],
    5: lambda X: X.swapaxes(0, 1),
    6: lambda X: np.rot90(X, 1),
    7: lambda X: X[::-1, ::-1].swapaxes(0, 1),
    8: lambda X: np.rot90(X, -1),
}


def quarters(rows=64, columns=64):
    """Red, green above blue, white."""
    X = np.full((rows, columns, 3), 255, np.uint8)
    X[: rows // 2, : columns // 2] = 255, 0, 0
    X[: rows // 2, columns // 2 :] = 0, 255, 0
    X[rows // 2 :, : columns // 2] = 0, 0, 255
    return X


def stored(folder, name, image, **how):
    path = folder / name
    image.save(path, **how)
    return path


def corners(X):
    """The colours in the middles of the four quarters."""
    k = len(X) // 4
    return [tuple(X[r, c]) for r in (k, -k) for c in (k, -k)]


def is_quarters(X, within=0.02):
    return np.allclose(corners(X), [RED, GREEN, BLUE, WHITE], atol=within)


def png(width, height, kind=2, data=b""):
    """The bytes of a PNG file whose header says a size, whatever its data."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">2I5B", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def refused(path, **how):
    """The sentence that a file is refused with."""
    with pytest.raises(ValueError, match=r".") as caught:
        own_photograph(path, **how)
    words = str(caught.value)
    assert "\n" not in words
    assert "Error" not in words
    return words


def outcome(path, **how):
    """The pixels of a file, or the sentence that it is refused with."""
    try:
        return own_photograph(path, **how), ""
    except ValueError as error:
        return None, str(error)


@pytest.mark.parametrize("size", [8, 51, 104, 224, np.int64(16)])
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.bmp", "a.tif"])
def test_every_kind_gives_colours_from_0_to_1_at_the_size_asked_for(tmp_path, name, size):
    X = own_photograph(stored(tmp_path, name, Image.fromarray(quarters())), size)
    assert X.shape == (size, size, 3)
    assert X.dtype == np.float64
    assert X.min() >= 0
    assert X.max() <= 1
    assert is_quarters(X, within=0.06)


def test_the_size_of_the_courses_photographs_is_the_usual_one(tmp_path):
    X = own_photograph(stored(tmp_path, "a.png", Image.fromarray(quarters())))
    assert X.shape == datasets.photograph("temple").shape


@pytest.mark.parametrize("size", [7, 1025, 0, -1, 10.0, "104", None, True, np.nan])
def test_sizes_that_do_not_serve(tmp_path, size):
    words = refused(tmp_path / "never looked for.png", size=size)
    assert words == f"size is {size!r}: want a whole number from 8 to 1024"


@pytest.mark.parametrize("shape", [(64, 200), (200, 64), (64, 64)])
def test_the_middle_square_is_kept(tmp_path, shape):
    X = np.zeros((*shape, 3), np.uint8)
    top, left = (shape[0] - 64) // 2, (shape[1] - 64) // 2
    X[top : top + 64, left : left + 64] = quarters()
    found = own_photograph(stored(tmp_path, "a.png", Image.fromarray(X)), 64)
    assert (found == quarters() / 255).all()


@pytest.mark.parametrize("orientation", HELD)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_a_picture_is_turned_as_the_camera_was_held(tmp_path, name, orientation):
    upright = quarters(64, 96)
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = orientation
    held = Image.fromarray(np.ascontiguousarray(HELD[orientation](upright)))
    assert is_quarters(own_photograph(stored(tmp_path, name, held, exif=exif), 64), within=0.06)


@pytest.mark.parametrize("note", [0, 9, 65535])
def test_a_note_that_means_nothing_is_none(tmp_path, note):
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = note
    assert is_quarters(own_photograph(stored(tmp_path, "a.jpg", Image.fromarray(quarters()), exif=exif)), within=0.06)


def test_a_broken_note_is_none(tmp_path):
    broken = b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(range(64))
    path = stored(tmp_path, "a.jpg", Image.fromarray(quarters()), exif=broken)
    assert is_quarters(own_photograph(path), within=0.06)


def test_where_it_was_taken_is_left_behind(tmp_path):
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "a camera", "2026:01:01 00:00:00"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    X = own_photograph(stored(tmp_path, "a.jpg", Image.fromarray(quarters()), exif=exif))
    assert type(X) is np.ndarray
    assert X.base is None
    assert not hasattr(X, "info")


def test_what_is_transparent_becomes_white(tmp_path):
    for mode in ("RGBA", "LA"):
        clear = Image.new(mode, (32, 32), 0)
        assert (own_photograph(stored(tmp_path, f"{mode}.png", clear), 8) == 1).all()
    half = Image.new("RGBA", (32, 32), (255, 0, 0, 128))
    X = own_photograph(stored(tmp_path, "half.webp", half, lossless=True), 8)
    assert np.allclose(X, (1, 0.5, 0.5), atol=0.01)
    palette = Image.new("P", (32, 32), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert (own_photograph(stored(tmp_path, "p.png", palette, transparency=1), 8) == 1).all()
    assert (own_photograph(stored(tmp_path, "q.png", palette), 8) == RED).all()
    one_colour = Image.new("RGB", (32, 32), (0, 0, 255))
    assert (own_photograph(stored(tmp_path, "c.png", one_colour, transparency=(0, 0, 255)), 8) == 1).all()


def test_grey_black_and_white_and_printers_colours(tmp_path):
    grey = Image.new("L", (32, 32), 51)
    assert np.allclose(own_photograph(stored(tmp_path, "l.png", grey), 8), 0.2)
    assert (own_photograph(stored(tmp_path, "1.png", Image.new("1", (32, 32), 1)), 8) == 1).all()
    for name in ("c.jpg", "c.tif"):
        cmyk = Image.fromarray(quarters()).convert("CMYK")
        assert is_quarters(own_photograph(stored(tmp_path, name, cmyk)), within=0.06)


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path, name):
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (64, 1))
    X = own_photograph(stored(tmp_path, name, Image.fromarray(ramp)), 64)
    assert np.allclose(X, np.linspace(0, 1, 64)[None, :, None], atol=1 / 255)


def test_of_a_moving_picture_the_first_one_counts(tmp_path):
    later = [Image.new("RGB", (64, 64), "black") for _ in range(3)]
    for name in ("a.gif", "a.webp", "a.png"):
        path = stored(tmp_path, name, Image.fromarray(quarters()), save_all=True, append_images=later)
        assert is_quarters(own_photograph(path), within=0.06)


def test_a_large_jpeg_is_decoded_at_a_smaller_scale(tmp_path, monkeypatch):
    decoded = []
    in_colour = pictures._in_colour
    monkeypatch.setattr(pictures, "_in_colour", lambda image: decoded.append(image.size) or in_colour(image))
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 6
    held = Image.fromarray(np.ascontiguousarray(HELD[6](quarters(2000, 3000))))
    assert is_quarters(own_photograph(stored(tmp_path, "a.jpg", held, exif=exif)), within=0.02)
    assert decoded == [(250, 375)]


@pytest.mark.parametrize("shape", [(65, 64), (64, 65), (65, 96), (33, 17)])
def test_turning_and_cutting_are_even_on_both_sides(tmp_path, shape):
    X = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    whole = own_photograph(stored(tmp_path, "a.png", Image.fromarray(X)), 16)
    for way in (np.s_[::-1], np.s_[:, ::-1]):
        other = own_photograph(stored(tmp_path, "b.png", Image.fromarray(np.ascontiguousarray(X[way]))), 16)
        assert np.abs(other[way] - whole).max() <= 2 / 255


def test_a_bomb_is_never_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("it was decoded"))
    for width, height in ((8001, 8000), (9999, 9999), (20_000, 20_000), (2**31 - 1, 2**31 - 1)):
        path = tmp_path / "bomb.png"
        path.write_bytes(png(width, height, data=zlib.compress(bytes(1000))))
        words = refused(path)
        assert words.startswith("bomb.png has ")
        assert words.endswith("pixels, the most is 64 million: save a smaller copy")


def test_the_limit_holds_whatever_pillow_was_told(tmp_path, monkeypatch):
    path = tmp_path / "bomb.png"
    path.write_bytes(png(20_000, 20_000))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    assert "20000 × 20000 pixels" in refused(path)


def test_what_a_png_unpacks_beside_its_pixels_is_limited(tmp_path):
    path = stored(tmp_path, "a.png", Image.fromarray(quarters()))
    content = path.read_bytes()
    text = b"zTXtnote\0\0"[4:] + zlib.compress(bytes(50_000_000))
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    path.write_bytes(content[:33] + chunk + content[33:])
    X, words = outcome(path)  # how much is too much is Pillow's to say
    assert "a.png" in words if X is None else is_quarters(X)


def test_files_that_are_too_long_are_not_read(tmp_path):
    path = tmp_path / "long.jpg"
    with path.open("wb") as file:
        file.truncate(pictures.MOST_BYTES + 1)  # has no blocks on the disk
    assert refused(path) == "long.jpg has 60.0 MB, the most is 60 MB: give a smaller one"


def test_too_small_a_picture_shows_nothing(tmp_path):
    words = refused(stored(tmp_path, "a.png", Image.new("RGB", (300, 1))))
    assert words == "a.png has 300 × 1 pixels: want at least 16 on each side; give a larger one"


def test_measured_numbers_are_no_photograph(tmp_path):
    assert "measured numbers, not colours" in refused(stored(tmp_path, "a.tif", Image.new("F", (32, 32))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%...", "is a PDF document, whatever its name says"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"></svg>', "is an SVG drawing"),
        (b"<svg></svg>", "it has lines and no pixels"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "in the format HEIC, whatever its name says"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "save a copy as JPEG; on an iPhone"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "is a film"),
        (b"<!DOCTYPE html><html>", "is a web page, whatever its name says"),
        (b"PK\x03\x04 word/", "is a zip archive or an office document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is a PostScript document"),
        ("Grüße".encode(), "is a text, whatever its name says"),
        (bytes(range(200)), "is no picture of a known kind"),
        (b"\x89PNG\r\n\x1a\n", "in the format PNG, but damaged"),
        (b"\xff\xd8\xff", "in the format JPEG, but damaged"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path, content, words):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    assert words in refused(path)
    assert refused(path).startswith("photo.jpg is ")
    assert ("damaged: copy" if "damaged" in words else "want a photograph, as JPEG or PNG") in refused(path)
    honest = path.rename(tmp_path / "photo.other")
    assert "whatever its name says" not in refused(honest)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.gif", "a.webp", "a.bmp", "a.tif"])
def test_files_that_are_cut_off(tmp_path, name):
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    path = stored(tmp_path, name, noise)
    content = path.read_bytes()
    for share in (0.1, 0.5, 0.9):
        path.write_bytes(content[: int(share * len(content))])
        assert "copy or download it again" in refused(path)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["a.jpg", "a.png", "a.gif", "a.webp", "a.bmp", "a.tif"]))
def test_damaged_bytes_give_a_picture_or_a_sentence(tmp_path, data, name):
    file = io.BytesIO()
    Image.fromarray(quarters(32, 32)).save(file, {"jpg": "jpeg", "tif": "tiff"}.get(name[2:], name[2:]))
    content = bytearray(file.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(content)
    X, words = outcome(path, size=16)
    if X is None:
        assert name in words
    else:
        assert X.shape == (16, 16, 3)
        assert ((X >= 0) & (X <= 1)).all()


def test_nothing_is_written(tmp_path, monkeypatch):
    path = stored(tmp_path, "a.png", Image.fromarray(quarters()))
    before, content = os.listdir(tmp_path), path.read_bytes()
    monkeypatch.chdir(tmp_path)
    own_photograph("a.png")
    assert os.listdir(tmp_path) == before
    assert path.read_bytes() == content
