"""A restricted sentence is found in a packed file; a file that cannot be unpacked is named."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import sqlite3
from pathlib import Path

import pytest

from press_archive.checks.rights.reading import unpacking
from press_archive.collection.archive import Archive
from published_files import COPIED, PDF, PICTURE, SENTENCE, found, page, with_sentence, zipped


@pytest.fixture
def archive(toy: Path) -> Archive:
    return with_sentence(toy)


def databases(sentence: str) -> dict[str, bytes]:
    """Return SQLite files that say a sentence, by where they have it."""
    words = [(word,) for word in sentence.split()]
    blob = sqlite3.Binary(gzip.compress(sentence.encode()))
    long_text = f"{'lamp ' * 2000}{sentence}"
    table, index = (
        "create table quays (name)",
        "create virtual table quays using fts5(name, content='', tokenize='unicode61 remove_diacritics 0')",
    )
    return {
        "a value": database((table,), ("insert into quays values (?)", [(sentence,)])),
        "a word a row": database((table,), ("insert into quays values (?)", words)),
        "a value that is packed": database((table,), ("insert into quays values (?)", [(blob,)])),
        "a value of several pages": database((table,), ("insert into quays values (?)", [(long_text,)])),
        "an index of words without the text": database(
            (index,), ("insert into quays values (?)", [(sentence,)])
        ),
        "its schema": database((f"create table quays (name /* {sentence} */)",)),
        "a name": database((f'create table "{sentence}" (name)',)),
        "a value that was deleted": database(
            ("pragma secure_delete = off", table),
            ("insert into quays values (?)", [(f"Lamps. {sentence}",), ("Quay",)]),
            ("delete from quays where rowid = 1", [()]),
        ),
    }


def database(schema: tuple[str, ...], *statements: tuple[str, list]) -> bytes:
    connection = sqlite3.connect(":memory:")
    for statement in schema:
        connection.execute(statement)
    for statement, rows in statements:
        connection.executemany(statement, rows)
    connection.commit()
    return connection.serialize()


def packed_forms(sentence: str) -> dict[str, tuple[str, bytes]]:
    """Return packed files that say a sentence, by how they are packed: their names and contents."""
    first, rest = sentence[:14], sentence[14:]
    bold_word = f"{first}<b>{rest[0]}</b>{rest[1:]}"
    feed = f"<?xml version='1.0'?><rss><channel><description>{bold_word}</description></channel></rss>"
    json_escapes = "".join(f"\\u{ord(character):04x}" for character in sentence)
    word_processor = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (first, rest[:3], rest[3:]))
    gzipped = gzip.compress(sentence.encode())
    return {
        "gzip": ("sitemap.xml.gz", gzip.compress(feed.encode())),
        "gzip in gzip": ("a.bin", gzip.compress(gzipped)),
        "two members of gzip": ("a.gz", gzip.compress(f"{first}".encode()) + gzip.compress(rest.encode())),
        "bzip2": ("a.bz2", bz2.compress(sentence.encode())),
        "xz": ("a.xz", lzma.compress(sentence.encode())),
        "a zip": ("a.zip", zipped({"b/c.html": page(bold_word), "d.png": PICTURE})),
        "a zip in a zip": ("a.zip", zipped({"b.zip": zipped({"c.json": f'"{json_escapes}"'})})),
        "a zip's comment": ("a.zip", zipped({"a": ""}, comment=sentence)),
        "a document of a word processor": ("a.docx", zipped({"word/document.xml": word_processor})),
        "a zip after a picture": ("a.png", PICTURE + zipped({"a.txt": sentence})),
        **{f"a database: {form}": ("a.sqlite", data) for form, data in databases(sentence).items()},
    }


COPIES = packed_forms(SENTENCE)


@pytest.mark.parametrize("form", COPIES)
def test_a_restricted_sentence_is_found_in(archive, tmp_path, form):
    name, content = COPIES[form]
    assert found(archive, tmp_path, name, content) == [f"site/deep/{name}: O102: {COPIED}"]


INNOCENT = packed_forms("Every café pilot lit nine lamps along the wall") | {
    "an empty zip": ("a.zip", zipped({})),
}


@pytest.mark.parametrize("form", INNOCENT)
def test_nothing_is_found_in(archive, tmp_path, form):
    assert found(archive, tmp_path, *INNOCENT[form]) == []


def with_byte(packed: bytes, position: int, byte: int) -> bytes:
    """Return a zip with another byte in the directory's first entry (APPNOTE.TXT, section 4.3.12)."""
    position += packed.index(b"PK\x01\x02")
    return packed[:position] + bytes([byte]) + packed[position + 1 :]


def nested(times: int) -> bytes:
    data = SENTENCE.encode()
    for _ in range(times):
        data = gzip.compress(data)
    return data


TEXTS = {"b.txt": SENTENCE}
UNREADABLE = {
    "half of a gzip": ("a.gz", gzip.compress(os.urandom(200))[:-30], "cannot unpack: Compressed file ended"),
    "half of a zip": ("a.zip", zipped(TEXTS)[:-30], "cannot unpack: File is not a zip file"),
    "an altered zip": ("a.zip", with_byte(zipped(TEXTS), 16, 0), "in 'b.txt': cannot unpack: Bad CRC-32"),
    "an encrypted zip": ("a.zip", with_byte(zipped(TEXTS), 8, 1), "in 'b.txt': it is encrypted"),
    "a zip of another method": (
        "a.zip",
        with_byte(zipped(TEXTS), 10, 93),
        "cannot unpack: That compression method",
    ),
    "a PDF in a zip": ("a.zip", zipped({"b/c.pdf": PDF}), "in 'b/c.pdf': it is not UTF-8"),
    "half of a database": (
        "a.sqlite",
        databases(SENTENCE)["a value of several pages"][:6000],
        "cannot read the database: database disk image is malformed",
    ),
    "a database with a table of an unknown kind": (
        "a.sqlite",
        databases(SENTENCE)["an index of words without the text"].replace(b"fts5(", b"ftsX("),
        "cannot read the database: no such module: ftsX",
    ),
    "a file packed too often": ("a.gz", nested(6), "packed more than 4 times over"),
}


@pytest.mark.parametrize("form", UNREADABLE)
def test_what_cannot_be_unpacked_is_named(archive, tmp_path, form):
    name, content, reason = UNREADABLE[form]
    (problem,) = found(archive, tmp_path, name, content)
    assert problem.startswith(f"site/deep/{name}: O102: cannot be read")
    assert reason in problem
    assert "Hint: leave it out, or publish its text in another form" in problem


BOMBS = {
    "one large part": (gzip.compress(b"lamp " * 300), "more than 1,000 bytes unpacked"),
    "many small parts": (zipped({str(part): b"lamp " * 190 for part in range(5)}), "or 3,000 in all"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_file_that_unpacks_to_too_much_is_named_and_not_unpacked(archive, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000)
    monkeypatch.setattr(unpacking, "MOST_BYTES_IN_ALL", 3_000)
    content, reason = BOMBS[kind]
    problems = found(archive, tmp_path, "a.bin", content)
    assert problems
    assert all("O102: cannot be read" in problem and reason in problem for problem in problems)
