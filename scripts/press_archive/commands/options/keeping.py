"""The options of commands that keep an archive whole: hold, links, verify, repair, deposit, correct,
withdraw."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from ..completion import complete_records
from .adding import add_command, completed


def add_hold(commands: Any) -> None:
    """Add `archive hold`."""
    summary = "recognise captures by their SHA-256 and copy them next to their records"
    holding = add_command(commands, "hold", summary)
    holding.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="a capture, or what one was extracted from; without a FILE only fingerprints are made",
    )


def add_verify(commands: Any) -> None:
    """Add `archive verify`."""
    summary = "compare every file of sources/ with the manifest, its record and the held list"
    verifying = add_command(commands, "verify", summary)
    what = verifying.add_mutually_exclusive_group()
    what.add_argument(
        "--update",
        action="store_true",
        help="write sources/MANIFEST.sha256 from the records as git has them, then compare",
    )
    what.add_argument(
        "--record-held",
        action="store_true",
        help="write the captures that are here and whole to sources/held.txt, then compare",
    )


def add_repair(commands: Any) -> None:
    """Add `archive repair`."""
    summary = "replace damaged and missing files of sources/ by those of another copy of the archive"
    repairing = add_command(commands, "repair", summary)
    repairing.add_argument(
        "--from",
        dest="copy",
        type=Path,
        required=True,
        metavar="COPY",
        help="another copy: an archive's folder, a deposit, or one of its bags",
    )


def add_deposit(commands: Any) -> None:
    """Add `archive deposit`."""
    summary = "write the archive, and apart from it the held captures, as BagIt bags into a new folder"
    depositing = add_command(commands, "deposit", summary)
    depositing.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the folder to make; it must not exist"
    )
    depositing.add_argument(
        "--date",
        default="",
        metavar="DAY",
        help="the day to write into the bags, such as 2026-11-27 (default: SOURCE_DATE_EPOCH, or today)",
    )


def _days(text: str) -> int:
    """Return a number of days; raise ArgumentTypeError, which argparse prints, for anything else."""
    if not re.fullmatch("[0-9]{1,5}", text):
        raise argparse.ArgumentTypeError(f"not a number of days ({text!r}). Expected one such as 30")
    return int(text)


def add_links(commands: Any) -> None:
    """Add `archive links`."""
    summary = "check whether originals and archived copies still answer, and record it in sources/links.yml"
    more = "It needs a network; the build does not. It asks public servers only, one address after the other."
    checking = add_command(commands, "links", summary, more)
    record = checking.add_argument(
        "id", nargs="*", metavar="ID", help="a document or source (default: all of them)"
    )
    completed(record, complete_records)
    checking.add_argument(
        "--older-than",
        type=_days,
        default=30,
        metavar="DAYS",
        help="check again what was last checked so many days ago or before (default: %(default)s; 0: all)",
    )
    checking.add_argument(
        "--references", action="store_true", help="check the pages of findings and references too"
    )


def add_correct(commands: Any) -> None:
    """Add `archive correct`."""
    summary = "write into the histories what was changed in the records, and why"
    more = "Edit the records first. Then give the reason here; it is written with each value that changed."
    correcting = add_command(commands, "correct", summary, more)
    correcting.add_argument(
        "--reason", required=True, metavar="TEXT", help="why it was changed, in a sentence"
    )
    correcting.add_argument(
        "--since",
        default="HEAD",
        metavar="REVISION",
        help="the git revision to compare the records with (default: %(default)s)",
    )


def add_withdraw(commands: Any) -> None:
    """Add `archive withdraw`."""
    summary = "withdraw a source or a document: only its date and a reason stay, at its old address"
    withdrawing = add_command(commands, "withdraw", summary)
    record = withdrawing.add_argument("id", metavar="ID", help="the id of the source or document")
    completed(record, complete_records)
    withdrawing.add_argument(
        "--reason", required=True, metavar="TEXT", help="why, in a sentence that the site will show"
    )
