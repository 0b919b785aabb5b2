"""Columns of tables, made from the fields of a record's model, and the values that they have.

A value is what JSON can hold, in the form that the record's file has: a date in EDTF, lines as "3-31, 40".
None is a field that the record leaves out, or that is empty; what it says to be unknown is "unknown". The
types are those of Table Schema 2.0 (https://datapackage.org/standard/table-schema/).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic.fields import FieldInfo

from ...records.dates import UNKNOWN, Date
from ...records.lines import LineRange, format_ranges
from ...records.record import Record
from ...records.values import Text

Type = Literal["string", "integer", "number", "boolean", "date", "list", "array", "object"]
# What a row has in a column: a text, a number, a list or an object; None is nothing.
Value = Any


@dataclass(frozen=True)
class Column:
    """A column: its name, the type of its values, and what they are.

    A `list` is of texts, none of which has the separator of lists in a CSV file; an `array` and an `object`
    are of anything. `values` are those of a closed list. A `required` column has a value in every row.
    """

    name: str
    type: Type
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


def plain(value: Any) -> Value:
    """Return a value of a record as JSON can hold it, in the form of the record's file.

    >>> from press_archive.records.lines import parse_ranges
    >>> plain(parse_ranges("3-31, 40")), plain(("a", "b"))
    ('3-31, 40', ['a', 'b'])
    """
    if isinstance(value, Record):
        return dict(_fields(value))
    if isinstance(value, Date):
        return value.text
    if isinstance(value, StrEnum | LineRange):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        if value and all(isinstance(one, LineRange) for one in value):
            return format_ranges(value)
        if value and all(isinstance(one, tuple) for one in value):  # the roles of lines
            return {str(lines): str(role) for lines, role in value}
        return [plain(one) for one in value]
    return value


def _fields(record: Record) -> Iterator[tuple[str, Value]]:
    """Yield the fields that have another value than they would have if they were left out."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if field.is_required():
            yield name, UNKNOWN if value is None else plain(value)
        elif value != field.default:
            yield name, plain(value)


@dataclass(frozen=True)
class FieldColumn:
    """A column that is a field of a model, or a field of the one record that the field contains."""

    column: Column
    read: Callable[[Any], Value]


def field_columns(model: type[Record], leave_out: tuple[str, ...] = ()) -> list[FieldColumn]:
    """Return the columns of a model's fields, in their order.

    A field that is one record, such as the stamp of a republisher, becomes a column for each of its fields.
    """
    return [
        column
        for name, field in model.model_fields.items()
        if name not in leave_out
        for column in _columns(name, field)
    ]


def _columns(name: str, field: FieldInfo) -> Iterator[FieldColumn]:
    kind = _without_none(field.annotation)
    if isinstance(kind, type) and issubclass(kind, Record):
        for part, inner in kind.model_fields.items():
            column = _column(f"{name}_{part}", inner, False)
            yield FieldColumn(column, _part_reader(name, part))
    else:
        yield FieldColumn(_column(name, field, field.is_required()), _reader(name, field))


def _column(name: str, field: FieldInfo, required: bool) -> Column:
    kind = _without_none(field.annotation)
    values = tuple(map(str, kind)) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    # A field of a closed list, and one with texts, is never empty where its record must have it.
    return Column(name, _type(kind), field.description or "", values, required and _type(kind) != "object")


def _reader(name: str, field: FieldInfo) -> Callable[[Any], Value]:
    unknown = UNKNOWN if field.is_required() else None

    def read(record: Any) -> Value:
        value = getattr(record, name)
        if value is None:
            return unknown
        return None if value in ((), {}) else plain(value)

    return read


def _part_reader(name: str, part: str) -> Callable[[Any], Value]:
    def read(record: Any) -> Value:
        value = getattr(record, name)
        return None if value is None else plain(getattr(value, part))

    return read


def _without_none(kind: Any) -> Any:
    """Return a type without its annotations, and without None beside it."""
    while typing.get_origin(kind) is Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        (kind,) = (one for one in typing.get_args(kind) if one is not types.NoneType)
        return _without_none(kind)
    return kind


def _type(kind: Any) -> Type:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return "object"
    if origin is tuple:
        return _type_of_items(arguments[0])
    return {int: "integer", float: "number", bool: "boolean"}.get(kind, "string")  # type: ignore[return-value]


def _type_of_items(item: Any) -> Type:
    kind = _without_none(item)
    if kind is LineRange:
        return "string"
    if typing.get_origin(kind) is tuple:  # the roles of lines
        return "object"
    # A text may have the separator of lists in it; an id, a link and an address have no space.
    return "array" if item == Text or (isinstance(kind, type) and issubclass(kind, Record)) else "list"
