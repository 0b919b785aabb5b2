"""An archive in which documents were reworded, without deriving again what is derived from all documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from functools import cached_property
from typing import TypeVar

from ..archive import Archive, DocumentEntry

Derived = TypeVar("Derived")

# The fields of a document, and what else an entry has, that nothing is derived from but what its own page
# shows and what links to it say. All other fields put a document into lists, or beside other documents.
WORDS = frozenset({"title", "gloss", "notes", "original_url", "translator"})
OF_ENTRY = frozenset({"record", "tree", "summary"})


def is_reworded(before: DocumentEntry, after: DocumentEntry) -> bool:
    """Return whether two entries of a document differ in nothing but words."""
    same_entry = all(
        getattr(before, field.name) == getattr(after, field.name)
        for field in fields(DocumentEntry)
        if field.name not in OF_ENTRY
    )
    return same_entry and all(
        getattr(before.record, name) == getattr(after.record, name)
        for name in type(before.record).model_fields
        if name not in WORDS
    )


def reword(archive: Archive, entries: Iterable[DocumentEntry]) -> Archive:
    """Return an archive with these entries in the place of the same documents, which they reword."""
    documents = {**archive.documents, **{entry.id: entry for entry in entries}}
    reworded = replace(archive, documents=documents)
    keep_derived(reworded, archive)
    return reworded


def keep_derived(new: Derived, old: Derived, but: Collection[str] = ()) -> None:
    """Give a new object what was derived for an old one (functools.cached_property), but what is named."""
    for name, value in vars(old).items():
        if isinstance(getattr(type(old), name, None), cached_property) and name not in but:
            vars(new)[name] = value
