"""What git keeps is known or a problem: a repository that git cannot read never looks like an empty one."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY
from press_archive.cli import main

RESTRICTED = "sources/2019/vestnik-dogovor/capture.txt"
FOUND = f"{RESTRICTED}: C107: "
UNKNOWN = "sources: C109: git cannot list its files ("

Git = Callable[..., str]
Check = Callable[[Path], tuple[int, str]]


@pytest.fixture
def leaking(toy_held: Path, git: Git) -> Path:
    """The toy archive in a repository that keeps its records, and a capture that must not be in git."""
    git(toy_held, "init", "-q")
    git(toy_held, "add", "--force", "sources/collection.yml", RESTRICTED)
    git(toy_held, "commit", "-q", "-m", "Records")
    return toy_held


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """Check an archive; return the exit status and all that is printed."""

    def run(root: Path) -> tuple[int, str]:
        capsys.readouterr()
        status = main(["--root", str(root), "check"])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def test_a_repository_of_another_owner_is_a_problem_with_the_words_of_git(leaking, check, monkeypatch):
    assert check(leaking)[1].startswith(FOUND)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # as in a container with another user
    status, printed = check(leaking)
    assert status == 1
    words = f"git ls-files: fatal: detected dubious ownership in repository at '{leaking}'"
    assert printed.startswith(f"{UNKNOWN}{words}")
    assert f"git config --global --add safe.directory {leaking}" in printed
    assert printed.endswith("\n1 problem in 1 file.\n")


def test_a_container_may_call_the_folder_safe_in_the_environment(leaking, check, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for name, value in {"COUNT": "1", "KEY_0": "safe.directory", "VALUE_0": str(leaking)}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert check(leaking)[1].startswith(FOUND)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda index: b"", "index file smaller than expected"),
        (lambda index: index[:20], "index file smaller than expected"),
        (lambda index: b"JUNK" + index[4:], "index file corrupt"),
        (lambda index: index[:4] + b"\0\0\0\x63" + index[8:], "index file corrupt"),
    ],
    ids=["emptied", "cut off", "another signature", "another version"],
)
def test_a_damaged_index_is_a_problem(leaking, check, damage, words):
    index = leaking / ".git" / "index"
    index.write_bytes(damage(index.read_bytes()))
    status, printed = check(leaking)
    assert status == 1
    assert re.match(rf"{re.escape(UNKNOWN)}git ls-files: .*{words}", printed)


def test_a_deleted_index_is_a_problem(leaking, check):
    (leaking / ".git" / "index").unlink()
    status, printed = check(leaking)
    assert (status, printed.splitlines()[0]) == (
        1,
        f"{UNKNOWN}the repository has commits but no index). Expected a list without restricted captures. "
        "Hint: make a new index with: git reset",
    )


def test_the_hint_for_a_deleted_index_finds_the_capture_again(leaking, git, check):
    (leaking / ".git" / "index").unlink()
    git(leaking, "reset")
    assert check(leaking)[1].startswith(FOUND)


def test_a_new_repository_without_commits_and_index_has_nothing_in_git(toy_held, git, check):
    git(toy_held, "init", "-q")
    assert not (toy_held / ".git" / "index").exists()
    assert check(toy_held)[0] == 0


@pytest.fixture
def submodule(leaking: Path, git: Git, tmp_path: Path) -> Path:
    """The leaking archive as a submodule of another repository."""
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q")
    options = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    git(above, *options, str(leaking), "archives/toy")
    git(above, "commit", "-q", "-m", "An archive")
    toy = above / "archives" / "toy"
    shutil.copytree(leaking / "sources", toy / "sources", dirs_exist_ok=True, symlinks=True)
    return toy


def test_an_archive_that_is_a_submodule_is_looked_for_in_its_own_repository(submodule, check):
    assert check(submodule)[1].startswith(FOUND)
    (submodule.parents[1] / ".git" / "modules" / "archives" / "toy" / "index").unlink()
    assert check(submodule)[1].startswith(f"{UNKNOWN}the repository has commits but no index)")


@pytest.mark.parametrize("below", ["", "nested/archive"], ids=["the archive", "a folder of it"])
def test_a_submodule_without_its_repository_is_a_problem(submodule, check, below):
    (submodule / ".git").unlink()
    archive = submodule / below
    if below:
        shutil.copytree(submodule / "sources", archive / "sources", symlinks=True)
    status, printed = check(archive)
    assert status == 1
    assert printed.startswith(f"{UNKNOWN}the submodule archives/toy is not checked out)")


@pytest.mark.parametrize("place", ["sources", "sources/2019"])
def test_records_in_a_submodule_are_a_problem(toy_held, git, check, place):
    git(toy_held, "init", "-q")
    git(toy_held / place, "init", "-q")
    git(toy_held / place, "add", "--force", ".")
    git(toy_held / place, "commit", "-q", "-m", "Records")
    git(toy_held, "add", place)
    (toy_held / place / ".git").rename(toy_held.parent / "elsewhere")  # as where it is not checked out
    status, printed = check(toy_held)
    assert status == 1
    assert printed.startswith(f"{UNKNOWN}{place} is a submodule, a repository of its own)")


def test_a_copy_of_a_submodule_is_not_mistaken_for_the_submodule(submodule, check):
    shutil.copytree(submodule, submodule.with_name("copy"), symlinks=True)
    status, printed = check(submodule.with_name("copy"))
    assert status == 1
    assert printed.startswith(f"{UNKNOWN}the repository's working tree is another folder)")


@pytest.mark.parametrize("name", ["HEAD", "objects", "refs"])
def test_a_repository_that_lacks_a_part_is_a_problem(leaking, check, name):
    part = leaking / ".git" / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    status, printed = check(leaking)
    assert status == 1
    assert printed.startswith(f"{UNKNOWN}git ls-files: fatal: not a git repository")


def test_a_worktree_whose_repository_is_gone_is_a_problem(toy, git, check):
    (toy / ".git").write_text("gitdir: ../gone\n", encoding="utf-8")
    assert check(toy)[1].startswith(f"{UNKNOWN}git ls-files: fatal: not a git repository")


def test_an_archive_below_a_repository_is_looked_for_in_it(toy_held, git, check, monkeypatch, tmp_path):
    repository = tmp_path / "repository"
    below = repository / "archives" / "toy"
    shutil.copytree(toy_held, below, symlinks=True)
    git(repository, "init", "-q")
    assert check(below)[0] == 0
    git(below, "add", "--force", RESTRICTED)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(below.parent))  # git would not look above it
    assert check(below)[1].startswith(FOUND)
    (repository / ".git" / "index").write_bytes(b"")
    assert check(below)[1].startswith(UNKNOWN)


def test_an_archive_outside_a_repository_has_nothing_in_git(toy_held, git, check):
    assert check(toy_held)[0] == 0


@pytest.mark.parametrize("above", [False, True], ids=["in the archive", "above it"])
def test_without_git_only_a_repository_is_a_problem(toy_held, git, check, monkeypatch, tmp_path, above):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert check(toy_held)[0] == 0
    (toy_held.parent if above else toy_held).joinpath(".git").mkdir()
    status, printed = check(toy_held)
    assert (status, printed.splitlines()[0]) == (
        1,
        f"{UNKNOWN}git is not installed). Expected a list without restricted captures. "
        "Hint: make `git status` work in this folder",
    )


@pytest.mark.parametrize(("name", "value"), [("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index")])
def test_variables_of_another_repository_are_ignored(leaking, git, check, monkeypatch, tmp_path, name, value):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv(name, str(other / value))
    status, printed = check(leaking)
    assert status == 1
    assert printed.startswith(FOUND)


def test_a_hook_of_another_repository_sees_the_files_of_the_archive_alone(leaking, git, tmp_path):
    other = tmp_path / "other"
    folder = other / "sources" / "2019" / "elsewhere"
    folder.mkdir(parents=True)
    (folder / "capture.txt").write_text("Not of this archive.\n", encoding="utf-8")
    git(other, "init", "-q")
    git(other, "add", ".")
    environment = f"PYTHONPATH={shlex.quote(str(REPOSITORY / 'scripts'))}"
    command = f"{shlex.quote(sys.executable)} -m press_archive --root {shlex.quote(str(leaking))} check"
    hook = other / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{environment} exec {command}\n", encoding="utf-8")
    hook.chmod(0o755)
    commit = ["git", "-C", str(other), "commit", "-q", "--all", "-m", "Of another repository"]
    done = subprocess.run(commit, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(FOUND)
    assert "elsewhere" not in done.stderr


def test_a_comparison_with_a_revision_says_that_git_refuses_the_repository(leaking, capsys, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert main(["--root", str(leaking), "check", "--since", "HEAD"]) == 2
    words = "git cannot read this repository (git rev-parse: fatal: detected dubious ownership"
    assert capsys.readouterr().err.startswith(f"{leaking / '.git'}: {words}")


def test_what_git_can_not_say_keeps_a_site_from_being_published(leaking, capfd, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert main(["--root", str(leaking), "publish"]) == 1
    assert capfd.readouterr().err.startswith(UNKNOWN)
    assert not (leaking / "site").exists()
