"""Names that say what is in a file, so that no cache mixes the files of two publications."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\n{len(files[path])}\n".encode() + files[path])
    return digest.hexdigest()[:LENGTH]


def digest_of_folder(folder: Path) -> str:
    """Return the digest of all files below a folder."""
    return digest_of({path.relative_to(folder).as_posix(): path.read_bytes() for path in list_files(folder)})


def in_digest_folder(path: str, digest: str) -> str:
    """Return the path of a file of docs/assets/ in the folder that is named by the digest.

    >>> in_digest_folder("assets/search/page.js", "0d1f")
    'assets/0d1f/search/page.js'
    """
    return f"{ASSETS}{digest}/{path.removeprefix(ASSETS)}"
