"""The report: HTML that is valid and escaped, and a plain text that says the same."""

import html
import re
from html.parser import HTMLParser

import front_ends
import learners
import numpy as np
import pytest
from learners import PROPERTY, SCALE, scale

from dlcourse.checking.cards import Card, QuestionReport, Report, inline
from dlcourse.checking.check import Verdict, check
from dlcourse.checking.status import Status
from dlcourse.exercises import find

EVIL = "<script>alert(1)</script>&\"'`*<b>*`"
VOID = {"br", "hr", "img"}


class Reader(HTMLParser):
    """Checks that tags are balanced and known, and collects the text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        names = [name for name, _ in attributes]
        assert len(set(names)) == len(names)
        assert not any(name.startswith("on") for name in names)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(card):
    reader = Reader()
    reader.feed(card._repr_html_())
    reader.close()
    assert reader.open == []
    assert reader.tags <= {"div", "strong", "code", "em", "table", "tr", "th", "td", "pre", "details", "summary"}
    return " ".join("".join(reader.text).split())


def evil_value(X, b, *, factor):
    print(EVIL, "\x1b[2J\x00")
    return EVIL


def evil_key(X, b, *, factor):
    return {EVIL: 1}


def evil_error(X, b, *, factor):
    raise ValueError(EVIL + "\x1b[31m")


EvilType = type("<img src=x onerror=alert(1)>", (), {})


def evil_type(X, b, *, factor):
    return EvilType()


def evil_line(X, b, *, factor):
    raise ValueError  # <script>alert("in the line")</script>


ANSWERS = [
    evil_value,
    evil_key,
    evil_error,
    evil_type,
    evil_line,
    scale,
    learners.no_bias,
    learners.begun,
    learners.not_written,
    learners.prints_much,
    learners.wrong_names,
    3,
    "<script>",
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: getattr(answer, "__name__", str(answer)[:8]))
def test_html_is_valid_escaped_and_says_what_the_text_says(answer):
    report = Report(check(SCALE, answer), solved=SCALE.solved, hints=["A `hint` <i>.", "Another."], hint=1)
    shown, source = read(report), report._repr_html_()
    assert "<script" not in source
    assert "<img" not in source
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", source + str(report))
    for line in str(report).replace(report.asking, "").splitlines():
        words = line.replace("`", "").replace("*", "").split()
        for word in words:
            assert word.strip(":") in shown.replace("`", "").replace("*", ""), word


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: getattr(answer, "__name__", str(answer)[:8]))
def test_it_reads_the_same_where_styles_and_classes_are_stripped(answer):
    """As on GitHub: sign, words, rows, lines of code and what is folded stand without them."""
    report = Report(check(SCALE, answer), solved=SCALE.solved, hints=["A `hint` <i>.", "Another."], hint=1)
    source = report._repr_html_()
    bare = front_ends.sanitized(source)
    assert not re.search(r"<[^>]*(style|class|data-status|role)=", bare)
    assert front_ends.read(bare) == front_ends.read(source)
    assert front_ends.read(bare)["words"].startswith(f"{report._sign} {report.title} — {report.words}")


def test_a_card_with_everything_reads_the_same_where_styles_and_classes_are_stripped():
    told = {"lead": ["`a`", "*b* <c>"], "rows": [("name", "1\n  2"), ("other", "○○")], "tail": ["end"]}
    card = Card("message", "t", "w", **told, folded=[("click", "hidden `x`")], source="def f():\n    return 1")
    shown = front_ends.read(front_ends.sanitized(card._repr_html_()))
    assert shown == front_ends.read(card._repr_html_())
    assert shown["rows"] == [["name", "1 2"], ["other", "○○"]]
    assert shown["lines"] == ["1", "  2", "○○", "def f():", "    return 1"]
    assert shown["folded"] == [("click", "click hidden x")]


def test_the_reference_gets_no_sign_of_a_right_answer():
    report = Report(check(SCALE, scale), solved=SCALE.solved, reference=True)
    assert str(report) == "ℹ test.scale — the reference is right here; yours is checked when you run the cell"
    assert Status.CORRECT.colour not in report._repr_html_()
    assert 'data-status="message"' in report._repr_html_()
    wrong = Report(
        check(SCALE, learners.no_bias), reference=True
    )  # a course under construction: its author must see it
    assert str(wrong).startswith("✗ test.scale — not right yet")


def test_wrong_answer_shows_call_result_and_expectation():
    report = Report(check(SCALE, learners.no_bias), hints=["One.", "Two."], hint=2)
    text = str(report)
    assert text.startswith("✗ test.scale — not right yet, 0 of 2 points")
    assert "The bias left out." in text
    assert re.search(r"called +scale\(np\.array\(\[\[1\.0, -2\.0, 0\.5\]\]\), np\.array\(\[.*\]\), factor=2\.0\)", text)
    assert re.search(r"came back +\[\[2\.0, -4\.0, 1\.0\]\]", text)
    assert re.search(r"expected +\[\[2\.5, -3\.0, 3\.0\]\]", text)


def test_a_hint_is_folded_and_the_text_says_only_how_to_ask_for_it():
    report = Report(check(SCALE, learners.no_bias), hints=["One.", "Two."], hint=2)
    assert str(report).endswith('Hint 2 of 2: `hint("test.scale", 2)` shows it.')
    assert "Two." not in str(report)
    assert re.search(
        r"<details[^>]*><summary[^>]*>Hint 2 of 2</summary>\s*<div[^>]*>Two\.</div></details>", report._repr_html_()
    )
    assert " open" not in report._repr_html_()


def test_no_hint_is_shown_that_was_not_asked_for():
    report = Report(check(SCALE, learners.no_bias), hints=["One.", "Two."])
    assert "Hint" not in str(report)
    assert "Hint" not in report._repr_html_()


def test_no_hint_where_none_is_needed():
    assert "Hint" not in str(Report(check(SCALE, scale), solved="this.", hints=["One.", "Two."], hint=1))


def test_error_shows_the_learners_line():
    report = str(Report(check(SCALE, learners.raises)))
    assert re.search(r"your line \d+ +return Y\.reshape\(7, 7\)", report)


def test_timeout_shows_the_line_and_the_call():
    report = str(Report(check(SCALE, learners.endless, time_limit=0.1)))
    assert "✗ test.scale — stopped" in report
    assert "called" in report
    assert "expected" not in report


def test_status_is_told_by_sign_and_word_not_by_colour_alone():
    for status in Status:
        assert str(Card(status, "title", status.words)) == f"{status.sign} title — {status.words}"
    assert str(Card("message", "title")) == "ℹ title"


def test_questions():
    exercise = find("neuron.one_line")
    wrong, right, blank = (
        QuestionReport(check(exercise, answer), solved=exercise.solved, hints=exercise.hints)
        for answer in ("a", "b", ...)
    )
    assert "A bent boundary." in str(wrong)
    assert "Worth keeping: the limit of a single neuron" in str(right)
    assert "three dots" in str(blank)
    for report in (wrong, right, blank):
        read(report)


def test_property_observations_are_lines():
    text = str(Report(check(PROPERTY, lambda: 14)))
    assert re.search(r"came back +the last digit: 4\n +parity: even", text)


def test_code_is_not_mistaken_for_emphasis():
    shown = Card("message", "t", lead=["`a *b* c` and *this* and 2*3*4 and `x`"])._repr_html_()
    assert "<code>a *b* c</code>" in shown
    assert "<em>this</em>" in shown
    assert "2*3*4" in shown


def test_every_mistake_of_the_course_can_be_shown():
    for exercise in (find("neuron.sigmoid"), find("forward.predict"), find("forward.step_approximation")):
        for mistake in exercise.mistakes:
            report = Report(check(exercise, mistake.answer), hints=exercise.hints, hint=1)
            assert html.unescape(read(report))
            assert len(str(report)) < 4000


def test_verdict_is_json():
    assert Verdict("a.b", "correct").to_dict()["status"] == "correct"
    assert np.isscalar(check(SCALE, scale).score)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "*`if` on a whole array.* Write `a * b * c`.",
            "<em><code>if</code> on a whole array.</em> Write <code>a * b * c</code>.",
        ),
        ("*`^` for a power.* `x**2` <b>", "<em><code>^</code> for a power.</em> <code>x**2</code> &lt;b&gt;"),
        ("a*b*c, `*args` and *this*", "a*b*c, <code>*args</code> and <em>this</em>"),
    ],
)
def test_code_may_stand_in_emphasis_and_stars_in_code(text, html):
    assert inline(text) == html
