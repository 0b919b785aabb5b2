"""Holding captures: recognised, copied byte for byte, nothing written over."""

from __future__ import annotations

import hashlib
import re

import pytest

from conftest import TOY
from press_archive.captures.capture import MAX_ORIGINAL_BYTES
from press_archive.cli import main

CAPTURE = TOY / "captures" / "lantern-interview.txt"


def place(toy):
    (folder,) = toy.glob("sources/*/lantern-interview")
    return folder / "capture.txt"


def test_a_capture_is_recognised_whatever_its_name_and_copied_as_it_is(toy, tmp_path, capsys):
    renamed = tmp_path / "download (1).txt"
    renamed.write_bytes(CAPTURE.read_bytes())
    assert main(["--root", str(toy), "hold", str(renamed)]) == 0
    assert place(toy).read_bytes() == CAPTURE.read_bytes()
    assert "lantern-interview/capture.txt" in capsys.readouterr().out


def test_a_capture_that_is_held_already_is_left_alone(toy, capsys):
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 0
    before = place(toy).stat()
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 0
    after = place(toy).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert "is already held" in capsys.readouterr().out


def test_another_file_in_the_place_is_not_written_over(toy, capsys):
    place(toy).write_text("my own notes")
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 1
    assert place(toy).read_text() == "my own notes"
    assert "lantern-interview/capture.txt: exists with different content" in capsys.readouterr().err


def test_a_link_in_the_place_is_not_followed(toy, tmp_path, capsys):
    elsewhere = tmp_path / "elsewhere"
    place(toy).symlink_to(elsewhere)
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 1
    assert not elsewhere.exists()
    assert "lantern-interview/capture.txt: exists with different content" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "C103: a carriage return"),
        (lambda data: data + b" ", "C102: no source has the SHA-256"),
        (lambda data: data[:-1] + b"\xff", "C104: byte 0xff is not UTF-8"),
        (lambda data: b"", "C105: an empty capture"),
        (lambda data: data * 20_000, "C105: more than 4,000,000 bytes"),
    ],
)
def test_what_is_not_the_capture_is_named_and_not_taken(toy, tmp_path, capsys, change, message):
    altered = tmp_path / "altered.txt"
    altered.write_bytes(change(CAPTURE.read_bytes()))
    assert main(["--root", str(toy), "hold", str(altered)]) == 1
    assert not place(toy).exists()
    assert message in capsys.readouterr().err


def test_one_that_is_wrong_does_not_keep_the_others_back(toy, tmp_path, capsys):
    missing = tmp_path / "missing.txt"
    assert main(["--root", str(toy), "hold", str(missing), str(CAPTURE)]) == 1
    assert place(toy).exists()
    assert f"{missing}: no such file. Expected a capture.\n" in capsys.readouterr().err


def test_the_file_that_a_capture_was_extracted_from_is_recognised_too(toy, tmp_path, capsys):
    page = tmp_path / "saved.htm"
    page.write_bytes(b"<p>hello</p>")
    digest = hashlib.sha256(b"<p>hello</p>").hexdigest()
    record = place(toy).with_name("source.yml")
    original = f"original:\n  file: Page.HTM\n  sha256: {digest}\n  bytes: 12\n  extractor: by hand\n"
    record.write_text(record.read_text(encoding="utf-8") + original, encoding="utf-8")
    assert main(["--root", str(toy), "hold", str(page)]) == 0
    assert place(toy).with_name("original.html").read_bytes() == b"<p>hello</p>"
    capsys.readouterr()
    assert main(["--root", str(toy), "check"]) == 0


def record_original(toy, size, digest):
    record = place(toy).with_name("source.yml")
    original = f"original:\n  file: page.html\n  sha256: {digest}\n  bytes: {size}\n  extractor: by hand\n"
    record.write_text(record.read_text(encoding="utf-8") + original, encoding="utf-8")


def sparse_file(path, size):
    """Make a file of zeros that takes no room on the disk; return its SHA-256."""
    with path.open("wb") as stream:
        stream.truncate(size)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


TOO_LARGE = "C108: 50,000,001 bytes. Expected at most 50,000,000, the size of one page. Hint: save the page without pictures"


