"""A term is added in its place, checked before it is written, and every other byte stays."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time

import pytest

from conftest import REPOSITORY
from press_archive.cli import main
from press_archive.editing.terms import NewTerm, place_term, render_term
from press_archive.yaml_text.reading import parse_yaml

TOPICS = """\
# Of the harbour

bells:
  label: Bells
  scope: What rings.
# Not ropes: see knots.
quays:
  label: Quays
  scope: |
    Where
    docks: are
"""
NAMED = ["--label", "x", "--scope", "y"]
ADA = ["people", "ada"]
BELL = ["outlets", "bell", *NAMED]
LAMPS = {"label": "Lamps", "scope": "What shines."}


def place(text: str, id: str, fields=LAMPS) -> tuple[str, int]:
    ids = list(parse_yaml(text.replace("\r\n", "\n"), "topics.yml").value)
    return place_term(text, ids, NewTerm("topics", id, fields))


def add(root, *arguments: str) -> int:
    return main(["--root", str(root), "term", "add", *arguments])


def read(root, vocabulary: str) -> str:
    return (root / "sources" / "vocabulary" / f"{vocabulary}.yml").read_bytes().decode()


@pytest.fixture
def typed(monkeypatch):
    """Attach a terminal at which these lines are typed."""

    def attach(*lines: str) -> None:
        stream = io.StringIO("".join(f"{line}\n" for line in lines))
        stream.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", stream)

    return attach


@pytest.mark.parametrize(
    ("id", "before"),
    [("anchors", "bells:"), ("lamps", "# Not ropes"), ("ropes", None)],
    ids=["first", "between", "last"],
)
def test_a_term_stands_where_its_id_belongs_and_comments_stay_above_what_they_speak_of(id, before):
    after, line = place(TOPICS, id)
    entry = f"{id}:\n  label: Lamps\n  scope: What shines.\n"
    at = TOPICS.index(before) if before else len(TOPICS)
    assert after == TOPICS[:at] + entry + TOPICS[at:]
    assert after.split("\n")[line - 1] == f"{id}:"


def test_a_comment_at_the_beginning_of_a_file_stays_there():
    after, _ = place("# About the file\nbells:\n  label: Bells\n", "anchors")
    assert after.startswith("# About the file\nanchors:\n")


def test_where_the_ids_are_in_no_order_a_term_stands_at_the_end():
    after, _ = place("quays:\n  label: Quays\nbells:\n  label: Bells\n", "lamps")
    assert after.endswith("bells:\n  label: Bells\nlamps:\n  label: Lamps\n  scope: What shines.\n")


def test_terms_that_a_blank_line_parts_stay_parted():
    text = "bells:\n  label: Bells\n\nquays:\n  label: Quays\n"
    assert place(text, "lamps")[0] == text.replace(
        "quays", "lamps:\n  label: Lamps\n  scope: What shines.\n\nquays"
    )
    after, line = place(text, "ropes")
    assert after == text + "\nropes:\n  label: Lamps\n  scope: What shines.\n"
    assert line == 7


def test_ends_of_lines_are_those_of_the_file_and_a_missing_last_one_is_added():
    assert (
        place("bells:\r\n  label: Bells", "lamps")[0]
        == "bells:\r\n  label: Bells\r\nlamps:\r\n  label: Lamps\r\n  scope: What shines.\r\n"
    )


FIRST = """\
# yaml-language-server: $schema=../../schema/topics.json
lamps:
  label: Lamps
  scope: What shines.
