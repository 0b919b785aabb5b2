"""Names that say what is in a file, so that no cache mixes the files of two publications."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...base.files.reading import list_files

ASSETS = "assets/"
LENGTH = 16  # hexadecimal digits: 64 bits, which differ between two publications of one archive
# Of docs/assets/, what the frame of the pages loads. What people add there, such as a picture or a table,
# keeps its address: others may link to it.
CODE = (".css", ".js")


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a digest of files, given by path: of each one's path, size and bytes, in the order of paths.

    >>> digest_of({"a": b"1", "b": b""}), digest_of({"b": b"", "a": b"1"})
    ('f331f3d9fa07dcf7', 'f331f3d9fa07dcf7')
    """
    return _digest((path, files[path]) for path in sorted(files))


def digest_of_folder(folder: Path) -> str:
    """Return the digest of all files below a folder, one of which is in memory at a time."""
    files = {path.relative_to(folder).as_posix(): path for path in list_files(folder)}
    return _digest((name, files[name].read_bytes()) for name in sorted(files))


def _digest(files: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for path, data in files:
        digest.update(f"{path}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()[:LENGTH]


def in_digest_folder(path: str, digest: str) -> str:
    """Return the path of a file of docs/assets/ in the folder that is named by the digest.

    >>> in_digest_folder("assets/search/page.js", "0d1f")
    'assets/0d1f/search/page.js'
    """
    return f"{ASSETS}{digest}/{path.removeprefix(ASSETS)}"
