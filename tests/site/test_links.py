"""The web edition's pages fit together: their links, their marks, what they load, and how much."""

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from web_edition import GUIDES, plain, words

HERE = "http://site.invalid/"
LOADS = {"src", "srcset", "poster", "data", "action", "formaction", "background", "manifest", "ping"}
MOST_BYTES, MOST_HTML = 2_000_000, 1_000_000
HEADINGS = re.compile(r"h([1-6])")


@pytest.fixture(scope="module")
def files(site):
    """The names of all files."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def addresses(page, tag="*"):
    """What a page links to and loads, as (element, attribute, whole address)."""
    base = urljoin(HERE, page.name)
    for item in page.all(tag):
        for name in ({"href", "xlink:href"} | LOADS) & set(item.attrib):
            yield item, name, urljoin(base, item.attrib[name])


def test_there_are_the_pages_that_were_promised(site, files):
    assert {"index.html", "search.html", "assets/site.css", "assets/site.js"} <= files
    guides = {path.removeprefix("docs/") for path in files if re.fullmatch(r"docs/\w+\.html", path)}
    assert guides == {f"{name}.html" for name in GUIDES}
    assert not [
        name for name in files - {".dlcourse-site.json"} if re.search(r"(^|/)\.|\.(ipynb|py|map|j2|tmp)$", name)
    ]


def test_all_that_is_opened_is_closed(edition):
    assert not {name: page.faults for name, page in edition.items() if page.faults}


def test_all_links_and_fragments_and_pictures_lead_somewhere(edition, files):
    lost = []
    for page in edition.values():
        for item, name, whole in addresses(page):
            address, fragment = urldefrag(whole)
            if not address.startswith(HERE):
                continue
            target = unquote(urlsplit(address).path.lstrip("/"))
            there = target in files and (
                not fragment or target not in edition or unquote(fragment) in edition[target].ids
            )
            lost += [] if there else [(page.name, item.tag, item.attrib[name])]
    assert not lost


def test_addresses_are_relative_so_that_any_folder_of_a_server_and_any_disk_will_do(edition):
    for page in edition.values():
        for item, name, _ in addresses(page):
            assert not item.attrib[name].startswith("/"), (page.name, item.attrib)


def test_no_address_leaves_the_site_but_links_in_the_text(edition, site):
    for page in edition.values():
        for item, name, whole in addresses(page):
            if not whole.startswith(HERE):
                data = whole.startswith("data:") and item.tag in ("img", "audio", "source", "link")
                assert data or ((item.tag, name) == ("a", "href") and whole.startswith("https://")), (page.name, whole)
    for path in (site / "assets").rglob("*"):
        if path.suffix in (".css", ".js", ".svg"):
            found = re.findall(
                r"""(?:url\(|@import|fetch\(|import\(?|from)\s*["']?(https?:|//)[^)"'\s]*""", path.read_text("utf-8")
            )
            assert not found, path.name


def test_nothing_that_may_be_loaded_comes_from_elsewhere(edition):
    """Said to the browser, which then holds to it."""
    for page in edition.values():
        [policy] = [item for item in page.all("meta") if item.attrib.get("http-equiv") == "Content-Security-Policy"]
        rules = dict(rule.split(None, 1) for rule in policy.attrib["content"].split(";") if rule.strip())
        assert rules["default-src"] in ("'none'", "'self'"), page.name
        for name, sources in rules.items():
            allowed = {"'self'", "'none'", "data:", "blob:"} | (
                {"'wasm-unsafe-eval'"} if name == "script-src" else set()
            )
            allowed |= {"'unsafe-inline'"} if name.startswith("style-src") else set()
            assert set(sources.split()) <= allowed, (page.name, name, sources)
        assert not [
            item for item in page.all("script") if plain(item).strip() and item.attrib.get("type") != "application/json"
        ]
        for item in page.tree.iter():
            assert not [name for name in item.attrib if name.startswith("on")], (page.name, item.attrib)


def test_ids_are_given_once_and_are_what_labels_name(edition):
    for page in edition.values():
        assert len(set(page.ids)) == len(page.ids), page.name
        for item in page.tree.iter():
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                assert set(item.attrib.get(name, "").split()) <= set(page.ids), (page.name, item.attrib)


def test_headings_go_down_step_by_step_and_can_be_linked_to(edition):
    for page in edition.values():
        titles = [item for item in page.main.iter() if HEADINGS.fullmatch(item.tag)]
        levels = [int(item.tag[1]) for item in titles]
        assert levels[:1] == [1], page.name
        assert levels.count(1) == 1, page.name
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), (page.name, levels)
        if page.name not in ("index.html", "search.html"):
            for item in titles[1:]:
                assert page.all("a", within=item) == [], "the heading would be read with the name of the link"
                [anchor] = page.all("a", "anchor", page.parents[item])
                assert anchor.attrib["href"] == f"#{item.attrib['id']}"
                assert words(item) in anchor.attrib["aria-label"]


def test_each_number_of_a_table_has_a_head_of_its_column_or_row(edition):
    seen = set()
    for page in edition.values():
        for table in page.all("div", "table"):
            [head] = page.all("thead", within=table)
            heads = [item for item in head.iter() if item.tag in ("td", "th")]
            assert all(words(item) for item in heads if item.tag == "th"), (page.name, words(head))
            named = len([item for item in page.all("th", within=table) if item.attrib.get("scope") == "row"])
            assert bool(named) == any(item.tag == "td" for item in heads), (page.name, words(head))
            seen.add(bool(named))
    assert seen == {True, False}


def test_pages_say_what_they_are(edition):
    for page in edition.values():
        assert page.all("html")[0].attrib["lang"] == "en"
        described = [item.attrib["content"] for item in page.all("meta") if item.attrib.get("name") == "description"]
        assert len(described) == 1, page.name
        assert described[0].endswith("."), page.name
    assert len({words(page.all("title")[0]) for page in edition.values()}) == len(edition)


def test_pictures_have_words_and_a_size(edition):
    """A size, so that the text does not jump when they come; the one diagram of a guide has its own."""
    for page in edition.values():
        for image in page.all("img"):
            assert "alt" in image.attrib, page.name
            assert (
                image.attrib["src"].endswith(".svg") or int(image.attrib["width"]) * int(image.attrib["height"]) > 0
            ), (page.name, image.attrib)


def test_pages_are_light(edition, site):
    """With all that they load, in bytes: the pictures too, even those that wait until they are near."""
    for page in edition.values():
        assert len(page.html.encode()) < MOST_HTML, page.name
        names = {whole.removeprefix(HERE) for item, _, whole in addresses(page) if item.tag not in ("a", "html")}
        names |= {f"assets/{path.name}" for path in (site / "assets").iterdir() if path.suffix.startswith(".woff")}
        loaded = [site / urldefrag(name)[0] for name in names if not name.startswith("data:")]
        assert sum(path.stat().st_size for path in loaded) + len(page.html.encode()) < MOST_BYTES, page.name
