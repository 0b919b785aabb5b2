"""The cases of tests/cases: reading them, making their changes, and the pages that they must leave alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from conftest import REPOSITORY

CASES = sorted((REPOSITORY / "tests" / "cases").glob("*.yml"))


def edit(root: Path, change: dict) -> None:
    """Make one change of a case."""
    file = root / change["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    (what,) = set(change) - {"file"}
    value = change[what]
    if what == "replace":
        old, new = (text.encode() for text in value)
        data = file.read_bytes()
        assert old in data, f"{change['file']} does not hold {value[0]!r}"
        file.write_bytes(data.replace(old, new))
    elif what == "append":
        file.write_bytes(file.read_bytes() + value.encode())
    elif what == "write":
        file.write_bytes(value.encode())
    elif what == "bytes":
        file.write_bytes(bytes.fromhex(value))
    elif what == "repeat":
        file.write_text(value["text"] * value["times"], encoding="utf-8")
    elif what == "symlink":
        file.unlink(missing_ok=True)
        file.symlink_to(value)
    elif what == "remove":
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    else:
        raise ValueError(f"not an edit: {what}")


ABOUT_OTHERS = re.compile(
    rb"\n## (?:The same event elsewhere|Related documents|Before and after)\n.*?(?=\n## |\Z)"
    rb"|\n(?:Reprint of|Reprinted as|Excerpt of|Excerpted in|Translation of|Translated in|Same agency report as)\n:   [^\n]*\n",
    re.DOTALL,
)


def pages(root: Path) -> dict[str, bytes]:
    """The documents' pages by id, without what they say of other documents."""
    found = sorted((root / "docs" / "documents").glob("*.md"))
    return {page.stem: ABOUT_OTHERS.sub(b"", page.read_bytes()) for page in found if page.stem != "index"}
