"""A restricted sentence is found in a published file however the file is written; what cannot be read is named."""

from __future__ import annotations

import errno
import gzip
import html
import json
import time
import unicodedata
import urllib.parse
from pathlib import Path

import pytest
from benchmarks.trust.other_looks import CAPTURE, MORE

from press_archive.checks.rights import copied_words as leaks
from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.rights.reading.published_text import read_published
from press_archive.cli import main
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.commands.site import publish
from published_files import COPIED, PDF, PICTURE, SENTENCE, found, page, with_sentence
from toy_archive import PILOT_FOLDER, write_source

BOLD = {ord("a") + letter: 0x1D41A + letter for letter in range(26)}  # mathematical letters of Unicode


def escaped(text: str, form: str) -> str:
    """Return a text with every character written as an escape."""
    return "".join(form.format(ord(character)) for character in text)


def written_in(sentence: str) -> dict[str, tuple[str, str | bytes]]:
    """Return files that say a sentence, by what is particular about each: their names and contents."""
    first, rest = sentence[:14], sentence[14:]  # "Every café pil", and the rest of the word and the sentence
    words = sentence.split()
    plain = html.escape(sentence)
    marked = '<span class="line-mark">L13</span>'
    bold_word = f"{first}<b>{rest[0]}</b>{rest[1:]}"
    json_escapes = escaped(sentence, "\\u{:04x}")
    markup = {
        "a paragraph": plain,
        "capitals": sentence.upper(),
        "entities": escaped(sentence, "&#{};"),
        "accents apart": unicodedata.normalize("NFD", sentence),
        "mathematical letters": sentence.translate(BOLD),
        "ends of lines and spaces": "\n\t&nbsp;".join(words),
        "a bold letter in a word": bold_word,
        "bold letters that are entities": f"{first}<b>&#{ord(rest[0])};</b><i>{rest[1:]}</i>",
        "a place to break a word": f"{first}<wbr>{rest}",
        "a comment in a word": f"{first}<!-- here -->{rest}",
        "soft hyphens": f"{first}&shy;{rest[0]}&#173;{rest[1:]}",
        "a soft hyphen beside a tag": f"{first}&shy;<b>{rest}</b>",
        "a joiner": f"{first}\u200d{rest}",
        "a word joiner between tags": f"{first}<i>\u2060</i>{rest}",
        "a line mark": sentence.replace(" nine", f" {marked} nine"),
        "a line mark without a space": sentence.replace(" nine", f"{marked}nine"),
        "a mark of lines": sentence.replace(" nine", ' <a href="#L17">L17–L21</a> nine'),
        "a line mark and a bold letter": bold_word.replace(" nine", f"{marked}nine"),
        "a paragraph a word": "".join(f"<p>{word}</p>" for word in words),
        "cells of a table": f"<table><tr><td>{'</td><td>'.join(words)}</td></tr></table>",
        "line breaks": "<br>".join(words),
        "a text field": f"<textarea>{plain}</textarea>",
        "a hidden element": f"<div hidden>{plain}</div>",
        "a template": f"<template><p>{plain}</p></template>",
        "a comment": f"<!-- {plain} -->",
        "a comment that does not end": f"<!-- <p>{bold_word}</p>",
        "alt": f'<img src="a.png" alt="{plain}">',
        "title": f"<abbr title='{plain}'>Q</abbr>",
        "aria-label": f'<a href="#" aria-label="{escaped(sentence, "&#x{:x};")}">Q</a>',
        "content": f'<meta name="description" content="{plain}">',
        "an attribute after one with a greater-than sign": f'<i data-a="a > b" title="{plain}">Q</i>',
        "an attribute with markup": f'<iframe srcdoc="{html.escape(f"<p>{bold_word}</p>")}"></iframe>',
        "an attribute with JSON": f'<div data-x=\'{{"a": "{json_escapes}"}}\'></div>',
        "an address of a mail": f'<a href="mailto:a@b.example?body={urllib.parse.quote(sentence)}">Q</a>',
        "an address without quotation marks": f"<a href=/?q={urllib.parse.quote_plus(sentence)}>Q</a>",
        "JSON for search engines": f'<script type="application/ld+json">{{"a": "{json_escapes}"}}</script>',
        "a script with a comparison": f'<script>if (a<b && c>d) e = "{plain}";</script>',
        "a script in capitals": f'<SCRIPT TYPE=module>e = "{json_escapes}";</SCRIPT>',
        "a script with markup": f'<script>e = "<p>{bold_word}<\\/p>";</script>',
        "a style": f"<style>p::after {{ content: '{plain}' }}</style>",
        "markup in text": html.escape(f"<p>{bold_word}</p>"),
    }
    utf_16 = page(plain).encode("utf-16-le")
    sounds = json.dumps({"a": sentence.translate(BOLD)})  # with pairs of surrogates
    feed = "<?xml version='1.0'?><rss><channel><item><description>{}</description></item></channel></rss>"
    files: dict[str, tuple[str, str | bytes]] = {
        "a page with a byte order mark": ("a.html", page(plain).encode("utf-8-sig")),
        "a page in UTF-16": ("a.html", page(plain).encode("utf-16")),
        "a page in UTF-16, big end first": ("a.html", b"\xfe\xff" + page(plain).encode("utf-16-be")),
        "a page in UTF-16 without a mark": ("a.html", utf_16),
        "a text in UTF-32": ("a.txt", sentence.encode("utf-32")),
        "a feed with escaped markup": ("feed.xml", feed.format(html.escape(f"<p>{bold_word}</p>"))),
        "a feed with a section": ("feed.xml", feed.format(f"<![CDATA[<p>a < b {bold_word}</p>]]>")),
        "a drawing": ("a.svg", f"<svg><text>{first}<tspan>{rest}</tspan></text></svg>"),
        "a text": ("a.txt", f"One. {sentence} Two."),
        "a text without a suffix": ("CNAME", sentence),
        "a text under the name of a picture": ("a.png", sentence),
        "a table of values": ("a.csv", '"' + '";"'.join(words) + '"'),
        "Markdown with emphasis": ("a.md", f"{first}**{rest[0]}**{rest[1:]}"),
        "Markdown with a link": ("a.md", f"[{sentence[:24]}](https://a.example/b-c){sentence[24:]}"),
        "Markdown with line marks": ("a.md", sentence.replace(" nine", " [L3] [L5-L7] nine")),
        "JSON": ("a.json", json.dumps({"a": [sentence]})),
        "JSON with escapes": ("a.json", f'{{"a": "{json_escapes}"}}'),
        "JSON with ends of lines": ("a.json", json.dumps({"a": "\n".join(words)})),
        "JSON with surrogates": ("a.json", sounds),
        "JSON with a list of words": ("a.json", json.dumps(words)),
        "JSON with markup": ("a.json", json.dumps(f"<p>{bold_word}</p>").replace("<", "\\u003c")),
        "JSON in JSON": ("a.js.map", json.dumps({"a": [json.dumps({"b": sentence})]})),
        "a script with other escapes": ("a.js", f"e = '{escaped(sentence, chr(92) + 'u{{{:x}}}')}'"),
        "a script with short escapes": ("a.js", f"e = '{escaped(sentence, chr(92) + 'x{:02x}')}'"),
        "a script with a string of two lines": ("a.js", f"e = '{first}\\\n{rest}'"),
        "a script's comment": ("a.js", f"// {sentence}\n"),
        "a style sheet": ("a.css", f"/* {sentence} */"),
        "a text of Pagefind": ("en.pf_fragment", gzip.compress(b"pagefind_dcd" + json.dumps(sounds).encode())),
        "an index of Pagefind": ("en.pf_meta", gzip.compress(b"pagefind_dcd\x82\xff " + sentence.encode() + b"\x81")),
        "a picture's description": ("a.png", PICTURE + b"iTXtComment\0\0\0\0\0" + sentence.encode() + b"\0\xff"),
    }  # fmt: skip
    return {name: ("a.html", page(text)) for name, text in markup.items()} | files


