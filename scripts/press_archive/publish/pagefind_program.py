"""Run Pagefind's program, and prove that the index which it wrote is whole.

On a full disk the program (1.5.2) writes files only in part, and its exit status is 0. So each file that the
search loads is read again. Where it can make no more files, it tries for ever. Its service for Python never
answers once the program has failed, so the program itself is run: https://pagefind.app/docs/cli-config/
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import re
import signal
import subprocess
import zlib
from pathlib import Path

from pagefind.service import get_executable

# Parts of a page that are neither the document nor the archive's words about it.
EXCLUDED = [
    "dt",
    'dd > a[rel="external"]',
    ".passage-link",
    ".line-link",
    ".explanation",
    ".tools",
    ".headerlink",
]
PATIENCE = 15.0  # seconds without a byte more, once it has begun to write
ENTRY = "pagefind-entry.json"
PACKED = (".pagefind", ".pf_fragment", ".pf_index", ".pf_meta")  # with gzip
_LAST = re.compile(rb"export\{[^{}]*\};\s*")  # the last statement of a module
_ERROR = re.compile(r"Os \{ code: ([0-9]+),")  # as Rust prints what the system refuses
_DAMAGE = (EOFError, ValueError, zlib.error, gzip.BadGzipFile)


def write_bundle(feed: Path, language: str, bundle: Path) -> None:
    """Index a folder of pages, all in one language, into a new folder; raise OSError where that fails."""
    program = get_executable()
    if program is None:
        raise FileNotFoundError(errno.ENOENT, "Pagefind's program is not installed", "pagefind")
    options = [option for selector in EXCLUDED for option in ("--exclude-selectors", selector)]
    chosen = ["--force-language", language, "--root-selector", "article", *options]
    with subprocess.Popen(
        [program, "--site", feed, "--output-path", bundle, *chosen],
        cwd=feed,  # it reads settings in the folder where it is started, and in variables
        env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        printed = _wait(process, bundle)
    if process.returncode:
        raise _failure(process.returncode, printed.decode("utf-8", "replace"), bundle)
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not _is_whole(path):
            raise OSError(errno.ENOSPC, "Pagefind did not write it to its end", str(path))


def _wait(process: subprocess.Popen[bytes], bundle: Path) -> bytes:
    """Return what the program prints of its errors; raise OSError if it has begun to write and stopped."""
    written = 0
    while True:
        try:
            return process.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            before, written = written, sum(path.lstat().st_size for path in bundle.rglob("*"))
            if 0 < written == before:
                process.kill()
                raise OSError(errno.ENOSPC, "Pagefind did not write it to its end", str(bundle)) from None


def _failure(status: int, printed: str, bundle: Path) -> OSError:
    """Return why the program failed, as an error of the system where it was one."""
    if status == -signal.SIGXFSZ:
        return OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(bundle))
    if found := _ERROR.search(printed):
        return OSError(int(found[1]), os.strerror(int(found[1])), str(bundle))
    last = printed.strip().rpartition("\n")[2]
    return OSError(0, f"Pagefind failed with status {status} ({last[:200]})", str(bundle))


def _is_whole(path: Path) -> bool:
    """Return whether a file of the index was written to its end; those that no page loads always are."""
    try:
        if path.suffix in PACKED:
            gzip.decompress(path.read_bytes())
        elif path.name == ENTRY:
            json.loads(path.read_bytes())
        elif path.name == "pagefind.js":
            statements = path.read_bytes()
            return _LAST.fullmatch(statements, statements.rfind(b"export{")) is not None
    except _DAMAGE:
        return False
    return path.stat().st_size > 0
