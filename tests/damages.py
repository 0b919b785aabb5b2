"""Kinds of damage: what a contributor's slip, an editor, a merge or a hostile hand does to a record of an
invented archive.

A kind is a function that damages one victim, a source with one document as `benchmarks/invented.py` makes it,
and returns where the damage stands: path, line (0: the file as a whole) and the code of the rule, all from
what was done.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Place = tuple[str, int, str]
# The file system of macOS takes names of Unicode alone, and two that look alike for one.
ANY_NAMES = sys.platform != "darwin"
# Fields of an invented document, by what their values are.
TEXTS = (
    "title",
    "date",
    "outlet",
    "kind",
    "language",
    "original_url",
    "byline",
    "lines",
    "nearness",
    "wholeness",
)
LISTS = ("chain", "topics", "people", "places", "organisations", "events")
SOURCE_TEXTS = ("label", "file", "sha256", "bytes", "lines", "captured", "captured_from", "rights", "access")


@dataclass
class Victim:
    """A source and its document, to be damaged; `number` counts the victims of one kind from 0."""

    root: Path
    folder: Path
    number: int
    random: random.Random
    document: Path = field(init=False)
    source: Path = field(init=False)
    capture: Path = field(init=False)

    def __post_init__(self) -> None:
        (self.document,) = self.folder.glob("*.md")
        self.source = self.folder / "source.yml"
        self.capture = self.folder / "capture.txt"

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.stem

    def one(self, *variants):
        """Return one of several variants of a kind, in turn."""
        return variants[self.number % len(variants)]

    def at(self, path: Path, line: int, code: str) -> Place:
        """Return a place that a problem is expected at."""
        return path.relative_to(self.root).as_posix(), line, code

    def lines(self, path: Path) -> list[str]:
        """Return a file's lines."""
        return path.read_text(encoding="utf-8").split("\n")

    def line(self, path: Path, name: str) -> int:
        """Return the line of a field, 1-based."""
        (found,) = (number for number, line in enumerate(self.lines(path), 1) if line.startswith(f"{name}:"))
        return found

    def value(self, path: Path, name: str) -> str:
        """Return what is written after a field's colon."""
        return self.lines(path)[self.line(path, name) - 1].partition(": ")[2]

    def set_line(self, path: Path, number: int, text: str) -> int:
        """Write another text, of one line or several, in a line's place; return the line."""
        lines = self.lines(path)
        lines[number - 1 : number] = text.split("\n")
        path.write_text("\n".join(lines), encoding="utf-8")
        return number

    def set(self, path: Path, name: str, value: str) -> int:
        """Write another value for a field; return its line."""
        return self.set_line(path, self.line(path, name), f"{name}: {value}")

    def insert(self, path: Path, after: int, text: str) -> int:
        """Write a text after a line; return the line that the text begins on."""
        self.set_line(path, after, f"{self.lines(path)[after - 1]}\n{text}")
        return after + 1

    def add(self, path: Path, text: str) -> int:
        """Write fields before the field `lines`, so that others follow; return the line of the first."""
        return self.insert(path, self.line(path, "lines") - 1, text)

    def state(self, statements: str) -> int:
        """Write other statements, on one line, in the place of the document's; return their line."""
        text = self.document.read_text(encoding="utf-8")
        line = self.line(self.document, "statements")
        before, rest = text.split("statements:\n", 1)
        self.document.write_text(
            f"{before}statements: {statements}\n---\n{rest.split('---', 1)[1].lstrip()}", encoding="utf-8"
        )
        return line

    @property
    def summary(self) -> int:
        """The line that the summary begins on."""
        return self.lines(self.document).index("---", 1) + 2

    def split(self) -> Path:
        """Give lines 8-13 to a second document of the source, so that nothing is wrong yet; return its file."""
        headline = self.lines(self.capture)[7]
        second = self.document.with_name(f"{self.id}-second.md")
        text = self.document.read_text(encoding="utf-8")
        second.write_text(
            text.replace("lines: 1-13", "lines: 8-13")
            .replace("roles: {1: title}", "roles: {8: title}")
            .replace(f"title: {self.value(self.document, 'title')}", f"title: {headline}")
            .replace("[L2]", "[L10]")
            .replace("[L5]", "[L11]"),
            encoding="utf-8",
        )
        self.document.write_text(
            text.replace("lines: 1-13", "lines: 1-7").replace("[L9]", "[L7]"), encoding="utf-8"
        )
        return second


@dataclass(frozen=True)
class Kind:
    """A kind of damage; `left_out` says whether the build can't show the document."""

    name: str
    damage: Callable[[Victim], list[Place]]
    left_out: bool


KINDS: list[Kind] = []


