"""The command line, which comes with `dlcourse[lab]`: who only works in a notebook has no use for its packages."""

import sys

from dlcourse.notebook.console import make_safe


def main():
    """Run `dlcourse`, or say how to get what it needs."""
    make_safe(sys.stdout, sys.stderr)
    try:
        from dlcourse.cli.commands import main as run
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print('dlcourse: The command line needs more packages: pip install "dlcourse[lab]"', file=sys.stderr)
        sys.exit(2)
    run()
