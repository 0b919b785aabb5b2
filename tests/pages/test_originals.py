"""What a document's page leads to: the original, an archived copy, searches; and what it says of the capture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from html_pages import Element, parse_html
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.pages.documents import render_documents
from press_archive.pages.parts.addresses import document_path
from press_archive.pages.parts.context import Pages
from press_archive.pages.parts.originals import LONGEST_QUERY, SENTENCES, headline_query
from press_archive.records.closed_lists import LinkStatus
from press_archive.records.dates import parse_date
from toy_archive import BRIEF, DUTCH, OTHER, REPORT, TAKEN

ADDRESS = "2014-05-02-address-on-the-harbour-treaty"
RUSSIAN = "2014-06-12-gavan-otkryta-govorit-marraubi"
UNKNOWN = "2014-script-alert-1-script-quotes-stars"
TREATY = "2019-03-03-dogovor-o-gavani-podpisan"
DAY = "2026-11-27"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(Path(__file__).parents[1] / "toy")


def page(archive: Archive, id: str) -> Element:
    """A document's page, as HTML."""
    text = render_documents(Pages(archive), {id})[document_path(id)].split("\n---\n", 1)[1]
    return parse_html(markdown.markdown(text, extensions=["attr_list", "def_list", "tables"]))


def lead(archive: Archive, id: str) -> tuple[str, str]:
    """The words and the address of the first link under the headline."""
    link = page(archive, id).first("p", "tools").all("a")[0]
    return link.text, link.attributes["href"]


def facts(archive: Archive, id: str) -> dict[str, Element]:
    """What the section on the original says, by the terms of its list."""
    found, section, term = {}, False, ""
    for element in page(archive, id).walk():
        if element.tag == "h2":
            section = element.attributes.get("id") == "the-original"
        elif section and element.tag == "dt":
            term = " ".join(element.text.split())
        elif section and element.tag == "dd":
            found[term] = element
    return found


def words(element: Element) -> str:
    return " ".join(element.text.split())


def with_link(archive: Archive, address: str, **values: str) -> Archive:
    entry = next(iter(archive.links.values()))
    record = type(entry.record).model_validate({"date": DAY} | values)
    return replace(archive, links={address: replace(entry, address=address, record=record)})


def titled(archive: Archive, id: str, title: str) -> Archive:
    entry = archive.documents[id]
    changed = replace(entry, record=entry.record.model_copy(update={"title": title}))
    return replace(archive, documents={**archive.documents, id: changed})


# The lead.


@pytest.mark.parametrize(
    ("id", "text", "address"),
    [
        (ADDRESS, "Read the original", "https://ministry.velmora.example/speeches/7"),  # live
        (REPORT, "Read the original", "https://tidewatch.example/2013/09/23/shared-harbour"),  # never checked
        (TREATY, "Read the original", "https://vestnik.example/dogovor"),  # refused to a program
        (DUTCH, "Read the original (moved)", "https://gull.example/evening/3?from=3&lang=nl"),
        (BRIEF, "Read an archived copy", "https://webarchive.example/20131002080000/https://gull.example/2"),
        (RUSSIAN, "Read an archived copy", "https://webarchive.example/2014/https://vestnik.example/гавань"),
        (OTHER, "What is known of the original", "#the-original"),  # no answer, and no copy
        (TAKEN, "What is known of the original", "#the-original"),
        (UNKNOWN, "Look for the original", "#the-original"),
        ("2014-06-12-ostrand-houdt-de-haven-dicht", "See where it was found", "#found-elsewhere"),
    ],
)
def test_the_page_leads_with_the_best_that_there_is(archive, id, text, address):
    assert lead(archive, id) == (text, address)


def test_an_address_that_leads_to_the_first_page_of_the_site_is_not_the_original(archive):
    original = "https://gull.example/3"
    moved = with_link(archive, original, status="moved", to="https://gull.example/")
    assert lead(moved, DUTCH)[0] == "Read an archived copy"
    assert words(facts(moved, DUTCH)["Original address"]) == (
        f"{original}. On 27 November 2026 it led to another address: https://gull.example/"
    )


