"""A text of the learner's own as a str, in the letters that a network of the course knows."""

import codecs
import os
import re
import unicodedata
from collections import Counter

from dlcourse.data.own.files import MissingFile, bytes_of, kind_of, whatever_its_name_says

MOST_BYTES = 8_000_000
MOST_CHARACTERS = 2_000_000
WANT = "a plain text, such as a .txt file"
NAMED = 8  # characters that are named in the report
# The longest mark first: that of UTF-32 begins as that of UTF-16 does.
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What stands for a sign that an alphabet has not.
OTHERS = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{"…": "...", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    **{"[": "(", "]": ")", "{": "(", "}": ")", "!": ".", "?": "."},
}


def own_text(path_or_text, keep=None):
    """A text of your own: from a file, or as it is typed.

    What has several lines, or neither begins nor ends as the place of a file does, is taken for the text itself. Line
    ends become ``"\\n"``; a tab becomes a space; other control characters are left out. What was guessed or left out is
    printed in one line. The file is read on this machine, sent nowhere, and not changed.

    Parameters
    ----------
    path_or_text : str or path
        The text itself; or a file of at most 8 MB: UTF-8, UTF-16 with a mark at its beginning, or else Windows-1252,
        which has all of Latin-1. At most 2 million characters.
    keep : str, optional
        The letters to keep: the alphabet of a network. A letter that is not among them becomes a small one, one
        without accent or a like sign ("É" "e", "—" "-") if that is; otherwise it is left out.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For a file that is not there, one that is no text, too long a text, or one of which nothing is left.

    Examples
    --------
    >>> own_text("Déjà vu: 50 %", keep="abcdefghijklmnopqrstuvwxyz :")
    own text: 3 of 13 characters are not in the alphabet and left out: '5', '0', '%'
    'deja vu:  '
    """
    if keep is not None and not (isinstance(keep, str) and keep):
        raise ValueError(f"keep is {keep!r}: want the letters to keep in one str, or None for all")
    if isinstance(path_or_text, str) and not _looks_like_a_file(path_or_text):
        text, remark = path_or_text, ""
    else:
        try:
            content, name = bytes_of(path_or_text, MOST_BYTES, WANT)
        except MissingFile as error:
            raise MissingFile(f"{error}; if this is the text itself, end it with a line break") from None
        text, remark = _decoded(content, name)
    text = _tidy(text)
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"the text has {len(text):,} characters, the most is {MOST_CHARACTERS:,}: give a part of it")
    if not text.strip():
        raise ValueError(f"the text is empty or all blank: want {WANT}, or the text itself")
    remarks = [remark] if remark else []
    if keep is not None:
        text, left_out = _kept(text, keep)
        remarks += [left_out] if left_out else []
    if remarks:
        print(f"own text: {'; '.join(remarks)}")
    return text


def _looks_like_a_file(given):
    """Is it a place rather than a text? One line that begins or ends as such."""
    line = given.strip().strip("\"'")
    if re.fullmatch(r"[A-Za-z]:\n[^\n]*\.\w{1,5}", line):  # "C:\new.txt", in which Python read a line break
        return True
    if "\n" in given or len(line) > 1000 or not line:
        return False
    begins = re.match(r"~\w*[\\/]|\.{0,2}/\S|&?\s*['\"]?[A-Za-z]:[\\/]|\\\\|[A-Za-z]+://", line)
    ends = re.search(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", line)
    return bool(begins or ends) or (len(line) < 256 and os.path.isfile(line))


def _decoded(content, name):
    """The text of a file, and a remark on its encoding if it was guessed."""
    kind = kind_of(content)
    if kind and (b"\0" in content or content.startswith((b"%PDF", b"{\\rtf"))):  # a text may begin so
        despite = whatever_its_name_says(name, (".txt", ".md"))
        raise ValueError(f"{name} is {kind}{despite}: want {WANT}; save or export it as plain text")
    mark = next((mark for mark in MARKS if content.startswith(mark)), b"")
    encoding, remark = MARKS.get(mark, "utf-8"), ""
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise ValueError(f"{name} is damaged: its mark says {encoding}, byte {error.start} is not") from None
        text, remark = _of_an_old_file(content), f"{name} is not UTF-8 and was read as Windows-1252 (Latin-1)"
    if text is None or _strange(text) > len(text) / 1000:
        raise ValueError(f"{name} has bytes that are no text: want {WANT}; in an editor, save it as UTF-8")
    return text, remark


def _of_an_old_file(content):
    """A text of one byte for each letter; None where it is none."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _strange(text) else text


def _strange(text):
    """How many characters are such as stand in no text; a form feed and the end mark of old systems may."""
    return sum(text.count(chr(code)) for code in [*range(9), *range(14, 26), *range(27, 32), 127])


def _tidy(text):
    """One kind of line ends, letters with their accents in one, and no characters that nobody sees."""
    text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text)).replace("\t", " ")
    unseen = [sign for sign in set(text) if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
    return text.translate(dict.fromkeys(map(ord, [*unseen, "\ufeff", "\xad"])))


def _kept(text, keep):
    """The text in the letters of an alphabet, and what was left out in words."""
    known = set(keep)
    kinds = Counter(text)
    becomes = {sign: _like(sign, known) for sign in kinds}
    lost = Counter({sign: kinds[sign] for sign, other in becomes.items() if not other})
    kept = text.translate({ord(sign): other for sign, other in becomes.items()})
    if not kept.strip():
        raise ValueError(f"none of the text's letters is among those to keep, {keep[:40]!r}: want a text in these")
    if not lost:
        return kept, ""
    named = ", ".join(
        f"{sign!r}" + (f" ({count} times)" if count > 1 else "") for sign, count in lost.most_common(NAMED)
    )
    more = f", and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    words = f"{lost.total():,} of {len(text):,} characters are not in the alphabet and left out: {named}{more}"
    return kept, words


def _like(sign, known):
    """The sign of an alphabet that stands for a sign; "" if there is none."""
    small = sign.lower()
    bare = "".join(each for each in unicodedata.normalize("NFKD", small) if not unicodedata.combining(each))
    ways = (sign, small, OTHERS.get(small, ""), bare, OTHERS.get(bare, ""), " " if sign.isspace() else "")
    return next((way for way in ways if way and set(way) <= known), "")
