"""What was cited before is kept in a file that can be deleted or damaged at any time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import TOY
from exports.test_citations import work_of
from press_archive.base.files.system_errors import explain
from press_archive.collection.loading import load_archive
from press_archive.exports import citations
from press_archive.exports.citation_styles import STYLES
from press_archive.exports.works import Work
from press_archive.publish.citation_cache import CACHE, keep_citations, read_citations

KEPT = {style.id: "“A Tide,” <em>Gull Post</em>." for style in STYLES}


@pytest.fixture(scope="module")
def works() -> list[Work]:
    archive = load_archive(TOY)
    return [work_of(archive, key, {"title": f"A {key}"}) for key in ("quay", "toll")]


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> dict:
    """What this process has made, which is nothing yet."""
    made: dict = {}
    for module in ("press_archive.exports.citations", "press_archive.publish.citation_cache"):
        monkeypatch.setattr(f"{module}.MADE", made)
    return made


def written(root: Path, data: bytes) -> Path:
    path = root / CACHE
    path.parent.mkdir()
    path.write_bytes(data)
    return path


def test_what_was_cited_before_is_not_cited_again(works, made, tmp_path: Path, monkeypatch):
    cited = citations.cite(works)
    keep_citations(tmp_path, works)
    made.clear()
    read_citations(tmp_path)
    monkeypatch.setattr(citations, "_make", lambda works: pytest.fail(f"made again: {list(works)}"))
    assert citations.cite(works) == cited


def test_only_what_is_cited_now_is_kept_and_an_equal_file_is_left_alone(works, made, tmp_path: Path):
    citations.cite(works)
    keep_citations(tmp_path, works)
    path = tmp_path / CACHE
    before = path.stat()
    keep_citations(tmp_path, reversed(works))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    keep_citations(tmp_path, works[:1])
    assert list(json.loads(path.read_bytes())) == [citations.digest(works[0])]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no JSON", b"\xff\xfe", b"[1]", b"null", b"[" * 100_000, b'{"a": 1' + b"0" * 5000 + b"}",
        *(
            json.dumps({"a": value}).encode()
            for value in (
                None, 1, [], {}, "text", list(KEPT), {**KEPT, "more": "x"}, {**KEPT, "apa": None},
                {style: text for style, text in KEPT.items() if style != "mla"},
                *({**KEPT, "apa": text} for text in (
                    "", "<script>toll()</script>", "<em onclick='toll()'>A</em>", "<em>A", "A</em>", "a > b",
                    "A\n\n[quay](https://gull.example)", "A\0", "\ud800",
                )),
            )
        ),
    ],
    ids=lambda data: repr(data[:60]),
)  # fmt: skip
def test_nothing_is_taken_over_from_a_damaged_file(made, tmp_path: Path, data: bytes):
    written(tmp_path, data)
    read_citations(tmp_path)
    assert made == {}


def test_what_is_whole_in_a_damaged_file_is_taken_over(made, tmp_path: Path):
    written(tmp_path, json.dumps({"a": KEPT, "b": {**KEPT, "mla": "<b>"}}).encode())
    read_citations(tmp_path)
    assert made == {"a": KEPT}


@pytest.mark.parametrize(
    ("in_the_way", "hint"),
    [
        (CACHE, "a folder is where a file should be: move it away"),
        (".cache", "a file is where a folder should be: move it away"),
    ],
)
def test_what_is_in_the_way_is_named(works, made, tmp_path: Path, in_the_way: str, hint: str):
    path = tmp_path / in_the_way
    if in_the_way == CACHE:
        path.mkdir(parents=True)
    else:
        path.write_text("A note", encoding="utf-8")
    read_citations(tmp_path)
    with pytest.raises(OSError) as caught:
        keep_citations(tmp_path, works)
    assert explain(caught.value).startswith(f"{path}: ") and explain(caught.value).endswith(f" Hint: {hint}")


def test_a_link_is_not_followed_and_is_replaced(works, made, tmp_path: Path):
    """The file of another archive, or one that is not ours, stays as it is."""
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"a": KEPT}), encoding="utf-8")
    path = tmp_path / CACHE
    path.parent.mkdir()
    path.symlink_to(other)
    read_citations(tmp_path)
    assert made == {}
    citations.cite(works)
    keep_citations(tmp_path, works)
    assert not path.is_symlink() and len(json.loads(path.read_bytes())) == 2
    assert json.loads(other.read_bytes()) == {"a": KEPT}
