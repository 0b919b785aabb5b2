"""Problems for other programs: annotations for GitHub, JSON for tools (docs/about/checks.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..base.problems import CODES, Problem, count_problems, printable

# https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md: ten errors for each step;
# https://docs.github.com/rest/checks/runs: 255 characters for a title.
MAX_ERRORS = 10
MAX_TITLE = 255
# The version of the JSON: a field that is added leaves it as it is, any other change raises it.
JSON_FORMAT = 1

# What the runner turns back: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
_DATA: dict[str, str | int | None] = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: dict[str, str | int | None] = _DATA | {":": "%3A", ",": "%2C"}


def _command(name: str, properties: Mapping[str, str | int], text: str) -> str:
    """Write a command for GitHub's runner, a line;
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions.

    >>> _command("error", {"file": "a,b.md", "line": 7}, "50 %: no\\nyes")
    '::error file=a%2Cb.md,line=7::50 %25: no%0Ayes'
    """
    written = ",".join(
        f"{key}={str(value).translate(str.maketrans(_PROPERTY))}" for key, value in properties.items()
    )
    return printable(f"::{name}{' ' * bool(written)}{written}::{text.translate(str.maketrans(_DATA))}")


def render_github(problems: Sequence[Problem], elsewhere: int, mark: str) -> str:
    """Render problems as annotations, as many as GitHub shows; the others are below them in the log of the
    step.

    `elsewhere` counts the problems that the change did not cause. Records were written by strangers: what
    follows the annotations is kept from being taken for a command by `mark`, a word that nobody can know
    before.
    """
    lines = []
    for problem in problems[:MAX_ERRORS]:
        place = {"file": _encodable(problem.path)} | ({"line": problem.line} if problem.line else {})
        title = printable(f"{problem.code} {problem.field}".strip())
        lines.append(_command("error", place | {"title": title[:MAX_TITLE]}, printable(problem.text)))
    if rest := problems[MAX_ERRORS:]:
        counted = count_problems(problems)
        message = f"{counted} GitHub shows {MAX_ERRORS} of them; the others are in the log of this step."
        lines += [_command("notice", {}, message), f"::stop-commands::{mark}", *map(str, rest), f"::{mark}::"]
    if elsewhere:
        message = f"Problems elsewhere, not caused by this change: {elsewhere:,}."
        lines.append(_command("notice", {}, message))
    return "".join(f"{line}\n" for line in lines)


def render_json(
    problems: Sequence[Problem], elsewhere: int, records: Mapping[str, int], since: str | None
) -> str:
    """Render problems as one JSON object (RFC 8259), in ASCII, so that no terminal's encoding can spoil it.

    `records` counts what the archive contains; `since` and `elsewhere` are those of `archive check --since`.
    """
    report = {
        "format": JSON_FORMAT,
        "since": since,
        "counts": {
            "problems": len(problems),
            "files": len({problem.path for problem in problems}),
            "elsewhere": elsewhere,
            **records,
        },
        "problems": [
            {
                "path": _encodable(problem.path),
                "line": problem.line or None,
                "field": problem.field,
                "code": problem.code,
                "message": problem.message,
                "hint": problem.hint,
                "rule": CODES[problem.code],
            }
            for problem in problems
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _encodable(path: str) -> str:
    """Return a path without the surrogates that replace bytes which are not UTF-8; many readers refuse
    them.

    >>> _encodable("caf\\udce9.md")
    'caf\\\\udce9.md'
    """
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
