"""Hundreds of damaged records at once: each is reported where the damage stands, nothing else is, and the
good pages stay.
"""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmarks.invented import write_archive

from case_files import pages as pages_of_documents
from conftest import HERE, REPOSITORY, copy_project, sampled
from damages import KINDS, TERM_KINDS, Place, Victim, damage_vocabulary
from press_archive.cli import main

Run = Callable[..., subprocess.CompletedProcess[str]]
# That each kind of damage is done: once in each run of the tests, and in the measures often.
TIMES = [1, pytest.param(5, marks=pytest.mark.measured)]
GOOD = 40  # documents that nobody touches
PROBLEM = re.compile(
    r"(?P<path>sources(?:/.+?)?)(?::(?P<line>[0-9]+))?: (?P<code>[A-Z][0-9]{3})(?: [^:]*)?: "
)
RUN = "import sys; from press_archive.cli import main; sys.exit(main(sys.argv[1:]))"
# What lets root read a file that its permissions refuse.
ROOT_READS_ALL = "-dac_override,-dac_read_search"


def run(root: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the command as a contributor does, whose messages go to a file."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts"), "PYTHONUTF8": "1"}
    command = [*before, sys.executable, "-c", RUN, "--root", str(root), *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600
    )


def reported(text: str) -> set[Place]:
    """Return the places of the problems that were printed; every line but the last two is a problem."""
    *lines, blank, _ = text.splitlines()
    assert blank == ""
    found = [PROBLEM.match(line) for line in lines]
    assert [line for line, match in zip(lines, found, strict=True) if not match] == []
    return {(match["path"], int(match["line"] or 0), match["code"]) for match in found if match}


def pages(root: Path) -> dict[str, bytes]:
    """Return every generated page but those of sources, by its path below docs/."""
    folder = root / "docs"
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.md"))}
    return {path: data for path, data in found.items() if not path.startswith("sources/")}


def page(id: str) -> str:
    return f"documents/{id}.md"


@dataclass
class Damaged:
    """An archive of good records whose pages are built, and the same with all the damaged records beside
    them.

    `places` has what was done → where it stands; `good` are the documents that nobody touched, `kept` those
    whose source is damaged in a way that lets them be shown, `left_out` those that can't be shown.
    """

    places: dict[tuple[str, int], list[Place]]
    good: set[str]
    kept: set[str]
    left_out: set[str]
    before: dict[str, bytes]
    after: dict[str, bytes]
    check: subprocess.CompletedProcess[str]
    build: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module", params=TIMES)
def damaged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    times = request.param
    folder = tmp_path_factory.mktemp("damaged")
    write_archive(folder / "invented", times * len(KINDS) + GOOD)
    chance = random.Random(5)
    sources = sorted((folder / "invented").glob("sources/2*/source-*"))
    chance.shuffle(sources)
    chosen = [(kind, number, sources.pop()) for kind in KINDS for number in range(times)]
    ids = {
        source: next(source.glob("*.md")).stem for source in [*sources, *(source for _, _, source in chosen)]
    }
    left_out = [source for kind, _, source in chosen if kind.left_out]

    aside = folder / "aside"
    aside.mkdir()
    for source in left_out:
        source.rename(aside / source.name)
    root = copy_project(folder / "project", folder / "invented")
    assert main(["--root", str(root), "build", "--pages-only"]) == 0
    before = pages(root)

    homes = {source: root / source.relative_to(folder / "invented") for source in ids}
    for source in left_out:
        homes[source].parent.mkdir(exist_ok=True)
        (aside / source.name).rename(homes[source])
    places = {
        (kind.name, number): kind.damage(Victim(root, homes[source], number, chance))
        for kind, number, source in chosen
    }
    places |= {
        (name, number): [damage_vocabulary(root, name, number)]
        for name in TERM_KINDS
        for number in range(times)
    }
    check, build = run(root, "check"), run(root, "build", "--pages-only")
    good, broken = {ids[source] for source in sources}, {ids[source] for source in left_out}
    return Damaged(places, good, set(ids.values()) - good - broken, broken, before, pages(root), check, build)


