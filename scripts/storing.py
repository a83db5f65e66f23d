"""Where scripts store what they have measured, and the command that they have in common."""

import argparse
import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "dlcourse" / "data" / "files"


def store(name, table, *, small=False):
    """Write a table of dicts, lists, text and numbers to dlcourse/data/files/NAME.json, with four decimals.

    Of `small` numbers, which would be 0 then, four digits are kept.
    """
    kept = (lambda text: float(f"{float(text):.4g}")) if small else (lambda text: round(float(text), 4))
    table = json.loads(json.dumps(table), parse_float=kept)
    (FOLDER / f"{name}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def measure(tables, about):
    """Call all functions of a dict, or the one that ``--only NAME`` asks for."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    parser.add_argument("--only", choices=tables)
    only = parser.parse_args().only
    for name in [only] if only else tables:
        tables[name]()