def kind(left_out: bool = True, possible: bool = True) -> Callable:
    """Register a kind of damage, where it is possible."""

    def register(damage: Callable[[Victim], list[Place]]) -> Callable[[Victim], list[Place]]:
        if possible:
            KINDS.append(Kind(damage.__name__.replace("_", " "), damage, left_out))
        return damage

    return register


# Files


@kind()
def an_empty_document(victim):
    victim.document.write_bytes(victim.one(b"", b"\n\n", b" \t\n"))
    return [victim.at(victim.document, 0, "F103")]


@kind()
def an_empty_source_record(victim):
    victim.source.write_bytes(victim.one(b"", b"\n"))
    return [victim.at(victim.source, 0, "F103")]


@kind()
def bytes_that_are_not_utf_8(victim):
    path = victim.one(victim.document, victim.source)
    lines = path.read_bytes().split(b"\n")
    number = victim.random.randrange(1, len(lines) - 1)
    lines[number - 1] += victim.one(b"\xff", b"\xc3", b"\xed\xa0\x80", b"caf\xe9 ")
    path.write_bytes(b"\n".join(lines))
    return [victim.at(path, number, "F102")]


@kind()
def utf_16_with_its_mark(victim):
    path = victim.one(victim.document, victim.source)
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    return [victim.at(path, 1, "F102")]


@kind()
def utf_16_without_a_mark(victim):
    path = victim.one(victim.document, victim.source)
    path.write_bytes(
        path.read_text(encoding="utf-8").encode(victim.random.choice(["utf-16-le", "utf-16-be"]))
    )
    return [victim.at(path, 1, "F112")]


@kind()
def a_byte_order_mark(victim):
    path = victim.one(victim.document, victim.source)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return [victim.at(path, 1, "F102")]


@kind()
def a_control_character(victim):
    path, name = victim.one((victim.document, "byline"), (victim.source, "label"))
    character = victim.one("\0", "\x1b[31m", "\x07", "\x7f", "\ufffe")
    code = "F112" if character == "\0" else "Y101"
    return [victim.at(path, victim.set(path, name, f"a{character}b"), code)]


@kind()
def a_character_that_ends_a_line_in_yaml_alone(victim):
    path, name = victim.one((victim.document, "byline"), (victim.source, "label"))
    character = victim.one("\u2028", "\x85", "\u2029", "\r")
    line = victim.line(path, name)
    lines = path.read_bytes().split(b"\n")
    lines[line - 1] += f"{character}and more".encode()
    path.write_bytes(b"\n".join(lines))
    return [victim.at(path, line, "Y101")]


@kind()
def a_value_of_megabytes(victim):
    path, name = victim.one((victim.document, "byline"), (victim.source, "label"))
    victim.set(path, name, "a" * (10_000_000 if victim.number == 0 else 1_100_000))
    return [victim.at(path, 0, "F104")]


@kind()
def a_symbolic_link_that_leaves_the_archive(victim):
    path = victim.one(victim.document, victim.source)
    path.unlink()
    path.symlink_to(victim.one("/etc/hostname", "../../../../elsewhere", "/dev/zero"))
    return [victim.at(path, 0, "F101")]


@kind()
def a_symbolic_link_in_a_circle(victim):
    path = victim.one(victim.document, victim.source)
    path.unlink()
    path.symlink_to(path.name)
    return [victim.at(path, 0, "F101")]


@kind()
def a_folder_with_the_name_of_a_record(victim):
    path = victim.one(victim.document, victim.source)
    path.unlink()
    path.mkdir()
    (path / "a.txt").write_text("a\n", encoding="utf-8")
    return [victim.at(path, 0, "F105"), victim.at(victim.folder, 0, "F108")]


@kind()
def a_record_that_is_missing(victim):
    victim.one(victim.source, victim.document).unlink()
    return [victim.at(victim.folder, 0, "F108")]


@kind(left_out=False)
def a_file_of_another_program(victim):
    path = victim.folder / victim.one(
        ".DS_Store", "Thumbs.db", f"{victim.id}.md~", ".capture.txt.swp", "capture (1).txt", "a.MD"
    )
    path.write_bytes(b"\0\1\2")
    return [victim.at(path, 0, "F105")]


@kind(left_out=False)
def a_file_name_that_can_t_be_seen(victim):
    name, shown = victim.one(
        ("a\nb.md", r"a\nb.md"),
        ("a\u202eb.md", r"a\u202eb.md"),
        ("a\x1b[2J.md", r"a\x1b[2J.md"),
        ("a\u200b.md", r"a\u200b.md"),
    )
    shutil.copyfile(victim.document, victim.folder / name)
    path, line, code = victim.at(victim.folder, 0, "F106")
    return [(f"{path}/{shown}", line, code)]


