"""Text → record: parse the files of the archive into models, with what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from .models import TODO, Record
from .problems import Problem, format_field, suggest
from .yamlio import Location, Tree

Model = TypeVar("Model", bound=Record)

# What pydantic calls a value of another shape than the field's, in the words of these messages.
_EXPECTED = {
    "tuple_type": ("not a list", "a list, such as [one, two]"),
    "dict_type": ("not a mapping", "a mapping, such as {key: value}"),
    "model_type": ("not a mapping", "a mapping, such as {key: value}"),
    "string_type": ("a list or a mapping", "one text"),
    "int_type": ("a list or a mapping", "digits"),
}


def check_done(text: str, path: str, line: int) -> list[Problem]:
    """Name the lines of a text, which begins on a line of a file, on which something is left to do."""
    return [
        Problem(path, number, "", "R117", f"left to do ({found!r}). Expected the archive's own words.")
        for number, found in enumerate(text.split("\n"), line)
        if found.startswith(TODO)
    ]


def _left_to_do(value: Any, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the location and text of every value that is left to do."""
    if isinstance(value, str):
        if value.startswith(TODO):
            yield location, value
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _left_to_do(item, (*location, key))


def _message(error: dict[str, Any]) -> tuple[str, str, str]:
    """Return the code, the message and the hint for one of pydantic's errors."""
    kind, value = error["type"], error["input"]
    if kind == "missing":
        return "R102", "a required field is missing. Expected a value, or unknown where the field accepts it.", ""
    if kind in ("enum", "literal_error"):
        expected = error["ctx"]["expected"].replace(" or ", ", ")
        near = suggest(str(value), re.findall(r"'([^']+)'", expected))
        return "R103", f"not accepted ({value!r}). Expected one of {expected}.", near
    if kind == "value_error":
        return "R103", f"{error['ctx']['error']}.", ""
    if kind == "too_short":
        return "R103", "an empty list. Expected at least one.", ""
    if kind == "int_parsing":
        return "R103", f"not a number ({value!r}). Expected digits.", ""
    if kind == "greater_than":
        return "R103", f"too small ({value!r}). Expected a number greater than {error['ctx']['gt']}.", ""
    if kind == "less_than_equal":
        return "R103", f"too large ({value!r}). Expected a number of {error['ctx']['le']:,} at most.", ""
    shown = repr(value) if len(repr(value)) < 80 else f"{repr(value)[:77]}..."
    if kind in _EXPECTED:
        wrong, expected = _EXPECTED[kind]
        return "R103", f"{wrong} ({shown}). Expected {expected}.", ""
    return "R103", f"not accepted ({shown}). {error['msg']}.", ""


def parse_record(model: type[Model], tree: Tree, path: str, location: Location = ()) -> tuple[Model | None, list[Problem]]:
    """Build a model from the part of a tree at `location`; return it, or None with what is wrong."""
    value: Any = tree.value
    for part in location:
        value = value[part]
    if not isinstance(value, dict):
        field = format_field(location)
        return None, [Problem(path, tree.line(location), field, "Y105", "not a mapping. Expected fields, `key: value`.")]
    undone = dict(_left_to_do(value, location))
    problems = []
    for where, text in undone.items():
        field = model.model_fields.get(str(where[len(location)]))
        expected = field.description if field else "a value"
        problems.append(
            Problem(path, tree.line(where), format_field(where), "R117", f"left to do ({text!r}). Expected {expected}.")
        )
    try:
        record = model.model_validate(value)
        return (None, problems) if problems else (record, [])
    except ValidationError as error:
        for found in error.errors():
            if any((*location, *found["loc"])[: len(where)] == where for where in undone):
                continue
            if found["type"] == "too_short" and found["input"]:
                continue  # a list whose only items are wrong themselves
            where = tuple(part for part in (*location, *found["loc"]) if part != "[key]")
            if found["type"] == "extra_forbidden":
                code, message = "R101", "not a field of this record. Expected one that is documented."
                hint = suggest(str(found["loc"][-1]), model.model_fields)
            else:
                code, message, hint = _message(found)
            problems.append(Problem(path, tree.line(where), format_field(where), code, message, hint))
        return None, problems
