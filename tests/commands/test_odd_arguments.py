"""Whatever a command is given, its answer is words: no traceback, and nothing that a terminal would obey."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from press_archive.cli import main

BYTES = os.fsdecode(b"\xff")  # of a name that is not UTF-8
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}quay"
NO_CHARACTER = "quay\ufffe"
TERM = ["term", "add", "topics"]
REASON = ["withdraw", "sources/vestnik-dogovor", "--reason"]

WRONG = [
    *([*REASON, text] for text in (BYTES, TURNED, NO_CHARACTER, "two\rlines", "a" * 20_001)),
    *(["correct", "--reason", text] for text in (BYTES, "two\u2028lines", " ")),
    *(["add", "--yes", "--page", text, "notice.txt"] for text in (BYTES, TURNED, f"https://q.example/{NO_CHARACTER}")),
    *(["add", "--yes", "--url", text] for text in (BYTES, f"https://{TURNED}.example/", "https://q.example:-1/")),
    *(["build", "--reading-room", "--serve", text] for text in ("-1", "65536", "9" * 20, "1e3", "\N{SUPERSCRIPT TWO}")),
    *([*TERM, "quay-dues", "--label", text, "--scope", "Dues."] for text in (BYTES, TURNED, NO_CHARACTER)),
    *([*TERM, id, "--label", "Quay", "--scope", "Dues."] for id in ("aux", "com1", "a" * 256, "\x1b[2J", "quay.", "Quay")),
    ["term", "add", "\x1b[2J", "quay", "--label", "Quay"],
    ["check", "--since", "\x1b[2J"],
    ["deposit", "bags", "--date", "-1"],
    ["index", "--site", f"{BYTES}\x1b[2J"],
    ["preview", "--no-open", f"{BYTES}\x1b[2J"],
    ["preview", "--no-open", "a" * 5_000],
    ["hold", f"{BYTES}\x1b[2J"],
    ["format", f"{BYTES}\x1b[2J"],
    ["repair", "--from", f"{BYTES}\x1b[2J"],
    ["--root", "a" * 300, "check"],
    ["--root", "a\0b", "check"],
    ["format", "\ud800"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG, ids=lambda words: ascii(" ".join(words))[:60])
def test_what_no_record_and_no_folder_can_have_is_refused_in_words(toy, monkeypatch, capsys, arguments):
    monkeypatch.chdir(toy)
    before = {path: path.read_bytes() for path in (toy / "sources").rglob("*") if path.is_file()}
    (toy / "notice.txt").write_text("A quay opens\n\n11 February 2014\n\nIt opened today.\n", "utf-8")
    try:
        status = main(arguments)
    except SystemExit as ended:  # argparse ends so
        status = ended.code
    printed = capsys.readouterr()
    assert status in (1, 2)
    assert printed.err
    assert (printed.err + printed.out).replace("\n", "").isprintable()
    assert {path: path.read_bytes() for path in (toy / "sources").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", [b"\xff.txt", b"\xe2\x80\xae.txt", b"\x1b[2J.txt"])
def test_a_file_with_an_odd_name_is_added_and_its_record_is_text(toy, tmp_path, capsys, name):
    received = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    received.write_text("A quay opens\n\n11 February 2014\n\nIt opened today.\n", "utf-8")
    assert main(["--root", str(toy), "add", "--yes", str(received)]) == 0
    assert capsys.readouterr().out.replace("\n", "").isprintable()
    (record,) = toy.glob("sources/2014/*a-quay-opens/source.yml")
    assert record.read_text("utf-8").replace("\n", "").isprintable()


@pytest.mark.parametrize("name", [b"\x1b[2J", b"\xe2\x80\xae"])
@pytest.mark.parametrize("command", [["check", "--format", "github"], ["format", "--check"]], ids=" ".join)
def test_records_with_odd_names_are_named_in_what_a_terminal_can_show(toy, capfd, name, command):
    odd = Path(os.fsdecode(os.fsencode(toy / "sources" / "2013") + b"/" + name))
    (toy / "sources" / "2013" / "gull-post-harbour").rename(odd)
    main(["--root", str(toy), *command])
    printed = capfd.readouterr()
    assert (printed.out + printed.err).replace("\n", "").isprintable()
