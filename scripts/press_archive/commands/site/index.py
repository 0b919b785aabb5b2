"""Index a built site for the search, where no hook does it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ...base.files.foreign import READ, find_foreign_files
from ...base.problems import print_problems, printable
from ...base.wording import count
from ...checks.run import check_archive
from ...collection.loading import load_archive
from ...publish.publication import Workshop, check_place, put_in_place
from ...publish.search_index import FOLDER, make_index
from ..progress import progress
from .workshop import Refused, in_workshop, refuse


def index_site(root: Path, site: Path) -> int:
    """Index a built site for the search, as the hook does after MkDocs, for generators without hooks."""
    site = Path(os.path.abspath(site))  # without following links
    if print_problems(find_foreign_files(root, (*READ, os.path.relpath(site, root))), sys.stderr):
        print("Nothing was indexed.", file=sys.stderr)
        return 1
    status = in_workshop(site.parent, site.name, lambda workshop: _index(root, site, workshop))
    return 1 if status is None else status


def _index(root: Path, site: Path, workshop: Workshop) -> int:
    if not (site / "index.html").is_file():
        raise Refused(f"{site}: not a built site. Expected an index.html in it. Build it first.")
    index = site / FOLDER
    refuse(check_place(index, f"{site.name}/{FOLDER}"), f"{index} was left as it was.")
    with progress():
        archive, problems = check_archive(load_archive(root))
        made = workshop.folder / FOLDER
        try:
            indexed = make_index(archive, site, made)
        except ValueError as error:  # another generator's page
            raise Refused(f"{site}: {error}\n{index} was left as it was.") from error
    put_in_place(workshop, made, index)
    print(printable(f"{index}: {count(indexed, 'document')} indexed."))
    return print_problems(problems, sys.stderr)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return index_site(root, root / arguments.site)
