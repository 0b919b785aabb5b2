"""The site's JavaScript: its types, its style and its unit tests, by the programs that package.json names.

They need Node with npm; `make test` installs the programs. Without them the tests are skipped, or fail in CI.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import HERE, IN_CI, REPOSITORY
from measuring import expect_none

FOLDERS = ("docs/assets", "overrides", "scripts")
SCRIPTS = sorted(path for folder in FOLDERS for path in REPOSITORY.glob(f"{folder}/**/*.js"))
INSTALLED = REPOSITORY / "node_modules" / "javascript.stamp"
NODE = 18  # the oldest version that ESLint runs on


def missing() -> str:
    """Return what this machine lacks to check the JavaScript, or nothing."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return "there is no Node with npm"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < NODE:
        return f"Node is {version}, and {NODE} is the oldest that will do"
    if not INSTALLED.is_file():
        return "the packages of package.json are not installed; `make test` does that where it can"
    return ""


def run(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a script of package.json; skip the test where this machine cannot, and fail it in CI."""
    if reason := missing():
        if os.environ.get(IN_CI):
            pytest.fail(f"In CI the JavaScript must be checked, but {reason}.", pytrace=False)
        pytest.skip(f"{HERE} {reason}")
    command = ["npm", "run", "--silent", name, "--", *options]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_the_types_fit_together() -> None:
    """Each script is among those that TypeScript lists, so none is left out."""
    checked = run("types", "--listFiles")
    lines = checked.stdout.splitlines()
    expect_none([line for line in [*lines, *checked.stderr.splitlines()] if not Path(line).is_absolute()])
    assert {path for path in SCRIPTS if str(path) not in lines} == set()
    assert checked.returncode == 0


def test_the_linter_finds_nothing() -> None:
    linted = run("lint", "--format", "json")
    assert linted.stdout.startswith("["), linted.stdout + linted.stderr
    files = json.loads(linted.stdout)
    faults = [(file["filePath"], fault) for file in files for fault in file["messages"]]
    expect_none([f"{path}:{fault['line']}: {fault['ruleId']}: {fault['message']}" for path, fault in faults])
    assert set(SCRIPTS) <= {Path(file["filePath"]) for file in files}
    assert linted.returncode == 0


def test_the_unit_tests_pass() -> None:
    tested = run("units")
    if tested.returncode:
        passed, _, failed = tested.stdout.partition("failing tests:")
        pytest.fail(failed or passed + tested.stderr, pytrace=False)
    assert re.search(r"\bpass [1-9]\d*\b", tested.stdout), tested.stdout


def test_what_is_not_checked_has_its_reason() -> None:
    """No file is exempt as a whole, as with `@ts-nocheck`. Other exceptions give a reason after two hyphens."""
    exceptions = re.compile(r"@ts-nocheck|(?:@ts-ignore|@ts-expect-error|eslint-disable[a-z-]*)(?!.* -- \w)")
    for path in SCRIPTS:
        assert exceptions.findall(path.read_text(encoding="utf-8")) == [], path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found; it is empty."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(IN_CI, raising=False)
    return tmp_path


def install(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_without_node_the_tests_are_skipped_with_the_reason(bare_machine: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="on this machine there is no Node with npm"):
        run("types")


def test_without_node_the_tests_fail_in_ci(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IN_CI, "true")
    with pytest.raises(pytest.fail.Exception, match="must be checked, but there is no Node with npm"):
        run("types")


def test_an_older_node_is_named(bare_machine: Path) -> None:
    install(bare_machine, "npm", "exit 1")
    install(bare_machine, "node", "echo v16.20.2")
    with pytest.raises(pytest.skip.Exception, match=r"Node is v16\.20\.2, and 18 is the oldest"):
        run("types")


def test_missing_packages_are_named(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(bare_machine, "npm", "exit 1")
    install(bare_machine, "node", "echo v20.1.0")
    monkeypatch.setattr("test_javascript.INSTALLED", bare_machine / "none")
    with pytest.raises(pytest.skip.Exception, match=r"the packages of package\.json are not installed"):
        run("types")
