"""What a learner reads under an exercise: HTML with a plain-text twin.

Everything that comes from the learner is escaped. Colours only repeat what a sign and a word say, and the text
takes its colour from the page, so that light and dark themes both work.
"""

import re

import jinja2
import markupsafe

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.naming import capital
from dlcourse.checking.status import Status

MESSAGE = "message"  # the status of a card that judges nothing
MESSAGE_SIGN, MESSAGE_COLOUR = "ℹ", "#3973ac"
REFERENCE = "the reference is right here; yours is checked when you run the cell"
OFFERING = (Status.WRONG, Status.PARTIAL, Status.ERROR, Status.TIMEOUT)  # after these a hint is offered


def inline(text):
    """`code` and *emphasis* as HTML, everything else escaped."""
    parts = [str(markupsafe.escape(part)) for part in re.split(r"`([^`]+)`", str(text).replace("\0", ""))]
    codes = [f"<code>{part}</code>" for part in parts[1::2]]  # every second one is code: its stars are no emphasis
    plain = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", "\0".join(parts[::2]))
    pieces = plain.split("\0")
    return markupsafe.Markup("".join(piece + code for piece, code in zip(pieces, [*codes, ""], strict=True)))


_ENVIRONMENT = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_ENVIRONMENT.filters["inline"] = inline
# The pages of nbconvert break words in a <pre> at any letter; here only those that fit no line.
_PRE = (
    "margin:0;padding:2px 6px;white-space:pre-wrap;overflow-wrap:anywhere;word-break:normal;color:inherit;"
    "background:rgba(128,128,128,.12);font-size:90%;line-height:1.4"
)
_TEMPLATE = _ENVIRONMENT.from_string(
    """\
<div class="dlcourse-report" data-status="{{ status }}" role="status" style="border-left:5px solid {{ colour }};
padding:6px 12px;margin:4px 0;color:inherit;font-size:14px;line-height:1.5;max-width:52em">
<div><strong>{{ sign }} {{ title }}</strong>{% if words %} — {{ words }}{% endif %}</div>
{% for text in lead %}
<div style="margin-top:4px">{{ text | inline }}</div>
{% endfor %}
{% if rows %}
<table style="margin:6px 0;border-collapse:collapse;color:inherit;font-size:13px;text-align:left">
{% for name, text in rows %}
<tr style="background:none"><th scope="row" style="text-align:left;vertical-align:top;padding:2px 10px 2px 0;
font-weight:normal;white-space:nowrap">{{ name }}</th>
<td style="text-align:left;padding:2px 0"><pre style="{{ pre }}">{{ text }}</pre></td></tr>
{% endfor %}
</table>
{% endif %}
{% for text in tail %}
<div style="margin-top:4px">{{ text | inline }}</div>
{% endfor %}
{% for summary, text in folded %}
<details style="margin-top:4px"><summary style="cursor:pointer">{{ summary }}</summary>
<div style="margin:4px 0 0 16px">{{ text | inline }}</div></details>
{% endfor %}
{% if source %}
<pre style="{{ pre }};padding:8px">{{ source }}</pre>
{% endif %}
</div>"""
)