@pytest.fixture
def archive(toy) -> Archive:
    return with_sentence(toy)


COPIES = written_in(SENTENCE)


@pytest.mark.parametrize("kind", COPIES)
def test_a_restricted_sentence_is_found_in(archive, tmp_path, kind):
    name, content = COPIES[kind]
    assert found(archive, tmp_path, name, content) == [f"site/deep/{name}: O102: {COPIED}"]


# The same files with one word less of the capture, and files that have no text.
INNOCENT = written_in("Every café pilot lit nine lamps along the wall") | {
    "nothing": ("a.txt", b""),
    "a headline": ("a.html", page("A pilot counts")),
    "a picture": ("a.png", PICTURE + bytes(range(256))),
    "a font": ("a.woff2", b"wOF2\0\1\0\0" + bytes(range(256))),
    "a program": ("a.wasm", b"\0asm\1\0\0\0" + bytes(range(256))),
    "a film": ("a.mp4", b"\0\0\0\x20ftypisom" + bytes(range(256))),
}


@pytest.mark.parametrize("kind", INNOCENT)
def test_nothing_is_found_in(archive, tmp_path, kind):
    assert found(archive, tmp_path, *INNOCENT[kind]) == []


def test_a_sentence_under_another_look_is_found_or_its_file_is_refused(toy, tmp_path):
    write_source(toy, CAPTURE)
    for number, (name, content) in enumerate(MORE.values()):
        path = tmp_path / "site" / str(number) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    named = {problem.path.split("/")[1] for problem in check_output(load_archive(toy), tmp_path / "site")}
    assert [kind for number, kind in enumerate(MORE) if str(number) not in named] == []


