"""The editorial rules that a program can check. Each yields Problems; its first line is its rule.

The editorial handbook, docs/about/editorial.md, has all rules. `sources/collection.yml` sets the length of
summaries and the spellings, so another collection can have others, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.problems import Problem
from ..collection.archive import Archive, problem_at
from .privacy.published import check_pages, check_personal_data
from .rights.written import Place, written_texts

# The fields that the archive writes in its own words. Notes are left out: they give printed forms.
OWN_PROSE = frozenset({"scope", "description", "about", "gloss", "mismatch", "caution"})

# Printed words, to be left as they are.
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|«[^«»]*»|‘[^‘’]*’')

# What a scope note says of the archive's documents, and the next source can make untrue.
_ABOUT_DOCUMENTS = re.compile(
    r"\b(?:document|text|source)s? (?:held|here|(?:in|of) (?:this|the) archive)\b"
    r"|\bheld here\b|\bhere (?:mostly|mainly|only)\b",
    re.IGNORECASE,
)


def check_lengths(archive: Archive) -> Iterator[Problem]:
    """A summary has as many words as the collection asks for; line references are not counted."""
    limits = archive.collection.summary_words if archive.collection else None
    if limits is None:
        return
    for document in archive.documents.values():
        words = len(document.summary.plain.split())
        if document.summary.blocks and not limits.least <= words <= limits.most:
            message = f"the summary has {words} words. Expected {limits.least} to {limits.most}."
            yield Problem(document.path, document.summary.blocks[0].line, (), "E101", message)


def check_spelling(archive: Archive) -> Iterator[Problem]:
    """The archive's own prose has the collection's spellings, except within quotation marks."""
    style = archive.collection.house_style if archive.collection else {}
    patterns = {form: re.compile(rf"(?<!\w){re.escape(form)}(?!\w)") for form in style}
    for place, text in _own_prose(archive) if patterns else ():
        unquoted = _QUOTED.sub(" ", text)
        for form, pattern in patterns.items():
            if pattern.search(unquoted):
                message = f"{form!r} is not the archive's spelling. Expected {style[form]!r}."
                hint = "put printed words in quotation marks"
                yield Problem(place.path, place.line, place.location, "E102", message, hint)


def _own_prose(archive: Archive) -> Iterator[tuple[Place, str]]:
    """Yield the summaries, and what the records say in the archive's own words."""
    for written in written_texts(archive):
        for place, text in written.texts:
            if not place.location or place.location[-1] in OWN_PROSE:
                yield place, text


def check_scope_notes(archive: Archive) -> Iterator[Problem]:
    """A scope note says what a term means, and nothing about the documents that the archive has."""
    for vocabulary in archive.vocabularies.values():
        for id, term in vocabulary.items():
            if found := _ABOUT_DOCUMENTS.search(term.record.scope):
                message = (
                    f"{found[0]!r} describes the documents of the archive. Expected what the term means."
                )
                hint = "remove it: the next source can make it untrue"
                yield problem_at(term, (id, "scope"), "E103", message, hint)


def check_statements(archive: Archive) -> Iterator[Problem]:
    """A document lists its statements, where the collection asks for them."""
    if archive.collection is None or archive.collection.statements is None:
        return
    for document in archive.documents.values():
        if document.record.statements is None:
            message = (
                "no list of statements. Expected who says what, or `statements: []` and a note that says why."
            )
            hint = "add a statement for each speech, answer and quotation"
            yield Problem(document.path, 1, ("statements",), "E104", message, hint)


EDITORIAL_CHECKS = (
    check_lengths,
    check_spelling,
    check_scope_notes,
    check_statements,
    check_personal_data,
    check_pages,
)
