"""The files of a new index, whose digests are noted as they are written."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from ..site_files.digests import digest_of


class NewFiles:
    """A folder that is empty, and what is written into it."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder."""
        self._folder = str(folder)
        self._digests: dict[str, bytes] = {}
        self._made: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write a file by its path below the folder."""
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(f"{self._folder}/{parent}", exist_ok=True)
            self._made.add(parent)
        with open(f"{self._folder}/{path}", "xb", buffering=0) as stream:
            written = 0
            while written < len(data):
                written += stream.write(memoryview(data)[written:])
        self._digests[path] = hashlib.sha256(data).digest()

    def write_json(self, path: str, value: object) -> None:
        """Write a value as JSON."""
        self.write(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def digest(self) -> str:
        """Return a digest of all that was written."""
        return digest_of(self._digests)
