"""Parse YAML trees into the models of records, with the problems in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..base.characters import HINT, find_refused, has_refused
from ..base.limits import LONGEST_VALUE, MOST_ITEMS, MOST_PROBLEMS, find_excess
from ..base.problems import Location, Problem, suggest
from ..yaml_text.reading import Tree
from .fields import Document
from .forms.older_forms import RENAMED
from .record import Record
from .values import TODO

Model = TypeVar("Model", bound=Record)

# pydantic's errors for a value of the wrong shape → what the value is, and what was expected.
_EXPECTED = {
    "tuple_type": ("not a list", "a list, such as [one, two]"),
    "dict_type": ("no fields", "fields with their values, such as {field: value}"),
    "model_type": ("no fields", "fields with their values, such as {field: value}"),
    "string_type": ("a list, or fields with values", "one text"),
    "int_type": ("a list, or fields with values", "digits"),
}


# What to do with a record in an older form.
FORMAT_HINT = "run `archive format` with the path of this file; it keeps what the record says"


def check_done(text: str, path: str, line: int) -> list[Problem]:
    """Return a Problem for each line of a text with something left to do; the text begins on `line` of the
    file.
    """
    return [
        Problem(path, number, (), "R117", f"left to do ({content!r}). Expected the archive's own words.")
        for number, content in enumerate(text.split("\n"), line)
        if content.startswith(TODO)
    ]


def _left_to_do(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the location and text of every value that begins with TODO."""
    if isinstance(value, str):
        if value.startswith(TODO):
            yield location, value
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _left_to_do(item, (*location, key))


def _texts(value: Any, found: list[str]) -> bool:
    """Collect the texts below a value; return whether no list or mapping is longer than all may be."""
    if isinstance(value, str):
        found.append(value)
        return True
    if len(value) > MOST_ITEMS:
        return False
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, str):
            found.append(item)
        elif not _texts(item, found):
            return False
    return True


def _is_plain(value: Any) -> bool:
    """Return whether nothing below a value is too long, left to do, or has a character that no text may have.

    Nearly all values are plain, and looking once at all texts together takes a fifth of the time.
    """
    texts: list[str] = []
    if not _texts(value, texts):
        return False
    joined = "\n".join(texts)
    is_short = len(joined) <= LONGEST_VALUE or max(map(len, texts)) <= LONGEST_VALUE
    return is_short and TODO not in joined and not has_refused(joined)


def _find_field(model: type[Record], location: Location) -> tuple[type[Record], str]:
    """Return the model that the field at a location belongs to, and the field's description, which is empty
    if there is no such field.
    """
    description = ""
    for position, part in enumerate(location):
        if isinstance(part, str) and (field := model.model_fields.get(part)):
            description = field.description or ""
            if position + 1 < len(location) and (inner := _record_in(field.annotation)):
                model = inner
    return model, description


def _record_in(annotation: Any) -> type[Record] | None:
    """Return the model of the records in a field, such as the items of a list; None if it contains no
    records.
    """
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((model for part in get_args(annotation) if (model := _record_in(part))), None)


def _message(error: ErrorDetails, description: str) -> tuple[str, str, str]:
    """Return the code, the message and the hint for one of pydantic's errors; `description` says what the
    field contains.
    """
    kind, value = error["type"], error["input"]
    if kind == "dict_type" and error["loc"][-1] == "inferred" and isinstance(value, list):
        expected = "Expected fields, each with what it is concluded from, such as {date: text}"
        return "R103", f"a list, as in an older form. {expected}.", FORMAT_HINT
    if kind == "missing":
        return (
            "R102",
            f"the field is missing. Expected {description}.",
            f"add a line, `{error['loc'][-1]}: …`",
        )
    if kind in ("enum", "literal_error"):
        expected = error["ctx"]["expected"].replace(" or ", ", ")
        near = suggest(str(value), re.findall(r"'([^']+)'", expected))
        return "R103", f"not accepted ({value!r}). Expected one of {expected}.", near
    if kind == "value_error":
        wrong = error["ctx"]["error"]
        return "R103", f"{wrong}.", getattr(wrong, "hint", "")
    if kind == "too_short":
        return "R103", f"an empty list. Expected at least one ({description}).", ""
    if kind == "int_parsing":
        digits = re.sub(r"[\s,._']", "", str(value))
        near = f"did you mean '{digits}'?" if re.fullmatch("[0-9]+", digits) else ""
        return "R103", f"not a number ({value!r}). Expected digits.", near
    if kind == "greater_than":
        return "R103", f"too small ({value!r}). Expected a number greater than {error['ctx']['gt']}.", ""
    if kind == "less_than_equal":
        return "R103", f"too large ({value!r}). Expected a number of at most {error['ctx']['le']:,}.", ""
    shown = repr(value) if len(repr(value)) < 80 else f"{repr(value)[:77]}..."
    if kind in _EXPECTED:
        wrong, expected = _EXPECTED[kind]
        return "R103", f"{wrong} ({shown}). Expected {expected}.", ""
    return "R103", f"not accepted ({shown}). {error['msg']}.", ""


