"""Whoever holds no capture finds copied text by its fingerprints, and each restricted source has its own."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.trust import fingerprints as fingerprints_figures

from conftest import REPOSITORY, sampled
from press_archive.captures.fingerprints import fingerprints
from press_archive.captures.runs import words
from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.rights.fingerprints import UnheldCaptures, check_fingerprints, check_unheld_words
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from toy_archive import PILOT_DOCUMENT, PILOT_FOLDER, PILOT_SOURCE, REPORT, write_source

TEXT = (
    "The old pilot lit every lamp along the grey mole before the last ferry left, and he swore to the "
    "skippers who waited there that no bell would ring until all of the lamps were out again."
)
FOLDER = "sources/2013/tidewatch-shared-harbour"
FILE = f"{PILOT_FOLDER}/fingerprints.txt"
BY_FINGERPRINT = (
    f" have a fingerprint of {PILOT_FOLDER}/capture.txt, which is not held here. Expected own words."
)


CAPTURE = f"A pilot counts\n\n{TEXT.replace(' the ', chr(10) + 'the ')}\n"


def edit(path: Path, before: str, after: str) -> None:
    """Replace what is once in a file."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")


def problems(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what the check prints, a problem a line."""
    capsys.readouterr()
    main(["--root", str(root), "check"])
    return capsys.readouterr().err.splitlines()[:-2]


def hold(root: Path) -> None:
    assert main(["--root", str(root), "hold"]) == 0


def let_go(root: Path) -> None:
    """Leave only what git keeps: no capture whose access is not full."""
    for path in root.glob("sources/*/*/capture.txt"):
        if "access: full" not in path.with_name("source.yml").read_text("utf-8"):
            path.unlink()


@pytest.fixture
def bare(toy_held: Path) -> Path:
    """The toy archive and one more source, with fingerprints and without captures."""
    write_source(toy_held, CAPTURE)
    hold(toy_held)
    let_go(toy_held)
    return toy_held


# --- Copied text without a capture


def fourteen(start: int) -> str:
    return " ".join(words(TEXT)[start : start + 14])


@pytest.mark.measured
def test_every_14_words_copied_into_a_summary_are_named_without_a_capture(bare, capsys):
    assert problems(bare, capsys) == []
    for start in range(len(words(TEXT)) - 13):
        record = (bare / PILOT_DOCUMENT).read_text("utf-8")
        (bare / PILOT_DOCUMENT).write_text(f"{record}\nAs it says, {fourteen(start)}.\n", "utf-8")
        (problem,) = problems(bare, capsys)
        assert re.match(rf"{PILOT_DOCUMENT}:\d+: S107: 9 words in a row \('.*'\){BY_FINGERPRINT}$", problem)
        (bare / PILOT_DOCUMENT).write_text(record, "utf-8")


REPORT_FILE = f"{FOLDER}/{REPORT}.md"
FIELDS = {
    "summary over two lines": (REPORT_FILE, None, "\n{before}\n{after}\n", ""),
    "summary over two paragraphs": (REPORT_FILE, None, "\n{before}\n\n{after}\n", ""),
    "byline": (PILOT_DOCUMENT, "byline: unknown", "byline: {text}", "byline"),
    "note of a document": (PILOT_DOCUMENT, "# more", "notes: [{text}]", r"notes\[0\]"),
    "two notes": (PILOT_DOCUMENT, "# more", "notes: [{before}, {after}]", r"notes\[\d\]"),
    "translator": (PILOT_DOCUMENT, "# more", "translator: {text}", "translator"),
    "label of a source": (PILOT_SOURCE, "label: A pilot", "label: {text}", "label"),
    "file of a source": (PILOT_SOURCE, "file: p.txt", "file: {text}.txt", "file"),
    "note of a source": (f"{FOLDER}/source.yml", "  - The advertisement", "  - {text}\n  - The advertisement", r"notes\[0\]"),
    "label of a term": (
        "sources/vocabulary/topics.yml",
        None,
        "pilots:\n  label: {text}\n  scope: Them.\n",
        r"pilots\.label",
    ),
    "scope of a term": (
        "sources/vocabulary/topics.yml",
        None,
        "pilots:\n  label: Pilots\n  scope: {text}\n",
        r"pilots\.scope",
    ),
    "variants of a term": (
        "sources/vocabulary/topics.yml",
        None,
        "pilots:\n  label: Pilots\n  scope: Them.\n  variants: {{en: [{before}, {after}]}}\n",
        r"pilots\.variants\.en\[\d\]",
    ),
    "the collection": ("sources/collection.yml", "description: What an", "description: {text}. What an", "description"),
}  # fmt: skip


@pytest.mark.parametrize("field", sampled(list(FIELDS), 3))
def test_a_copy_in_any_published_field_is_named_with_its_field(bare, capsys, field):
    file, before, after, location = FIELDS[field]
    copied = words(TEXT)[3:17]
    parts = {"text": " ".join(copied), "before": " ".join(copied[:7]), "after": " ".join(copied[7:])}
    if before is None:
        with (bare / file).open("a", encoding="utf-8") as stream:
            stream.write(after.format(**parts))
    else:
        edit(bare / file, before, after.format(**parts))
    (problem,) = [problem for problem in problems(bare, capsys) if "S107" in problem]
    where = rf"{file}(:\d+)?: S107{f' {location}' if location else ''}: 9 words in a row"
    assert re.match(where, problem), problem


def test_a_copy_in_a_page_of_the_site_is_refused_without_a_capture(bare):
    site = bare / "site"
    site.mkdir()
    (site / "about.html").write_text(f"<p>{fourteen(4).replace(' ', '<br>')}</p>", "utf-8")
    (site / "own.html").write_text(f"<p>{' '.join(words(TEXT)[:8])}</p>", "utf-8")
    (problem,) = check_output(load_archive(bare), site)
    assert (problem.path, problem.code) == ("site/about.html", "O102")
    assert f"{PILOT_FOLDER}/capture.txt, which is not held here, by its fingerprint" in problem.message


def with_headline(root: Path, title: str) -> Path:
    """Add a source whose document has this headline; return the path of the document."""
    folder = shutil.copytree(root / FOLDER, root / "sources/2013/other")
    for name in ("fingerprints.txt", "capture.txt"):
        (folder / name).unlink(missing_ok=True)
    document = (folder / f"{REPORT}.md").rename(folder / "2013-09-23-other.md")
    text = re.sub(r"(?m)^title:.*\n(?: .*\n)*", f"title: {title}\n", document.read_text("utf-8"))
    document.write_text(text, "utf-8")
    return document


def test_a_headline_and_an_address_may_be_repeated_although_they_have_a_fingerprint(bare, capsys):
    """Another document's headline became a fact after the fingerprints were made."""
    with_headline(bare, " ".join(words(TEXT)))
    edit(bare / PILOT_DOCUMENT, "A short summary.", f"A short summary. {fourteen(2)}")
    assert [problem for problem in problems(bare, capsys) if "S107" in problem] == []


def test_a_held_capture_is_compared_as_a_text_and_not_by_its_fingerprints(bare, capsys):
    (bare / PILOT_FOLDER / "capture.txt").write_text(CAPTURE, "utf-8")
    edit(bare / PILOT_DOCUMENT, "A short summary.", f"A short summary. {fourteen(2)}.")
    assert [re.search(": (S10.)", problem)[1] for problem in problems(bare, capsys)] == ["S105"]


# --- Each source has its own fingerprints


def test_a_source_without_fingerprints_is_named_once_the_archive_has_a_salt(bare, capsys):
    (bare / FILE).unlink()
    assert problems(bare, capsys) == [
        f"{PILOT_SOURCE}:10: C110 access: no fingerprints.txt in {PILOT_FOLDER}. Expected the fingerprints of the "
        "capture. Hint: make them with `archive hold`, where the capture is held"
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            r"version: 1",
            "version: 2",
            "1: C110 version: made from the version 2. Expected 1. Hint: make them",
        ),
        (r"capture: ..", "capture: zz", "2: C112: 'capture: zz"),
        (r"capture: .{8}", "capture: 00000000", "2: C110 capture: made from the capture 00000000"),
        (r"salt: .{8}", "salt: 00000000", "3: C110 salt: made from the salt 00000000"),
        (r"count: ", "count: 9", "4: C112: "),
    ],
)
def test_fingerprints_of_something_else_are_named(bare, capsys, before, after, message):
    text = (bare / FILE).read_text("utf-8")
    (bare / FILE).write_text(re.sub(before, after, text), "utf-8")
    (problem,) = problems(bare, capsys)
    assert problem.startswith(f"{FILE}:{message}")


