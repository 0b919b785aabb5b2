"""How pages say things: numbers, dates, lines, identifiers in words, and the marks of languages and evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from markupsafe import Markup

from ..base.escape import exact, finalize
from ..base.wording import spell_out
from ..records.closed_lists import Evidence
from ..records.dates import MONTHS, UNKNOWN, Date
from ..records.languages import RIGHT_TO_LEFT, SITE_LANGUAGE
from ..records.lines import LineRange, format_ranges


def evidence_mark(evidence: Evidence, text: str = "") -> Markup:
    """Name a kind of evidence, with its icon, which the style sheet draws."""
    return Markup('<span class="evidence evidence-{}">{}</span>').format(Markup(evidence), finalize(text or spell_out(evidence)))


def share(part: Collection, whole: Collection) -> str:
    """Say what share of a whole a part is, in per cent.

    >>> share([1, 2], [1, 2, 3]), share([], [])
    ('67%', '–')
    """
    return f"{len(part) / len(whole):.0%}" if whole else "–"


def anchor(id: str) -> Markup:
    """Return an id as it stands in an attribute list of Markdown, which knows no entities; raise ValueError on other texts."""
    if not re.fullmatch(r"[a-z0-9-]+", id):
        raise ValueError(f"not an id: {id!r}")
    return Markup(id)


def year_in_words(year: str) -> str:
    """Say a year of documents, which may be unknown."""
    return "unknown year" if year == UNKNOWN else year


def month_in_words(month: str) -> str:
    """Say a month.

    >>> month_in_words("2013-09"), month_in_words("unknown")
    ('September', 'month unknown')
    """
    return "month unknown" if month == UNKNOWN else MONTHS[int(month[5:]) - 1]


def month_anchor(year: str, month: str) -> str:
    """Return the id of a month's heading in the timeline."""
    return f"in-{year}-{UNKNOWN}" if month == UNKNOWN else f"in-{month}"


def in_language(text: str, language: str) -> Markup:
    """Mark a text with its language where that is not the site's own, English, and with its direction where that differs.

    A direction also keeps what stands beside the text from being drawn among it (Unicode Standard Annex 9, isolates).
    """
    if language == SITE_LANGUAGE:
        return exact(text)
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return Markup(f'<span lang="{language}"{direction}>{exact(text)}</span>')


def when(date: Date) -> Markup:
    """Say a date, machine-readable beside it where HTML can (https://html.spec.whatwg.org/#the-time-element)."""
    machine = date.text if date.text.replace("-", "").isdecimal() else ""
    return Markup(f'<time datetime="{machine}">{exact(date.words)}</time>') if machine else exact(date.words)


def line_mark(lines: LineRange) -> str:
    """Return the mark of a range of lines.

    >>> line_mark(LineRange(13, 13)), line_mark(LineRange(17, 21))
    ('L13', 'L17–L21')
    """
    return f"L{lines.first}" if lines.first == lines.last else f"L{lines.first}–L{lines.last}"


def lines_in_words(ranges: Sequence[LineRange]) -> str:
    """Say ranges of lines.

    >>> from press_archive.records.lines import parse_ranges
    >>> lines_in_words(parse_ranges("3-31, 40"))
    'lines 3–31, 40'
    """
    single = len(ranges) == 1 and ranges[0].first == ranges[0].last
    return f"line{'' if single else 's'} {format_ranges(ranges).replace('-', '–')}"
