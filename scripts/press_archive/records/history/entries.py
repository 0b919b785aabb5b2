"""The history of a source: one entry for each thing that happened to it or to one of its documents.

The types are those of PREMIS 3, as far as an archive of captures needs them. The Library of Congress keeps
the list: https://id.loc.gov/vocabulary/preservation/eventType. What PREMIS calls a metadata modification is a
correction here, and what it calls a deaccession is a withdrawal; a change of access is our own addition, for
which PREMIS allows.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from ..closed_lists import EntryType, HistoryField, Robots
from ..record import Record
from ..values import Day, Id, LineRanges, Sha256, Text

DOCUMENT_FIELDS = frozenset({
    HistoryField.SOURCE, HistoryField.TITLE, HistoryField.DATE, HistoryField.SPOKEN, HistoryField.STAMP_DATE,
    HistoryField.STAMP_BY, HistoryField.OUTLET, HistoryField.SPEAKER, HistoryField.SPEAKERS,
    HistoryField.ORIGINAL_URL,
})  # fmt: skip
SOURCE_FIELDS = frozenset({
    HistoryField.SHA256, HistoryField.ORIGINAL_SHA256, HistoryField.CAPTURED, HistoryField.CAPTURED_FROM,
    HistoryField.ACCESS,
})  # fmt: skip
EITHER_FIELDS = frozenset({HistoryField.ROBOTS})  # of a source or of a document
CHANGES_OF_ACCESS = frozenset({HistoryField.ACCESS, HistoryField.ROBOTS})
# What a field that is left out means, where it means something.
LEFT_OUT = {str(HistoryField.ROBOTS): str(Robots.INDEX)}
DIGESTS = frozenset({HistoryField.SHA256, HistoryField.ORIGINAL_SHA256})


class Entry(Record):
    """What happened to a source, or to one of its documents, on one day."""

    date: Day = Field(description="the day on which it happened")
    type: EntryType = Field(description="what happened, from the closed list")
    document: Id | None = Field(
        default=None, description="the id of the document, if it happened to one of the source's documents"
    )
    field: HistoryField | None = Field(
        default=None, description="the field that changed, from the closed list"
    )
    lines: LineRanges = Field(
        default=(), description="with field: speaker, the lines of the statements whose speaker changed"
    )
    old: Text | None = Field(default=None, description="the field's value before")
    new: Text | None = Field(default=None, description="the field's value after; left out if it was removed")
    sha256: Sha256 | None = Field(
        default=None,
        description="of an ingestion, a fixity check or a withdrawn source, the SHA-256 of the capture",
    )
    reason: Text | None = Field(
        default=None, description="why, in a sentence that the site may show; or unknown"
    )

    @model_validator(mode="after")
    def parts_fit_the_type(self) -> Entry:
        """Refuse an entry without what its type needs, or with what only other types have."""
        if self.type in (EntryType.CORRECTION, EntryType.CHANGE_OF_ACCESS):
            self._require("field", "reason")
            self._refuse("sha256")
            self._check_change()
        else:
            self._refuse("field", "lines", "old", "new")
            if self.type is EntryType.WITHDRAWAL:
                self._require("reason")
                self._refuse(*(("sha256",) if self.document else ()))
            else:
                self._require("sha256")
                self._refuse("document")
        return self

    def _require(self, *names: str) -> None:
        for name in names:
            if not getattr(self, name):
                raise ValueError(f"an entry of the type {self.type} without {name}. Expected one")

    def _refuse(self, *names: str) -> None:
        for name in names:
            if getattr(self, name):
                raise ValueError(f"an entry of the type {self.type} with {name}. Expected none")

    def _check_change(self) -> None:
        if (self.type is EntryType.CHANGE_OF_ACCESS) != (self.field in CHANGES_OF_ACCESS):
            raise ValueError(
                f"a {self.type} of {self.field}. Expected change-of-access for access and robots, and "
                "correction for others"
            )
        if not self.old or self.old == self.new:
            raise ValueError(f"old and new are {self.old!r} and {self.new!r}. Expected two different values")
        if self.field in DOCUMENT_FIELDS and not self.document:
            raise ValueError(f"{self.field} is a field of a document. Expected `document`, the document's id")
        if self.field in SOURCE_FIELDS and self.document:
            raise ValueError(f"{self.field} is a field of the source. Expected no `document`")
        if (self.field is HistoryField.SPEAKER) != bool(self.lines):
            raise ValueError("lines and another field. Expected lines with field: speaker, and only there")
        if self.field in DIGESTS and not re.fullmatch("[0-9a-f]{64}", self.new or self.old):
            raise ValueError(f"not a SHA-256 ({self.new!r}). Expected 64 digits 0-9 a-f")

    @property
    def is_rename(self) -> bool:
        """Whether the source, or the document, got another id."""
        return self.field is HistoryField.ID


class History(Record):
    """What happened to a source (`sources/history/ID.yml`). New entries come last; none is ever changed."""

    entries: Annotated[tuple[Entry, ...], Field(min_length=1)] = Field(
        description="what happened, the oldest entry first"
    )
