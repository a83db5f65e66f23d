"""Where a learner's file is, however its place was pasted, and the sentence that says why it is not to be had."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.data.own.files import MissingFile, bytes_of, kind_of, place_of

WANT = "a photograph"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder with a few files, in which the notebook runs."""
    for name in ("cat.jpg", "my cat (2).jpg", "Größe.txt", "100%25.txt", ".hidden"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "Pictures").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(given, most=1000):
    with pytest.raises(ValueError, match=r".") as caught:
        bytes_of(given, most, WANT)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "pasted",
    [
        "{}/my cat (2).jpg",
        '"{}/my cat (2).jpg"',
        "'{}/my cat (2).jpg'",
        "“{}/my cat (2).jpg”",
        "  '{}/my cat (2).jpg' ",
        "& '{}/my cat (2).jpg'",
        "file://{}/my%20cat%20(2).jpg",
        "file://localhost{}/my%20cat%20%282%29.jpg",
        "{}/my\\ cat\\ \\(2\\).jpg",
        "~/my cat (2).jpg",
        "my cat (2).jpg",
        "./Pictures/../my cat (2).jpg",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="these are the places of another system")
def test_places_as_people_paste_them(home, pasted):
    assert bytes_of(pasted.format(home), 1000, WANT) == (b"my cat (2).jpg", "my cat (2).jpg")


def test_paths_and_letters_of_all_kinds(home):
    assert bytes_of(home / "Größe.txt", 1000, WANT)[1] == "Größe.txt"
    assert bytes_of("100%25.txt", 1000, WANT)[1] == "100%25.txt"  # a name, not an address


def test_a_missing_file_is_named_with_those_that_are_near(home):
    assert refused("cta.jpg") == f"there is no file cta.jpg in {home}: did you mean cat.jpg?"
    assert "did you mean cat.jpg" in refused("CAT.JPG") or Path("CAT.JPG").exists()
    assert refused("zebra.webp").endswith(
        f"in {home}: want the name of a file, such as 100%25.txt, Größe.txt, cat.jpg, my cat (2).jpg"
    )
    assert ".hidden" not in refused("zebra.webp")
    assert f"there is no folder {home / 'Pictrues'}" in refused("Pictrues/cat.jpg")
    with pytest.raises(MissingFile):
        bytes_of("cat.jpg/cat.jpg" if os.name == "nt" else "nowhere", 1000, WANT)


def test_what_is_no_file(home):
    assert refused(home).startswith(f"{home} is a folder: want the name of a file in it, such as ")
    assert refused("Pictures") == "Pictures is a folder: want the name of a file in it"
    assert refused("cat.jpg/cat.jpg").startswith("cat.jpg/cat.jpg can't be read (Not a directory)")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_devices_and_pipes_are_not_opened(home):
    os.mkfifo(home / "pipe")
    assert refused("pipe") == "pipe is a device or a pipe: want a file with a photograph"
    assert "is a device" in refused("/dev/zero")


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), PermissionError(13, "Permission denied")])
def test_an_error_while_reading_is_a_sentence(home, monkeypatch, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(Path, "open", fails)
    assert refused("cat.jpg") == f"cat.jpg can't be read ({error.strerror}): want a file with a photograph"


def test_empty_and_long_files(home):
    (home / "empty.jpg").touch()
    assert refused("empty.jpg").startswith("empty.jpg is empty, it has 0 bytes: want a photograph")
    (home / "long.jpg").write_bytes(bytes(3_100_000))
    assert refused("long.jpg", 2_000_000) == "long.jpg has 3.1 MB, the most is 2 MB: give a smaller one"
    assert bytes_of("long.jpg", 3_100_000, WANT)[0] == bytes(3_100_000)


@pytest.mark.parametrize("address", ["https://example.org/cat.jpg", "HTTP://x.y/z", "ftp://x/y", "s3://b/c", "data:a"])
def test_nothing_comes_from_the_web(home, address):
    words = refused(address)
    assert "is an address on the web: download it first" in words
    assert "nothing enters or leaves this machine" in words


@pytest.mark.skipif(os.name == "nt", reason="there they are places")
def test_places_on_windows_machines_are_explained(home):
    for place in (r"C:\Users\Ada\cat.jpg", r'"D:\cat.jpg"', r"& 'C:\cat.jpg'", "file:///C:/cat.jpg", "C:/cat.jpg"):
        assert "cat.jpg is a place on a Windows machine" in refused(place)
    assert "write r before its quotes" in refused("C:\new.jpg")
    assert "write r before its quotes" in refused("C:\temp\new.jpg")


@pytest.mark.parametrize("given", [None, 3, b"cat.jpg", ["cat.jpg"], 1.5])
def test_other_types_are_named(given):
    assert refused(given) == (
        f"the path is of type {type(given).__name__}: want the name of a file with a photograph, in quotes"
    )


def test_nonsense_is_a_sentence_too(home):
    for nonsense in ("", "  ", '""', "a\0b", "x" * 5000, "a/" * 5000, "\ud800", "~nobody_of_this_name/cat.jpg"):
        assert refused(nonsense)


@given(st.text())
def test_any_text_is_a_path_or_a_sentence(text):
    try:
        found, words = place_of(text, WANT), ""
    except ValueError as error:
        found, words = None, str(error)
    assert isinstance(found, Path) or 0 < len(words) < 1000


def test_kinds_by_their_first_bytes():
    assert kind_of(b"%PDF-1.4") == "a PDF document"
    assert kind_of(b"RIFF\0\0\0\0WEBP") == "a picture in the format WebP"
    assert kind_of(b"RIFF\0\0\0\0WAVE") == "a sound"
    assert kind_of(b"\xef\xbb\xbf\n<HTML>") == "a web page"
    assert kind_of(b"") == kind_of(b"Call me Ishmael.") == ""
