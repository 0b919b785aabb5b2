"""Load the files that map ids or addresses to records: vocabularies, searches, checked links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..base.limits import MOST_PROBLEMS
from ..records.checked_links import CheckedLink
from ..records.fields import Search
from ..records.links import ID_EXPECTED, is_id, is_web_address, suggest_id, suggest_target
from ..records.parsing import Model, parse_record
from ..records.summaries import Summary, check_complete, parse_summary
from ..records.terms import VOCABULARIES, Term
from ..yaml_text.reading import Tree
from .archive import LinkEntry, SearchEntry, TermEntry, empty_vocabularies, placeholder
from .record_files import RecordFiles


def load_vocabularies(files: RecordFiles, folder: Path) -> dict[str, dict[str, TermEntry]]:
    """Return the terms of every vocabulary; those of one that is missing or cannot be read are none."""
    vocabularies = empty_vocabularies()
    names = {f"{vocabulary}.yml": vocabulary for vocabulary in VOCABULARIES}
    if (children := files.children(folder)) is None:
        files.broken_vocabularies.update(VOCABULARIES)
        return vocabularies
    for path in children:
        if path.name in names and path.is_file():
            vocabulary = names.pop(path.name)
            vocabularies[vocabulary] = _load_vocabulary(files, path, vocabulary)
        else:
            expected = [f"{vocabulary}.yml" for vocabulary in VOCABULARIES]
            files.report_unexpected(path, f"one of {', '.join(expected)}", expected)
    for name, vocabulary in names.items():
        if files.exists(folder / name):
            files.broken_vocabularies.add(vocabulary)
    return vocabularies


def _load_vocabulary(files: RecordFiles, path: Path, vocabulary: str) -> dict[str, TermEntry]:
    name = files.name(path)
    if (tree := _load_tree(files, path)) is None:
        files.broken_vocabularies.add(vocabulary)
        return {}
    terms = {}
    for id, record in _parse_entries(files, tree, VOCABULARIES[vocabulary], name):
        if record is None:
            terms[id] = placeholder(vocabulary, id, name)
            continue
        description = _parse_description(files, record, tree, name, id)
        terms[id] = TermEntry(id, vocabulary, name, record, tree, description=description)
    return terms


def _parse_description(files: RecordFiles, record: Term, tree: Tree, name: str, id: str) -> Summary:
    """Return the description of a term, parsed; an empty one if it has none."""
    if not (text := getattr(record, "description", None)):
        return Summary()
    line = tree.line((id, "description"))
    description, problems = parse_summary(text, name, line)
    files.problems += problems or check_complete(description, text, name, line)
    return description


def load_searches(files: RecordFiles, path: Path) -> dict[str, SearchEntry]:
    """Return the searches by id."""
    name = files.name(path)
    return {
        id: SearchEntry(id, name, record, tree) for id, record, tree in _load_entries(files, path, Search)
    }


def load_links(files: RecordFiles, path: Path) -> dict[str, LinkEntry]:
    """Return what was found when links were checked, by address."""
    name = files.name(path)
    return {
        address: LinkEntry(address, name, record, tree)
        for address, record, tree in _load_entries(files, path, CheckedLink)
    }


def _load_entries(files: RecordFiles, path: Path, model: type[Model]) -> Iterator[tuple[str, Model, Tree]]:
    """Yield the keys of a file and their records, without those that have problems, and the file's tree."""
    if (tree := _load_tree(files, path)) is not None:
        for key, record in _parse_entries(files, tree, model, files.name(path)):
            if record is not None:
                yield key, record, tree


def _load_tree(files: RecordFiles, path: Path) -> Tree | None:
    """Return the tree of a file that maps ids to records, or None if it cannot be read."""
    tree = files.tree(files.name(path))
    files.problems += tree.problems if tree else []
    return tree if tree and not tree.problems and isinstance(tree.value, dict) else None


def _parse_entries(
    files: RecordFiles, tree: Tree, model: type[Model], name: str
) -> Iterator[tuple[str, Model | None]]:
    """Yield the ids and records of such a file, with None for a record that has problems."""
    most = len(files.problems) + MOST_PROBLEMS
    for id in tree.value:
        if len(files.problems) > most:
            message = f"more than {MOST_PROBLEMS} problems. Expected fewer; the rest was not read."
            files.problem(name, "F114", message, "mend these first")
            files.broken_vocabularies.update(VOCABULARIES)
            return
        if not _check_key(files, id, model, name, tree.line((id,))):
            continue
        record, problems = parse_record(model, tree, name, (id,))
        files.problems += problems
        yield id, record


def _check_key(files: RecordFiles, key: str, model: type[Model], name: str, line: int) -> bool:
    """Return whether the key of a record is an id, or a web address in links.yml; report it if not."""
    if model is CheckedLink:
        if is_web_address(key):
            return True
        message = f"not a web address ({key!r}). Expected http:// or https:// without spaces or passwords."
        files.problem(name, "R103", message, suggest_target(key), line)
        return False
    if is_id(key):
        return True
    files.problem(name, "F106", f"not an id ({key!r}). Expected {ID_EXPECTED}.", suggest_id(key), line)
    return False
