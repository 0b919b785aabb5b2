"""No silent change: what is changed, renamed or removed without an entry in a history is refused.

Each kind of change is made in many sources of an invented archive that is committed. A change counts as refused if
`archive check --since HEAD` names its record, and as accepted if it names it no more once the printed line is
pasted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.invented import write_archive

from press_archive.cli import main

from .figures import Figure

SOURCES = 30
CODES = ("H107", "H108", "H109")


def _replace(pattern: str, new: str, name: str) -> Callable[[Path], None]:
    """Return an edit of a field in source.yml, or in the document of a source."""

    def edit(folder: Path) -> None:
        path = folder / "source.yml" if name == "source.yml" else next(folder.glob("*.md"))
        text, number = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
        assert number, f"{pattern} is not in {path}"
        path.write_text(text, "utf-8")

    return edit


def _change_capture(folder: Path) -> None:
    """Change a word of a capture, and its digest and size with it."""
    data = (folder / "capture.txt").read_bytes()[:-2] + b" not.\n"
    (folder / "capture.txt").write_bytes(data)
    _replace(r"^sha256: .*", f"sha256: {hashlib.sha256(data).hexdigest()}", "source.yml")(folder)
    _replace(r"^bytes: .*", f"bytes: {len(data)}", "source.yml")(folder)


def _remove_source(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _rename_document(folder: Path) -> None:
    path = next(folder.glob("*.md"))
    path.rename(path.with_name(f"{path.stem}-2.md"))


RECORDED: dict[str, Callable[[Path], None]] = {
    "captures changed with their digest": _change_capture,
    "sources deleted": _remove_source,
    "documents deleted": lambda folder: next(folder.glob("*.md")).unlink(),
    "documents renamed": _rename_document,
    "sources renamed": lambda folder: folder.rename(folder.with_name(f"{folder.name}-2")) and None,
    "days of capture changed": _replace("^captured: .*", "captured: 2019-05-05", "source.yml"),
    "access changed": _replace("^access: .*", "access: full", "source.yml"),
    "search engines asked": _replace("^access: ", "robots: noindex\naccess: ", "source.yml"),
    "addresses of captures changed": _replace(
        "^captured_from: .*", "captured_from: https://a.example/", "source.yml"
    ),
    "original addresses changed": _replace(
        "^original_url: .*", "original_url: https://a.example/", "document"
    ),
    "titles corrected": _replace("^title: ", "title: Not ", "document"),
    "dates corrected": _replace("^date: .*", "date: 2012-02-03", "document"),
    "outlets corrected": _replace("^outlet: .*", "outlet: another-outlet", "document"),
    "speakers corrected": _replace("^  - speaker: .*", "  - speaker: somebody-else", "document"),
}
FREE: dict[str, Callable[[Path], None]] = {
    "summaries": _replace(r"\A([\s\S]*^---\n)", r"\1Added words. ", "document"),
    "notes": _replace("^wholeness: ", "notes: [A note.]\nwholeness: ", "document"),
    "terms": _replace("^topics: .*", "topics: [another-topic]", "document"),
    "labels": _replace("^label: ", "label: The ", "source.yml"),
    "roles": _replace("^roles: .*", "roles: {1: title, 2: caption}", "document"),
}


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=measure", "-c", "user.email=measure@invented.example")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def refused(root: Path) -> list[str]:
    """Return the messages about histories that a comparison with the last commit prints."""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(io.StringIO()):
        main(["--root", str(root), "check", "--since", "HEAD"])
    pattern = re.compile(rf"\S+: (?:{'|'.join(CODES)})\b.*")
    return [line for line in printed.getvalue().splitlines() if pattern.match(line)]


def paste(root: Path, messages: list[str]) -> None:
    """Put the lines that messages print at the end of the files that they name, as a person would."""
    for message in messages:
        history = re.search(r"an entry in (\S+\.yml)\..*?: (- \{.*?\})(?: and at the end of |$)", message)
        redirects = re.finditer(r"at the end of (sources/redirects\.yml): (- \{.*?\})(?= and at |$)", message)
        for match in (history, *redirects):
            if match:
                field = "entries" if match is history else "redirects"
                path = root / match[1]
                path.parent.mkdir(exist_ok=True)
                text = path.read_text("utf-8") if path.exists() else f"{field}:\n"
                path.write_text(f"{text}{match[2]}\n", "utf-8")


def measure(short: bool) -> Iterator[Figure]:
    """Yield, for each kind of change, how many are refused without an entry and accepted with it."""
    number = 3 if short else SOURCES
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        write_archive(root, number)
        (root / ".gitignore").write_text("capture.txt\n", "utf-8")
        _git(root, "init", "-q")
        _git(root, "add", "-A")
        _git(root, "commit", "-qm", "Accepted")
        captures = {path: path.read_bytes() for path in root.glob("sources/*/*/capture.txt")}
        for what, edit in RECORDED.items():
            folders = [path.parent for path in sorted(captures)]
            for folder in folders:
                edit(folder)
            messages = refused(root)
            named = sum(any(f"/{folder.name}/" in message for message in messages) for folder in folders)
            paste(root, messages)
            left = refused(root)
            accepted = sum(not any(f"/{folder.name}/" in message for message in left) for folder in folders)
            seen = f"{named} of {number} refused, {accepted} of {number} accepted with the printed line"
            yield Figure(what, seen, "all and all", named == accepted == number)
            _restore(root, captures)
        yield _free_edits(root, sorted(captures), number)


def _free_edits(root: Path, captures: list[Path], number: int) -> Figure:
    for position, capture in enumerate(captures):
        list(FREE.values())[position % len(FREE)](capture.parent)
    messages = refused(root)
    what = f"edits of {', '.join(FREE)}"
    return Figure(what, f"{len(messages)} of {number} refused", "none", not messages)


def _restore(root: Path, captures: dict[Path, bytes]) -> None:
    _git(root, "clean", "-qfdx")
    _git(root, "checkout", "-q", "--", ".")
    for path, data in captures.items():
        path.write_bytes(data)
