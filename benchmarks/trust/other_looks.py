"""A copied sentence under another look, below docs/ and in a finished site: is it seen, or the file refused?"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import json
import lzma
import shutil
import tarfile
import unicodedata
import urllib.parse
import zlib
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


# Without an accent: where a capture has accents itself, letters with others are not undone.
PLAIN = "Nine old pilots lit every lamp along the grey mole before dawn"
PLAIN_64 = base64.b64encode(PLAIN.encode()).decode()
W = PLAIN.split()
SMALL = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
CHEROKEE = str.maketrans("ABCDEGHIJKLMPRSTVWZ", "ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ")


def _marked(mark: str) -> str:
    """Return the sentence with a combining mark after each letter."""
    return "".join(letter + mark * letter.isalpha() for letter in PLAIN)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG file."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(PLAIN.encode())
        archive.addfile(member, io.BytesIO(PLAIN.encode()))
    return packed.getvalue()


# Seen or refused since the second look at the defences.
MORE: dict[str, tuple[str, str | bytes]] = {
    "letters set apart": ("a.md", " ".join(PLAIN)), "letters and full stops": ("a.md", " ".join(".".join(w) for w in W)),
    "a letter a line": ("a.md", "\n".join(PLAIN)), "letters of a list": ("a.js", json.dumps(list(PLAIN))),
    "letters of a drawing": ("a.svg", "<svg>" + "".join(f"<text>{c}</text>" for c in PLAIN) + "</svg>"),
    "hyphens at ends of lines": ("a.md", " ".join(f"{w[:2]}-\n{w[2:]}" for w in W)),
    "hyphens in words": ("a.md", " ".join(f"{w[:2]}-{w[2:]}" for w in W)),
    "underlined letters": ("a.md", _marked("\u0332")), "letters struck out": ("a.md", _marked("\u0336")),
    "dotted letters": ("a.md", _marked("\u0307")), "letters in circles": ("a.md", _marked("\u20dd")),
    "accents": ("a.md", PLAIN.translate(str.maketrans("aeiou", "äéîòû"))),
    "strokes": ("a.md", PLAIN.translate(str.maketrans("odth", "øđŧħ")).replace("l", "ł")),
    "small capitals": ("a.md", PLAIN.lower().translate(SMALL)), "Cherokee": ("a.md", PLAIN.upper().translate(CHEROKEE)),
    "letters in squares": ("a.md", PLAIN.upper().translate({65 + n: 0x1F170 + n for n in range(26)})),
    "letters in brackets": ("a.md", PLAIN.lower().translate({97 + n: 0x249C + n for n in range(26)})),
    "letters of flags": ("a.md", PLAIN.upper().translate({65 + n: 0x1F1E6 + n for n in range(26)})),
    "tags": ("a.md", PLAIN.translate({n: 0xE0000 + n for n in range(32, 127)})),
    "digits for letters": ("a.md", PLAIN.replace("e", "3").replace("o", "0").replace("l", "1")),
    "numbered words": ("a.csv", "\n".join(f"{n},{w}" for n, w in enumerate(W))),
    "subtitles": ("a.vtt", "\n\n".join(f"00:0{n} --> 00:0{n + 1}\n{w}" for n, w in enumerate(W))),
    "numbered strings": ("a.json", json.dumps({f"line {n}": w for n, w in enumerate(W)})),
    "percent signs": ("a.txt", "".join(f"%{b:02x}" for b in PLAIN.encode())),
    "percent signs of a script": ("a.js", "".join(f"%u{ord(c):04x}" for c in PLAIN)),
    "an address escaped twice": ("a.html", f"<a href='/{urllib.parse.quote(urllib.parse.quote(PLAIN))}'>a</a>"),
    "escapes of a style": ("a.css", "a{content:'" + "".join(f"\\{ord(c):06x}" for c in PLAIN) + "'}"),
    "octal escapes": ("a.js", "'" + "".join(f"\\{ord(c):03o}" for c in PLAIN) + "'"),
    "a data address in a style": ("a.css", f'a{{background:url("data:image/svg+xml,{urllib.parse.quote(f"<a>{PLAIN}</a>")}")}}'),
    "escapes of YAML": ("a.yml", 'a: "' + "".join(f"\\U{ord(c):08x}" for c in PLAIN) + '"'),
    "character codes": ("a.js", ",".join(str(ord(c)) for c in PLAIN)), "hexadecimal digits": ("a.md", PLAIN.encode().hex()),
    "hexadecimal bytes": ("a.md", PLAIN.encode().hex(" ")), "Base32": ("a.md", base64.b32encode(PLAIN.encode()).decode()),
    "Base64 of gzip": ("a.md", base64.b64encode(gzip.compress(PLAIN.encode())).decode()),
    "Base64 of zlib": ("a.md", base64.b64encode(zlib.compress(PLAIN.encode())).decode()),
    "Base64 after letters": ("a.md", "Xy" + PLAIN_64),
    "Base64 in short lines": ("a.md", "\n".join(PLAIN_64[n : n + 20] for n in range(0, len(PLAIN_64), 20))),
    "Base64 in strings": ("a.js", "+".join(f"'{PLAIN_64[n : n + 24]}'" for n in range(0, len(PLAIN_64), 24))),
    "quoted-printable": ("a.txt", "".join(f"={b:02X}" for b in PLAIN.encode())),
    "quoted-printable lines": ("a.eml", "=\n".join(PLAIN)),
    "uuencoded": ("a.txt", "begin 644 a\n" + "".join(binascii.b2a_uu(PLAIN.encode()[n : n + 45]).decode() for n in (0, 45)) + "`\nend\n"),
    "UTF-32 without a mark": ("a.txt", PLAIN.encode("utf-32-le")), "a zero byte a letter": ("a.txt", "\0".join(PLAIN)),
    "a tar": ("a.tgz", _tar()), "RTF": ("a.rtf", "{\\rtf1 a}"), "PDF of plain text": ("a.txt", "%PDF-1.4\n1 0 obj<<>>"),
    "PDF after a picture": ("a.png", PICTURE + PDF), "SQLite": ("a.db", b"SQLite format 3\0abc"),
    "compressed text of a picture": ("a.png", PICTURE + _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(PLAIN.encode()))),
    "UTF-16 in a picture": ("a.jpg", b"\xff\xd8\xff\xe1" + PLAIN.encode("utf-16-le")),
    "markup in a picture": ("a.jpg", b"\xff\xd8\xff\xe1" + "".join(f"<i>{ord(c)}</i>&#{ord(c)};" for c in PLAIN).encode() + f"<a>{'</a><a>'.join(W)}</a>".encode()),
    "compressed text of a font": ("a.woff", b"wOFF" + zlib.compress(PLAIN.encode())),
    "a name of gzip": ("a.gz", b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + PLAIN.encode() + b"\0" + gzip.compress(b"a")[10:]),
    "names of attributes": ("a.html", f"<p {PLAIN}>a</p>"),
    "titles of many": ("a.html", "".join(f'<i title="{w}">a</i>' for w in W)),
    "hidden words between": ("a.html", "<p>" + " ".join(f"{w} <i hidden>a</i>" for w in W) + "</p>"),
    "readings of words": ("a.html", "<p>" + " ".join(f"<ruby>{w}<rt>a</rt></ruby>" for w in W) + "</p>"),
    "a file's name": (f"{'-'.join(W)}.png", PICTURE),
}  # fmt: skip
LOOKS |= MORE
CAPTURE = f"A pilot counts\n\n{S}.\n\n{PLAIN}.\n"


def measure(short: bool) -> Iterator[Figure]:
    """Put each look below docs/ and into a site; `short` takes every fourth."""
    missed: dict[str, list[str]] = {"check": [], "publish": []}
    looks = list(LOOKS.items())[:: 4 if short else 1]
    for what, (name, content) in looks:
        with TemporaryDirectory() as folder:
            root = Path(folder) / "toy"
            shutil.copytree(TOY / "sources", root / "sources")
            write_source(root, CAPTURE)
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
