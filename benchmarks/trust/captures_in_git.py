"""Copies of a restricted capture in git, under other names, in other forms, and removed again: are they named?"""

from __future__ import annotations

import base64
import gzip
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.checks.rights.tracked import check_commits, check_tracked
from press_archive.collection.loading import load_archive

from .figures import Figure

TOY = Path(__file__).parents[2] / "tests" / "toy"
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "docs/a.md": lambda data: data,
    "a": lambda data: data,
    "overrides/a.html": lambda data: data,
    "tests/a.py": lambda data: data.replace(b"\n", b"\r\n"),
    "docs/a.yml": lambda data: b"\xef\xbb\xbf" + data,
    "docs/a.css": lambda data: data.rstrip(b"\n"),
    "a.txt": lambda data: data.decode().encode("utf-16"),
    "a.gz": gzip.compress,
    "sources/2019/vestnik-dogovor/capture.txt": lambda data: data,
    "sources/2019/elsewhere/capture.txt": lambda data: data + b"\n",
    "half.md": lambda data: data[: data.index(b"\n", len(data) // 2)],
    "wrapped.md": lambda data: "\n".join(textwrap.wrap(data.decode(), 33)).encode(),
    "tests/b.py": lambda data: b'"""' + data.replace(b"\n", b"\n    ") + b'"""',
    "koi8.txt": lambda data: data.decode().encode("koi8-r", "replace"),
    "base64.txt": base64.encodebytes,
}


def measure(short: bool) -> Iterator[Figure]:
    """Commit each form of a capture and remove it again; `short` makes no difference."""
    staged = committed = 0
    with TemporaryDirectory() as name:
        root = Path(name) / "toy"
        shutil.copytree(TOY / "sources", root / "sources")
        data = (TOY / "captures" / "vestnik-dogovor.txt").read_bytes()

        def git(*arguments: str) -> str:
            who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
            call = ["git", "-C", str(root), *who, *arguments]
            return subprocess.run(call, check=True, capture_output=True, text=True).stdout.strip()

        git("init", "-q")
        git("add", "--all")
        git("commit", "-q", "-m", "Records")
        held = root / "sources/2019/vestnik-dogovor/capture.txt"
        for path, form in FORMS.items():
            base = git("rev-parse", "HEAD")
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(form(data))
            held.write_bytes(data)  # where it is held, its parts are named too
            git("add", "--force", path)
            staged += any(problem.path == path for problem in check_tracked(load_archive(root)))
            git("commit", "-q", "-m", "Add")
            git("rm", "-q", path)
            git("commit", "-q", "-m", "Remove")
            held.write_bytes(data)
            committed += any(
                problem.path == path for problem in check_commits(load_archive(root), base, "HEAD")
            )
    for what, seen in (("in the index", staged), ("added and removed again", committed)):
        yield Figure(f"captures named {what}", f"{seen} of {len(FORMS)}", "all", seen == len(FORMS))
