"""Write the files of data into a built site; those made before, from the same records, are used again.

They are kept in one file, which git ignores and which can be deleted at any time: a zip without compression
that names a digest of all that its files are made from. One that is of other records, of another program or
broken is made again.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ..base.files.foreign import is_own_file
from ..base.files.writing import make_folder, write_in_one_step
from ..base.progress import track
from ..collection.archive import Archive
from .offline_copy import records_digest

CACHE = ".cache/data.zip"
_PROGRAM = Path(__file__).resolve().parents[1]
# Where files may be, whoever wrote the zip.
_SAFE = re.compile(r"(?:data|documents)(?:/[a-z0-9_-]+)*/[a-z0-9_-]+(?:\.[a-z0-9]+)+")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can name


def write_data(root: Path, archive: Archive, address: str, site: Path) -> None:
    """Write the files into a site. Raises OSError where nothing can be written."""
    key = _key(root, address)
    files = _read_kept(root / CACHE, key)
    if files is None:
        files = render(archive, address)
        _keep(root / CACHE, key, files)
    for folder in sorted({(site / path).parent for path in files}):
        folder.mkdir(parents=True, exist_ok=True)
    for path, data in track(sorted(files.items()), "Writing data"):
        (site / path).write_bytes(data)


def render(archive: Archive, address: str) -> dict[str, bytes]:
    """Return all files of data; the libraries that make them are loaded only here, as that takes long."""
    from ..exports.site_data import render_data

    return render_data(archive, address)


def _key(root: Path, address: str) -> bytes:
    """Return a digest of all that the files depend on: the records, the program, the site's address."""
    digest = hashlib.sha256(f"{address}\n{records_digest(root)}\n".encode())
    for path in sorted(_PROGRAM.rglob("*.py")):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest().encode()


def _read_kept(path: Path, key: bytes) -> dict[str, bytes] | None:
    """Return the files that were made with a key, or None where there are none that are whole."""
    if not is_own_file(path):
        return None
    try:
        with zipfile.ZipFile(path) as kept:
            if kept.comment != key or not all(map(_is_own, kept.infolist())):
                return None
            return {name: kept.read(name) for name in kept.namelist()}
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError):
        return None


def _is_own(member: zipfile.ZipInfo) -> bool:
    """Return whether a member may be written, and is not compressed: what is could be of any size."""
    return bool(_SAFE.fullmatch(member.filename)) and member.compress_type == zipfile.ZIP_STORED


def _keep(path: Path, key: bytes, files: Mapping[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as kept:
        kept.comment = key
        for name, data in files.items():
            kept.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    make_folder(path.parent)
    write_in_one_step(path, stream.getvalue(), durable=False)
