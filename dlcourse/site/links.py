"""Where the links of notebooks and guides lead on the pages of the site."""

import posixpath

from dlcourse.coursework.badges import BRANCH

# Where a host shows a file; what others would call it is not known, so that there the words stay without a link.
_FILES = {"https://github.com/": "blob", "https://gitlab.com/": "-/blob"}
OUTSIDE = ("https://", "http://", "mailto:")


class Links:
    """What becomes of the targets of links: files of the course that have a page become that page.

    Parameters
    ----------
    pages : dict
        From the path of a file in the repository, as "docs/trust.md", to the address of its page from the site's root.
    repository : str
        The address under which people read other files of the repository, or "".
    """

    def __init__(self, pages, repository):
        self.pages = pages
        self._files = next(
            (f"{repository}/{path}/{BRANCH}/" for host, path in _FILES.items() if repository.startswith(host)), ""
        )

    def seen_from(self, path):
        """A function for the links of one file: from a target as it stands there to one for its page, or None.

        None says that the target has no page, and no address where it can be read: the words stay, without a link.
        """
        here, own = posixpath.dirname(path), posixpath.dirname(self.pages[path])

        def where(target):
            if target.startswith((*OUTSIDE, "#", "data:")):
                return target
            file, _, part = target.partition("#")
            file = posixpath.normpath(posixpath.join(here, file))
            part = f"#{part}" if part else ""
            if file in self.pages:
                return posixpath.relpath(self.pages[file], own or ".") + part
            return f"{self._files}{file}{part}" if self._files else None

        return where
