"""The programs that the search page runs: Pagefind's script, and its module for the words of a language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from .cache import Cache, key_of
from .feeds import HEADLINE_MARK
from .pagefind_program import VERSION, FeedPage, index_pages, unpack

SCRIPT, ENTRY = "pagefind.js", "pagefind-entry.json"


@dataclass(frozen=True)
class ProgramFiles:
    """What Pagefind writes into every index."""

    script: bytes
    wasm: bytes
    language: str  # in the name of the module: that of the words, or "unknown"
    characters: list[str]  # that count as letters

    @property
    def wasm_name(self) -> str:
        """The name of the module's file."""
        return f"wasm.{self.language}.pagefind"

    def entry(self, language: str, pages: int) -> dict[str, Any]:
        """Return what Pagefind's script loads first of an index."""
        index = {"hash": language, "wasm": self.language, "page_count": pages}
        return {"version": VERSION, "languages": {language: index}, "include_characters": self.characters}


def program_files(language: str, cache: Cache) -> ProgramFiles:
    """Return the programs for a language, from the cache or from an index of one word."""
    key = key_of("programs", language)
    data = cache.get(key)
    if data is not None:
        try:
            return _parse(data)
        except (ValueError, KeyError, TypeError):
            pass  # it is made again
    page = f"<html><body><article>{HEADLINE_MARK}</article></body></html>"
    files = index_pages([FeedPage("/", page)], language)
    entry = json.loads(files[ENTRY])
    wasm = entry["languages"][language]["wasm"] or "unknown"
    row = {
        "script": base64.b64encode(files[SCRIPT]).decode(),
        "wasm": base64.b64encode(files[f"wasm.{wasm}.pagefind"]).decode(),
        "language": wasm,
        "characters": entry["include_characters"],
    }
    cache.put(key, json.dumps(row).encode())
    return _parse(json.dumps(row).encode())


def _parse(data: bytes) -> ProgramFiles:
    row = json.loads(data)
    files = ProgramFiles(
        base64.b64decode(row["script"]), base64.b64decode(row["wasm"]), row["language"], row["characters"]
    )
    unpack(files.wasm_name, files.wasm)
    return files
