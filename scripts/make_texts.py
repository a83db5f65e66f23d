"""Make the two texts of lessons 11 and 12 anew: python scripts/make_texts.py

The stored files were made with Python 3.11.7 and version 2026f of the time-zone database. Other versions have other
words, so that other numbers would be printed in the lessons: the files are made once and kept.
"""

import re
from pathlib import Path
from pydoc_data.topics import topics
from zoneinfo import available_timezones

DATA = Path(__file__).resolve().parent.parent / "dlcourse" / "data" / "files"
AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
SIGNS = set("abcdefghijklmnopqrstuvwxyz .,;:'\"()-_")
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "*": None})
NO_PROSE = re.compile(r"::=|>>>|[=~^+-]{3,}|^\.\. |\w+=|^(class|def) ")


def place_names():
    """The last parts of the names of time zones, without abbreviations: each once, in alphabetical order."""
    zones = [zone.split("/") for zone in available_timezones()]
    names = {parts[-1].replace("_", " ") for parts in zones if len(parts) > 1 and parts[0] in AREAS}
    return sorted(name for name in names if not re.search(r"[^ -][A-Z]", name))


def language_reference(topics=topics):
    """The paragraphs of prose in the topics of Python's help, each once, in lower case, without markup."""
    found = {}
    for name in sorted(topics):
        for paragraph in re.split(r"\n\s*\n", topics[name]):
            text = " ".join(paragraph.split()).lower()
            if NO_PROSE.search(text) or len(text.split()) < 6 or not text.endswith((".", ":")):
                continue
            text = re.sub(r"(\w)\(\)", r"\1", re.sub(r"^\* ", "", text)).translate(PLAIN)
            if set(text) <= SIGNS:
                found[text] = None
    return list(found)


def main():
    """Write both files."""
    for name, lines in (("place_names.txt", place_names()), ("language_reference.txt", language_reference())):
        (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} lines, {sum(map(len, lines))} signs")


if __name__ == "__main__":
    main()
