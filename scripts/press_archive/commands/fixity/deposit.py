"""Write the archive, and apart from it the held captures, as BagIt bags."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path

from ...base.files.docs import GENERATED_FOLDERS, GENERATED_HOME
from ...base.files.system_errors import explain
from ...base.git import GitError
from ...base.problems import print_problems, printable
from ...base.wording import count
from ...checks.fixity.verify import check_fixity, load_fixity
from ...collection.loading import load_archive
from ...editing.deposit import ARCHIVE, CAPTURES, NotDeposited, write_deposit
from ..progress import progress

# Seconds since 1970, for what can be repeated: https://reproducible-builds.org/specs/source-date-epoch/
EPOCH = "SOURCE_DATE_EPOCH"


def bagging_date(day: str) -> str:
    """Return the day to write into bags (ISO 8601): the one that was asked for, SOURCE_DATE_EPOCH, or today.

    Raises NotDeposited if it is no day.
    """
    try:
        if day:
            return datetime.date.fromisoformat(day).isoformat()
        if epoch := os.environ.get(EPOCH):
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise NotDeposited(f"{day or EPOCH}: not a day. Expected one such as 2026-11-27.") from None
    return datetime.date.today().isoformat()


def deposit(root: Path, target: Path, day: str) -> int:
    """Write the bags, unless a file of `sources/` is not the expected one; print what was written."""
    generated = [f"docs/{name}" for name in (*GENERATED_FOLDERS, GENERATED_HOME)]
    try:
        date = bagging_date(day)
        with progress():
            collection = load_archive(root, only=()).collection
            fixity = load_fixity(root)
            problems = check_fixity(fixity)
            if problems or collection is None:
                print_problems(problems, sys.stderr)
                print(
                    f"{target} was not written. Expected an archive that passes archive verify.",
                    file=sys.stderr,
                )
                return 1
            written = write_deposit(fixity, collection, target, date, generated)
    except (NotDeposited, GitError) as error:
        print(printable(str(error)), file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(error, "Nothing was written."), file=sys.stderr)
        return 1
    print(f"{target / ARCHIVE}: {count(written.files, 'file')}.")
    if written.captures:
        captures = count(written.captures, "held capture")
        print(f"{target / CAPTURES}: {captures}. Restricted: keep this bag apart from the other.")
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return deposit(root, Path(os.path.abspath(arguments.folder)), arguments.date)
