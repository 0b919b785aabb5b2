"""Restricted text that slips into an output is found, wherever it hides; facts are not mistaken for it."""

from __future__ import annotations

import gzip

import pytest

from press_archive.checks.rights.copied_words import check_output
from press_archive.records.closed_lists import Access, Role
from toy_archive import line_of, loaded


@pytest.fixture
def sentence(toy_held) -> str:
    return line_of(loaded(toy_held), lambda role: role in (Role.TEXT, Role.ANSWER))


def found(root, tmp_path, name: str, data: bytes) -> list[str]:
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / name).write_bytes(data)
    return [str(problem) for problem in check_output(loaded(root), folder)]


@pytest.mark.parametrize(
    "name", ["page.md", "page.html", "data.json", "feed.xml", "notes.txt", "unknown.bin"]
)
def test_a_restricted_sentence_is_found_in_any_file(toy_held, tmp_path, sentence, name):
    (problem,) = found(toy_held, tmp_path, name, f"Before. {sentence} After.".encode())
    assert problem.startswith(f"site/deep/{name}: O102: ")


def test_it_is_found_in_a_compressed_part_of_the_search_index(toy_held, tmp_path, sentence):
    assert len(found(toy_held, tmp_path, "en_1a2b.pf_fragment", gzip.compress(sentence.encode()))) == 1


def test_it_is_found_behind_markup_entities_and_another_case(toy_held, tmp_path, sentence):
    hidden = "".join(
        f"&#{ord(character)};" if not character.isalnum() else character for character in sentence.upper()
    )
    assert (
        len(
            found(
                toy_held, tmp_path, "page.html", f"<p>{hidden.replace('&#32;', '&#32;<b></b>')}</p>".encode()
            )
        )
        == 1
    )


def test_eight_words_are_not_a_find(toy_held, tmp_path, sentence):
    assert found(toy_held, tmp_path, "page.md", " ".join(sentence.split()[:6]).encode()) == []


def test_headlines_and_addresses_are_facts(toy_held, tmp_path):
    archive = loaded(toy_held)
    facts = [entry.record.title for entry in archive.documents.values()]
    facts += [entry.record.original_url for entry in archive.documents.values()]
    assert found(toy_held, tmp_path, "page.md", "\n\n".join(facts).encode()) == []


def test_a_text_that_may_be_shown_is_no_leak(toy_held, tmp_path):
    archive = loaded(toy_held)
    (open_source,) = [source for source in archive.sources.values() if source.record.access is Access.FULL]
    assert open_source.capture is not None
    assert found(toy_held, tmp_path, "page.md", "\n".join(open_source.capture.lines).encode()) == []


def test_only_the_named_lines_of_an_excerpt_may_be_shown(toy_held, tmp_path):
    archive = loaded(toy_held)
    (source,) = [source for source in archive.sources.values() if source.record.access is Access.EXCERPT]
    assert source.capture is not None
    shown = {line for part in source.record.excerpts for line in part}
    allowed = "\n".join(source.capture.line(line) for line in sorted(shown))
    assert found(toy_held, tmp_path, "page.md", allowed.encode()) == []
    whole = "\n".join(source.capture.lines)
    assert len([*check_output(archive, _written(tmp_path / "whole", whole))]) == 1


def _written(folder, text):
    folder.mkdir()
    (folder / "page.md").write_text(text, encoding="utf-8")
    return folder


def test_without_the_capture_nothing_can_be_found(toy, tmp_path, sentence):
    for capture in toy.glob("sources/*/*/capture.txt"):
        capture.unlink()
    assert found(toy, tmp_path, "page.md", sentence.encode()) == []
