"""A copied sentence under another look, below docs/ and in a finished site: is it seen, or the file refused?"""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import json
import lzma
import shutil
import unicodedata
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.rights.hand_written import check_hand_written
from press_archive.checks.rights.own_words import check_own_words
from press_archive.collection.loading import load_archive
from published_files import PDF, PICTURE, SENTENCE, zipped
from toy_archive import write_source

from .figures import Figure

TOY = Path(__file__).parents[2] / "tests" / "toy"
S = SENTENCE
B64 = base64.b64encode(S.encode()).decode()
CYRILLIC = str.maketrans("aeopcxyi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456")
LOOKS: dict[str, tuple[str, str | bytes]] = {
    "plain": ("a.md", S), "capitals": ("a.md", S.upper()), "NFD": ("a.md", unicodedata.normalize("NFD", S)),
    "NFKD": ("a.md", unicodedata.normalize("NFKD", S)), "Cyrillic letters": ("a.md", S.translate(CYRILLIC)),
    "Greek letters": ("a.md", S.replace("o", "\u03bf")), "dotless i": ("a.md", S.replace("i", "\u0131")),
    "wide letters": ("a.md", S.translate({code: code + 0xFEE0 for code in range(0x41, 0x7B)})),
    "bold letters": ("a.md", S.translate({ord("a") + n: 0x1D41A + n for n in range(26)})),
    "double-struck letters": ("a.md", S.translate({ord("a") + n: 0x1D552 + n for n in range(26)})),
    "circled letters": ("a.md", S.translate({ord("a") + n: 0x24D0 + n for n in range(26)})),
    "zero-width spaces": ("a.md", "\u200b".join(S)), "soft hyphens": ("a.md", S.replace("n", "n\u00ad")),
    "word joiners": ("a.md", S.replace("a", "a\u2060")), "no-break spaces": ("a.md", S.replace(" ", "\u00a0")),
    "underscores": ("a.md", S.replace(" ", "_")), "hyphens": ("a.md", S.replace(" ", "-")),
    "full stops": ("a.md", S.replace(" ", ".")), "a line a word": ("a.md", S.replace(" ", "\n")),
    "a paragraph a word": ("a.md", S.replace(" ", "\n\n")), "a list": ("a.md", "- " + S.replace(" ", "\n- ")),
    "a table": ("a.md", "| " + S.replace(" ", " | ") + " |"), "line marks": ("a.md", S.replace(" ", " [L3] ")),
    "emphasis": ("a.md", S.replace("lamps", "la**mp**s")), "entities": ("a.md", S.replace("e", "&#101;")),
    "hexadecimal entities": ("a.html", "".join(f"&#x{ord(c):x};" for c in S)),
    "an alt text": ("a.md", f"![{S}](a.png)"), "a link's title": ("a.md", f'[a](https://t.example "{S}")'),
    "a comment": ("a.md", f"<!-- {S} -->"), "a reference": ("a.md", f'[a]: https://t.example "{S}"'),
    "an address": ("a.md", f"[a](https://t.example/{urllib.parse.quote(S)})"),
    "a query": ("a.html", f"<a href='https://t.example/?q={urllib.parse.quote_plus(S)}'>a</a>"),
    "an attribute": ("a.html", f"<p data-x='{S}'>a</p>"), "a label": ("a.html", f"<p aria-label='{S}'>a</p>"),
    "a meta element": ("a.html", f"<meta name=description content='{S}'>"),
    "hidden": ("a.html", f"<p hidden>{S}</p>"), "a template": ("a.html", f"<template>{S}</template>"),
    "words in elements": ("a.html", "".join(f"<i>{word}</i> " for word in S.split())),
    "letters in elements": ("a.html", "".join(f"<i>{letter}</i>" for letter in S)),
    "a script": ("a.js", f"const a = '{S}';"), "escapes": ("a.js", "".join(f"\\x{ord(c):02x}" for c in S)),
    "Unicode escapes": ("a.js", "'" + "".join(f"\\u{ord(c):04x}" for c in S) + "'"),
    "JSON": ("a.json", json.dumps({"a": S})), "JSON in a page": ("a.html", f"<script>{json.dumps([S])}</script>"),
    "a style": ("a.css", f'p::after {{ content: "{S}"; }}'), "a drawing": ("a.svg", f"<svg><text>{S}</text></svg>"),
    "a drawing's title": ("a.svg", f"<svg><title>{S}</title></svg>"), "front matter": ("a.md", f"---\na: {S}\n---\n"),
    "twice escaped": ("a.html", html.escape(html.escape(f"<b>{S}</b>"))), "CDATA": ("a.xml", f"<a><![CDATA[{S}]]></a>"),
    "Base64": ("a.md", B64), "a data address": ("a.html", f"<img src='data:text/plain;base64,{B64}'>"),
    "a plain data address": ("a.html", f"<img src='data:,{urllib.parse.quote(S)}'>"),
    "UTF-16": ("a.txt", S.encode("utf-16")), "UTF-16 without a mark": ("a.txt", S.encode("utf-16-le")),
    "UTF-32": ("a.txt", S.encode("utf-32")), "Latin-1": ("a.txt", S.encode("latin-1")),
    "gzip": ("a.gz", gzip.compress(S.encode())), "bzip2": ("a.bz2", bz2.compress(S.encode())),
    "xz": ("a.xz", lzma.compress(S.encode())), "a zip": ("a.zip", zipped({"a": S})),
    "a zip in a zip": ("a.zip", zipped({"b": zipped({"a": S})})), "a zip's comment": ("a.zip", zipped({"a": ""}, S)),
    "a zip's names": ("a.zip", zipped({S: ""})), "a zip after a picture": ("a.png", PICTURE + zipped({"a": S})),
    "a picture's text": ("a.png", PICTURE + S.encode()), "PDF": ("a.pdf", PDF), "unknown bytes": ("a.bin", b"\x80\x81"),
}  # fmt: skip


def measure(short: bool) -> Iterator[Figure]:
    """Put each look below docs/ and into a site; `short` takes every fourth."""
    missed: dict[str, list[str]] = {"check": [], "publish": []}
    looks = list(LOOKS.items())[:: 4 if short else 1]
    for what, (name, content) in looks:
        with TemporaryDirectory() as folder:
            root = Path(folder) / "toy"
            shutil.copytree(TOY / "sources", root / "sources")
            write_source(root, f"A pilot counts\n\n{S}.\n")
            for place in ("docs", "site"):
                (root / place).mkdir()
                data = content if isinstance(content, bytes) else content.encode()
                (root / place / name).write_bytes(data)
            archive = load_archive(root)
            if not any(check_own_words(archive)) and not any(check_hand_written(archive)):
                missed["check"].append(what)
            if not any(check_output(archive, root / "site")):
                missed["publish"].append(what)
    for step, left in missed.items():
        seen = f"{len(looks) - len(left)} of {len(looks)}{' (not ' + ', '.join(left) + ')' if left else ''}"
        yield Figure(f"looks that {step} sees or refuses", seen, "all", not left)
