"""What every page is rendered from: the archive, and which of its pages this build makes."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ...base.wording import count
from ...collection.addresses import latest_day
from ...collection.again.rewording import keep_derived, reword
from ...collection.archive import Archive, DocumentEntry
from ...collection.histories import Histories
from ...collection.notes.noted_archive import Notes
from ...collection.notes.reads import Memory, note, once
from ...collection.relations import Relations
from ...collection.statements import Statements, Term
from ...collection.used_terms import narrower_terms
from ...exports.following.feed_paths import Feed, feed_paths
from ...exports.works import Work, describe
from ..division.dividing import leaf_paths
from ..division.speakers import divide_speakers
from .addresses import DATA_PATH, OWN_WORDS_PATH, page_address


@dataclass(frozen=True)
class Pages:
    """The pages of an archive's public site or of its reading room.

    `address` is where the public site is published, with a slash at its end, or empty where nobody has said
    so. `cards` are the documents that have a share card on the site, and `exports` the paths below the folder
    of data that its texts and releases have. A preview makes only the pages whose paths are in `built`. A
    link to any other page is written as the address that page would have, where the server says that it is
    not part of the preview.
    """

    archive: Archive
    reading_room: bool = False
    address: str = ""
    built: frozenset[str] | None = None
    cards: frozenset[str] = frozenset()
    exports: frozenset[str] = frozenset()

    @property
    def is_preview(self) -> bool:
        """Whether this is a preview, which has read only the records that it shows."""
        return self.built is not None

    @functools.cached_property
    def latest_day(self) -> datetime.date:
        """The latest day that the records give for work on them."""
        return latest_day(self.archive)

    @functools.cached_property
    def relations(self) -> Relations:
        """How the archive's documents are related."""
        return Relations(self.archive)

    @functools.cached_property
    def statements(self) -> Statements:
        """Who says what in the archive's documents."""
        return Statements(self.archive)

    def work(self, document: str) -> Work:
        """Return a document as a bibliography describes it."""
        archive = self.archive
        return once(
            self._works, document, lambda: describe(archive, archive.documents[document], self.address)
        )

    @functools.cached_property
    def _works(self) -> Memory[str, Work]:
        return {}

    @functools.cached_property
    def histories(self) -> Histories:
        """What happened to each document and source."""
        return Histories(self.archive)

    @functools.cached_property
    def neighbours(self) -> dict[str, tuple[str | None, str | None]]:
        """Document → the next older one and the next newer one."""
        ordered = self.archive.newest_first
        return {
            id: (older, newer)
            for id, older, newer in zip(ordered, [*ordered[1:], None], [None, *ordered], strict=False)
        }

    @functools.cached_property
    def narrower(self) -> dict[tuple[str, str], list[str]]:
        """(vocabulary, id) of a term → the terms that it contains."""
        return narrower_terms(self.archive)

    @functools.cached_property
    def own_words(self) -> dict[Term, str]:
        """Speaker → the path of the page that lists the documents with their words."""
        paths = dict.fromkeys(self.statements.quoting, OWN_WORDS_PATH)
        return paths | leaf_paths(divide_speakers(self.archive, self.statements))

    def reworded(self, entries: Sequence[DocumentEntry]) -> Pages:
        """Return the pages of an archive in which documents were reworded (see collection/again)."""
        archive = reword(self.archive, entries)
        pages = replace(self, archive=archive)
        statements, relations = Statements(archive), Relations(archive)
        keep_derived(statements, self.statements, but=("_parsed",))
        keep_derived(relations, self.relations)
        keep_derived(pages, self, but=("_works", "rendered_links", "histories"))
        vars(pages).update(statements=statements, relations=relations)
        return pages

    def noted(self) -> tuple[Pages, Notes]:
        """Return these pages such that it is noted what each reads of the archive."""
        notes = Notes(self.archive, self.relations, self.statements)
        noted = NotedPages(
            notes.archive, self.reading_room, self.address, self.built, self.cards, self.exports
        )
        vars(noted).update(
            relations=notes.relations, statements=notes.statements, histories=notes.histories,
            feeds=notes.mapping("pages.feeds", self.feeds),
            neighbours=notes.mapping("pages.neighbours", self.neighbours),
            narrower=notes.mapping("pages.narrower", self.narrower),
            own_words=notes.mapping("pages.own_words", self.own_words),
            _changes=notes.mapping("pages.changes", self._changes),
        )  # fmt: skip
        notes.values["pages.latest_day"] = vars(noted)["_latest_day"] = self.latest_day
        return noted, notes

    def prepare(self) -> None:
        """Derive now what pages need of the archive as a whole, so that processes copied from this one have
        it.
        """
        for derived in (self.archive, self.relations, self.statements, self.histories, self):
            for name, value in vars(type(derived)).items():
                if isinstance(value, functools.cached_property):
                    getattr(derived, name)

    @functools.cached_property
    def feeds(self) -> dict[str, list[Feed]]:
        """The feeds that each page leads to, by the page's address below the site."""
        published = not self.is_preview and not self.reading_room
        feeds = feed_paths(self.archive, self.address) if published else {}
        return feeds | {page_address(DATA_PATH): feeds.get("", [])}  # which names those of the whole archive

    @functools.cached_property
    def rendered_links(self) -> Memory[tuple[str, str, str], Markup]:
        """Links that have been rendered, by kind, by id and by the folder of the page with the link.

        A document is on many long lists, and a link to it is the same on every page of a folder.
        """
        return {}

    @functools.cached_property
    def _changes(self) -> dict[tuple[str, str], str]:
        return self.histories.last_changes()

    def changed(self, kind: str, id: str) -> dict[str, str]:
        """Return when a source or document last changed, as a field of its page, or no field if unknown."""
        day = self._changes.get((kind, id))
        return {"changed": day} if day else {}

    def count(self, documents: Sequence[str]) -> str:
        """Return how many documents there are, and how many distinct texts if these are fewer."""
        texts = self.relations.texts(documents)
        number = count(len(documents), "document")
        return number if texts == len(documents) else f"{number}, {count(texts, 'distinct text')}"

    def number(self, documents: Sequence[str]) -> str:
        """Return the same without the word "documents", to print after a name in a list."""
        texts = self.relations.texts(documents)
        number = f"{len(documents):,}"
        return number if texts == len(documents) else f"{number} ({count(texts, 'distinct text')})"


class NotedPages(Pages):
    """Pages of which it is noted what they read."""

    @property
    def latest_day(self) -> datetime.date:
        """Note that the day is read."""
        note("pages.latest_day")
        return vars(self)["_latest_day"]  # type: ignore[no-any-return]
