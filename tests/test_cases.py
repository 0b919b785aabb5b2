"""Every problem has an example: a small change to the toy archive, and what `archive check` prints then."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from case_files import CASES, edit, pages
from conftest import HERE, REPOSITORY
from press_archive.base.problems import CODES
from press_archive.checks.rights.copied_words import check_output
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.build import build_docs

# What needs more than an edit has a test of its own below or elsewhere; C109 in base/test_git.py, C114 and C115 in
# checks/rights/test_tracked.py, F109 in checks/test_damage.py, F2.. in checks/test_fixity.py, H107 to H109, H111 and H112 in checks/test_history.py, O103 in
# publish/test_offline.py, O104 to O106 in publish/test_publication.py, O110 to O112 in publish/test_older_pages.py, O115 in
# publish/test_publisher.py.
OF_VERIFY = {"F201", "F202", "F203", "F204", "F205", "F206", "F208"}
TESTED_HERE = OF_VERIFY | {
    "C107", "C109", "C114", "C115", "C116", "C117", "C118", "F109", "H107", "H108", "H109", "H111", "H112", "O101", "O102", "O103", "O104", "O105", "O106", "O110", "O111", "O112", "O115",
}  # fmt: skip


def report(lines: list[str]) -> str:
    """The whole text that is printed for some problems: each on a line, and their count."""
    paths = {re.match(r"(.+?)(?::\d+)?: [A-Z]\d{3}", line)[1] for line in lines}
    counted = f"{len(lines)} problem{'s' * (len(lines) != 1)} in {len(paths)} file{'s' * (len(paths) != 1)}."
    return "\n".join([*lines, "", counted, ""])


# Parts of a document's page that are about other documents, and change when one of them is left out.
@pytest.fixture
def root(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue("toy_held" if request.param else "toy")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the pages of the toy archive as it is, with and without its captures."""
    return tmp_path_factory.mktemp("built")


def put_built_pages(root: Path, held: bool, built: Path) -> None:
    """Build the pages of the unchanged toy archive, or put there those that were built for another case."""
    saved = built / ("held" if held else "bare")
    if saved.is_dir():
        shutil.copytree(saved, root / "docs", dirs_exist_ok=True)
    else:
        build_docs(root)
        shutil.copytree(root / "docs", saved)


CASE_TEXTS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in CASES}


def every_case(step: int = 1) -> pytest.MarkDecorator:
    """Give a test the archive and the text of each case; with a step, of every so many in the tests alone."""
    cases = [
        pytest.param(case["held"], case, id=name, marks=[pytest.mark.measured] * (number % step != 0))
        for number, (name, case) in enumerate(CASE_TEXTS.items())
    ]
    return pytest.mark.parametrize(("root", "case"), cases, indirect=["root"])


@every_case()
def test_the_problem_is_printed(root, case, capsys):
    for change in case["edits"]:
        edit(root, change)
    assert main(["--root", str(root), "check"]) == 1
    printed = capsys.readouterr()
    assert printed.err == report(case["expected"].splitlines())
    assert printed.out == ""


@every_case(step=8)
def test_the_other_pages_stay(root, case, built):
    put_built_pages(root, bool(case["held"]), built)
    before = pages(root)
    folders = {document.stem: document.parent for document in root.glob("sources/*/*/*.md")}
    for change in case["edits"]:
        edit(root, change)
    build = build_docs(root)
    # The rules of the editorial handbook are no matter of a build: a record that breaks one is still true.
    of_records = [line for line in case["expected"].splitlines() if not re.search(r": E\d{3}", line)]
    assert sorted(str(problem) for problem in set(build.problems)) == sorted(of_records)
    if not of_records:
        assert pages(root).keys() == before.keys()
    after = pages(root)
    edited = [root / change["file"] for change in case["edits"]]
    for id, folder in folders.items():
        history = root / "sources" / "history" / f"{folder.name}.yml"  # the page shows it
        if any(folder in (file, *file.parents) or file == history for file in edited):
            continue
        assert id in after, f"{id} was not edited, and its page is gone"
        assert case.get("changed") or after[id] == before[id], (
            f"{id} was not edited, and its page is another one"
        )
    for id in case.get("kept", []):
        assert after[id] == before[id]