@kind(left_out=False, possible=ANY_NAMES)
def a_file_name_that_is_no_text(victim):
    (Path(victim.folder) / "a\udcff.md").write_bytes(b"a\n")
    path, line, code = victim.at(victim.folder, 0, "F106")
    return [(rf"{path}/a\udcff.md", line, code)]


@kind(left_out=False, possible=ANY_NAMES)
def two_file_names_that_look_alike(victim):
    paths = [victim.folder / name for name in ("caf\u00e9.md", "cafe\u0301.md")]
    for path in paths:
        shutil.copyfile(victim.document, path)
    return [victim.at(path, 0, "F106") for path in paths]


@kind()
def a_document_with_the_name_of_no_id(victim):
    name = victim.one(
        "Speech.md",
        "a speech.md",
        "a_b.md",
        "-a.md",
        "a--b.md",
        ".md",
        f"{'a' * 151}.md",
        "index.md",
        "a.b.md",
    )
    path = victim.document.rename(victim.folder / name)
    if name == ".md":  # a hidden file, and so the source has no document
        return [victim.at(path, 0, "F105"), victim.at(victim.folder, 0, "F108")]
    return [victim.at(path, 0, "F106")]


@kind()
def a_source_with_the_name_of_no_id(victim):
    name = victim.folder.name
    path = victim.folder.rename(
        victim.folder.with_name(victim.one(name.upper(), f"{name} ", f"{name}.old", f"{name}_copy"))
    )
    return [victim.at(path, 0, "F106")]


@kind()
def a_folder_that_is_no_year(victim):
    year = 3000 + victim.number
    wide = "".join(chr(ord("０") + int(digit)) for digit in str(year))
    folder = victim.root / "sources" / victim.one(f"{year}-09", f"{year} ", wide, f"0{year}")
    folder.mkdir()
    victim.folder.rename(folder / victim.folder.name)
    return [victim.at(folder, 0, "F105")]


@kind(left_out=False)
def a_source_twice(victim):
    folder = victim.root / "sources" / "2098" / victim.folder.name
    shutil.copytree(victim.folder, folder)
    return [victim.at(folder, 0, "F107"), victim.at(folder / victim.document.name, 0, "F107")]


@kind(left_out=False)
def a_document_twice(victim):
    folder = victim.root / "sources" / "2099" / f"{victim.folder.name}-again"
    shutil.copytree(victim.folder, folder)
    return [victim.at(folder / victim.document.name, 0, "F107")]


# YAML


@kind()
def no_front_matter(victim):
    text = victim.document.read_text(encoding="utf-8").removeprefix("---\n")
    victim.document.write_text(
        victim.one("", "\n---\n", "—\n", "--\n", "<!DOCTYPE html>\n", "﹣--\n") + text, encoding="utf-8"
    )
    return [victim.at(victim.document, 1, "Y105")]


@kind()
def front_matter_without_an_end(victim):
    victim.set_line(victim.document, victim.summary - 1, victim.one("", "--", "----", "..."))
    return [victim.at(victim.document, 1, "Y105")]


@kind()
def front_matter_without_a_field(victim):
    victim.document.write_text(
        victim.one("---\n---\n", "---\n\n---\nWords.\n", "---\n# a\n---\nWords.\n"), encoding="utf-8"
    )
    return [victim.at(victim.document, 1, "Y105")]


@kind()
def front_matter_that_ends_too_early(victim):
    victim.insert(
        victim.document, victim.line(victim.document, victim.one("byline", "outlet", "date")), "---"
    )
    return [victim.at(victim.document, 1, "R102")]


@kind()
def two_yaml_documents(victim):
    return [victim.at(victim.source, victim.add(victim.source, "---"), "Y105")]


@kind()
def a_list_or_a_text_for_a_record(victim):
    lines = victim.one("- a\n- b", "Just a text.", "[]", "<!DOCTYPE html>", '"a"').split("\n")
    victim.source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [victim.at(victim.source, 1, "Y105")]


@kind()
def a_tab(victim):
    path = victim.one(victim.document, victim.source)
    return [victim.at(path, victim.add(path, "\tcolour: red"), "Y101")]


@kind()
def an_unclosed_quotation_mark(victim):
    path, name = victim.one((victim.document, "byline"), (victim.source, "label"))
    mark = victim.random.choice("'\"")
    return [victim.at(path, victim.set(path, name, f"{mark}A name"), "Y101")]


@kind()
def an_unclosed_bracket(victim):
    name, value = victim.one(("topics", "[to-000, to-001"), ("roles", "{1: title"), ("chain", "[[ou-000]"))
    return [victim.at(victim.document, victim.set(victim.document, name, value), "Y101")]


