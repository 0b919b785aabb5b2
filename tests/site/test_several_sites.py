"""An archive that is published as several sites reads, and is searched, as one."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

import serving
from conftest import TOY, copy_project, hold_captures
from html_pages import read_html
from press_archive.cli import main
from press_archive.publish.html_tags import find_referring_tags, parse_tags
from press_archive.publish.offline_links import REFERENCES
from serving import serve
from site_fixtures import Site

pytestmark = [pytest.mark.slow, pytest.mark.measured]

NAMES = ("home", "2013-2014", "2018")
EARLY = "documents/2013-09-23-velmora-offers-ostrand-a-shared-harbour/"
LATE = "documents/2018-12-24-i-have-never-met-a-tide/"
QUERIES = (
    "",
    "harbour",
    '"shared harbour"',
    "harbo",
    "treat*",
    "haven",
    "договор",
    "harbour -crane",
    "Ilse Marrowby",
)


@dataclass(frozen=True)
class Sites:
    """The folder of each site, and its address, by name."""

    project: Path
    folders: dict[str, Path]
    addresses: dict[str, str]

    def file(self, address: str) -> Path | None:
        """Return the file that a host of one of the sites answers with; None for an address elsewhere."""
        for name, site in self.addresses.items():
            if address.startswith(site):
                path = self.folders[name] / unquote(re.split("[?#]", address.removeprefix(site))[0])
                return path / "index.html" if path.is_dir() else path
        return None


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The toy archive as three sites, each on a port of its own: 2013 to 2014 were once on the home site."""
    folder = tmp_path_factory.mktemp("parts")
    project = copy_project(folder / "project", TOY)
    hold_captures(project)
    folders = {name: project / "site" / name for name in NAMES}
    with contextlib.ExitStack() as servers:
        addresses = {name: servers.enter_context(serve(folders[name], folder / name)) for name in NAMES}
        parts = [
            {"years": "2013/2014", "address": addresses["2013-2014"], "formerly": [addresses["home"]]},
            {"years": "2018", "address": addresses["2018"]},
        ]
        with (project / "sources" / "collection.yml").open("a", encoding="utf-8") as record:
            record.write(yaml.safe_dump({"parts": parts}, sort_keys=False))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", addresses["home"])
            assert main(["--root", str(project), "publish"]) == 0
        yield Sites(project, folders, addresses)


def results(page: Page, address: str, query: str) -> dict[str, object]:
    """Return all that the search shows of a query: the status, the results, the filters with their counts."""
    page.goto(address + "search/", wait_until="networkidle")
    page.get_by_label("Words to look for").fill(query)
    page.get_by_role("button", name="Search", exact=True).last.click()
    words = f" for “{query.strip()}”" if query else ""
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^\d+ documents?{re.escape(words)}\.$"))
    expect(page.locator("#search-facets")).to_have_attribute("aria-busy", "false")
    while page.locator("#search-more").is_visible():
        before = page.locator("#search-results > li").count()
        page.locator("#search-more").click()
        expect(page.locator("#search-results > li")).not_to_have_count(before)
    links = page.locator("#search-results > li > a").evaluate_all("links => links.map(link => link.href)")
    return {
        "status": page.get_by_role("status").inner_text(),
        "results": page.locator("#search-results > li").all_inner_texts(),
        "paths": [re.sub("^.*?/archive/", "", link) for link in links],
        "filters": page.locator("#search-facets").inner_text(),
    }


def test_every_link_leads_to_a_page_that_the_site_has_and_to_an_anchor_on_it(sites: Sites) -> None:
    crossing = 0
    for name, folder in sites.folders.items():
        for path in folder.rglob("*.html"):
            here = sites.addresses[name] + path.relative_to(folder).as_posix()
            for tag in read_html(path).all():
                address = (
                    tag.attributes.get("href") or tag.attributes.get("src") or tag.attributes.get("action")
                )
                whole = urljoin(here, address or "")
                file = sites.file(whole)
                if address and file:
                    assert file.is_file(), (path, address)
                    crossing += not whole.startswith(sites.addresses[name])
                    anchor = unquote(whole.partition("#")[2])
                    if anchor and file.suffix == ".html" and file != path:
                        ids = {tag.attributes.get("id") for tag in read_html(file).all()}
                        assert anchor in ids, (path, address)
    assert crossing > 500  # of some thousands


