"""Records and received files that have far too much: each is refused or read, in time and in memory.

Each case runs in a process of its own. Time is the processor's, memory the largest resident set (getrusage).
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import TOY, copy_project

from .figures import Figure

MOST_SECONDS = 5
MOST_BYTES = 500_000_000
ADDRESS = "sources/2014/ministry-address/2014-05-02-address-on-the-harbour-treaty.md"
TOPICS = "sources/vocabulary/topics.yml"
# Prints the seconds, the bytes, the exit status, and whether there was a traceback.
RUN = """
import resource, sys, traceback
from press_archive.cli import main
try:
    status = main(sys.argv[1:])
except Exception:
    traceback.print_exc()
    status = "traceback"
used = resource.getrusage(resource.RUSAGE_SELF)
print("=", used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, status)
"""


def _insert(path: str, field: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        (root / path).write_text(text.replace("---\n", f"---\n{field}\n", 1), encoding="utf-8")

    return change


def _append(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).write_text((root / path).read_text("utf-8") + text, encoding="utf-8")

    return change


def _many_documents(root: Path) -> None:
    text = (root / ADDRESS).read_bytes()
    for number in range(2_000):
        (root / ADDRESS).with_name(f"copy-{number}.md").write_bytes(text)


RECORDS: dict[str, Callable[[Path], None]] = {
    "12,000 relations": _insert(ADDRESS, f"reprint_of: [{', '.join(f'a-quay-{n}' for n in range(12_000))}]"),
    "1,000 relations": _insert(ADDRESS, f"reprint_of: [{', '.join(f'2014-05-a-{n}' for n in range(1_000))}]"),
    "900 unknown fields": _insert(ADDRESS, "\n".join(f"titl{n}: x" for n in range(900))),
    "900 kB of one value": _insert(ADDRESS, f"gloss: {'a' * 900_000}"),
    "400,000 brackets": _insert(ADDRESS, "extra: " + "[" * 400_000),
    "90,000 fields in braces": _insert(ADDRESS, f"extra: {{{', '.join(f'a{n}: b' for n in range(70_000))}}}"),
    "25,000 terms of unknown fields": _append(
        TOPICS, "".join(f"t{n}:\n  lable{n}: x\n" for n in range(25_000))
    ),
    "25,000 ids that are none": _append(TOPICS, "".join(f"T {n}:\n  label: x\n" for n in range(25_000))),
    "20,000 terms": _append(TOPICS, "".join(f"t{n}:\n  label: x{n}\n  scope: y.\n" for n in range(20_000))),
    "900 kB of list items": _append(ADDRESS, "\n- a" * 220_000 + "\n"),
    "900 kB of paragraphs": _append(ADDRESS, "\n\na" * 300_000 + "\n"),
    "19,000 stars": _append(ADDRESS, "a" + "*" * 19_000 + ".\n"),
    "19,000 brackets in a summary": _append(ADDRESS, "[" * 19_000 + ".\n"),
    "4,000 line references": _append(ADDRESS, "[L1]" * 4_000 + ".\n"),
    "600 links that lead nowhere": _append(ADDRESS, "[a](topics:harbour-treatx) " * 600 + ".\n"),
    "2,000 documents of one source": _many_documents,
    "100,000 lines of one letter in a summary": _append(ADDRESS, "\na" * 100_000 + "\n"),
    "100 levels of lists in a summary": _append(
        ADDRESS, "".join(f"{'    ' * depth}- a\n" for depth in range(100))
    ),
    "8,000 events": _append(
        "sources/vocabulary/events.yml",
        "".join(f"e{n}:\n  label: x{n}\n  date: 2014-05-02\n  description: y.\n" for n in range(8_000)),
    ),
    "1,000 variants of each of 20 terms": _append(
        TOPICS,
        "".join(
            f"t{n}:\n  label: x{n}\n  scope: y.\n  variants:\n    en: [{', '.join(f'v{n}x{k}' for k in range(1_000))}]\n"
            for n in range(20)
        ),
    ),
    "a page with 200 kB of spaces after a word": _append(
        "docs/about/rights.md", "\naccount number" + " " * 200_000 + "!\n"
    ),
    "a page with 200 kB of noughts and ones": _append("docs/about/rights.md", "\n" + "0011" * 50_000 + "\n"),
    "a page with a character reference of 200,000 digits": _append(
        "docs/about/rights.md", "\n&#" + "1" * 200_000 + ";\n"
    ),
}


def _mail(head: str, body: str) -> bytes:
    return f"From: a@gull.example\nTo: b@gull.example\nSubject: A quay\nMIME-Version: 1.0\n{head}\n\n{body}\n".encode()


def _nested(depth: int) -> bytes:
    text = ""
    for number in range(depth):
        text += f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
    return _mail(text + "Content-Type: text/plain", "A quay opens.")


def _warc(number: int, size: int, kind: str = "text/html") -> bytes:
    """Return a WARC file of records that unpack to a size each."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gull.example/\r\n"
        "WARC-Date: 2014-05-02T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) + size}\r\n\r\n"
    ).encode()
    packed = gzip.compress(head + http + b"<p>" + b" " * (size - 3) + b"\r\n\r\n", 6)
    return packed * number


