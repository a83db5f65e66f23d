"""What the networks of lesson 00 can do, beside slower ways to find it out; the hours that its notebook promises."""

import re

import numpy as np
import pytest

from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, read_notebook
from dlcourse.data import datasets
from dlcourse.experiments import start_here
from dlcourse.lessons import forward


def test_digits_are_counted_one_by_one():
    _, _, X, y = datasets.digits()
    scores = [forward.mlp_forward(x[None], datasets.digits_network()) for x in X]
    assert start_here.digits_read() == (sum(z.argmax() == label for z, label in zip(scores, y)), 500)


def test_a_trained_network_is_surprised_less_by_its_names():
    from dlcourse.experiments.rnn import word_perplexity, word_scores

    names = sorted(start_here.known_names())
    found = []
    for stage in start_here.STAGES:
        network, signs = start_here.names_network(stage)
        found.append(word_perplexity(word_scores(network, names, signs), names))
    untrained, early, trained = found
    assert len(signs) * 0.8 < untrained < len(signs) * 1.3
    assert trained < 0.8 * early < early < untrained


@pytest.mark.parametrize("begun", ["", "port ", "s" * 13])
def test_a_name_begins_as_asked_and_is_drawn_from_the_seed(begun):
    network, signs = start_here.names_network()
    first, again = (start_here.write_name(network, signs, begun, np.random.default_rng(3)) for _ in range(2))
    assert first == again
    assert first.startswith(begun)
    assert len(first) <= start_here.LONGEST
    assert "\n" not in first


def test_new_names_are_in_no_list():
    names = {name.lower() for name in datasets.place_names()}
    (network, signs), rng = start_here.names_network(), np.random.default_rng(0)
    written = []
    while len(written) < 100:
        name = start_here.write_name(network, signs, "", rng)
        if name:  # one of the first hundred is empty
            written.append(name)
    assert start_here.new_names() == len([name for name in written if name not in names])


def test_person_shares_are_those_of_single_windows():
    P, truth = start_here.person_shares("portrait")
    parameters, names = datasets.photograph_network()
    window = datasets.photograph("portrait")[45:53, 62:70].reshape(1, -1)
    assert P[45, 62] == pytest.approx(
        forward.softmax(forward.mlp_forward(window, parameters))[0, names.index("person")]
    )
    assert truth[45, 62]
    assert not truth[0, 96]


def test_the_hours_in_the_notebook_are_those_of_the_lessons():
    """Hours from lesson 00 to the end of a lesson: the core minutes of all lessons up to it."""
    path = next(path for path in course_notebooks() if path.stem == "00_start_here")
    text = next(cell.source for cell in read_notebook(path).cells if cell.get("id") == "hours")
    minutes = {entry["notebook"][:2]: entry["minutes"] for entry in lesson_catalog()["lessons"] if entry["notebook"]}
    rows = re.findall(r"\| lessons? (\d\d)(?: (?:to|and) (\d\d))? \| about (\d+) \|", text)
    assert len(rows) == 4
    hours = {
        (last or first): round(sum(m for number, m in minutes.items() if number <= (last or first)) / 60)
        for first, last, _ in rows
    }
    assert {(last or first): int(said) for first, last, said in rows} == hours
    assert f"in about {max(hours.values())} hours you will have written all of this" in text
