"""What the web edition holds: all of the course's notebooks, and no answer."""

import base64
import hashlib
import io
import re

import pytest
from PIL import Image
from web_edition import FORMULA, SECRET, classes, plain, segments, words

from dlcourse.checking.question import Question
from dlcourse.coursework.authoring import alt_texts
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.sittings import ids_in, sittings
from dlcourse.coursework.solve import reference_body
from dlcourse.exercises import find, lesson

PICTURE = re.compile(r"<img [^>]*?src=\"data:image/png;base64,([^\"]+)\"")
GUESSED = re.compile(r'\bguess\("([\w.]+)", (answer|outcome)')
SIGNS = 10  # a line of code with fewer, as `return out`, tells nothing

every_lesson = pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)


def cells(path, kind="code"):
    """The cells of a stored notebook, of one kind."""
    return [cell for cell in read_notebook(path).cells if cell.cell_type == kind]


def html_of(output):
    """The HTML that an output holds."""
    return "".join(output.get("data", {}).get("text/html", ""))


def printed(cell):
    """What a cell has printed."""
    return "".join("".join(output["text"]) for output in cell.outputs if output.output_type == "stream")


@pytest.fixture
def page(edition, path):
    """The page of a lesson."""
    return edition[f"lessons/{path.stem}.html"]


def blocks(page, within=None):
    """The code of cells on a page, in order; what texts show as code is left out."""
    found = page.all("div", "code", within)
    return [page.all("div", "highlight", cell)[0] for cell in found]


def code_of(page, within=None):
    """The same as text."""
    return [plain(block).strip("\n") for block in blocks(page, within)]


# ---- all is there ----


def test_the_first_page_leads_to_every_lesson_and_guide(edition):
    index = edition["index.html"]
    linked = {link.attrib["href"].partition("#")[0] for link in index.all("a") if "href" in link.attrib}
    assert linked >= set(edition) - {"index.html", "search.html"}  # a form leads there
    shown = words(index.main)
    for item in lesson_catalog()["lessons"]:
        assert item["title"] in shown
        for milestone in item["milestones"]:
            assert milestone["title"] in shown, milestone


def test_every_lesson_leads_on_and_back(edition):
    stems = [path.stem for path in course_notebooks()]
    for before, after in zip(stems, stems[1:]):
        for here, there in ((before, after), (after, before)):
            page = edition[f"lessons/{here}.html"]
            links = [link for link in page.all("a", within=page.main) if "#" not in link.attrib["href"]]
            assert [link for link in links if link.attrib["href"].endswith(f"{there}.html")], (here, there)


@every_lesson
def test_sittings_and_headings_are_there_in_order(path, page):
    notebook = read_notebook(path)
    parts = page.all("section", "sitting")
    assert [part.attrib["id"] for part in parts] == [f"sitting-{n + 1}" for n in range(len(parts))]
    marks = sittings(notebook)
    assert [part.attrib["data-core"] for part in parts] == [str(mark.core).lower() for mark in marks]
    for part, mark in zip(parts, marks, strict=True):
        assert mark.name in words(page.all("h2", within=part)[0])
        asked = [box.attrib["id"] for box in page.all("div", "asked", part) if box.attrib["data-kind"] != "guess"]
        ids = dict.fromkeys(ids_in(notebook.cells[mark.start : mark.stop]))
        assert asked == [f"ask-{key.replace('.', '-')}" for key in ids if not key_is_only_brought_in(key, notebook)]
    source = "\n\n".join(cell.source for cell in cells(path, "markdown"))
    wanted = [
        (len(level), " ".join(segments(text))) for level, text in re.findall(r"^(#+) (.+)$", source, re.MULTILINE)
    ]
    titles = [item for item in page.main.iter() if re.fullmatch("h[1-6]", item.tag)]
    assert [(int(item.tag[1]), words(item)) for item in titles] == wanted


def key_is_only_brought_in(key, notebook):
    """Whether a notebook mentions an exercise without asking it."""
    asked = re.compile(rf'(?:@exercise|question)\("{re.escape(key)}"')
    return not any(cell.cell_type == "code" and asked.search(cell.source) for cell in notebook.cells)