def test_the_links_that_are_replaced_are_all_that_pages_have(toy_sites: tuple[Site, Site]) -> None:
    """They are found without reading every tag, which takes five times as long."""
    for path in toy_sites[0].html():
        text = path.read_text(encoding="utf-8")
        every, found = (
            [(tag.name, one) for tag in tags for one in tag.attributes if one.name in REFERENCES]
            for tags in (parse_tags(text), find_referring_tags(text))
        )
        assert found == every, path


def test_a_document_is_on_one_site_and_nothing_gives_it_another_address(sites: Sites) -> None:
    for path, name in ((EARLY, "2013-2014"), (LATE, "2018")):
        pages = {
            site for site, folder in sites.folders.items() if (folder / path / "document.json").is_file()
        }
        assert pages == {name}
        for folder in sites.folders.values():
            for file in folder.rglob("*"):
                text = file.read_bytes() if file.is_file() and file.suffix != ".gz" else b""
                found = {site for site in NAMES if (sites.addresses[site] + path).encode() in text}
                assert found <= {name}, file
    canonical = f'<link rel="canonical" href="{sites.addresses["2018"]}{LATE}">'
    assert canonical in (sites.folders["2018"] / LATE / "index.html").read_text(encoding="utf-8")


def test_each_site_lists_its_own_pages_for_search_engines(sites: Sites) -> None:
    listed: list[str] = []
    for name, folder in sites.folders.items():
        address = sites.addresses[name]
        assert f"Sitemap: {address}sitemap.xml\n" in (folder / "robots.txt").read_text(encoding="utf-8")
        found = re.findall("<loc>(.*?)</loc>", (folder / "sitemap.xml").read_text(encoding="utf-8"))
        assert found
        assert all(page.startswith(address) for page in found)
        listed += found
    assert len(set(listed)) == len(listed)
    assert sites.addresses["2013-2014"] + EARLY in listed


@pytest.mark.parametrize("query", QUERIES)
def test_the_search_finds_orders_and_counts_as_on_one_site(
    sites: Sites, toy_sites: tuple[Site, Site], page: Page, query: str
) -> None:
    found = results(page, sites.addresses["home"], query)
    assert found == results(page, toy_sites[0].address, query)
    assert found["results"]


def test_results_and_links_lead_from_site_to_site(sites: Sites, page: Page) -> None:
    home, early, late = (sites.addresses[name] for name in NAMES)
    page.goto(f"{home}search/?q=tide", wait_until="networkidle")
    page.get_by_role("link", name="I have never met a tide", exact=False).first.click()
    expect(page).to_have_url(late + LATE)
    page.get_by_label("Search the archive").fill("shared harbour")
    page.get_by_label("Search the archive").press("Enter")
    expect(page).to_have_url(re.compile(re.escape(home) + r"search/\?q=shared"))
    page.get_by_role("link", name="Velmora offers Ostrand a shared harbour").first.click()
    expect(page).to_have_url(early + EARLY)
    page.get_by_role("link", name="Topics", exact=True).first.click()
    expect(page).to_have_url(f"{home}topics/")
    page.goto(f"{home}{EARLY}")  # where it was before
    expect(page).to_have_url(early + EARLY)
    page.goto(late)
    expect(page).to_have_url(home)


def test_the_box_of_the_home_site_shows_documents_of_other_sites(sites: Sites, page: Page) -> None:
    page.goto(sites.addresses["home"] + "topics/")
    page.locator("#header-search").press_sequentially("tide")
    row = page.get_by_role("option", name="I have never met a tide").first
    expect(row).to_have_attribute("data-address", sites.addresses["2018"] + LATE)


