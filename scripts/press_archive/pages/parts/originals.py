"""What a document's page says of the original: its address, archived copies, searches that may find it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from markupsafe import Markup

from ...base.escape import exact
from ...collection.archive import DocumentEntry
from ...records.checked_links import CheckedLink
from ...records.closed_lists import FindingField, LinkStatus
from ...records.dates import UNKNOWN, Date
from ...records.fields import ArchivedCopy
from .context import Pages
from .wording import when

# What is said of an address that was checked; the day is put in.
SENTENCES = {
    LinkStatus.LIVE: "It answered on {}.",
    LinkStatus.MOVED: "On {} it led to another address:",
    LinkStatus.REFUSED: "On {} its server refused a program; a browser may get further.",
    LinkStatus.NOT_FOUND: "The original was not found there on {} (404).",
    LinkStatus.GONE: "Its server said on {} that the original was removed (410).",
    LinkStatus.LEGAL: "On {} the original was withheld for legal reasons (451).",
    LinkStatus.NO_ANSWER: "The original did not answer on {}.",
}
_ANSWERS = frozenset({LinkStatus.LIVE, LinkStatus.MOVED, LinkStatus.REFUSED})
OLD = 365  # days to the latest day of the records, after which a page says that a check is old
LONGEST_QUERY = 150  # characters of a headline: longer ones find less, and search engines cut them
SEARCH_ENGINE = "https://duckduckgo.com/?q="  # it keeps no record of who searched for what
_INVISIBLE = re.compile(
    "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
)  # marks of direction, and none
WEB_ARCHIVE = "https://web.archive.org/web/*/"


@dataclass(frozen=True)
class Original:
    """What is known of a document's original.

    `address` is empty where it is not known; `reached` is the address to lead to, empty where that does not
    answer. `robust` has the attributes of a link to the original or to a copy of it.
    """

    address: str
    reached: str
    moved: str
    sentence: Markup
    copies: tuple[ArchivedCopy, ...]
    robust: Markup
    searches: tuple[tuple[str, str], ...]
    found: bool  # a finding gives an address, where the record gives none


def find_original(pages: Pages, document: DocumentEntry) -> Original:
    """Return what a page says of a document's original."""
    record = document.record
    address = "" if record.original_url == UNKNOWN else record.original_url
    entry = pages.archive.links.get(address)
    link = entry.record if entry else None
    reached = _reached(address, link)
    return Original(
        address=address,
        reached=reached,
        moved=(link.to or "") if link else "",
        sentence=_sentence(link, pages.latest_day) if link else Markup(""),
        copies=record.archived,
        robust=_robust(pages, document, address),
        found=not address and any(f.field is FindingField.ORIGINAL_URL for f in record.findings),
        searches=() if reached or record.archived else tuple(_searches(pages, document, address)),
    )


def _reached(address: str, link: CheckedLink | None) -> str:
    """Return the address that leads to the original, as far as is known; empty where none does.

    Sites lead from the address of what they removed to their first page, which is no article.
    """
    if link is None or link.status in (LinkStatus.LIVE, LinkStatus.REFUSED):
        return address
    if link.status is LinkStatus.MOVED and link.to and urlsplit(link.to).path.strip("/"):
        return link.to
    return ""


def _sentence(link: CheckedLink, latest: datetime.date) -> Markup:
    """Return what the address answered, in a sentence with the day, and whether that is long ago."""
    before, _, after = SENTENCES[link.status].partition("{}")
    old = (latest - link.date.earliest).days > OLD
    ago = " (an old check, of more than a year ago)" if old else ""
    return exact(before) + when(link.date) + exact(f"{ago}{after}")


def _robust(pages: Pages, document: DocumentEntry, address: str) -> Markup:
    """Return the attributes of a robust link (https://robustlinks.mementoweb.org/spec/): the original, the
    oldest copy, and the day of that copy, or else of the capture.
    """
    copies = document.record.archived
    captured = pages.archive.sources[document.source].record.captured
    dates: list[Date | None] = [copies[0].date] if copies else [captured]
    attributes = {
        "originalurl": address,
        "versionurl": copies[0].url if copies else "",
        "versiondate": next((date.text for date in dates if date and _is_day(date)), ""),
    }
    given = {name: value for name, value in attributes.items() if value}
    if not address or len(given) == 1:  # the specification requires the original, and one of the others
        return Markup("")
    return Markup("").join(Markup(' data-{}="{}"').format(Markup(name), exact(given[name])) for name in given)


def _is_day(date: Date) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.text))


def _searches(pages: Pages, document: DocumentEntry, address: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of searches that may find an original: nobody has looked."""
    if address:
        yield "its address in the Wayback Machine", f"{WEB_ARCHIVE}{address}"
    if words := headline_query(document.record.title):
        # Nothing is left in it that Markdown or HTML would read; as entities it would be twice as long.
        yield "its headline on the web", Markup(f"{SEARCH_ENGINE}{quote_plus(words)}")
    domain = getattr(pages.archive.term("outlets", document.record.outlet).record, "host", None)
    if domain and not address:
        yield f"{domain} in the Wayback Machine", f"{WEB_ARCHIVE}{domain}*"


def host(address: str) -> str:
    """Return the name of the server in an address.

    >>> host("https://webarchive.example/2013/https://gull.example/2")
    'webarchive.example'
    """
    return urlsplit(address).hostname or ""


def headline_query(title: str) -> str:
    """Return a headline as the phrase that a search engine looks for; a long one is cut after a word.

    >>> headline_query('Minister:  "No & never"'), headline_query("A quay " * 100).count("A quay")
    ('"Minister: No & never"', 21)
    """
    text = " ".join(_INVISIBLE.sub("", title).replace('"', " ").split())
    if len(text) > LONGEST_QUERY:
        text = text[: LONGEST_QUERY + 1].rpartition(" ")[0] or text[:LONGEST_QUERY]
    return f'"{text}"' if text else ""
