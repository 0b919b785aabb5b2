"""The licence of the records, the summaries and the vocabularies (LICENSE-records.md)."""

from __future__ import annotations

from typing import NamedTuple

from .rights import RIGHTS


class Licence(NamedTuple):
    """A licence: its identifier in SPDX, its name, and the address that explains it."""

    id: str
    name: str
    address: str


LICENCE = Licence("CC-BY-4.0", *RIGHTS["CC-BY-4.0"])
