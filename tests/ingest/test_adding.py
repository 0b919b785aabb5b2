"""Adding a source: a received file becomes records that a person only judges."""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import io
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from conftest import HERE, REPOSITORY, TOY, copy_project, held_captures
from press_archive.captures.capture import MAX_BYTES, MAX_ORIGINAL_BYTES
from press_archive.checks.run import check_archive
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.commands.asking.about_draft import Asking
from press_archive.commands.asking.questions import Questions
from press_archive.ingest.propose.draft import Draft, draft
from press_archive.ingest.read.web_archives import MAX_PAGE_BYTES
from press_archive.ingest.received_file import Received
from press_archive.ingest.write.write_source import render_draft
from site_fixtures import expand, real_documents, recorded_documents

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry fares to fall in spring - Tidewatch</title>
<meta property="og:site_name" content="Tidewatch"><link rel="canonical" href="https://www.tidewatch.example/ferries/4711?utm_source=letter">
<meta property="article:published_time" content="2014-02-11T08:00:00+01:00"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Ferry fares to fall in spring</h1><p class="byline">By Orla Penhaligon</p>
<time datetime="2014-02-11">11 February 2014</time>
<p>PORT SALTMERE - The fares of the harbour’s ferries will fall by a tenth in April, Ilse Marrowby said on Tuesday.</p>
<p>She told reporters that the crossing to Ostrand had become cheaper, and that boats would sail until midnight.</p>
<p>“Nobody should have to count coins on a quay,” she said, and pointed at the benches of the waiting room behind her.</p>
<h2>THE OLD BOATS</h2>
<p>The three oldest boats will be sold, the ministry said, and their bells hung in the harbour office for all to hear.</p>
</article><div class="share">Share on Facebook</div><footer>© Tidewatch. All rights reserved.</footer></body></html>
"""
BODY = [
    "PORT SALTMERE - The fares of the harbour’s ferries will fall by a tenth in April, Ilse Marrowby said on Tuesday.",
    "She told reporters that the crossing to Ostrand had become cheaper, and that boats would sail until midnight.",
    "“Nobody should have to count coins on a quay,” she said, and pointed at the benches of the waiting room behind her.",
    "THE OLD BOATS",
    "The three oldest boats will be sold, the ministry said, and their bells hung in the harbour office for all to hear.",
]
TEXT = "\n\n".join(
    ["Ferry fares to fall in spring", "By Orla Penhaligon", "11 February 2014", *BODY,
     "Original url: <https://www.tidewatch.example/ferries/4711>"]
) + "\n"  # fmt: skip
SUMMARY = """The fares of the ferries between the two harbours will fall by a tenth in spring, according to Ilse Marrowby, who
spoke to reporters [L{body}]. Whoever crosses late gains most, since boats will go on until midnight.
"""


def add(root: Path, *arguments: str) -> int:
    """Run `archive add` in an archive, asking nothing."""
    return main(["--root", str(root), "add", "--yes", *arguments])


def added(root: Path) -> Path:
    """The one folder of 2014 that the toy archive does not have."""
    known = {path.name for path in (TOY / "sources" / "2014").iterdir()}
    (folder,) = (path for path in (root / "sources" / "2014").iterdir() if path.name not in known)
    return folder


def fields(folder: Path) -> dict:
    """The front matter of a folder's one document, every value as text."""
    (document,) = folder.glob("*.md")
    return yaml.load(document.read_text().split("---\n")[1], Loader=yaml.BaseLoader)


def source(folder: Path) -> dict:
    return yaml.load((folder / "source.yml").read_text(), Loader=yaml.BaseLoader)


# --- From a page to a record


def test_a_saved_page_becomes_a_draft_that_lacks_only_what_a_person_must_say(toy, tmp_path, capsys):
    page = tmp_path / "Ferry fares.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    folder = added(toy)
    found = fields(folder)
    assert {name: found[name] for name in ("title", "date", "outlet", "language", "original_url", "byline", "kind", "chain")} == {
        "title": "Ferry fares to fall in spring", "date": "2014-02-11", "outlet": "tidewatch", "language": "en",
        "original_url": "https://www.tidewatch.example/ferries/4711", "byline": "Orla Penhaligon", "kind": "news-report",
        "chain": ["tidewatch"],
    }  # fmt: skip
    assert found["people"] == ["ilse-marrowby"]
    assert set(found["places"]) == {"port-saltmere", "ostrand"}
    lines = (folder / "capture.txt").read_text().split("\n")
    assert [line for line in lines if line in BODY] == BODY
    assert {lines[int(line) - 1]: role for line, role in found["roles"].items()} == {
        "Ferry fares to fall in spring": "title", "By Orla Penhaligon": "byline", "11 February 2014": "date",
        BODY[0]: "dateline", "THE OLD BOATS": "crosshead",
    }  # fmt: skip
    assert not any("Facebook" in line or "rights reserved" in line or line == "News" for line in lines)
    assert re.findall(r"[A-Z]\d{3}\b[^:]*", capsys.readouterr().out) == [
        "R117 topics[0]",
        "R117 statements[0].speaker",
        "R117",
    ]


def fill_gaps(folder: Path) -> None:
    """Fill in what a draft of PAGE leaves to do."""
    (document,) = folder.glob("*.md")
    text = document.read_text()
    assert "[L13]" in text
    _, front, _ = text.split("---\n")
    front = re.sub(r"topics: .*", "topics: [harbour-treaty]", front)
    front = re.sub(r"speaker: .*", "speaker: ilse-marrowby", front)
    number = (folder / "capture.txt").read_text().split("\n").index(BODY[0]) + 1
    document.write_text(f"---\n{front}---\n{SUMMARY.format(body=number)}")


