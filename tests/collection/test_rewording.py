"""An archive in which documents were reworded is the one that is loaded anew, for all that pages show."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from press_archive.collection.again.loading_again import load_document
from press_archive.collection.again.rewording import WORDS, is_reworded
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.pages.documents import render_documents
from press_archive.pages.parts.context import Pages
from press_archive.records.fields import Document

ID = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
NEW = {
    "title": "title: An invented headline",
    "gloss": "gloss: An invented gloss",
    "notes": "notes: [An invented note.]",
    "original_url": "original_url: https://press.example/invented",
    "translator": "translator: Ilse Marrowby",
}


def record(root: Path, id: str) -> Path:
    (path,) = (root / "sources").rglob(f"{id}.md")
    return path


def write_field(root: Path, id: str, line: str) -> None:
    """Give a document's field, which may have several lines, another value."""
    path, name = record(root, id), line.partition(":")[0]
    text = path.read_text(encoding="utf-8")
    without = re.sub(rf"(?m)^{name}:.*\n(?:[ -].*\n)*", "", text)
    path.write_text(without.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")


def derived(pages: Pages) -> dict[str, object]:
    """Return all that is derived from the archive as a whole, by name."""
    pages.prepare()
    found: dict[str, object] = {}
    for object_ in (pages.archive, pages.relations, pages.statements, pages):
        for name, value in vars(type(object_)).items():
            if isinstance(value, functools.cached_property) and not name.startswith("_"):
                found[f"{type(object_).__name__}.{name}"] = getattr(object_, name)
    for name in ("Pages.relations", "Pages.statements", "Pages.histories", "Pages.rendered_links"):
        del found[name]  # which are looked into, or filled as pages are rendered
    return found


def reworded(before: Archive, id: str) -> Pages:
    pages = Pages(before, address="https://press.example/")
    derived(pages)
    render_documents(pages, set(before.documents))
    entry = load_document(before, id)
    assert entry is not None
    assert is_reworded(before.documents[id], entry)
    return pages.reworded([entry])


def test_every_field_that_only_has_words_is_tried():
    assert NEW.keys() == WORDS


@pytest.mark.parametrize("name", sorted(WORDS))
def test_other_words_change_nothing_that_is_derived(toy, name):
    before = load_archive(toy)
    write_field(toy, ID, NEW[name])
    pages, anew = reworded(before, ID), Pages(load_archive(toy), address="https://press.example/")
    assert getattr(pages.archive.documents[ID].record, name) != getattr(before.documents[ID].record, name)
    assert derived(pages) == derived(anew)
    assert render_documents(pages, {ID}) == render_documents(anew, {ID})


def test_another_summary_is_on_the_page_and_in_what_people_say(toy):
    before = load_archive(toy)
    path = record(toy, ID)
    path.write_text(
        path.read_text(encoding="utf-8").rstrip() + "\n\nA quay is invented [L3].\n", encoding="utf-8"
    )
    pages, anew = reworded(before, ID), Pages(load_archive(toy), address="https://press.example/")
    page = render_documents(pages, {ID})
    assert page == render_documents(anew, {ID})
    assert "A quay is invented" in "".join(page.values())
    entries = [entry for entry in anew.statements.all if entry.document == ID]
    assert [pages.statements.said(entry) for entry in entries] == [
        anew.statements.said(entry) for entry in entries
    ]


@pytest.mark.parametrize("name", sorted(Document.model_fields.keys() - WORDS))
def test_a_document_with_another_value_in_any_other_field_is_not_only_reworded(toy, name):
    entry = load_archive(toy).documents[ID]
    changed = entry.record.model_copy(update={name: object()})
    after = type(entry)(**{**vars(entry), "record": changed})
    assert not is_reworded(entry, after)


@pytest.mark.parametrize("text", ["", "---\ntitle: [\n---\n", "no front matter\n"])
def test_a_record_that_cannot_be_read_is_no_document(toy, text):
    before = load_archive(toy)
    record(toy, ID).write_text(text, encoding="utf-8")
    assert load_document(before, ID) is None
    record(toy, ID).unlink()
    assert load_document(before, ID) is None
