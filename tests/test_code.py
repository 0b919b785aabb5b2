"""The program's types and style, by mypy and ruff; pyproject.toml has their settings."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import REPOSITORY


def run(*arguments: str) -> tuple[int, str]:
    """Run a module of Python in the repository; return its exit status and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_mypy_finds_no_error_of_types():
    status, printed = run("mypy")
    assert status == 0, printed


def test_ruff_finds_nothing_to_mend():
    status, printed = run("ruff", "check", "scripts", "tests", "benchmarks")
    assert status == 0, printed


def test_the_code_is_formatted():
    status, printed = run("ruff", "format", "--check", "scripts", "tests", "benchmarks")
    assert status == 0, printed
