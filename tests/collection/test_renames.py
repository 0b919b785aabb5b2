"""Which ids a source or a document had, and has, as the histories say."""

from __future__ import annotations

from pathlib import Path

import pytest

from press_archive.collection.histories import DOCUMENTS, SOURCES, Renames
from press_archive.collection.loading import load_archive

HISTORY = "sources/history/harbour-digest.yml"


def renames(root: Path, *entries: str) -> Renames:
    """Return the renames of an archive in which the history of a source has these entries."""
    lines = "".join(f"- {{{entry}, reason: It was too long}}\n" for entry in entries)
    (root / HISTORY).write_text(f"entries:\n{lines}", encoding="utf-8")
    return Renames(load_archive(root))


def rename(old: str, new: str, document: bool = True) -> str:
    concerned = f"document: {old}, " if document else ""
    return f"date: 2021-02-02, type: correction, {concerned}field: id, old: {old}, new: {new}"


def withdrawal(document: str) -> str:
    return f"date: 2021-03-03, type: withdrawal, document: {document}"


@pytest.mark.parametrize("id", ["a-quay", "the-quays", "the-old-quays"])
def test_a_document_that_was_renamed_twice_is_one_under_each_id(toy: Path, id: str) -> None:
    twice = renames(toy, rename("a-quay", "the-quays"), rename("the-quays", "the-old-quays"))
    assert twice.first(DOCUMENTS, id) == "a-quay"
    assert twice.last(DOCUMENTS, id) == "the-old-quays"
    assert not twice.is_withdrawn(DOCUMENTS, id)


@pytest.mark.parametrize("id", ["a-quay", "the-quays", "the-old-quays"])
def test_what_was_withdrawn_is_withdrawn_under_each_id(toy: Path, id: str) -> None:
    gone = renames(
        toy, rename("a-quay", "the-quays"), rename("the-quays", "the-old-quays"), withdrawal("the-old-quays")
    )
    assert gone.is_withdrawn(DOCUMENTS, id)
    assert gone.first(DOCUMENTS, id) == "a-quay"
    assert gone.last(DOCUMENTS, id) == "the-old-quays"


def test_a_source_and_a_document_of_one_name_are_two(toy: Path) -> None:
    source = renames(toy, rename("harbour-digest", "digests", document=False))
    assert source.last(SOURCES, "harbour-digest") == "digests"
    assert source.last(DOCUMENTS, "harbour-digest") == "harbour-digest"
    assert source.first(DOCUMENTS, "digests") == "digests"


def test_renames_in_a_circle_end(toy: Path) -> None:
    circle = renames(toy, rename("a-quay", "a-pier"), rename("a-pier", "a-mole"), rename("a-mole", "a-quay"))
    assert circle.last(DOCUMENTS, "a-quay") == "a-mole"
    assert circle.first(DOCUMENTS, "a-quay") == "a-pier"
    assert not circle.is_withdrawn(DOCUMENTS, "a-quay")
