"""What all commands have in common on the command line: how to add one, and how to complete an argument."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from ...base.wording import capitalize_first


def add_command(commands: Any, name: str, summary: str, more: str = "") -> argparse.ArgumentParser:
    """Add a command; its own --help begins with the summary as a sentence, and says more where there is."""
    description = " ".join(filter(None, [f"{capitalize_first(summary)}.", more]))
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=description)
    return command


def completed(action: argparse.Action, completer: Callable[..., list[str]]) -> None:
    """Let the shell complete an argument (https://kislyuk.github.io/argcomplete/#specifying-completers)."""
    action.completer = completer  # type: ignore[attr-defined]
