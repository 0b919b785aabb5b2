"""Add entries to histories and lines to the redirects; nothing in them is changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from ..base.files.partial import remove_partial
from ..base.files.writing import locked, make_folder, write_in_one_step
from ..records.files import read_record, record_name
from ..records.forms.canonical import format_record
from ..records.history.entries import History
from ..records.history.writing import REDIRECTS, add_lines, history_path, render_item, withdrawal_entry
from ..records.parsing import parse_record
from ..yaml_text.reading import parse_yaml


class NotRecorded(Exception):
    """Nothing was written; the message says why."""


def add_items(root: Path, path: str, lines: Iterable[str]) -> None:
    """Write lines at the end of a history, or of the redirects, which is begun if there is none.

    Raises NotRecorded where the file cannot be read, and OSError where it cannot be written.
    """
    file, name = root / path, record_name(path)
    assert name is not None
    make_folder(file.parent)
    with locked(file.parent):
        text = ""
        if file.is_symlink() or file.exists():
            read, problems = (None, []) if file.is_symlink() else read_record(file, root)
            text, problems = format_record(read, path, name) if read is not None else ("", problems)
            if problems or not text:
                raise NotRecorded(f"{path}: cannot be read, so nothing was added to it. Hint: archive check")
        field = "redirects" if path == REDIRECTS else "entries"
        written, problems = format_record(add_lines(text, field, lines), path, name)
        assert not problems, problems  # every text is quoted
        remove_partial(file.parent)
        write_in_one_step(file, written.encode())


def check_reason(reason: str) -> str:
    """Return a reason without the white space around it; raise NotRecorded where no history can have it."""
    text = reason.strip()
    if not text or len(text.splitlines()) > 1:
        raise NotRecorded("Expected why, on one line, as the site may show it.")
    line = render_item(withdrawal_entry(datetime.date.today().isoformat(), "", text))
    path = history_path("any")
    tree = parse_yaml(add_lines("", "entries", [line]), path)
    problems = tree.problems or parse_record(History, tree, path)[1]
    if problems:
        raise NotRecorded(problems[0].message)
    return text


def next_day(dates: Iterable[str]) -> str:
    """Return the day of a new entry after others: today, or the latest of them where that is later."""
    return max([*dates, datetime.date.today().isoformat()])
