"""Review: the text of every question, which ones are due, other orders and numbers, and what is said of an answer."""

import re

import numpy as np
import pytest

from dlcourse.checking.question import Question, choice, explain, number
from dlcourse.coursework import review
from dlcourse.coursework.plain import plain
from dlcourse.coursework.question_texts import _asked, question_text, stands_alone
from dlcourse.coursework.review import ask, can_be_asked, due
from dlcourse.exercises import all_exercises, find

QUESTIONS = [item for item in all_exercises() if isinstance(item, Question)]
DRAWING = [item for item in QUESTIONS if item.draw]
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: item.id)
MARKS = re.compile(r"\$|\\|\*\*|<|^#|^- ", re.MULTILINE)  # of Markdown, LaTeX and HTML


# ---- what each asks ----


@every_question
def test_every_question_has_a_text_that_a_terminal_can_show(question):
    text = question_text(question.id)
    assert "?" in text
    assert len(text) < 700
    shown = [text, *map(plain, [*question.options.values(), *question.reasons.values(), question.solved])]
    shown += [plain(mistake.advice) for mistake in question.mistakes]
    for part in shown:
        assert not MARKS.search(re.sub("`[^`]*`", "", part)), part


@every_question
def test_options_are_not_told_before_they_are_listed(question):
    text = " ".join(question_text(question.id).split())
    assert not [option for option in question.options.values() if len(option) > 8 and plain(option) in text]


@every_question
def test_nothing_that_is_said_names_an_option_by_its_letter(question):
    """Letters change from review to review."""
    for text in (question.solved, *(mistake.advice for mistake in question.mistakes)):
        assert not re.search(r"\*\*[a-d]\*\*|\b([Oo]ption|[Aa]nswer|[Cc]laim|[Rr]eason) [a-d1-3]\b", text), text


def test_most_questions_can_be_asked_by_themselves():
    alone = [can_be_asked(question) for question in QUESTIONS]
    assert sum(alone) > 0.7 * len(alone)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Going by this table, what does a percent cost?", False),
        ("What is the largest slope? Look at the pictures, then calculate it.", False),
        ("Which line above is the sigmoid?", False),
        ("Above which learning rate does it no longer come nearer?", True),
        ("What is the loss of the wines of section 2?", False),
        ("A picture has the pixels 0, 4 and 8. What does `rescale` make of it?", True),
    ],
)
def test_what_points_to_its_surroundings_cannot_be_asked_alone(text, alone):
    assert stands_alone(text) is alone


def test_a_text_ends_at_the_options_and_begins_behind_the_heading():
    text = """Before.

### Question: where?

*2 points · about 5 minutes · medium*

<details><summary>Box</summary>
Not this.
</details>

A *layer* has $w_1$. **What is** `W[0]` **then?**

- **a** — One.
- **b** — Two,
  on two lines.

because

- **1** — It is so.

Then measure it."""
    assert _asked(text) == "A layer has w_1. What is `W[0]` then?"
    assert _asked("No heading?") == "No heading?"


def test_a_question_without_a_text_is_named():
    with pytest.raises(LookupError, match=r"question\('neuron\.nothing'\)"):
        question_text("neuron.nothing")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"$\frac{1}{2} \cdot 40 \, w^2$", "1/2 · 40 w^2"),
        (r"$(1 - 40 \, \eta) \, w$", "(1 - 40 η) w"),
        (r"$$\sigma(z) = \frac{1}{1 + e^{-z}}$$", "σ(z) = 1/(1 + e^(-z))"),
        (r"$\sqrt{\hat{v}_{t}} \le \text{loss}$", "√(v_hat_t) ≤ loss"),
        (r"$h_\text{next}$, $\{0, 1\}$", "h_next, (0, 1)"),
        ("2 * 3 * 4, `a * b * c`, *so*, **very**", "2 * 3 * 4, `a * b * c`, so, very"),
        ("**What does** `f` **do?** It costs $5 and 6$ or", "What does `f` do? It costs 5 and 6 or"),
        ("see [the page](https://example.org)", "see the page"),
    ],
)
def test_plain_text(markdown, text):
    assert plain(markdown) == text


