"""Deposit: bags that other programs can validate, the captures in a bag of their own; an archive that moves."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest

from conftest import HERE, REPOSITORY, TOY
from press_archive.cli import main

DAY = "2026-11-27"
CAPTURES = {f"{path.stem}/capture.txt" for path in (TOY / "captures").glob("*.txt")}


@pytest.fixture
def archive(toy_held: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The toy archive with its captures and held list, in the repository of a fresh machine; as a whole
    project, but for the program and its theme.
    """
    (toy_held / "scripts").unlink()
    shutil.rmtree(toy_held / "overrides")
    assert main(["--root", str(toy_held), "verify", "--record-held"]) == 0
    capsys.readouterr()
    return toy_held


def deposit(root: Path, target: Path, *options: str) -> int:
    return main(["--root", str(root), "deposit", str(target), "--date", DAY, *options])


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_bagit_python_finds_both_bags_valid(archive, tmp_path, capsys):
    assert deposit(archive, tmp_path / "deposit") == 0
    for name in ("archive", "captures"):
        bag = bagit.Bag(str(tmp_path / "deposit" / name))
        bag.validate()
        assert bag.info["Bagging-Date"] == DAY
        files = [file for file in (tmp_path / "deposit" / name / "data").rglob("*") if file.is_file()]
        assert bag.info["Payload-Oxum"] == f"{sum(file.stat().st_size for file in files)}.{len(files)}"
        assert "harbour treaty press archive" in bag.info["External-Description"]
    assert bag.info["Access"].startswith("Restricted. ")
    assert "6 held captures. Restricted: keep this bag apart from the other." in capsys.readouterr().out


def test_odd_names_are_in_a_valid_bag_or_refused(archive, tmp_path, capsys):
    pages = archive / "docs" / "odd pages"
    pages.mkdir()
    for name in (" a b", "e\N{COMBINING ACUTE ACCENT}.md", "*star.md", "-dash.md", "'quoted\".md"):
        (pages / name).write_text("x\n", "utf-8")
    assert deposit(archive, tmp_path / "deposit") == 0
    bagit.Bag(str(tmp_path / "deposit" / "archive")).validate()
    for name in ("end ", "end\xa0", "a\u2028b.md", "a\x85b.md", "50%.md", "a\nb.md"):
        capsys.readouterr()
        (pages / name).write_text("x\n", "utf-8")
        assert deposit(archive, tmp_path / "another") == 1
        assert "not a name for a bag" in capsys.readouterr().err
        (pages / name).unlink()


def test_bagit_python_finds_a_bag_with_one_flipped_bit_invalid(archive, tmp_path):
    assert deposit(archive, tmp_path / "deposit") == 0
    record = tmp_path / "deposit/archive/data/sources/collection.yml"
    data = bytearray(record.read_bytes())
    data[10] ^= 1
    record.write_bytes(bytes(data))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "deposit/archive")).validate()


def test_sha256sum_checks_a_bag_without_our_code(archive, tmp_path):
    if not shutil.which("sha256sum"):
        pytest.skip(f"{HERE} there is no sha256sum")
    assert deposit(archive, tmp_path / "deposit") == 0
    for bag in ("archive", "captures"):
        for name in ("manifest", "tagmanifest"):
            command = ["sha256sum", "--check", "--quiet", "--strict", f"{name}-sha256.txt"]
            subprocess.run(command, cwd=tmp_path / "deposit" / bag, check=True)


@pytest.mark.parametrize("in_git", [True, False])
def test_restricted_captures_are_only_in_their_own_bag(archive, tmp_path, git, in_git):
    if in_git:
        git(archive, "init", "-q")
        shutil.copyfile(REPOSITORY / ".gitignore", archive / ".gitignore")
        git(archive, "add", ".")
        git(archive, "add", "--force", "sources/2014/ministry-address/capture.txt")
        git(archive, "add", "--force", "sources/2018/lantern-interview/capture.txt")  # by mistake
    assert deposit(archive, tmp_path / "deposit") == 0
    captures = read(tmp_path / "deposit/captures/data")
    others = read(tmp_path / "deposit/archive/data")
    assert {"/".join(path.split("/")[2:]) for path in captures} == CAPTURES | {""}  # and the held list
    assert [path for path in others if path.endswith("capture.txt")] == [
        "sources/2014/ministry-address/capture.txt"
    ]
    assert not set(captures.values()) & set(others.values())


