"""Puts the notebooks and the guides into the wheel: Hatchling calls it at each build.

The notebooks lose the badges that open them elsewhere; the guides, which the web edition shows, come with their
diagrams, and without the pictures of the README.
"""

import json
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FilesOfTheCourse(BuildHookInterface):
    """What Hatchling finds here; an editable installation takes the files from the checkout."""

    def initialize(self, version, build_data):
        """Add each notebook and guide to what is built, as a file of the package."""
        self.folder = tempfile.TemporaryDirectory(prefix="dlcourse-")
        if version == "standard":
            self._add_notebooks(build_data["force_include"])
            for path in (*Path(self.root, "docs").glob("*.md"), *Path(self.root, "docs/diagrams").glob("*.svg")):
                build_data["force_include"][str(path)] = f"dlcourse/{path.relative_to(self.root).as_posix()}"

    def _add_notebooks(self, included):
        sys.path.insert(0, self.root)
        from dlcourse.coursework.badges import badges_taken_out
        from dlcourse.coursework.files import read_notebook

        for path in sorted(Path(self.root, "notebooks").glob("[0-9]*_*.ipynb")):
            notebook = badges_taken_out(read_notebook(path))
            for cell in notebook.cells:
                cell.source = cell.source.splitlines(keepends=True)  # as it was read
            plain = Path(self.folder.name, path.name)
            plain.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
            included[str(plain)] = f"dlcourse/notebooks/{path.name}"

    def finalize(self, version, build_data, artifact_path):
        """Take the copies away again."""
        self.folder.cleanup()
