"""SECURITY.md names only what exists, and the headers for hosts are the same for each of them."""

from __future__ import annotations

import re

import pytest

from conftest import REPOSITORY

TESTING = (REPOSITORY / "docs" / "development" / "testing.md").read_text(encoding="utf-8")
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
HOSTING = (REPOSITORY / "docs" / "development" / "hosting.md").read_text(encoding="utf-8")
FOLDERS = ("scripts", "tests", "overrides", "locks", ".github")
NAMES = sorted({
    f"/{path.relative_to(REPOSITORY).as_posix()}"
    for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*") if path.is_file()
} | {"/.gitignore"})  # fmt: skip


def rows() -> list[list[str]]:
    """Return the cells of each row of the threat model."""
    table = SECURITY.split("\n| Who, or what |")[1].split("\n\n")[0]
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def named(cell: str) -> list[str]:
    """Return the files that a cell names, by the end of their path."""
    return re.findall(r"`([\w./-]*\w\.\w+|\.gitignore)`", cell)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_defence_and_every_test_of_the_threat_model_exists(row: list[str]) -> None:
    missing = [file for file in named(" ".join(row)) if not any(name.endswith(f"/{file}") for name in NAMES)]
    assert missing == []


def test_every_threat_has_a_defence_with_a_test_or_says_that_there_is_none() -> None:
    assert len(rows()) > 10
    for who, _, defence, *tests in rows():
        if defence.startswith("none in the program"):
            continue
        assert named(defence), who
        assert [file for file in named("".join(tests)) if file.rpartition("/")[2].startswith("test_")], who


def test_no_threat_has_two_rows() -> None:
    who = [row[0] for row in rows()]
    assert sorted(set(who)) == sorted(who)


def defences() -> list[list[str]]:
    """Return the cells of each row of the table of tests that fail without a defence."""
    table = TESTING.split("\n| Defence |")[1].split("\n\n")[0]
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def test_every_defence_names_a_module_and_a_test_that_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py")]
    program = REPOSITORY / "scripts" / "press_archive"
    missing = []
    for defence, module, test in defences():
        where = module.strip("`")
        if not (program / where).is_file() and not (REPOSITORY / where).is_file():
            missing.append((defence, module))
        if not any(f"def {test.strip('`')}(" in text for text in texts):
            missing.append((defence, test))
    assert missing == []


PROMISES = {
    "Publishing", "Rights without captures", "One list", "Another look", "Captures in git", "Access", "Links",
    "No silent change", "Fixity", "Reproducible", "Disk errors", "Power cut", "Older pages", "Withdrawal",
    "Direction", "Limits", "Names", "Serving", "Privacy", "Whose site", "Styles",
}  # fmt: skip


def test_every_promise_has_a_test_that_fails_without_its_defence() -> None:
    assert {defence.partition(":")[0] for defence, *_ in defences()} == PROMISES


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", HOSTING, re.DOTALL)


def test_every_host_sends_the_headers_of_the_table() -> None:
    wanted = dict(re.findall(r"^\| `([\w-]+)` \| `([^`]+)`", HOSTING, re.MULTILINE))
    assert len(wanted) == 8
    by_choice = "Strict-Transport-Security"
    nginx = {
        name: value.strip('"')
        for name, value in re.findall(r"add_header ([\w-]+) (\"[^\"]*\"|\S+) always;", blocks("nginx")[0])
    }
    assert nginx == wanted
    assert f"# add_header {by_choice}" in blocks("nginx")[0]
    for_all = blocks("text")[0].split("\n\n")[0]
    assert dict(re.findall(r"^  ([\w-]+): (.+)$", for_all, re.MULTILINE)) == {
        name: value for name, value in wanted.items() if name != by_choice
    }
