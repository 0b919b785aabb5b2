"""Manifests: lists of files with their SHA-256, as `sha256sum` writes and checks them.

A line is the digest in hexadecimal digits, two spaces, and the path. Where a path contains a backslash, a
line feed or a carriage return, coreutils writes these as escapes and puts a backslash before the digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..problems import Problem

LINE = re.compile(r"(\\?)([0-9a-f]{64})  ([^\n]+)")
ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
ENCODING = ("utf-8", "surrogateescape")  # the name of a file is bytes, which may not be text


class Manifest(dict[str, str]):
    """SHA-256 by path; `lines` has the number of each path's line."""

    def __init__(self) -> None:
        """Begin with no line."""
        super().__init__()
        self.lines: dict[str, int] = {}


def _escape(path: str) -> str:
    for escape, character in ESCAPES.items():
        path = path.replace(character, escape)
    return path


def _unescape(path: str) -> str:
    return re.sub(r"\\.", lambda match: ESCAPES.get(match[0], match[0]), path)


def render_manifest(digests: Mapping[str, str]) -> bytes:
    """Return the lines of a manifest, sorted by path.

    >>> render_manifest({"b": "1…", "a": "2…"}).decode()
    '2…  a\\n1…  b\\n'
    """
    lines = []
    for path in sorted(digests):
        escaped = _escape(path)
        mark = "\\" if escaped != path else ""
        lines.append(f"{mark}{digests[path]}  {escaped}\n")
    return "".join(lines).encode(*ENCODING)


def parse_manifest(data: bytes, name: str, code: str) -> tuple[Manifest, list[Problem]]:
    """Return what a manifest lists, and the problems of its lines, which have a code of the caller.

    Every line is as `render_manifest` writes it, each path has one, and they are sorted.
    """
    manifest, problems = Manifest(), []

    def problem(line: int, message: str) -> None:
        hint = "write it anew with: archive verify --update"
        problems.append(Problem(name, line, (), code, message, hint))

    text = data.decode(*ENCODING)
    if text and not text.endswith("\n"):
        problem(text.count("\n") + 1, "no line feed at the end. Expected one after each line.")
    before = ""
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        match = LINE.fullmatch(line)
        path = (_unescape(match[3]) if match[1] else match[3]) if match else ""
        if match is None or f"{match[1]}{match[3]}" != (("\\" if match[1] else "") + _escape(path)):
            problem(number, "not a line of a manifest. Expected a SHA-256, two spaces and a path.")
        elif path in manifest:
            problem(number, f"duplicate path {path!r} (first in line {manifest.lines[path]}).")
        else:
            if path < before:
                problem(number, f"{path!r} after {before!r}. Expected the lines in order of their paths.")
            before = path
            manifest[path], manifest.lines[path] = match[2], number
    return manifest, problems