def no_answer(route: Route) -> None:
    route.abort()


def another_publication(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html", body="There is no page here")


def damaged(route: Route) -> None:
    route.fulfill(status=200, content_type="application/octet-stream", body="{}")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("tide", no_answer),
        ('"never met"', no_answer),
        ("tid", no_answer),
        ("tide", another_publication),
        ("tide", damaged),
    ],
)
def test_a_site_that_does_not_answer_is_said_and_the_others_are_searched(
    sites: Sites, browser: Browser, query: str, answer: Callable[[Route], None]
) -> None:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.route(f"{sites.addresses['2018']}pagefind/**", answer)
    page.goto(f"{sites.addresses['home']}search/?{'q=' + query}", wait_until="networkidle")
    said = page.get_by_role("status")
    expect(said).to_contain_text("The site of 2018 does not answer: its documents cannot be shown")
    if query == "tide":
        expect(page.get_by_role("link", name="A document of the site of 2018")).to_be_visible()
    page.get_by_label("Words to look for").fill("Velmora offers")
    expect(page.get_by_role("link", name="Velmora offers Ostrand a shared harbour").first).to_be_visible()
    page.unroute(f"{sites.addresses['2018']}pagefind/**")
    page.get_by_label("Words to look for").fill("tide ")
    expect(said).to_have_text(re.compile(r"^\d+ documents? for “tide”\.$"))
    context.close()


def test_a_host_that_keeps_its_files_from_other_sites_does_not_answer_either(
    sites: Sites, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "OTHER_SITES", "https://elsewhere.example")
    page = browser.new_page()
    page.goto(f"{sites.addresses['home']}search/?q=tide", wait_until="networkidle")
    expect(page.get_by_role("status")).to_contain_text("The site of 2018 does not answer")
    page.close()


def test_one_site_can_be_published_alone_and_is_the_same(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = sites.project.with_name("one")
    shutil.copytree(sites.project, project, symlinks=True)
    monkeypatch.setenv("SITE_URL", sites.addresses["home"])
    assert main(["--root", str(project), "publish", "--part", "2018"]) == 0
    assert digests(project / "site") == digests(sites.folders["2018"])


def digests(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_build_after_an_edit_makes_what_a_build_from_nothing_makes(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, new = sites.project.with_name("edited"), sites.project.with_name("new")
    shutil.copytree(sites.project, edited, symlinks=True)
    (record,) = edited.glob(f"sources/*/*/{LATE.split('/')[1]}.md")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("Asked who", "Asked today who"), encoding="utf-8")
    made = {path: path.stat().st_ino for path in edited.glob(".cache/whole/topics/*/index.html")}
    shutil.copytree(edited, new, symlinks=True, ignore=shutil.ignore_patterns(".cache", "site"))
    monkeypatch.setenv("SITE_URL", sites.addresses["home"])
    for project in (edited, new):
        assert main(["--root", str(project), "publish"]) == 0
    assert digests(edited / "site") == digests(new / "site")
    assert b"Asked today who" in (edited / "site/2018" / LATE / "index.html").read_bytes()
    assert made
    assert {path: path.stat().st_ino for path in made} == made  # they were taken, not made again


def test_other_sites_are_not_told_what_is_searched_for(sites: Sites, page: Page) -> None:
    asked = []
    page.on(
        "request", lambda request: asked.append(request) if sites.addresses["2018"] in request.url else None
    )
    page.goto(f"{sites.addresses['home']}search/?q=tide", wait_until="networkidle")
    assert asked
    assert not any(request.all_headers().get("referer") for request in asked)


def test_pages_of_each_site_are_without_errors_and_load_only_its_own_files(
    sites: Sites, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 375, "height": 700})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name, path in (
        ("home", ""),
        ("home", "people/"),
        ("2013-2014", EARLY),
        ("2018", LATE),
        ("2018", "404.html"),
    ):
        asked.clear()
        page.goto(sites.addresses[name] + path, wait_until="networkidle")
        assert all(address.startswith(sites.addresses[name]) for address in asked)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
