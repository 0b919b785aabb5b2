"""Build site/, and check that it may be published."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..base.problems import print_problems
from ..base.project import CONFIG
from ..base.wording import count
from ..checks.privacy.published import check_pages, check_personal_data
from ..checks.rights.copied_words import check_output
from ..checks.rights.fingerprints import UnheldCaptures
from ..checks.run import check_archive
from ..collection.loading import load_archive
from ..publish.mkdocs_build import has_site, run_mkdocs
from ..publish.search_index import FOLDER
from ..publish.settings import check_site_name, load_settings
from .progress import progress


def publish(root: Path, require_publisher: bool = False) -> int:
    """Build site/ so that it can be published: no problem, no warning, and no restricted text in it.

    Without somebody to write to, nobody could object to what the site shows. Then the site is built, and the
    last line says so; with `require_publisher` it is not built.
    """
    if not has_site(root, CONFIG):
        return 1
    settings = load_settings(root)
    lacking = settings.nobody_to_write_to
    if lacking and require_publisher:
        expected = "Expected who publishes the site and where to write to them, so that people can object."
        print(f"{CONFIG}: {lacking}. {expected}", file=sys.stderr)
        print("site/ was not built.", file=sys.stderr)
        return 1
    with progress():
        archive, problems = check_archive(load_archive(root))
        problems += [*check_personal_data(archive), *check_pages(archive)]
        problems += check_site_name(root, archive.collection)
    if print_problems(problems, sys.stderr):
        print("site/ was not built.", file=sys.stderr)
        return 1
    if status := run_mkdocs(root, CONFIG, "site", "--strict"):
        return status
    if not (root / "site" / FOLDER).is_dir():
        print(
            "site/ has no search index: SEARCH_INDEX is switched off. Expected SEARCH_INDEX=true, or none.",
            file=sys.stderr,
        )
        return 1
    leaks = list(check_output(archive, root / "site"))
    if print_problems(leaks, sys.stderr):
        print("site/ must not be published.", file=sys.stderr)
        return 1
    if settings.not_filled_in:
        fields = ", ".join(f"extra.{name}" for name in settings.not_filled_in)
        print(f'The imprint says "not filled in yet" of {fields} in {CONFIG}.')
    captures = sum(source.capture is not None for source in archive.sources.values())
    others = f", {len(unheld)} more by fingerprints" if (unheld := UnheldCaptures(archive)) else ""
    checked = f"no restricted text found ({count(captures, 'capture')} checked{others})"
    if lacking:
        print(f"site/ is built; {checked}.")
        print(f"Do not publish it yet: {lacking}, so nobody could object. Hint: set both in {CONFIG}")
    else:
        print(f"site/ is ready to publish; {checked}.")
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return publish(root, arguments.require_publisher)
