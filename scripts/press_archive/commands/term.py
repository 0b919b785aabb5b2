"""Add a term to a vocabulary."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console

from ..base.files.reading import unreadable
from ..base.files.system_errors import explain
from ..base.problems import Problem, print_problems, printable, suggest, with_hint
from ..base.project import list_ids
from ..base.wording import spell_out
from ..collection.loading import load_archive
from ..editing.terms import (
    ChangedMeanwhile,
    NewTerm,
    UnknownLayout,
    check_term,
    load_vocabulary,
    render_term,
    write_term,
)
from ..records.closed_lists import InstrumentType, OutletType
from ..records.links import ID, is_id
from ..records.terms import VOCABULARIES
from .asking.questions import NO_ANSWER, Questions, is_terminal

TYPES: dict[str, list[str]] = {
    "outlets": [str(kind) for kind in OutletType],
    "instruments": [str(kind) for kind in InstrumentType],
}


def fields_from_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a term from the options of the command line, as they are in a record."""
    names = {name for model in VOCABULARIES.values() for name in model.model_fields}
    fields = {name: value for name, value in options.items() if name in names and value is not None}
    for name in ("variants", "includes"):
        if name in fields:
            fields[name] = _by_language(fields[name])
    if "inferred" in fields:
        fields["inferred"] = dict(option.partition("=")[::2] for option in fields["inferred"])
    return fields


def _by_language(options: list[str]) -> dict[str, list[str]]:
    """Return words by language, from options such as ru=Велмора; without a language they are English."""
    words: dict[str, list[str]] = {}
    for option in options:
        match = re.fullmatch(r"(?:([a-z]{2})=)?(.*)", option, re.DOTALL)
        assert match is not None  # any text matches
        words.setdefault(match[1] or "en", []).append(match[2])
    return words


def add_to_vocabulary(root: Path, vocabulary: str, id: str, fields: dict[str, Any]) -> int:
    """Add a term, after asking for missing fields in a terminal; print what was written, or what is wrong."""
    if vocabulary not in VOCABULARIES:
        message = f"{vocabulary}: no such vocabulary. Expected one of {', '.join(VOCABULARIES)}."
        print(printable(with_hint(message, suggest(vocabulary, VOCABULARIES))), file=sys.stderr)
        return 2
    term = NewTerm(vocabulary, id, fields)
    try:
        while True:
            with suppress(ChangedMeanwhile):  # by another program: check the term against what is there now
                return _add(root, term, fields)
    except NO_ANSWER:
        print("\nNothing was written.", file=sys.stderr)
    except UnknownLayout:
        message = "cannot insert into this file's layout. Add the term by hand:"
        print(f"{term.path}: {message}\n{render_term(term)}Nothing was written.", file=sys.stderr)
    except OSError as error:
        print(explain(error, "Nothing was written.", term.path), file=sys.stderr)
    return 1


def _add(root: Path, term: NewTerm, fields: dict[str, Any]) -> int:
    """Check a term and write it; `fields` are those of the term, to which answers are added."""
    try:
        before = load_vocabulary(root, term)
    except OSError as error:  # of the file, or of a folder that it is in
        why = load_archive(root, set()).why_broken(term.vocabulary)
        return _refuse(why or [unreadable(term.path, error)])
    archive = load_archive(root, _named_folders(root, fields))
    if term.vocabulary in archive.broken_vocabularies:
        return _refuse(archive.why_broken(term.vocabulary))
    if is_id(term.id) and term.id not in archive.vocabularies[term.vocabulary] and is_terminal(sys.stdin):
        fields |= ask_for_missing(term.vocabulary, term.id, fields)
    if print_problems(check_term(archive, term), sys.stderr):
        print("Nothing was written.", file=sys.stderr)
        return 1
    line = write_term(root, term, before)
    print(f"{term.path}:{line}: added\n{render_term(term)}", end="")
    return 0


def _refuse(problems: Iterable[Problem]) -> int:
    print_problems(problems, sys.stderr)
    print("Nothing was written: first correct the vocabulary.", file=sys.stderr)
    return 1


def _named_folders(root: Path, fields: dict[str, Any]) -> set[str]:
    """Return the names of the folders of the documents that the fields refer to: to check a line, its
    document must be read.
    """
    named = set(re.findall(rf"\bdocuments:({ID.pattern})", str(fields)))
    return {source for source, *documents in list_ids(root) if not named.isdisjoint(documents)}


def _choices(vocabulary: str, field: str) -> list[str]:
    return TYPES[vocabulary] if field == "type" else []


def ask_for_missing(vocabulary: str, id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Ask for the required fields that are missing; return all fields."""
    console = Console(stderr=True, highlight=False)
    questions = Questions(console, console.input)
    answers = dict(fields)
    for name, field in VOCABULARIES[vocabulary].model_fields.items():
        if field.is_required() and name not in answers:
            questions.say(f"{name}: {field.description}")
            default = spell_out(id).title() if name == "label" else ""
            answers[name] = questions.ask(name, default=default, choices=_choices(vocabulary, name))
    return answers


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return add_to_vocabulary(root, arguments.vocabulary, arguments.id, fields_from_options(vars(arguments)))
