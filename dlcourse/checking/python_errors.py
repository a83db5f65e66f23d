"""What Python's and NumPy's own messages mean, for those who read them for the first time.

A rule looks at the type and the message of an error and claims no more than these prove.
"""

import re

RULES = [  # type, pattern of the message, name, advice
    (
        "ValueError",
        r"truth value of an array with more than one element is ambiguous",
        "`if` on a whole array",
        "An array holds several numbers, so a condition on it has several answers, and `if` (like `max`, `and`, "
        "`or`) wants a single one. `np.where(condition, a, b)` decides for each element; `np.maximum` compares "
        "each element.",
    ),
    (
        "TypeError",
        r"'(numpy\.)?(ndarray|float64|float|int|int64|float32)' object is not callable",
        "multiplication sign forgotten",
        "A number or an array is followed by parentheses, and Python takes that for a call. Between two factors "
        "it needs the sign: `a * (b + c)`.",
    ),
    (
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)|list index out of range",
        "position that is not there",
        "Your code asks for a position beyond the end. Python counts from 0, and the check also calls your "
        "function with shorter and longer arrays: use the length of what comes in (`len(x)`).",
    ),
    (
        "ValueError",
        r"matmul: .*mismatch|shapes \(.*\) and \(.*\) not aligned",
        "shapes that cannot be multiplied",
        "For `A @ B` the last length of A must be the first of B: (N, D) @ (D, M). Print both shapes, and look "
        "whether the order is right.",
    ),
    (
        "ValueError",
        r"operands could not be broadcast together",
        "shapes that do not line up",
        "Elementwise calculations need equal shapes, or lengths of 1 that can be repeated. Print the shapes of "
        "both operands.",
    ),
    (
        "NameError",
        r"name '(\w+)' is not defined",
        "unknown name",
        "Your code uses a name that nobody has given a value. Is it spelled as in the first line of the function?",
    ),
    (
        "UnboundLocalError",
        r"",
        "name used before it has a value",
        "The name gets its value only further down in your function, or in a branch that was not taken.",
    ),
    (
        "TypeError",
        r"only .* arrays can be converted",
        "function for single numbers",
        "A function for single numbers (such as those of the module `math`) was given an array. NumPy's "
        "functions, such as `np.exp`, take whole arrays.",
    ),
    (
        "AttributeError",
        r"'(list|tuple|int|float)' object has no attribute '(shape|T|sum|mean|max|dot|argmax|reshape)'",
        "list or number where an array is wanted",
        "Only NumPy arrays can do that. Make one of it first: `np.array(...)`.",
    ),
]


def advice_on(error_type, message):
    """(name, advice) for an error of this type and message, or None."""
    for kind, pattern, name, advice in RULES:
        if error_type == kind and re.search(pattern, message):
            return name, advice
    return None