@pytest.mark.parametrize("status", LinkStatus)
def test_each_status_is_said_in_words_with_its_day(archive, status):
    to = {"to": "https://tidewatch.example/b"} if status is LinkStatus.MOVED else {}
    original = archive.documents[REPORT].record.original_url
    said = words(facts(with_link(archive, original, status=str(status), **to), REPORT)["Original address"])
    assert said.startswith(f"{original}. {SENTENCES[status].format('27 November 2026')}")
    assert "old check" not in said


def test_the_original_that_did_not_answer_is_said_with_the_day(archive):
    said = words(facts(archive, OTHER)["Original address"])
    assert said == "https://lantern.example/tide. The original did not answer on 27 November 2026."


@pytest.mark.parametrize(
    ("latest", "is_old"), [("2027-11-27", False), ("2027-11-28", True), ("2001-01-01", False)]
)
@pytest.mark.parametrize("work", ["check", "source", "history"])
def test_a_check_is_called_old_once_the_records_went_on_for_a_year(archive, latest, is_old, work):
    date = parse_date(latest)
    if work == "check":
        changed = with_link(archive, "https://gull.example/4", status="live", date=latest)
        changed = replace(archive, links={**archive.links, **changed.links})
    elif work == "source":
        source = archive.sources["gull-post-harbour"]
        newer = replace(source, record=source.record.model_copy(update={"added": date}))
        changed = replace(archive, sources={**archive.sources, source.id: newer})
    else:
        history = archive.histories["gull-post-harbour"]
        entry = history.record.entries[0].model_copy(update={"date": date})
        newer = replace(history, record=history.record.model_copy(update={"entries": (entry,)}))
        changed = replace(archive, histories={**archive.histories, history.id: newer})
    said = words(facts(changed, OTHER)["Original address"])
    assert ("on 27 November 2026 (an old check, of more than a year ago)." in said) == is_old
    assert lead(changed, OTHER)[0] == "What is known of the original"


# Robust links: https://robustlinks.mementoweb.org/spec/


def test_links_to_the_original_and_its_oldest_copy_are_robust(archive):
    robust = {
        "data-originalurl": "https://gull.example/2",
        "data-versionurl": "https://webarchive.example/20131002080000/https://gull.example/2",
        "data-versiondate": "2013-10-02",
    }
    found = facts(archive, BRIEF)
    (address,) = found["Original address"].all("a")
    oldest, other = found["Archived copies (outside this archive)"].all("a")
    for link in (address, oldest, page(archive, BRIEF).first("p", "tools").all("a")[0]):
        assert {name: value for name, value in link.attributes.items() if name.startswith("data-")} == robust
    assert other.attributes == {"href": "https://library.example/gull?item=2&copy=1", "rel": "external"}
    assert words(found["Archived copies (outside this archive)"]) == (
        "webarchive.example, 2 October 2013 · library.example, March 2015"
    )


def test_without_a_copy_a_robust_link_has_the_day_of_the_capture(archive):
    (link,) = facts(archive, TAKEN)["Original address"].all("a")
    assert link.attributes == {
        "href": "https://gull.example/1", "rel": "external",
        "data-originalurl": "https://gull.example/1", "data-versiondate": "2013-10-02",
    }  # fmt: skip


def test_a_date_that_is_no_day_is_no_date_of_a_robust_link(archive):
    entry = archive.documents[BRIEF]
    copies = entry.record.archived[1:]
    changed = replace(entry, record=entry.record.model_copy(update={"archived": copies}))
    (link,) = facts(replace(archive, documents={**archive.documents, BRIEF: changed}), BRIEF)[
        "Original address"
    ].all("a")
    assert "data-versionurl" in link.attributes and "data-versiondate" not in link.attributes


def test_a_link_without_an_original_or_without_a_day_and_a_copy_is_not_robust(archive):
    for id, change in ((BRIEF, {"original_url": "unknown"}), (RUSSIAN, {"archived": ()})):
        entry = archive.documents[id]
        changed = replace(entry, record=entry.record.model_copy(update=change))
        links = page(replace(archive, documents={**archive.documents, id: changed}), id).all("a")
        assert [link for link in links if any(name.startswith("data-") for name in link.attributes)] == []


