"""Addresses of terms: what had a page keeps an address that leads somewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...base.problems import Problem
from ...collection.histories import site_address
from ...collection.loading import load_archive
from ...records.files import read_record
from ...records.history.writing import REDIRECTS, render_item
from ...records.terms import VOCABULARIES
from ...yaml_text.reading import parse_yaml
from ..earlier import EarlierRecords
from .facts import Recorded

_Terms = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class GoneTerm:
    """A term that had a page and whose id is gone: its vocabulary, its id, the id that it seems to have got
    (empty: none), and a redirect for its address, as YAML.
    """

    vocabulary: str
    id: str
    new: str
    line: str


def gone_terms(earlier: EarlierRecords, now: Recorded) -> Iterator[GoneTerm]:
    """Yield the terms of a commit whose ids are gone and whose addresses lead nowhere."""
    changed = [name for name in VOCABULARIES if _path(name) in earlier.changed]
    gone: dict[tuple[str, str], str] = {}
    folder = earlier.folder_with({_path(name) for name in changed}) if changed else earlier.root
    for vocabulary in changed:
        before, after = _terms(folder, vocabulary), _terms(earlier.root, vocabulary)
        if after is None:
            continue  # a problem that the check names
        for id in (before or {}).keys() - after.keys():
            gone[vocabulary, id] = _other_id((before or {})[id], before or {}, after)
    redirected = {entry.get("old") for entry in now.entries(REDIRECTS)}
    gone = {term: new for term, new in gone.items() if site_address(*term) not in redirected}
    shown = load_archive(earlier.folder).documents_of_term if gone else {}
    day = datetime.date.today().isoformat()
    for (vocabulary, id), new in sorted(gone.items()):
        if (vocabulary, id) in shown:
            target = site_address(vocabulary, new) if new else f"{vocabulary}/"
            line = render_item({"date": day, "old": site_address(vocabulary, id), "new": target})
            yield GoneTerm(vocabulary, id, new, line)


def check_terms(earlier: EarlierRecords, now: Recorded) -> Iterator[Problem]:
    """The address of a term that is renamed or removed leads to another page."""
    for term in gone_terms(earlier, now):
        what = f"renamed to {term.new!r}" if term.new else "removed"
        message = f"the term {term.id!r} was {what}, and its address leads nowhere."
        begin = "" if REDIRECTS in now.logs else ", after the line `redirects:` of a new file,"
        hint = f"put{begin} at the end of {REDIRECTS}: {term.line}"
        expected = f"Expected a line in {REDIRECTS}"
        yield Problem(_path(term.vocabulary), 0, (), "H111", f"{message} {expected}.", hint)


def _path(vocabulary: str) -> str:
    return f"sources/vocabulary/{vocabulary}.yml"


def _terms(root: Path, vocabulary: str) -> _Terms | None:
    """Return the terms of a vocabulary, none where there is none of it; None where it cannot be read."""
    path = root / _path(vocabulary)
    if not path.is_file():
        return {}
    text, problems = read_record(path, root)
    tree = parse_yaml(text or "", _path(vocabulary))
    if problems or tree.problems:
        return None
    return {id: term for id, term in tree.mapping.items() if isinstance(term, dict)}


def _other_id(term: Mapping[str, Any], before: _Terms, after: _Terms) -> str:
    """Return the id of a new term that has the same label or Wikidata id; empty where there is none."""
    for name in ("wikidata", "label"):
        for id in sorted(after.keys() - before.keys()):
            if term.get(name) and after[id].get(name) == term[name]:
                return id
    return ""