def test_a_restricted_capture_under_another_name_is_refused(archive, tmp_path, capsys):
    shutil.copyfile(TOY / "captures/lantern-interview.txt", archive / "docs/about/notes.md")
    assert deposit(archive, tmp_path / "deposit") == 1
    assert not (tmp_path / "deposit").exists()
    assert capsys.readouterr().err == (
        "docs/about/notes.md: the same as sources/2018/lantern-interview/capture.txt, which is restricted. "
        "Expected no such file in the archive.\n"
    )


def test_a_link_that_only_git_has_is_refused_and_not_left_out(archive, tmp_path, capsys, git):
    git(archive, "init", "--quiet")
    git(archive, "add", "sources", "docs", "mkdocs.yml")
    blob = git(archive, "hash-object", "-w", "--stdin", stdin=b"/home/pell/notes")
    git(archive, "update-index", "--cacheinfo", f"120000,{blob},docs/about/rights.md")
    assert deposit(archive, tmp_path / "deposit") == 1
    assert capsys.readouterr().err == (
        "docs/about/rights.md: no plain file in git (mode 120000). Expected plain files.\n"
    )


def test_a_damaged_archive_is_not_deposited(archive, tmp_path, capsys):
    record = archive / "sources/vocabulary/topics.yml"
    record.write_bytes(record.read_bytes() + b"# a remark\n")
    assert deposit(archive, tmp_path / "deposit") == 1
    assert not (tmp_path / "deposit").exists()
    assert "sources/vocabulary/topics.yml: F201: " in capsys.readouterr().err


def test_a_folder_that_exists_is_left_alone(archive, tmp_path, capsys):
    (tmp_path / "deposit").mkdir()
    assert deposit(archive, tmp_path / "deposit") == 1
    assert list((tmp_path / "deposit").iterdir()) == []
    assert capsys.readouterr().err.endswith("deposit: exists. Expected the name of a new folder.\n")


def test_two_deposits_are_the_same_byte_for_byte(archive, tmp_path, monkeypatch):
    assert deposit(archive, tmp_path / "one") == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795780000")  # in the afternoon of 2026-11-27, UTC
    assert main(["--root", str(archive), "deposit", str(tmp_path / "two")]) == 0
    assert read(tmp_path / "one") == read(tmp_path / "two")


@pytest.mark.parametrize("option", ["--date=yesterday", "--date=2026-02-30"])
def test_a_day_that_is_none_is_named(archive, tmp_path, capsys, option):
    assert main(["--root", str(archive), "deposit", str(tmp_path / "deposit"), option]) == 1
    assert f"{option[7:]}: not a day." in capsys.readouterr().err


def documented_commands() -> list[str]:
    """Return the commands of the page on moving an archive, one of each line of its blocks."""
    page = (REPOSITORY / "docs/development/moving.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page.split("\n## Move the archive\n")[1], re.DOTALL)
    return [
        line.partition("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()
    ]


def test_an_archive_moves_to_another_machine_as_documented(archive, tmp_path):
    """The drill: each documented command is run, those of the archive by this program."""
    assert main(["--root", str(archive), "build", "--pages-only"]) == 0
    before = read(archive / "docs")
    place = archive
    for command in documented_commands():
        if command.startswith("cd "):
            place = (place / command.removeprefix("cd ")).resolve()
        elif command.startswith(".venv/bin/archive "):
            arguments = command.split()[1:]
            assert (
                main(
                    [
                        "--root",
                        str(place),
                        *(str(place / word) if "../" in word else word for word in arguments),
                    ]
                )
                == 0
            )
        elif not command.startswith("make "):  # which would install packages
            subprocess.run(command, shell=True, cwd=place, check=True, capture_output=True)
    assert place != archive
    assert read(place / "docs") == before
    assert read(place / "sources") == read(archive / "sources")
