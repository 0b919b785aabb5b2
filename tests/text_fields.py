"""Every field of the models that can have nine words in a row, and an archive that says a text in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from press_archive.collection.archive import Archive
from press_archive.records import values
from press_archive.records.files import RECORDS
from press_archive.records.record import Record
from press_archive.records.terms import VOCABULARIES

OPEN = {
    "Text": values.Text, "Caution": values.Caution, "Url": values.Url, "Page": values.Page, "Host": values.Host,
    "FileName": values.FileName, "SiteAddress": values.SiteAddress, "Reference": values.Reference, "BasisOrReference": values.BasisOrReference,
}  # fmt: skip
# The parsed text of an event is compared in place of its field.
PARSED = {("events", "description")}


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    # Of a limited list, the type without its limits; a type of text is one of OPEN.
    for part in get_args(hint)[: 1 if get_origin(hint) is Annotated else None]:
        if hint not in OPEN.values():
            yield from _parts(part)


def text_fields() -> list[tuple[str, tuple[str, ...]]]:
    """Return (kind of record, path of the field) for each field in which a text can be written."""
    found = []
    for kind, model in RECORDS.items():
        for name, hint in get_type_hints(model, include_extras=True).items():
            found += [(kind, path) for path in _paths(name, hint) if name in model.model_fields]
    return [field for field in found if (field[0], field[1][0]) not in PARSED]


def _paths(name: str, hint: Any) -> Iterator[tuple[str, ...]]:
    for part in _parts(hint):
        if any(part == known for known in OPEN.values()):
            yield (name,)
            return
        if isinstance(part, type) and issubclass(part, Record):
            for below, inner in get_type_hints(part, include_extras=True).items():
                if below in part.model_fields and any(True for _ in _paths(below, inner)):
                    yield (name, below)


def _value(hint: Any, text: str) -> Any:
    """Return a value of a field's type that says a text."""
    plain = [part for part in _parts(hint) if not isinstance(part, str)]
    if any(get_origin(part) is dict for part in plain):
        lists = any(get_origin(part) is tuple for part in plain)
        return {"en": (text,)} if lists else {text: text}
    return (text,) if any(get_origin(part) is tuple for part in plain) else text


def _changed(record: Record, path: tuple[str, ...], text: str) -> Record:
    hints = get_type_hints(type(record), include_extras=True)
    name, *below = path
    if not below:
        return record.model_copy(update={name: _value(hints[name], text)})
    (model,) = [part for part in _parts(hints[name]) if isinstance(part, type) and issubclass(part, Record)]
    said = _value(get_type_hints(model, include_extras=True)[below[0]], text)
    inner = model.model_construct(**dict.fromkeys(model.model_fields, "a") | {below[0]: said})
    is_list = any(get_origin(part) is tuple for part in _parts(hints[name]))
    return record.model_copy(update={name: (inner,) if is_list else inner})


def say(archive: Archive, kind: str, path: tuple[str, ...], text: str) -> Archive:
    """Return an archive whose first record of a kind says a text in one field."""
    if kind == "collection":
        assert archive.collection
        return replace(archive, collection=_changed(archive.collection, path, text))
    if kind == "redirects":
        assert archive.redirects
        entry = replace(archive.redirects, record=_changed(archive.redirects.record, path, text))
        return replace(archive, redirects=entry)
    names = {
        "source": "sources",
        "document": "documents",
        "searches": "searches",
        "links": "links",
        "history": "histories",
    }
    name = names.get(kind, "")
    entries = dict(getattr(archive, name) if name else archive.vocabularies[kind])
    id, entry = next(iter(entries.items()))
    entries[id] = replace(entry, record=_changed(entry.record, path, text))
    if name:
        return replace(archive, **{name: entries})
    assert kind in VOCABULARIES
    return replace(archive, vocabularies={**archive.vocabularies, kind: entries})
