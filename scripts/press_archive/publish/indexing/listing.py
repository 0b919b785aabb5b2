"""The list of an index: what the search page has to know of it before it asks for words.

Pagefind's own list has a digest for each page and two words for each file of words, ten bytes for a document.
This one has what cannot be concluded, two bytes for a document. search/listing.js makes Pagefind's list of
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from .feeds import FACTS
from .pagefind_program import VERSION


def listing(
    numbers: Sequence[int] | None, lengths: Sequence[int], starts: Sequence[str], characters: Sequence[str]
) -> dict[str, Any]:
    """Return the list of an index, as search/listing.js describes it.

    `numbers` are those of the documents, or None for all of them; `lengths` their words; `starts` where the
    words of each chunk begin.
    """
    return {
        "version": VERSION,
        "characters": list(characters),
        "facts": [fact.decode() for fact in FACTS],
        "numbers": None if numbers is None else [after - before for before, after in pairwise([0, *numbers])],
        "lengths": list(lengths),
        "starts": " ".join(starts[1:]),
    }
