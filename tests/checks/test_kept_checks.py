"""An archive that is loaded and checked with what was kept is the one that is loaded and checked without."""

from __future__ import annotations

import random
import re

import pytest

from conftest import leave_out_fingerprints, sampled
from happenings import World
from press_archive.base import kept as kept_module
from press_archive.base.kept import Kept, load_kept
from press_archive.checks.rights import own_words
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from toy_archive import PILOT_DOCUMENT, write_source

STEPS = 5


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A person's folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def check_again(world: World, kept: Kept) -> list[str]:
    """Load and check with what was kept, and without; return the codes of the problems."""
    plain = load_archive(world.root)
    archive = load_archive(world.root, kept=kept)
    assert archive == plain and archive.problems == plain.problems
    usable, problems = check_archive(plain, editorial=True)
    usable_too, found = check_archive(archive, editorial=True, kept=kept)
    assert found == problems
    assert usable_too == usable
    return [problem.code for problem in problems]


@pytest.mark.parametrize("number", sampled(range(200), 67))
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


def long_line(world: World) -> str:
    """A line of a capture that no page may repeat, of more than twelve words."""
    text = world.one("*/lantern-interview/capture.txt").read_text("utf-8")
    return next(
        line for line in text.split("\n")[3:] if 12 < len(line.split()) < 40 and not set(line) & set(':"[\\')
    )


def test_words_that_are_no_headline_any_more_are_found_in_records_that_did_not_change(tmp_path):
    world = World(tmp_path / "archive", random.Random(2))
    world.hold_all()
    leave_out_fingerprints(world.root)
    kept = Kept()
    headline = long_line(world).strip()
    write_source(world.root, f"{headline}\n\nThe boats were counted.\n")
    document = world.root / PILOT_DOCUMENT
    before = document.read_text("utf-8")
    document.write_text(before.replace("title: A pilot counts", f'title: "{headline}"'), "utf-8")
    other = world.one("2014/*-digest/*.md")
    other.write_text(other.read_text("utf-8") + f"\n{headline}\n", "utf-8")
    assert "S105" not in check_again(world, kept)
    document.write_text(before, "utf-8")
    assert "S105" in check_again(world, kept)


def test_a_page_that_changes_while_it_is_compared_is_not_taken_for_the_one_before(tmp_path, monkeypatch):
    world = World(tmp_path / "archive", random.Random(2))
    world.hold_all()
    page = world.root / "docs/about/index.md"
    harmless = page.read_text("utf-8")
    page.write_text(f"# About\n\n{world.captured()}\n", "utf-8")
    kept = Kept()
    some_texts = own_words.some_texts

    def change_and_read(*arguments):
        page.write_text(harmless, "utf-8")
        yield from some_texts(*arguments)

    copied = page.read_text("utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(own_words, "some_texts", change_and_read)
        check_archive(load_archive(world.root, kept=kept), kept=kept)
    page.write_text(copied, "utf-8")
    assert "S105" in check_again(world, kept)


@pytest.mark.parametrize("between", [" ", ""])
def test_words_of_a_capture_that_comes_are_found_in_records_that_did_not_change(tmp_path, between):
    world = World(tmp_path / "archive", random.Random(4))
    world.hold_all()
    leave_out_fingerprints(world.root)
    line = between.join(re.findall(r"[a-z]+", long_line(world).lower()))
    capture = world.one("*/lantern-interview/capture.txt")
    held = capture.read_bytes()
    other = world.one("2014/*-digest/*.md")
    other.write_text(other.read_text("utf-8") + f"\n{line}.\n", "utf-8")
    capture.unlink()
    kept = Kept()
    assert "S105" not in check_again(world, kept)
    capture.write_bytes(held)
    assert "S105" in check_again(world, kept)


def test_words_are_found_by_fingerprints_that_come(tmp_path):
    world = World(tmp_path / "archive", random.Random(4))
    world.hold_all()
    leave_out_fingerprints(world.root)
    world.make_fingerprints()
    other = world.one("2014/*-digest/*.md")
    other.write_text(other.read_text("utf-8") + f"\n{long_line(world)}\n", "utf-8")
    for capture in world.files("*/*/capture.txt"):
        capture.unlink()
    fingerprints = world.one("*/lantern-interview/fingerprints.txt")
    data = fingerprints.read_bytes()
    fingerprints.unlink()
    kept = Kept()
    assert "S107" not in check_again(world, kept)
    fingerprints.write_bytes(data)
    assert "S107" in check_again(world, kept)


def test_an_address_is_named_when_it_is_allowed_no_longer(tmp_path):
    world = World(tmp_path / "archive", random.Random(4))
    kept = Kept()
    document = world.one("2014/*/*.md")
    document.write_text(
        document.read_text("utf-8") + "\nWrite to desk@tidewatch.example for more.\n", "utf-8"
    )
    collection = world.root / "sources/collection.yml"
    before = collection.read_text("utf-8")
    collection.write_text(f"{before}public_details: {{desk@tidewatch.example: its own address}}\n", "utf-8")
    assert "E105" not in check_again(world, kept)
    collection.write_text(before, "utf-8")
    assert "E105" in check_again(world, kept)


def test_fingerprints_of_a_new_headline_are_needless_also_where_nothing_changed(tmp_path):
    world = World(tmp_path / "archive", random.Random(4))
    world.hold_all()
    leave_out_fingerprints(world.root)
    world.make_fingerprints()
    kept = Kept()
    assert "C111" not in check_again(world, kept)
    line = world.one("*/lantern-interview/capture.txt").read_text("utf-8").split("\n")
    headline = " ".join(max(line, key=lambda text: len(text.split())).split()[:40]).replace(":", "")
    write_source(world.root, f"{headline}\n\nThe boats were counted.\n")
    document = world.root / PILOT_DOCUMENT
    title = headline.replace('"', "'")
    document.write_text(
        document.read_text("utf-8").replace("title: A pilot counts", f'title: "{title}"'), "utf-8"
    )
    assert "C111" in check_again(world, kept)


def test_fingerprints_that_a_headline_made_needless_are_missed_when_it_is_gone(tmp_path):
    world = World(tmp_path / "archive", random.Random(4))
    world.hold_all()
    leave_out_fingerprints(world.root)
    headline = long_line(world).strip()
    write_source(world.root, f"{headline}\n\nThe boats were counted.\n")
    document = world.root / PILOT_DOCUMENT
    before = document.read_text("utf-8")
    document.write_text(before.replace("title: A pilot counts", f'title: "{headline}"'), "utf-8")
    world.make_fingerprints()
    kept = Kept()
    assert "C111" not in check_again(world, kept)
    document.write_text(before, "utf-8")
    assert "C111" in check_again(world, kept)
