"""The glossary is true of the lessons: words and signs stand where it says, and no term of a lesson is missing.

A new lesson that defines a term in bold ("This is called a **term**.") finds here that the glossary lacks it.
"""

import functools
import re
import unicodedata
from pathlib import Path

import pytest

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
NUMBERS = [path.name[:2] for path in course_notebooks()]
ENTRY = re.compile(r'<a id="([\w-]+)"></a>\*\*(.+?)\*\*(?: \((\*.+?\*)\))?: (.+) \[Lesson (\d\d)\]\[\5\]')
OWN = ("Words of this course", "Words of Python and NumPy")

# Terms whose lesson is not the first in which they stand out, or which has them if none stands out: why it is right.
ELSEWHERE = {
    "cell": "in 00 the cells are those of a notebook",
    "gradient": "01 says only that code calls a slope so; 03 has the array",
    "language model": "03 and 07 only mention one; 14 builds one",
    "linear": "13 has it in italics as one kind of map; the probe of 09 is explained",
    "negative sampling": "a negative of 01 is a number below 0",
    "noise": "01 has only noisy examples; 03 says what noise is to targets",
    "split": "19 has it in bold as what counts; 06 is about it",
    "transformer": "14 is about it and writes it plainly; 19 has it in italics",
    "truths": "the truth of 03 is the right class; 17 means boxes",
    "unit": "that of 01 is part of a name, the rectified linear unit",
    "vector": "11 gives one to each letter; 19 has that of a word in bold",
}
# Bold, and in the place of a term, but none: what it stands out for.
EMPHASIS = {
    "straight line": "what to see",
    "silence": "a word of the text, beside reinforce and inhibit",
    "random": "the difference to learned weights",
    "staircase": "the picture of one exercise",
    "3": "a digit",
    "tries": "what is counted",
    "other half": "which half",
    "root": "how fast something grows",
    "unit of its own": "what is wrong with the data",
    "pure noise": "what the data are",
    "in use": "the opposite of training: evaluation mode is there",
    "added": "the rule of two paths",
    "nationality": "what a probe reads",
    "generation": "what a probe reads",
    "sex": "what a probe reads",
    "one place and size": "which drawings",
    "sure": "a name for one experiment",
    "holes": "a picture for what lies between codes",
    "right": "which labels",
    "lag of 5": "a number",
    "stripe": "a name for one picture",
    "share": "an argument of one function",
    "Python": "where time goes",
    "faster": "the result",
    "house's habits": "what was learned",
    "frauds": "what the word means everywhere",
    "made": "by rules, and not by people",
    "alarms": "one of four columns",
}


def plainly(text):
    """A text in one line."""
    return " ".join(text.split())


@functools.cache
def entries():
    """Heading -> the entries under it, as matches: anchor, term, other names, text, number of the lesson."""
    found = {}
    for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        heading, _, rest = part.partition("\n")
        blocks = [plainly(block) for block in rest.split("\n\n") if block.lstrip().startswith("<a ")]
        if blocks:
            found[heading] = [ENTRY.fullmatch(block) or pytest.fail(f"no entry: {block}") for block in blocks]
    return found


def names_of(entry):
    return [entry[2], *(name.strip("* ") for name in (entry[3] or "").split(",") if name)]


@functools.cache
def sources(number):
    """The cells of a lesson: its texts, and everything."""
    [path] = [path for path in course_notebooks() if path.name.startswith(number)]
    cells = read_notebook(path).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    return "\n\n".join(texts), "\n\n".join(cell.source for cell in cells)


@functools.cache
def words_in(number):
    """The texts of a lesson without code and formulas, in which a star is no emphasis. (2 $ is no formula.)"""
    return re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$(?! )[^$]*?(?<! )\$", " ", sources(number)[0], flags=re.DOTALL)