def test_a_draft_whose_three_gaps_are_filled_passes_every_check(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    fill_gaps(added(toy))
    capsys.readouterr()
    assert main(["--root", str(toy), "check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("begun", [False, True])
def test_a_draft_has_the_fingerprints_of_its_lines_as_they_are_proposed(toy_held, tmp_path, capsys, begun):
    """Also where the archive begins with them, since every other restricted capture is held."""
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    if begun:
        assert main(["--root", str(toy_held), "hold"]) == 0
    assert add(toy_held, str(page)) == 0
    made = (added(toy_held) / "fingerprints.txt").read_bytes()
    assert (added(toy_held) / "fingerprints.txt").stat().st_mode & 0o044 == 0o044
    fill_gaps(added(toy_held))
    capsys.readouterr()
    assert main(["--root", str(toy_held), "check"]) == 0, capsys.readouterr().err
    assert main(["--root", str(toy_held), "hold"]) == 0
    assert (added(toy_held) / "fingerprints.txt").read_bytes() == made
    (document,) = added(toy_held).glob("*.md")
    document.write_text(f"{document.read_text()}\n{BODY[1]}\n")
    (added(toy_held) / "capture.txt").unlink()
    assert main(["--root", str(toy_held), "check"]) == 1
    assert "S107: 9 words in a row ('" in capsys.readouterr().err


def test_an_archive_that_has_no_fingerprints_yet_gets_none_with_a_draft(toy, tmp_path):
    before = (toy / "sources/collection.yml").read_bytes()
    (tmp_path / "page.html").write_text(PAGE)
    assert add(toy, str(tmp_path / "page.html")) == 0
    assert not list(toy.glob("sources/*/*/fingerprints.txt"))
    assert (toy / "sources/collection.yml").read_bytes() == before


def test_a_draft_is_in_canonical_form(toy, tmp_path, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    assert add(toy, str(tmp_path / "page.html")) == 0
    assert main(["--root", str(toy), "format", "--check", str(added(toy))]) == 0, capsys.readouterr().out


def test_of_a_judged_draft_the_comments_go_and_those_of_people_stay(toy, tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    assert add(toy, str(tmp_path / "page.html")) == 0
    (document,) = added(toy).glob("*.md")
    before = fields(added(toy)), source(added(toy))
    document.write_text(document.read_text().replace("topics:", "# look at line 9 again\ntopics:"))
    assert main(["--root", str(toy), "format", "--judged", str(added(toy))]) == 0
    assert (fields(added(toy)), source(added(toy))) == before
    comments = re.findall(r"(?m)^ *#.*", document.read_text() + (added(toy) / "source.yml").read_text())
    assert comments == [
        "# look at line 9 again",
        "# yaml-language-server: $schema=../../../schema/source.json",
    ]


def test_the_check_refuses_what_is_left_to_do_and_names_its_line(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    said = capsys.readouterr().out
    assert main(["--root", str(toy), "check"]) == 1
    (document,) = added(toy).glob("*.md")
    lines = document.read_text().split("\n")
    reported = re.findall(rf"{re.escape(document.name)}:(\d+): R117", capsys.readouterr().err)
    assert [lines[int(number) - 1].split("TODO")[0] for number in reported] == [
        "topics: [",
        "  - speaker: ",
        "",
    ]
    assert all(f"{document.name}:{number}: R117" in said for number in reported)


def test_the_report_ends_with_the_commands_to_run_next(toy, tmp_path, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    assert add(toy, str(tmp_path / "page.html")) == 0
    name = added(toy).name
    assert capsys.readouterr().out.endswith(
        "Check each value and the comment above it, then run:\n"
        f"  archive preview {name}\n"
        "  archive check\n"
        f"  archive format --judged sources/2014/{name}\n"
    )


def test_above_each_value_is_a_comment_with_its_origin_and_a_confidence(toy, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    (document,) = added(toy).glob("*.md")
    lines = document.read_text().split("\n")
    for name in (
        "title",
        "date",
        "outlet",
        "kind",
        "language",
        "original_url",
        "byline",
        "nearness",
        "wholeness",
        "people",
    ):
        (place,) = (number for number, line in enumerate(lines) if line.startswith(f"{name}:"))
        assert re.fullmatch(r"#: .+ \((high|medium|low) confidence\)", lines[place - 1]), name


def test_a_role_of_low_confidence_is_named_above_the_roles(toy, tmp_path):
    (tmp_path / "ferry.txt").write_text(TEXT.replace("By Orla", "Orla"))
    assert add(toy, str(tmp_path / "ferry.txt")) == 0
    (document,) = added(toy).glob("*.md")
    assert "#: low confidence: line 3, a name alone before the date\nroles: " in document.read_text()


def test_what_a_person_must_decide_or_add_is_explained_in_comments(toy, tmp_path):
    (tmp_path / "ferry.txt").write_text(TEXT)
    assert add(toy, str(tmp_path / "ferry.txt")) == 0
    (document,) = added(toy).glob("*.md")
    drafted = (added(toy) / "source.yml").read_text() + document.read_text()
    for comment, field in (
        ("not found in the file; add it if you know it", "captured: unknown"),
        (
            "most press articles are in copyright; docs/about/rights.md has the other statements",
            "rights: InC",
        ),
        ("in the order of publication, the first publisher first", "chain: [tidewatch]"),
        (
            "choose from: harbour-treaty, free-quay, crane-dispute, fishing-rights, lighthouse-dues",
            "topics: [TODO what it is about]",
        ),
    ):
        assert re.search(rf"(?m)^#: {re.escape(comment)}( \([a-z ]+\))?\n{re.escape(field)}$", drafted), (
            comment
        )
    assert drafted.endswith(
        "\n---\nTODO Summarise the document in your own words, in 80 to 300 words. Cite the lines that support each statement, "
        "such as [L13].\n"
    )


def test_a_comment_says_where_a_cut_and_an_address_come_from(toy, tmp_path):
    text = TEXT + "\nCOMMENTS\n\nRuna: I sailed on the oldest of them.\n\nOtto: So did I.\n"
    (tmp_path / "ferry.txt").write_text(text)
    assert add(toy, str(tmp_path / "ferry.txt"), "--page", "https://www.tidewatch.example/ferries/4711") == 0
    record = (added(toy) / "source.yml").read_text()
    assert (
        "#: from the command line (low confidence)\ncaptured_from: https://www.tidewatch.example/" in record
    )
    place = text.split("\n").index("COMMENTS") + 1
    assert f"#: after line {place}, the heading of the comments (medium confidence)\n" in record


def test_a_space_in_a_printed_address_is_removed_and_the_note_says_so(toy, tmp_path):
    (tmp_path / "ferry.txt").write_text(TEXT.replace("ferries/4711>", "ferries/47 11>"))
    assert add(toy, str(tmp_path / "ferry.txt")) == 0
    (note,) = fields(added(toy))["notes"]
    place = TEXT.split("\n").index("Original url: <https://www.tidewatch.example/ferries/4711>") + 1
    found = f"The address printed in line {place} contains a space, which is removed here."
    assert note == f"The original URL is inferred. {found}"


# --- What is kept


def warc(*pages: tuple[str, str], head: str = "text/html; charset=utf-8", damage: bytes = b"") -> bytes:
    """A web archive (ISO 28500) of pages: (address, HTML), each record compressed by itself; `head` is their
    type.
    """
    records = b""
    for number, (address, html) in enumerate(pages):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {head}\r\n\r\n".encode() + html.encode() + damage
        record = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2015-06-07T08:09:10Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records += gzip.compress(record.encode() + answer + b"\r\n\r\n")
    return records


def wacz() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc(("https://www.tidewatch.example/ferries/4711", PAGE)))
        archive.writestr("datapackage.json", "{}")
    return stream.getvalue()


def mail(saved: bool, page: str = PAGE) -> bytes:
    body = base64.encodebytes(page.encode()).decode()
    head = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://www.tidewatch.example/ferries/4711\n"
        if saved
        else "From: Tidewatch <letters@tidewatch.example>\nTo: reader@reader.example\n"
    )
    return (
        f"{head}Subject: Ferry fares to fall in spring\nDate: Tue, 11 Feb 2014 09:00:00 +0100\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related; boundary=seam; type="text/html"\n\n--seam\nContent-Type: text/html; charset=utf-8\n'
        f"Content-Transfer-Encoding: base64\n\n{body}\n--seam--\n"
    ).encode()


FORMATS = {
    "page.html": PAGE.encode(),
    "page.htm": b"\xef\xbb\xbf" + PAGE.encode(),
    "windows.txt": TEXT.replace("\n", "\r\n").encode(),
    "wide.txt": TEXT.encode("utf-16"),
    "crawl.warc.gz": warc(("https://www.tidewatch.example/ferries/4711", PAGE)),
    "crawl.warc": gzip.decompress(warc(("https://www.tidewatch.example/ferries/4711", PAGE))),
    "crawl.wacz": wacz(),
    "letter.eml": mail(saved=False),
    "saved.mhtml": mail(saved=True),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_of_what_was_received_are_kept_beside_the_text_made_from_them(toy, tmp_path, name):
    received = tmp_path / name
    received.write_bytes(FORMATS[name])
    assert add(toy, str(received)) == 0
    folder = added(toy)
    (original,) = folder.glob("original.*")
    assert original.read_bytes() == FORMATS[name]
    assert original.stat().st_mode & 0o777 == 0o600
    capture = (folder / "capture.txt").read_bytes()
    record = source(folder)
    assert record["sha256"] == hashlib.sha256(capture).hexdigest()
    git = subprocess.run(["git", "hash-object", "--stdin"], input=capture, capture_output=True, check=True)
    assert record["swhid"] == f"swh:1:cnt:{git.stdout.decode().strip()}"
    assert record["original"]["sha256"] == hashlib.sha256(FORMATS[name]).hexdigest()
    assert record["original"]["file"] == name
    assert re.search(r"press-archive \d", record["original"]["extractor"])
    assert [line for line in capture.decode().split("\n") if line in BODY] == BODY
    found = fields(folder)
    assert (found["title"], found["date"], found["outlet"]) == (
        "Ferry fares to fall in spring",
        "2014-02-11",
        "tidewatch",
    )
    if "warc" in name or "wacz" in name:
        assert record["captured"] == "2015-06-07"
        assert record["captured_from"] == "https://www.tidewatch.example/ferries/4711"


def test_the_address_of_a_saved_blog_is_recorded_even_if_its_first_item_links_to_it(toy, tmp_path):
    address = "https://www.tidewatch.example/ferries/4711"
    item = (
        f"<article class='post'><h2><a href='{address}'>%s</a></h2><p>{BODY[0]}</p><p>{BODY[1]}</p></article>"
    )
    blog = f"<html><body>{item % 'Ferry fares to fall'}{item % 'The old boats are sold'}</body></html>"
    (tmp_path / "saved.mhtml").write_bytes(mail(saved=True, page=blog))
    assert add(toy, str(tmp_path / "saved.mhtml")) == 0
    assert source(added(toy))["captured_from"] == address


def test_a_text_is_the_capture_itself_byte_for_byte(toy, tmp_path):
    received = tmp_path / "ferry.txt"
    received.write_text(TEXT)
    assert add(toy, str(received)) == 0
    folder = added(toy)
    assert (folder / "capture.txt").read_bytes() == TEXT.encode()
    assert not list(folder.glob("original.*"))
    assert source(folder)["file"] == "ferry.txt"
    assert fields(folder)["original_url"] == "https://www.tidewatch.example/ferries/4711"


INTERVIEW = """A bell for the harbour office

11 February 2014

Tidewatch: Who rings the bell?

Ilse Marrowby: Whoever is awake.

Nobody is paid for it.

Tidewatch: And at night?

Ilse Marrowby: Then the tide rings it.
Tomas Quill: It never does.

Original url: https://www.tidewatch.example/bells/1
"""


def statements_of(toy: Path, received: Path, text: str) -> list[tuple[str, str, str]]:
    """Return (speaker, lines, form) of the statements that are drafted for a text."""
    received.write_text(text, encoding="utf-8")
    assert add(toy, str(received)) == 0
    statements = fields(added(toy)).get("statements", [])
    return [(statement["speaker"], statement["lines"], statement["form"]) for statement in statements]


def test_each_answer_of_a_known_person_is_a_statement_with_the_blank_lines_within_it(toy, tmp_path):
    assert statements_of(toy, tmp_path / "bell.txt", INTERVIEW) == [
        ("ilse-marrowby", "7-9", "quoted"),
        ("ilse-marrowby", "13", "quoted"),
        ("tomas-quill", "14", "quoted"),
    ]


QUOTING = """A bell for the harbour office

11 February 2014

The office has bought a bell, and the council knows of its "price".

"It rings by itself at night," Ilse Marrowby said on the quay.

Tomas Quill had heard "nothing at all of it", as he told Anneke Duinstra.

“Bells are for boats without a clock,” a docker added.

Nobody had asked for it, said the harbour office, "Ilse Marrowby or the tide".

Original url: https://www.tidewatch.example/bells/2
"""


def test_quotations_are_drafted_with_the_one_person_whom_the_line_names_or_left_to_do(toy, tmp_path, capsys):
    assert statements_of(toy, tmp_path / "bell.txt", QUOTING) == [
        ("TODO ilse-marrowby?", "7", "quoted"),
        ("TODO who says it", "9", "quoted"),  # it names two
        ("TODO who says it", "11", "quoted"),
        ("TODO who says it", "13", "quoted"),  # the name is in the quotation
    ]
    (record,) = added(toy).glob("2*.md")
    assert "\n#: low confidence: the lines with quotation marks" in record.read_text(encoding="utf-8")
    assert "statements[1].speaker: left to do ('TODO who says it')" in capsys.readouterr().out


def test_a_report_without_a_quotation_has_no_statement_in_its_draft(toy, tmp_path):
    received = tmp_path / "ferry.txt"
    received.write_text(TEXT.replace("“", "").replace("”", ""), encoding="utf-8")
    assert add(toy, str(received)) == 0
    assert "statements" not in fields(added(toy))


AGGREGATED = """Ferry fares to fall - Gull Post
11-02-14 12:30:00,
The fares of the ferry to the Grey Shoals fall by a third from the spring, the harbour office of Port Saltmere said.
Read more...

The old boats are sold - Tidewatch
12-02-14 09:00:00,
Three of the oldest boats of the ferry were sold to a museum that has no water, and to a man who has no museum.
Read more...
"""


def test_the_stamp_of_an_aggregator_is_no_date_of_publication(toy, tmp_path):
    received = tmp_path / "digest.txt"
    received.write_text(AGGREGATED, encoding="utf-8")
    assert add(toy, str(received)) == 0
    records = [
        document.fields for document in recorded_documents(toy).values() if document.folder == added(toy)
    ]
    assert [(record["date"], record["republished"]) for record in records] == [
        ("unknown", {"by": "harbour-digest", "date": "2014-02-11", "line": "2"}),
        ("unknown", {"by": "harbour-digest", "date": "2014-02-12", "line": "7"}),
    ]
    assert sorted(path.name[:10] for path in added(toy).glob("2*.md")) == ["2014-02-11", "2014-02-12"]


def test_a_text_can_be_piped_in(toy):
    done = subprocess.run(
        [sys.executable, "-m", "press_archive", "--root", str(toy), "add", "-"], input=TEXT.encode(), capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (added(toy) / "capture.txt").read_bytes() == TEXT.encode()


def test_of_a_web_archive_the_page_that_is_named_is_drafted(toy, tmp_path):
    other = PAGE.replace("Ferry fares to fall in spring", "A bell for the harbour office").replace(
        "4711", "4712"
    )
    crawl = tmp_path / "crawl.warc.gz"
    crawl.write_bytes(
        warc(("https://www.tidewatch.example/1", PAGE), ("https://www.tidewatch.example/2", other))
    )
    assert add(toy, str(crawl), "--page", "https://www.tidewatch.example/2") == 0
    assert fields(added(toy))["title"] == "A bell for the harbour office"


def test_the_other_pages_of_a_web_archive_are_listed(toy, tmp_path, capsys):
    crawl = tmp_path / "crawl.warc.gz"
    crawl.write_bytes(
        warc(("https://www.tidewatch.example/1", PAGE), ("https://www.tidewatch.example/2", PAGE))
    )
    assert add(toy, str(crawl)) == 0
    assert capsys.readouterr().err == (
        "the web archive contains 1 other page with text (https://www.tidewatch.example/2). "
        "Hint: draft another one with --page ADDRESS\n"
    )


UNKNOWN_ENCODING = (
    "<!doctype html><html><body><p>Причал подметён, сообщил Корин Хейл.</p>"  # with a byte that is no UTF-8
)


def test_a_page_in_an_unknown_encoding_does_not_keep_the_others_of_a_web_archive_back(toy, tmp_path, capsys):
    crawl = tmp_path / "crawl.warc.gz"
    broken = warc(
        ("https://www.tidewatch.example/1", UNKNOWN_ENCODING),
        head="text/html; charset=x-none",
        damage=b"\xff",
    )
    crawl.write_bytes(broken + warc(("https://www.tidewatch.example/2", PAGE)))
    assert add(toy, str(crawl)) == 0
    assert source(added(toy))["captured_from"] == "https://www.tidewatch.example/2"


def test_a_web_archive_whose_one_page_is_in_an_unknown_encoding_is_refused(unchanged, tmp_path, capsys):
    crawl = tmp_path / "crawl.warc.gz"
    crawl.write_bytes(
        warc(
            ("https://www.tidewatch.example/1", UNKNOWN_ENCODING),
            head="text/html; charset=x-none",
            damage=b"\xff",
        )
    )
    assert add(unchanged, str(crawl)) == 1
    assert (
        capsys.readouterr().err
        == "crawl.warc.gz: unknown encoding. Expected UTF-8. Hint: save it as UTF-8 in an editor\n"
    )


def test_a_page_of_a_web_archive_above_the_size_limit_is_refused_and_not_cut(unchanged, tmp_path, capsys):
    crawl = tmp_path / "crawl.warc.gz"
    crawl.write_bytes(warc(("https://www.tidewatch.example/1", PAGE + "\n" * MAX_PAGE_BYTES)))
    assert add(unchanged, str(crawl)) == 1
    assert capsys.readouterr().err == (
        "crawl.warc.gz: the page https://www.tidewatch.example/1 has more than 20,000,000 bytes. "
        "Expected the text of one page. Hint: copy its text into a .txt file\n"
    )


def test_a_web_archive_with_more_records_than_are_read_is_pointed_out(toy, tmp_path, capsys):
    crawl = tmp_path / "crawl.warc.gz"
    scripts = [(f"https://www.tidewatch.example/{number}.js", "") for number in range(2_000)]
    crawl.write_bytes(
        warc(("https://www.tidewatch.example/1", PAGE)) + warc(*scripts, head="text/javascript")
    )
    assert add(toy, str(crawl)) == 0
    assert capsys.readouterr().err == "only the first 2,000 records of the web archive were read\n"


def test_of_a_fetched_page_the_day_and_the_address_are_recorded(toy, monkeypatch, capsys):
    sent = Received("page.html", PAGE.encode(), "https://www.tidewatch.example/2014/ferries")
    monkeypatch.setattr("press_archive.commands.add.fetch", lambda address: sent)
    days = [datetime.date.today().isoformat()]
    assert add(toy, "--url", "https://tidewatch.example/4711") == 0
    days.append(datetime.date.today().isoformat())  # midnight may have passed
    record = source(added(toy))
    assert record["captured"] in days
    assert record["captured_from"] == "https://www.tidewatch.example/2014/ferries"
    assert (
        "https://tidewatch.example/4711 redirected to https://www.tidewatch.example/2014/ferries. Is this"
        in capsys.readouterr().err
    )
    assert (added(toy) / "original.html").read_bytes() == PAGE.encode()


# --- What is refused, and that nothing is lost or left behind


@pytest.fixture
def unchanged(toy: Path) -> Iterator[Path]:
    """The toy archive, which must hold the same files with the same bytes at the end."""

    def state() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in toy.rglob("*")
            if path.is_file() and "scripts" not in path.parts
        }

    before = state()
    yield toy
    assert state() == before
    assert not list(toy.glob(".archive-*"))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("nothing.txt", b" \n", "an empty file. Expected a text, a web page, a mail or a web archive"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "neither a text nor a known format. Expected"),
        ("pages.zip", b"PK\x03\x04broken", "a damaged zip file"),
        ("empty.html", b"<!doctype html><html><body></body></html>", "no text found in the page"),
        ("requests.warc", b"WARC/1.0\r\n\r\n", "no HTML page in the web archive"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(unchanged, tmp_path, capsys, name, data, message):
    received = tmp_path / name
    received.write_bytes(data)
    assert add(unchanged, str(received)) == 1
    assert message in capsys.readouterr().err


def test_a_file_above_the_size_limit_is_refused(unchanged, tmp_path, capsys):
    received = tmp_path / "page.html"
    with received.open("wb") as stream:
        stream.write(PAGE.encode())
        stream.truncate(MAX_ORIGINAL_BYTES + 1)
    assert add(unchanged, str(received)) == 1
    assert capsys.readouterr().err == (
        "page.html: more than 50,000,000 bytes. Expected the text of one page. Hint: copy its text into a .txt file\n"
    )


@pytest.mark.parametrize("name", ["report.txt", "windows.txt"])
def test_a_text_above_the_size_limit_of_captures_is_refused(unchanged, tmp_path, capsys, name):
    line = "The quay was swept.\r\n" if name == "windows.txt" else "The quay was swept.\n"
    received = tmp_path / name
    received.write_bytes(line.encode() * (MAX_BYTES // 20 + 1))
    assert add(unchanged, str(received)) == 1
    assert capsys.readouterr().err == (
        f"{name}: its text has more than 4,000,000 bytes. Expected the text of one page. Hint: add one page at a time\n"
    )


def test_a_file_that_is_not_there_and_a_folder_are_refused(unchanged, tmp_path, capsys):
    assert add(unchanged, str(tmp_path / "absent.html")) == 1
    assert "absent.html: no such file" in capsys.readouterr().err
    assert add(unchanged, str(tmp_path)) == 1
    assert "a folder. Expected a text" in capsys.readouterr().err


def test_a_capture_that_the_archive_has_is_refused_and_named(unchanged, capsys):
    assert add(unchanged, str(TOY / "captures" / "lantern-interview.txt")) == 1
    message = capsys.readouterr().err
    assert "lantern-interview.txt: already in the archive, as sources/2018/lantern-interview." in message
    capture = TOY / "captures" / "lantern-interview.txt"
    assert message.endswith(f"Hint: put it in its place with: archive hold {capture}\n")


def test_a_page_from_which_a_capture_was_made_is_refused_too(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    assert add(toy, str(page)) == 1
    assert f"already in the archive, as sources/2014/{added(toy).name}" in capsys.readouterr().err


def test_a_page_is_known_again_when_another_version_of_a_program_made_the_text(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    assert add(toy, str(page)) == 0
    record = added(toy) / "source.yml"
    record.write_text(re.sub(r"(?m)^sha256: .*", f"sha256: {'0' * 64}", record.read_text()))
    assert add(toy, str(page)) == 1
    assert "already in the archive" in capsys.readouterr().err


def test_a_capture_that_was_withdrawn_comes_back_only_with_a_reason(toy, capsys):
    capture = str(TOY / "captures" / "lantern-interview.txt")
    assert main(["--root", str(toy), "withdraw", "lantern-interview", "--reason", "A reason"]) == 0
    capsys.readouterr()
    assert add(toy, capture) == 1
    refusal = "the source 'lantern-interview' was withdrawn on "
    assert refusal in (message := capsys.readouterr().err) and "archive add --again" in message
    assert add(toy, capture, "--again", "The author allows it now") == 0
    (record,) = toy.glob("sources/*/source-*/source.yml")
    history = toy / f"sources/history/{record.parent.name}.yml"
    assert "reason: The author allows it now" in history.read_text("utf-8")
    record.write_text(re.sub(r"(?m)^label:.*(\n  .*)*", "label: A label", record.read_text("utf-8")), "utf-8")
    main(["--root", str(toy), "check"])
    assert "H110" not in capsys.readouterr().err
    history.unlink()
    assert main(["--root", str(toy), "check"]) == 1
    assert "H110 sha256: the capture of 'lantern-interview', which was withdrawn" in capsys.readouterr().err
    assert add(toy, str(TOY / "captures/vestnik-dogovor.txt"), "--again", "Why") == 1


def test_a_folder_whose_record_can_not_be_read_yet_keeps_its_name(toy, tmp_path):
    foghorn = PAGE.replace("tidewatch.example", "foghorn.example").replace("Tidewatch", "The Foghorn")
    for number, text in enumerate((foghorn, foghorn.replace("a tenth", "a ninth"))):
        (tmp_path / f"{number}.html").write_text(text)
        assert add(toy, str(tmp_path / f"{number}.html")) == 0
    names = sorted(path.name for path in (toy / "sources" / "2014").glob("the-foghorn-*"))
    assert names == [
        "the-foghorn-ferry-fares-to-fall-in-spring",
        "the-foghorn-ferry-fares-to-fall-in-spring-2",
    ]


def test_an_address_that_the_archive_has_is_pointed_out(toy, tmp_path, capsys):
    known = next(
        document
        for document in recorded_documents(TOY).values()
        if document.fields["original_url"] != "unknown"
    )
    address = known.fields["original_url"]
    (tmp_path / "copy.txt").write_text(TEXT.replace("https://www.tidewatch.example/ferries/4711", address))
    assert add(toy, str(tmp_path / "copy.txt")) == 0
    assert (
        f"The document {known.id} has the address {address} too. Is it the same text?"
        in capsys.readouterr().err
    )


def test_an_unknown_outlet_is_refused_with_the_nearest(unchanged, tmp_path, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    assert add(unchanged, str(tmp_path / "page.html"), "--outlet", "tidewach") == 1
    assert capsys.readouterr().err == (
        "--outlet: unknown outlet 'tidewach'. Expected an id from sources/vocabulary/outlets.yml. "
        "Hint: did you mean 'tidewatch'?\n"
    )


def test_an_outlet_outside_the_vocabulary_is_left_to_do_with_its_name(toy, tmp_path, capsys):
    (tmp_path / "page.html").write_text(
        PAGE.replace("tidewatch.example", "foghorn.example").replace("Tidewatch", "The Foghorn")
    )
    assert add(toy, str(tmp_path / "page.html")) == 0
    assert re.match(r"TODO .*Foghorn", fields(added(toy))["outlet"])
    assert added(toy).name == "the-foghorn-ferry-fares-to-fall-in-spring"
    assert "archive term add outlets the-foghorn --label 'The Foghorn'" in capsys.readouterr().out


def test_a_byline_that_holds_the_date_too_is_found_whatever_its_element_is_called(toy, tmp_path):
    byline = '<p class="byline">By Orla Penhaligon</p>\n<time datetime="2014-02-11">11 February 2014</time>'
    assert byline in PAGE
    (tmp_path / "page.html").write_text(
        PAGE.replace(byline, '<p class="meta">By Orla Penhaligon, 11 February 2014</p>')
    )
    assert add(toy, str(tmp_path / "page.html")) == 0
    assert fields(added(toy))["byline"] == "Orla Penhaligon"
    assert "By Orla Penhaligon, 11 February 2014\n" in (added(toy) / "capture.txt").read_text()


def test_a_page_that_can_not_be_fetched_is_said_and_nothing_is_written(
    unchanged, not_in_ci, monkeypatch, capsys
):
    assert add(unchanged, "--url", "http://127.0.0.1/page") == 1
    assert re.match(r"http://127\.0\.0\.1/page: .*number", capsys.readouterr().err)
    monkeypatch.setenv("CI", "true")
    assert add(unchanged, "--url", "https://tidewatch.example/4711") == 1
    assert "because CI is set in the environment" in capsys.readouterr().err


def test_a_folder_that_was_made_meanwhile_is_not_written_over(toy, tmp_path, monkeypatch, capsys):
    (tmp_path / "page.html").write_text(PAGE)
    monkeypatch.setattr("press_archive.commands.add.source_id", lambda *_: "ministry-address")
    assert add(toy, str(tmp_path / "page.html")) == 1
    assert re.search(
        r"sources/2014/ministry-address: cannot write: .+\. Nothing was added\.", capsys.readouterr().err
    )
    assert sorted(path.name for path in (toy / "sources/2014/ministry-address").iterdir()) == sorted(
        path.name for path in (TOY / "sources/2014/ministry-address").iterdir()
    )
    assert not list(toy.glob(".archive-*"))


# --- Any text at all

LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=60),
        st.sampled_from(
            ["Question: Is the quay open?", "Marrowby: It is.", "Read more »", "11 February 2014", "Mon, 23 Sep 2013", "May 2014",
             "By Orla Reed", "PORT SALTMERE, Sept 23 (Saltmere Wire) -", "Original url: <http://tidewatch.example/a 12>", "---",
             "Share this", "COMMENTS", "TODO", "12:30", "no", "# heading", "&#42; <b>{{ x }}</b>", "*Photo: A. Reed*", ""],
        ),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@pytest.fixture(scope="module")
def toy_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("any") / "toy", TOY)


@settings(max_examples=30)
@given(lines=LINES)
@example(lines=["TODO"])
@example(lines=["---", "...", "# x: [", "'\"", "\u2028 a\x0bb\x85c"])
def test_whatever_the_text_every_line_is_accounted_for_and_only_what_is_left_to_do_is_wrong(
    toy_archive, lines
):
    data = ("\n".join(lines) + "\n").encode()
    if (
        not data.decode().strip()
        or re.search(r"<(!doctype|html|head|body|meta|p|div)", data.decode(), re.IGNORECASE)
        or b"\x00" in data
    ):
        return
    archive, _ = check_archive(load_archive(toy_archive))
    drafted = draft(Received("any.txt", data), archive)
    folder = toy_archive / "sources" / "2014" / "any-text"
    folder.mkdir()
    try:
        for name, content in render_draft(drafted, archive, "sources/2014/any-text").items():
            (folder / name).write_bytes(content)
        assert (folder / "capture.txt").read_bytes() == data
        _, problems = check_archive(load_archive(toy_archive))
        assert {problem.code for problem in problems} <= {"R117", "R115"}, [
            str(problem) for problem in problems
        ]
    finally:
        shutil.rmtree(folder)


# --- Asking


def asked(toy: Path, answers: dict[str, list[str]], text: str = TEXT) -> tuple[Draft, str]:
    """Draft a text and answer the questions: by a question's first word, the answers; Enter where none is
    left.
    """
    archive, _ = check_archive(load_archive(toy))
    shown = io.StringIO()
    left = {question: list(given) for question, given in answers.items()}

    def read(question: Text) -> str:
        print(question, file=shown)
        given = left.get(question.plain.split()[0], [])
        return given.pop(0) if given else ""

    drafted = draft(Received("any.txt", text.encode()), archive)
    Asking(drafted, archive, Questions(Console(file=shown, width=150), read)).about_all()
    assert not any(left.values()), f"never asked: {left}"
    return drafted, shown.getvalue()


def test_a_doubtful_value_is_asked_for_and_a_changed_one_is_checked_first(toy):
    drafted, shown = asked(toy, {"kind": ["interviw", "interview"]})
    assert drafted.documents[0].kind.value == "interview"
    assert drafted.documents[0].kind.comment == "entered by hand (high confidence)"
    assert "Hint: did you mean 'interview'?" in " ".join(shown.split())  # the terminal breaks lines


def test_an_outlet_outside_the_vocabulary_is_not_taken(toy):
    drafted, shown = asked(toy, {"Change": ["outlet"], "outlet": ["gul-post", "gull-post"]})
    assert drafted.documents[0].outlet.value == "gull-post"
    assert drafted.documents[0].chain == ["gull-post"]
    assert (
        "outlet: unknown outlet 'gul-post'. Expected an id from sources/vocabulary/outlets.yml. "
        "Hint: did you mean 'gull-post'?"
    ) in " ".join(shown.split())


def test_a_date_that_was_inferred_is_not_any_more_when_a_person_gives_it(toy):
    text = TEXT.replace("11 February 2014", "").replace(
        "PORT SALTMERE - The", "PORT SALTMERE, Feb 11 (Saltmere Wire) - The"
    )
    text = text.replace("on Tuesday", "on Thursday")
    kept, _ = asked(toy, {}, text)
    assert (
        kept.documents[0].date.value == "2016-02-11"
    )  # the one year of the collection in which that day was a Thursday
    assert (
        kept.documents[0]
        .reasons["date"]
        .note.startswith("The date is inferred from the day and month of line 7, and its day")
    )
    given, shown = asked(toy, {"date": ["11 February", "2016-02-12"]}, text)
    assert given.documents[0].date.value == "2016-02-12"
    assert "date" not in given.documents[0].reasons
    assert "('11 February'). Expected an EDTF date such as" in shown


def test_of_two_years_that_the_day_of_the_week_allows_the_nearer_is_a_guess_that_names_the_other(toy):
    # 11 February was a Tuesday in 2014, and in 2015 a Wednesday, on which a report may tell of Tuesday.
    text = TEXT.replace("11 February 2014", "").replace(
        "PORT SALTMERE - The", "PORT SALTMERE, Feb 11 (Saltmere Wire) - The"
    )
    drafted, shown = asked(toy, {}, text)
    assert drafted.documents[0].date.value == "2014-02-11"
    assert "2015 would fit" in drafted.documents[0].reasons["date"].note
    assert "date (Enter: keep it)" in shown


def test_an_agency_can_be_taken_out(toy):
    text = TEXT.replace("PORT SALTMERE - The", "PORT SALTMERE, Feb 11 (Saltmere Wire) - The")
    kept, _ = asked(toy, {}, text)
    assert kept.documents[0].chain == ["saltmere-wire", "tidewatch"]
    without, _ = asked(toy, {"Change": ["agency"], "agency": ["-"]}, text)
    assert without.documents[0].chain == ["tidewatch"]


def test_lines_can_be_made_something_else_or_cut(toy):
    drafted, shown = asked(
        toy,
        {
            "Change": ["lines"],
            "Which": ["9: caption", "11: page-furniture", "15: nonsense", "900: text", "x", "1-3-5: text"],
        },
    )
    (document,) = drafted.documents
    assert document.roles[9].value == "caption"
    assert 11 not in document.lines
    assert {line: cut.value for line, cut in drafted.cuts.items()} == {11: "page-furniture"}
    assert "Unknown role or reason 'nonsense'. Expected one of those above." in shown
    assert "Line 900 does not exist. Expected lines up to 17." in shown
    assert "Not understood ('x')" in shown
    assert "not a range of lines ('1-3-5')" in shown


def test_a_line_of_another_document_is_left_to_it(toy):
    items = (
        "The old ferry is sold",
        BODY[0],
        "Read more »",
        "The bell is rung again",
        BODY[1],
        "Read more »",
    )
    text = "\n\n".join(items) + "\n"
    drafted, shown = asked(toy, {"Change": ["lines"], "Which": ["9: caption"]}, text)
    assert [sorted(document.lines) for document in drafted.documents] == [[1, 3], [7, 9]]
    assert "Line 9 belongs to another document. Expected lines of this one, or cut lines." in shown


def test_a_line_that_is_made_the_title_is_the_headline(toy):
    drafted, _ = asked(toy, {"Change": ["lines"], "Which": ["1: text", "9: title"]})
    (document,) = drafted.documents
    assert document.title.value == BODY[1]
    assert [line for line, role in document.roles.items() if role.value == "title"] == [9]


def test_a_blank_line_can_not_be_made_anything(toy):
    drafted, shown = asked(toy, {"Change": ["lines"], "Which": ["2: title", "2, 4: caption"]})
    assert "No line with text ('2: title')." in shown
    assert drafted.documents[0].title.value == "Ferry fares to fall in spring"
    assert 2 not in drafted.documents[0].lines


def test_a_document_keeps_at_least_one_line(toy):
    drafted, shown = asked(
        toy, {"Change": ["lines"], "Which": ["1-100: page-furniture", "1-17: page-furniture"]}
    )
    assert "That would leave the document without a line. Expected at least one." in shown
    assert drafted.documents[0].lines - drafted.capture.blank
    assert drafted.cuts == {}


def test_a_word_that_is_no_field_is_answered_with_the_nearest(toy):
    _, shown = asked(toy, {"Change": ["tite"]})
    assert "Unknown field 'tite'. Expected one of title, date," in shown
    assert "Hint: did you mean 'title'?" in " ".join(shown.split())


def test_nothing_in_a_text_can_act_on_the_terminal(toy):
    _, shown = asked(
        toy, {}, TEXT.replace("Ferry fares", "Ferry \x1b[2J\x1b]0;owned\x07 [bold]fares[/bold] \u202e")
    )
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[bold]fares[/bold]" in shown


LONG = 120  # seconds that a busy machine may take


def converse(toy: Path, page: Path, stop: bool) -> tuple[int, str]:
    """Run `archive add` in a terminal: press Enter whenever it waits, or Ctrl-C; return the exit status and
    what was shown.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.environ["PYTHONPATH"] = str(REPOSITORY / "scripts")
        os.environ["TERM"] = "dumb"
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that run in the background ignore it
        os.execv(
            sys.executable, [sys.executable, "-m", "press_archive", "--root", str(toy), "add", str(page)]
        )
    shown = b""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        # It is silent for a while once it waits. A signal between the question and the waiting is seen at the
        # next only.
        if select.select([terminal], [], [], 1 if stop else 0.2)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
        elif re.search(rb"\(Enter: [^)]*\): (?:\^C)*$", shown):
            os.write(terminal, b"\x03" if stop else b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


@pytest.mark.measured
def test_in_a_terminal_it_asks_and_enter_keeps_what_is_proposed(toy, tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    status, shown = converse(toy, tmp_path / "page.html", stop=False)
    assert status == 0, shown
    assert "kind (Enter: keep it): " in shown
    assert BODY[1][:40] in shown  # the text is beside the proposals
    assert fields(added(toy))["title"] == "Ferry fares to fall in spring"


def test_in_a_terminal_it_can_be_ended_and_then_nothing_is_written(unchanged, tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    status, shown = converse(unchanged, tmp_path / "page.html", stop=True)
    assert status == 1, shown
    assert "Cancelled; nothing was written." in shown


# --- The real captures, from nothing


def not_blank(lines: list[str], numbers: list[int]) -> set[int]:
    return {number for number in numbers if lines[number - 1].strip()}


def corrections(folder: Path, drafted: Path) -> list[str]:
    """What must be put right in the draft of a capture so that it says what its record says: a value, or a
    line, each.
    """
    lines = (folder / "capture.txt").read_bytes().decode("utf-8").split("\n")
    found = [document for document in recorded_documents.__wrapped__(drafted).values()]
    wrong = []
    taken = set()
    for document in (document for document in real_documents().values() if document.folder == folder):
        mine = not_blank(lines, document.line_numbers)
        other = max(found, key=lambda other: len(mine & not_blank(lines, other.line_numbers)))
        taken.add(other.id)
        wrong += [
            f"{document.id}: {name}"
            for name in ("title", "date", "outlet", "language")
            if document.fields[name] != other.fields[name]
        ]
        wrong += [
            f"{document.id}: split, line {line}" for line in mine ^ not_blank(lines, other.line_numbers)
        ]
        roles, others = (
            {
                line: role
                for spans, role in one.fields.get("roles", {}).items()
                for line in not_blank(lines, expand(spans))
            }
            for one in (document, other)
        )
        wrong += [
            f"{document.id}: role, line {line}"
            for line in roles.keys() | others.keys()
            if roles.get(line) != others.get(line)
        ]
    wrong += [f"{document.id}: no such document" for document in found if document.id not in taken]
    cuts = [
        {
            (line, cut["reason"])
            for cut in source(place).get("cuts", [])
            for line in not_blank(lines, expand(cut["lines"]))
        }
        for place in (folder, found[0].folder)
    ]
    return wrong + [f"cut, line {line} {reason}" for line, reason in cuts[0] ^ cuts[1]]


@pytest.mark.measured
def test_the_real_captures_need_at_most_three_corrections_each(tmp_path):
    captures = held_captures()
    if len(captures) < 5:
        pytest.skip(f"{HERE} {5 - len(captures)} of the five captures are not held")
    counted, drafted = {}, {}
    for number, capture in enumerate(captures):
        root = tmp_path / str(number)
        (root / "sources").mkdir(parents=True)
        shutil.copytree(REPOSITORY / "sources" / "vocabulary", root / "sources" / "vocabulary")
        shutil.copyfile(REPOSITORY / "sources" / "collection.yml", root / "sources" / "collection.yml")
        shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
        received = tmp_path / f"received-{number}.txt"
        shutil.copyfile(capture, received)
        assert add(root, str(received)) == 0
        counted[capture.parent.name] = corrections(capture.parent, root)
        drafted[capture.parent.name] = len(recorded_documents(root))
    # A page of ten items: two outlets that only a finding knows, two credits of sites outside the vocabulary, and
    # a date that an address of the capture gives.
    most = {"dutch-aggregator-lavrov": 5}
    assert all(len(wrong) <= most.get(id, 3) for id, wrong in counted.items()), counted
    assert drafted.pop("dutch-aggregator-lavrov") == 10
    assert set(drafted.values()) == {1}
