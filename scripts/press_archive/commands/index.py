"""Index a built site for the search, where no hook does it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..base.problems import print_problems
from ..base.wording import count
from ..checks.run import check_archive
from ..collection.loading import load_archive
from ..publish.search_index import FOLDER, write_index
from .progress import progress


def index_site(root: Path, site: Path) -> int:
    """Index a built site for the search, as the hook does after MkDocs, for generators without hooks."""
    if not (site / "index.html").is_file():
        print(f"{site}: not a built site. Expected an index.html in it. Build it first.", file=sys.stderr)
        return 1
    with progress():
        archive, problems = check_archive(load_archive(root))
        indexed = write_index(archive, site)
    print(f"{site / FOLDER}: {count(indexed, 'document')} indexed.")
    return print_problems(problems, sys.stderr)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return index_site(root, root / arguments.site)
