"""The page for an address that has none: it works wherever the site is, at whatever depth it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import sampled
from html_pages import read_html
from site_fixtures import PRESS, Site

pytestmark = pytest.mark.slow

DEPTHS = ("nothing", "documents/2013-09-24-no-such-quay/", "documents/deep/down/no-such-quay.html")
# Where a site is published, with and without an address of its own. Every second is in each run of the tests.
PLACES = {
    "without an address, below a path": ("", "https://press.example/archive/"),
    "without an address, at the root": ("", "https://press.example/"),
    "with an address, below another path": (PRESS, "https://elsewhere.example/two/deep/"),
    "at its address": (PRESS, PRESS),
    "with an address, at another root": (PRESS, "https://elsewhere.example/"),
}


@pytest.fixture
def lenient(browser: Browser) -> Iterator[Page]:
    """A page whose context is not refused what is not there; what the policy refuses is an error."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Sec" in message.text else None
    )
    page.on("pageerror", lambda error: refused.append(str(error)))
    yield page
    context.close()
    assert refused == []


def publish(page: Page, folder: Path, address: str) -> None:
    """Let a browser find a folder at an address, as hosts of static sites do: 404.html for all that is not there."""

    def answer(route: Route) -> None:
        url = route.request.url.partition("?")[0]
        path = folder / url.removeprefix(address) if url.startswith(address) else folder / "none"
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(path=folder / "404.html", status=404)

    page.route("**/*", answer)


@pytest.mark.parametrize("place", sampled(list(PLACES), 2))
def test_it_leads_home_and_to_the_search_wherever_the_site_is(
    toy_sites: tuple[Site, Site], toy_at_address: Site, lenient: Page, place: str
) -> None:
    site_address, address = PLACES[place]
    site = toy_at_address if site_address else toy_sites[0]
    publish(lenient, site.folder, address)
    for path in DEPTHS:
        lenient.goto(address + path)
        home = lenient.get_by_role("link", name="home page")
        expect(home).to_have_js_property("href", address)
        expect(lenient.get_by_role("search")).to_have_js_property("action", f"{address}search/")
        links = lenient.eval_on_selector_all("nav a, footer a", "links => links.map(link => link.href)")
        own = [link for link in links if urlsplit(link).hostname in ("press.example", "elsewhere.example")]
        assert len(own) > 15
        assert [link for link in own if not link.startswith((address, f"{PRESS}offline-copy.zip"))] == []
        assert lenient.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "704px"
    lenient.get_by_role("button", name="Search").click()
    expect(lenient).to_have_url(f"{address}search/?q=no+such+quay")
    expect(lenient.get_by_role("status")).to_contain_text("for “no such quay”.")


def test_it_asks_not_to_be_listed_and_searches_for_the_words_of_the_address(
    toy_sites: tuple[Site, Site], lenient: Page
) -> None:
    tags = read_html(toy_sites[0].folder / "404.html").all("meta")
    assert [tag.attributes["content"] for tag in tags if tag.attributes.get("name") == "robots"] == [
        "noindex"
    ]
    address = "https://press.example/"
    publish(lenient, toy_sites[0].folder, address)
    box = lenient.get_by_role("searchbox", name="Search the archive")
    for path, words in {
        "documents/2013-09-24-no-such-quay/": "no such quay",
        "people/%D0%9C%D0%B0%D1%80%D1%80%D0%B0%D1%83%D0%B1%D0%B8/index.html": "Маррауби",
        "topics/tide%/": "tide",
        "2013/": "",
        "documents/2014-02-11/": "documents",
    }.items():
        lenient.goto(address + path)
        expect(box).to_have_value(words)
        hint = lenient.get_by_text("These are the words of the address.")
        (expect(hint).to_be_visible if words else expect(hint).to_be_hidden)()


def test_it_can_be_used_without_a_script(toy_at_address: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    publish(page, toy_at_address.folder, PRESS)
    page.goto(f"{PRESS}documents/deep/nothing/")
    page.get_by_role("link", name="home page").click()
    expect(page).to_have_url(PRESS)
    context.close()