@every_lesson
def test_every_word_of_the_texts_is_there_in_order(path, page):
    shown, position = words(page.main), 0
    for cell in cells(path, "markdown"):
        for segment in segments(cell.source):
            found = shown.find(segment, position)
            assert found >= 0, f"{segment!r} after {shown[max(0, position - 80) : position]!r}"
            position = found + len(segment)


@every_lesson
def test_the_code_of_every_cell_is_there_and_no_other(path, page):
    assert code_of(page) == [cell.source.strip("\n") for cell in cells(path)]
    for block in page.all("div", "highlight"):
        assert block.attrib["tabindex"] == "0"
        assert block.attrib["role"] == "region"
        assert block.attrib["aria-label"]


@every_lesson
def test_what_was_printed_is_there(path, page):
    texts = [plain(block).strip("\n") for block in page.all("pre", "printed")]
    assert texts == [printed(cell).strip("\n") for cell in cells(path) if printed(cell).strip()]


@every_lesson
def test_every_picture_is_there_with_its_words(site, path, page):
    outputs = [output for cell in cells(path) for output in cell.outputs if PICTURE.search(html_of(output))]
    stored = [data for output in outputs for data in PICTURE.findall(html_of(output))]
    shown = [image for figure in page.all("figure", "picture") for image in page.all("img", within=figure)]
    words_for_them = [" ".join(image.attrib["alt"].split()) for image in shown]
    assert words_for_them == [alt for output in outputs for alt in alt_texts(output)]
    for image, data in zip(shown, stored, strict=True):
        with Image.open(site / "lessons" / image.attrib["src"]) as file:
            assert file.size == (int(image.attrib["width"]), int(image.attrib["height"]))
            assert digest(file) == digest(Image.open(io.BytesIO(base64.b64decode(data))))


def digest(picture):
    """A hash of what a picture shows."""
    return hashlib.sha256(picture.convert("RGBA").tobytes()).hexdigest()


def test_sounds_are_there(edition):
    outputs = [output for path in course_notebooks() for cell in cells(path) for output in cell.outputs]
    count = sum(html_of(output).count("<audio") for output in outputs)
    shown = [audio for page in edition.values() for audio in page.all("audio")]
    assert count == len(shown) > 0
    assert all(audio.attrib["aria-label"] and "controls" in audio.attrib for audio in shown)


# ---- exercises, questions, guesses ----


@every_lesson
def test_exercises_say_how_to_run_them_and_fold_their_hints(path, page):
    asked = {box.attrib["id"]: box for box in page.all("div", "asked") if box.attrib["data-kind"] != "guess"}
    assert list(asked) == [f"ask-{item.id.replace('.', '-')}" for item in lesson(lesson_name(path))]
    for item in lesson(lesson_name(path)):
        box = asked[f"ask-{item.id.replace('.', '-')}"]
        assert box.attrib["data-kind"] == ("question" if isinstance(item, Question) else "exercise")
        [code] = code_of(page, box)
        assert f'"{item.id}"' in code
        [run_it] = page.all("*", "run-it", box)
        assert path.name in words(run_it)
        assert "data-pagefind-ignore" in run_it.attrib  # "lstm" would find each exercise of 12_lstm.ipynb
        folded = page.all("details", "hint", box)
        assert all("open" not in hint.attrib for hint in folded)
        assert [words(hint).split("\N{SPACE}")[0] for hint in folded] == ["Hint"] * len(item.hints)
        for hint, text in zip(folded, item.hints, strict=True):
            summary = page.all("summary", within=hint)[0]
            said = words(hint).removeprefix(words(summary))
            assert bare(said) == bare(text)


def bare(text):
    """The letters and digits of a text."""
    return re.sub(r"\$[^$`]+\$|[\s`*]", "", text.replace(FORMULA, ""))