"""


@pytest.mark.parametrize("before", [None, b"", b"\n \n", b"{}\n", b"\r\n", FIRST.partition("\n")[0].encode()])
def test_the_first_term_makes_a_file_in_the_canonical_form(toy, capsys, before):
    path = toy / "sources/vocabulary/topics.yml"
    path.unlink() if before is None else path.write_bytes(before)
    assert add(toy, "topics", "lamps", "--label", "Lamps", "--scope", "What shines.") == 0
    assert capsys.readouterr().out == f"sources/vocabulary/topics.yml:2: added\n{FIRST.partition(chr(10))[2]}"
    assert read(toy, "topics") == FIRST
    assert main(["--root", str(toy), "format", "--check", str(path)]) == 0


def test_the_first_term_of_an_archive_makes_the_folder(tmp_path):
    assert add(tmp_path, "topics", "lamps", "--label", "Lamps", "--scope", "What shines.") == 0
    assert list(tmp_path.rglob("*.yml")) == [tmp_path / "sources/vocabulary/topics.yml"]
    assert read(tmp_path, "topics") == FIRST
    bells = ["--label", "Bells", "--scope", "What rings.", "--related", "lamps"]
    assert add(tmp_path, "topics", "bells", *bells) == 0
    assert list(parse_yaml(read(tmp_path, "topics"), "topics.yml").value) == ["bells", "lamps"]


@pytest.mark.parametrize(
    "before",
    ["# Of the harbour\n{}\n", "{}  # Of the harbour\n", "# Of the harbour", "# Of the harbour\r\n\r\n"],
)
def test_comments_of_a_vocabulary_without_terms_stay_at_its_beginning(toy, before):
    path = toy / "sources/vocabulary/topics.yml"
    path.write_bytes(before.encode())
    head, term = FIRST.split("\n", 1)
    assert add(toy, "topics", "lamps", "--label", "Lamps", "--scope", "What shines.") == 0
    assert read(toy, "topics") == f"{head}\n# Of the harbour\n\n{term}"
    assert main(["--root", str(toy), "format", "--check", str(path)]) == 0


@pytest.mark.parametrize(
    "text",
    ["no", "2014", "12:30", "a: b", "# a",
     "- a", "[a", "'", '"', "%", "@a", "a\\b", " a", "a ", "a #b", "\u2028", "\x85", "é", "й",
     "null", "~", "a, b", "{", "word " * 60 + "end", "a: " + "word " * 60 + "end", "x" * 200, "\t", "…", "2014-05-01", "=", "!a"],
)  # fmt: skip
def test_whatever_a_text_holds_it_comes_back_as_it_was_given(text):
    term = NewTerm(
        "topics",
        "x",
        {"label": text, "scope": text, "variants": {"en": [text, text]}, "notes": [text], "broader": [text]},
    )
    assert parse_yaml(render_term(term), "topics.yml").value == {"x": dict(term.fields)}


def test_a_term_of_every_kind_of_field_is_written_as_the_vocabularies_write_them(toy, capsys):
    before = read(toy, "events")
    assert add(
        toy, "events", "regatta-2015", "--label", "Regatta, 2015", "--scope", "The races off Port Saltmere.",
        "--date", "2015-06-01",
        "--place", "port-saltmere", "--person", "ilse-marrowby", "--person", "tomas-quill", "--variant", "nl=Roeiwedstrijd",
        "--variant", "ru=Регата", "--variant", "Races", "--reference", "https://velmora.example/regatta", "--inferred", "date=weekday",
        "--include", "en=oars", "--include", "sails", "--include", "ru=вёсла", "--state", "velmora", "--state", "ostrand",
        "--topic", "fishing-rights", "--related", "places:grey-shoals",
        "--note", "The date is inferred: no capture gives it.",
    ) == 0  # fmt: skip
    entry = """\
regatta-2015:
  label: Regatta, 2015
  scope: The races off Port Saltmere.
  variants:
    nl: [Roeiwedstrijd]
    ru: [Регата]
    en: [Races]
  includes:
    en: [oars, sails]
    ru: [вёсла]
  related: [places:grey-shoals]
  date: 2015-06-01
  place: port-saltmere
  people: [ilse-marrowby, tomas-quill]
  countries: [velmora, ostrand]
  topics: [fishing-rights]
  references:
    - https://velmora.example/regatta
  inferred: {date: weekday}
  notes:
    - "The date is inferred: no capture gives it."
