"""A page for each topic, person, place, organisation, event and outlet, for each year and language, and their lists."""

from __future__ import annotations

from ..archive import Archive, TermEntry
from ..models import LANGUAGES
from .layout import NAMES, Pages, count, language_path, term_path, words, year_path

# How many of the terms that a term most often appears with its page names.
COMPANIONS = 12


def render_terms(pages: Pages) -> dict[str, str]:
    """Return the pages of all terms that documents name, and the list of each vocabulary."""
    archive = pages.archive
    rendered = {}
    for vocabulary, (singular, plural) in NAMES.items():
        used = used_terms(archive, vocabulary)
        for term in used:
            path = term_path(vocabulary, term.id)
            documents = archive.documents_of_term[vocabulary, term.id]
            fields = {
                "title": term.record.label,
                "description": f"{singular.capitalize()}: {term.record.label}. {count(len(documents), 'document')}.",
                "vocabulary": vocabulary,
                "id": term.id,
                "hide": ["navigation"],
            }
            rendered[path] = pages.render(
                path, "term.md", fields,
                term=term, record=term.record, singular=singular, plural=plural, documents=documents,
                narrower=[other.id for other in used if term.id in other.record.broader],
                companions=companions(archive, documents, (vocabulary, term.id)),
                languages=LANGUAGES,
            )  # fmt: skip
        path = f"{vocabulary}/index.md"
        fields = {"title": plural, "description": f"All {plural.lower()} of the archive, A to Z.", "hide": ["navigation"]}
        rendered[path] = pages.render(path, "terms.md", fields, vocabulary=vocabulary, plural=plural, terms=used)
    return rendered


def used_terms(archive: Archive, vocabulary: str) -> list[TermEntry]:
    """Return the terms of a vocabulary that documents name, by label."""
    terms = archive.vocabularies.get(vocabulary, {}).values()
    used = (term for term in terms if (vocabulary, term.id) in archive.documents_of_term)
    return sorted(used, key=lambda term: (term.record.label.casefold(), term.id))


def companions(archive: Archive, documents: list[str], own: tuple[str, str]) -> list[tuple[str, str, int]]:
    """Return the terms that most often stand in these documents, with how many; ties by vocabulary and id."""
    counted = archive.terms_with(documents, other_than=own)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(vocabulary, id, number) for (vocabulary, id), number in ordered[:COMPANIONS]]


def render_lists(pages: Pages) -> dict[str, str]:
    """Return the pages of years and languages, and the page of all ways in, tags/."""
    archive = pages.archive
    rendered = {}
    groups = (
        ("years", "Years", archive.documents_of_year, lambda year: year, year_path),
        ("languages", "Languages", archive.documents_of_language, lambda code: LANGUAGES[code], language_path),
    )
    for folder, plural, grouped, label, place in groups:
        for key, documents in grouped.items():
            path = place(key)
            described = f"{count(len(documents), 'document')}, newest first."
            fields = {"title": label(key), "description": f"{label(key)}: {described}", "hide": ["navigation"]}
            rendered[path] = pages.render(
                path, "list.md", fields,
                label=label(key), folder=folder, plural=plural, documents=documents,
                companions=companions(archive, documents, ("", "")),
            )  # fmt: skip
        path = f"{folder}/index.md"
        fields = {"title": plural, "description": f"The documents by {words(plural.lower()[:-1])}.", "hide": ["navigation"]}
        entries = [(label(key), place(key), len(documents)) for key, documents in grouped.items()]
        rendered[path] = pages.render(path, "lists.md", fields, plural=plural, entries=entries)
    path = "tags/index.md"
    fields = {
        "title": "All subjects",
        "description": "Every topic, person, place, organisation, event and outlet.",
        "hide": ["navigation"],
    }
    rendered[path] = pages.render(path, "tags.md", fields, used={name: used_terms(archive, name) for name in NAMES})
    return rendered
