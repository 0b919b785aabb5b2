"""Compute what an archive of any size needs from what two smaller ones cost, and where limits are reached.

Each figure is taken to be a fixed part and a part for each document, as between the two largest archives that were
measured. Terms grow more slowly than documents, so for the home site this is an upper bound.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).with_name("measured.json")

GB = 1e9
HOST_BYTES = 1 * GB  # of a site on GitHub Pages
SITEMAP_ADDRESSES = 50_000
YEARS = 10  # over which an archive is taken to be spread evenly, where a limit is one of a folder


@dataclass(frozen=True)
class Costs:
    """The fixed part of each figure, and that for each document."""

    fixed: Mapping[str, float]
    each: Mapping[str, float]

    def at(self, name: str, documents: int) -> float:
        """Return a figure of an archive of so many documents."""
        return self.fixed[name] + self.each[name] * documents

    def reached(self, names: Sequence[str], limit: float) -> int:
        """Return at how many documents the sum of some figures reaches a limit."""
        return int((limit - sum(self.fixed[name] for name in names)) / sum(self.each[name] for name in names))


def read_measured(path: Path = MEASURED) -> dict[str, Any]:
    """Return what was measured, and on which machine."""
    measured: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return measured


def costs_of(measured: Sequence[Mapping[str, float]]) -> Costs:
    """Return the costs from the two largest archives of those that were measured.

    >>> costs = costs_of([{"documents": 9, "b": 7}, {"documents": 10, "b": 100}, {"documents": 20, "b": 180}])
    >>> costs.at("b", 1000), costs.reached(["b"], 420)
    (8020.0, 50)
    """
    smaller, larger = sorted(measured, key=lambda figures: figures["documents"])[-2:]
    more = larger["documents"] - smaller["documents"]
    each = {name: (larger[name] - smaller[name]) / more for name in larger}
    fixed = {name: larger[name] - each[name] * larger["documents"] for name in larger}
    return Costs(fixed, each)


@dataclass(frozen=True)
class Need:
    """What an archive of so many documents needs."""

    documents: int
    figures: Mapping[str, float]

    @property
    def parts(self) -> int:
        """How many sites of at most HOST_BYTES the documents need."""
        room = HOST_BYTES - self.figures["copied_bytes"]
        return math.ceil(self.figures["part_bytes"] / room)

    @property
    def homes(self) -> int:
        """How many sites of HOST_BYTES the home site would need: more than one is no home for that host."""
        return math.ceil(self.figures["home_bytes"] / HOST_BYTES)

    @property
    def sitemaps(self) -> int:
        """How many files of addresses the sitemaps of all sites have, if one site had them all."""
        return math.ceil(self.figures["addresses"] / SITEMAP_ADDRESSES)


def need_of(costs: Costs, documents: int) -> Need:
    """Return what an archive needs."""
    figures = {name: costs.at(name, documents) for name in costs.each}
    # What each part has a copy of does not grow with the documents.
    figures["copied_bytes"] = costs.at("copied_bytes", 0)
    return Need(documents, figures)