def test_a_changed_or_removed_salt_is_a_problem_of_every_source(bare, capsys):
    record = bare / "sources/collection.yml"
    text = record.read_text("utf-8")
    assert re.search(r"\nfingerprint_salt: \"?[0-9a-f]{32}\"?\n$", text)
    files = {path.relative_to(bare).as_posix() for path in bare.glob("sources/*/*/fingerprints.txt")}
    assert len(files) == 7
    for salt in ("", f"fingerprint_salt: {'5a' * 16}\n"):
        record.write_text(re.sub(r"fingerprint_salt: .*\n", salt, text), "utf-8")
        found = problems(bare, capsys)
        assert {problem.partition(":")[0] for problem in found} == files
        assert all("C110 salt: made from the salt" in problem for problem in found)


def test_a_source_whose_access_becomes_full_has_no_fingerprints(bare, capsys):
    (bare / PILOT_FOLDER / "capture.txt").write_text(CAPTURE, "utf-8")
    edit(bare / PILOT_SOURCE, "access: summary", "access: full")
    named = [problem for problem in problems(bare, capsys) if "C110" in problem]
    assert named == [
        f"{FILE}: C110: 4 fingerprints of a capture whose access is full. Expected no such file. Hint: remove it"
    ]


# --- With the capture


@pytest.fixture
def held(toy_held: Path) -> Path:
    write_source(toy_held, CAPTURE)
    hold(toy_held)
    return toy_held


