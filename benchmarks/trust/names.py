"""Names and addresses that a system or a browser cannot use: are they problems in words, never a traceback?"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.cli import main
from toy_archive import PILOT_DOCUMENT, PILOT_FOLDER, write_source

from .figures import Figure

TOY = Path(__file__).parents[2] / "tests" / "toy"
# Of Windows, where a file cannot have them whatever its suffix: learn.microsoft.com, "Naming Files".
DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
ODD = (
    "quay.",
    "quay ",
    "Quay",
    "qu?y",
    "qu:y",
    "-quay",
    "index",
    "q" * 250,
    "кран",
    "qua\u0301y",
    "q\u202ey",
)
# Noncharacters and surrogates (Unicode Standard, sections 23.7 and 23.6), spaces and controls.
CHARACTERS = ("\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\u0000", "\u0085", "\u202e", " ", "\\ud800")
NOT_UTF_8 = b"caf\xe9"
COMMANDS = (
    ["check"], ["build", "--pages-only"], ["preview", "pilot-counts", "--no-open"], ["format"], ["status"],
    ["schema"], ["verify"], ["term", "add", "topics", "dry-dock", "--label", "Dock", "--scope", "Docks."],
)  # fmt: skip
Change = Callable[[Path], object]


def measure(short: bool) -> Iterator[Figure]:
    """Give a source, a document and a term each name; put each character into an address; `short` takes few."""
    step = 7 if short else 1
    changes: dict[str, Change] = {}
    for name in (*DEVICES, *ODD)[::step]:
        changes |= {
            f"source {name!r}": _source(name),
            f"document {name!r}": _document(name),
            f"term {name!r}": _term(name),
        }
    for character in CHARACTERS[::step]:
        changes[f"address with {character!r}"] = _address(character)
    missed = [what for what, change in changes.items() if not _is_named(change)]
    seen = f"{len(changes) - len(missed)} of {len(changes)} {missed or ''}".strip()
    yield Figure("names and addresses that the check refuses", seen, "all", not missed)
    commands = COMMANDS[::step]
    broken = [command[0] for command in commands if not _answers(command)]
    seen = f"{len(commands) - len(broken)} of {len(commands)} {broken or ''}".strip()
    yield Figure("commands that say in words that a name is not UTF-8", seen, "all", not broken)


def _source(name: str) -> Change:
    return lambda root: (root / PILOT_FOLDER).rename((root / PILOT_FOLDER).with_name(name))


def _document(name: str) -> Change:
    return lambda root: (root / PILOT_DOCUMENT).rename((root / PILOT_DOCUMENT).with_name(f"{name}.md"))


def _term(name: str) -> Change:
    def change(root: Path) -> None:
        path = root / "sources" / "vocabulary" / "topics.yml"
        term = f'"{name}":\n  label: A pilot\n  scope: Pilots of the harbour.\n'
        path.write_text(path.read_text("utf-8") + term, "utf-8")

    return change


def _address(character: str) -> Change:
    def change(root: Path) -> None:
        path = root / PILOT_DOCUMENT
        before, rest = path.read_text("utf-8").split("original_url: https://t.example/p\n")
        path.write_text(f'{before}original_url: "https://t.example/a{character}b"\n{rest}', "utf-8")

    return change


def _is_named(change: Change) -> bool:
    """Return whether the check refuses a change of the toy archive in words."""
    with TemporaryDirectory() as name:
        root = Path(name) / "toy"
        shutil.copytree(TOY, root)
        write_source(root, "A pilot counts\n\nOne lamp was lit.\n")
        if _run(root, "check"):
            raise AssertionError("the archive has problems before the change")
        change(root)
        return _run(root, "check") == 1


def _answers(command: list[str]) -> bool:
    with TemporaryDirectory() as name:
        root = Path(name) / "toy"
        shutil.copytree(TOY, root)
        write_source(root, "A pilot counts\n\nOne lamp was lit.\n")
        os.mkdir(os.path.join(os.fsencode(root / "sources"), b"2014", NOT_UTF_8))
        with open(os.path.join(os.fsencode(root / "sources"), b"2014", NOT_UTF_8, b"source.yml"), "wb"):
            pass
        return _run(root, *command) in (0, 1)


def _run(root: Path, *command: str) -> int:
    """Run a command, and return its exit status. A traceback of the command is one of this program."""
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        return main(["--root", str(root), *command])
