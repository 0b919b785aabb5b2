"""Write BagIt bags (RFC 8493): files below data/, and beside it their SHA-256 and SHA-512."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..base.files.manifests import render_manifest
from ..base.progress import track

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
# Names that programs for bags read in different ways, because of how a manifest escapes them, or because some
# end a line at other characters (Python: str.splitlines) or drop white space at the end of one.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029%\\\udc80-\udcff]|\s\Z")
PIECE = 1 << 20


def is_safe(path: str) -> bool:
    """Return whether every program reads a path in a bag's manifest in the same way.

    >>> is_safe("docs/about/index.md"), is_safe("docs/50%.md")
    (True, False)
    """
    return not UNSAFE.search(path) and not path.startswith(("/", "~")) and ".." not in path.split("/")


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
    lines = [*info, ("Bagging-Date", day), ("Payload-Oxum", f"{octets}.{len(digests)}")]
    text = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines)
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": text.encode()}
    for number, algorithm in enumerate(ALGORITHMS):
        listed = {f"data/{path}": pair[number] for path, pair in digests.items()}
        tags[f"manifest-{algorithm}.txt"] = render_manifest(listed)
    for algorithm in ALGORITHMS:
        listed = {name: hashlib.new(algorithm, data).hexdigest() for name, data in tags.items()}
        (folder / f"tagmanifest-{algorithm}.txt").write_bytes(render_manifest(listed))
    for name, data in tags.items():
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
