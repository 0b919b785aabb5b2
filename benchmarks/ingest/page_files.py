"""Read a page of the benchmark (`pages/NAME.page`): the file that it stands for, and the truth about it.

A page is written once, with its truth marked in it, so that the two can't drift apart. `⟦text Words of the
page.⟧` marks a line (in HTML what a browser shows as one; in a text every line) and says what it is: a role
of `press_archive.records.fields.Role`, or `cut:` and a reason. `⟦caption? …⟧` marks what may be in the
capture or not. `⟦document⟧` begins the next document. The marks are taken out before the file is made. A
header between lines of `---` holds the rest:

- `shape`: what is special about the page, in a sentence. `round`: when it was written (README.md); the pages of a round were
  measured before any rule was changed for them.
- `address`: where it was fetched from, if the contributor says so.
- `encoding`, `newlines` (crlf): of the file. `mail`, `saved`, `warc`, `wacz`: the fields of what is put around the page.
- `documents`: title (the first marked one where it is left out), date, language, outlet, byline, address, speakers. A field that
  is left out is one that can't be known from the page.
"""

from __future__ import annotations

import email.message
import email.policy
import gzip
import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from press_archive.ingest.received_file import Received

PAGES = Path(__file__).with_name("pages")
_MARK = re.compile(r"⟦(?P<what>[a-z:-]+)(?P<optional>\?)?(?:\s(?P<text>.*?))?⟧", re.DOTALL)
_PAGE = re.compile(r"---\n(?P<header>.*?)\n---\n(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True)
class Marked:
    """A line of a page as a reader sees it: what it is, and whether the capture must hold it."""

    what: str
    text: str
    optional: bool = False


@dataclass
class TrueDocument:
    """What is true of a document; None for what can't be known."""

    lines: list[Marked]
    fields: dict[str, str | None]
    speakers: dict[str, str]


@dataclass
class Page:
    """A page of the benchmark: its file, and the truth."""

    name: str
    shape: str
    round: int
    received: Received
    documents: list[TrueDocument]
    cuts: list[Marked] = field(default_factory=list)


FIELDS = ("title", "date", "language", "outlet", "byline", "address")


def load_pages(folder: Path = PAGES) -> list[Page]:
    """Read every page of a folder, by name."""
    return [parse_page(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.page"))]


def parse_page(name: str, text: str) -> Page:
    """Read a page from its text."""
    match = _PAGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{name}: no header. Expected it between two lines of ---")
    header = yaml.load(match["header"], Loader=yaml.CBaseLoader)
    unknown = set(header) - {
        "shape", "round", "address", "encoding", "newlines", "mail", "saved", "warc", "wacz", "documents",
    }  # fmt: skip
    if unknown:
        raise ValueError(f"{name}: unknown fields in the header: {', '.join(sorted(unknown))}")
    body = match["body"]
    is_html = bool(re.search(r"<(?:html|body|p|rss|feed|div)\b", body, re.IGNORECASE))
    lines: list[list[Marked]] = [[]]
    for mark in _MARK.finditer(body):
        if mark["what"] == "document":
            if lines[-1]:
                lines.append([])
            continue
        for line in _seen(mark["text"], is_html):
            lines[-1].append(Marked(mark["what"], line, bool(mark["optional"])))
    if len(lines) != len(header["documents"]):
        raise ValueError(
            f"{name}: {len(header['documents'])} documents in the header, {len(lines)} marked in the page"
        )
    documents = [_true(name, told, found) for told, found in zip(header["documents"], lines, strict=True)]
    cuts = [line for found in lines for line in found if line.what.startswith("cut:")]
    plain = _MARK.sub(lambda mark: mark["text"] or "", body)
    file_name, data = _file(name, plain, header, is_html)
    return Page(
        name,
        header["shape"],
        int(header["round"]),
        Received(file_name, data, header.get("address", "")),
        documents,
        cuts,
    )


def _true(name: str, told: dict, lines: list[Marked]) -> TrueDocument:
    unknown = set(told) - {*FIELDS, "speakers"}
    if unknown:
        raise ValueError(f"{name}: unknown fields of a document: {', '.join(sorted(unknown))}")
    title = told.get("title") or next((line.text for line in lines if line.what == "title"), None)
    fields = {field: told.get(field) for field in FIELDS} | {"title": title}
    return TrueDocument(
        [line for line in lines if not line.what.startswith("cut:")], fields, told.get("speakers", {})
    )


def _seen(text: str, is_html: bool) -> list[str]:
    """Return the lines of a marked text as a browser shows them; a text's own lines."""
    if is_html:
        text = re.sub(r"(?i)<br\s*/?>", "\0", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
        text = re.sub(r"\s+", " ", text).replace("\0", "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]


# --- What is put around a page


def _file(name: str, text: str, header: dict, is_html: bool) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that a page stands for."""
    if header.get("newlines") == "crlf":
        text = text.replace("\n", "\r\n")
    data = text.encode(header.get("encoding", "utf-8"))
    if "mail" in header:
        return f"{name}.eml", _mail(text, header["mail"], is_html)
    if "saved" in header:
        return f"{name}.mhtml", _saved(text, header["saved"])
    if "warc" in header:
        return f"{name}.warc", _warc(data, header["warc"])
    if "wacz" in header:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for path, content in (
                ("datapackage.json", b'{"profile": "data-package", "wacz_version": "1.1.1"}'),
                ("archive/data.warc.gz", _warc(data, header["wacz"], compressed=True)),
            ):
                archive.writestr(zipfile.ZipInfo(path, (2019, 3, 4, 12, 0, 0)), content)
        return f"{name}.wacz", packed.getvalue()
    return f"{name}.{'html' if is_html else 'txt'}", data


def _mail(text: str, told: dict, is_html: bool) -> bytes:
    """Return a mail (RFC 5322) with the text as its body; `plain` is a body in plain text that says less."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = told["from"], "reader@mail.example"
    message["Subject"], message["Date"] = told["subject"], told["date"]
    message["Message-ID"] = "<1@mail.example>"
    coded = {"charset": told.get("charset", "utf-8"), "cte": told.get("transfer", "quoted-printable")}
    if "plain" in told:
        message.set_content(told["plain"], **coded)
        message.add_alternative(text, subtype="html", **coded)
    else:
        message.set_content(text, subtype="html" if is_html else "plain", **coded)
    if message.is_multipart():
        message.set_boundary("=_part")
    return message.as_bytes()


def _saved(text: str, told: dict) -> bytes:
    """Return a page as a browser saves it with its pictures (MHTML, RFC 2557)."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"], message["Subject"], message["Date"] = (
        told["address"],
        told["subject"],
        told["date"],
    )
    message.set_content(text, subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related(b"\x89PNG\r\n", maintype="image", subtype="png", cid="<1@mhtml>")
    message.set_boundary("----MultipartBoundary--saved----")
    return message.as_bytes()


def _warc(data: bytes, told: dict, compressed: bool = False) -> bytes:
    """Return a web archive (ISO 28500) with the page and the other records that were captured with it."""
    others = [
        (one["address"], one.get("status", "200 OK"), one["type"], one["body"].encode())
        for one in told.get("others", [])
    ]
    records = []
    for address, status, kind, content in [
        *others,
        (told["address"], "200 OK", "text/html; charset=utf-8", data),
    ]:
        answer = (
            f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:record:{len(records)}>\r\nWARC-Date: {told['captured']}\r\n"
            f"WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record, mtime=0) if compressed else record)
    return b"".join(records)
