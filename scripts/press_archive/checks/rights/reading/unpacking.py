"""The files in a file: members of a zip, what is compressed with gzip, bzip2 or xz, what a database has, and
the file itself.

Packed files may be in packed files. How many times over, and to how many bytes they may unpack, is limited.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO, cast

from .databases import BROKEN, SIGNATURE, read_database

# A part of a packed file has at most so many bytes, and so have all its parts together.
MOST_BYTES = 100_000_000
MOST_BYTES_IN_ALL = 500_000_000
# A file is packed at most so many times over.
MOST_PACKED = 4

_PACKED: tuple[tuple[re.Pattern[bytes], Callable[[IO[bytes]], IO[bytes]]], ...] = (
    (re.compile(rb"\x1f\x8b"), lambda stream: cast(IO[bytes], gzip.GzipFile(fileobj=stream))),
    (re.compile(rb"BZh[1-9]1AY&SY"), lambda stream: cast(IO[bytes], bz2.BZ2File(stream))),
    (re.compile(rb"\xfd7zXZ\x00"), lambda stream: cast(IO[bytes], lzma.LZMAFile(stream))),  # noqa: SIM115
)
# The name and the comment at the beginning of a gzip file, each of which a flag announces: RFC 1952, 2.3.
_HEAD_OF_GZIP = re.compile(
    rb"\x1f\x8b\x08(?:[\x08-\x0b\x10-\x13].{6}([^\0]+)\0|[\x18-\x1b].{6}([^\0]+\0[^\0]+)\0)", re.DOTALL
)
# The parts of a zip: APPNOTE.TXT (https://support.pkware.com/pkzip/appnote), sections 4.3.7, 4.3.16 and
# 4.4.4.
_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_END_OF_ZIP = 22 + 65_535  # bytes, with a comment
_ENCRYPTED = 0x1
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    struct.error,
)


@dataclass(frozen=True)
class PlainFile:
    """A file that is not packed; `member` is its path inside the packed file, empty outside of one."""

    data: bytes
    name: str
    member: str = ""


@dataclass(frozen=True)
class Unreadable:
    """A file, or a member of a packed one, that cannot be read, and why."""

    reason: str
    member: str = ""


Found = Iterator[PlainFile | Unreadable]


def unpack(data: bytes, name: str) -> Found:
    """Yield the files in a file, and what cannot be unpacked; of a zip also its comment and names as a text.

    >>> [file.data for file in unpack(gzip.compress(gzip.compress(b"The quay")), "quay.gz")]
    [b'The quay']
    """
    return _Unpacking(MOST_BYTES_IN_ALL).unpack(data, name, 0)


@dataclass
class _Unpacking:
    """Unpacks one published file; `left` is how many bytes it may still unpack to."""

    left: int

    def unpack(self, data: bytes, name: str, packed: int) -> Found:
        """Yield the files in bytes that were themselves unpacked so many times."""
        opener = next((opener for signature, opener in _PACKED if signature.match(data)), None)
        if opener:
            if named := _HEAD_OF_GZIP.match(data):
                yield PlainFile((named[1] or named[2]).replace(b"\0", b"\n"), "")
            inner = re.sub(r"\.(gz|bz2|xz)$", "", name)
            yield from self._unpack_stream(opener(io.BytesIO(data)), inner, packed)
            return
        if data.startswith((_ZIP, _END_OF_ZIP)):
            yield from self._unpack_members(data, packed)
            return
        if data.startswith(SIGNATURE):
            yield from self._unpack_database(data, packed)
            return
        if _END_OF_ZIP in data[-_LONGEST_END_OF_ZIP:] and zipfile.is_zipfile(io.BytesIO(data)):
            yield from self._unpack_members(data, packed)  # a zip after something else, which is read too
        yield PlainFile(data, name)

    def _unpack_stream(self, stream: IO[bytes], name: str, packed: int) -> Found:
        if packed == MOST_PACKED:
            yield Unreadable(f"packed more than {MOST_PACKED} times over")
            return
        most = min(self.left, MOST_BYTES)
        try:
            with stream:
                data = stream.read(most + 1)
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        if len(data) > most:
            yield Unreadable(f"more than {MOST_BYTES:,} bytes unpacked, or {MOST_BYTES_IN_ALL:,} in all")
            return
        self.left -= len(data)
        yield from self.unpack(data, name, packed + 1)

    def _unpack_members(self, data: bytes, packed: int) -> Found:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        with archive:
            texts = [archive.comment.decode("utf-8", "replace"), *archive.namelist()]
            yield PlainFile("\n".join(texts).encode(), "")
            for info in archive.infolist():
                for found in self._unpack_member(archive, info, packed):
                    yield replace(found, member="/".join(filter(None, (info.filename, found.member))))

    def _unpack_database(self, data: bytes, packed: int) -> Found:
        """Yield what is in an SQLite file; a value that is no text is read as a file."""
        if packed == MOST_PACKED:
            yield Unreadable(f"packed more than {MOST_PACKED} times over")
            return
        try:
            for value in read_database(data):
                size = len(value)
                if size > self.left:
                    yield Unreadable(f"more than {MOST_BYTES_IN_ALL:,} bytes in all")
                    return
                self.left -= size
                if isinstance(value, str):
                    yield PlainFile(value.encode("utf-8", "replace"), "")
                else:
                    yield from self.unpack(value, "", packed + 1)
        except BROKEN as error:
            yield Unreadable(f"cannot read the database: {error}")

    def _unpack_member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: int) -> Found:
        if info.flag_bits & _ENCRYPTED:
            yield Unreadable("it is encrypted")
            return
        try:
            stream = archive.open(info)
        except _BROKEN as error:
            yield Unreadable(f"cannot unpack: {error}")
            return
        yield from self._unpack_stream(stream, info.filename, packed)