# The capture.


def test_the_page_gives_the_capture_with_its_digest_its_swhid_and_what_they_prove(archive):
    found, record = facts(archive, TAKEN), archive.sources["gull-post-harbour"].record
    assert words(found["Our capture"]) == "made 2 October 2013 from https://gull.example/evening"
    assert words(found["Its SHA-256"]) == record.sha256
    assert words(found["Its SWHID"]) == f"{record.swhid} (Software Heritage need not have it)"
    html = page(archive, TAKEN)
    assert [
        link.text for link in html.all("a") if link.attributes["href"].endswith("about/records.md#checksums")
    ] == ["What these prove"]


def test_a_capture_without_a_swhid_has_none_on_its_page(archive):
    source = archive.sources["gull-post-harbour"]
    older = replace(source, record=source.record.model_copy(update={"swhid": None}))
    assert "Its SWHID" not in facts(replace(archive, sources={**archive.sources, source.id: older}), TAKEN)


# Searches.


def searches(archive: Archive, id: str) -> dict[str, str]:
    section = facts(archive, id).get("Searches")
    links = section.all("a") if section else []
    assert all(link.attributes["rel"] == "noreferrer external nofollow" for link in links)
    assert not section or words(section).endswith(
        "They may find it; the archive has not checked what they find."
    )
    return {link.text: link.attributes["href"] for link in links}


def test_searches_are_offered_only_where_nothing_leads_to_the_text(archive):
    offered = {id: list(searches(archive, id)) for id in archive.documents}
    headline, address = "its headline on the web", "its address in the Wayback Machine"
    assert offered[UNKNOWN] == [headline]  # its outlet has no host
    assert offered[OTHER] == offered[TAKEN] == [address, headline]
    assert [offered[id] for id in (ADDRESS, REPORT, TREATY, DUTCH, BRIEF, RUSSIAN)] == [[]] * 6


def test_the_outlets_host_is_looked_for_in_the_wayback_machine(archive):
    entry = archive.documents[REPORT]
    changed = replace(entry, record=entry.record.model_copy(update={"original_url": "unknown"}))
    found = searches(replace(archive, documents={**archive.documents, REPORT: changed}), REPORT)
    assert (
        found["tidewatch.example in the Wayback Machine"]
        == "https://web.archive.org/web/*/tidewatch.example*"
    )


def test_the_host_is_not_looked_for_where_the_address_is_known(archive):
    gone = with_link(archive, archive.documents[REPORT].record.original_url, status="gone")
    assert searches(gone, REPORT)["its address in the Wayback Machine"] == (
        "https://web.archive.org/web/*/https://tidewatch.example/2013/09/23/shared-harbour"
    )
    assert not any("tidewatch.example in" in name for name in searches(gone, REPORT))


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ('"Quay & mole": 100 % of <b>Ostrand</b>', '"Quay & mole : 100 % of <b>Ostrand</b>"'),
        ("A quay\n opens\tat  last", '"A quay opens at last"'),
        ("Гавань \u200fнавсегда\u200e, говорит Тёрн?#+", '"Гавань навсегда, говорит Тёрн?#+"'),
        ("港口" * 200, f'"{("港口" * 200)[:LONGEST_QUERY]}"'),
        ("quay " * 80, f'"{("quay " * 80)[:LONGEST_QUERY].rstrip()}"'),
    ],
)
def test_a_headline_comes_back_from_the_address_of_its_search(archive, title, query):
    address = searches(titled(archive, UNKNOWN, title), UNKNOWN)["its headline on the web"]
    assert parse_qs(urlsplit(address).query, strict_parsing=True) == {"q": [query]}
    assert re.fullmatch(r"https://duckduckgo\.com/\?q=[\x21-\x7e]+", address)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_headline_gives_a_phrase_of_its_own_words(title):
    query = headline_query(title)
    assert len(query) <= LONGEST_QUERY + 2
    assert query == "" or (query[0] == query[-1] == '"' and '"' not in query[1:-1] and query[1:-1].strip())
    assert query == f'"{" ".join(query[1:-1].split())}"' or not query
