"""Pages that are kept are those that would be made: after any history of edits, `docs/` is as if made anew."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import sampled
from press_archive.base import kept
from press_archive.base.files.docs import generated
from press_archive.collection.loading import load_archive
from press_archive.collection.notes.noted_archive import STRUCTURE, NotedDocument, Notes
from press_archive.collection.notes.reads import Noted, fingerprint, noting
from press_archive.collection.relations import Relations
from press_archive.collection.statements import Statements
from press_archive.pages import documents, site
from press_archive.pages.parts import templates
from press_archive.pages.parts.context import Pages
from press_archive.publish.build import build_docs, render_site
from press_archive.publish.kept import kept_pages
from press_archive.publish.kept.kept_pages import CACHE
from press_archive.publish.settings import load_address

HISTORIES = 200
STEPS = 4


def docs_of(root: Path) -> dict[str, str]:
    return {path: file.read_text(encoding="utf-8") for path, file in generated(root / "docs")}


class Made:
    """Counts the units that are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.units: list[site.Unit] = []
        make = site._make

        def counted(pages: Pages, unit: site.Unit) -> site.Made:
            self.units.append(unit)
            return make(pages, unit)

        monkeypatch.setattr(site, "_make", counted)
        monkeypatch.setenv("PROCESSES", "1")

    def take(self) -> list[site.Unit]:
        taken, self.units = self.units, []
        return taken


@pytest.fixture
def made(monkeypatch) -> Made:
    return Made(monkeypatch)


