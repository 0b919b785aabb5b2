"""Records that were read before and had no problem: if their bytes are the same, they are not parsed again.

Kept are the record and the summary, as Python's own objects (the module pickle). The file that has them is
authenticated, see `base.kept`; and whatever it said, only objects of the classes of records could be made.
The tree of a record, with the lines of its fields, is parsed when a problem or a page asks for it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache, partial
from typing import Any, cast

from ..base.kept import Kept, key_of
from ..records import closed_lists
from ..records.dates import parse_interval
from ..records.fields import Document
from ..records.files import decode_record
from ..records.lines import LineRange
from ..records.parsing import Model
from ..records.record import Record
from ..records.summaries import Block, Inline, Summary
from ..records.values import Limits
from ..yaml_text.reading import Tree, parse_front_matter, parse_yaml

ReadDocument = tuple[Document, Tree, Summary]


class KeptRecords:
    """The records without problems, by the digests of their files' bytes."""

    def __init__(self, kept: Kept) -> None:
        """Take what was kept."""
        self._kept = kept

    def record(self, model: type[Model], data: bytes, digest: bytes) -> tuple[Model, Tree] | None:
        """Return the record that a YAML file consists of, and its tree; None if it is not known."""
        return cast(
            "tuple[Model, Tree] | None",
            self._get(key_of(model.__name__, digest), lambda record: (record, _tree(_parse_yaml, data))),
        )

    def keep(self, model: type[Record], digest: bytes, record: Record, tree: Tree) -> None:
        """Keep the record of a YAML file, which had no problem."""
        self._put(key_of(model.__name__, digest), record, (record, tree))

    def document(self, data: bytes, digest: bytes) -> ReadDocument | None:
        """Return the document of a file, its tree and its summary; None if it is not known."""

        def restore(kept: tuple[Document, Summary]) -> ReadDocument:
            return kept[0], _tree(_parse_front_matter, data), kept[1]

        return cast("ReadDocument | None", self._get(key_of(Document.__name__, digest), restore))

    def keep_document(self, digest: bytes, read: ReadDocument) -> None:
        """Keep the document of a file, which had no problem."""
        record, _, summary = read
        self._put(key_of(Document.__name__, digest), (record, summary), read)

    def _get(self, key: bytes, restore: Callable[[Any], Any]) -> Any:
        if (found := self._kept.objects.get(key)) is not None:
            self._kept.use(key)
        elif (kept := self._kept.get(key)) is not None:
            found = self._kept.objects[key] = restore(_Unpickler(kept).load())
        return found

    def _put(self, key: bytes, kept: object, read: object) -> None:
        self._kept.objects[key] = read
        self._kept.put(key, pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))


def _tree(parse: Callable[[bytes], Tree], data: bytes) -> Tree:
    return Tree(parse=partial(parse, data))


def _parse_yaml(data: bytes) -> Tree:
    """Parse the text of a record that had no problem, so that no message needs its path."""
    return parse_yaml(decode_record(data, "")[0] or "", "")


def _parse_front_matter(data: bytes) -> Tree:
    return parse_front_matter(decode_record(data, "")[0] or "", "")[0]


class _Unpickler(pickle.Unpickler):
    """Makes objects of the classes of records, and no others: no code of a file is ever run."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.classes = _classes()

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.classes[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a record") from None


@cache
def _classes() -> dict[tuple[str, str], Any]:
    """Return what a kept record may consist of, by module and name."""
    lists = [one for one in vars(closed_lists).values() if isinstance(one, type) and issubclass(one, Enum)]
    found: list[Any] = [
        *_subclasses(Record),
        *lists,
        LineRange,
        Limits,
        Summary,
        Block,
        Inline,
        parse_interval,
    ]
    return {(one.__module__, one.__qualname__): one for one in found}


def _subclasses(model: type[Record]) -> Iterator[type[Record]]:
    for one in model.__subclasses__():
        yield one
        yield from _subclasses(one)