def bold(text):
    return [plainly(found) for found in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


@functools.cache
def standing_out(number):
    """What is bold, in italics or a heading in a lesson, bare of an article, a point and what stands in brackets."""
    text = words_in(number)
    italics = [plainly(found) for found in re.findall(r"(?<![*\w])\*([^*\n][^*]*?)\*(?!\*)", text)]
    return [bare(found) for found in (*bold(text), *italics, *re.findall(r"^#+ (.*)$", text, re.MULTILINE))]


def bare(text):
    return re.sub(r"^(an?|the) |[.,:]$| \(.*\)$", "", text)


@functools.cache
def pattern(name):
    """A term in any of its forms: "standardize" is in "standardized", "k-means" may be cut after its hyphen."""
    forms = []
    for word in re.split(r"[ -]", name):
        stem = re.sub(r"[eys]$", "", word) if len(word) > 3 else word
        forms.append(re.escape(stem) + (r"\w{0,4}" if len(stem) > 2 else "s?"))
    flags = 0 if sum(letter.isupper() for letter in name) > 1 else re.IGNORECASE
    return re.compile(r"(?<![\w-])" + r"[-\s]+".join(forms) + r"(?!\w)", flags)


def uses(number, name):
    """Whether a lesson has a term anywhere, or a function of that name."""
    text = sources(number)[1]
    return any(pattern(name).search(form) for form in (text, text.replace("_", " ")))


def first_lesson(names):
    """The first lesson in which one of the names stands out; if it does so nowhere, the first that uses one."""
    for number in NUMBERS:
        if any(pattern(name).fullmatch(found) for name in names for found in standing_out(number)):
            return number
    return next((number for number in NUMBERS if any(uses(number, name) for name in names)), None)


def key(term):
    """What a term is sorted by: word by word, without accents and signs."""
    letters = unicodedata.normalize("NFKD", term.replace("–", "-")).encode("ascii", "ignore").decode().lower()
    return [re.sub(r"[^a-z0-9]", "", word) for word in re.split(r"[\s_-]+", letters)]


def test_terms_are_in_order_and_none_stands_twice():
    terms = [entry[2] for part in entries().values() for entry in part]
    assert len(set(map(str.lower, terms))) == len(terms)
    assert len({entry[1] for part in entries().values() for entry in part}) == len(terms)
    for heading, part in entries().items():
        assert part == sorted(part, key=lambda entry: key(entry[2])), heading
        if heading not in OWN:
            assert {key(entry[2])[0][0] for entry in part} == {heading.lower()}
    letters = [heading for heading in entries() if heading not in OWN]
    assert letters == sorted(letters)
    assert re.findall(r"\[([A-Z])\]\(#([a-z])\)", TEXT) == [(letter, letter.lower()) for letter in letters]
    assert list(entries())[-2:] == list(OWN)


def test_links_lead_somewhere():
    anchors = set(re.findall(r'<a id="([\w-]+)">', TEXT))
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    targets = set(re.findall(r"\]\(#([\w-]+)\)", TEXT))
    assert targets <= anchors | {heading.lower().replace(" ", "-") for heading in headings}
    assert not re.findall(r"\]\((?!#)", TEXT)  # lessons are linked by their number alone
    lessons = dict(re.findall(r"^\[(\d\d)\]: (.+)$", TEXT, re.MULTILINE))
    assert lessons.keys() == set(re.findall(r"\[(\d\d)\](?!:)", TEXT))
    for path in course_notebooks():
        number, title = path.name[:2], sources(path.name[:2])[0].partition("\n")[0].removeprefix("# ")
        there = f'../notebooks/{path.name} "Lesson {number}: {title}"'
        assert lessons.pop(number, there) == there  # a lesson that explains no term needs no line
    assert not lessons


def test_a_term_is_in_the_lesson_that_explains_it_first():
    wrong = []
    for heading, part in entries().items():
        for entry in part:
            names, said = names_of(entry), entry[5]
            found = said if heading in OWN or entry[2] in ELSEWHERE else first_lesson(names)
            if found != said or not any(uses(said, name) for name in names):
                wrong.append(f"{entry[2]}: the glossary says {said}, but it is {found}")
    assert not wrong


def test_exceptions_are_exceptions():
    found = {entry[2]: entry for part in entries().values() for entry in part}
    for term, why in ELSEWHERE.items():
        assert why
        assert first_lesson(names_of(found[term])) != found[term][5], term
    in_its_place = {term for number in NUMBERS for term in defined(words_in(number))}
    known = [pattern(name) for entry in found.values() for name in names_of(entry)]
    for word, why in EMPHASIS.items():
        assert why
        assert word in in_its_place, word
        assert not any(form.fullmatch(word) for form in known), word


def defined(text):
    """What stands in bold where a sentence names something: after "a", "the", "called", and before a stop or a verb."""
    for found in re.finditer(r"\*\*(.+?)\*\*", text, re.DOTALL):
        term = bare(plainly(found[1]))
        before, after = plainly(text[: found.start()][-40:]), plainly(text[found.end() :][:25])
        named = re.search(r"\b(an?|the|this|is|are|called|its|their|or|of|each|say|that)$", before, re.IGNORECASE)
        ends = re.match(r"[,.;:()]|is |are |says |has |takes |means ", after)
        if named and ends and len(term.split()) <= 4 and not re.search(r"[:?!;.]$", term):
            yield term


def test_what_is_defined_is_found():
    text = "This is called a **term**. The **other term** is new; in the **right** half, **look**. **b** — The **end:**"
    assert list(defined(text)) == ["term", "other term"]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_term_that_a_lesson_defines_is_there(number):
    known = [pattern(name) for part in entries().values() for entry in part for name in names_of(entry)]
    missing = {term for term in defined(words_in(number)) if not any(form.fullmatch(term) for form in known)}
    assert not missing - set(EMPHASIS), f"lesson {number} defines {missing - set(EMPHASIS)}: docs/glossary.md lacks it"


def rows():
    """The rows of the tables of signs: the signs of each, and the lessons that it names."""
    tables = TEXT[TEXT.index("\n### Letters for how many") : TEXT.index("\n### What other books write")]
    for row in re.findall(r"^\| (.+) \|$", tables, re.MULTILINE):
        head = row.partition(" | ")[0]
        if head not in ("letter", "sign") and not head.startswith("---"):
            signs = re.sub(r" \([a-z ]+\)", "", head).split(", ")
            yield [sign.strip("`$") for sign in signs], re.findall(r"\[(\d\d)\]", row)


@functools.cache
def written_in(number):
    """The cells of a lesson and its module, where its notation stands, in one line."""
    [path] = [path for path in course_notebooks() if path.name.startswith(number)]
    module = ROOT / "dlcourse" / "lessons" / f"{lesson_name(path)}.py"
    return plainly(sources(number)[1] + module.read_text("utf-8"))


def has_sign(number, sign):
    """Whether a sign stands in a lesson, and not as a part of a longer one."""
    begins = r"(?<![A-Za-z0-9_\\])" if re.match(r"\w", sign) else ""
    ends = r"(?![A-Za-z])" if "\\" in sign else r"(?![A-Za-z0-9])" if re.search(r"\w$", sign) else ""
    return re.search(begins + re.escape(sign) + ends, written_in(number)) is not None


def test_each_sign_stands_in_the_lessons_that_are_named():
    assert len(list(rows())) > 60  # the pattern finds the tables
    wrong = []
    for signs, numbers in rows():
        wrong += [(sign, numbers) for sign in signs if not any(has_sign(number, sign) for number in numbers)]
        wrong += [(signs, number) for number in numbers if not any(has_sign(number, sign) for sign in signs)]
    assert not wrong


def test_it_can_be_read_as_text():
    assert not [line for line in TEXT.splitlines() if len(line) > 120]
    for block in TEXT.split("\n\n"):
        if block.startswith("<a "):
            lines = block.splitlines()
            assert not [line for line in lines if line.count("$") % 2], block  # no formula is cut by the end of a line
            assert not [line for line in lines[1:] if re.match(r"[-+*#>|=]\s|\d+[.)]\s", line)], block  # no list begins
