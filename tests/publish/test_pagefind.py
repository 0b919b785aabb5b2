"""Pagefind's program: an answer that is not whole, or that does not come, is a refusal."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from press_archive.publish.indexing import pagefind_program, shards
from press_archive.publish.indexing.pagefind_program import FeedPage, index_pages
from press_archive.publish.indexing.shards import make_shard

FACTS = "".join(
    f'<meta data-pagefind-meta="{name}[content]" content="quay">'
    for name in ("facts", "language", "nearness", "title")
)
PAGES = [
    FeedPage(f"/{number}/", f"<html><body><article>{FACTS}<h1>Quay {number}</h1></article></body></html>")
    for number in range(3)
]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program of Python in the place of Pagefind's."""

    def replace(lines: str) -> None:
        script = tmp_path / "program"
        script.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        script.chmod(0o700)
        monkeypatch.setattr(pagefind_program, "get_executable", lambda: script)

    return replace


def test_pages_are_numbered_as_they_come():
    shard = make_shard(PAGES, "en")
    words = dict(zip(shard.words.texts, shard.words.firsts, strict=True))
    assert [words[b"0"], words[b"1"], words[b"2"]] == [0, 1, 2]


@pytest.mark.parametrize("kind", [".pf_meta", ".pf_index", ".pf_fragment"])
def test_an_index_of_which_a_file_is_cut_off_is_refused(monkeypatch, kind):
    files = index_pages(PAGES, "en")
    for left in (3, 10_000):
        cut = {path: data[:-left] if path.endswith(kind) else data for path, data in files.items()}
        monkeypatch.setattr(shards, "index_pages", lambda *_, cut=cut: cut)
        with pytest.raises(ValueError, match=rf"{kind}: a file of Pagefind's is not whole"):
            make_shard(PAGES, "en")


def test_an_index_of_other_pages_is_refused(monkeypatch):
    files = index_pages(PAGES[::-1], "en")
    monkeypatch.setattr(shards, "index_pages", lambda *_: files)
    with pytest.raises(ValueError, match="Pagefind has other pages than it was given"):
        make_shard(PAGES, "en")


def test_a_program_that_stops_answering_is_ended(program, monkeypatch):
    monkeypatch.setattr(pagefind_program, "PATIENCE", 0.05)
    program("import time; time.sleep(60)")
    with pytest.raises(OSError, match="Pagefind stopped answering"):
        index_pages(PAGES, "en")


def test_why_the_program_failed_is_in_the_words_of_the_system(program):
    printed = 'value: Os { code: 13, kind: PermissionDenied, message: "Permission denied" }'
    program(f"import sys; print({printed!r}, file=sys.stderr); sys.exit(101)")
    with pytest.raises(PermissionError, match="Permission denied"):
        index_pages(PAGES, "en")
    failures = {
        "import os, signal as s; s.signal(s.SIGXFSZ, s.SIG_DFL); os.kill(os.getpid(), s.SIGXFSZ)": errno.EFBIG,
        "import sys; sys.exit('Unheard of')": 0,
    }
    for lines, number in failures.items():
        program(lines)
        with pytest.raises(OSError, match=r"File too large|status 1 .Unheard of") as caught:
            index_pages(PAGES, "en")
        assert caught.value.errno == number


def test_what_the_program_refuses_is_named(program):
    answer = '{"payload": {"type": "Error", "message": "no such page"}}'
    program(
        "import base64, sys, time\n"
        f"sys.stdout.write(base64.b64encode({answer!r}.encode()).decode() + ','); sys.stdout.flush(); time.sleep(60)"
    )
    with pytest.raises(OSError, match=r"Pagefind refused a page .no such page"):
        index_pages(PAGES, "en")
