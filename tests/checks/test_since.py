"""What a change since a commit has to do with is found from the files that changed, and is what all give."""

from __future__ import annotations

import random

import pytest

from conftest import sampled
from happenings import World
from press_archive.base.git import load_revision
from press_archive.base.kept import Kept
from press_archive.checks.earlier import EarlierRecords
from press_archive.checks.history.terms import check_terms
from press_archive.checks.history.unrecorded import check_changes, entries_without_reason, load_both
from press_archive.checks.run import check_archive
from press_archive.checks.since import problems_since
from press_archive.collection.loading import load_archive


@pytest.mark.parametrize("number", sampled(range(200), 67))
def test_the_files_that_changed_give_what_all_files_give(tmp_path, git, number):
    rng = random.Random(number)
    world = World(tmp_path / "archive", rng)
    (world.root / ".gitignore").write_text("capture.txt\n", "utf-8")
    git(world.root, "init", "-q")
    if rng.random() < 0.5:  # the commit had problems too
        world.happen(1)
    git(world.root, "add", "--all")
    git(world.root, "commit", "-q", "-m", "First")
    kept = Kept()
    check_archive(load_archive(world.root, kept=kept), editorial=True, kept=kept)
    world.happen(rng.choice((1, 1, 2, 3)))
    archive = load_archive(world.root, kept=kept)
    problems = check_archive(archive, editorial=True, kept=kept)[1]
    revision = load_revision(world.root, "HEAD")
    with EarlierRecords(world.root, revision) as some, EarlierRecords(world.root, revision) as all_files:
        before, now = load_both(some, archive)
        all_before, all_now = load_both(all_files)
        assert list(check_changes(before, now)) == list(check_changes(all_before, all_now))
        assert entries_without_reason(before, now) == entries_without_reason(all_before, all_now)
        assert list(check_terms(some, now)) == list(check_terms(all_files, all_now))
        assert problems_since(some, problems, kept) == problems_since(all_files, problems)