"""
    assert read(toy, "events") == before + entry
    line = before.count("\n") + 1
    assert capsys.readouterr().out == f"sources/vocabulary/events.yml:{line}: added\n{entry}"
    assert main(["--root", str(toy), "check"]) == 0


def test_an_instrument_and_a_part_of_it_are_added_with_their_own_fields(toy, capsys):
    named = ["--scope", "What both sides wrote down."]
    assert add(
        toy, "instruments", "memorandum-2014", "--label", "Memorandum", *named, "--type", "memorandum", "--date", "2014-06/..",
        "--party", "places:velmora", "--party", "organisations:harbour-council", "--symbol", "VO/2014/3",
        "--reference", "https://velmora.example/memorandum",
    ) == 0  # fmt: skip
    part = ["--label", "Annex", *named, "--type", "memorandum", "--broader", "memorandum-2014"]
    assert add(toy, "instruments", "annex", *part) == 0
    assert """\
  type: memorandum
  date: 2014-06/..
  parties: [places:velmora, organisations:harbour-council]
  symbol: VO/2014/3
""" in read(toy, "instruments")
    assert add(toy, "people", "ada-brook", *named, "--label", "Ada Brook", "--sort-name", "Brook, Ada") == 0
    assert "  sort_name: Brook, Ada\n" in read(toy, "people")
    capsys.readouterr()
    assert main(["--root", str(toy), "check"]) == 0


def test_a_vocabulary_in_canonical_form_stays_in_it(toy, capsys):
    vocabulary = "sources/vocabulary/topics.yml"
    assert main(["--root", str(toy), "format", str(toy / vocabulary)]) == 0
    for id in ("aa-first", "grease", "zz-last"):
        scope = "What is said here is longer than a line holds: " + "grease and ropes, " * 8 + "and tar."
        assert (
            add(
                toy,
                "topics",
                id,
                "--label",
                id,
                "--scope",
                scope,
                "--variant",
                "ru=Смазка " + id,
                "--note",
                "a: b",
            )
            == 0
        )
    assert main(["--root", str(toy), "format", "--check", str(toy / vocabulary)]) == 0, (
        capsys.readouterr().out
    )
    assert read(toy, "topics").startswith("# yaml-language-server: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["people", "Ada", *NAMED], "people.yml: F106 Ada: not an id ('Ada')."),
        (["people", "tomas-quill", *NAMED], "people.yml:19: F107 tomas-quill: the id is already in use"),
        (ADA, "people.yml: R102 ada.label: the field is missing. Expected the name that the site shows."),
        ([*ADA, "--label", "tomas quill", "--scope", "y"], "R110 ada.label: the label 'tomas quill' is already used by 'tomas-quill'."),
        ([*ADA, "--label", "Ilsa Marrowby", "--scope", "y"], "R110 ada.label: 'Ilsa Marrowby' is already a name of 'ilse-marrowby'"),
        ([*ADA, *NAMED, "--variant", "TOMAS QUILL"], "R110 ada.variants.en[0]: 'TOMAS QUILL' is already a name"),
        ([*ADA, *NAMED, "--host", "a.example"], "R101 ada.host: unknown field."),
        ([*ADA, *NAMED, "--related", "tomas-quil"], "Hint: did you mean 'tomas-quill'?"),
        ([*ADA, *NAMED, "--variant", "xx=z"], "R103 ada.variants.xx: not accepted"),
        ([*ADA, "--label", "TODO", "--scope", "y"], "R117 ada.label: left to do"),
        ([*BELL, "--type", "wires"], "Hint: did you mean 'wire'?"),
        ([*BELL, "--type", "wire", "--owner", "z"], "R116 bell.owner: no reference confirms"),
        (["topics", "bell", *NAMED, "--inferred", "wikidata=text"], "R106 bell.inferred.wikidata: no note explains why"),
        (["topics", "bell", *NAMED, "--inferred", "wikidata"], "R103 bell.inferred.wikidata: not a basis ('')."),
        (["topics", "bell", *NAMED, "--related", "harbour-council"], "R104 bell.related[0]: unknown term 'harbour-council'"),
        (["topics", "bell", *NAMED, "--related", "organisation:harbour-council"],
         "Hint: did you mean 'organisations:harbour-council'?"),
        (["instruments", "bell", *NAMED, "--type", "treaties"], "Hint: did you mean 'treaty'?"),
        (["instruments", "bell", *NAMED, "--type", "treaty"], "R103 bell.date: an instrument without a date."),
        (["instruments", "bell", *NAMED, "--type", "treaty", "--date", "2014"], "R116 bell.date: no reference confirms the date."),
        (["instruments", "bell", *NAMED, "--type", "treaty", "--date", "2014", "--party", "velmora"],
         "R103 bell.parties[0]: not a term ('velmora'). Expected a vocabulary and an id"),
        (["topics", "bell", *NAMED, "--reference", "documents:2013-09-24-in-brief-a-quay-without-a-toll#L2"],
         "R114 bell.references[0]: line 2 is blank or not in"),
    ],
)  # fmt: skip
def test_what_the_check_would_refuse_is_not_written(toy, capsys, arguments, message):
    before = {path: path.read_bytes() for path in (toy / "sources").rglob("*.yml")}
    assert add(toy, *arguments) == 1
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.endswith("Nothing was written.\n")
    assert told.out == ""
    assert {path: path.read_bytes() for path in (toy / "sources").rglob("*.yml")} == before


def test_an_unknown_vocabulary_is_answered_with_the_nearest_one(toy, capsys):
    assert add(toy, "peple", "ada") == 2
    expected = "peple: no such vocabulary. Expected one of topics, people, places, organisations, instruments, events, outlets. "
    assert capsys.readouterr().err == f"{expected}Hint: did you mean 'people'?\n"


def test_a_vocabulary_that_can_not_be_read_is_left_alone(toy, capsys):
    (toy / "sources/vocabulary/topics.yml").write_text("a: [\n", encoding="utf-8")
    assert add(toy, "topics", "bells", "--label", "Bells", "--scope", "What rings.") == 1
    told = capsys.readouterr().err
    assert "sources/vocabulary/topics.yml:2: Y101" in told
    assert told.endswith("Nothing was written: first correct the vocabulary.\n")
    assert read(toy, "topics") == "a: [\n"


def a_link(folder):
    (folder / "topics.yml").unlink()
    (folder / "topics.yml").symlink_to("people.yml")


def a_folder(folder):
    (folder / "topics.yml").unlink()
    (folder / "topics.yml").mkdir()


def a_wrong_name(folder):
    (folder / "topics.yml").rename(folder / "topics.yaml")


def a_linked_folder(folder):
    folder.rename(folder.with_name("2013") / "terms")
    folder.symlink_to("2013/terms")


def a_folder_of_a_wrong_name(folder):
    folder.rename(folder.with_name("vocabularies"))


@pytest.mark.parametrize(
    ("damage", "path"),
    [
        (a_link, "vocabulary/topics.yml: F101"),
        (a_folder, "vocabulary/topics.yml: F105"),
        (a_wrong_name, "vocabulary/topics.yaml: F105"),
        (a_linked_folder, "vocabulary: F101"),
        (a_folder_of_a_wrong_name, "vocabularies: F105"),
    ],
)
def test_a_vocabulary_that_is_there_in_another_form_gets_no_second_file(toy, capsys, damage, path):
    damage(toy / "sources/vocabulary")
    before = sorted(toy.glob("sources/**/*"))
    assert add(toy, "topics", "bells", "--label", "Bells", "--scope", "What rings.") == 1
    told = capsys.readouterr().err
    assert f"sources/{path}: " in told
    assert told.endswith("Nothing was written: first correct the vocabulary.\n")
    assert sorted(toy.glob("sources/**/*")) == before
    assert main(["--root", str(toy), "schema"]) == 1
    assert f"sources/{path}: " in capsys.readouterr().err
    assert not (toy / "schema").exists()


def test_a_vocabulary_of_another_form_is_left_alone_and_the_term_is_shown(toy, capsys):
    text = "{fishing: {label: Fishing, scope: Nets.}}\n"
    (toy / "sources/vocabulary/topics.yml").write_text(text, encoding="utf-8")
    assert add(toy, "topics", "bells", "--label", "Bells", "--scope", "What rings.") == 1
    assert (
        "Add the term by hand:\nbells:\n  label: Bells\n  scope: What rings.\nNothing was written.\n"
        in capsys.readouterr().err
    )
    assert read(toy, "topics") == text


def test_somebody_at_a_terminal_is_asked_for_what_is_missing(toy, typed, capsys):
    typed("", "Sells bells.", "shop", "blog")
    assert add(toy, "outlets", "bell-post") == 0
    assert read(toy, "outlets").endswith(
        "bell-post:\n  label: Bell Post\n  scope: Sells bells.\n  type: blog\n"
    )
    asked = capsys.readouterr().err
    assert "scope: a scope note: what the term means" in asked
    assert "newspaper" in asked
    assert "Please select one of the available options" in asked


def test_nobody_is_asked_for_what_was_given(toy, typed, capsys):
    typed()
    assert add(toy, "topics", "bells", "--label", "Bells", "--scope", "What rings.") == 0
    assert capsys.readouterr().err == ""


def test_an_answer_that_does_not_come_writes_nothing(toy, typed, capsys):
    before = read(toy, "topics")
    typed("Bells")
    assert add(toy, "topics", "bells") == 1
    assert capsys.readouterr().err.endswith("Nothing was written.\n")
    assert read(toy, "topics") == before


# Before it puts a vocabulary in its place, the program waits: the other one has read the same one by then.
SLOW = """
import os, sys, time
from press_archive.cli import main
replace = os.replace
def late(*paths):
    time.sleep(1)
    replace(*paths)
