"""`archive check`: what a change has to do with, what GitHub and tools are told, and messages that a person can act on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.cli import main

TIDEWATCH = "sources/2013/tidewatch-shared-harbour"
OFFER = f"{TIDEWATCH}/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
VESTNIK = "sources/2019/vestnik-dogovor"
TREATY = f"{VESTNIK}/2019-03-03-dogovor-o-gavani-podpisan.md"
TOPICS = "sources/vocabulary/topics.yml"


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


# --- Only what a change has to do with


@pytest.fixture
def kept(toy_held: Path, git: Callable[..., str]) -> Path:
    """The toy archive in a repository that keeps its records, with one problem of old; all captures are held, one is kept."""
    edit(toy_held, TREATY, "language: ru", "language: Russian")
    (toy_held / ".gitignore").write_text("capture.txt\n", encoding="utf-8")
    git(toy_held, "init", "-q")
    git(toy_held, "add", "sources", ".gitignore")
    git(toy_held, "add", "--force", "sources/2014/ministry-address/capture.txt")
    git(toy_held, "commit", "-q", "-m", "Records")
    return toy_held


@pytest.fixture
def since(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str], str]]:
    """Check what changed since the first commit: the exit status, `path code` of each problem, and all that is printed."""

    def run(root: Path, revision: str = "HEAD") -> tuple[int, list[str], str]:
        capsys.readouterr()
        status = main(["--root", str(root), "check", f"--since={revision}"])
        told = capsys.readouterr()
        problems = [line.split(": ") for line in told.err.splitlines() if line.startswith("sources")]
        return status, [f"{where.partition(':')[0]} {rest[0][:4]}" for where, *rest in problems], told.out + told.err

    return run


ELSEWHERE = "1 problem elsewhere, not of what changed since 'HEAD'. `archive check` shows all.\n"


def test_a_problem_of_old_is_counted_and_does_not_fail(kept, since):
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.startswith("No problems in what changed since 'HEAD': 13 documents in 7 sources (7 captures held)")
    assert told.endswith(ELSEWHERE)


def test_a_problem_in_a_changed_file_is_shown(kept, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    assert since(kept)[:2] == (1, [f"{OFFER} R103"])
    assert since(kept)[2].endswith("\n1 problem in 1 file.\n" + ELSEWHERE)


def test_a_problem_of_old_in_a_file_that_changed_otherwise_is_shown(kept, since):
    edit(kept, TREATY, "witnesses say", "witnesses said")
    assert since(kept)[:2] == (1, [f"{TREATY} R103"])
    assert "elsewhere" not in since(kept)[2]


def test_a_committed_change_and_one_that_is_not_yet_are_both_shown(kept, git, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    git(kept, "commit", "-q", "-a", "-m", "Worse")
    assert since(kept, "HEAD~1")[1] == [f"{OFFER} R103"]
    assert since(kept, "HEAD")[1] == []
    edit(kept, TOPICS, "label: Crane dispute", "label: TODO")
    assert since(kept, "HEAD~1")[1] == [f"{OFFER} R103", f"{TOPICS} R117"]
    assert since(kept, "HEAD")[1] == [f"{TOPICS} R117"]


def test_a_new_file_that_git_does_not_follow_is_shown(kept, since):
    (kept / VESTNIK / "notes.txt").write_text("mine\n", encoding="utf-8")
    assert since(kept)[:2] == (1, [f"{VESTNIK}/notes.txt F105"])


def test_a_file_under_a_new_name_is_shown(kept, git, since):
    new = TREATY.replace("podpisan", "podpisan-2")
    git(kept, "mv", TREATY, new)
    assert since(kept)[:2] == (1, [f"{new} R103"])


def test_what_still_names_a_removed_term_is_shown(kept, since):
    edit(kept, TOPICS, "harbour-treaty:\n", "treaty:\n")
    status, problems, told = since(kept)
    assert status == 1
    assert {problem.rpartition(" ")[2] for problem in problems} >= {"R104"}
    assert f"{OFFER} R104" in problems and f"{TREATY} R103" not in problems
    assert told.endswith(ELSEWHERE)


def test_a_removed_document_that_others_still_lead_to_is_shown(kept, since):
    (kept / OFFER).unlink()
    problems = since(kept)[1]
    assert f"{TIDEWATCH} F108" in problems  # its source has no document left
    assert any(problem.endswith(" R111") or problem.endswith(" R114") for problem in problems)


def test_a_removed_vocabulary_is_shown(kept, since):
    (kept / TOPICS).unlink()
    assert f"{TOPICS} R102" in since(kept)[1]


def test_a_capture_is_shown_when_it_was_altered_though_git_ignores_it(kept, since):
    (kept / VESTNIK / "capture.txt").write_text("Another text.\n", encoding="utf-8")
    assert since(kept)[:2] == (1, [f"{VESTNIK}/capture.txt C102"])


def test_what_a_held_capture_shows_of_records_of_old_stands_elsewhere(kept, git, since):
    edit(kept, TREATY, "language: Russian", "language: ru")
    edit(kept, OFFER, "title: ", "title: Not ")
    git(kept, "commit", "-q", "-a", "-m", "Another title than the capture's")
    edit(kept, TOPICS, "label: Crane dispute", "label: Dispute of the cranes")
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.endswith(ELSEWHERE)


def test_a_capture_in_git_is_of_the_change_only_where_the_change_closed_it(kept, git, since):
    git(kept, "add", "--force", f"{VESTNIK}/capture.txt")
    assert since(kept)[1] == [f"{VESTNIK}/capture.txt C107"]
    git(kept, "commit", "-q", "-m", "A capture")
    assert since(kept)[1] == []
    edit(kept, "sources/2014/ministry-address/source.yml", "access: full", "access: summary")
    assert since(kept)[1] == ["sources/2014/ministry-address/capture.txt C107"]


def test_an_archive_below_the_repository_is_compared_too(toy, git, since, tmp_path):
    below = tmp_path / "repository" / "below"
    edit(toy, TREATY, "language: ru", "language: Russian")
    shutil.copytree(toy, below, symlinks=True)
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "--force", "below/sources")
    git(tmp_path / "repository", "commit", "-q", "-m", "Records")
    edit(below, OFFER, "kind: news-report", "kind: news-reports")
    status, problems, told = since(below)
    assert (status, problems) == (1, [f"{OFFER} R103"])
    assert told.endswith(ELSEWHERE)


def test_records_that_were_links_or_no_records_are_compared_without_following_them(kept, git, since, tmp_path):
    (tmp_path / "secret.md").write_text("secret\n", encoding="utf-8")
    (kept / VESTNIK / "2019-03-04-link.md").symlink_to(tmp_path / "secret.md")
    (kept / VESTNIK / "2019-03-05-empty.md").write_text("", encoding="utf-8")
    git(kept, "add", "sources")
    git(kept, "commit", "-q", "-m", "Odd files")
    status, problems, told = since(kept)
    assert (status, problems) == (0, [])
    assert told.endswith(ELSEWHERE.replace("1 problem", "3 problems"))


def test_comparing_leaves_the_repository_as_it_is(kept, git, since):
    edit(kept, OFFER, "kind: news-report", "kind: news-reports")
    git(kept, "add", TOPICS)
    before = git(kept, "status", "--porcelain"), git(kept, "worktree", "list"), (kept / ".git" / "index").read_bytes()
    since(kept)
    assert before == (git(kept, "status", "--porcelain"), git(kept, "worktree", "list"), (kept / ".git" / "index").read_bytes())


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:sources", ""])
def test_a_revision_that_is_none_is_named(kept, since, revision):
    status, _, told = since(kept, revision)
    assert status == 2
    assert told.startswith(f"{revision!r}: not a revision that git knows here (")
    assert told.endswith("Expected a commit, branch or tag.\n")
    assert not (kept / "x").exists()


def test_an_archive_outside_a_repository_is_named(toy, git, since):
    status, _, told = since(toy)
    assert status == 2
    assert told.startswith(f"{toy}: not in a git repository (")


def test_a_machine_without_git_is_told_so(kept, since, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert since(kept)[::2] == (2, "git is not installed. Expected the command git: only it knows what changed.\n")