def test_an_original_above_the_size_limit_is_not_held(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    record_original(toy, MAX_ORIGINAL_BYTES + 1, sparse_file(page, MAX_ORIGINAL_BYTES + 1))
    assert main(["--root", str(toy), "hold", str(page)]) == 1
    assert f"{page}: {TOO_LARGE}" in capsys.readouterr().err
    assert not place(toy).with_name("original.html").exists()


def test_an_original_of_the_largest_size_is_held(toy, tmp_path, capsys):
    page = tmp_path / "page.html"
    record_original(toy, MAX_ORIGINAL_BYTES, sparse_file(page, MAX_ORIGINAL_BYTES))
    assert main(["--root", str(toy), "hold", str(page)]) == 0
    assert place(toy).with_name("original.html").stat().st_size == MAX_ORIGINAL_BYTES
    capsys.readouterr()
    assert main(["--root", str(toy), "check"]) == 0, capsys.readouterr().err


def test_a_held_original_above_the_size_limit_is_reported(toy, capsys):
    held = place(toy).with_name("original.html")
    record_original(toy, MAX_ORIGINAL_BYTES + 1, sparse_file(held, MAX_ORIGINAL_BYTES + 1))
    assert main(["--root", str(toy), "check"]) == 1
    assert f"{held.relative_to(toy)}: {TOO_LARGE}" in capsys.readouterr().err


# --- Fingerprints


def hold_all(toy):
    return main(["--root", str(toy), "hold", *map(str, sorted((TOY / "captures").iterdir()))])


def fingerprint_files(toy):
    return {path.parent.name: path.read_bytes() for path in toy.glob("sources/*/*/fingerprints.txt")}


def test_the_first_fingerprints_are_made_when_every_restricted_capture_is_held(toy, capsys):
    collection = toy / "sources" / "collection.yml"
    assert main(["--root", str(toy), "format", str(collection)]) == 0
    before = collection.read_bytes()
    assert main(["--root", str(toy), "hold", str(CAPTURE)]) == 0
    assert fingerprint_files(toy) == {}
    assert collection.read_bytes() == before
    assert hold_all(toy) == 0
    assert set(fingerprint_files(toy)) == {
        "gull-post-harbour", "harbour-digest", "lantern-interview", "tidewatch-shared-harbour", "vestnik-dogovor",
        "zeebode-maandblad",
    }  # fmt: skip
    salt = collection.read_bytes().removeprefix(before)
    assert re.fullmatch(rb'fingerprint_salt: "?[0-9a-f]{32}"?\n', salt)
    assert main(["--root", str(toy), "check"]) == 0, capsys.readouterr().err
    assert main(["--root", str(toy), "format", "--check", str(collection)]) == 0


def test_right_fingerprints_and_the_salt_are_left_as_they_are(toy, capsys):
    assert hold_all(toy) == 0
    before, record = fingerprint_files(toy), (toy / "sources" / "collection.yml").read_bytes()
    capsys.readouterr()
    assert main(["--root", str(toy), "hold"]) == 0
    assert capsys.readouterr().out == ""
    assert (fingerprint_files(toy), (toy / "sources" / "collection.yml").read_bytes()) == (before, record)


def test_fingerprints_that_are_lost_are_made_again_and_everybody_may_read_them(toy, capsys):
    assert hold_all(toy) == 0
    before = fingerprint_files(toy)
    place(toy).with_name("fingerprints.txt").unlink()
    assert main(["--root", str(toy), "hold"]) == 0
    assert fingerprint_files(toy) == before
    assert place(toy).with_name("fingerprints.txt").stat().st_mode & 0o044 == 0o044


def test_a_salt_is_added_to_a_record_with_windows_line_ends(toy, capsys):
    collection = toy / "sources" / "collection.yml"
    before = collection.read_bytes().replace(b"\n", b"\r\n")
    collection.write_bytes(before)
    assert hold_all(toy) == 0
    assert re.fullmatch(rb'fingerprint_salt: "?[0-9a-f]{32}"?\r\n', collection.read_bytes()[len(before) :])
    assert main(["--root", str(toy), "check"]) == 0, capsys.readouterr().err


def test_a_record_that_may_be_cut_off_gets_no_salt_and_is_named(toy, capsys):
    collection = toy / "sources" / "collection.yml"
    before = collection.read_bytes().removesuffix(b"\n")
    collection.write_bytes(before)
    assert hold_all(toy) == 1
    assert collection.read_bytes() == before
    assert "sources/collection.yml: it has a problem, or is missing, so no" in capsys.readouterr().err
    main(["--root", str(toy), "check"])
    assert "F113: the last line has no line feed" in capsys.readouterr().err


def test_a_layout_that_allows_no_new_line_is_left_alone(toy, capsys):
    collection = toy / "sources" / "collection.yml"
    flow = b"{title: An archive, description: It is made up., about: Nothing., period: 2013/2019}\n"
    collection.write_bytes(flow)
    assert hold_all(toy) == 1
    assert collection.read_bytes() == flow
    message = capsys.readouterr().err
    assert re.search(
        r"collection.yml: no line can be added .* Hint: add `fingerprint_salt: [0-9a-f]{32}`", message
    )


def test_a_source_whose_records_have_problems_gets_no_fingerprints_until_they_are_right(toy, capsys):
    assert hold_all(toy) == 0
    place(toy).with_name("fingerprints.txt").unlink()
    (document,) = place(toy).parent.glob("*.md")
    text = document.read_text("utf-8")
    document.write_text(text.replace("kind:", "sort:", 1), "utf-8")
    assert main(["--root", str(toy), "hold"]) == 1
    assert "lantern-interview: no fingerprints made: its capture or a record" in capsys.readouterr().err
    document.write_text(text, "utf-8")
    assert main(["--root", str(toy), "hold"]) == 0
    assert main(["--root", str(toy), "check"]) == 0


def test_an_altered_capture_gives_no_fingerprints(toy, capsys):
    assert hold_all(toy) == 0
    before = fingerprint_files(toy)
    place(toy).write_bytes(CAPTURE.read_bytes().replace(b"e", b"a"))
    assert main(["--root", str(toy), "hold"]) == 0
    assert fingerprint_files(toy) == before