os.replace = late
sys.exit(main())
"""


def at_once(root, *commands: list[str]) -> list[tuple[int, str]]:
    """Run each command in a process of its own, all at once; return their exit statuses and what they wrote
    to stderr.
    """
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")}
    options = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", SLOW, "--root", str(root)]
    running = [subprocess.Popen([*command, *arguments], **options) for arguments in commands]
    printed = [process.communicate(timeout=60)[1] for process in running]
    return [(process.returncode, text) for process, text in zip(running, printed, strict=True)]


@pytest.mark.parametrize("vocabulary", ["topics", "places"])
@pytest.mark.measured
def test_terms_that_are_added_at_once_are_all_kept(toy, vocabulary):
    if vocabulary == "places":  # the first term makes the file
        (toy / "sources/vocabulary/places.yml").unlink()
    before = set(parse_yaml(read(toy, "topics"), "").value) if vocabulary == "topics" else set()
    new = {"anchors": "Anchors", "bells": "Bells", "cranes": "Cranes"}
    commands = [
        ["term", "add", vocabulary, id, "--label", label, "--scope", "At sea."] for id, label in new.items()
    ]
    assert at_once(toy, *commands) == [(0, ""), (0, ""), (0, "")]
    assert set(parse_yaml(read(toy, vocabulary), "").value) == before | set(new)
    assert list((toy / "sources/vocabulary").glob(".*")) == []


def test_of_two_terms_with_one_id_that_are_added_at_once_one_is_refused(toy):
    command = ["term", "add", "topics", "bells", "--label", "Bells", "--scope", "What rings."]
    (_, quiet), (refused, said) = sorted(at_once(toy, command, command))
    assert (quiet, refused) == ("", 1)
    assert "F107 bells: the id is already in use, for 'Bells'" in said
    assert read(toy, "topics").count("bells:") == 1


@pytest.mark.measured
def test_a_term_that_is_added_while_its_vocabulary_is_formatted_is_kept(toy):
    path = toy / "sources/vocabulary/topics.yml"
    path.write_text(TOPICS, encoding="utf-8")
    formatting = ["format", str(path)]
    adding = ["term", "add", "topics", "lamps", "--label", "Lamps", "--scope", "What shines."]
    assert at_once(toy, formatting, adding) == [(0, ""), (0, "")]
    assert list(parse_yaml(path.read_text(encoding="utf-8"), "").value) == ["bells", "lamps", "quays"]
    assert main(["--root", str(toy), *formatting, "--check"]) == 0


@pytest.mark.parametrize("age", [0, 7_200])
def test_what_a_killed_program_left_in_the_folder_keeps_nobody_waiting(toy, age):
    left = toy / "sources/vocabulary/.archive-one_writer.partial"
    left.touch()
    os.utime(left, (time.time() - age,) * 2)
    assert add(toy, "topics", "bells", "--label", "Bells", "--scope", "What rings.") == 0
    assert not left.exists()
