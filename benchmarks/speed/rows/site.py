"""The site: a full build, what it costs per page, its size, and publishing again after one edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..bench import COST, MEGABYTE, Bench, Line, figures
from ..invention import Shape
from ..process import Cost, repeated
from ..workplace import Project, size


def full(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what a build from nothing costs, and its CPU time per page."""
    shape = Shape(number)
    project = bench.built(shape)
    peers = bench.peers(shape)
    cost, pages = bench.costs[shape], project.pages()
    yield Line(
        "full build (`make site`)",
        number,
        COST,
        figures(cost),
        *peers.compare(lambda peer: figures(peer.cost)),
    )
    per_page = peers.compare(lambda peer: (1000 * peer.cost.cpu / peer.pages,))
    yield Line("CPU per HTML page", number, "ms", (1000 * cost.cpu / pages,), *per_page)
    yield Line("HTML pages", number, "", (pages,), *peers.compare(lambda peer: (peer.pages,)))


def size_on_disk(bench: Bench, number: int) -> Iterator[Line]:
    """Yield the bytes of the site, and of its search index."""
    shape = Shape(number)
    project, peers = bench.built(shape), bench.peers(shape)
    whole = peers.compare(lambda peer: (peer.bytes / MEGABYTE,))
    yield Line("site on disk", number, "MB", (size(project.site) / MEGABYTE,), *whole)
    index = peers.compare(lambda peer: (peer.index / MEGABYTE,))
    yield Line("of it the search index", number, "MB", (size(project.site / "pagefind") / MEGABYTE,), *index)


def edit(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what publishing costs after the summary of one document changed. The peers build everything again."""
    shape = Shape(number)
    project, peers = bench.built(shape), bench.peers(shape)
    record = project.documents()[number // 2]
    with Edited(record) as edited:
        cost = repeated(max(2, bench.runs), lambda: _publish_after(edited, project))
    project.publish()
    yield Line(
        "publish after one edit",
        number,
        COST,
        figures(cost),
        *peers.compare(lambda peer: figures(peer.cost)),
    )


def _publish_after(edited: Edited, project: Project) -> Cost:
    edited.edit()
    return project.publish()


class Edited:
    """A record that is edited, as often as asked, and then as it was."""

    def __init__(self, record: Path) -> None:
        """Keep what the record says."""
        self.record, self.before, self.edits = record, record.read_text("utf-8"), 0

    def __enter__(self) -> Edited:
        return self

    def edit(self) -> str:
        """Add a sentence with a new word to the summary; return the word."""
        self.edits += 1
        word = "quixot" + "".join(chr(ord("a") + int(digit)) for digit in f"{self.edits:03d}") + "berry"
        self.record.write_text(f"{self.before}\n{word.capitalize()} is a new word.\n", encoding="utf-8")
        return word

    def __exit__(self, *_: object) -> None:
        self.record.write_text(self.before, encoding="utf-8")
