"""Every command that writes, with what is prepared in an archive for it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conftest import TOY

REPORT = "sources/2013/tidewatch-shared-harbour"
OFFER = f"{REPORT}/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
BRIEF = "2013-09-24-in-brief-a-quay-without-a-toll"  # one of several documents of its source
NEW_TEXT = "The pilots leave\n\n11 February 2014\n\nThe last pilot of Marrowby left the harbour on Tuesday.\n"


@dataclass(frozen=True)
class Command:
    """A command: its arguments, and what is prepared in the archive for it."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    is_site: bool = False  # it needs an archive whose site is built
    only_notes: bool = False  # what it could not write is a note: the status is that of what it reads


def _edit(root: Path) -> None:
    path = root / OFFER
    path.write_text(path.read_text("utf-8") + "\nA quay was promised too.\n", encoding="utf-8")


def _retitle(root: Path) -> None:
    for path in sorted(root.glob("sources/20*/*/source.yml"))[:2]:
        text = path.read_text("utf-8").replace("\ncaptured: ", "\ncaptured: 1999-01-01 # ", 1)
        path.write_text(text, encoding="utf-8")


def _other_form(root: Path) -> None:
    for path in sorted(root.glob("sources/2013/*/*.md")):
        text = path.read_text("utf-8").replace("kind: news-report", "kind:  'news-report'")
        path.write_text(text, encoding="utf-8")


def _lose_captures(root: Path) -> None:
    for path in root.glob("sources/*/*/capture.txt"):
        path.unlink()
    (root / "sources" / "held.txt").unlink(missing_ok=True)


def _lose_fingerprints(root: Path) -> None:
    for path in root.glob("sources/*/*/fingerprints.txt"):
        path.unlink()


def _damage(root: Path) -> None:
    shutil.copytree(root / "sources", root / "copy" / "sources")
    (root / OFFER).write_bytes(b"half")
    for path in sorted(root.glob("sources/2013/*/source.yml")):
        path.unlink()


def _receive(root: Path) -> None:
    (root / "received.txt").write_text(NEW_TEXT, encoding="utf-8")


def _unlist(root: Path) -> None:
    (root / "sources" / "held.txt").unlink(missing_ok=True)


def _unindex(root: Path) -> None:
    shutil.rmtree(root / "site" / "pagefind")


def _commit_edit(root: Path) -> None:
    _edit(root)
    run_git(root, "commit", "-qam", "Edit")


def run_git(root: Path, *arguments: str) -> None:
    """Run git in an archive, as an invented person."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@gull.example")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


TERM = ("topics", "dry-dock", "--label", "Dry dock", "--scope", "Who may use the dry dock of Ostrand.")
CAPTURES = tuple(str(path) for path in sorted((TOY / "captures").glob("*.txt")))
COMMANDS = {
    "add": Command(("add", "--yes", "received.txt"), _receive),
    "check": Command(("check",), _unlist, only_notes=True),
    "format": Command(("format",), _other_form),
    "schema": Command(("schema",)),
    "term add": Command(("term", "add", *TERM)),
    "hold": Command(("hold", *CAPTURES), _lose_captures),
    "hold (fingerprints)": Command(("hold",), _lose_fingerprints),
    "correct": Command(("correct", "--reason", "The day was wrong."), _retitle),
    "withdraw (source)": Command(("withdraw", "--reason", "Asked for by the outlet.", Path(REPORT).name)),
    "withdraw (document)": Command(("withdraw", "--reason", "Asked for by the outlet.", BRIEF)),
    "verify --update": Command(("verify", "--update"), _commit_edit),
    "verify --record-held": Command(("verify", "--record-held"), _unlist),
    "repair": Command(("repair", "--from", "copy"), _damage),
    "deposit": Command(("deposit", "--date", "2026-11-27", "deposited")),
    "build --pages-only": Command(("build", "--pages-only")),
    "build": Command(("build",), _edit, is_site=True),
    "build --reading-room": Command(("build", "--reading-room"), _edit, is_site=True),
    "publish": Command(("publish",), _edit, is_site=True),
    "offline": Command(("offline",), _edit, is_site=True),
    "index": Command(("index",), _unindex, is_site=True),
    "preview": Command(("preview", "--no-open", Path(OFFER).stem)),
}
