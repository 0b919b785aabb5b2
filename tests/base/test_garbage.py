"""Garbage is looked for seldom while records are checked, and as before afterwards."""

from __future__ import annotations

import gc

from press_archive.cli import main
from press_archive.commands import check


def test_a_check_looks_for_garbage_seldom(toy, monkeypatch, capsys):
    before, during = gc.get_threshold(), []
    load = check.load_archive
    looked = lambda root, kept: during.append(gc.get_threshold()) or load(root, kept=kept)  # noqa: E731
    monkeypatch.setattr(check, "load_archive", looked)
    assert main(["--root", str(toy), "check"]) == 0
    assert during[0][0] > 100 * before[0] and gc.get_threshold() == before
