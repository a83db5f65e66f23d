"""Pages of feedback and the class report with decisions, late work and a group, in a real browser."""

import pytest
from browser import ARGUMENTS, RUN_AXE, chromium, missing
from class_folder import DAY, DUE, folder
from synthetic import pair

from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.adjust import adjust
from dlcourse.grading.policy.columns import person
from dlcourse.grading.policy.late import policy
from dlcourse.grading.reports.write_report import write_report

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

RULES = {"due": {"": DUE}, "late": policy("10% per day"), "groups": {"alpha": [person("Ann Lee"), person("Eve Fox")]}}
COMMENTS = {
    "Ann Lee": "A fine way.\n\n    np.exp(-z)\n\n<b>Well</b> done!",
    "Bob Ray": f"See {'x' * 300}",
    "Cem Öz": "On the hand-in before this one",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files: a decision on an exercise, one on the whole, one that is stale; all are late."""
    pairs = [pair(name, "right", 0, "right", "error", "timeout") for name in COMMENTS]
    pairs = [(row | {"handed_in": DUE + DAY, "time_from": "platform"}, results) for row, results in pairs]
    out = folder(tmp_path_factory.mktemp("decided"), *pairs, rules=RULES)
    about = {"Ann Lee": "neuron.silent_weight", "Bob Ray": "neuron", "Cem Öz": "neuron"}
    line = {"points": 1.0, "withdrawn": False, "place": ""}
    adjust(out, [line | {"student": name, "exercise": about[name], "comment": COMMENTS[name]} for name in COMMENTS])
    with GradeBook(out / "gradebook.sqlite") as book:
        row, results = pairs[-1]
        book.store(book.latest()["id"], row | {"sha256": "newer"}, results)
    write_report(out)
    return [out / "report.html", *sorted((out / "feedback").rglob("*.html"))]


@pytest.mark.parametrize("width", [1100, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_decisions(pages, scheme, width):
    from axe_core_python.base import AXE_SCRIPT
    from playwright.sync_api import sync_playwright

    assert len(pages) == 5
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = chrome.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in pages:
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate(RUN_AXE, [{"include": [["html"]]}, []])
            assert (found["violations"], bool(found["passes"])) == ([], True)
        chrome.close()
