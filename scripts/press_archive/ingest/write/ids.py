"""Ids for a draft: of its source and of its documents."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable

from ...base.project import has_source_folder
from ...collection.archive import Archive
from ...collection.histories import retired_ids
from ...records.links import DOCUMENTS
from ..propose.draft import DocumentDraft, Draft

MAX_SLUG = 80  # characters of a headline in a document's id
MAX_SOURCE_SLUG = 40  # characters of a headline in a source's id
LONGEST = 1_000  # characters of a headline that can be in an id

# Cyrillic letters as ids write them, by a simple form of BGN/PCGN: an id must be stable, not exact.
_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ß": "ss", "æ": "ae", "ø": "o",
    "ł": "l", "đ": "d", "'": "", "’": "", "‘": "", "ʼ": "", "`": "",
})  # fmt: skip


def slug(text: str, max_length: int = MAX_SLUG) -> str:
    """Return a text as a part of an id: letters a-z, digits and hyphens, whole words.

    >>> slug("Гавань открыта: “It’s open!”"), slug("Één kans"), slug("U.S. boats")
    ('gavan-otkryta-its-open', 'een-kans', 'us-boats')
    """
    short = ""
    for word in re.findall(r"[a-z0-9]+", _plain_letters(text[:LONGEST])):
        if not short:
            short = word[:max_length]
        elif len(short) + len(word) + 1 <= max_length:
            short = f"{short}-{word}"
        else:
            break
    return short


def _plain_letters(text: str) -> str:
    """Return a text in lower case, without accents, full stops of initials, and letters outside a-z."""
    without_stops = re.sub(r"(?<=\b\w)\.(?=\w\b|\W|$)", "", text.lower())  # as in U.S.
    decomposed = unicodedata.normalize("NFKD", without_stops.translate(_LATIN))
    without_accents = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[^\W\d_a-z]", "", without_accents)


def source_id(draft: Draft, archive: Archive) -> str:
    """Return an id that the archive does not have for the source: its outlet, and its headline or size."""
    if len(draft.documents) == 1:
        content = slug(draft.documents[0].title.value or "", MAX_SOURCE_SLUG)
    else:
        content = f"{len(draft.documents)}-items"
    wanted = "-".join(part for part in (_publisher_id(draft.documents), content) if part)

    def is_taken(id: str) -> bool:
        exists = id in archive.sources or has_source_folder(archive.root, id)
        return exists or id in archive.histories

    return _first_free(wanted, is_taken)


def _publisher_id(documents: list[DocumentDraft]) -> str:
    """Return the outlet that published all documents last, or else the publisher of the first one."""
    last = {document.chain[-1] for document in documents if document.chain}
    if len(last) == 1:
        return last.pop()
    return documents[0].outlet.value or slug(documents[0].publisher) or "source"


def source_year(draft: Draft) -> str:
    """Return the year of the newest document, or of the capture; nothing where neither is known."""
    years = [date[:4] for document in draft.documents if (date := document.best_date)]
    return max(years, default=(draft.captured.value or "")[:4])


def document_ids(draft: Draft, archive: Archive) -> list[str]:
    """Return an id for each document, which no other document has: its date and its headline."""
    taken = set(archive.documents) | archive.broken_ids
    taken |= {id for kind, id in retired_ids(archive) if kind == DOCUMENTS}
    ids = []
    for document in draft.documents:
        date = re.sub(r"[~?%X/].*$", "", document.best_date or "undated").rstrip("-")
        wanted = f"{date}-{slug(document.title.value or 'without-a-headline')}".rstrip("-")
        id = _first_free(wanted, taken.__contains__)
        taken.add(id)
        ids.append(id)
    return ids


def _first_free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return an id, with a number after it where it is taken: 2 or the next that is free."""
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(id for id in itertools.chain([wanted], numbered) if not is_taken(id))
