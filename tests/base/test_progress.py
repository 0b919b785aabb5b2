"""A bar for whoever waits: only at a terminal, only after a second, and nothing is lost by it."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from press_archive.base.progress import track
from press_archive.cli import main
from press_archive.commands import progress as module
from press_archive.commands.progress import progress
from press_archive.publish.build import build_docs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    """A terminal in the place of stderr, at which nobody has any patience."""
    stream = Terminal()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(module, "PAUSE", 0)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_every_item_comes_once_and_in_order_and_the_bar_counts_them(terminal):
    with progress():
        assert list(track(["a", "b", "c"], "Reading")) == ["a", "b", "c"]
        assert list(track({"x": 1}.items(), "Writing")) == [("x", 1)]
        assert list(track([], "Nothing")) == []
    drawn = terminal.getvalue()
    assert "Reading" in drawn and "2/3" in drawn
    assert "Writing" in drawn and "0/1" in drawn
    assert "Nothing" not in drawn


def test_the_bar_is_wiped_away(terminal):
    with progress():
        list(track(range(3), "Reading"))
    assert terminal.getvalue().endswith("\x1b[2K")  # ECMA-48: erase in line


def test_the_bar_is_wiped_away_when_the_work_fails(terminal):
    with pytest.raises(ZeroDivisionError), progress():
        for item in track(range(3), "Reading"):
            print(1 // item)
    assert terminal.getvalue().endswith("\x1b[2K")


def test_what_takes_less_than_a_second_draws_nothing(terminal, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 1)
    with progress():
        list(track(range(1000), "Reading"))
    assert terminal.getvalue() == ""


def test_where_there_is_no_terminal_there_is_no_bar(monkeypatch, capsys):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(module, "PATIENCE", 0)
    with progress():
        list(track(range(3), "Reading"))
    assert capsys.readouterr().err == ""


def test_the_log_of_a_ci_system_has_a_line_for_what_takes_longer_and_for_the_time_left(monkeypatch, capsys):
    clock = iter(range(0, 1000, 5))  # seconds, at each look
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with progress():
        assert list(track(range(6), "Making pages")) == [*range(6)]
    assert capsys.readouterr().err == (
        "Making pages: 2 of 6, about 30 s left\n"  # 15 seconds for 2
        "Making pages: 5 of 6, about 6 s left\n"
        "Making pages: 6 in 35 s\n"
    )


def test_a_ci_system_is_not_told_of_what_takes_no_time(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    with progress():
        list(track(range(100), "Reading"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("command", "steps"),
    [
        (["check"], ["Reading sources", "Checking rules"]),
        (["build", "--pages-only"], ["Reading sources", "Checking rules", "Making pages"]),
    ],
)  # fmt: skip
def test_commands_tell_what_they_are_at(toy, terminal, command, steps):
    assert main(["--root", str(toy), *command]) == 0
    drawn = terminal.getvalue()
    places = [drawn.index(step) for step in steps]
    assert places == sorted(places)


def test_pages_are_the_same_with_a_bar_and_without(toy, terminal):
    with progress():
        build_docs(toy)
    assert build_docs(toy).changed == []
