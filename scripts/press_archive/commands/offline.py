"""Make the offline copy: the public site as a zip that opens from disk."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from ..base.problems import print_problems
from ..base.wording import count
from ..checks.rights.copied_words import check_output
from ..collection.loading import load_archive
from ..publish.offline_copy import write_copy, write_zip
from ..publish.settings import load_settings
from .progress import progress
from .publish import publish


def make_offline_copy(root: Path, require_publisher: bool = False) -> int:
    """Publish the site, and pack it as a zip next to mkdocs.yml; return 1 where either is refused."""
    if status := publish(root, require_publisher):
        print("There is no offline copy of a site that can't be published.", file=sys.stderr)
        return status
    start = time.monotonic()
    settings = load_settings(root)
    target = root / settings.file
    with tempfile.TemporaryDirectory() as temporary, progress():
        archive = load_archive(root)
        folder = Path(temporary, settings.folder)
        problems = write_copy(archive, root, root / "site", folder)
        problems += check_output(archive, folder)
        if print_problems(problems, sys.stderr):
            print(f"{target.name} was not made.", file=sys.stderr)
            return 1
        files = write_zip(folder, target)
    size, seconds = target.stat().st_size / 1e6, time.monotonic() - start
    documents = count(len(archive.documents), "document")
    contents = f"{documents}, {count(files, 'file')}, {size:.1f} MB"
    print(f"{target.name} is ready: {contents}, made in {seconds:.1f} s.")
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return make_offline_copy(root, arguments.require_publisher)