# ---- which are due ----


def entry(question, **times):
    return {"score": question.points, **times}


def asked_ids(entries, count=5, seed=0):
    return [question.id for question in due(entries, np.random.default_rng(seed), count)]


ABLE = [question for question in QUESTIONS if can_be_asked(question)][:8]


def test_what_was_right_longest_ago_comes_first():
    entries = {question.id: entry(question, when=1000.0 - place) for place, question in enumerate(ABLE)}
    assert asked_ids(entries, 3) == [question.id for question in ABLE[:-4:-1]]


def test_what_was_reviewed_waits():
    entries = {question.id: entry(question, when=float(place)) for place, question in enumerate(ABLE)}
    first = asked_ids(entries)
    for key in first:
        entries[key]["reviewed"] = 5000.0
    second = asked_ids(entries)
    assert second[:3] == [question.id for question in ABLE[5:]]
    assert set(second[3:]) <= set(first)


def test_what_was_never_right_is_not_asked():
    wrong = {question.id: {"score": 0, "attempts": 2, "when": 1.0} for question in ABLE}
    assert asked_ids(wrong) == []
    assert asked_ids({}) == []
    assert asked_ids({"later.question": {"score": 5}, "neuron.relu": {"score": 1}}) == []


def test_what_cannot_stand_alone_is_not_asked(monkeypatch):
    entries = {question.id: entry(question) for question in QUESTIONS}
    asked = set(asked_ids(entries, 1000))
    assert asked == {question.id for question in QUESTIONS if can_be_asked(question)}
    monkeypatch.setattr(review, "stands_alone", lambda text: False)
    assert set(asked_ids(entries, 1000)) == {question.id for question in DRAWING}


def test_without_times_the_seed_decides():
    entries = {question.id: entry(question) for question in QUESTIONS}
    assert asked_ids(entries, seed=1) == asked_ids(entries, seed=1)
    assert len({tuple(asked_ids(entries, seed=seed)) for seed in range(5)}) > 1


# ---- how they are asked ----


@every_question
def test_the_right_answer_is_right_in_any_order_and_with_any_numbers(question):
    orders = set()
    for seed in range(12):
        asked = ask(question, np.random.default_rng(seed))
        orders.add((*asked.options.values(), *asked.reasons.values(), asked.right))
        if asked.options:
            shown = {meant: key for key, meant in asked.meant.items()}
            typed = "".join(shown[key] for key in question.right)
        else:
            typed = repr(float(question.right if asked.right is None else asked.right))
        is_right, [line] = asked.judge(asked.read(typed))
        assert is_right
        assert line == f"Right. Worth keeping: {plain(question.solved)}"
    assert len(orders) > 1 or not (question.options or question.draw)


@pytest.mark.parametrize("question", [item for item in QUESTIONS if item.options], ids=lambda item: item.id)
def test_a_wrong_option_gets_its_advice_and_the_right_one(question):
    asked = ask(question, np.random.default_rng(3))
    shown = {meant: key for key, meant in asked.meant.items()}
    for mistake in question.mistakes:
        typed = "".join(shown[key] for key in mistake.answer)
        is_right, [advice, solution] = asked.judge(asked.read(typed))
        assert not is_right
        assert plain(mistake.advice) in advice
        assert f"It is {shown[question.right[0]]}: {plain(question.options[question.right[0]])}" in solution


@pytest.mark.parametrize("question", [q for q in QUESTIONS if not q.options and not q.draw], ids=lambda item: item.id)
def test_a_known_wrong_number_gets_its_advice(question):
    asked = ask(question, np.random.default_rng(0))
    for mistake in question.mistakes:
        is_right, [advice, _] = asked.judge(float(mistake.answer))
        assert not is_right
        assert plain(mistake.advice) in advice


def slope(function, at=0.0, step=1e-4):
    """The slope of a function of one number, by central differences."""
    return (function(at + step) - function(at - step)) / (2 * step)


def mean_surprise(z, n, p):
    """The mean cross-entropy of n examples, of which one gives its right class p if z is 0; the others say nothing."""
    return -np.log(np.exp(z) * p / (np.exp(z) * p + 1 - p)) / n


