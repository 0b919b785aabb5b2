"""What builds keep of the search index, in a folder that git ignores and that can be deleted at any time.

Each file is named by a digest of all that it was made from, this program and Pagefind's version included. So
a file of another version or another checkout is not asked for, and one that is not whole is made again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from ...base.files.foreign import is_own_file
from ...base.files.partial import remove_partial
from ...base.files.writing import make_folder, write_in_one_step

FOLDER = Path(".cache", "search")
# What a build did not use is kept for another one, such as that of the reading room, up to so many times the
# bytes that this one used.
OTHERS = 2
_NAME = re.compile(r"[0-9a-f]{32}")


@functools.cache
def program_digest() -> str:
    """Return a digest of the program that makes shards: of our modules and of Pagefind's version."""
    digest = hashlib.sha256(version("pagefind_bin").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(*parts: str) -> str:
    """Return the key of what was made from some texts by this program."""
    return hashlib.sha256(json.dumps([program_digest(), *parts]).encode()).hexdigest()[:32]


class Cache:
    """Files by their keys. Several programs may use one folder at the same time."""

    def __init__(self, root: Path) -> None:
        """Use the folder of an archive."""
        self.folder = root / FOLDER
        self.used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """Return a file, or None where there is none."""
        path = self.folder / key
        if not is_own_file(path):
            return None
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:  # another program has removed it
            return None
        self.used.add(key)
        return data

    def has(self, key: str) -> bool:
        """Return whether there is a file."""
        return is_own_file(self.folder / key)

    def put(self, key: str, data: bytes) -> None:
        """Keep a file. Raises OSError where it cannot be written."""
        make_folder(self.folder)
        write_in_one_step(self.folder / key, data, durable=False)
        self.used.add(key)

    def remove_unused(self) -> None:
        """Remove what was not used since this object was made, but for what was used last."""
        remove_partial(self.folder)
        files: list[tuple[float, str, int]] = []
        left = 0
        for path in _files(self.folder):
            with contextlib.suppress(OSError):
                status = path.lstat()
                if path.name in self.used:
                    left += OTHERS * status.st_size
                else:
                    files.append((status.st_mtime, path.name, status.st_size))
        for _, name, size in sorted(files, reverse=True):
            left -= size
            if left < 0:
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink()


def _files(folder: Path) -> Iterable[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