def _has_older_name(model: type[Record], location: Location, value: dict[str, Any]) -> bool:
    """Return whether a document's missing field is there under its older name."""
    return model is Document and any(new == location[0] and old in value for old, new in RENAMED.items())


def _unknown_field(name: str, model: type[Record], value: dict[str, Any]) -> tuple[str, str, str]:
    """Return the code, the message and the hint for a field that a model does not have."""
    if model is Document and name in RENAMED:
        new = RENAMED[name]
        hint = f"remove it, as the record has `{new}`" if new in value else FORMAT_HINT
        return "R101", f"a field of an older form. Expected `{new}`.", hint
    hint = suggest(name, model.model_fields)
    expected = "a documented field" if hint else f"one of {', '.join(model.model_fields)}"
    return "R101", f"unknown field. Expected {expected}.", hint


def _is_undone(location: Location, undone: Collection[Location]) -> bool:
    """Return whether a location is one that is left to do, or is within one."""
    return any(location[: len(place)] == place for place in undone)


def _unfinished(
    model: type[Record], value: Any, tree: Tree, path: str, location: Location
) -> tuple[dict[Location, str], list[Problem]]:
    """Return what a record leaves to do, by location, and the problems of its texts: what is left to do, and
    characters that no text may have.
    """
    if _is_plain(value):
        return {}, []
    undone = dict(islice(_left_to_do(value, location), MOST_PROBLEMS))
    refused = islice(find_refused(value, location), MOST_PROBLEMS)
    problems = [Problem(path, tree.line(at), at, "R103", wrong, HINT) for at, wrong in refused]
    for where, text in undone.items():
        expected = _find_field(model, where[len(location) :])[1] or "a value"
        problems.append(
            Problem(path, tree.line(where), where, "R117", f"left to do ({text!r}). Expected {expected}.")
        )
    return undone, problems


def _excess(value: Any, tree: Tree, path: str, location: Location) -> list[Problem]:
    """Return the problems of texts and lists that have too much."""
    if _is_plain(value):
        return []
    hint = "divide it, or move it to another record"
    return [
        Problem(path, tree.line(at), at, "F114", wrong, hint)
        for at, wrong in islice(find_excess(value, location), MOST_PROBLEMS)
    ]


def parse_record(
    model: type[Model], tree: Tree, path: str, location: Location = ()
) -> tuple[Model | None, list[Problem]]:
    """Return a record built from the part of a tree at `location`, or None and the problems."""
    value: Any = tree.value
    for part in location:
        value = value[part]
    if not isinstance(value, dict):
        actual = "a list" if isinstance(value, list) else f"a text ({value[:60]!r})"
        message = f"{actual} where fields should be. Expected lines of `field: value`."
        return None, [Problem(path, tree.line(location), location, "Y105", message)]
    if excess := _excess(value, tree, path, location):
        return None, excess
    undone, problems = _unfinished(model, value, tree, path, location)
    try:
        record = model.model_validate(value)
        return (None, problems) if problems else (record, [])
    except ValidationError as error:
        for wrong in islice(error.errors(), MOST_PROBLEMS):
            if _is_undone((*location, *wrong["loc"]), undone):
                continue
            if wrong["type"] == "too_short" and wrong["input"]:
                continue  # all items of the list are wrong, which is reported already
            if wrong["type"] == "missing" and _has_older_name(model, wrong["loc"], value):
                continue  # the field of the older form is reported
            where = tuple(part for part in (*location, *wrong["loc"]) if part != "[key]")
            part_model, description = _find_field(model, wrong["loc"])
            if wrong["type"] == "extra_forbidden":
                code, message, hint = _unknown_field(str(wrong["loc"][-1]), part_model, value)
            else:
                code, message, hint = _message(wrong, description)
            problems.append(Problem(path, tree.line(where), where, code, message, hint))
        return None, problems
