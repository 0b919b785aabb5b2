"""Make the site: the records → docs/ → site/ → the search index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..base.problems import print_problems
from ..base.project import CONFIG
from ..checks.copied_words import check_output
from ..checks.run import check_archive
from ..collection.loading import load_archive
from ..pages.wording import count
from ..publish.build import READING_ROOM_DOCS, build_docs
from ..publish.search_index import FOLDER, write_index
from .progress import progress

READING_ROOM_CONFIG = "mkdocs.reading-room.yml"


def build_pages(root: Path) -> int:
    """Write the pages of docs/ from the records."""
    with progress():
        build = build_docs(root)
    status = print_problems(build.problems, sys.stderr)
    print(f"docs/: {count(len(build.changed), 'page')} written, {len(build.removed)} removed.")
    return status


def build_site(root: Path, reading_room: bool) -> int:
    """Build site/ or reading-room/ with MkDocs, whose hook writes the pages first and prints what is wrong."""
    if reading_room:
        (root / READING_ROOM_DOCS).mkdir(parents=True, exist_ok=True)  # MkDocs wants it before its hooks run
    status = run_mkdocs(root, READING_ROOM_CONFIG if reading_room else CONFIG)
    _, problems = check_archive(load_archive(root))
    return status or int(bool(problems))


def publish(root: Path) -> int:
    """Build site/ so that it can be published: no problem, no warning, and no restricted text in it."""
    with progress():
        archive, problems = check_archive(load_archive(root))
    if print_problems(problems, sys.stderr):
        print("site/ was not built.", file=sys.stderr)
        return 1
    if status := run_mkdocs(root, CONFIG, "--strict"):
        return status
    if not (root / "site" / FOLDER).is_dir():
        print("site/ has no search index: SEARCH_INDEX is switched off. Expected SEARCH_INDEX=true, or none.", file=sys.stderr)
        return 1
    leaks = list(check_output(archive, root / "site"))
    if print_problems(leaks, sys.stderr):
        print("site/ must not be published.", file=sys.stderr)
        return 1
    held = sum(source.capture is not None for source in archive.sources.values())
    print(f"site/ is ready to publish; none of {count(held, 'held capture')} shows in it where it may not.")
    return 0


def run_mkdocs(root: Path, config: str, *options: str) -> int:
    """Run `mkdocs build` in the archive's folder; return its exit status."""
    return subprocess.run([sys.executable, "-m", "mkdocs", "build", "-f", config, *options], cwd=root, check=False).returncode


def index_site(root: Path, site: Path) -> int:
    """Index a built site for the search, as the hook does after MkDocs; for a generator that runs no hooks."""
    if not (site / "index.html").is_file():
        print(f"{site}: not a built site. Expected an index.html in it. Build it first.", file=sys.stderr)
        return 1
    with progress():
        archive, problems = check_archive(load_archive(root))
        indexed = write_index(archive, site)
    print(f"{site / FOLDER}: {count(indexed, 'document')} indexed.")
    return print_problems(problems, sys.stderr)
