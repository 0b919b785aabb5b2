"""Sources that are shown in full, under each rights statement: which pass without a permission?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from press_archive.records.rights import RIGHTS
from toy_archive import PILOT_SOURCE, write_source

from .figures import Figure

TOY = Path(__file__).parents[2] / "tests" / "toy"
CAPTURE = "A pilot counts\n\nOne lamp was lit.\nTwo lamps were out.\nNo bell rang.\n"
# Those that let everybody publish the text, by what the statements themselves say.
FREE = ("CC", "NoC", "PDM")
PERMISSION = (
    "permission:\n  by: Pell Arden\n  date: 2014-06\n  note: A letter allows the whole text to be shown.\n"
)


def measure(short: bool) -> Iterator[Figure]:
    """Add a source with each statement, once without and once with a permission; `short` changes nothing."""
    with TemporaryDirectory() as name:
        wrong, refused = [], 0
        for rights in RIGHTS:
            for permission in ("", PERMISSION):
                root = Path(name) / f"{rights}-{bool(permission)}"
                shutil.copytree(TOY, root)
                write_source(root, CAPTURE, access="full")
                record = root / PILOT_SOURCE
                text = record.read_text(encoding="utf-8").replace("rights: InC", f"rights: {rights}")
                record.write_text(text + permission, encoding="utf-8")
                problems = check_archive(load_archive(root))[1]
                named = any(problem.code == "R131" for problem in problems)
                refused += named
                if named is not (not permission and not rights.startswith(FREE)):
                    wrong.append(f"{rights}{', with a permission' if permission else ''}")
    what = f"wrong answers on {len(RIGHTS)} rights statements, with and without a permission"
    yield Figure(what, f"{len(wrong)} {wrong or ''}, {refused} refused".replace(" ,", ","), "0", not wrong)
