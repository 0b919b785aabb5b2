"""Fixity: `archive verify` compares every file with the manifest, its record and the held list."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from benchmarks.trust import fixity

from conftest import HERE, TOY
from press_archive.base.files.manifests import parse_manifest, render_manifest
from press_archive.cli import main
from press_archive.commands import check as check_command

RECORD = "sources/2018/lantern-interview/2018-12-24-i-have-never-met-a-tide.md"
CAPTURE = "sources/2018/lantern-interview/capture.txt"
MANIFEST, HELD_LIST = "sources/MANIFEST.sha256", "sources/held.txt"


def verify(root: Path, *options: str) -> int:
    return main(["--root", str(root), "verify", *options])


@pytest.fixture
def kept(toy_held: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The toy archive with its manifest and held list."""
    assert verify(toy_held, "--update") == 0
    assert verify(toy_held, "--record-held") == 0
    capsys.readouterr()
    return toy_held


def test_every_damage_is_named_by_its_path():
    assert [str(figure) for figure in fixity.measure(True) if not figure.kept] == []


def test_the_manifest_of_the_toy_archive_is_that_of_its_files():
    wrong = "the toy archive was changed: git add tests/toy, then archive --root tests/toy verify --update"
    assert verify(TOY) == 0, wrong


def test_sha256sum_checks_the_manifest_without_our_code(kept):
    if not shutil.which("sha256sum"):
        pytest.skip(f"{HERE} there is no sha256sum")
    command = ["sha256sum", "--check", "--quiet", "--strict"]

    def check(*options: str) -> tuple[int, str]:
        done = subprocess.run(
            [*command, *options, "MANIFEST.sha256"],
            cwd=kept / "sources",
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    assert check() == (0, "")
    (kept / CAPTURE).unlink()
    assert check("--ignore-missing") == (0, "")
    (kept / RECORD).write_bytes(b"x")
    path = RECORD.removeprefix("sources/")
    assert check("--ignore-missing") == (1, f"{path}: FAILED\n")


def test_odd_names_are_escaped_as_sha256sum_does(tmp_path):
    names = ["back\\slash", "line\nfeed", "return\rx", "plain ü"]
    digests = {}
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
        printed = subprocess.run(["sha256sum", name], cwd=tmp_path, capture_output=True, check=True).stdout
        digests |= parse_manifest(printed, "x", "F206")[0]
        assert parse_manifest(printed, "x", "F206")[1] == []
        assert render_manifest({name: digests[name]}) == printed
    assert sorted(digests) == sorted(names)


def test_a_whole_archive_passes_and_what_is_not_held_is_said(kept, capsys):
    assert verify(kept) == 0
    assert capsys.readouterr() == (
        "No problems: 37 records and 7 captures held are as in sources/MANIFEST.sha256, which lists 44 files.\n",
        "",
    )


def test_a_changed_record_is_named_with_both_digests(kept, capsys):
    (kept / RECORD).write_bytes((kept / RECORD).read_bytes().replace(b"tide", b"tied", 1))
    assert verify(kept) == 1
    seen = "the SHA-256 is "
    printed = capsys.readouterr().err
    manifest = (kept / MANIFEST).read_text("utf-8").splitlines()
    (expected,) = [line[:64] for line in manifest if line.endswith(RECORD.removeprefix("sources/"))]
    number = 1 + [line[:64] for line in manifest].index(expected)
    digest = printed.split(seen)[1][:64]
    assert printed.startswith(
        f"{RECORD}: F201: {seen}{digest}. Expected {expected}, as in {MANIFEST}:{number}. Hint: "
    )
    assert digest == subprocess.run(["sha256sum", kept / RECORD], capture_output=True, text=True).stdout[:64]


def test_a_record_that_git_has_was_changed_and_not_damaged(kept, git, capsys):
    git(kept, "init", "-q")
    git(kept, "add", "sources")
    (kept / RECORD).write_bytes((kept / RECORD).read_bytes() + b"\n")
    assert verify(kept) == 1
    assert (
        f"the file was damaged: git restore {RECORD}, or archive repair --from COPY"
        in capsys.readouterr().err
    )
    assert verify(kept, "--update") == 1
    assert f"{RECORD}: F201: not in git as it is here." in capsys.readouterr().err
    git(kept, "add", "sources")
    assert verify(kept) == 1
    assert f"{RECORD}: F201: changed in git since the manifest was written" in capsys.readouterr().err
    assert verify(kept, "--update") == 0
    assert f"0 added; 1 changed: {RECORD}; 0 removed." in capsys.readouterr().out


def test_a_capture_with_another_digest_in_its_record_is_named_though_it_is_not_held(toy, capsys):
    assert verify(toy, "--update") == 0
    record = toy / "sources/2018/lantern-interview/source.yml"
    text = record.read_text("utf-8")
    digest = text.split("sha256: ")[1][:64]
    record.write_text(text.replace(digest, "0" * 64), "utf-8")
    assert verify(toy) == 1
    assert f"{CAPTURE}: F204: {MANIFEST}:" in (printed := capsys.readouterr().err)
    assert f"gives the SHA-256 {digest}. Expected {'0' * 64}, as in source.yml." in printed


def test_a_held_capture_that_is_gone_is_named_by_verify_and_by_check(toy, capsys):
    assert main(["--root", str(toy), "hold", str(TOY / "captures/lantern-interview.txt")]) == 0
    assert main(["--root", str(toy), "check"]) == 0
    (toy / CAPTURE).unlink()
    capsys.readouterr()
    for command in ("check", "verify"):
        assert main(["--root", str(toy), command]) == 1
        assert f"{HELD_LIST}:1: F207: {CAPTURE} is gone; it was held on this machine since " in (
            capsys.readouterr().err
        )


ARTICLE = """\
Lamps for the long quay

Tidewatch, 4 March 2015

Marrowby will light its long quay from next winter, the harbour master said on Wednesday.
"""


def test_the_capture_of_an_added_source_is_missed_when_it_is_gone(toy, tmp_path, capsys):
    (tmp_path / "lamps.txt").write_text(ARTICLE, "utf-8")
    assert main(["--root", str(toy), "add", "--yes", str(tmp_path / "lamps.txt")]) == 0
    (capture,) = toy.glob("sources/2015/*/capture.txt")
    capture.unlink()
    capsys.readouterr()
    assert main(["--root", str(toy), "check"]) == 1
    place = capture.relative_to(toy).as_posix()
    assert (
        f"{HELD_LIST}:1: F207: {place} is gone; it was held on this machine since " in capsys.readouterr().err
    )


def test_a_source_is_added_though_the_held_list_is_damaged(toy, tmp_path, capsys):
    (toy / HELD_LIST).write_text("my own notes\n", "utf-8")
    (tmp_path / "lamps.txt").write_text(ARTICLE, "utf-8")
    assert main(["--root", str(toy), "add", "--yes", str(tmp_path / "lamps.txt")]) == 0
    assert f"{HELD_LIST}:1: F206: the line was damaged or edited." in capsys.readouterr().err
    assert (toy / HELD_LIST).read_text("utf-8") == "my own notes\n"


def test_a_capture_that_was_put_there_by_hand_is_listed_when_it_is_held(toy_held, capsys):
    assert main(["--root", str(toy_held), "hold", str(TOY / "captures/lantern-interview.txt")]) == 0
    assert (toy_held / HELD_LIST).read_text("utf-8").endswith("  2018/lantern-interview/capture.txt\n")
    assert verify(toy_held) == 1
    assert f"{HELD_LIST}: F208: sources/2019/vestnik-dogovor/capture.txt is held and not on this list." in (
        capsys.readouterr().err
    )


def test_without_a_held_list_what_is_not_here_and_what_could_be_lost_is_said(toy_held, capsys):
    assert verify(toy_held, "--update") == 0
    (toy_held / CAPTURE).unlink()
    capsys.readouterr()
    assert verify(toy_held) == 0
    printed = capsys.readouterr().out
    assert f"\nNot held on this machine (1): {CAPTURE}.\n" in printed
    assert f"\n{HELD_LIST}: no such file, so the loss of a held capture would not be noticed (" in printed


def test_a_capture_that_was_put_there_by_hand_is_missed_once_a_check_has_seen_it(toy_held, capsys):
    capture = next(toy_held.glob("sources/*/lantern-interview/capture.txt"))
    assert main(["--root", str(toy_held), "check"]) == 0
    capture.unlink()
    capsys.readouterr()
    assert main(["--root", str(toy_held), "check"]) == 1
    assert "lantern-interview/capture.txt is gone; it was held on this machine" in capsys.readouterr().err


def test_a_check_where_nothing_can_be_written_says_so_and_goes_on(toy_held, capsys, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(check_command, "record_seen", refuse)
    assert main(["--root", str(toy_held), "check"]) == 0
    assert "sources/held.txt: cannot write: Read-only file system" in capsys.readouterr().err


def test_a_day_that_was_changed_in_the_held_list_is_named(kept, capsys):
    text = (kept / HELD_LIST).read_text("utf-8")
    day = text.split("  ")[1]
    (kept / HELD_LIST).write_text(text.replace(day, "2016-11-27", 1), "utf-8")
    assert verify(kept) == 1
    assert f"{HELD_LIST}:1: F206: the line was damaged or edited." in capsys.readouterr().err


def test_a_link_in_the_place_of_a_record_is_not_read(kept, tmp_path, capsys):
    (kept / RECORD).rename(tmp_path / "elsewhere.md")
    (kept / RECORD).symlink_to(tmp_path / "elsewhere.md")
    assert verify(kept) == 1
    printed = capsys.readouterr().err
    assert f"{RECORD}: F101: a symbolic link." in printed
    assert f"{RECORD}: F203: no such file." in printed


def test_lines_of_the_manifest_in_another_order_or_twice_are_named(kept, capsys):
    first, second, *others = (kept / MANIFEST).read_text("utf-8").splitlines(keepends=True)
    (kept / MANIFEST).write_text("".join([second, first, *others, others[-1]]), "utf-8")
    assert verify(kept) == 1
    printed = capsys.readouterr().err
    assert f"{MANIFEST}:2: F206: " in printed
    assert "Expected the lines in order of their paths." in printed
    assert f"{MANIFEST}:45: F206: duplicate path " in printed
    assert "(first in line 44)" in printed


def test_a_missing_manifest_is_one_problem(toy, capsys):
    (toy / MANIFEST).unlink()
    assert verify(toy) == 1
    hint = "Hint: write it with: archive verify --update"
    assert capsys.readouterr().err == (
        f"{MANIFEST}: F203: no such file. Expected the manifest of the archive. {hint}\n\n"
        "1 problem in 1 file.\n"
    )


def test_a_manifest_is_not_written_from_a_source_that_cannot_be_read(kept, capsys):
    before = (kept / MANIFEST).read_bytes()
    (kept / "sources/2018/lantern-interview/source.yml").write_bytes(b"\xff")
    assert verify(kept, "--update") == 1
    assert (kept / MANIFEST).read_bytes() == before
    assert "sources/2018/lantern-interview/source.yml: F203" in capsys.readouterr().err
