"""Ask in a terminal: what Enter means, which answers there are, and again until an answer is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ...base.problems import printable

# What `ask` raises where no answer comes: the end of the input (Ctrl-D), or Ctrl-C.
NO_ANSWER = (EOFError, KeyboardInterrupt)


def is_terminal(*streams: TextIO) -> bool:
    """Return whether a person can be asked: whether each of the streams is a terminal."""
    return all(stream.isatty() for stream in streams)


def read_line(question: Text) -> str:
    """Show a question on standard output, and return the line that is typed."""
    return input(question.plain)


@dataclass(frozen=True)
class Questions:
    """A terminal in which questions are asked."""

    console: Console
    """Where everything but the questions is shown."""
    read: Callable[[Text], str] = read_line
    """Shows a question and returns a line of the person's answer."""

    def say(self, text: str, style: str = "") -> None:
        """Print a line as it is."""
        self.console.print(Text(printable(text), style=style))

    def ask(
        self,
        question: str,
        check: Callable[[str], str] = lambda answer: "",
        default: str = "",
        choices: Sequence[str] = (),
    ) -> str:
        """Ask until an answer is accepted, and return it; Enter is `default`, or no answer (an empty text).

        `check` returns what is wrong with an answer, or an empty text. If there are choices, the answer must
        be one of them. Raises NO_ANSWER.
        """
        shown = Text(question)
        if choices:
            shown.append(" ").append(f"[{'/'.join(choices)}]", style="prompt.choices")
        if default:
            shown.append(" ").append(f"({default})", style="prompt.default")
        shown.append(": ")
        while True:
            answer = self.read(shown).strip() or default
            if choices and answer not in choices:
                self.say("Please select one of the available options", "prompt.invalid.choice")
            elif problem := check(answer) if answer else "":
                self.say(problem)
            else:
                return answer
