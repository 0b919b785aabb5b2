"""What every page is rendered from: the archive, and which pages this build makes of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..base.wording import count
from ..collection.archive import Archive
from ..collection.relations import Relations


@dataclass(frozen=True)
class Pages:
    """The pages of an archive, of its public site or of the reading room.

    A preview makes only the pages whose paths are in `built`. A link from them to another page
    is written as the address of the built page, where the server answers that it is not part of the preview.
    """

    archive: Archive
    reading_room: bool = False
    built: frozenset[str] | None = None

    @property
    def is_preview(self) -> bool:
        """Whether this is a preview, which has read no other records than those that it shows."""
        return self.built is not None

    @functools.cached_property
    def relations(self) -> Relations:
        """How the archive's documents are related."""
        return Relations(self.archive)

    @functools.cached_property
    def rendered_links(self) -> dict[tuple[str, str, str], Markup]:
        """Links that were rendered before, by kind, by id and by the folder of the page that they are on.

        Long lists repeat each document often, and a link is the same on every page of a folder.
        """
        return {}

    def count(self, documents: Sequence[str]) -> str:
        """Return how many documents there are, and how many distinct texts if these are fewer."""
        texts = self.relations.texts(documents)
        number = count(len(documents), "document")
        return number if texts == len(documents) else f"{number}, {count(texts, 'distinct text')}"

    def number(self, documents: Sequence[str]) -> str:
        """Return the same with the number of documents in digits alone, to print after a name in a list."""
        texts = self.relations.texts(documents)
        number = f"{len(documents):,}"
        return number if texts == len(documents) else f"{number} ({count(texts, 'distinct text')})"
