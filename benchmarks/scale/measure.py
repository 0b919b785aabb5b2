"""Measure what publishing an invented archive as several sites costs: files and bytes of each, seconds, memory."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed.invention import Shape
from benchmarks.speed.workplace import ADDRESS, Project, make_project, size

HOME = "home"
SEARCH, DATA, CITATIONS = "pagefind", "data", "citations"

Figures = dict[str, float]


def measure(documents: int) -> Figures:
    """Return the figures of an archive of full texts, each of its years on a site of its own, built from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder, "project"), Shape(documents))
        _declare_parts(project)
        cost = project.publish_from_nothing()
        again = project.publish()
        return {
            "documents": documents,
            "cpu": round(cost.cpu, 1),
            "cpu_again": round(again.cpu, 1),
            "peak": cost.peak,
            **_of_records(project),
            **_of_sites(project.site),
        }


def _declare_parts(project: Project) -> None:
    years = sorted(path.name for path in project.root.glob("sources/[0-9]*"))
    lines = [f"- years: '{year}'\n  address: {ADDRESS}{year}/\n" for year in years]
    with (project.root / "sources/collection.yml").open("a", encoding="utf-8") as record:
        record.write("parts:\n" + "".join(lines))


def _of_records(project: Project) -> Figures:
    """Return the files and bytes of the records with their captures, and the bytes of git's repository of them."""
    subprocess.run(["git", "gc", "--quiet"], cwd=project.root, check=True)
    records = [path for path in (project.root / "sources").rglob("*") if path.is_file()]
    return {
        "record_files": len(records),
        "sources": sum(path.name == "source.yml" for path in records),
        "record_bytes": sum(path.stat().st_size for path in records),
        "git_bytes": size(project.root / ".git"),
        "vocabulary_bytes": size(project.root / "sources/vocabulary"),
    }


def _of_sites(site: Path) -> Figures:
    home = site / HOME
    parts = [folder for folder in site.iterdir() if folder != home]
    index = next(path for path in (home / SEARCH).iterdir() if path.is_dir())
    before_words = [path for path in index.glob("*.json") if path.name in ("catalogue.json", "facets.json")]
    sitemaps = [folder / "sitemap.xml" for folder in (home, *parts)]
    return {
        "home_files": _count(home),
        "home_bytes": size(home),
        "home_search_bytes": size(home / SEARCH),
        "home_data_bytes": size(home / DATA) + size(home / CITATIONS),
        "part_files": sum(map(_count, parts)) - _copied(_count, parts),
        "part_bytes": sum(map(size, parts)) - _copied(size, parts),
        "copied_files": _copied(_count, parts[:1]),
        "copied_bytes": _copied(size, parts[:1]),
        "addresses": sum(path.read_text("utf-8").count("<loc>") for path in sitemaps),
        "search_list_bytes": sum(
            path.stat().st_size for path in (*before_words, index / "en" / "index.json")
        ),
    }


def _count(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _copied(amount: Callable[[Path], int], parts: list[Path]) -> int:
    """Return how much of the parts is what each of them has a copy of: style sheets, scripts and pictures."""
    return sum(amount(part / "assets") for part in parts)


def as_json(figures: list[Figures], about: dict[str, str]) -> dict[str, Any]:
    """Return what is kept of measurements on a machine."""
    return {"about": about, "measured": figures}