@kind()
def a_field_that_is_indented(victim):
    path, name = victim.one((victim.document, "kind"), (victim.source, "rights"))
    line = victim.line(path, name)
    return [victim.at(path, victim.set_line(path, line, f"  {victim.lines(path)[line - 1]}"), "Y101")]


@kind()
def a_colon_that_is_forgotten(victim):
    path, name = victim.one((victim.document, "kind"), (victim.source, "rights"))
    line = victim.line(path, name)
    return [
        victim.at(
            path, victim.set_line(path, line, victim.one(f"{name} a", f"{name}:a", f"{name}; a")), "Y101"
        )
    ]


@kind()
def a_value_that_yaml_takes_for_something_else(victim):
    value = victim.one("Who: what", "@name", "%name", "`name`", "*", "&", '"a" b', "'a' b", "] a", "[a] b")
    return [victim.at(victim.document, victim.set(victim.document, "byline", value), "Y101")]


@kind()
def a_conflict_of_a_merge(victim):
    path = victim.one(victim.document, victim.source)
    conflict = "<<<<<<< HEAD\nnotes: [a]\n=======\nnotes: [b]\n>>>>>>> theirs"
    return [victim.at(path, victim.add(path, conflict), "Y101")]


@kind()
def a_key_twice(victim):
    path, name = victim.one((victim.document, "date"), (victim.source, "label"))
    line = victim.add(path, f"{name}: {victim.value(path, name)}")
    return [victim.at(path, line, "Y102")]


@kind()
def an_anchor_or_an_alias(victim):
    text = victim.one("notes: &a [b]", "notes: *a", "&a notes: [b]", "<<: *a", "<<: &a {notes: [b]}")
    path = victim.one(victim.document, victim.source)
    return [victim.at(path, victim.add(path, text), "Y103")]


