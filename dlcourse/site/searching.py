"""The search of the site: Pagefind's index of the pages, read in the browser piece by piece, without a server."""

import asyncio

FOLDER = "pagefind"
_UNUSED = ("*-ui.*", "pagefind-highlight.js")  # faces of its own; the pages have theirs


def index(folder):
    """Write the index of all pages in a folder into it, with the code that reads it.

    Parameters
    ----------
    folder : pathlib.Path
    """
    asyncio.run(_index(folder))
    for pattern in _UNUSED:
        for path in (folder / FOLDER).glob(pattern):
            path.unlink()


async def _index(folder):
    from pagefind.index import PagefindIndex

    async with PagefindIndex(config={"output_path": str(folder / FOLDER), "exclude_selectors": [".anchor"]}) as made:
        await made.add_directory(str(folder))
