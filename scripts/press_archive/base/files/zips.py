"""Pack files into a zip. The same files give the same bytes, wherever and whenever (with one zlib).

Nothing of the machine is in it: every file has the earliest time that a zip can have, and the permissions of
a file that everyone may read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

# The earliest time in a zip (.ZIP File Format Specification, section 4.4.6).
EARLIEST = (1980, 1, 1, 0, 0, 0)
PERMISSIONS = 0o100644  # a file that everyone may read
UNIX = 3  # who wrote the permissions (section 4.4.2)


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip with files, each a path and its bytes, in the order given.

    >>> pack([("a.txt", b"a")]) == pack([("a.txt", b"a")])
    True
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for path, data in files:
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = PERMISSIONS << 16
            target.writestr(entry, data)
    return packed.getvalue()
