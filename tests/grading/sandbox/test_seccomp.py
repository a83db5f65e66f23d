"""The filter of system calls."""

import re
from pathlib import Path

import pytest

from dlcourse.grading.sandbox import calls, seccomp

HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}


@pytest.mark.parametrize("machine", calls.ARCHITECTURES)
def test_numbers_of_calls(machine):
    """As the kernel's own headers have them, where those are installed."""
    column = list(calls.ARCHITECTURES).index(machine)
    table = {**calls.REFUSED, **calls.BY_ARGUMENT}
    numbers = {name: both[column] for name, both in table.items() if both[column] is not None}
    assert len(set(numbers.values())) == len(numbers)
    assert calls.BY_ARGUMENT.keys() == seccomp.RULES.keys()
    assert len(seccomp.program(machine)) % 8 == 0
    header = Path(HEADERS[machine])
    if header.is_file():
        found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", header.read_text(), re.MULTILINE)
        known = {name: int(number) for name, number in found}
        assert {name: known.get(name, number) for name, number in numbers.items()} == numbers
