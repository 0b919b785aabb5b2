"""What is kept from one command to the next: it is used only as it was written, by this program, here."""

from __future__ import annotations

import os
import random

import pytest

from press_archive.base import kept as module
from press_archive.base.kept import FILE, SECRET, Kept, key_of, load_kept

KEY = key_of("kind", b"a quay")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A person's folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path, cache):
    """An archive's folder with one value that was kept."""
    folder = tmp_path / "archive"
    folder.mkdir()
    kept = Kept()
    kept.put(KEY, b"two boats")
    kept.save(folder)
    assert load_kept(folder).get(KEY) == b"two boats"
    return folder


def test_a_file_with_any_other_byte_is_not_used(root):
    data = (root / FILE).read_bytes()
    rng = random.Random(18)
    for place in [*range(0, len(data), 7), *(rng.randrange(len(data)) for _ in range(50))]:
        changed = bytearray(data)
        changed[place] ^= 1 << rng.randrange(8)
        (root / FILE).write_bytes(changed)
        assert load_kept(root).get(KEY) is None, place


def test_a_file_that_was_cut_off_is_not_used(root):
    data = (root / FILE).read_bytes()
    for size in range(len(data)):
        (root / FILE).write_bytes(data[:size])
        assert load_kept(root).get(KEY) is None, size


def test_a_file_that_was_written_with_another_secret_is_not_used(root, cache):
    (cache / SECRET).unlink()
    assert load_kept(root).get(KEY) is None


def test_a_changed_program_uses_nothing_of_the_one_before(root, monkeypatch):
    before = module.program_digest()
    monkeypatch.setattr(module, "program_digest", lambda: bytes(reversed(before)))
    assert load_kept(root).get(KEY) is None


def test_the_digest_of_the_program_changes_with_any_of_its_files(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_PROGRAM", tmp_path)
    digests = set()
    for text in ("a = 1\n", "a = 2\n"):
        (tmp_path / "rule.py").write_text(text, "utf-8")
        module.program_digest.cache_clear()
        digests.add(module.program_digest())
    module.program_digest.cache_clear()
    assert len(digests) == 2


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_secret_that_others_can_read_or_write_is_not_used(root, cache, mode):
    (cache / SECRET).chmod(mode)
    assert load_kept(root).get(KEY) is None


def test_a_secret_below_the_archive_is_not_used(root, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / "cache"))
    kept = Kept()
    kept.put(KEY)
    kept.save(root)
    assert not (root / "cache").exists() and load_kept(root).get(KEY) is None


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path, cache):
    root = tmp_path / "archive"
    root.mkdir()
    (root / ".cache").write_text("a file", "utf-8")
    kept = Kept()
    kept.put(KEY)
    kept.save(root)
    (root / ".cache").unlink()
    cache.rename(tmp_path / "elsewhere")
    cache.write_text("a file", "utf-8")  # there is no secret any more
    kept.save(root)
    assert not (root / ".cache").exists() and load_kept(root).get(KEY) is None


def test_nothing_is_written_through_a_link(tmp_path, cache):
    root, outside = tmp_path / "archive", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / ".cache").symlink_to(outside)
    kept = Kept()
    kept.put(KEY)
    kept.save(root)
    assert list(outside.iterdir()) == []


def test_values_that_nobody_needs_any_more_are_dropped_when_they_are_many(root, monkeypatch):
    monkeypatch.setattr(module, "_FEW", 3)
    kept = load_kept(root)
    for number in range(20):
        kept.put(key_of("old", bytes([number])))
    kept.save(root)
    kept = load_kept(root)
    assert kept.get(KEY) == b"two boats"
    kept.put(key_of("new"))
    kept.save(root)
    again = load_kept(root)
    assert again.get(KEY) == b"two boats" and again.get(key_of("old", b"\0")) is None


def test_a_full_disk_leaves_the_file_before(root, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    kept = load_kept(root)
    kept.put(key_of("new"))
    kept.save(root)
    again = load_kept(root)
    assert again.get(KEY) == b"two boats" and again.get(key_of("new")) is None
    assert [path.name for path in (root / ".cache").iterdir()] == ["kept"]
