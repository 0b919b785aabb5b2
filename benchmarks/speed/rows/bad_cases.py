"""Archives that are unusual but allowed. Each is compared with a usual one of as many documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..bench import COST, Bench, Line, figures
from ..invention import Shape
from ..invention.shape import ALL_LANGUAGES

LONG_DOCUMENT = 1_000_000  # bytes


def one_topic(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs in which all documents have the same topic."""
    return _unusual(bench, "all documents have one topic", replace(Shape(number), one_topic=True))


def large_event(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs in which a quarter of the documents, at most 500, is about one event."""
    count = min(500, number // 4)
    return _unusual(bench, f"an event with {count} documents", Shape(number, event_documents=count))


def many_terms(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs with 5,000 terms in use, or five for each two documents."""
    count = min(5_000, number * 5 // 2)
    return _unusual(bench, f"{count:,} terms in use", Shape(number, terms=count))


def large_source(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs in which half of the documents, at most 1,000, come from one source."""
    count = min(1_000, number // 2)
    return _unusual(bench, f"one source with {count:,} documents", Shape(number, source_documents=count))


def long_document(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs with a document of 1 MB."""
    return _unusual(bench, "a document of 1 MB", Shape(number, long_document=LONG_DOCUMENT))


def all_languages(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs in all languages in which a document can be."""
    what = f"{len(ALL_LANGUAGES)} languages at once"
    return _unusual(bench, what, Shape(number, languages=ALL_LANGUAGES))


def restricted(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what an archive costs with half of the texts restricted and held: the site is compared with them."""
    return _unusual(bench, "half of the texts restricted", Shape(number, restricted=0.5))


def _unusual(bench: Bench, what: str, shape: Shape) -> Iterator[Line]:
    usual = Shape(shape.documents)
    bench.built(usual)
    project = bench.built(shape)
    cost, before = bench.costs[shape], bench.costs[usual]
    times = f"{cost.cpu / before.cpu:.1f} times the CPU of a usual archive, {project.pages():,} pages"
    yield Line(f"{what}: full build", shape.documents, COST, figures(cost), note=times)
    yield Line(f"{what}: `archive check`", shape.documents, COST, figures(project.archive("check")))
    bench.forget(shape)
