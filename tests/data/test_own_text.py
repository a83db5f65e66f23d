"""A learner's own texts: typed or from a file, in every encoding that is met, in the letters of a network."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.data import datasets
from dlcourse.data.datasets import own_text
from dlcourse.data.own import texts
from dlcourse.experiments.rnn import ids_of

SMALL = "abcdefghijklmnopqrstuvwxyz "
GREETING = "Grüße,\nweiß – „wie“ €\n"
BINARY = (bytes(range(256)), b"\0" * 50, b"\x89PNG\r\n\x1a\n\0\0", b"\x7fELF\2\1\1\0" * 9, b"\x81\x8d" * 40)


@pytest.fixture
def file(tmp_path):
    """Stores bytes, and gives their place."""

    def make(content, name="own.txt"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def refused(given, **how):
    with pytest.raises(ValueError, match=r".") as caught:
        own_text(given, **how)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        GREETING.encode(),
        codecs.BOM_UTF8 + GREETING.encode(),
        codecs.BOM_UTF16_LE + GREETING.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + GREETING.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + GREETING.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + GREETING.encode("utf-32-be"),
    ],
)
def test_encodings_that_say_what_they_are_are_read_silently(file, content, capsys):
    assert own_text(file(content)) == GREETING
    assert capsys.readouterr().out == ""


def test_an_old_encoding_is_guessed_and_said(file, capsys):
    assert own_text(file(GREETING.encode("cp1252"))) == GREETING
    assert capsys.readouterr().out == "own text: own.txt is not UTF-8 and was read as Windows-1252 (Latin-1)\n"
    assert own_text(file("déjà vu".encode("latin-1"))) == "déjà vu"


@pytest.mark.parametrize("content", BINARY)
def test_binary_files_are_refused(file, content):
    assert refused(file(content)).startswith("own.txt ")
    assert "want a plain text, such as a .txt file" in refused(file(content))


def test_documents_are_named_and_texts_that_begin_like_one_are_not(file):
    assert "is a PDF document, whatever its name says" in refused(file(b"%PDF-1.7\nsome text"))
    assert "is a document in the format RTF" in refused(file(b"{\\rtf1 some text}"))
    assert "is a zip archive or an office document" in refused(file(b"PK\x03\x04\0\0\0word/"))
    assert "notes.pdf is a PDF document: want a plain text" in refused(file(b"%PDF-1.7\n", "notes.pdf"))
    assert own_text(file(b"PK and ID3 are marks.")) == "PK and ID3 are marks."
    assert own_text(file(b"ID3 is a mark.")) == "ID3 is a mark."
    assert own_text(file(b"<html>Hello</html>")) == "<html>Hello</html>"


def test_a_damaged_text_says_where(file):
    words = refused(file(codecs.BOM_UTF16_LE + b"a\0b"))
    assert words == "own.txt is damaged: its mark says utf-16-le, byte 2 is not"
    assert "save it as UTF-8" in refused(file("abc".encode("utf-16-le") * 20))  # without a mark


def test_limits_in_bytes_and_in_characters(file):
    assert refused(file(b"a" * (texts.MOST_BYTES + 1))) == "own.txt has 8.0 MB, the most is 8 MB: give a smaller one"
    long = "a\n" * (texts.MOST_CHARACTERS // 2)
    assert len(own_text(long)) == texts.MOST_CHARACTERS
    assert "has 2,000,001 characters, the most is 2,000,000" in refused(long + "b")


def test_line_ends_become_one_and_what_nobody_sees_goes():
    assert own_text("a\r\nb\rc\nd\u2028e\x85f\x0cg\n") == "a\nb\nc\nd\ne\nf\ng\n"
    assert own_text("a\tb\x00\x07\x1b\ufeff\xadc\n\ud800d\n") == "a bc\nd\n"
    assert own_text("e\u0301a\n") == "éa\n"  # two characters for one letter


@pytest.mark.parametrize(
    "text",
    [
        "I went home.",
        "Hello",
        "what? no",
        "a b.c d",
        "x = 3.5",
        "and/or",
        "two\nlines.txt",
        "Ende.\n",
        "~ about",
        "A: b",
    ],
)
def test_texts_are_taken_for_texts(text):
    assert own_text(text) == text


@pytest.mark.parametrize("place", ["my.txt", "~/my", "./my", "/x/my", r"C:\my", "C:\\new\\my.md", "'my notes.txt'"])
def test_places_are_taken_for_places(place):
    words = refused(place)
    assert "there is no file" in words or "is a place on a Windows machine" in words


def test_a_missing_file_says_how_to_give_the_text_itself():
    assert refused("see my.txt").endswith("; if this is the text itself, end it with a line break")
    assert own_text("see my.txt\n") == "see my.txt\n"
    assert "write r before its quotes" in refused("C:\new.txt")
    assert "is an address on the web" in refused("https://example.org/a")


def test_a_file_without_an_ending_is_found_by_its_name(file, tmp_path, monkeypatch):
    file(b"inside", "README")
    monkeypatch.chdir(tmp_path)
    assert own_text("README") == "inside"


def test_nothing_to_read(file):
    for blank in ("", " \n\t", "\x00\x01"):
        assert refused(blank).startswith("the text is empty or all blank")
    assert refused(file(b"\n \n")).startswith("the text is empty or all blank")
    assert "own.txt is empty, it has 0 bytes" in refused(file(b""))
    for nonsense in (None, 3, ["a"], b"bytes"):
        assert "the path is of type" in refused(nonsense)


def test_letters_of_a_network(capsys):
    assert own_text("Déjà vu", keep=SMALL) == "deja vu"
    assert own_text("Straße, Øre, “smörgås”", keep=SMALL) == "strasse ore smorgas"
    said = capsys.readouterr().out
    assert said == "own text: 4 of 22 characters are not in the alphabet and left out: ',' (2 times), '“', '”'\n"
    assert own_text("A b", keep="Ab ") == "A b"
    assert own_text("A\u00a0b\n", keep="ab ") == "a b "
    assert capsys.readouterr().out == ""
    own_text("".join(map(chr, range(33, 127))), keep="a")
    assert ", and 84 more" in capsys.readouterr().out


def test_letters_to_keep_that_are_none():
    for keep in ("", 3, ["a", "b"], b"ab"):
        assert refused("a", keep=keep) == f"keep is {keep!r}: want the letters to keep in one str, or None for all"
    assert "none of the text's letters is among those to keep, 'abc'" in refused("привет\n", keep="abc")


def test_an_own_text_can_be_read_by_the_networks_of_lesson_11(capsys):
    charset = "".join(sorted(set(datasets.language_reference())))
    text = own_text("“Is THIS it?” – Ja: 2 Äpfel […]\r\nFin\u2026\n", keep=charset)
    assert text == '"is this it." - ja:  apfel (...)\nfin...\n'
    assert len(ids_of(text, charset)) == len(text)
    assert capsys.readouterr().out.endswith("left out: '2'\n")


@given(st.text(max_size=200), st.text(min_size=1, max_size=30))
def test_what_is_kept_is_in_the_alphabet(text, alphabet):
    try:
        kept = own_text(text + "\n\n", keep=alphabet)
    except ValueError:
        return  # nothing is left of it, or it is a place
    assert set(kept) <= set(alphabet)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\xad\u2028\u2029")))
def test_a_text_comes_back_from_a_file(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("own") / "a.txt"
    path.write_text(f"a{text}", encoding="utf-8")
    assert own_text(path) == texts._tidy(f"a{text}")
