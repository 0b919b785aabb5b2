"""Copied text in what git keeps: in files that are not published, and in the commits of a change."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import partial

from ...base.git import Entry
from ...base.kept import Kept
from ...base.problems import Problem
from ...captures.runs import JoinedText
from ...collection.archive import Archive
from .compared import compare_new
from .fingerprints import UnheldCaptures, name_copied_words
from .kept_texts import committed_texts, kept_keys, kept_texts, some_kept_texts
from .own_words import name_copies
from .written import Written


def copies_in_files(archive: Archive, named: Container[str], kept: Kept | None = None) -> Iterator[Problem]:
    """Yield a problem for each file with copied text that git keeps and nobody publishes, but those named."""
    if kept is None or UnheldCaptures(archive):
        found = _first_of_files(archive, kept_texts(archive))
    else:
        found = compare_new(
            archive,
            kept,
            "tracked files",
            kept_keys(archive),
            partial(some_kept_texts, archive),
            partial(_first_of_files, archive),
        )
    for problem in found:
        if problem.path not in named:
            hint = f"git rm --cached {problem.path}, and remove it from the history before you push"
            yield replace(problem, code="C118", hint=hint)


def copies_in_commits(
    archive: Archive, committed: Iterable[Entry], named: Container[str]
) -> Iterator[tuple[str, Problem]]:
    """Yield a problem for each file with copied text that commits added, after its commit."""
    texts = list(committed_texts(archive, committed))
    commits = {written.texts[0][0].path: commit for commit, written in texts if written.texts}
    for problem in _first_of_files(archive, [written for _, written in texts]):
        if problem.path not in named:
            yield commits[problem.path], replace(problem, code="C118")


def _first_of_files(
    archive: Archive, texts: Iterable[Written], among: Container[str] | None = None
) -> Iterator[Problem]:
    """Yield the first problem of each file, by the captures that are held, or by those of some sources, and
    by fingerprints of others.
    """
    texts = list(texts)
    found = list(name_copies(archive, texts, among))
    if unheld := UnheldCaptures(archive):
        found += name_copied_words(unheld, (JoinedText(written.texts) for written in texts))
    first: dict[str, Problem] = {}
    for problem in found:
        first.setdefault(problem.path, problem)
    yield from first.values()