@every_lesson
def test_what_comes_out_is_folded_until_it_is_guessed(path, page):
    """What cells show between a guess and its outcome may tell it, too; an explorer is for playing before."""
    waiting, boxes = set(), page.all("div", "code")
    for cell, box in zip(cells(path), boxes, strict=True):
        guessed = [key for key, what in GUESSED.findall(cell.source) if what == "answer"]
        told = [key for key, what in GUESSED.findall(cell.source) if what == "outcome"]
        waiting |= set(guessed)
        if guessed:
            assert (box.attrib["data-kind"], box.attrib["id"]) == ("guess", f"ask-{guessed[0].replace('.', '-')}")
        folded = page.all("details", "outcome", box)
        shown = [item for item in box.iter() if {"printed", "picture", "shown"} & set(classes(item))]
        hidden = [item for item in shown if set(folded) & set(page.around(item))]
        may_tell = bool(waiting) and not cell.source.startswith("explore.")
        assert hidden == (shown if may_tell else []), cell.source
        assert not [item for item in folded if "open" in item.attrib]
        assert not told or shown
        waiting -= set(told)
    assert not waiting


@every_lesson
def test_nothing_is_open_but_what_the_reader_opens(path, page):
    assert not [item for item in page.all("details") if "open" in item.attrib and page.main in page.around(item)]


# ---- never an answer ----


def answers(item):
    """The lines of code of all right answers to an exercise that tell something."""
    if isinstance(item, Question):
        return set()
    functions = [item.reference, *(function for _, function in item.accepted)]
    lines = {
        " ".join(line.split()) for function in functions for line in reference_body(function, header=False).split("\n")
    }
    return {line for line in lines if len(line.replace(" ", "")) >= SIGNS}


def given(path):
    """All that a notebook and the hints of its exercises say, white space folded."""
    texts = [cell.source for cell in read_notebook(path).cells] + [printed(cell) for cell in cells(path)]
    return " ".join("\n".join([*texts, *(hint for item in lesson(lesson_name(path)) for hint in item.hints)]).split())


@pytest.fixture(scope="module")
def texts(site, edition):
    """All text of the site, white space folded: as it is written, and as pages are read. The search's is made of it."""
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg", ".json")]
    files += (site / "assets").glob("*.js")
    found = {path.relative_to(site).as_posix(): " ".join(path.read_text("utf-8").split()) for path in files}
    return found | {f"{name}, read": words(page.tree) for name, page in edition.items()}


def standing(wanted, text):
    """Those of many texts that stand in another one: looked for by how they begin, as a dictionary is."""
    beginnings = {}
    for each in wanted:
        beginnings.setdefault(each[:SIGNS], []).append(each)
    places = ((i, beginnings.get(text[i : i + SIGNS], ())) for i in range(len(text)))
    return {each for i, near in places for each in near if text.startswith(each, i)}


def test_no_line_of_an_answer_stands_anywhere(texts):
    known = " ".join(map(given, course_notebooks()))
    items = [item for path in course_notebooks() for item in lesson(lesson_name(path))]
    secret = {line for item in items for line in answers(item) if line not in known}
    assert len(secret) > len(items)
    assert not {(name, line) for name, text in texts.items() for line in standing(secret, text)}


def test_no_advice_and_no_praise_stands_anywhere(texts):
    """They tell which of the claims is right."""
    known = bare(" ".join(map(given, course_notebooks())))
    items = [item for path in course_notebooks() for item in lesson(lesson_name(path))]
    told = {bare(text) for item in items for text in (item.solved, *(mistake.advice for mistake in item.mistakes))}
    told = {text for text in told if len(text) >= 3 * SIGNS and text not in known}
    assert len(told) > len(items)
    read = {name: bare(text) for name, text in texts.items() if name.endswith(", read")}
    assert not {(name, each) for name, text in read.items() for each in standing(told, text)}


def test_a_right_answer_is_found_if_it_stands_there():
    """The tests above look for something."""
    line = "return (-w[0] * x1 - b) / w[1]"
    assert line in answers(find("neuron.decision_boundary"))
    assert standing({line, "return (-w[0] * x1 - b) / w[2]"}, f"def boundary(w, b, x1): {line} # so") == {line}


def test_nothing_of_a_learners_stands_anywhere(texts):
    """That none of the learner's files was opened, the build has looked at itself."""
    assert not [name for name, text in texts.items() if SECRET in text]
