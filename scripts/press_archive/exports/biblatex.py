"""Works as BibLaTeX (the biblatex package, https://ctan.org/pkg/biblatex, chapter 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..records.dates import OPEN_ENDS, Date
from ..records.languages import OUTLET_LANGUAGES
from .csl import csl_type
from .works import Name, Work

# CSL's types → those of BibLaTeX (section 2.1.1), and the field that has the outlet there.
ENTRIES = {
    "article-newspaper": ("article", "journaltitle"),
    "article-magazine": ("article", "journaltitle"),
    "post-weblog": ("online", "organization"),
    "webpage": ("online", "organization"),
    "speech": ("unpublished", "howpublished"),
    "interview": ("misc", "howpublished"),
}
SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}

# What TeX would not print as it is.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "--": "-{}-",
    **{character: f"\\{character}" for character in "$&#%_{}"},
}
_ANY_SPECIAL = re.compile("--|[" + re.escape("".join(_SPECIAL)) + "]")
# BibTeX counts escaped braces too: those that are not in pairs have names, which fewer programs know.
_NAMED = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}
_NOT_IN_AN_ADDRESS = re.compile(r"[{}\\\s]")


def render_biblatex(works: Iterable[Work]) -> str:
    """Return works as a file, with a blank line between entries."""
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    record, type = work.record, csl_type(work)
    entry, outlet_field = ENTRIES[type]
    notes = [*work.notes, *work.asked_by, f"{work.consulted}{f', {work.page}' if work.page else ''}."]
    fields = {
        "entrysubtype": SUBTYPES.get(type, ""),
        "author": _names(work.authors),
        "translator": _names(work.translators),
        "title": f"{{{tex(work.title)}}}",  # in two pairs of braces no style changes its capitals
        outlet_field: tex(work.outlet),
        "type": tex(work.genre),
        "eventtitle": tex(work.event),
        "venue": tex(work.place),
        "eventdate": biblatex_date(record.spoken) if record.spoken and work.is_speech else "",
        "date": biblatex_date(work.date) if work.date else "",
        "language": OUTLET_LANGUAGES[record.language].lower(),
        "langid": OUTLET_LANGUAGES[record.language].lower(),
        "origlanguage": OUTLET_LANGUAGES[record.spoken_language].lower() if record.spoken_language else "",
        "url": _NOT_IN_AN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", work.url),
        "keywords": tex(", ".join(subject.replace(",", " ") for subject in work.subjects)),
        "note": tex(" ".join(notes)),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@{entry}{{{work.key},\n{lines}}}\n"


def tex(text: str) -> str:
    r"""Return a text as TeX prints it.

    >>> tex("50 % of {a} & b_c")
    '50 \\% of \\{a\\} \\& b\\_c'
    """
    written = _ANY_SPECIAL.sub(lambda found: _SPECIAL.get(found[0], found[0]), " ".join(text.split()))
    if not _is_paired(text):
        written = re.sub(r"\\[{}]", lambda found: _NAMED[found[0]], written)
    return written


def _is_paired(text: str) -> bool:
    """Return whether every brace has its partner.

    >>> _is_paired("{a} {b}"), _is_paired("}a{")
    (True, False)
    """
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _names(names: Iterable[Name]) -> str:
    """Return names as a list (section 2.3.3); braces keep one that is not divided whole."""
    return " and ".join(
        f"{{{tex(name.family)}}}, {{{tex(name.given)}}}" if name.given else f"{{{tex(name.whole)}}}"
        for name in names
    )


def biblatex_date(date: Date) -> str:
    """Return a date in the forms of EDTF that BibLaTeX reads (section 2.3.8); an open end is empty there.

    >>> from press_archive.records.dates import parse_interval
    >>> biblatex_date(parse_interval("2018-12-24/..")), biblatex_date(parse_interval("2013-09-23~"))
    ('2018-12-24/', '2013-09-23~')
    """
    return "/".join("" if part in OPEN_ENDS else part for part in date.text.split("/"))