def test_a_capture_in_git_is_refused_unless_its_access_is_full(toy_held, capsys):
    def git(*arguments):
        subprocess.run(["git", "-C", str(toy_held), *arguments], check=True, capture_output=True)

    if not shutil.which("git"):
        pytest.skip(f"{HERE} there is no git")
    git("init")
    git("add", "sources/2014/ministry-address/capture.txt")
    assert main(["--root", str(toy_held), "check"]) == 0
    git("add", "--force", "sources/2019/vestnik-dogovor/capture.txt")
    capsys.readouterr()
    assert main(["--root", str(toy_held), "check"]) == 1
    path = "sources/2019/vestnik-dogovor/capture.txt"
    assert capsys.readouterr().err == report([
        f"{path}: C107: a capture in git whose access is not full. Expected it on this machine only. "
        f"Hint: git rm --cached {path}, and remove it from the history before you push"
    ])  # fmt: skip


def test_a_generated_page_never_takes_the_place_of_a_file_written_by_hand(toy, capsys):
    page = toy / "docs" / "topics" / "free-quay.md"
    page.parent.mkdir()
    page.write_text("My own page.\n", encoding="utf-8")
    assert main(["--root", str(toy), "build", "--pages-only"]) == 1
    assert capsys.readouterr().err == report([
        "docs/topics/free-quay.md: O101: a hand-written file is in the way of a generated page. "
        "Expected none. Hint: move it to another folder of docs/"
    ])  # fmt: skip
    assert page.read_text(encoding="utf-8") == "My own page.\n"
    assert (toy / "docs" / "topics" / "harbour-treaty.md").is_file()


def test_restricted_text_in_what_is_published_is_named(toy_held):
    site = toy_held / "site"
    site.mkdir()
    (site / "page.html").write_text(
        "<p>ask no toll for the first\nthree <b>winters</b>.</p>", encoding="utf-8"
    )
    assert not list(check_output(load_archive(toy_held), site))
    (site / "page.html").write_text(
        "<p>Velmora is ready to open its <b>deepest quay</b> to us</p>", encoding="utf-8"
    )
    (problem,) = check_output(load_archive(toy_held), site)
    assert (problem.path, problem.code) == ("site/page.html", "O102")
    assert "sources/2013/tidewatch-shared-harbour:8" in problem.message


def test_every_code_has_an_example():
    assert {path.stem.partition("-")[0] for path in CASES} | TESTED_HERE == set(CODES)


def test_every_case_shows_the_code_in_its_name():
    for path in CASES:
        assert path.stem.partition("-")[0] in yaml.safe_load(path.read_text("utf-8"))["expected"], path.name


def test_the_documentation_lists_every_rule():
    text = (REPOSITORY / "docs" / "about" / "checks.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `?([A-Z]\d{3})`? \| (.*?) \|$", text, re.MULTILINE)) == CODES


def test_the_documentation_explains_every_field_and_edit_of_a_case():
    page = (REPOSITORY / "docs" / "development" / "testing.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    edits = re.findall(r'what == "(\w+)"', inspect.getsource(edit))
    fields = {field for path in CASES for field in yaml.safe_load(path.read_text("utf-8"))}
    assert len(explained) == len(set(explained))
    assert set(explained) == fields | set(edits)


@pytest.mark.parametrize("held", ["toy", "toy_held"])
def test_the_toy_archive_itself_has_no_problem(held, request, capsys):
    assert main(["--root", str(request.getfixturevalue(held)), "check"]) == 0
    captures = {"toy": "1 capture", "toy_held": "7 captures"}[held]
    assert capsys.readouterr().out == f"No problems: 14 documents in 7 sources ({captures} held), 28 terms.\n"
