"""Add a term to a vocabulary."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from ..base.files import remove_partial, write_in_one_step
from ..base.problems import print_problems, suggest, with_hint
from ..base.wording import spell_out
from ..collection.loading import load_archive
from ..editing.terms import NewTerm, check_term, place_term, render_term
from ..records.closed_lists import OutletType
from ..records.fields import VOCABULARIES
from ..records.files import complete_vocabulary
from ..records.links import ID, is_id
from ..yaml_text.reading import parse_yaml

CHOICES = {"type": [str(kind) for kind in OutletType]}


def fields_from_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a term from the options of the command line, as they are in a record."""
    names = {name for model in VOCABULARIES.values() for name in model.model_fields}
    fields = {name: value for name, value in options.items() if name in names and value is not None}
    if "variants" in fields:
        variants: dict[str, list[str]] = {}
        for option in fields["variants"]:
            match = re.fullmatch(r"(?:([a-z]{2})=)?(.*)", option, re.DOTALL)
            assert match is not None  # any text matches
            variants.setdefault(match[1] or "en", []).append(match[2])
        fields["variants"] = variants
    return fields


def add_to_vocabulary(root: Path, vocabulary: str, id: str, fields: dict[str, Any]) -> int:
    """Add a term, after asking for missing fields in a terminal; print what was written, or what is wrong."""
    if vocabulary not in VOCABULARIES:
        message = f"{vocabulary}: no such vocabulary. Expected one of {', '.join(VOCABULARIES)}."
        print(with_hint(message, suggest(vocabulary, VOCABULARIES)), file=sys.stderr)
        return 2
    archive = load_archive(root, _named_folders(root, fields))
    if vocabulary in archive.broken_vocabularies:
        print_problems(archive.why_broken(vocabulary), sys.stderr)
        print("Nothing was written: first correct the vocabulary.", file=sys.stderr)
        return 1
    if is_id(id) and id not in archive.vocabularies[vocabulary] and sys.stdin.isatty():
        try:
            fields = ask_for_missing(vocabulary, id, fields)
        except (EOFError, KeyboardInterrupt):
            print("\nNothing was written.", file=sys.stderr)
            return 1
    term = NewTerm(vocabulary, id, fields)
    if print_problems(check_term(archive, term), sys.stderr):
        print("Nothing was written.", file=sys.stderr)
        return 1
    return _write(root, term)


def _write(root: Path, term: NewTerm) -> int:
    """Write a term into its vocabulary, and the file and its folder where the term is the first one."""
    path = root / term.path
    try:
        before = path.read_bytes().decode() if path.exists() else ""
        terms = parse_yaml(complete_vocabulary(before.replace("\r\n", "\n")), term.path).value
        assert isinstance(terms, dict)  # or the vocabulary would be broken
        after, line = place_term(before, list(terms), term)
        if parse_yaml(after.replace("\r\n", "\n"), term.path).value != terms | {term.id: term.fields}:
            message = "cannot insert into this file's layout. Add the term by hand:"
            print(f"{term.path}: {message}\n{render_term(term)}Nothing was written.", file=sys.stderr)
            return 1
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_partial(path.parent)
        write_in_one_step(path, after.encode())
    except OSError as error:
        print(f"{term.path}: cannot write ({error.strerror}). Nothing was written.", file=sys.stderr)
        return 1
    print(f"{term.path}:{line}: added\n{render_term(term)}", end="")
    return 0


def _named_folders(root: Path, fields: dict[str, Any]) -> set[str]:
    """Return the names of the folders of the documents that the fields refer to: to check a line, its
    document must be read.
    """
    named = set(re.findall(rf"\bdocuments:({ID.pattern})", str(fields)))
    return {path.parent.name for id in named for path in root.glob(f"sources/*/*/{id}.md")}


def ask_for_missing(vocabulary: str, id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Ask for the required fields that are missing."""
    from rich.console import Console
    from rich.prompt import Prompt

    answers = dict(fields)
    for name, field in VOCABULARIES[vocabulary].model_fields.items():
        if field.is_required() and name not in answers:
            proposed: dict[str, Any] = {"default": spell_out(id).title()} if name == "label" else {}
            console = Console(stderr=True, highlight=False)
            console.print(f"{name}: {field.description}", markup=False)
            answers[name] = Prompt.ask(name, console=console, choices=CHOICES.get(name), **proposed) or ""
    return answers


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return add_to_vocabulary(root, arguments.vocabulary, arguments.id, fields_from_options(vars(arguments)))