@kind()
def a_billion_laughs(victim):
    path = victim.one(victim.document, victim.source)
    laughs = ["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    first = victim.add(path, "\n".join(laughs))
    return [victim.at(path, first, "Y103"), victim.at(path, first + 1, "Y103")]


@kind()
def a_tag(victim):
    value = victim.one(
        "!!python/object/apply:os.system [id]", "!!python/name:os.system a", "!!binary aGE=", "!include /etc/passwd", "!!str a",
        "!<tag:yaml.org,2002:int> 1",
    )  # fmt: skip
    return [victim.at(victim.document, victim.set(victim.document, "byline", value), "Y103")]


@kind()
def values_within_values(victim):
    depth = victim.one(13, 14, 200, 5000, 100_000)
    opening, closing = victim.one(("[", "]"), ("{a: ", "}"))
    path = victim.one(victim.document, victim.source)
    return [victim.at(path, victim.add(path, f"notes: {opening * depth}{closing * depth}"), "Y104")]


# Fields


@kind()
def a_list_or_a_mapping_for_a_text(victim):
    path, names = victim.one((victim.document, TEXTS), (victim.source, SOURCE_TEXTS))
    name = names[victim.number // 2 % len(names)]
    return [
        victim.at(
            path, victim.set(path, name, victim.random.choice(("[a]", "{a: b}", "[]", "{}", "[[a]]"))), "R103"
        )
    ]


@kind()
def a_text_or_a_mapping_for_a_list(victim):
    name = LISTS[victim.number % len(LISTS)]
    value = victim.random.choice(("a", "{a: b}", '""', "[[a]]", "[{a: b}]", "['']"))
    return [victim.at(victim.document, victim.set(victim.document, name, value), "R103")]


@kind()
def a_text_or_a_list_for_a_mapping(victim):
    text = victim.one(
        "speakers: a", "event_lines: [a]", "inferred: a", "speakers: [a]", "event_lines: {ev-000: [1]}"
    )
    return [victim.at(victim.document, victim.add(victim.document, text), "R103")]


@kind()
def an_unknown_field(victim):
    path, name = victim.one(
        (victim.document, "note"),
        (victim.source, "right"),
        (victim.document, "Title"),
        (victim.source, "<b>"),
    )
    return [victim.at(path, victim.add(path, f"{name}: a"), "R101")]


@kind()
def a_field_with_a_name_like_its_own(victim):
    name, typed = victim.one(
        ("byline", "by_line"),
        ("wholeness", "Wholeness"),
        ("original_url", "original-url"),
        ("topics", "topic"),
    )
    line = victim.line(victim.document, name)
    victim.set_line(victim.document, line, f"{typed}: {victim.value(victim.document, name)}")
    return [victim.at(victim.document, line, "R101"), victim.at(victim.document, 1, "R102")]


@kind()
def a_required_field_that_is_missing(victim):
    path, names = victim.one((victim.document, (*TEXTS, "topics", "chain")), (victim.source, SOURCE_TEXTS))
    lines = victim.lines(path)
    del lines[victim.line(path, names[victim.number // 2 % len(names)]) - 1]
    path.write_text("\n".join(lines), encoding="utf-8")
    return [victim.at(path, 1, "R102")]


@kind()
def a_value_that_is_missing(victim):
    path, names = victim.one((victim.document, TEXTS), (victim.source, SOURCE_TEXTS))
    name = names[victim.number // 2 % len(names)]
    return [victim.at(path, victim.set(path, name, victim.one("", '""', "' '")), "R103")]


@kind()
def a_date_that_does_not_exist(victim):
    value = victim.one(
        "2014-02-30",
        "2013-13-01",
        "2013-1X",
        "23-09-2013",
        "12:30",
        "20130923",
        "yesterday",
        "2013-00",
        "0000-01-01",
    )
    return [victim.at(victim.document, victim.set(victim.document, "date", value), "R103")]


@kind()
def a_date_outside_the_period(victim):
    value = victim.one("1913-09-23", "2113", "2020-01-01", "2012-12-31", "9999-12-31", "0001-01-01")
    return [victim.at(victim.document, victim.set(victim.document, "date", value), "R115")]


@kind()
def a_value_of_no_list(victim):
    name, value = victim.one(
        ("kind", "speach"), ("language", "english"), ("wholeness", "no"), ("nearness", "press report"), ("language", "xx"),
        ("kind", "~"), ("wholeness", "null"), ("nearness", "1e3"), ("language", "EN"), ("kind", "<script>alert(1)</script>"),
    )  # fmt: skip
    return [victim.at(victim.document, victim.set(victim.document, name, value), "R103")]


@kind()
def a_value_of_no_list_of_a_source(victim):
    name, value = victim.one(
        ("rights", "Public domain"), ("access", "yes"), ("access", "Full"), ("captured", "2014-02-30"), ("captured_from", "a.b"),
        ("sha256", "abc"), ("sha256", "A" * 64), ("file", "../a"), ("bytes", "12:30"), ("bytes", "no"),
    )  # fmt: skip
    return [victim.at(victim.source, victim.set(victim.source, name, value), "R103")]


@kind()
def a_number_that_can_t_be(victim):
    name, value = victim.one(
        ("lines", "99999999999"), ("bytes", "-1"), ("lines", "0"), ("bytes", "1e400"), ("lines", "9" * 5000), ("lines", ".inf"),
        ("bytes", "1,000"), ("lines", "13.5"), ("bytes", "0x1f"), ("lines", "100000"),
    )  # fmt: skip
    return [victim.at(victim.source, victim.set(victim.source, name, value), "R103")]


@kind()
def an_address_of_another_form(victim):
    value = victim.one(
        "javascript:alert(1)", "ftp://a.example/b", "data:text/html,a", "https://name:word@a.example/", "https://a b.example/",
        "//a.example/", "https:///a", "https://a.example:99999/", "'https://a.example/\"onload=a'", "file:///etc/passwd",
    )  # fmt: skip
    return [victim.at(victim.document, victim.set(victim.document, "original_url", value), "R103")]


@kind()
def an_unknown_address_without_a_note(victim):
    return [victim.at(victim.document, victim.set(victim.document, "original_url", "unknown"), "R107")]


@kind()
def an_unknown_term(victim):
    name = LISTS[1 + victim.number % (len(LISTS) - 1)]
    value = victim.value(victim.document, name).removesuffix("]")
    line = victim.set(victim.document, name, f"{value}, {name[:2]}-9{victim.number:02d}]")
    return [victim.at(victim.document, line, "R104")]


@kind()
def an_unknown_outlet(victim):
    line = victim.set(victim.document, "outlet", "the-gull-post")
    return [
        victim.at(victim.document, line, "R104"),
        victim.at(victim.document, victim.line(victim.document, "chain"), "R108"),
    ]


@kind()
def a_term_that_is_no_id(victim):
    value = victim.one(
        "[To-000]",
        "[to 000]",
        "['../to-000']",
        "[to_000]",
        "[Ωμ]",
        "[index]",
        f"[{'a' * 151}]",
        "[<b>]",
        "['{{ a }}']",
        "[a-]",
    )
    return [victim.at(victim.document, victim.set(victim.document, "topics", value), "R103")]


@kind()
def a_term_twice(victim):
    return [
        victim.at(victim.document, victim.set(victim.document, "topics", "[to-000, to-001, to-000]"), "R105")
    ]


@kind()
def something_left_to_do(victim):
    path, name = victim.one(
        (victim.document, "title"),
        (victim.source, "label"),
        (victim.document, "date"),
        (victim.source, "captured"),
    )
    return [victim.at(path, victim.set(path, name, victim.random.choice(("TODO", "TODO find out"))), "R117")]


@kind()
def something_inferred_without_a_note(victim):
    line = victim.add(victim.document, victim.one("inferred: {date: text}", "inferred: {colour: text}"))
    return [victim.at(victim.document, line, "R106")]


# Lines


@kind()
def ranges_of_another_form(victim):
    value = victim.one(
        "13-1", "1-7, 5-13", "8-13, 1-7", "0-13", "1-", "one to ten", "1–13", "1-999999", "1..13", "[L1-L13]"
    )
    line = victim.set(victim.document, "lines", f'"{value}"')
    return [victim.at(victim.document, line, "R103")]


@kind()
def lines_beyond_the_capture(victim):
    line = victim.set(victim.document, "lines", victim.one("1-14", "1-13, 900", "1-99999"))
    return [victim.at(victim.document, line, "C201")]


@kind()
def lines_by_the_billion(victim):
    numbers = range(99_999, 99_099, -1)  # as many as a list may have
    text = victim.one(
        "roles: {" + ", ".join(f"1-{number}: title" for number in numbers) + "}",
        "[" + ", ".join(f"{{speaker: p, lines: 1-{number}, form: quoted}}" for number in numbers) + "]",
        "cuts: [" + ", ".join(f"{{lines: 1-{number}, reason: advertisement}}" for number in numbers) + "]",
        "event_lines: {" + ", ".join(f"e{number}: 1-{number}" for number in numbers) + "}",
    )
    if text.startswith("roles"):
        return [
            victim.at(
                victim.document,
                victim.set_line(victim.document, victim.line(victim.document, "roles"), text),
                "R103",
            )
        ]
    if text.startswith("["):
        return [victim.at(victim.document, victim.state(text), "R103")]
    path = victim.source if text.startswith("cuts") else victim.document
    return [victim.at(path, victim.add(path, text), "R103")]


@kind(left_out=False)
def lines_that_belong_to_nobody(victim):
    victim.set(victim.document, "lines", victim.one("1-12", "1-5, 7-13", "1-9"))
    return [victim.at(victim.source, victim.line(victim.source, "lines"), "C203")]


@kind(left_out=False)
def a_copy_beside_its_document(victim):
    copy = (
        victim.folder / f"z-{victim.document.name}"
    )  # of two documents with the same lines, the later in order is told
    shutil.copyfile(victim.document, copy)
    return [victim.at(copy, victim.line(copy, "lines"), "C202")]


@kind(left_out=False)
def lines_that_are_cut_too(victim):
    line = victim.insert(
        victim.source, victim.line(victim.source, "access"), "cuts:\n  - lines: 13\n    reason: share-prompt"
    )
    return [victim.at(victim.source, line + 1, "C202")]


@kind()
def a_cut_of_another_form(victim):
    text, fault = victim.one(
        ("lines: 13\n    reason: boring", 1),
        ("lines: 13-1\n    reason: share-prompt", 0),
        ("lines: a\n    reason: share-prompt", 0),
    )
    line = victim.insert(victim.source, victim.line(victim.source, "access"), f"cuts:\n  - {text}")
    return [victim.at(victim.source, line + 1 + fault, "R103")]


@kind(left_out=False)
def an_excerpt_of_no_document(victim):
    line = victim.insert(victim.source, victim.set(victim.source, "access", "excerpt"), "excerpts: 2, 40")
    return [victim.at(victim.source, line, "C207")]


@kind()
def roles_of_another_form(victim):
    value = victim.one(
        "{1: headline}",
        "{0: title}",
        "{one: title}",
        "{1: [title]}",
        "{2-1: title}",
        "[title]",
        "title",
        "{1: }",
    )
    return [victim.at(victim.document, victim.set(victim.document, "roles", value), "R103")]


@kind()
def roles_of_other_lines(victim):
    value = victim.one("{1: title, 99: caption}", "{1: title, 1-2: byline}", "{1: title, 13-14: url}")
    return [victim.at(victim.document, victim.set(victim.document, "roles", value), "C204")]


@kind()
def no_line_for_the_title(victim):
    return [
        victim.at(
            victim.document, victim.set(victim.document, "roles", victim.one("{}", "{1: byline}")), "C205"
        )
    ]


@kind()
def a_title_that_the_capture_does_not_have(victim):
    value = victim.one(
        "'<script>alert(1)</script>'", "'<img src=x onerror=alert(1)>'", "'# [a](javascript:alert(1))'", "'{{ config.items() }}'",
        "'{% include \"/etc/passwd\" %}'", '"a\\0b"', '"a\\e[2Jb"', "'\u202egnorw'", "'--8<-- \"/etc/passwd\"'",
        "a" * 900_000,
    )  # fmt: skip
    return [victim.at(victim.document, victim.set(victim.document, "title", value), "C205")]


@kind()
def a_speaker_who_is_nobody(victim):
    text, code = victim.one(
        ("speakers: {Ada Brook: ada-brook}", "R109"), ("speakers: {Ada Brook: unknown}", "C206")
    )
    return [victim.at(victim.document, victim.add(victim.document, text), code)]


@kind()
def lines_of_events_and_people_that_are_not_named(victim):
    text, code = victim.one(
        ("event_lines: {no-event: 2}", "R113"),
        ("[{speaker: no-person, lines: 2, form: quoted}]", "R104"),
        ("[{speaker: organisations:no-body, lines: 2, form: reported}]", "R104"),
    )
    line = victim.add(victim.document, text) if code == "R113" else victim.state(text)
    return [victim.at(victim.document, line, code)]


@kind()
def lines_of_people_outside_the_document(victim):
    lines = victim.one("14", "2-40")
    line = victim.state(f"[{{speaker: pe-000, lines: {lines}, form: quoted}}]")
    return [victim.at(victim.document, line, "C208")]


# Relations


@kind()
def a_relation_to_nothing(victim):
    value = victim.one(
        f"reprint_of: [{victim.id}]", "excerpt_of: [no-such-document]", f"same_wire: [{victim.id}-b]"
    )
    return [victim.at(victim.document, victim.add(victim.document, value), "R111")]


@kind()
def relations_in_a_circle(victim):
    second = victim.split()
    lines = [
        victim.add(victim.document, f"reprint_of: [{second.stem}]"),
        victim.add(second, f"excerpt_of: [{victim.id}]"),
    ]
    return [
        victim.at(path, line, "R112") for path, line in zip((victim.document, second), lines, strict=True)
    ]


# Captures


@kind(left_out=False)
def a_capture_whose_bytes_changed(victim):
    data = bytearray(victim.capture.read_bytes())
    data[victim.random.randrange(len(data))] ^= 1
    victim.capture.write_bytes(
        victim.one(bytes(data).replace(b"\r", b"!"), bytes(data[:-2]), bytes(data) + b"a")
    )
    return [victim.at(victim.capture, 0, "C102")]


@kind(left_out=False)
def a_digest_of_another_capture(victim):
    victim.set(victim.source, "sha256", hashlib.sha256(str(victim.number).encode()).hexdigest())
    return [victim.at(victim.capture, 0, "C102")]


@kind(left_out=False)
def counts_of_another_capture(victim):
    name = victim.one("bytes", "lines")
    line = victim.set(victim.source, name, str(int(victim.value(victim.source, name)) + 1))
    return [victim.at(victim.source, line, "C106")]


def end_a_line_with(victim, data):
    """Put bytes at the end of a line of the capture; return its number."""
    lines = victim.capture.read_bytes().split(b"\n")
    number = victim.random.randrange(2, 13)
    lines[number - 1] += data
    victim.capture.write_bytes(b"\n".join(lines))
    return number


@kind(left_out=False)
def a_capture_with_carriage_returns(victim):
    return [victim.at(victim.capture, end_a_line_with(victim, b"\r"), "C103")]


@kind(left_out=False)
def a_capture_that_is_not_utf_8(victim):
    return [victim.at(victim.capture, end_a_line_with(victim, b"\xe9"), "C104")]


@kind(left_out=False)
def a_capture_that_is_empty_or_too_large(victim):
    victim.capture.write_bytes(b"a\n" * 2_100_000 if victim.number == 0 else victim.one(b"", b"\n\n"))
    return [victim.at(victim.capture, 0, "C105")]


@kind(left_out=False)
def a_capture_that_is_no_file(victim):
    victim.capture.unlink()
    code = victim.one("F101", "F105")
    if code == "F101":
        victim.capture.symlink_to("capture.txt")
    else:
        victim.capture.mkdir()
    return [victim.at(victim.capture, 0, code)]


@kind(left_out=False)
def a_capture_that_may_be_shown_and_is_missing(victim):
    victim.capture.unlink()
    return [victim.at(victim.source, victim.set(victim.source, "access", "full"), "C101")]


@kind(left_out=False)
def an_original_that_no_record_describes(victim):
    path = victim.folder / "original.html"
    path.write_bytes(b"<p>a</p>")
    if victim.number % 2:
        digest = hashlib.sha256(b"b").hexdigest()
        text = f"original:\n  file: a.html\n  sha256: {digest}\n  bytes: 8\n  extractor: a 1.0"
        victim.insert(victim.source, victim.line(victim.source, "access"), text)
    return [victim.at(path, 0, "C108")]


# Summaries


@kind()
def no_summary(victim):
    lines = victim.lines(victim.document)[: victim.summary - 1]
    victim.document.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [victim.at(victim.document, len(lines) + 1, "S101")]


@kind()
def markdown_or_html_in_a_summary(victim):
    text = victim.one(
        "<script>alert(1)</script>", "# A heading", "> quoted", "```", "1. one", "| a | b |", "![a](https://a.example/b.png)",
        "`a`", "<!-- a -->", "----",
    )  # fmt: skip
    line = victim.insert(victim.document, victim.summary + 1, f"{text}\n") if victim.number else 0
    line = line or victim.insert(victim.document, victim.summary, f"and {text}")
    return [victim.at(victim.document, line, "S102")]


@kind()
def a_link_that_leads_nowhere(victim):
    target = victim.one(
        "documents:no-such-document",
        "topics:no-such-topic",
        "javascript:alert",
        "colours:red",
        "documents:a#L",
        "/a",
    )
    line = victim.insert(victim.document, victim.summary + 1, f"One [word]({target}).\n")
    return [victim.at(victim.document, line, "S103")]


@kind()
def a_reference_to_other_lines(victim):
    reference = victim.one("[L14]", "[L2-L99]", "[L9-L2]", "[L999999999]")
    line = victim.insert(victim.document, victim.summary + 1, f"Some words\nand more {reference}.\n")
    return [victim.at(victim.document, line + 1, "S104")]


@kind()
def words_of_the_capture_in_a_summary(victim):
    words = victim.lines(victim.capture)[victim.number + 1].split()[10:22]
    line = victim.insert(victim.document, victim.summary + 1, f"It says: {' '.join(words).upper()}.\n")
    return [victim.at(victim.document, line, "S105")]


@kind()
def a_summary_left_to_do(victim):
    line = (
        victim.insert(victim.document, victim.summary, victim.one("", "\x0c\u2028") + "\nTODO the rest") + 1
    )
    return [victim.at(victim.document, line, "R117")]


# Terms: (vocabulary, what the term is, with {id}; the line of it that is wrong, from 0; the code). No
# document names them.

TERM_KINDS: dict[str, tuple[str, str, int, str]] = {
    "a term without a label": ("topics", "{id}:\n  scope: A scope.", 0, "R102"),
    "a term with the label of another": (
        "topics", "{id}a:\n  label: Label {id}\n  scope: A.\n{id}:\n  label: LABEL {id}\n  scope: A.", 4, "R110",
    ),
    "a term with a wrong number": ("places", "{id}:\n  label: Place {id}\n  scope: A.\n  wikidata: 42", 3, "R103"),
    "a term below an unknown one": ("topics", "{id}:\n  label: Topic {id}\n  scope: A.\n  broader: [no-topic]", 3, "R104"),
    "a term with an unknown field": ("people", "{id}:\n  label: Person {id}\n  born: 1901\n  scope: A.", 2, "R101"),
    "a term that is a text": ("topics", "{id}: A text.", 0, "Y105"),
    "a term with the name of no id": ("topics", "{id} B:\n  label: Topic {id}\n  scope: A.", 0, "F106"),
    "a term with a reference to nothing": (
        "topics", "{id}:\n  label: Topic {id}\n  scope: A.\n  references:\n    - documents:no-document#L1", 4, "R114",
    ),
    "a term left to do": ("organisations", "{id}:\n  label: Body {id}\n  scope: TODO", 2, "R117"),
    "an event that ends before it begins": ("events", "{id}:\n  label: Event {id}\n  scope: A.\n  date: 2014/2013", 3, "R103"),
    "a term with words for a list": ("people", "{id}:\n  label: Person {id}\n  scope: A.\n  related: a", 3, "R103"),
}  # fmt: skip


def damage_vocabulary(root: Path, name: str, number: int) -> Place:
    """Write a damaged term of a kind at the end of its vocabulary; return where the damage stands."""
    vocabulary, text, fault, code = TERM_KINDS[name]
    path = root / "sources" / "vocabulary" / f"{vocabulary}.yml"
    before = path.read_text(encoding="utf-8")
    id = f"x{list(TERM_KINDS).index(name):02d}-{number:02d}"
    path.write_text(f"{before}{text.replace('{id}', id)}\n", encoding="utf-8")
    return path.relative_to(root).as_posix(), before.count("\n") + 1 + fault, code
