"""What `--help` prints: a newcomer learns from it what each command does and what each option expects."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from press_archive.cli import main, parser


def list_parsers(command: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield command
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from list_parsers(below)


COMMANDS = [command.prog.split()[1:] for command in list_parsers(parser())]


@pytest.fixture(params=COMMANDS, ids=" ".join)
def help_text(request, capsys, monkeypatch) -> str:
    """What a command prints for --help."""
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main([*request.param, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_help_of_a_command_begins_with_a_sentence_about_it(help_text):
    usage, description, *_ = help_text.split("\n\n")
    assert usage.startswith("usage: archive")
    assert re.match(r"[A-Z][^\n]+\.$", description)


def test_every_argument_is_explained_and_an_option_is_named_by_one_thing(help_text):
    """A name such as REFERENCES, of which an option takes one, misleads."""
    lines = help_text.splitlines()
    arguments = [number for number, line in enumerate(lines) if re.match(r"  \S", line)]
    assert arguments
    for number in arguments:
        name, _, explanation = lines[number].strip().partition("  ")
        below = lines[number + 1] if number + 1 < len(lines) else ""
        is_list = name in ("COMMAND", "ACTION")  # explained by the lines below
        assert explanation or below.startswith(" " * 8) or is_list, f"{name}: no explanation"
        assert not re.search(r"--\w+ [A-Z]+S\b", name) or name.endswith("ADDRESS"), name


def test_options_that_may_be_repeated_are_marked(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        main(["term", "add", "--help"])
    (adding,) = [command for command in list_parsers(parser()) if command.prog.endswith("term add")]
    repeated = {a.option_strings[0] for a in adding._actions if isinstance(a, argparse._AppendAction)}
    printed = capsys.readouterr().out
    assert set(re.findall(r"^  (--\w+)[^\n]*?(?:  +|\n +)\* ", printed, re.MULTILINE)) == repeated
    assert "may be repeated are marked with *" in printed
