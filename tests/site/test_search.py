"""The search of the web edition: by keys alone, without the network, and what it says where it cannot work."""

import re

import pytest
from browser import PATIENCE, missing
from playwright.sync_api import expect
from web_edition import axe, opened

from dlcourse.exercises import find

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]


def searched(page, context, words):
    """Search for words by the keys alone, from the first page; gives the status."""
    opened(page, context, "index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile(r"found|Nothing"), timeout=PATIENCE)
    return status


@pytest.mark.parametrize(
    ("words", "lesson", "sitting"),
    [
        ("perceptron", "01_neuron", "It learns from its mistakes"),
        ("momentum", "05_optimizers", "momentum"),
        ("occlusion", "09_representations", "Where it looks"),
    ],
)
def test_a_word_finds_its_lesson_and_its_place_in_it(page, context, edition, words, lesson, sitting):
    searched(page, context, words)
    link = page.locator(f"#results a[href*='lessons/{lesson}.html#']").first
    link.wait_for()
    fragment = link.get_attribute("href").partition("#")[2]
    assert fragment in edition[f"lessons/{lesson}.html"].ids
    while not page.evaluate("document.activeElement.closest('#results') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(lessons|docs)/"))
    assert page.said == []


def test_what_is_found_is_accessible(page, context):
    searched(page, context, "gradient")
    page.locator("#results a").first.wait_for()
    assert page.said == []
    assert axe(page) == []


def test_nothing_found_is_said(page, context):
    assert "Nothing" in searched(page, context, "zyzzyva").inner_text()
    assert page.locator("#results a").count() == 0


def test_no_answer_is_found(page, context):
    searched(page, context, find("neuron.silent_weight").solved)
    text = " ".join(page.locator("#results").inner_text().split())
    assert "silent ones" not in text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_disk_the_search_says_what_to_do(context, site, scripts):
    fresh = context.browser.new_context(java_script_enabled=scripts)
    page = fresh.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "search.html").as_uri() + "?q=loss")
    words = "python -m http.server" if scripts else "needs scripts"
    expect(page.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)
    page.goto((site / "lessons" / "01_neuron.html").as_uri())
    assert page.get_by_role("heading", level=1).inner_text().startswith("Build a neuron")
    assert page.evaluate("[...document.images].filter(i => i.loading !== 'lazy' && !i.naturalWidth).length") == 0
    page.get_by_role("link", name="Glossary").first.click()
    page.wait_for_url("file:///**/docs/glossary.html")
    assert said == []
    fresh.close()
