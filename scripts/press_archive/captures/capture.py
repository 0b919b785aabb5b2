"""Captures, and the files that some were extracted from: they are read and compared, never written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..base.files.reading import decode, read_regular, unreadable
from ..base.kept import Kept, key_of
from ..base.problems import Problem
from ..records.fields import Original, Source
from ..records.lines import compress, expand, format_ranges

bytes_ = bytes  # a parameter of the same name hides it
CAPTURE_NAME = "capture.txt"
MAX_BYTES = 4_000_000
# The file that a capture was extracted from is next to it, under one of these names.
ORIGINAL_NAMES = tuple(
    f"original.{suffix}" for suffix in ("html", "txt", "eml", "mhtml", "warc", "warc.gz", "wacz")
)
MAX_ORIGINAL_BYTES = 50_000_000  # the limit for every file that is added


@dataclass(frozen=True, eq=False)
class Capture:
    """A capture's lines, its size in bytes, its SHA-256 (FIPS 180-4) in hexadecimal digits, and its SWHID."""

    lines: tuple[str, ...]
    bytes: int
    sha256: str
    swhid: str = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Capture):
            return NotImplemented
        mine = (self.sha256, self.bytes, self.swhid, self.lines)
        return mine == (other.sha256, other.bytes, other.swhid, other.lines)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        facts = f"bytes={self.bytes!r}, sha256={self.sha256!r}, swhid={self.swhid!r}"
        return f"Capture(lines={self.lines!r}, {facts})"

    @property
    def blank(self) -> set[int]:
        """The numbers of the lines that are empty or contain only white space."""
        return {number for number, line in enumerate(self.lines, 1) if not line.strip()}

    def line(self, number: int) -> str:
        """Return a line by its 1-based number."""
        return self.lines[number - 1]


class _KnownCapture(Capture):
    """A capture that had no problem before: it is divided into lines when somebody asks for them."""

    def __init__(
        self,
        lines: tuple[str, ...] | None = None,
        bytes: int = 0,
        sha256: str = "",
        swhid: str = "",
        data: bytes_ = b"",
    ) -> None:
        facts = {"bytes": bytes, "sha256": sha256, "swhid": swhid, "_data": data}
        self.__dict__.update(facts if lines is None else {**facts, "lines": lines})

    def __getattr__(self, name: str) -> Any:
        if name != "lines" or "_data" not in self.__dict__:
            raise AttributeError(name)
        self.__dict__["lines"] = split_lines(self.__dict__["_data"].decode("utf-8"))
        return self.__dict__["lines"]


def split_lines(text: str) -> tuple[str, ...]:
    """Split a text at line feeds only; Unicode's other line separators are characters of a line.

    >>> split_lines("one\\ntwo\\n")
    ('one', 'two')
    """
    return tuple(text.removesuffix("\n").split("\n"))


def parse_capture(data: bytes, path: str) -> tuple[Capture | None, list[Problem]]:
    """Return a capture, or None and the problem if these bytes cannot be one."""
    if not data.strip():
        return None, [Problem(path, 0, (), "C105", "an empty capture. Expected the captured text.")]
    if len(data) > MAX_BYTES:
        message = f"more than {MAX_BYTES:,} bytes. Expected the text of one page."
        return None, [Problem(path, 0, (), "C105", message)]
    text, problems = decode(data, path, "C104", "find out how the capture was altered; don't convert it")
    if text is None:
        return None, problems
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        message = "a carriage return. Expected lines that end in a line feed alone."
        return None, [
            Problem(
                path,
                line,
                (),
                "C103",
                message,
                "take an unchanged copy; Windows or git has changed this one",
            )
        ]
    return measure(split_lines(text), data), []


def measure(lines: tuple[str, ...], data: bytes) -> Capture:
    """Return the capture that these bytes are, with its lines."""
    return Capture(lines, len(data), hashlib.sha256(data).hexdigest(), swhid(data))