# The same by other means than the draws calculate it with, from the numbers in the text.
INDEPENDENT = {
    "forward.equal_scores": lambda n, score, _one: np.exp(score) / sum(np.exp(score) for _ in range(int(n))),
    "losses.knows_nothing": lambda n: -np.mean(np.log(np.full(int(n), 1 / n))),
    "backprop.by_hand": lambda w, x, b, y: (((w + 1e-6) * x + b - y) ** 2 - ((w - 1e-6) * x + b - y) ** 2) / 2e-6,
    "backprop.used_twice": lambda more, w: np.polyval(np.polyder([1, more, 0]), w),
    "backprop.weight_slope": lambda a, b, da, db: slope(lambda w: da * (w * a) + db * (w * b)),
    "backprop.logit_slope": lambda n, p: slope(lambda z: mean_surprise(z, n, p)),
    "backprop.sent_back": lambda inputs, _neurons, n: np.zeros((int(n), int(inputs))).size,
    "training.price_of_accuracy": lambda times, now, then: times ** np.log2(now / then),
    "regularization.kept_number": lambda rate, sent: 1 / ((1 - rate) / sent),
    "cnn.count_weights": lambda n, a, b, channels, *_: np.zeros((int(a), int(b), int(channels), int(n))).size + n,
    "rnn.count_weights": lambda d, h, _: np.zeros((int(d + h), int(h))).size + h,
    "cnn.middle_pixel": lambda a, b, first, second: np.convolve([first, second], [a, b])[1],
    "rnn.step_gradient": lambda state, w, back: back * slope(lambda h: np.tanh(np.arctanh(state) + w * h)),
    "rnn.two_ways": lambda _one, _first, state, own, back: own + back * slope(lambda h: np.tanh(np.arctanh(state) + h)),
    "lstm.old_state": lambda f, o, c, dh, dc: slope(lambda old: dc * (c + f * old) + dh * o * np.tanh(c + f * old)),
    "transfer.lost_by_hand": lambda _0, first, later, _1, end, _2, _3, second, left, _4: np.mean(
        [max(first, later) - end, second - left]
    ),
    "autoencoder.pull_by_hand": lambda first, second, p, *_: slope(
        lambda moved: (
            np.log(p / (first + second + moved) * 2) * p
            + (1 - p) * np.log((1 - p) / (1 - (first + second + moved) / 2))
        )
    ),
    "attention.score_gradient": lambda _width, first, second, weight, back: slope(
        lambda score: (
            back * (first * weight * np.exp(score) + second * (1 - weight)) / (weight * np.exp(score) + 1 - weight)
        )
    ),
    "language.center_gradient": lambda _one, _a, _b, context, _c, first, _d, second: slope(
        lambda moved: np.log1p(np.exp(-moved * context)) + sum(np.log1p(np.exp(moved * n)) for n in (first, second))
    ),
    "games.chosen_slope": lambda taken, _other, came, expected: slope(
        lambda z: -(came - expected) * np.log(taken * np.exp(z) / (taken * np.exp(z) + 1 - taken))
    ),
    "driving.steering_slope": lambda count, said, taken: slope(lambda more: (said + more - taken) ** 2 / count),
    "recommender.factor_slope": lambda taste, _trait, p, x: slope(
        lambda more: np.logaddexp(0, (1 - 2 * x) * (np.log(p / (1 - p)) + taste * more))
    ),
    "finance.rare_slope": lambda n, weight, sure: slope(
        lambda z: weight / n * np.log1p(np.exp(-np.log(sure / (1 - sure)) - z))
    ),
    "lstm.kept": lambda _one, gate, steps: np.prod(np.full(int(steps), gate)),
}


@pytest.mark.parametrize("question", DRAWING, ids=lambda item: item.id)
def test_new_numbers_have_their_right_answer(question):
    solve = INDEPENDENT.get(question.id)
    seen = set()
    for seed in range(20):
        text, right = question.draw(np.random.default_rng(seed))
        seen.add(text)
        numbers = [
            float(item.rstrip(".")) for item in re.findall(r"(?<![\w.-])-?\d+(?:\.\d+)?", text.replace("×", " × "))
        ]
        assert solve is None or right == pytest.approx(solve(*numbers), rel=1e-5)
        assert not MARKS.search(text)
        assert stands_alone(text)
    assert len(seen) > 3


