"""The programs that the search page runs: Pagefind's script, and its module for the words of a language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from .cache import Cache, key_of
from .feeds import HEADLINE_MARK
from .pagefind_program import FeedPage, index_pages, unpack

SCRIPT, ENTRY = "pagefind.js", "pagefind-entry.json"


@dataclass(frozen=True)
class ProgramFiles:
    """What Pagefind writes into every index."""

    script: bytes
    module: bytes
    characters: list[str]  # that count as letters


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
        "module": base64.b64encode(files[f"wasm.{wasm}.pagefind"]).decode(),
        "characters": entry["include_characters"],
    }
    cache.put(key, json.dumps(row).encode())
    return _parse(json.dumps(row).encode())


def _parse(data: bytes) -> ProgramFiles:
    row = json.loads(data)
    module = base64.b64decode(row["module"])
    unpack("wasm", module)
    return ProgramFiles(base64.b64decode(row["script"]), module, row["characters"])
