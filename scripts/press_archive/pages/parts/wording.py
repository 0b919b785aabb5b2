"""What pages print for dates, lines, nearness and texts in other languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from markupsafe import Markup

from ...base.escape import exact, filled, finalize
from ...base.wording import spell_out
from ...collection.dating import DateKind, Dating
from ...collection.headlines import headline_remarks
from ...records.closed_lists import Nearness
from ...records.dates import MONTHS, UNKNOWN, Date
from ...records.fields import Document
from ...records.languages import RIGHT_TO_LEFT, SITE_LANGUAGE
from ...records.lines import LineRange, format_ranges


def nearness_mark(nearness: Nearness, text: str = "") -> Markup:
    """Return how near a text is to the words, or another text for it, with the icon of the style sheet."""
    content = finalize(text or spell_out(nearness))
    return filled('<span class="nearness nearness-{}">{}</span>', Markup(nearness), content)


def share(part: Collection[object], whole: Collection[object]) -> str:
    """Return the size of a part as a percentage of the whole.

    >>> share([1, 2], [1, 2, 3]), share([], [])
    ('67%', '–')
    """
    return f"{len(part) / len(whole):.0%}" if whole else "–"


def anchor(id: str) -> Markup:
    """Return an id for a Markdown attribute list, which cannot have entities; raise ValueError if it is not
    an id.
    """
    if not re.fullmatch(r"[a-z0-9-]+", id):
        raise ValueError(f"not an id: {id!r}")
    return Markup(id)


def year_in_words(year: str) -> str:
    """Return a year as pages print it.

    >>> year_in_words("2013"), year_in_words("unknown")
    ('2013', 'unknown year')
    """
    return "unknown year" if year == UNKNOWN else year


def month_in_words(month: str) -> str:
    """Return the name of a month, without its year.

    >>> month_in_words("2013-09"), month_in_words("unknown")
    ('September', 'month unknown')
    """
    return "month unknown" if month == UNKNOWN else MONTHS[int(month[5:]) - 1]


def month_anchor(year: str, month: str) -> str:
    """Return the id of a month's heading in the timeline.

    >>> month_anchor("2013", "2013-09"), month_anchor("2013", "unknown")
    ('in-2013-09', 'in-2013-unknown')
    """
    return f"in-{year}-{UNKNOWN}" if month == UNKNOWN else f"in-{month}"


def in_language(text: str, language: str) -> Markup:
    """Return a text marked with its language and direction, unless it is in the site's language, English.

    The direction also keeps the text around it in place (Unicode Standard Annex 9, isolates).
    """
    if language == SITE_LANGUAGE:
        return exact(text)
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return Markup(f'<span lang="{language}"{direction}>{exact(text)}</span>')


def lasting(date: Date) -> Markup:
    """Return the time that something lasted in words, as in "from January 2017"."""
    return exact(date.words) if "/" in date.text else when(date)


def when(date: Date) -> Markup:
    """Return when something happened in words; a date that HTML can read is marked
    (https://html.spec.whatwg.org/#the-time-element).
    """
    words = exact(date.moment)
    is_machine_readable = date.text.replace("-", "").isdecimal()
    return Markup(f'<time datetime="{date.text}">{words}</time>') if is_machine_readable else words


def beside_headline(record: Document) -> Markup:
    """Return the same in small print, an element each, to be printed after the headline."""
    return Markup("").join(
        filled('<span class="headline-remark">{}</span>', exact(remark))
        for remark in headline_remarks(record)
    )


def dating_mark(dating: Dating, republisher: str) -> Markup:
    """Return a document's best date, and in small print which date it is and whether it is inferred."""
    what = {
        DateKind.SPOKEN: "spoken",
        DateKind.REPUBLISHED: f"seen on {republisher}",
        DateKind.CAPTURED: "captured",
    }.get(dating.kind, "")
    facts = ", ".join(fact for fact in (what, "inferred" if dating.inferred else "") if fact)
    date = when(dating.date) if dating.date else exact(dating.moment)
    return filled('{} <span class="facts">{}</span>', date, exact(facts)) if facts else date


def lines_in_words(ranges: Sequence[LineRange]) -> str:
    """Return ranges of lines in words.

    >>> from press_archive.records.lines import parse_ranges
    >>> lines_in_words(parse_ranges("3-31, 40"))
    'lines 3–31, 40'
    """
    single = len(ranges) == 1 and ranges[0].first == ranges[0].last
    return f"line{'' if single else 's'} {format_ranges(ranges).replace('-', '–')}"
