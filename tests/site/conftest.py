"""What the tests of the web edition share: the site, built once; its pages; a browser on it."""

import pytest
from browser import browser
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
    with served(site) as server, browser(server) as context:
        context.server = server
        yield context
        assert context.complaints == []


@pytest.fixture
def page(context):
    """A page that notes in `said` what its console says, and requests that were not answered well."""
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("response", lambda answer: page.said.append(answer.url) if answer.status >= 400 else None)
    page.on("requestfailed", lambda request: page.said.append(f"{request.url}: {request.failure}"))
    yield page
    page.close()
