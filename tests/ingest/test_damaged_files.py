"""Files that are damaged on the way are drafted as far as they can be read, or refused with a message; and no
line is lost.
"""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from benchmarks.ingest.measure import load_toy_archive
from benchmarks.ingest.page_files import Page, load_pages

from conftest import sampled
from press_archive.ingest.propose.draft import Draft, draft
from press_archive.ingest.received_file import Received, UnreadableFile
from press_archive.ingest.write.write_source import render_draft
from press_archive.records.closed_lists import Role

MUTATIONS = 400
PIECES = (
    b"\x00", b"<", b">", b"&#0;", b"<!--", b"]]>", b"<p>", b"</div>", b"\r\n\r\n", b"Question: ", b"**", b"<h1>", b"<article>",
    b"https://[", b"99-99-9999\n", b"31 February 2014\n", b"0000-00-00", b"<br>", b"{", b"\xff\xfe", "\u2028— ".encode(),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive():
    return load_toy_archive()


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {page.name: page for page in load_pages()}


def unaccounted(drafted: Draft) -> list[int]:
    """The lines with text that belong to no document and no cut, or to more than one."""
    owners = Counter(number for document in drafted.documents for number in document.lines)
    owners.update(list(drafted.cuts))
    return [
        number for number, line in enumerate(drafted.capture.lines, 1) if owners[number] != bool(line.strip())
    ]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with bytes lost, doubled, changed, cut off or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(changed) or 1)
        end = start + chance.randrange(1, 400)
        change = chance.randrange(5)
        if change == 0:
            del changed[start:end]
        elif change == 1:
            changed[start:start] = changed[start:end] * chance.randint(1, 4)
        elif change == 2:
            changed[start : start + 1] = bytes([chance.randrange(256)])
        elif change == 3:
            del changed[end:]
        else:
            changed[start:start] = chance.choice(PIECES)
    return bytes(changed)


def test_every_line_of_every_page_belongs_to_one_document_or_one_cut(archive, pages):
    assert {
        name: lines for name, page in pages.items() if (lines := unaccounted(draft(page.received, archive)))
    } == {}


@pytest.mark.parametrize("seed", sampled(range(4), 4))
def test_a_file_damaged_at_random_is_drafted_or_refused(
    archive, pages, seed, capfd
):  # capfd: a library prints warnings
    chance = random.Random(seed)
    drafted = 0
    for _ in range(MUTATIONS // 4):
        page = pages[chance.choice(sorted(pages))]
        received = Received(page.received.name, damaged(page.received.data, chance), page.received.address)
        try:
            found = draft(received, archive)
        except UnreadableFile as refused:
            assert str(refused).strip(), page.name
            continue
        assert unaccounted(found) == [], page.name
        drafted += 1
    assert drafted > MUTATIONS // 8


def change(page: Page, written: bytes, instead: bytes) -> Received:
    assert written in page.received.data
    return Received(page.received.name, page.received.data.replace(written, instead), page.received.address)


@pytest.mark.parametrize(
    ("name", "written", "instead", "message"),
    [
        ("warc-several-records", b"Content-Length: ", b"Content-Length: x", "a damaged web archive"),
        ("warc-several-records", b"HTTP/1.1 200 OK", b"HTTP/1.1 500 NO", "no HTML page in the web archive"),
        ("wacz-page", b"PK\x03\x04", b"PK\x03\x05", "neither a text nor a known format"),
        ("wacz-page", b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08\xff", "cannot unpack archive/data.warc.gz"),
        (
            "wacz-page",
            b"archive/data.warc.gz",
            b"archive/data.work.gz",
            "a zip file without WARC files in its folder archive",
        ),
        (
            "newsletter-plain-cp1252",
            b"Content-Type: text/plain",
            b"Content-Type: image/png",
            "no text in the mail",
        ),
    ],
)
def test_a_damaged_file_is_refused_and_the_message_says_why(archive, pages, name, written, instead, message):
    with pytest.raises(UnreadableFile, match=message) as refused:
        draft(change(pages[name], written, instead), archive)
    assert pages[name].received.name in str(refused.value)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\x1f\n", "\u2028\n\u00a0".encode()])
def test_a_file_of_white_space_is_refused(archive, data):
    with pytest.raises(UnreadableFile, match=r"blank\.txt: (an empty file|only white space)"):
        draft(Received("blank.txt", data), archive)


def test_a_text_in_an_unknown_encoding_is_refused_by_its_name(archive):
    with pytest.raises(
        UnreadableFile, match=r"^quay\.txt: unknown encoding\. Expected UTF-8\. Hint: save it as UTF-8"
    ):
        draft(Received("quay.txt", "Причал подметён.".encode() + b"\xff"), archive)


def test_a_damaged_text_with_a_byte_order_mark_is_read(archive):
    drafted = draft(Received("quay.txt", b"\xef\xbb\xbfThe quay was \xff swept.\n"), archive)
    assert drafted.data.decode() == "The quay was \N{REPLACEMENT CHARACTER} swept.\n"


def test_a_mail_in_an_encoding_that_nobody_knows_is_read(archive, pages):
    (document,) = draft(
        change(pages["newsletter-plain-cp1252"], b'charset="cp1252"', b'charset="cp-nobody"'), archive
    ).documents
    assert document.title.value == "The quay that waited"


def test_a_printed_address_that_is_none_is_no_original_address(archive, pages):
    page = pages["original-url-in-brackets"]
    (document,) = draft(
        change(page, b"<https://tidewatch.example", b"<https://[tidewatch.example"), archive
    ).documents
    assert document.original_url.value == "unknown"


def test_an_address_with_a_space_that_is_not_used_is_no_reason_in_the_record(archive):
    text = "Quays reopen\n\nhttps://[gull.example/quay 12\n\nhttps://tidewatch.example/quay\n"
    files = render_draft(draft(Received("quay.txt", text.encode()), archive), archive, "sources/2014/quay")
    (record,) = (data.decode() for name, data in files.items() if name.endswith(".md"))
    assert "original_url: https://tidewatch.example/quay\n" in record
    assert not re.search(r"(?m)^inferred:.*original_url", record)
    assert "a space" not in record


def test_the_answers_to_bold_questions_are_answers_whatever_dash_begins_a_line(archive):
    lines = (
        "Why the quay reopened",
        "**Why was the quay closed?**",
        "The stone had cracked in the winter, and nobody had the money to mend it.",
        "**And what of the boats?**",
        "They sail again, as the town has wanted for as long as anybody can remember.",
        "— Nobody counts the boats, she added, because nobody has ever been asked to count them.",
    )
    text = "\n\n".join(lines) + "\n"
    (document,) = draft(Received("quay.txt", text.encode()), archive).documents
    roles = {lines[number // 2]: role.value for number, role in document.roles.items()}
    assert roles == {lines[0]: Role.TITLE} | {
        line: Role.QUESTION if line.startswith("**") else Role.ANSWER for line in lines[1:]
    }
