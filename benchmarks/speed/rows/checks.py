"""`archive check`: of all records, and of one change since the last commit; half of the captures restricted."""

from __future__ import annotations

from collections.abc import Iterator

from ..bench import COST, Bench, Line, figures
from ..invention import Shape
from ..process import repeated
from .site import Edited

RUNS = 3


def check(bench: Bench, number: int) -> Iterator[Line]:
    """Yield what checking costs the first time and again: all full texts, and half of the sources restricted."""
    for shape, note in (
        (Shape(number), ""),
        (Shape(number, restricted=0.5), ", half of the texts restricted"),
    ):
        project = bench.project(shape)
        project.forget()
        yield Line(f"`archive check`{note}, the first time", number, COST, figures(project.archive("check")))
        again = repeated(RUNS, lambda project=project: project.archive("check"))  # type: ignore[misc]
        yield Line(f"`archive check`{note}, again", number, COST, figures(again))
        with Edited(project.documents()[number // 2]) as edited:
            edited.edit()
            since = repeated(RUNS, lambda project=project: project.archive("check", "--since", "HEAD"))  # type: ignore[misc]
        yield Line(f"`archive check --since HEAD`{note}, one edit", number, COST, figures(since))