@pytest.mark.slow
@pytest.mark.measured
class TestManyDamagedRecords:
    def test_they_are_of_many_kinds(self, damaged):
        assert len({name for name, _ in damaged.places}) >= 100

    def test_each_is_reported_with_its_file_and_line(self, damaged):
        found = reported(damaged.check.stderr)
        missed = {
            done: [place for place in places if place not in found] for done, places in damaged.places.items()
        }
        assert {done: places for done, places in missed.items() if places} == {}

    def test_nothing_is_reported_of_a_file_that_nobody_damaged(self, damaged):
        known = {path for places in damaged.places.values() for path, _, _ in places}
        assert [place for place in reported(damaged.check.stderr) if place[0] not in known] == []

    def test_the_run_ends_with_their_count_and_without_a_traceback(self, damaged):
        found = reported(damaged.check.stderr)
        problems = len(damaged.check.stderr.splitlines()) - 2
        assert damaged.check.stderr.endswith(
            f"\n{problems} problems in {len({path for path, _, _ in found})} files.\n"
        )
        assert (damaged.check.returncode, damaged.check.stdout) == (1, "")
        assert "Traceback" not in damaged.check.stderr + damaged.build.stderr + damaged.build.stdout

    def test_the_build_reports_the_same(self, damaged):
        assert (damaged.build.returncode, damaged.build.stderr) == (1, damaged.check.stderr)

    def test_no_line_of_the_report_is_too_long_to_be_read(self, damaged):
        assert max(map(len, damaged.check.stderr.splitlines())) < 5_000

    def test_the_pages_of_good_documents_keep_their_bytes(self, damaged):
        assert len(damaged.good) == GOOD
        for id in damaged.good:
            assert damaged.after[page(id)] == damaged.before[page(id)], id

    def test_documents_whose_capture_or_folder_alone_is_damaged_are_shown(self, damaged):
        assert damaged.kept
        assert [id for id in damaged.kept if page(id) not in damaged.after] == []

    def test_no_document_that_is_left_out_has_a_page(self, damaged):
        assert [id for id in damaged.left_out if page(id) in damaged.after] == []

    def test_all_other_pages_are_as_if_the_damaged_records_did_not_exist(self, damaged):
        # Those of `kept` show what their records say now, as do the rows of their statements on the pages of
        # speakers and topics; the home page counts sources, some of which lost their document. The examples of
        # fields are of any records.
        own = {page(id) for id in damaged.kept} | {"index.md", "data/fields.md"}
        paths = (damaged.before.keys() | damaged.after.keys()) - own

        def rows(page: bytes | None, path: str) -> list[bytes]:
            lines = (page or b"").split(b"\n")
            if not path.startswith(("people/", "topics/")):
                return lines
            kept = [id.encode() for id in damaged.kept]
            return [line for line in lines if not any(id in line for id in kept)]

        before, after = damaged.before, damaged.after
        assert before.keys() - own == after.keys() - own
        assert [p for p in sorted(paths) if rows(before[p], p) != rows(after[p], p)] == []


@pytest.mark.measured
def test_the_page_of_a_record_that_is_damaged_later_is_removed_and_the_others_stay(toy):
    assert run(toy, "build", "--pages-only").returncode == 0
    before = pages_of_documents(toy)
    record = (
        toy / "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
    )
    record.write_bytes(b"---\ntitle: [\n---\n")
    assert run(toy, "build", "--pages-only").returncode == 1
    assert pages_of_documents(toy) == {id: data for id, data in before.items() if id != record.stem}


def test_a_document_that_is_renamed_is_missed_by_those_that_name_it(toy):
    folder = toy / "sources/2013/tidewatch-shared-harbour"
    old = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
    naming = [
        path
        for path in sorted(toy.glob("sources/*/*/*.md"))
        if f"[{old}]" in path.read_text(encoding="utf-8")
    ]
    assert naming, "no record of the toy archive names it"
    (folder / f"{old}.md").rename(folder / f"{old}-today.md")
    found = reported(run(toy, "check").stderr)
    for path in naming:
        lines = path.read_text(encoding="utf-8").split("\n")
        (line,) = (number for number, text in enumerate(lines, 1) if f"[{old}]" in text)
        assert (path.relative_to(toy).as_posix(), line, "R111") in found


UNREADABLE = {
    "files": [
        "2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md",
        "2014/ministry-address/source.yml",
        "2014/ministry-address/capture.txt",
        "vocabulary/topics.yml",
        "collection.yml",
    ],
    "a source": ["2013/tidewatch-shared-harbour"],
    "a year": ["2013"],
    "the vocabularies": ["vocabulary"],
    "everything": [""],
}


TIDEWATCH = "tidewatch-shared-harbour"
OTHER = "sources/2019/vestnik-dogovor/source.yml"
OFFER = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"


def named(text: str) -> set[str]:
    """Return the paths that problems are printed for, among other lines."""
    found = map(PROBLEM.match, text.splitlines())
    return {match["path"] for match in found if match and match["code"] == "F109"}


