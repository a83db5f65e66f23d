"""Where the text before an exercise tells its code in words."""

from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.coursework.dictation import dictated, main, operations_of
from dlcourse.exercises import find
from dlcourse.lessons import forward

SOFTMAX = '@exercise("forward.softmax")\ndef softmax(Z):\n    raise NotImplementedError'
IN_ORDER = "Take the maximum of each row, subtract it, take exp, and divide by the sum of the row."
IDEA = "Scores become shares that add up to one."


def told(*texts):
    """What is told before the softmax, by texts that stand before it."""
    cells = [*(new_markdown_cell(text) for text in texts), new_code_cell(SOFTMAX)]
    [found] = dictated(new_notebook(cells=cells), [find("forward.softmax"), find("forward.dense")])
    return found


def test_the_operations_stand_in_the_order_in_which_they_are_done():
    operations = operations_of(forward.softmax)
    assert set(operations) >= {"max", "-", "exp", "sum", "/"}
    assert operations.index("max") < operations.index("exp") < operations.index("/")


def test_a_sentence_that_dictates_is_shown():
    found = told("### Exercise\n\n" + IN_ORDER + " It is famous.")
    assert found.told == found.operations
    assert found.sentences == (IN_ORDER,)


def test_an_idea_tells_little():
    assert len(told(IDEA).told) < len(told(IN_ORDER).told)
    assert told("Nothing.").told == ()


def test_only_the_text_since_the_last_exercise_counts():
    dense = new_code_cell('@exercise("forward.dense")\ndef dense(X, W, b):\n    raise NotImplementedError')
    cells = [new_markdown_cell(IN_ORDER), dense, new_markdown_cell("Nothing."), new_code_cell(SOFTMAX)]
    found = dictated(new_notebook(cells=cells), [find("forward.softmax"), find("forward.dense")])
    assert [(item.id, bool(item.told)) for item in found] == [("forward.dense", True), ("forward.softmax", False)]


def test_the_command():
    result = CliRunner().invoke(main, ["start_here"])
    assert result.exit_code == 0
    assert result.output.startswith("start_here.rescale: ")
    unknown = CliRunner().invoke(main, ["nowhere"])
    assert unknown.exit_code == 2
    assert "There is no lesson 'nowhere'" in unknown.output
