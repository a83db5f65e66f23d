"""Changed copies of a function: each has one place changed, and none takes along what others note in syntax trees."""

import ast

import pytest

from dlcourse.checking.variants import changed


def doubled_and_one_more(x):
    """Twice as much, and one."""
    return 2 * x + 1


def other_numbers(node):
    if not isinstance(node, ast.Constant):
        return []
    return [(f"{node.value} becomes 5", lambda: ast.Constant(5))]


def test_each_copy_has_one_place_changed():
    found = {change: variant(10) for change, _, variant in changed(doubled_and_one_more, other_numbers)}
    assert found == {"2 becomes 5": 51, "1 becomes 5": 25}


class NeverCopied:
    def __deepcopy__(self, memo):
        pytest.fail("copied")


def test_what_tracebacks_note_in_nodes_that_all_trees_share_is_not_copied():
    """As `executing` does, with which IPython shows tracebacks: the node above, in every node."""
    shared = ast.parse("x").body[0].value.ctx
    assert ast.parse("y").body[0].value.ctx is shared
    shared.parent = NeverCopied()
    try:
        assert len(changed(doubled_and_one_more, other_numbers)) == 2
    finally:
        del shared.parent