class Card:
    """A framed message: shown as HTML where that is possible, else as text.

    Parameters
    ----------
    status : Status or "message"
    title, words : str
        The headline: what it is about, and the status in words.
    lead, tail : list of str
        Paragraphs before and after the table; `code` and *emphasis* are marked up.
    rows : list of (str, str)
        A table: a name and preformatted text.
    folded : list of (str, str)
        A line to click, and what it unfolds.
    asking : str
        What stands in the text twin for what is folded, where that must not be open; by default it is.
    source : str
        Code, shown as it is.
    """

    def __init__(self, status, title, words="", lead=(), rows=(), tail=(), folded=(), asking="", source=""):
        self.status, self.title, self.words, self.asking, self.source = status, title, words, asking, source
        self.lead, self.rows, self.tail, self.folded = list(lead), list(rows), list(tail), list(folded)

    def _repr_html_(self):
        colour = MESSAGE_COLOUR if self.status == MESSAGE else Status(self.status).colour
        return _TEMPLATE.render(vars(self) | {"sign": self._sign, "colour": colour, "pre": _PRE})

    @property
    def _sign(self):
        return MESSAGE_SIGN if self.status == MESSAGE else Status(self.status).sign

    def __str__(self):
        headline = f"{self._sign} {self.title}" + (f" — {self.words}" if self.words else "")
        lines = [headline, *(f"  {text}" for text in self.lead)]
        width = max((len(name) for name, _ in self.rows), default=0)
        for name, text in self.rows:
            indented = text.replace("\n", "\n" + " " * (width + 4))
            lines.append(f"  {name:<{width}}  {indented}")
        lines += [f"  {text}" for text in self.tail]
        lines += [f"  {self.asking}"] if self.asking else [f"  {summary}: {text}" for summary, text in self.folded]
        return "\n".join(lines + ([self.source] if self.source else []))

    __repr__ = __str__


class Report(Card):
    """The report on a Verdict.

    Parameters
    ----------
    verdict : Verdict
    solved : str
        What the learner solved, shown when the answer is right.
    hints : list of str
        The hints of the exercise.
    hint : int
        The number of the hint that is offered, folded, from 1; 0 for none.
    reference : bool
        Whether the answer was the reference's, as in the outputs that are stored in a notebook.
    """

    def __init__(self, verdict, solved="", hints=(), hint=0, *, reference=False):
        self.verdict = verdict
        if reference and verdict.status == Status.CORRECT:
            # No sign of a right answer: a green tick under a blank would be read as the reader's own.
            super().__init__(MESSAGE, verdict.exercise, REFERENCE)
            return
        words = Status(verdict.status).words
        if verdict.status != Status.NOT_ATTEMPTED:
            words += f", {points_in_words(verdict.score, verdict.max_score, verdict.bonus)}"
        super().__init__(verdict.status, verdict.exercise, words)
        fill = {Status.CORRECT: self._correct, Status.NOT_ATTEMPTED: self._not_attempted}
        fill.get(verdict.status, self._wrong)(solved)
        if verdict.note:
            self.tail.append(verdict.note)
        if verdict.printed:
            self.rows.append(("it printed", verdict.printed))
        if hint and verdict.status in OFFERING:
            self.folded.append((f"Hint {hint} of {len(hints)}", hints[hint - 1]))
            self.asking = f'Hint {hint} of {len(hints)}: `hint("{verdict.exercise}", {hint})` shows it.'

    def _correct(self, solved):
        if solved:
            self.lead.append(f"You have just built {solved}")

    def _not_attempted(self, _solved):
        begin = self.verdict.message or "Write your answer in place of `raise NotImplementedError`."
        self.lead.append(f"{begin} Until then the rest of the notebook uses the reference, so you can read on.")

    def _wrong(self, _solved):
        verdict = self.verdict
        if verdict.diagnosis:
            self.lead.append(f"*{capital(verdict.diagnosis)}.* {verdict.advice}")
        elif verdict.advice:
            self.lead.append(verdict.advice)
        if verdict.code:
            self.rows.append((f"your line {verdict.line}", verdict.code))
        if verdict.call:
            self.rows.append(("called", verdict.call))
        if verdict.got and verdict.call:
            self.rows.append(("came back", verdict.got))
        if verdict.call and verdict.expected:
            self.rows.append(("expected", verdict.expected))
        if verdict.message:
            (self.tail if verdict.call and verdict.status == Status.WRONG else self.lead).append(verdict.message)


class QuestionReport(Report):
    """The report on the answer to a question."""

    def _correct(self, solved):
        if solved:
            self.lead.append(f"Worth keeping: {solved}")

    def _not_attempted(self, _solved):
        self.lead.append("Write your answer in place of the three dots and run the cell again.")
