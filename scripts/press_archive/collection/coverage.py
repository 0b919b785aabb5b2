"""What the archive lacks: the months of each outlet that nobody has searched, and gaps in the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ..records.closed_lists import Wholeness
from ..records.dates import UNKNOWN
from .archive import Archive, DocumentEntry


class State(StrEnum):
    """What is known about an outlet's month."""

    HELD = "held"
    NOTHING_FOUND = "searched, nothing found"
    NOT_SEARCHED = "not searched"


@dataclass(frozen=True)
class Cell:
    """An outlet's month: what is known about it, and its documents in the order of publication."""

    state: State
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalendarYear:
    """A year of the calendar: for each outlet, a cell for every month by its number.

    `undated` has, for each outlet, the documents whose month is unknown.
    """

    year: str
    months: dict[str, dict[int, Cell]]
    undated: dict[str, tuple[str, ...]]

    @property
    def blank(self) -> bool:
        """Whether the year has no documents and was not searched."""
        cells = [cell for months in self.months.values() for cell in months.values()]
        return not any(self.undated.values()) and all(cell.state is State.NOT_SEARCHED for cell in cells)


def calendar(archive: Archive) -> list[CalendarYear]:
    """Return the years of the collection, its documents and its searches, each with every outlet that
    publishes or was searched.

    A document whose outlet published it at an unknown time is in no year: no other date of it counts.
    """
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id in archive.oldest_first(archive.documents):
        record = archive.documents[id].record
        date = record.date
        if date and not date.is_open and date.year != UNKNOWN:
            month = date.month if date.month != UNKNOWN else f"{date.year}-{UNKNOWN}"
            held[record.outlet, month].append(id)
    searched = {
        (search.record.outlet, month)
        for search in archive.searches.values()
        for month in search.record.period.months
    }
    known = held.keys() | searched
    years = {month[:4] for _, month in known} | set(archive.years_covered)
    outlets = sorted(
        {outlet for outlet, _ in known},
        key=lambda id: (archive.term("outlets", id).record.label.casefold(), id),
    )

    def cell(outlet: str, month: str) -> Cell:
        if documents := held.get((outlet, month)):
            return Cell(State.HELD, tuple(documents))
        return Cell(State.NOTHING_FOUND if (outlet, month) in searched else State.NOT_SEARCHED)

    return [
        CalendarYear(
            year,
            {
                outlet: {number: cell(outlet, f"{year}-{number:02d}") for number in range(1, 13)}
                for outlet in outlets
            },
            {outlet: tuple(held.get((outlet, f"{year}-{UNKNOWN}"), ())) for outlet in outlets},
        )
        for year in sorted(years)
    ]


@dataclass(frozen=True)
class Gap:
    """Something that records leave open: an id, a title, what it means, how to help, and a test whether a
    document has the gap.

    `detail` returns a few words about the gap in one document, or an empty text.
    """

    id: str
    title: str
    meaning: str
    help: str
    has: Callable[[Archive, DocumentEntry], bool]
    detail: Callable[[DocumentEntry], str] = lambda document: ""

    def documents(self, archive: Archive) -> list[str]:
        """Return the documents that have the gap, newest first."""
        return [id for id in archive.newest_first if self.has(archive, archive.documents[id])]


# What pages call the fields whose names would mean little to a reader; other fields are called by their
# names.
FIELDS_IN_WORDS = {
    "date": "date of publication",
    "spoken": "date when it was spoken",
    "original_url": "original address",
    "agency": "news agency",
    "nearness": "how near the text is to the words",
    "chain": "publication chain",
    "wholeness": "whether the text is whole",
    "event_lines": "lines on an event",
    "statements": "who says what",
    "same_wire": "same agency report",
}


def field_in_words(field: str) -> str:
    """Return the words that a reader sees for a field of a document.

    >>> field_in_words("original_url"), field_in_words("reprint_of")
    ('original address', 'reprint of')
    """
    return FIELDS_IN_WORDS.get(field, field.replace("_", " "))


def _address_found(document: DocumentEntry) -> str:
    """Return that an address was found outside the capture, and how far it has the same text."""
    found = [finding.same for finding in document.record.findings if finding.field == "original_url"]
    return f"an address was found elsewhere ({found[0].replace('-', ' ')})" if found else ""


GAPS = (
    Gap(
        "no-original-url",
        "No original address",
        "The captured text does not give the web address at which it was published.",
        "If you know the address, please report it, and say how you can tell that it is the same text.",
        lambda archive, document: document.record.original_url == UNKNOWN,
        _address_found,
    ),
    Gap(
        "no-capture-date",
        "No date of capture",
        "It is not known on which day the text was captured, that is, saved from the web.",
        "If you captured the page, or can tell from something on it when it was captured, please report it.",
        lambda archive, document: archive.sources[document.source].record.captured is None,
    ),
    Gap(
        "incomplete",
        "Incomplete",
        "The captured text breaks off, or it is only an excerpt of a longer text. Where this is not certain, "
        "the document's page says so.",
        "If you know where the whole text can be read, please report the address. "
        "It can then be added as a source of its own.",
        lambda archive, document: document.record.wholeness in (Wholeness.CUT_OFF, Wholeness.EXCERPT),
    ),
    Gap(
        "inferred",
        "Inferred facts",
        "Some details are inferred, because the captured text does not give them. "
        "The notes on the document's page say why.",
        "If one of them is wrong, or you can prove it, please report it.",
        lambda archive, document: bool(document.record.inferred),
        lambda document: "inferred: " + ", ".join(map(field_in_words, document.record.inferred)),
    ),
)
