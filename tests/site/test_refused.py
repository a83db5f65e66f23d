"""What an author writes that cannot be shown: it is refused in a sentence. And where links to other files lead."""

import pytest

from dlcourse.coursework.files import CourseworkError
from dlcourse.site.links import Links
from dlcourse.site.markdown import Page
from dlcourse.site.pictures import Pictures

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PAGES = {"docs/trust.md": "docs/trust.html", "notebooks/01_neuron.ipynb": "lessons/01_neuron.html"}


def links(repository=""):
    """Where links of a guide lead."""
    return Links(PAGES, repository).seen_from("docs/trust.md")


@pytest.mark.parametrize(
    ("url", "why"),
    [("gone.svg", "is not there"), ("//host.org/a.png", "is not there"), ("https://host.org/a.png", "another machine")],
)
def test_a_picture_that_the_page_cannot_show(url, why):
    with pytest.raises(CourseworkError, match=why) as caught:
        Page(links()).html(f"![words]({url})")
    assert url in str(caught.value)


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (f'<img src="data:image/png;base64,{DOT}">', "no words"),
        (f'<img src="data:image/jpeg;base64,{DOT}" alt="a dot">', "image/jpeg"),
    ],
)
def test_a_stored_picture_that_the_page_cannot_show(tmp_path, shown, why):
    pictures = Pictures(tmp_path, "01_neuron")
    assert 'alt="a dot"' in pictures.taken_out(f'<img src="data:image/png;base64,{DOT}" alt="a dot">')
    with pytest.raises(CourseworkError, match=why):
        pictures.taken_out(shown)


@pytest.mark.parametrize(
    ("repository", "there"),
    [
        ("", None),
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/CONTRIBUTING.md#set-up"),
        ("https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c/-/blob/main/CONTRIBUTING.md#set-up"),
        ("https://git.example.org/a/b", None),
    ],
)
def test_a_file_without_a_page_is_read_where_the_host_shows_it(repository, there):
    where = links(repository)
    assert where("../CONTRIBUTING.md#set-up") == there
    assert where("../notebooks/01_neuron.ipynb#x") == "../lessons/01_neuron.html#x"


def test_a_link_to_no_page_leaves_its_words():
    assert Page(links()).html("[words](javascript:alert(1))").strip() == "<p>words</p>"
