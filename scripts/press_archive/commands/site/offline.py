"""Make the offline copy: the public site as a zip that opens from disk."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ...base.project import CONFIG
from ...base.wording import count
from ...checks.rights.copied_words import check_output
from ...publish.mkdocs_build import has_site
from ...publish.offline_copy import render_readme, write_copy, write_zip
from ...publish.publication import Workshop, check_place, put_file_in_place, put_in_place
from ...publish.settings import theme_files
from ..progress import progress
from .publish import LEFT, SITE, ProvedSite, Required, announce, prove_site, required_by, sites_of
from .workshop import Refused, in_workshop, refuse

NO_COPY = "There is no offline copy of a site that can't be published."


@dataclass(frozen=True)
class Copy:
    """An offline copy: the zip, the number of its files, and the seconds that it took."""

    path: Path
    files: int
    seconds: float


def make_offline_copy(root: Path, required: Required) -> int:
    """Publish the site, and pack it as a zip next to mkdocs.yml; return 1, and leave both as they were, where
    either is refused.
    """
    if not has_site(root, CONFIG):
        print(NO_COPY, file=sys.stderr)
        return 1
    made = in_workshop(root, SITE, lambda workshop: _publish(root, workshop, required))
    if made is None:
        return 1
    proved, copy = made
    announce(proved, required)
    documents = count(len(proved.archive.documents), "document")
    contents = f"{documents}, {count(copy.files, 'file')}, {copy.path.stat().st_size / 1e6:.1f} MB"
    print(f"{copy.path.name} is ready: {contents}, made in {copy.seconds:.1f} s.")
    return 0


def _publish(root: Path, workshop: Workshop, required: Required) -> tuple[ProvedSite, Copy]:
    try:
        proved = prove_site(root, workshop, required)
    except Refused as refused:
        raise Refused(f"{refused}\n{NO_COPY}") from refused
    start = time.monotonic()
    target = root / proved.settings.file
    refuse(check_place(target, target.name, folder=False), f"{LEFT}\n{target.name} was not made.")
    packed, files = _pack(workshop, proved)
    put_in_place(workshop, sites_of(root, proved, workshop, required), root / SITE)
    put_file_in_place(packed, target)
    return proved, Copy(target, files, time.monotonic() - start)


def _pack(workshop: Workshop, proved: ProvedSite) -> tuple[Path, int]:
    """Return the proved copy, packed, and the number of its files."""
    copy = workshop.folder / "copy" / proved.settings.folder
    packed = workshop.folder / proved.settings.file
    with progress():
        readme = render_readme(proved.archive, proved.settings, proved.digest)
        problems = write_copy(proved.archive, proved.folder, copy, readme, proved.settings.address)
        problems += check_output(proved.archive, copy, theme_files(), disguised=False)
        refuse(problems, f"{LEFT}\n{packed.name} was not made.")
        return packed, write_zip(copy, packed)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return make_offline_copy(root, required_by(arguments))