def test_fingerprints_that_are_not_those_of_the_lines_are_named_and_made_again(held, capsys):
    assert problems(held, capsys) == []
    before = (held / FILE).read_text("utf-8").splitlines()
    edit(held / PILOT_SOURCE, "access: summary", "access: excerpt\nexcerpts: 3")
    (problem,) = problems(held, capsys)
    assert problem.startswith(
        f"{FILE}: C111: 0 runs of 14 words have no fingerprint, and 1 of 4 fingerprints "
    )
    assert problem.endswith("Hint: if lines, roles or excerpts have changed, run `archive hold`")
    hold(held)
    assert problems(held, capsys) == []
    after = (held / FILE).read_text("utf-8").splitlines()
    assert {*after[4:]} < {*before[4:]}  # those that are still right stay


def test_fingerprints_of_every_run_are_refused_since_the_text_could_be_read_from_them(held, capsys):
    salt = load_archive(held).collection.fingerprint_salt
    every = sorted(f"{value:012x}" for value in fingerprints(words(TEXT), salt))
    head = (held / FILE).read_text("utf-8").splitlines()[:3]
    (held / FILE).write_text("\n".join([*head, f"count: {len(every)}", *every, ""]), "utf-8")
    (problem,) = problems(held, capsys)
    assert "C111: 0 runs of 14 words have no fingerprint, and 29 of 29 fingerprints are not needed" in problem


def test_a_lost_fingerprint_is_noticed_by_whoever_has_the_capture(held, capsys):
    lines = (held / FILE).read_text("utf-8").splitlines()
    lines[3:] = [f"count: {len(lines) - 5}", *lines[5:]]
    (held / FILE).write_text("\n".join([*lines, ""]), "utf-8")
    (problem,) = problems(held, capsys)
    assert re.search(r"C111: [1-6] runs of 14 words have no fingerprint, and 0 of 3 fingerprints", problem)


def test_a_record_that_cannot_be_read_makes_no_fingerprint_wrong(held, capsys):
    """Its headline may be a fact in another capture, so nothing is said, and nothing made again."""
    other = with_headline(held, " ".join(words(TEXT)[8:30]))
    named = [problem for problem in problems(held, capsys) if "C111" in problem]
    assert [problem.partition(":")[0] for problem in named] == [
        FILE
    ]  # those inside the headline are needless
    hold(held)
    made = (held / FILE).read_bytes()
    edit(other, "kind: news-report", "kind: rumour")
    found = problems(held, capsys)
    assert [problem for problem in found if "C111" in problem] == []
    assert any("R103 kind" in problem for problem in found)
    hold(held)
    assert (held / FILE).read_bytes() == made


# --- What the archive promises


@pytest.mark.measured
def test_the_figures_of_the_toy_archive_are_those_that_are_promised(tmp_path):
    figures = list(fingerprints_figures.measure_archive("toy", fingerprints_figures.hold_toy(tmp_path), True))
    assert len(figures) == 6
    assert [str(figure) for figure in figures if not figure.kept] == []


def test_the_fingerprints_of_this_archive_find_nothing_in_its_own_records():
    """As in CI, where no capture is held."""
    archive = load_archive(REPOSITORY)
    bare = {id: replace(source, capture=None) for id, source in archive.sources.items()}
    archive = replace(archive, sources=bare)
    assert len(UnheldCaptures(archive)) == len(bare)
    assert [*check_fingerprints(archive), *check_unheld_words(archive)] == []


@pytest.mark.parametrize("gap", ["", "\u200b"])
def test_words_run_together_are_named_with_the_capture_and_refused_without(bare, capsys, gap):
    joined = gap.join(words(TEXT)[:20])
    edit(bare / PILOT_DOCUMENT, "A short summary.", f"A short {joined} summary.")
    (problem,) = problems(bare, capsys)
    assert re.match(rf"{PILOT_DOCUMENT}:\d+: S108: a word of \d\d letters \('theoldpilotlit", problem)
    (bare / PILOT_FOLDER / "capture.txt").write_text(CAPTURE, "utf-8")
    copied, _ = problems(bare, capsys)
    assert re.match(rf"{PILOT_DOCUMENT}:\d+: S105: 9 words in a row of line 3 of the capture", copied)