def _wacz(number: int, warc: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in range(number):
            archive.writestr(f"archive/a{each}.warc", warc)
    return packed.getvalue()


def _files() -> Iterator[tuple[str, str, bytes]]:
    for charset in (
        "idna",
        "a\0b",
        "unicode_escape",
        "raw_unicode_escape",
        "punycode",
        "utf-7",
        "undefined",
        "zip",
        "hex",
    ):
        text = "<html><body><p>A quay \\ud800 opens.</p></body></html>" * 2_000
        yield f"charset {charset!r}", "a.eml", _mail(f"Content-Type: text/html; charset={charset}", text)
    yield "mail nested 3,000 deep", "a.eml", _nested(3_000)
    yield "mail nested 30,000 deep", "a.eml", _nested(30_000)
    yield (
        "mail of 100,000 header fields",
        "a.eml",
        _mail("X-A: b\n" * 100_000 + "Content-Type: text/plain", "A quay."),
    )
    yield "12 pages of 49 MB", "a.warc.gz", _warc(12, 49_000_000)
    yield "60 pages of 49 MB", "a.warc.gz", _warc(60, 49_000_000)
    yield "100 pictures of 49 MB", "a.warc.gz", _warc(100, 49_000_000, "image/png")
    yield "1,900 pages of 1 MB", "a.warc.gz", _warc(1_900, 1_000_000)
    yield "web archives of 150 MB in a zip file", "a.wacz", _wacz(20, b" " * 150_000_000)
    yield "a zip file of 60,000 files", "a.wacz", _wacz(60_000, b"")
    yield "gzip that is no web archive", "a.gz", gzip.compress(bytes(1_000_000_000), 1)
    yield "4 MB of one line", "a.txt", b"a " * 1_900_000
    yield "a title with 200 kB of spaces", "a.txt", b"A quay" + b" " * 200_000 + b"opens\n\nToday.\n"
    yield "200 kB of quotation marks", "a.txt", b"A quay opens\n\n" + "“".encode() * 70_000 + b"\n"
    yield "4 MB of names", "a.txt", b"A quay opens\n\n" + b"Velmora, " * 440_000 + b"\n"
    yield "a page of 200,000 nested elements", "a.html", b"<html><body>" + b"<div>" * 200_000 + b"A quay."
    yield (
        "base64 of nothing",
        "a.eml",
        _mail(
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64",
            base64.b64encode(b" " * 10**6).decode(),
        ),
    )


def _run(root: Path, *arguments: str) -> tuple[float, int, str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--root", str(root), *arguments], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)), env={**os.environ, "CI": ""}, errors="replace",
    )  # fmt: skip
    last = done.stdout.rpartition("\n= ")[2] if "\n= " in done.stdout else done.stdout.removeprefix("= ")
    try:
        seconds, size, status = last.split()
        return float(seconds), int(size), status
    except ValueError:
        return 60.0, 0, "killed"


def measure(short: bool) -> Iterator[Figure]:
    """Yield a figure for each hostile record and file, then their number."""
    cases: list[tuple[str, Callable[[Path], list[str]]]] = []
    for name, change in RECORDS.items():
        cases.append((name, lambda root, change=change: (change(root), ["check"])[1]))  # type: ignore[misc]
    for name, file, data in _files():

        def add(root: Path, file: str = file, data: bytes = data) -> list[str]:
            (root / file).write_bytes(data)
            return ["add", "--yes", str(root / file)]

        cases.append((name, add))
    kept = 0
    chosen = cases[::6] if short else cases
    for name, prepare in chosen:
        with tempfile.TemporaryDirectory() as temporary:
            root = copy_project(Path(temporary, "toy"), TOY)
            seconds, size, status = _run(root, *prepare(root))
        is_kept = seconds <= MOST_SECONDS and size <= MOST_BYTES and status in ("0", "1")
        kept += is_kept
        if not is_kept or not short:
            yield Figure(
                name, f"{seconds:.1f} s, {size / 1e6:.0f} MB, status {status}", "5 s, 500 MB, 0 or 1", is_kept
            )
    yield Figure("within the limits", f"{kept} of {len(chosen)}", "all", kept == len(chosen))
