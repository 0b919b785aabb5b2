"""What the shell completes, asked as a shell asks, and how long it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import REPOSITORY
from press_archive.cli import parser
from press_archive.records.terms import VOCABULARIES

HEAVY = (
    "pydantic",
    "yaml",
    "rich",
    "mkdocs",
    "jinja2",
    "markdown",
    "rapidfuzz",
    "frontmatter",
    "press_archive.collection",
)
REPORT = """
import sys
from press_archive.cli import main
try:
    main()
finally:
    print(*(name for name in sys.modules), file=sys.stderr)
"""


def ask(folder: Path, line: str, tmp_path: Path, code: str = "from press_archive.cli import main; main()"):
    """Ask for what may follow a line, as argcomplete's shell functions do."""
    answer = tmp_path / "answer"
    environment = {
        **os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line.encode())),
        "COMP_TYPE": "9", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer), "PYTHONPATH": str(REPOSITORY / "scripts"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return {word.strip() for word in answer.read_text(encoding="utf-8").splitlines()}, done


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("archive pre", {"preview"}),
        ("archive term a", {"add"}),
        ("archive preview 2014-05", {"2014-05-02-address-on-the-harbour-treaty"}),
        ("archive preview lan", {"lantern-interview"}),
        ("archive preview sources/coll", {"sources/collection.yml"}),
        ("archive preview --no", {"--no-open"}),
        ("archive term add p", {"people", "places"}),
        ("archive term add people tom", {"tomas-quill"}),
        ("archive term add people x --related il", {"ilse-marrowby"}),
        ("archive term add events x --place ve", {"velmora"}),
        ("archive term add events x --person anneke-", {"anneke-duinstra"}),
        ("archive hold sources/search", {"sources/searches.yml"}),
    ],
)
def test_the_shell_completes(toy, tmp_path, line, expected):
    found, done = ask(toy, line, tmp_path)
    assert found == expected, done.stderr


def test_an_archive_elsewhere_is_completed_from_its_own_records(toy, tmp_path):
    found, _ = ask(tmp_path, f"archive --root {toy} preview lan", tmp_path)
    assert found == {"lantern-interview"}


def test_every_vocabulary_is_completed_whether_or_not_it_has_a_file(toy, tmp_path):
    vocabulary = toy / "sources" / "vocabulary"
    (vocabulary / "people.yml").unlink()
    (vocabulary / "bells.yml").write_text("x:\n  label: X\n", encoding="utf-8")  # `term add` refuses it
    for folder in (toy, tmp_path):
        found, done = ask(folder, "archive term add ", tmp_path)
        assert {word for word in found if not word.startswith("-")} == set(VOCABULARIES), done.stderr


@pytest.mark.parametrize("name", ["people", "bells", "../topics"])
def test_what_is_no_vocabulary_or_has_no_file_has_no_terms_to_complete(toy, tmp_path, name):
    vocabulary = toy / "sources" / "vocabulary"
    (vocabulary / "people.yml").unlink()
    for path in (vocabulary / "bells.yml", toy / "sources" / "topics.yml"):
        path.write_text("x:\n  label: X\n", encoding="utf-8")
    found, done = ask(toy, f"archive term add {name} ", tmp_path)
    assert ({word for word in found if not word.startswith("-")}, done.stderr) == (set(), "")


def test_in_a_folder_without_an_archive_nothing_is_completed_and_nothing_breaks(tmp_path):
    found, done = ask(tmp_path, "archive preview x", tmp_path)
    assert (found, done.stderr) == (set(), "")


def test_completing_imports_nothing_that_takes_time(toy, tmp_path):
    found, done = ask(
        toy,
        "archive preview lan",
        tmp_path,
        REPORT.replace("main()", "import os; os._exit = sys.exit; main()", 1),
    )
    assert found == {"lantern-interview"}
    loaded = done.stderr.split()
    assert "press_archive.commands.completion" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_an_answer_takes_less_than_four_tenths_of_a_second(toy, tmp_path):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        ask(toy, "archive preview 2014", tmp_path)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.4


def test_there_is_an_option_for_each_field_of_a_term_that_is_no_record_of_its_own():
    """Offices and coordinates are records of their own, which no option of one line can contain."""
    chosen = vars(parser().parse_args(["term", "add", "people", "x"]))
    fields = {name for model in VOCABULARIES.values() for name in model.model_fields}
    assert fields - chosen.keys() == {"offices", "coordinates"}


def test_the_program_says_that_it_can_be_completed():
    """Argcomplete looks for the mark among the first 1024 bytes
    (https://kislyuk.github.io/argcomplete/#global-completion).
    """
    assert (
        b"PYTHON_ARGCOMPLETE_OK" in (REPOSITORY / "scripts" / "press_archive" / "cli.py").read_bytes()[:1024]
    )
