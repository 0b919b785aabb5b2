"""An archive that is loaded and checked with what was kept is the one that is loaded and checked without."""

from __future__ import annotations

import random

import pytest

from conftest import sampled
from happenings import World
from press_archive.base import kept as kept_module
from press_archive.base.kept import Kept, load_kept
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive

STEPS = 5


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A person's folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def check_again(world: World, kept: Kept) -> int:
    """Load and check with what was kept, and without; return how many problems there are."""
    plain = load_archive(world.root)
    archive = load_archive(world.root, kept=kept)
    assert archive == plain and archive.problems == plain.problems
    usable, problems = check_archive(plain, editorial=True)
    usable_too, found = check_archive(archive, editorial=True, kept=kept)
    assert found == problems
    assert usable_too == usable
    return len(problems)


@pytest.mark.parametrize("number", sampled(range(200), 40))
def test_what_is_kept_changes_no_result(tmp_path, monkeypatch, number):
    rng = random.Random(number)
    root = tmp_path / "archive"
    world = World(root, rng)
    kept = load_kept(root)
    check_again(world, kept)
    for step in range(STEPS):
        world.happen(rng.choice((1, 1, 2, 3)))
        if rng.random() < 0.5:  # another command
            kept.save(root)
            if rng.random() < 0.2:  # of another version
                digest = bytes([step]) * 32
                monkeypatch.setattr(kept_module, "program_digest", lambda digest=digest: digest)
            kept = load_kept(root)
        else:  # a server
            kept.forget_unused()
        check_again(world, kept)
        check_again(world, kept)
