"""A document as it is edited in TEI: its ids, what of its text may be shown, which terms its record names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...captures.passages import Passage, line_roles, passages
from ...collection.archive import Archive, DocumentEntry, SourceEntry
from ...records.closed_lists import Access, Role
from ...records.dates import UNKNOWN
from ...records.lines import expand
from ..works import Work, describe

Term = tuple[str, str]  # (vocabulary, id)

# Ids of documents may begin with a digit, and ids of XML must not (https://www.w3.org/TR/xml-id/).
PREFIX = "doc-"
# What the files of a reading room say of themselves.
RESTRICTED = """\
RESTRICTED. These files contain texts in copyright. They are for the use of whoever holds the
captures, and not for publication.

"""


@dataclass(frozen=True)
class Edition:
    """A document, its archive, the site's address or an empty text, and whether all held text is shown."""

    archive: Archive
    document: DocumentEntry
    address: str
    reading_room: bool

    @property
    def id(self) -> str:
        """The id of the TEI element. No other file of the archive has it, or an id that begins with it and a
        full stop, so all files can be joined to one.
        """
        return f"{PREFIX}{self.document.id}"

    def local(self, name: str) -> str:
        """Return the id of an element of the file."""
        return f"{self.id}.{name}"

    def term_id(self, term: Term) -> str:
        """Return the id of the element that describes a term."""
        return self.local("-".join(term))

    @property
    def source(self) -> SourceEntry:
        """The document's source."""
        return self.archive.sources[self.document.source]

    @cached_property
    def work(self) -> Work:
        """What a bibliography says of the document."""
        return describe(self.archive, self.document, self.address)

    @cached_property
    def roles(self) -> dict[int, Role]:
        """The role of each line that is not blank, in the order of the capture."""
        return line_roles(self.document.record, self.source.blank)

    @cached_property
    def visible(self) -> frozenset[int]:
        """The lines whose text is shown."""
        return frozenset(self.archive.visible_lines(self.document.id, self.reading_room))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that are shown."""
        capture = self.source.capture
        return tuple(passages(self.document.record, capture, self.visible)) if capture else ()

    def why_not_shown(self, line: int) -> str:
        """Return why the text of a line is not shown: `rights`, or `not-held` where it might be shown."""
        record = self.source.record
        may_be_shown = (
            self.reading_room
            or record.access is Access.FULL
            or (record.access is Access.EXCERPT and line in expand(record.excerpts))
        )
        return "not-held" if may_be_shown else "rights"

    @property
    def rights_code(self) -> str:
        """The rights statement of the text."""
        return self.document.record.rights or self.source.record.rights

    @cached_property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """The ids that the record and its statements name, by vocabulary; each once."""
        record = self.document.record
        found = {vocabulary: list(ids) for vocabulary, ids in record.terms().items()}
        for person in record.speakers.values():
            if person != UNKNOWN:
                found["people"].append(person)
        for statement in record.statements or ():
            for _, vocabulary, id in statement.terms():
                found[vocabulary].append(id)
        return {vocabulary: tuple(dict.fromkeys(ids)) for vocabulary, ids in found.items()}

    @cached_property
    def unidentified(self) -> dict[str, str]:
        """The printed names of speakers whom nobody has identified, each with the id of its element."""
        unknown = [name for name, person in self.document.record.speakers.items() if person == UNKNOWN]
        return {name: self.local(f"unidentified-{number}") for number, name in enumerate(unknown, 1)}

    @cached_property
    def speakers(self) -> frozenset[Term]:
        """Who speaks, by the record."""
        record = self.document.record
        said = {split(statement.speaker) for statement in record.statements or ()}
        return frozenset(said | {("people", id) for id in record.speakers.values() if id != UNKNOWN})


def split(link: str) -> Term:
    """Return the vocabulary and the id of a link to a term."""
    vocabulary, _, id = link.partition(":")
    return vocabulary, id
