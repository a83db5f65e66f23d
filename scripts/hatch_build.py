"""Puts the notebooks into the wheel, without the badges that open them elsewhere: Hatchling calls it at each build."""

import json
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Notebooks(BuildHookInterface):
    """What Hatchling finds here; an editable installation takes the notebooks from the checkout."""

    def initialize(self, version, build_data):
        """Add to what is built each notebook, as a file of the package."""
        sys.path.insert(0, self.root)
        from dlcourse.coursework.badges import badges_taken_out
        from dlcourse.coursework.files import read_notebook

        self.folder = tempfile.TemporaryDirectory(prefix="dlcourse-")
        for path in sorted(Path(self.root, "notebooks").glob("[0-9]*_*.ipynb")) if version == "standard" else ():
            notebook = badges_taken_out(read_notebook(path))
            for cell in notebook.cells:
                cell.source = cell.source.splitlines(keepends=True)  # as it was read
            plain = Path(self.folder.name, path.name)
            plain.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
            build_data["force_include"][str(plain)] = f"dlcourse/notebooks/{path.name}"

    def finalize(self, version, build_data, artifact_path):
        """Take the copies away again."""
        self.folder.cleanup()
