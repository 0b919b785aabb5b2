"""Insert a new term into the text of its vocabulary, and keep every other byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..base.files.foreign import is_own_file
from ..base.files.partial import remove_partial
from ..base.files.writing import locked, make_folder, write_in_one_step
from ..base.problems import Location, Problem
from ..checks.records import RECORD_CHECKS
from ..collection.archive import Archive, TermEntry, problem_at
from ..records.files import complete_vocabulary
from ..records.forms.canonical import format_record, format_yaml
from ..records.links import ID, ID_EXPECTED, is_id
from ..records.parsing import parse_record
from ..records.summaries import Summary, parse_summary
from ..records.terms import VOCABULARIES
from ..yaml_text.comments import parse_commented
from ..yaml_text.reading import Tree, parse_yaml, quote

# The key of a term; everything below it is indented, including texts of several lines.
_KEY = re.compile(rf"[\"']?({ID.pattern})[\"']?\s*:")

Fields = Mapping[str, str | list[str] | dict[str, list[str]]]


class ChangedMeanwhile(Exception):
    """Another program has changed the vocabulary since it was read."""


class UnknownLayout(Exception):
    """The vocabulary has a layout into which no term can be inserted."""


@dataclass(frozen=True)
class NewTerm:
    """A term that has not been written yet: its vocabulary, its id, and its fields as texts."""

    vocabulary: str
    id: str
    fields: Fields

    @property
    def path(self) -> str:
        """The path of its file, from the archive's root."""
        return f"sources/vocabulary/{self.vocabulary}.yml"


def render_term(term: NewTerm) -> str:
    """Return a term in canonical form."""
    return format_yaml(f"{term.id}: {_as_flow(dict(term.fields))}\n", term.path, term.vocabulary)


def _as_flow(value: Any) -> str:
    """Return a value on one line, every text quoted."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_as_flow, value))}]"
    return f"{{{', '.join(f'{quote(key)}: {_as_flow(item)}' for key, item in value.items())}}}"


def place_term(text: str, ids: list[str], term: NewTerm) -> tuple[str, int]:
    """Return a vocabulary's text with a term inserted, and the term's line; `ids` are those the file has.

    If the ids are in alphabetical order, the term is inserted in its place; otherwise it is added at the end.
    Comments stay above what they are about, and line endings are those of the text. If the term is the first
    one, the whole file is written in canonical form.
    """
    if not ids:
        after = _with_first_term(text.replace("\r\n", "\n"), term)
        return after, parse_yaml(after, term.path).line((term.id,))
    end = "\r\n" if "\r\n" in text else "\n"
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    keys = {match[1]: number for number, line in enumerate(lines) if (match := _KEY.match(line))}
    starts = {id: _with_comments(lines, keys[id]) for id in ids if id in keys}
    separated = any(start and not lines[start - 1].strip() for id, start in starts.items() if id != ids[0])
    later = [id for id in starts if id > term.id] if ids == sorted(ids) else []
    entry = render_term(term).replace("\n", end)
    position = starts[later[0]] if later else len(lines)
    if separated:
        entry = entry + end if later else end + entry
    first_line = position + 1 + (separated and not later)
    return "".join(lines[:position]) + entry + "".join(lines[position:]), first_line


def _with_first_term(text: str, term: NewTerm) -> str:
    """Return the text of a vocabulary that had no terms, in canonical form, with its comments first."""
    before = parse_commented(complete_vocabulary(text))
    comments = "".join(f"{comment.text}\n" for comment in before.comments())
    text = f"{comments}\n{render_term(term)}" if comments else render_term(term)
    return format_record(text, term.path, term.vocabulary)[0]


def _with_comments(lines: list[str], start: int) -> int:
    """Return the first line of the comments right above a line; comments at the beginning of a file are about
    the file.
    """
    first = start
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return first or start


def load_vocabulary(root: Path, term: NewTerm) -> bytes:
    """Return the bytes of a term's vocabulary, none where it has no file."""
    path = root / term.path
    return path.read_bytes() if is_own_file(path) else b""


def write_term(root: Path, term: NewTerm, before: bytes) -> int:
    """Write a term into its vocabulary, and the file and its folder where it is the first one; return its
    line.

    `before` is the vocabulary for which the term was checked. Raises ChangedMeanwhile, UnknownLayout or
    OSError, and then nothing was written.
    """
    path = root / term.path
    text = before.decode()
    terms = parse_yaml(complete_vocabulary(text.replace("\r\n", "\n")), term.path).value
    assert isinstance(terms, dict)  # or the vocabulary would be broken
    after, line = place_term(text, list(terms), term)
    if parse_yaml(after.replace("\r\n", "\n"), term.path).value != terms | {term.id: term.fields}:
        raise UnknownLayout
    make_folder(path.parent)
    with locked(path.parent):
        if load_vocabulary(root, term) != before:
            raise ChangedMeanwhile
        remove_partial(path.parent)
        write_in_one_step(path, after.encode())
    return line


def check_term(archive: Archive, term: NewTerm) -> Iterator[Problem]:
    """Yield the problems that a check of the archive would report if the term were written, and the names
    that another term already has.
    """
    terms = archive.vocabularies[term.vocabulary]
    if not is_id(term.id):
        yield Problem(term.path, 0, (term.id,), "F106", f"not an id ({term.id!r}). Expected {ID_EXPECTED}.")
        return
    if term.id in terms:
        message = f"the id is already in use, for {terms[term.id].record.label!r}. Expected another one."
        yield Problem(term.path, terms[term.id].tree.line((term.id,)), (term.id,), "F107", message)
        return
    tree = Tree({term.id: dict(term.fields)})
    record, problems = parse_record(VOCABULARIES[term.vocabulary], tree, term.path, (term.id,))
    description = Summary()
    if record is not None and (text := getattr(record, "description", None)):
        description, wrong = parse_summary(text, term.path, 0)
        problems += wrong
    yield from (replace(problem, line=0) for problem in problems)
    if record is None:
        return
    entry = TermEntry(term.id, term.vocabulary, term.path, record, tree, description=description)
    yield from check_names(archive, entry)
    extended = replace(
        archive, vocabularies={**archive.vocabularies, term.vocabulary: {**terms, term.id: entry}}
    )
    for problem in (problem for check in RECORD_CHECKS for problem in check(extended)):
        if problem.path == term.path and problem.location[:1] == (term.id,):
            yield replace(problem, line=0)


def check_names(archive: Archive, entry: TermEntry) -> Iterator[Problem]:
    """Yield a Problem for each name of a term that another term of its vocabulary has, except equal labels,
    which the archive's check reports.
    """
    others: dict[str, str] = {}
    labels = set()
    for id, other in archive.vocabularies[entry.vocabulary].items():
        labels.add(other.record.label.casefold())
        for name in other.record.names:
            others.setdefault(name.casefold(), id)
    named: list[tuple[Location, str]] = []
    if entry.record.label.casefold() not in labels:
        named.append((("label",), entry.record.label))
    named += [(("variants", language, position), name) for language, names in entry.record.variants.items()
              for position, name in enumerate(names)]  # fmt: skip
    for location, name in named:
        if owner := others.get(name.casefold()):
            message = f"{name!r} is already a name of {owner!r}. Expected a name that no other term has."
            hint = f"if it is the same, use the id {owner}"
            yield replace(problem_at(entry, (entry.id, *location), "R110", message, hint), line=0)
