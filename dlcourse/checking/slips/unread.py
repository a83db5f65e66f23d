"""What is handed in and never looked at, as the source proves: the name gets another value first."""

import ast

from dlcourse.checking.slips.source import bound_names, names_read, source_of

NAME = "argument not used"


def replaced(exercise, source):
    """A sentence on a parameter that gets another value before it is read, where the reference reads it; ""."""
    wanted = names_read(source_of(exercise.reference).definition or ast.Module([], []))
    for name in source.parameters:
        statement = next((item for item in source.body if _mentions(item, name)), None)
        if (
            name in wanted
            and isinstance(statement, ast.Assign)
            and name in bound_names(statement)
            and name not in names_read(statement)
        ):
            return (
                f"`{name}` is handed in, and your function never looks at it: in line {source.line(statement)} the "
                "name gets another value before anybody has read it. Leave that line out: what is given counts."
            )
    return ""


def _mentions(statement, name):
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))
