"""The web edition by keys alone, in the theme of one's choice, and on paper."""

import re
import zlib

import pytest
from browser import missing
from playwright.sync_api import expect
from web_edition import PHONE, axe, opened

from dlcourse.coursework.catalog import lesson_catalog

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

LESSON = "lessons/01_neuron.html"
FOCUSED = "selector => document.activeElement.matches(selector)"
LIGHTNESS = """selector => {
    const style = getComputedStyle(document.querySelector(selector));
    const mean = colour => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part) / 3, 0);
    return [mean(style.backgroundColor), mean(style.color)];
}"""


def test_the_first_key_leads_past_the_navigation(page, context):
    opened(page, context, LESSON)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED, "a.skip")
    box = page.locator("a.skip").bounding_box()
    assert box["y"] >= 0
    assert box["width"] > 50
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED, "main")


def test_what_has_the_focus_is_seen(page, context):
    opened(page, context, LESSON)
    for _ in range(25):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }"
        )
        assert ring, page.evaluate("document.activeElement.outerHTML")


def test_a_theme_is_kept_from_page_to_page(page, context):
    opened(page, context, LESSON)
    assert page.evaluate(LIGHTNESS, "body")[0] > 240
    page.locator(".theme select").focus()
    page.keyboard.press("End")
    for name in (LESSON, "index.html", "docs/trust.html"):
        opened(page, context, name)
        back, ink = page.evaluate(LIGHTNESS, "body")
        assert back < 60
        assert ink > 200
        assert page.locator(".theme select").input_value() == "dark"
    page.locator(".theme select").select_option("auto")
    opened(page, context, LESSON)
    assert page.evaluate(LIGHTNESS, "body")[0] > 240


def test_on_a_phone_the_contents_open_by_keys_and_lead_to_a_sitting(page, context):
    opened(page, context, LESSON, PHONE)
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Contents").focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    text = menu.inner_text()
    assert not [item["title"] for item in lesson_catalog()["lessons"] if item["title"] not in text]
    link = menu.locator("a[href$='#sitting-2']")
    link.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    assert page.evaluate("location.hash") == "#sitting-2"
    assert 0 <= page.locator("#sitting-2").bounding_box()["y"] < PHONE["height"] / 2


def test_the_contents_on_a_phone_are_accessible(page, context):
    opened(page, context, LESSON, PHONE)
    page.get_by_role("button", name="Contents").click()
    expect(page.locator("#menu")).to_be_visible()
    assert axe(page) == []


def test_the_contents_on_a_phone_close_by_their_button_wherever_they_are(page, context):
    opened(page, context, "lessons/24_finance.html", PHONE)
    page.get_by_role("button", name="Contents").click()
    menu = page.locator("#menu")
    assert menu.evaluate("menu => menu.scrollTop") > PHONE["height"]
    close = page.get_by_role("button", name="Close")
    expect(close).to_be_in_viewport()
    close.click()
    expect(menu).to_be_hidden()


def test_hints_and_outcomes_open_by_keys(page, context):
    opened(page, context, LESSON)
    for box in (page.locator("details.hint").first, page.locator("details.outcome").first):
        summary = box.locator("summary")
        assert box.get_attribute("open") is None
        summary.focus()
        page.keyboard.press("Enter")
        assert box.get_attribute("open") is not None
    # What was folded is drawn as wide as the rest.
    expect(page.locator("details.outcome img").first).to_be_visible()


def test_on_paper_there_is_the_lesson_alone_black_on_white(page, context):
    page.emulate_media(color_scheme="dark")
    opened(page, context, LESSON)
    page.emulate_media(color_scheme="dark", media="print")
    back, ink = page.evaluate(LIGHTNESS, "body")
    assert back in (0, 255)  # nothing, or white: rgba(0, 0, 0, 0) is the former
    assert ink < 60
    for selector in ("header", "nav", ".menu-button", "form", "button"):
        assert not page.locator(f"{selector}:visible").count(), selector
    for selector in ("main p", "main h1", ".highlight pre", "pre.printed"):
        assert page.evaluate(LIGHTNESS, selector)[1] < 110, selector
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_what_is_printed_has_text_and_no_answer_opened(page, context):
    opened(page, context, LESSON)
    data = page.pdf(format="A4")
    streams = [
        zlib.decompressobj().decompress(part)
        for part in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", data, re.DOTALL)
    ]
    written = sum(len(re.findall(rb"T[jJ]\b", stream)) for stream in streams)
    assert written > 200
    assert b"/ToUnicode" in data  # it can be searched and read aloud
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    assert 5 < pages < 40
    assert page.locator("details[open]").count() == 0
