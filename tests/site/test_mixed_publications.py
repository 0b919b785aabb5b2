"""What a cache has kept of one publication never gives wrong results with files of another."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import sampled
from press_archive.publish.search_index import current_index
from site_fixtures import Site

pytestmark = [pytest.mark.slow, pytest.mark.measured]

GONE = "0123456789abcdef"  # the folder of a publication that was replaced
POINTER = "**/pagefind/current.json*"


@pytest.fixture
def lenient(browser: Browser) -> Iterator[Page]:
    """A page whose failures are errors in the console, as they should be."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def name_folder(route: Route, folder: str) -> None:
    route.fulfill(json={"folder": folder})


def test_the_pointer_is_asked_for_past_the_cache_of_the_browser_and_no_page_contains_what_it_names(
    toy_sites: tuple[Site, Site], lenient: Page
) -> None:
    site = toy_sites[0]
    asked = []
    lenient.on("request", lambda request: asked.append(request) if "current.json" in request.url else None)
    for _ in range(2):
        lenient.goto(f"{site.address}search/?q=harbour")
        expect(lenient.get_by_role("status")).to_contain_text("for “harbour”.")
    assert len(asked) == 2
    assert {request.all_headers()["cache-control"] for request in asked} <= {"no-cache", "max-age=0"}
    digest = current_index(site.folder).name
    assert [page for page in site.html() if digest in page.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", sampled(["search/?q=harbour", "documents/"], 2))
def test_an_old_pointer_in_a_cache_of_the_host_is_asked_for_again(
    toy_sites: tuple[Site, Site], lenient: Page, path: str
) -> None:
    """The cache keeps it by its address, so a query with a number gets past it."""
    lenient.route(
        POINTER, lambda route: route.continue_() if "?" in route.request.url else name_folder(route, GONE)
    )
    lenient.goto(f"{toy_sites[0].address}{path}")
    if path.startswith("search"):
        expect(lenient.get_by_role("status")).to_have_text("13 documents for “harbour”.")
    else:
        lenient.locator("#header-search").press_sequentially("harbour")
        expect(lenient.get_by_role("option", name="All 13 for “harbour”")).to_be_visible()


def test_files_that_are_not_there_yet_are_said_to_be_missing(
    toy_sites: tuple[Site, Site], lenient: Page
) -> None:
    asked = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        name_folder(route, GONE)

    lenient.route(POINTER, answer)
    lenient.goto(f"{toy_sites[0].address}search/?q=harbour")
    status = lenient.get_by_role("status")
    expect(status).to_contain_text("The search does not work here: the search index is missing (404).")
    expect(status).to_contain_text("try again in a few minutes. The lists below lead to every document.")
    assert len(asked) == 2  # once more, and not for ever
    lenient.unroute(POINTER)
    lenient.get_by_label("Words to look for").fill("tide")
    expect(status).to_have_text("1 document for “tide”.")


def test_a_page_that_was_open_when_the_site_was_published_finds_what_is_there_now(
    toy_sites: tuple[Site, Site], lenient: Page
) -> None:
    """Pagefind finds nothing, and says nothing, where a file of words is gone."""
    site = toy_sites[0]
    index = current_index(site.folder)
    published = []

    def answer(route: Route) -> None:
        name = route.request.url.partition("?")[0].rpartition(f"/{GONE}/")[2]
        if published:
            route.fulfill(status=404, content_type="text/html", body="<p>There is no page here")
        else:
            route.fulfill(path=index / name)

    lenient.route(f"**/pagefind/{GONE}/**", answer)
    lenient.route(
        POINTER,
        lambda route: name_folder(route, index.name if published else GONE),
    )
    lenient.goto(f"{site.address}search/", wait_until="networkidle")
    status = lenient.get_by_role("status")
    expect(status).to_have_text("14 documents.")
    published.append(True)
    lenient.get_by_label("Words to look for").fill("harbour")
    expect(status).to_have_text("13 documents for “harbour”.")
    lenient.get_by_label("Words to look for").fill("marrowby")
    expect(status).to_contain_text("documents for “marrowby”.")


@pytest.mark.parametrize("answer", sampled(["missing", "a page", "nothing"], 3))
def test_a_lost_file_of_words_is_no_empty_answer_and_the_next_query_asks_for_it_again(
    toy_sites: tuple[Site, Site], lenient: Page, answer: str
) -> None:
    def fail(route: Route) -> None:
        if answer == "nothing":
            route.abort()
        else:
            route.fulfill(
                status=404 if answer == "missing" else 200, content_type="text/html", body="<p>None"
            )

    lenient.route("**/*.pf_index", fail)
    lenient.goto(f"{toy_sites[0].address}search/?q=harbour")
    status = lenient.get_by_role("status")
    expect(status).to_contain_text("The search does not work here: the search index is missing")
    lenient.unroute("**/*.pf_index")
    lenient.get_by_label("Words to look for").fill("harbours")
    expect(status).to_have_text("13 documents for “harbours”.")


def test_more_results_that_cannot_be_loaded_are_said_and_the_button_works_again(
    toy_sites: tuple[Site, Site], lenient: Page
) -> None:
    lenient.goto(f"{toy_sites[0].address}search/", wait_until="networkidle")
    expect(lenient.get_by_role("status")).to_have_text("14 documents.")
    lenient.route("**/*.pf_fragment", lambda route: route.fulfill(status=404))
    lenient.get_by_role("button", name="Show more").click()
    expect(lenient.get_by_role("status")).to_contain_text(
        "14 documents. A part of the search could not be loaded"
    )
    lenient.unroute("**/*.pf_fragment")
    lenient.get_by_role("button", name="Show more").click()
    expect(lenient.locator("#search-results > li")).to_have_count(14)


def test_the_pointer_says_nothing_else(toy_sites: tuple[Site, Site]) -> None:
    for site in toy_sites:
        pointer = json.loads((site.folder / "pagefind" / "current.json").read_text(encoding="utf-8"))
        (folder,) = [path.name for path in (site.folder / "pagefind").iterdir() if path.is_dir()]
        assert pointer == {"folder": folder}
