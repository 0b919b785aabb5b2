"""What all rows share: lines of the table, the file that keeps them, and the archives and peers that are measured."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .invention import Shape
from .peers import PeerFigures, measure_hugo, measure_material, write_hugo, write_material
from .process import Cost, repeated
from .workplace import Project, make_project

MEGABYTE = 1_000_000
COST = "s, s CPU, MB"  # three figures of one command


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, figures in a unit, and those of the peers where they have any."""

    what: str
    documents: int
    unit: str
    figures: tuple[float, ...] = ()
    hugo: tuple[float, ...] = ()
    material: tuple[float, ...] = ()
    note: str = ""

    def ratios(self, peer: tuple[float, ...]) -> tuple[float, ...]:
        """Return how many times as much as a peer.

        >>> Line("full build", 200, "s", (3.0,)).ratios((2.0,))
        (1.5,)
        """
        return tuple(
            ours / theirs if theirs else math.inf for ours, theirs in zip(self.figures, peer, strict=False)
        )


def figures(cost: Cost) -> tuple[float, float, float]:
    """Return a cost as figures of a line whose unit is COST."""
    return cost.wall, cost.cpu, cost.peak / MEGABYTE


@dataclass
class Results:
    """The lines that were measured, by row and number of documents, kept in a file from the first on.

    `finished`: the rows of which all lines are there.
    """

    path: Path
    rows: dict[str, list[Line]] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)

    def load(self) -> None:
        """Read what the file has; nothing if there is none."""
        if self.path.is_file():
            kept = json.loads(self.path.read_text("utf-8"))
            self.about, self.finished = kept["about"], set(kept["finished"])
            self.rows = {name: [_line(line) for line in lines] for name, lines in kept["rows"].items()}

    def put(self, name: str, lines: list[Line], finished: bool) -> None:
        """Keep the lines of a row, in place of those that it had, and write the file in one step."""
        self.rows[name] = list(lines)
        (self.finished.add if finished else self.finished.discard)(name)
        rows = {row: [asdict(line) for line in all] for row, all in self.rows.items()}
        kept = {"about": self.about, "finished": sorted(self.finished), "rows": rows}
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(self.path)


def _line(kept: dict[str, object]) -> Line:
    return Line(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})  # type: ignore[arg-type]


class Bench:
    """Archives, and the sites of the peers over the same documents, each made once in a call."""

    def __init__(self, folder: Path, runs: int = 1, with_peers: bool = True) -> None:
        """Measure in a folder; `runs` is how often the archive's own commands are measured."""
        self.folder, self.runs, self.with_peers = folder, runs, with_peers
        self._projects: dict[Shape, Project] = {}
        self._peers: dict[Shape, Peers] = {}
        self.costs: dict[Shape, Cost] = {}  # of full builds

    def project(self, shape: Shape) -> Project:
        """Return the archive of a shape."""
        if shape not in self._projects:
            self._projects[shape] = make_project(self._folder("archive", shape), shape)
        return self._projects[shape]

    def built(self, shape: Shape) -> Project:
        """Return the archive of a shape with its site, all of it as a build from nothing makes it."""
        project = self.project(shape)
        if shape not in self.costs:
            self.costs[shape] = repeated(self.runs, project.publish_from_nothing)
        return project

    def forget(self, shape: Shape) -> None:
        """Remove the archive of a shape that no other row needs."""
        shutil.rmtree(self._projects.pop(shape).root)
        self.costs.pop(shape, None)

    def peers(self, shape: Shape) -> Peers:
        """Return the sites of the peers, and what they cost; nothing measured where that was not asked for."""
        if shape not in self._peers:
            root = self.project(shape).root
            hugo, material = self._folder("hugo", shape), self._folder("material", shape)
            write_hugo(root, hugo)
            write_material(root, material)
            measured = (measure_hugo(hugo), measure_material(material)) if self.with_peers else (None, None)
            self._peers[shape] = Peers(hugo, material, *measured)
        return self._peers[shape]

    def _folder(self, name: str, shape: Shape) -> Path:
        return (
            self.folder / f"{name}-{shape.documents}-{hashlib.sha256(repr(shape).encode()).hexdigest()[:8]}"
        )


@dataclass(frozen=True)
class Peers:
    """The folders of the sites of the two peers, and what these cost."""

    hugo: Path
    material: Path
    hugo_figures: PeerFigures | None
    material_figures: PeerFigures | None

    def compare(
        self, what: Callable[[PeerFigures], tuple[float, ...]]
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return figures of both peers, in the order of a line; none where they were not measured."""
        return (
            what(self.hugo_figures) if self.hugo_figures else (),
            what(self.material_figures) if self.material_figures else (),
        )
