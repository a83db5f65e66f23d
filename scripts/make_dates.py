"""Make the dates of lesson 14 anew: python scripts/make_dates.py

It needs Babel (``pip install babel``), and says which version it found: the stored file was made with Babel 2.19.0,
which holds version 49 of the Common Locale Data Repository (CLDR). Other versions may have other words, so that other
numbers would be printed in the lesson: the file is made once and kept.
"""

import re
from pathlib import Path

import babel
from babel.core import get_cldr_version

FILE = Path(__file__).resolve().parent.parent / "dlcourse" / "data" / "files" / "dates.txt"
LANGUAGES = {"English": "en", "German": "de", "French": "fr", "Spanish": "es", "Italian": "it", "Portuguese": "pt"}
LANGUAGES |= {"Dutch": "nl", "Swedish": "sv", "Finnish": "fi", "Polish": "pl", "Czech": "cs", "Croatian": "hr"}
LANGUAGES |= {"Turkish": "tr", "Russian": "ru", "Greek": "el", "Indonesian": "id", "Hungarian": "hu"}
LANGUAGES |= {"Lithuanian": "lt", "Basque": "eu", "Japanese": "ja"}
FIELDS = {"d": "{day}", "M": "{number}", "MMMM": "{month}", "y": "{year}"}


def line(language):
    """A language, how it writes a date in its long form, and its twelve months, between tabs."""
    locale = babel.Locale(LANGUAGES[language])
    pattern = locale.date_formats["long"].pattern
    # 'quoted text', a field of equal letters, or any other sign
    pieces = re.findall(r"'([^']*)'|([A-Za-z]+)|([^'A-Za-z])", pattern)
    form = "".join(quoted or sign or FIELDS[field] for quoted, field, sign in pieces)
    months = locale.months["format"]["wide"]
    return "\t".join([language, form, *(months[number] for number in range(1, 13))])


def main():
    """Write the file."""
    lines = [line(language) for language in LANGUAGES]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} languages, Babel {babel.__version__}, CLDR {get_cldr_version()}")


if __name__ == "__main__":
    main()
