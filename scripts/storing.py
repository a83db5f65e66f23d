"""Where scripts store what they have measured, and the command that they have in common."""

import argparse
import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "dlcourse" / "data" / "files"


def store(name, table):
    """Write a table of dicts, lists, text and numbers to dlcourse/data/files/NAME.json, with four decimals."""
    table = json.loads(json.dumps(table), parse_float=lambda text: round(float(text), 4))
    (FOLDER / f"{name}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def measure(tables, about):
    """Call all functions of a dict, or the one that ``--only NAME`` asks for."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    parser.add_argument("--only", choices=tables)
    only = parser.parse_args().only
    for name in [only] if only else tables:
        tables[name]()
