"""Make the site: the records → docs/ → site/ → the search index."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..base.problems import print_problems
from ..base.project import CONFIG
from ..base.wording import count
from ..checks.run import check_archive
from ..collection.loading import load_archive
from ..publish.build import READING_ROOM_DOCS, build_docs
from ..publish.mkdocs_build import has_site, run_mkdocs
from .progress import progress

READING_ROOM_CONFIG = "mkdocs.reading-room.yml"


def build_pages(root: Path) -> int:
    """Write the pages of docs/ from the records; nothing where there is no folder of records."""
    if not (root / "sources").is_dir():
        print_problems(load_archive(root).problems, sys.stderr)
        print("docs/ was not written. Hint: name the archive's folder with --root", file=sys.stderr)
        return 1
    with progress():
        build = build_docs(root)
    status = print_problems(build.problems, sys.stderr)
    print(f"docs/: {count(len(build.changed), 'page')} written, {len(build.removed)} removed.")
    return status


def build_site(root: Path, reading_room: bool) -> int:
    """Build site/ or reading-room/ with MkDocs, whose hook writes the pages first and prints the problems."""
    config = READING_ROOM_CONFIG if reading_room else CONFIG
    if not has_site(root, config):
        return 1
    if reading_room:
        (root / READING_ROOM_DOCS).mkdir(parents=True, exist_ok=True)  # MkDocs wants it before its hooks run
    status = run_mkdocs(root, config, "reading-room" if reading_room else "site")
    _, problems = check_archive(load_archive(root))
    return status or int(bool(problems))


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return build_pages(root) if arguments.pages_only else build_site(root, arguments.reading_room)
