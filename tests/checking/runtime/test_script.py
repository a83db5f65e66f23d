"""A function is told from another one by its code alone, where no source is at hand."""

import pytest

from dlcourse.checking.runtime.script import is_unchanged

SOURCE = 'def f(x):\n    """Twice."""\n    parts = [2 * value for value in x]\n    return parts or None\n'


def made(source):
    names = {}
    exec(source, names)
    return names["f"]


@pytest.mark.parametrize(
    ("source", "same"),
    [
        (SOURCE, True),
        ("\n\n# Mine.\n" + SOURCE.replace('    """Twice."""\n', "    # Twice.\n"), True),
        (SOURCE.replace("2 *", "3 *"), False),
        (SOURCE.replace("2 *", "2.0 *"), False),
        (SOURCE.replace("parts or None", "parts and None"), False),
        (SOURCE.replace("parts or None", "other or None"), False),
        (SOURCE.replace("return", "print(x)\n    return"), False),
    ],
)
def test_unchanged_is_what_has_the_same_code(source, same):
    assert is_unchanged(made(source), SOURCE) is same


@pytest.mark.parametrize("answer", [None, 3, len, type("C", (), {"__code__": 3})()])
def test_what_has_no_code_is_changed(answer):
    assert not is_unchanged(answer, SOURCE)
