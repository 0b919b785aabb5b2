"""Nine words of a restricted capture are found in what the records say, however it is broken into lines."""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path

import pytest

from conftest import sampled
from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.rights.own_words import check_own_words
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from toy_archive import PILOT_DOCUMENT, PILOT_FOLDER, PILOT_SOURCE, write_source

SUMMARY = 17  # the line of the document's file that its summary begins on

TEXT = (
    "The old pilot lit every lamp along the grey mole before the last ferry left, and he swore to the "
    "skippers who waited there that no bell would ring until all of the lamps were out again."
)
COPIED = "9 words in a row of line 3 of the capture"


def wrapped(text: str, length: int, end: str = "\n") -> str:
    """Return a text in lines of so many words."""
    found = text.split()
    return end.join(" ".join(found[start : start + length]) for start in range(0, len(found), length))


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


def published(root: Path, text: str) -> list[str]:
    """Return what the last check says of a site with one page that has a text."""
    site = root / "site"
    site.mkdir(exist_ok=True)
    (site / "page.html").write_text(f"<p>{text}</p>", "utf-8")
    return [str(problem) for problem in check_output(load_archive(root), site)]


# --- How a capture is broken into lines

COLUMN = wrapped(TEXT, 4)
ACCENTS = str.maketrans("e", "é")
BOLD = {ord("a") + letter: 0x1D41A + letter for letter in range(26)}  # mathematical letters of Unicode
BROKEN = {
    "eight words a line": wrapped(TEXT, 8),
    "three words a line": wrapped(TEXT, 3),
    "a word a line": wrapped(TEXT, 1),
    "blank lines between": wrapped(TEXT, 5, "\n\n \n"),
    "a list": "- " + wrapped(TEXT, 6, "\n- "),
    "a scanned column": COLUMN.replace("lamp ", "la-\nmp ").replace("rr", "r-\nr").replace("pp", "p-\np"),
    "a column with soft hyphens": COLUMN.replace("before", "be\u00ad\nfore").replace("pp", "p\u00ad\np"),
    "joiners in words": TEXT.replace("e", "\u2060e").replace("o", "o\u200d").replace("a", "a\u00ad"),
    "mathematical letters": TEXT.translate(BOLD),
    "accents apart": unicodedata.normalize("NFD", TEXT.translate(ACCENTS)),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_capture_copied_into_a_summary_is_named_however_its_lines_are_broken(toy, capsys, kind):
    summary = TEXT.translate(ACCENTS) if kind == "accents apart" else TEXT
    write_source(toy, f"A pilot counts\n\n{BROKEN[kind]}\n", summary=f"{summary} [L3].")
    (problem,) = problems(toy, capsys)
    assert problem.startswith(f"{PILOT_DOCUMENT}:{SUMMARY}: S105: {COPIED} (")
    assert published(toy, summary)


def test_a_run_is_named_by_the_line_that_it_begins_on(toy, capsys):
    summary = "And the grey mole before the last ferry left, and he too."
    write_source(toy, f"A pilot counts\n\n{wrapped(TEXT, 8)}\n", summary=summary)
    (problem,) = problems(toy, capsys)
    assert f"{COPIED} ('the grey mole before the last ferry left and')" in problem
    (problem,) = published(toy, "mole before the last ferry left, and he swore to the skippers who waited")
    assert f"9 words in a row of {PILOT_FOLDER}:4 ('mole before the last ferry left and he swore')" in problem


INNOCENT = {
    "eight words over the end of a line": "lamp along the grey mole before the last. Nothing else.",
    "the headline and the text below it": "A pilot counts the old pilot lit every lamp. Nothing else.",
    "two lines in another order": "before the last ferry left, and he the old pilot lit every lamp.",
}


@pytest.mark.parametrize("summary", INNOCENT.values(), ids=INNOCENT)
def test_what_the_capture_does_not_say_in_a_row_is_no_copy(toy, capsys, summary):
    write_source(toy, f"A pilot counts\n\n{wrapped(TEXT, 8)}\n", summary=summary)
    assert problems(toy, capsys) == []
    assert published(toy, summary) == []


SHARED = "Share this page with all of your friends."
WITH_A_CUT = "summary\ncuts: [{lines: 3, reason: share-prompt}]"


def test_a_run_does_not_go_from_a_document_into_a_cut_or_into_another_document(toy, capsys):
    lines = ["A pilot counts", "The old pilot lit every lamp.", SHARED, "A second one", "No herring came."]
    into_the_cut = "Pilot lit every lamp share this page with all of them."
    write_source(toy, "\n".join(lines), lines="1-2", access=WITH_A_CUT, summary=into_the_cut)
    second = (toy / PILOT_DOCUMENT).read_text("utf-8").replace("1-2", "4-5").replace("1: title", "4: title")
    path = toy / PILOT_FOLDER / "2014-05-05-a-second-one.md"
    path.write_text(second.replace("A pilot counts", "A second one"), "utf-8")
    assert problems(toy, capsys) == []
    assert published(toy, into_the_cut) == []
    assert published(toy, "with all of your friends a second one no herring came") == []
    assert published(toy, " ".join(lines)) == []


def test_a_document_that_a_cut_interrupts_is_read_without_it(toy, capsys):
    lines = ["A pilot counts", "The old pilot lit every lamp along", SHARED, "the grey mole before the last."]
    summary = "The old pilot lit every lamp along the grey mole."
    write_source(toy, "\n".join(lines), lines="1-2, 4", access=WITH_A_CUT, summary=summary)
    (problem,) = problems(toy, capsys)
    assert "row of line 2 of the capture ('the old pilot lit every lamp along the grey')" in problem


def test_lines_that_may_be_shown_can_be_shown_together_and_hidden_ones_cannot(toy, capsys):
    lines = ["A pilot counts", *wrapped(TEXT, 6).split("\n")]
    write_source(toy, "\n".join(lines), access="excerpt\nexcerpts: 3-4", summary="A summary.")
    assert problems(toy, capsys) == []
    shown = f"{lines[2]} {lines[3]}"
    assert published(toy, shown) == []
    # The rest of a page may go on with the words of the hidden lines around those that are shown.
    assert published(toy, f"{lines[1].split()[-1]} {shown} {lines[4].split()[0]}") == []
    (problem,) = published(toy, f"{lines[4]} {lines[5]}")
    assert f"{PILOT_FOLDER}:5" in problem


def test_hidden_lines_on_both_sides_of_a_headline_are_not_read_together(toy):
    lines = ["The old pilot lit every lamp", "A pilot counts", "along the grey mole before the last ferry"]
    write_source(toy, "\n".join(lines), roles="{2: title}")
    assert published(toy, f"{lines[0]} {lines[2]}") == []
    assert published(toy, " ".join(lines)) == []


def test_lines_of_a_record_that_cannot_be_read_are_covered_too(toy):
    write_source(toy, f"A pilot counts\n\n{wrapped(TEXT, 8)}\n")
    edit(toy / PILOT_DOCUMENT, "kind: news-report", "kind: rumour")
    (problem,) = published(toy, TEXT)
    assert f"9 words in a row of {PILOT_FOLDER}:3" in problem


def test_a_headline_is_a_fact_wherever_it_is_printed(toy, capsys):
    headline = "Velmora and Ostrand agree at last on who shall paint the harbour wall"
    write_source(toy, f"A pilot counts\n\nSee also: {headline}\n")
    edit(toy / PILOT_SOURCE, "access: summary", f"access: summary\nnotes:\n  - It was beside “{headline}”.")
    assert f"S105 notes[0]: {COPIED}" in problems(toy, capsys)[0]
    assert published(toy, headline)
    other = toy / "sources/2014/ministry-address/2014-05-02-address-on-the-harbour-treaty.md"
    edit(other, "title: Address", f"title: {headline} # Address")
    assert not [problem for problem in problems(toy, capsys) if "S105" in problem]
    assert published(toy, headline) == []


def test_the_names_of_a_printed_byline_are_facts_and_the_rest_of_its_line_is_not(toy, capsys):
    names = "Ada Brook, Tom Reed, Pell Arden, Mira Holt and Jo Venn"
    line = f"By {names}, who have all of them sailed around the Grey Shoals in a tub"
    write_source(toy, f"A pilot counts\n{line}\n{TEXT}\n", roles="{1: title, 2: byline}", byline=names)
    assert problems(toy, capsys) == []
    assert published(toy, names) == []
    assert published(toy, line)


# --- Where a record can say it

SUMMARIES = {
    "paragraphs of eight words": (wrapped(TEXT, 8, " [L3]\n\n"), SUMMARY),
    "items of a list": ("A list:\n\n- " + wrapped(TEXT, 5, "\n- "), SUMMARY + 2),
    "a paragraph and a list": ("A list:\n\n" + wrapped(TEXT, 8, "\n\n- "), SUMMARY + 2),
    "line marks in a sentence": (TEXT.replace("lamp ", "lamp [L3] ").replace("and", "and [L1-L3]"), SUMMARY),
    "words with emphasis inside": (TEXT.replace("lamp", "la*m*p").replace("ferry", "fer**ry**"), SUMMARY),
}


@pytest.mark.parametrize(("summary", "line"), SUMMARIES.values(), ids=SUMMARIES)
def test_a_copy_is_found_in_the_parts_of_a_summary_and_named_where_it_begins(toy, capsys, summary, line):
    write_source(toy, f"A pilot counts\n\n{TEXT}\n", summary=summary)
    assert problems(toy, capsys)[0].startswith(f"{PILOT_DOCUMENT}:{line}: S105: {COPIED} (")


QUOTED = f'"{TEXT}"'
NOTES = '\n  - "' + wrapped(TEXT, 7, '"\n  - "') + '"'
ORIGINAL = f"original: {{file: a.html, sha256: {'a' * 64}, bytes: 3, extractor: {QUOTED}}}"
VARIANTS = '"' + wrapped(TEXT, 8, '", "') + '"'
PEOPLE, TOPICS = "sources/vocabulary/people.yml", "sources/vocabulary/topics.yml"
OFFICE = "title: Harbour mistress of Port Saltmere"
SEARCHES, COLLECTION = "sources/searches.yml", "sources/collection.yml"
FINDING = """findings:
  - field: byline
    value: Pell Arden
    found: https://gull.example/pilot
    seen: 2014-06-01
    same: same-text
    note: """
FIELDS = {
    "byline": (PILOT_DOCUMENT, "byline: unknown", f"byline: {QUOTED}"),
    "gloss": (PILOT_DOCUMENT, "language: en", f"language: nl\ngloss: {QUOTED}"),
    "mismatch": (PILOT_DOCUMENT, "# more", f'mismatch: "{TEXT[:110]}"'),
    "caution": (PILOT_DOCUMENT, "# more", f'caution: "{TEXT[:110]}"'),
    "translator": (PILOT_DOCUMENT, "# more", f"translator: {QUOTED}"),
    "findings[0].note": (PILOT_DOCUMENT, "# more", f"{FINDING}{QUOTED}"),
    "notes[1]": (PILOT_DOCUMENT, "# more", f"notes:\n  - A note.{NOTES}"),
    f"speakers.{TEXT}": (PILOT_DOCUMENT, "# more", f"speakers:\n  {QUOTED}: unknown"),
    "label": (PILOT_SOURCE, "label: A pilot", f"label: {QUOTED}"),
    "file": (PILOT_SOURCE, "file: p.txt", f'file: "{TEXT[:100]}.txt"'),
    "original.extractor": (PILOT_SOURCE, "rights: InC", f"rights: InC\n{ORIGINAL}"),
    "notes[0]": (PILOT_SOURCE, "rights: InC", f"rights: InC\nnotes:{NOTES}"),
    "lighthouse-dues.label": (TOPICS, "label: Lighthouse dues", f"label: {QUOTED}"),
    "ilse-marrowby.variants.en[1]": (PEOPLE, "en: [Ilsa Marrowby]", f"en: [Ilsa Marrowby, {VARIANTS}]"),
    "ilse-marrowby.includes.en[1]": (
        PEOPLE,
        "variants:",
        f"includes:\n    en: [Minister, {VARIANTS}]\n  variants:",
    ),
    "ilse-marrowby.offices[0].title": (PEOPLE, OFFICE, f"title: {QUOTED}"),
    "lantern-2018-autumn.method": (SEARCHES, "method: A library's bound", f"method: {TEXT} Bound"),
    "about": (COLLECTION, "Every person,", f"{TEXT} Every person,"),
}


@pytest.mark.parametrize("field", sampled(list(FIELDS), 3), ids=[field[:30] for field in FIELDS])
def test_a_copy_is_found_in_every_field_that_the_site_publishes(toy, capsys, field):
    write_source(toy, f"A pilot counts\n\n{TEXT}\n")
    path, before, after = FIELDS[field]
    edit(toy / path, before, after)
    copies = [problem for problem in problems(toy, capsys) if "S105" in problem]
    assert copies
    assert copies[0].startswith(path)
    assert f" S105 {field}: {COPIED}" in copies[0]


def test_a_summary_is_compared_with_the_captures_of_other_sources_too(toy, capsys):
    write_source(toy, f"A pilot counts\n\n{TEXT}\n")
    other = toy / "sources/2014/ministry-address/2014-05-02-address-on-the-harbour-treaty.md"
    other.write_text(other.read_text("utf-8") + f"\n{TEXT}\n", "utf-8")
    (problem,) = problems(toy, capsys)
    assert f"{COPIED}, {PILOT_FOLDER}/capture.txt ('the old pilot" in problem


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (lambda text: "   ".join(" ".join(word) for word in text.split()), "summary"),
        (lambda text: "".join(letter + "\u0336" * letter.isalpha() for letter in text), "byline"),
        (lambda text: base64.b64encode(text.encode()).decode(), "byline"),
        (lambda text: "By " + "".join(f"%{byte:02x}" for byte in text.encode()), "byline"),
    ],
    ids=["letters set apart", "letters struck out", "Base64", "percent signs"],
)
def test_a_sentence_under_another_look_is_named_in_a_record(toy, look, field):
    sentence = "Nine old pilots lit every lamp along the grey mole before dawn"
    copied = {field: look(sentence)}
    write_source(toy, f"A pilot counts\n\n{sentence}.\n", **copied)
    problems = [problem for problem in check_own_words(load_archive(toy)) if problem.code == "S105"]
    assert {problem.path for problem in problems} == {PILOT_DOCUMENT}
    assert {problem.field for problem in problems} == {"" if field == "summary" else field}


def test_a_sentence_that_begins_in_one_field_and_ends_in_another_is_named(toy):
    write_source(toy, "A pilot counts\n\nNine old pilots lit every lamp along the grey mole before dawn.\n")
    with (toy / "sources/vocabulary/topics.yml").open("a", encoding="utf-8") as stream:
        stream.write("lit:\n  label: Old pilots lit every lamp\n  scope: Along the grey mole before dawn.\n")
    problems = [problem for problem in check_own_words(load_archive(toy)) if problem.code == "S105"]
    assert [(problem.path, problem.field) for problem in problems] == [
        ("sources/vocabulary/topics.yml", "lit.label")
    ]
