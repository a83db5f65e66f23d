"""Honest forms of right answers as notebooks: the entries of `honest_forms.txt`."""

import json
from dataclasses import dataclass
from pathlib import Path

from corpus_files import notebook_bytes

FILE = Path(__file__).parent / "honest_forms.txt"
IMPORTS = "# %%\nimport numpy as np\nfrom dlcourse import exercise, question\n"
LINE_ENDS = {"^": "\r", "~": "\r\n"}


@dataclass
class Form:
    """An entry: its name, the ids that it answers, and the notebook as bytes."""

    name: str
    ids: list
    data: bytes


def forms():
    """All of them, in the order of the file."""
    entries = FILE.read_text("utf-8").split("\n== ")[1:]
    return [_form(*entry.partition("\n")[::2]) for entry in entries]


def _form(head, text):
    name, _, names = head.partition(" | ")
    line_end = LINE_ENDS.get(name[-1], "\n")
    name = name.rstrip("^~")
    notebook = json.loads(notebook_bytes(text if name.endswith("*") else IMPORTS + text))
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", line_end)
    ids = [f"neuron.{item}" for item in names.split()]
    return Form(name.rstrip("*"), ids, json.dumps(notebook).encode())