@pytest.fixture(
    params=[
        pytest.param(0, id="nothing"),
        pytest.param(0o444, id="names alone", marks=pytest.mark.measured),
    ]
)
def unreadable(request: pytest.FixtureRequest, toy: Path) -> Iterator[Callable[..., tuple[set[Place], Run]]]:
    """Make files of `sources/` unreadable; return their places, and a call that runs the command."""
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root reads everything, unless that is taken from it
        if not shutil.which("setpriv"):
            pytest.skip(f"{HERE} the tests run as root, and there is no setpriv")
        before = ("setpriv", f"--bounding-set={ROOT_READS_ALL}", f"--inh-caps={ROOT_READS_ALL}")
    changed: list[Path] = []

    def take(what: str) -> tuple[set[Place], Run]:
        changed.extend(toy / "sources" / path for path in UNREADABLE[what])
        for path in changed:  # a file has no names to be read
            path.chmod(0o222 if what == "files" and request.param else request.param)
        places = {(path.relative_to(toy).as_posix(), 0, "F109") for path in changed}
        return places, functools.partial(run, toy, before=before)

    yield take
    for path in changed:
        path.chmod(0o755)


@pytest.mark.parametrize("what", sampled(list(UNREADABLE), 2))
def test_what_can_not_be_read_is_named_and_the_rest_is_checked(what, unreadable, toy):
    (toy / OTHER).write_text("- a\n", encoding="utf-8")
    expected, run_command = unreadable(what)
    build = run_command("build", "--pages-only")
    assert "Traceback" not in build.stderr
    assert build.returncode == 1
    assert reported(build.stderr) == expected | ({(OTHER, 1, "Y105")} if what != "everything" else set())


@pytest.mark.parametrize("what", sampled(list(UNREADABLE), 3))
def test_what_can_not_be_read_is_named_and_the_rest_is_formatted(what, unreadable, toy):
    (toy / OTHER).write_text(f"# Mine\n{(toy / OTHER).read_text(encoding='utf-8')}", encoding="utf-8")
    expected, run_command = unreadable(what)
    done = run_command("format")
    # A capture is no record, so its text is not read.
    assert reported(done.stderr) == {place for place in expected if not place[0].endswith(".txt")}
    assert done.returncode == 1
    assert (f"{OTHER}: formatted\n" in done.stdout) == (what != "everything")


def test_of_what_can_not_be_read_only_what_is_asked_for_is_named(unreadable, toy):
    expected, run_command = unreadable("a source")
    for chosen in ("sources/2013", f"sources/2013/tidewatch-shared-harbour/{OFFER}.md"):
        done = run_command("format", "--check", str(toy / chosen))
        assert (done.returncode, reported(done.stderr)) == (1, expected)
    assert run_command("format", str(toy / "sources" / "2019")).stderr == ""


@pytest.mark.parametrize("what", sampled(["a source", "everything"], 2))
def test_what_can_not_be_read_is_named_and_no_offline_copy_is_made(what, unreadable, toy):
    expected, run_command = unreadable(what)
    done = run_command("offline")
    assert named(done.stderr) == {path for path, _, _ in expected}
    assert done.stderr.endswith("There is no offline copy of a site that can't be published.\n")
    assert done.returncode == 1
    assert not list(toy.glob("*.zip"))


PREVIEWED = [
    ("a source", OFFER),
    ("a source", TIDEWATCH),
    ("a year", OFFER),
    ("a year", TIDEWATCH),
    ("the vocabularies", OFFER),
]


@pytest.mark.parametrize(("what", "id"), sampled(PREVIEWED, 2))
def test_a_preview_names_what_can_not_be_read(what, id, unreadable):
    expected, run_command = unreadable(what)
    done = run_command("preview", id, "--no-open")
    assert named(done.stderr) == {path for path, _, _ in expected}
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("what", sampled(["a source", "a year"], 2))
def test_schemas_are_written_and_the_status_is_shown_where_documents_can_not_be_read(what, unreadable, toy):
    _, run_command = unreadable(what)
    done = run_command("schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"harbour-treaty"' in (toy / "schema" / "document.json").read_text(encoding="utf-8")
    done = run_command("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert " 1 problem" in done.stdout


@pytest.mark.parametrize("what", sampled(["the vocabularies", "everything"], 2))
@pytest.mark.parametrize("command", ["schema", "term add topics dry-dock --label Dock --scope Docks."])
def test_what_is_made_from_vocabularies_names_what_can_not_be_read(what, command, unreadable, toy):
    expected, run_command = unreadable(what)
    done = run_command(*command.split())
    assert named(done.stderr) == {path for path, _, _ in expected}
    assert done.returncode == 1
    assert not (toy / "schema").exists()


def test_a_source_that_is_damaged_hides_nothing_of_its_documents(toy):
    source = "sources/2013/tidewatch-shared-harbour/source.yml"
    document = "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
    (toy / source).write_text("label: A\n", encoding="utf-8")
    (toy / document).write_text("---\ntitle: A\ncolour: red\n---\nWords.\n", encoding="utf-8")
    found = reported(run(toy, "check").stderr)
    assert {(source, 1, "R102"), (document, 3, "R101"), (document, 1, "R102")} <= found