def test_all_numbers_of_the_course_are_calculated_twice():
    """Lessons whose authors hold theirs in tests of their own need not stand above."""
    assert set(INDEPENDENT) <= {question.id for question in DRAWING}


# ---- what is typed ----

WHY = explain(
    {"a": "Claim A", "b": "Claim B", "c": "None of them"},
    {"1": "Reason 1", "2": "Reason 2"},
    right="a2",
    wrong={"b": ("wrong claim", "Not B."), "c": ("no claim", "Not C."), "1": ("wrong reason", "Not 1.")},
    hints=["?", "!"],
    solved="a reason.",
)
HALF = number(0.5, wrong=[("doubled", "Twice as much.", 1.0)], hints=["?", "!"], solved="a half.")


@pytest.fixture
def _a_text(monkeypatch):
    monkeypatch.setattr(review, "question_text", lambda question_id: "Which, and why?")


@pytest.mark.usefixtures("_a_text")
def test_a_claim_and_a_reason_are_shuffled_and_judged_together():
    seen = set()
    for seed in range(30):
        asked = ask(WHY, np.random.default_rng(seed))
        assert asked.options["c"] == "None of them"  # which speaks of the others
        claim = next(key for key, text in asked.options.items() if text == "Claim A")
        reason = next(key for key, text in asked.reasons.items() if text == "Reason 2")
        seen.add(claim + reason)
        for typed in (f"{claim}{reason}", f" {claim.upper()} {reason}", f'"{claim}{reason}"', f"{claim}, {reason}"):
            assert asked.judge(asked.read(typed))[0]
        other = "2" if reason == "1" else "1"
        is_right, [advice, solution] = asked.judge(asked.read(claim + other))
        assert not is_right
        assert "Not 1." in advice
        assert solution == f"It is {claim}: Claim A It is {reason}: Reason 2"
        for typed in ("a", "2", f"{reason}{claim}", "a9", "d1", "a2a"):
            with pytest.raises(ValueError, match="Want one of a, b, c and one of 1, 2"):
                asked.read(typed)
    assert len(seen) == 4


@pytest.mark.usefixtures("_a_text")
@pytest.mark.parametrize("typed", ["0.5", " 1/2 ", "5e-1", ".5", "−1/−2"])
def test_numbers_as_people_type_them(typed):
    asked = ask(HALF, np.random.default_rng(0))
    assert asked.judge(asked.read(typed)) == (True, ["Right. Worth keeping: a half."])


@pytest.mark.usefixtures("_a_text")
@pytest.mark.parametrize("typed", ["", "a half", "1/0", "1/2/3", "nan", "inf", "0,5", "1/", "1e999"])
def test_what_is_no_number_is_asked_for_again(typed):
    with pytest.raises(ValueError, match="Want a number"):
        ask(HALF, np.random.default_rng(0)).read(typed)


@pytest.mark.usefixtures("_a_text")
def test_a_wrong_number_and_a_skipped_question():
    asked = ask(HALF, np.random.default_rng(0))
    assert asked.judge(1.0) == (False, ["Not the answer. Doubled: Twice as much.", "It is 0.5."])
    assert asked.judge(7.0) == (False, ["Not the answer.", "It is 0.5."])
    assert asked.judge(None) == (False, ["It is 0.5."])


def test_options_that_speak_of_all_stay_last():
    question = find("neuron.one_line")
    last = [option for option in question.options.values() if review.LAST.match(option)]
    assert isinstance(question, Question)
    for seed in range(10):
        shown = list(ask(question, np.random.default_rng(seed)).options.values())
        assert shown[len(shown) - len(last) :] == last


def test_a_choice_of_this_file_is_one():
    assert choice({"a": "x", "b": "y"}, right="a", wrong={"b": ("n", "A.")}, hints=[], solved="s").draw is None