@pytest.mark.parametrize("part", ["a-", "a1", "<i hidden ", "12 ", "ff ", '"', "a b ", "<s>", "=20", "\\41 "])
def test_no_text_keeps_the_reading_busy_for_long(part):
    start = time.process_time()
    for _ in read_published((part * (50_000 // len(part))).encode(), "a.html"):
        pass
    assert time.process_time() - start < 1


UNREADABLE = {
    "a page in another encoding": ("a.html", page(SENTENCE).encode("latin-1"), "it is not UTF-8 or UTF-16"),
    "a page in half of UTF-16": ("a.html", page(SENTENCE).encode("utf-16")[:-1], "it is not UTF-8 or UTF-16"),
    "a PDF": ("a.pdf", PDF, "it is not UTF-8 or UTF-16"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_named(archive, tmp_path, kind):
    name, content, reason = UNREADABLE[kind]
    (problem,) = found(archive, tmp_path, name, content)
    assert problem.startswith(f"site/deep/{name}: O102: cannot be read")
    assert reason in problem
    assert "Hint: leave it out, or publish its text in another form" in problem


def test_a_file_that_cannot_be_opened_is_named(archive, tmp_path, monkeypatch):
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.txt").touch()
    (problem,) = check_output(archive, folder)
    assert str(problem).startswith("site/a.txt: F109: cannot read: Permission denied.")


def test_a_run_is_found_where_a_long_text_is_read_in_pieces(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(leaks, "LONGEST_PIECE", 10)
    (problem,) = found(archive, tmp_path, "a.txt", f"One two three four. {SENTENCE} five six seven.")
    assert f"9 words in a row of {PILOT_FOLDER}:3" in problem


def test_a_site_without_restricted_captures_is_not_read(archive, tmp_path):
    for capture in archive.root.glob("sources/*/*/capture.txt"):
        capture.unlink()
    assert found(load_archive(archive.root), tmp_path, "a.pdf", PDF) == []


def test_a_site_with_such_a_file_is_not_published(toy, capsys, monkeypatch):
    with_sentence(toy)

    def build(root: Path, config: str, made: Path, *_: object) -> int:
        (made / "pagefind").mkdir(parents=True)
        (made / "index.html").write_text(page(f'<img src="a.png" alt="{SENTENCE}">'), "utf-8")
        (made / "report.pdf").write_bytes(PDF)
        return 0

    monkeypatch.setattr(publish, "run_mkdocs", build)
    assert main(["--root", str(toy), "publish"]) == 1
    printed = capsys.readouterr().err.splitlines()
    assert printed[0].startswith(f"site/index.html: O102: 9 words in a row of {PILOT_FOLDER}:3 (")
    assert printed[1].startswith("site/report.pdf: O102: cannot be read: ")
    assert printed[-1] == "The new site must not be published. site/ was left as it was."
    assert not (toy / "site").exists()
