"""Write BagIt bags (RFC 8493): files below data/, and beside it their SHA-256 and SHA-512."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..base.files.bag_tags import render_tags
from ..base.progress import track

PIECE = 1 << 20


def write_bag(
    folder: Path, files: Mapping[str, Path], info: Iterable[tuple[str, str]], day: str
) -> dict[str, str]:
    """Write a bag into a new folder: files by their path in it, and what bag-info.txt says of them.

    Return the SHA-256 of each file as it was copied. Two bags of the same files and day are the same, byte
    for byte. Raises OSError.
    """
    folder.mkdir()
    digests: dict[str, tuple[str, str]] = {}
    octets = 0
    for path in track(sorted(files), "Writing the bag"):
        target = folder / "data" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        digests[path] = _copy(files[path], target)
        octets += target.stat().st_size
    (folder / "data").mkdir(exist_ok=True)
    for name, data in render_tags(digests, octets, info, day).items():
        (folder / name).write_bytes(data)
    return {path: pair[0] for path, pair in digests.items()}


def _copy(source: Path, target: Path) -> tuple[str, str]:
    """Copy a file with its permissions, reading it once; return its SHA-256 and SHA-512."""
    sha256, sha512 = hashlib.sha256(), hashlib.sha512()
    with source.open("rb") as read, target.open("xb") as written:
        while piece := read.read(PIECE):
            sha256.update(piece)
            sha512.update(piece)
            written.write(piece)
    shutil.copymode(source, target)
    return sha256.hexdigest(), sha512.hexdigest()
