"""What is said of a mistake that only the hidden cases show stems from us or from the notebook."""

import pytest
from classroom import IMPORTS, notebook

from dlcourse.checking import arguments, general, leaves
from dlcourse.checking.check import Verdict
from dlcourse.checking.runtime.run import Failure, Outcome
from dlcourse.checking.status import Status
from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import find
from dlcourse.grading.hidden_mistakes import GENERAL, named
from dlcourse.grading.sandbox.requests import HIDDEN, oracle_of

SEEN = [float(case["z"].ravel()[0]) for case in case_arguments(find("neuron.relu"), seed=0)]


def test_every_general_mistake_has_words_without_numbers():
    names = {*general.FIRST, *general.LAST, *leaves.RULES, *arguments.NAMES}
    assert names == GENERAL.keys()
    assert not any("`x" in text or "times too" in text for text in GENERAL.values())


def test_what_is_told_is_ours_whatever_was_found():
    relu = find("neuron.relu")
    oracle, told = oracle_of(relu.id, HIDDEN, 7), []
    for name in ("wrong sign", relu.mistakes[0].name, "a name with 6.25 in it", "unknown name", ""):
        verdict = Verdict(relu.id, Status.WRONG, diagnosis=name, advice="as for 6.25", message="6.25 at [0]")
        told.append(named(relu, oracle, verdict, [], None))
    assert told[0] == ("wrong sign", GENERAL["wrong sign"])
    assert told[1] == (relu.mistakes[0].name, relu.mistakes[0].advice)
    assert told[2:] == [("", "")] * 3


def test_an_error_has_the_name_of_a_rule_and_its_general_advice():
    relu = find("neuron.relu")
    failure = Failure("NameError", "name 'x625' is not defined", facts={"homes": ["x.x625"]})
    verdict = Verdict(relu.id, Status.ERROR, diagnosis="a name without its module", advice="x625")
    name, advice = named(relu, oracle_of(relu.id, HIDDEN, 7), verdict, [Outcome(failure=failure)], None)
    assert name == verdict.diagnosis
    assert "625" not in advice


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "name", "part"),
    [
        ("return zz", "unknown name", "a name that nobody has given a value"),
        ("return np.maximum(z, 0) + np.cos(z) * 1e-3 + z ** 2", "", ""),
    ],
)
def test_names_of_mistakes_in_hidden_cases(grade, line, name, part):
    body = f"if float(z.ravel()[0]) not in {SEEN}:\n        {line}\n    return np.maximum(z, 0)"
    outcome = grade(notebook(IMPORTS, f'@exercise("neuron.relu")\ndef relu(z):\n    {body}'))
    [item] = [item for item in outcome["results"] if item["exercise"] == "neuron.relu"]
    assert item["message"] == "The cases in the notebook pass, but the same function on other numbers does not."
    assert (item["diagnosis"], part in item["advice"]) == (name, True)
    assert not any(sign.isdigit() for sign in item["advice"].replace("is 0", ""))
