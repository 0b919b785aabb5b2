"""What the site does with its visitors, as the page about the archive promises: it keeps light or dark, and
nothing else.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from browsing import PAGES, search_for
from site_fixtures import Site

pytestmark = pytest.mark.slow

KEPT = """async () => ({
    cookie: document.cookie,
    local: {...localStorage},
    session: {...sessionStorage},
    databases: (await indexedDB.databases()).map(database => database.name),
    caches: "caches" in window ? await caches.keys() : [],
    workers: "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""


def visit_every_kind_of_page(page: Page, site: Site) -> None:
    for path in PAGES.values():
        page.goto(f"{site.address}{path}")
        expect(page.locator("article h1")).to_be_visible()
    search_for(page, site, "chemical weapons")


def kept(page: Page) -> dict:
    """Return what the browser keeps for the site in its local storage; nothing may be kept elsewhere."""
    assert page.context.cookies() == []
    found = page.evaluate(KEPT)
    local = found.pop("local")
    assert found == {"cookie": "", "session": {}, "databases": [], "caches": [], "workers": 0}
    return local


@pytest.mark.measured
def test_a_browser_keeps_nothing_until_light_or_dark_is_chosen_and_then_that_choice_alone(
    public_site: Site, page: Page
) -> None:
    visit_every_kind_of_page(page, public_site)
    assert kept(page) == {}
    for choice in ("dark", "light"):
        page.get_by_title(f"Switch to {choice} mode").click()
        visit_every_kind_of_page(page, public_site)
        assert kept(page) == {"archive.scheme": choice}


def test_nothing_is_sent_but_questions_for_files_of_the_site(public_site: Site, page: Page) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    visit_every_kind_of_page(page, public_site)
    page.get_by_title("Switch to dark mode").click()
    page.goto(public_site.address)
    wanted = [request for request in requests if urlsplit(request.url).scheme not in ("data", "blob")]
    assert wanted
    assert {(request.method, request.post_data) for request in wanted} == {("GET", None)}
    assert [request.url for request in wanted if not request.url.startswith(public_site.address)] == []


def test_the_words_of_a_search_stand_in_the_address_which_the_server_can_see(
    public_site: Site, page: Page
) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(public_site.address)
    page.get_by_role("searchbox", name="Search the archive").or_(page.get_by_role("combobox")).fill(
        "blackmail"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("for “blackmail”")
    assert [url for url in seen if "blackmail" in url] == [f"{public_site.address}search/?q=blackmail"]
