"""A collection under the name of another archive: does the check say so, and is it kept from publishing?"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.cli import main

from .figures import Figure
from .toy_copy import copy_toy

NAMES = (
    "Sergey Lavrov press archive",
    "My Docs",
    "",
    "the harbour papers",
    "The harbour papers 2",
    "!ENV [NAME_OF_NOTHING, 'Another archive']",
)


def measure(short: bool) -> Iterator[Figure]:
    """Give mkdocs.yml each name, and then that of the collection; `short` changes nothing."""
    with TemporaryDirectory() as name:
        root = copy_toy(Path(name) / "toy")
        config = root / "mkdocs.yml"
        right = config.read_text(encoding="utf-8")
        for field, value in (("publisher", "Pell Arden"), ("contact", "mailto:pell@tidewatch.example")):
            right = right.replace(f'  {field}: ""', f"  {field}: {value}")
        missed = []
        for other in NAMES:
            line = f"site_name: {other if other.startswith('!') else repr(other)}"
            config.write_text(re.sub("^site_name: .*", line, right, flags=re.MULTILINE), encoding="utf-8")
            if "O115" not in _printed(root, "check"):
                missed.append(f"check: {other!r}")
            if "O115" not in _printed(root, "publish", "--require-publisher") or (root / "site").exists():
                missed.append(f"publish: {other!r}")
        config.write_text(right, encoding="utf-8")
        false = "O115" in _printed(root, "check")
    seen = f"{2 * len(NAMES) - len(missed)} of {2 * len(NAMES)} answers {missed or ''}".strip()
    yield Figure("a check or a publication that refuses another archive's name", seen, "all", not missed)
    yield Figure("the collection's own name is refused", str(false), "False", not false)


def _printed(root: Path, *command: str) -> str:
    """Run a command, and return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(printed):
        main(["--root", str(root), *command])
    return printed.getvalue()
