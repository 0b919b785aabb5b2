"""Fingerprints of a restricted capture: the file beside its record, which everybody may have.

The file begins with four lines that say what the fingerprints are of. Then each is on a line of its own, as
hexadecimal digits in ascending order, so that nothing shows where in the text it belongs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..base.files.reading import unreadable
from ..base.problems import Problem

FINGERPRINTS_NAME = "fingerprints.txt"
BITS = 48
_DIGITS = BITS // 4
# The version of the fingerprints. If the words that are made from a text change, or the hash, or this file,
# raise it; then those of all captures have to be made again.
VERSION = "1"
# As many as a capture of the largest size can have, if each of its words is a letter and a space.
MAX_BYTES = 6_000_000
_FIELDS = {
    "version": re.compile(r"[1-9][0-9]{0,3}"),
    "capture": re.compile(r"[0-9a-f]{64}"),
    "salt": re.compile(r"[0-9a-f]{16}"),
    "count": re.compile(r"0|[1-9][0-9]{0,6}"),
}
_VALUE = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


@dataclass(frozen=True)
class Fingerprints:
    """The fingerprints of one capture: its SHA-256, the digest of the salt, the version, and the values.

    The values are numbers of 48 bits in ascending order, six bytes each.
    """

    capture: str
    salt: str
    packed: bytes = b""
    version: str = VERSION

    @property
    def values(self) -> frozenset[int]:
        """The values as numbers."""
        size = BITS // 8
        places = range(0, len(self.packed), size)
        return frozenset(int.from_bytes(self.packed[place : place + size]) for place in places)


def make_fingerprints(capture: str, salt: str, values: frozenset[int]) -> Fingerprints:
    """Return the fingerprints of the capture with a SHA-256, made with a salt, in hexadecimal digits."""
    packed = b"".join(value.to_bytes(BITS // 8) for value in sorted(values))
    return Fingerprints(capture, salt_digest(salt), packed)


def salt_digest(salt: str) -> str:
    """Return the digits that name a salt: the first 64 bits of the SHA-256 of its bytes.

    >>> salt_digest("00" * 16)
    '374708fff7719dd5'
    """
    return hashlib.sha256(bytes.fromhex(salt)).hexdigest()[:16]


def render_fingerprints(fingerprints: Fingerprints) -> str:
    """Return the text of the file.

    >>> print(render_fingerprints(make_fingerprints("a" * 64, "00" * 16, frozenset({255, 16}))), end="")
    version: 1
    capture: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    salt: 374708fff7719dd5
    count: 2
    000000000010
    0000000000ff
    """
    digits = fingerprints.packed.hex()
    values = [digits[place : place + _DIGITS] for place in range(0, len(digits), _DIGITS)]
    head = (fingerprints.version, fingerprints.capture, fingerprints.salt, str(len(values)))
    lines = [f"{name}: {value}" for name, value in zip(_FIELDS, head, strict=True)]
    return "".join(f"{line}\n" for line in (*lines, *values))


def load_fingerprints(path: Path, name: str) -> tuple[Fingerprints | None, list[Problem]]:
    """Read the fingerprints of a capture; `name` is the file's path in messages."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [unreadable(name, error)]
    return parse_fingerprints(data, name)


def parse_fingerprints(data: bytes, path: str) -> tuple[Fingerprints | None, list[Problem]]:
    """Return the fingerprints of a file, or None and the problem; `path` is its path in messages."""
    if len(data) > MAX_BYTES:
        return None, [_wrong_form(path, 0, f"more than {MAX_BYTES:,} bytes", "the fingerprints of a capture")]
    lines = data.decode("ascii", "replace").replace("\r\n", "\n").split("\n")
    head: dict[str, str] = {}
    for number, (name, form) in enumerate(_FIELDS.items(), 1):
        line = lines[number - 1] if number <= len(lines) else ""
        value = line.removeprefix(f"{name}: ")
        if value == line or not form.fullmatch(value):
            return None, [_wrong_form(path, number, repr(line[:100]), f"`{name}: ` and its value")]
        head[name] = value
    values = lines[len(_FIELDS) :]
    if problem := _check_values(values, int(head["count"]), path):
        return None, [problem]
    packed = bytes.fromhex("".join(values))
    return Fingerprints(head["capture"], head["salt"], packed, head["version"]), []


def _check_values(values: list[str], count: int, path: str) -> Problem | None:
    """Return the problem of the lines after the first four, if there is one; the last of them is empty."""
    last = values.pop() if values else "missing"
    for number, value in enumerate(values, len(_FIELDS) + 1):
        if not _VALUE.fullmatch(value):
            return _wrong_form(path, number, repr(value[:100]), f"{_DIGITS} hexadecimal digits")
    if last:
        what = "the last line does not end in a line feed"
        return _wrong_form(path, len(_FIELDS) + len(values) + 1, what, "a whole file")
    if len(values) != count:
        return _wrong_form(path, len(_FIELDS), f"{len(values):,} fingerprints", f"{count:,}, as `count` says")
    for number, (one, other) in enumerate(pairwise(values), len(_FIELDS) + 2):
        if one >= other:
            return _wrong_form(path, number, repr(other), "each once, in ascending order")
    return None


def _wrong_form(path: str, line: int, what: str, expected: str) -> Problem:
    hint = "restore the file; whoever has the capture can make it again with `archive hold`"
    return Problem(path, line, (), "C112", f"{what}. Expected {expected}.", hint)