class Writer:
    """Edits an archive at random, as people and mistakes do."""

    def __init__(self, root: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.monkeypatch = monkeypatch
        self.removed: dict[Path, str] = {}
        self.edits: list[Callable[[], object]] = [
            *[self.add_words, self.take_value_of_another, self.remove_field] * 4,
            self.remove_file, self.restore_file, self.copy_document, self.rename_document, self.break_line,
            self.change_address, self.change_program, self.change_template, self.damage_cache, self.damage_page,
        ]  # fmt: skip

    def records(self, pattern: str = "*") -> list[Path]:
        found = [*self.root.glob("sources/**/*.yml"), *self.root.glob("sources/[0-9]*/*/*.md")]
        return sorted(path for path in found if path.match(pattern))

    def edit(self) -> str:
        edit = self.random.choice(self.edits)
        return f"{edit.__name__}: {edit()}"

    def line_of(self, path: Path) -> tuple[list[str], int]:
        lines = path.read_text(encoding="utf-8").split("\n")
        numbers = [number for number, line in enumerate(lines) if re.match(r" *(- )?[a-z_]+: *\S", line)]
        return lines, self.random.choice(numbers or [0])

    def add_words(self) -> str:
        path = self.random.choice(self.records())
        lines, number = self.line_of(path)
        lines[number] += f" tide {self.random.randrange(100)}"
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"{path.name}: {lines[number]}"

    def take_value_of_another(self) -> str:
        path = self.random.choice(self.records())
        lines, number = self.line_of(path)
        name = lines[number].split(":")[0]
        others = {
            line
            for other in self.records(f"*{path.suffix}")
            for line in other.read_text(encoding="utf-8").split("\n")
            if line.startswith(f"{name}: ")
        }
        lines[number] = self.random.choice(sorted(others) or [lines[number]])
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"{path.name}: {lines[number]}"

    def remove_field(self) -> str:
        path = self.random.choice(self.records())
        lines, number = self.line_of(path)
        removed = lines.pop(number)
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"{path.name}: {removed}"

    def break_line(self) -> str:
        path = self.random.choice(self.records())
        lines, number = self.line_of(path)
        lines[number] = f"{lines[number]} ]: ["
        path.write_text("\n".join(lines), encoding="utf-8")
        return path.name

    def remove_file(self) -> str:
        path = self.random.choice(self.records())
        self.removed[path] = path.read_text(encoding="utf-8")
        path.unlink()
        return path.name

    def restore_file(self) -> str:
        for path, text in self.removed.items():
            path.write_text(text, encoding="utf-8")
        names = ", ".join(path.name for path in self.removed)
        self.removed.clear()
        return names

    def copy_document(self) -> str:
        path = self.random.choice(self.records("*.md"))
        copy = path.with_name(f"{path.stem}-{self.random.randrange(9)}.md")
        shutil.copyfile(path, copy)
        return copy.name

    def rename_document(self) -> str:
        path = self.random.choice(self.records("*.md"))
        path.rename(path.with_name(f"{path.stem[:30].rstrip('-')}-renamed.md"))
        return path.name

    def change_address(self) -> str:
        address = f"https://press-{self.random.randrange(3)}.example/"
        (self.root / "mkdocs.yml").write_text(f"site_name: A\nsite_url: {address}\n", encoding="utf-8")
        return address

    def change_program(self) -> str:
        reasons = self.random.randrange(1, 5)
        self.monkeypatch.setattr(documents, "REASONS", reasons)
        self.monkeypatch.setattr(kept, "program_digest", lambda: bytes([reasons] * 32))
        return str(reasons)

    def change_template(self) -> str:
        name = self.random.choice(("document.md", "term.md", "source.md", "home.md", "_macros.md"))
        path = templates.TEMPLATES / name
        path.write_text(path.read_text(encoding="utf-8").replace("## ", "##  ", 1), encoding="utf-8")
        templates.environment.cache_clear()
        return name

    def damage_cache(self) -> str:
        cache = self.root / CACHE
        data = bytearray(cache.read_bytes())
        for _ in range(self.random.randrange(1, 4)):
            data[self.random.randrange(len(data))] = self.random.randrange(256)
        cache.write_bytes(data)
        return "some bytes"

    def damage_page(self) -> str:
        # Without the page that marks it, a folder of data is taken for a person's, and left as it is.
        marks = ("citations/index.md", "data/index.md")
        path = self.random.choice([file for name, file in generated(self.root / "docs") if name not in marks])
        if self.random.randrange(2):
            path.unlink()
        else:
            path.write_bytes(path.read_bytes() + b"\nDamaged.\n")
        return str(path.relative_to(self.root))


@pytest.fixture
def own_templates(tmp_path, monkeypatch):
    """Templates that a test may edit."""
    copy = shutil.copytree(templates.TEMPLATES, tmp_path / "templates")
    for module in (templates, kept_pages):
        monkeypatch.setattr(module, "TEMPLATES", copy)
    templates.environment.cache_clear()
    yield
    templates.environment.cache_clear()


@pytest.mark.usefixtures("own_templates")
@pytest.mark.parametrize("seed", sampled(range(HISTORIES), 100))
def test_after_any_history_pages_are_as_if_made_anew(toy, monkeypatch, made, seed):
    writer = Writer(toy, seed, monkeypatch)
    build_docs(toy)
    done = []
    for _ in range(STEPS):
        done.append(writer.edit())
        built = build_docs(toy)
        expected = render_site(built.archive, address=load_address(toy))
        now = docs_of(toy)
        assert sorted(now) == sorted(expected), done
        assert [path for path in now if now[path] != expected[path]] == [], done


def test_nothing_is_made_again_where_nothing_has_changed(toy, made):
    build_docs(toy)
    assert len(made.take()) > 40
    assert build_docs(toy).changed == []
    assert made.take() == []


def test_other_words_of_a_summary_make_its_page_and_what_shows_the_summary(toy, made):
    build_docs(toy)
    made.take()
    id = "2013-09-23-velmora-offers-ostrand-a-shared-harbour"
    (record,) = (toy / "sources").rglob(f"{id}.md")
    record.write_text(
        record.read_text(encoding="utf-8").replace("so far [L20]", "yet [L20]"), encoding="utf-8"
    )
    assert build_docs(toy).changed == [f"documents/{id}.md"]
    again = made.take()
    assert ("document", id) in again
    assert len(again) < 12, again


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_cache_that_no_build_has_written_is_not_used(toy, made, data):
    before = build_docs(toy)
    made.take()
    (toy / CACHE).write_bytes(data)
    assert build_docs(toy).changed == []
    assert len(made.take()) == len(site.units_of(Pages(before.archive)))


def test_a_cache_that_somebody_else_has_written_keeps_no_page_of_theirs(toy, made, monkeypatch, tmp_path):
    """As a pull request could, with pages of its own in docs/."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
    build_docs(toy)
    page = toy / "docs" / "topics" / "free-quay.md"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"quay", b"wharf"))
    names = [unit for unit in made.take() if unit == ("term", "topics", "free-quay")]
    assert names
    data = json.loads(bytes(kept.read_kept(toy, CACHE)))
    for unit, files, _ in data["units"]:
        if unit == [*names[0]]:
            files["topics/free-quay.md"] = kept_pages.digest(page.read_bytes())
    assert kept.write_kept(toy, CACHE, json.dumps(data).encode())
    assert build_docs(toy).changed == []  # for whoever has their secret
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "ours"))
    assert build_docs(toy).changed == ["topics/free-quay.md"]
    assert page.read_bytes() == right


def test_a_link_in_the_place_of_the_cache_is_not_followed(toy, made, tmp_path):
    build_docs(toy)
    made.take()
    elsewhere = tmp_path / "elsewhere.json"
    (toy / CACHE).rename(elsewhere)
    (toy / CACHE).symlink_to(elsewhere)
    build_docs(toy)
    assert len(made.take()) > 40


def test_every_field_and_derived_value_is_noted(toy):
    archive = load_archive(toy)
    pages = Pages(archive)
    noted, _ = pages.noted()
    for plain, one in (
        (archive, noted.archive),
        (pages.relations, noted.relations),
        (pages.statements, noted.statements),
    ):
        names = {*vars(plain)} - STRUCTURE - {"_parsed", "_patterns"}
        for name in names:
            with noting() as reads:
                value = getattr(one, name)
                if isinstance(value, Noted):
                    list(value)
            assert reads, name
    for vocabulary in noted.archive.vocabularies.values():
        assert isinstance(vocabulary, Noted)
    with noting() as reads:
        assert all(isinstance(entry, NotedDocument) for entry in noted.archive.documents.values())
        assert [entry.record.title for entry in noted.archive.documents.values()]
    assert Counter(name for name, _ in reads)["document.record"] == len(archive.documents)


def test_what_has_no_written_form_has_no_fingerprint():
    with pytest.raises(ValueError, match="no value can be told"):
        fingerprint([object()])


def test_a_vocabulary_is_noted_term_by_term(toy):
    archive = load_archive(toy)
    notes = Notes(archive, Relations(archive), Statements(archive))
    with noting() as reads:
        notes.archive.term("topics", "free-quay")
    assert reads == {("vocabularies.topics", "free-quay")}


def test_archives_of_the_same_records_have_the_same_fingerprints(toy):
    first, second = (Pages(load_archive(toy)).noted() for _ in range(2))
    reads = set().union(*(made.reads for _, made in site.render_units(first[0], site.units_of(first[0]))))
    assert len(reads) > 300
    assert [read for read in reads if first[1].fingerprint(read) != second[1].fingerprint(read)] == []


def test_the_reading_room_keeps_nothing(toy_held):
    build_docs(toy_held, reading_room=True)
    assert not (toy_held / CACHE).exists()