def swhid(data: bytes) -> str:
    """Return the SWHID of a file's content (ISO/IEC 18670, `cnt`): a SHA-1 as git makes it of a blob.

    It names the content and keeps nobody from forging it; for that there is the SHA-256.

    >>> swhid(b"")
    'swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return f"swh:1:cnt:{digest.hexdigest()}"


def load_capture(path: Path, name: str, kept: Kept | None = None) -> tuple[Capture | None, list[Problem]]:
    """Read a capture; `name` is its path in messages. At most one byte more than the limit is read.

    One with the SHA-256 of a capture that had no problem before has none.
    """
    data = read_regular(str(path), MAX_BYTES) if kept is not None else None
    if kept is None or data is None:
        return _load_capture(path, name)
    sha256 = hashlib.sha256(data)
    key = key_of("capture", sha256.digest())
    if (known := kept.get(key)) is not None:
        return _KnownCapture(None, len(data), sha256.hexdigest(), known.decode(), data), []
    capture, problems = parse_capture(data, name)
    if capture is not None:
        kept.put(key, capture.swhid.encode())
    return capture, problems


def _load_capture(path: Path, name: str) -> tuple[Capture | None, list[Problem]]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [unreadable(name, error)]
    return parse_capture(data, name)


def original_name(file: str) -> str:
    """Return the name under which a file is kept next to the capture that was extracted from it.

    >>> original_name("Saved page.HTM"), original_name("crawl.warc.gz"), original_name("notes")
    ('original.html', 'original.warc.gz', 'original.txt')
    """
    lowered = file.lower().removesuffix(".gz") + (".gz" if file.lower().endswith(".warc.gz") else "")
    suffix = re.search(r"\.(html|eml|mhtml|warc\.gz|warc|wacz)$", re.sub(r"\.x?html?$", ".html", lowered))
    return f"original.{suffix[1] if suffix else 'txt'}"


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def original_too_large(name: str, size: int) -> Problem:
    """Return the Problem for an original that is too large; `name` is its path in messages."""
    message = f"{size:,} bytes. Expected at most {MAX_ORIGINAL_BYTES:,}, the size of one page."
    return Problem(name, 0, (), "C108", message, "save the page without pictures, and add it again")


def check_original(path: Path, name: str, original: Original | None) -> Iterator[Problem]:
    """Compare the file that a capture was extracted from with its record; `name` is its path in messages."""
    if original is None:
        message = (
            "the record does not say that its capture was extracted from a file. Expected no such file here."
        )
        yield Problem(name, 0, (), "C108", message, "move it elsewhere, or describe it in `original`")
        return
    try:
        size = path.stat().st_size
        sha256 = digest(path) if size == original.bytes and size <= MAX_ORIGINAL_BYTES else ""
    except OSError as error:
        yield unreadable(name, error)
        return
    if size > MAX_ORIGINAL_BYTES:
        yield original_too_large(name, size)
    elif sha256 != original.sha256:
        actual = f"the SHA-256 {sha256}" if sha256 else f"{size:,} bytes"
        expected = f"{original.bytes:,} bytes with the SHA-256 {original.sha256}"
        yield Problem(
            name,
            0,
            (),
            "C108",
            f"it has {actual}. Expected {expected}.",
            "the file was altered, or is a different one",
        )


def check_capture(capture: Capture, source: Source, path: str) -> Iterator[Problem]:
    """Compare a capture with its record. The SHA-256 comes first: an altered capture says nothing about the
    record.
    """
    if capture.sha256 != source.sha256:
        message = f"the SHA-256 is {capture.sha256}. Expected {source.sha256}."
        yield Problem(path, 0, (), "C102", message, "the capture was altered, or belongs to another source")
        return
    facts = (
        ("bytes", str(capture.bytes), str(source.bytes)),
        ("lines", str(len(capture.lines)), str(source.lines)),
        ("blank", format_ranges(compress(capture.blank)), format_ranges(compress(expand(source.blank)))),
        # Records of programs before this one have none, and not everybody holds the capture.
        ("swhid", capture.swhid, source.swhid or capture.swhid),
    )
    for field, counted, recorded in facts:
        if counted != recorded:
            yield Problem(
                path,
                0,
                (field,),
                "C106",
                f"the record says {recorded or 'none'}. Expected {counted or 'none'}, as in the capture.",
            )
