"""A copied text in each field of the models: does the list of what is published have it?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.checks.rights.own_words import check_own_words
from press_archive.collection.loading import load_archive
from text_fields import say, text_fields
from toy_archive import write_source

from .figures import Figure

TEXT = "The old pilot lit every lamp along the grey mole before the last ferry left " * 5
TOY = Path(__file__).parents[2] / "tests" / "toy"


def measure(short: bool) -> Iterator[Figure]:
    """Say a held capture in every field; `short` takes every fourth."""
    with TemporaryDirectory() as name:
        root = Path(name) / "toy"
        shutil.copytree(TOY, root)
        write_source(root, f"A pilot counts\n\n{TEXT}\n")
        archive = load_archive(root)
        fields = text_fields()[:: 4 if short else 1]
        seen = sum(any(check_own_words(say(archive, kind, path, TEXT))) for kind, path in fields)
    yield Figure(
        "copied texts named by the check", f"{seen} of {len(fields)} fields", "all", seen == len(fields)
    )
