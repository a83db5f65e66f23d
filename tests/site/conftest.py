"""What the tests of the web edition share: the site, built once; its pages; a browser on it."""

import pytest
from web_edition import built, pages, served


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site."""
    return built(tmp_path_factory)


@pytest.fixture(scope="session")
def edition(site):
    """The pages of the site by name."""
    return pages(site)


@pytest.fixture(scope="module")
def context(site):
    """A browser on the site, served from this machine; it may not have complained in the end."""
    from browser import browser

    with served(site) as server, browser(server) as context:
        context.server = server
        yield context
        assert context.complaints == []
