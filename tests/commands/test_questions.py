"""Questions in a terminal: they show what Enter means, and are asked until an answer is accepted."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from press_archive.commands.asking.questions import NO_ANSWER, Questions, is_terminal


@pytest.fixture
def terminal(monkeypatch):
    """Attach a terminal at which these lines are typed; return what it shows beside the questions."""

    def attach(*lines: str) -> tuple[Questions, io.StringIO]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        shown = io.StringIO()
        return Questions(Console(file=shown, width=100)), shown

    return attach


def test_enter_is_the_default_and_the_question_shows_it(terminal, capsys):
    questions, shown = terminal("")
    assert questions.ask("label", default="Bell Post") == "Bell Post"
    assert (capsys.readouterr().out, shown.getvalue()) == ("label (Bell Post): ", "")


def test_enter_without_a_default_is_no_answer(terminal, capsys):
    questions, shown = terminal(" ")
    assert questions.ask("title (Enter: keep it)", lambda answer: "never accepted") == ""
    assert (capsys.readouterr().out, shown.getvalue()) == ("title (Enter: keep it): ", "")


def test_of_choices_one_must_be_chosen(terminal, capsys):
    questions, shown = terminal("shop", "", "blog")
    assert questions.ask("type", choices=("blog", "wire")) == "blog"
    assert capsys.readouterr().out == "type [blog/wire]: " * 3
    assert shown.getvalue() == "Please select one of the available options\n" * 2


def test_an_answer_that_is_wrong_is_explained_and_asked_for_again(terminal, capsys):
    questions, shown = terminal("ten", " 10 ", "11")
    problem = "No number (\x1b[2J[bold]ten)."
    assert questions.ask("lines", lambda answer: "" if answer.isdigit() else problem) == "10"
    assert capsys.readouterr().out == "lines: lines: "
    assert shown.getvalue() == "No number (\\x1b[2J[bold]ten).\n"


def test_the_end_of_the_input_is_no_answer(terminal):
    questions, _ = terminal("ten")
    with pytest.raises(NO_ANSWER):
        questions.ask("lines", lambda answer: "No number.")


def test_without_a_terminal_nobody_can_be_asked(terminal):
    terminal()
    assert not is_terminal(sys.stdin)
