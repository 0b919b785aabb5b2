"""Received files that unpack to far too much, or that a library fails on, are refused or drafted."""

from __future__ import annotations

import itertools
import time
from types import SimpleNamespace

import pytest
from benchmarks.trust.limits import _mail, _nested, _wacz, _warc

from press_archive.ingest.propose.draft import _QUOTATION
from press_archive.ingest.propose.mentions import Names
from press_archive.ingest.propose.outlets import title_parts
from press_archive.ingest.read.read_file import read_material
from press_archive.ingest.received_file import Received, UnreadableFile

MOST_SECONDS = 5


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.warc.gz", lambda: _warc(12, 7_000_000), "its pages have more than 60,000,000 bytes together"),
        ("a.warc.gz", lambda: _warc(3, 49_000_000), "a line of more than 8,000,000 bytes"),
        ("a.wacz", lambda: _wacz(3, b" " * 90_000_000), "its WARC files unpack to 270,000,000 bytes"),
        ("a.wacz", lambda: _wacz(10_001, b""), "a zip file with 10,001 files"),
        ("a.eml", lambda: _nested(3_000), "parts inside parts, more than can be read"),
    ],
    ids=["pages", "a line", "WARC files", "files", "parts"],
)
def test_a_file_that_unpacks_to_far_too_much_is_refused_at_once(name, data, message):
    received = Received(name, data())
    start = time.process_time()
    with pytest.raises(UnreadableFile, match=message):
        read_material(received)
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("charset", ["idna", "a\0b", "unicode_escape", "punycode", "undefined", "hex"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_charset_that_is_none_of_texts_counts_as_none(charset, kind):
    text = f"<html><body><p>A quay opens {chr(92)}ud800 at noon.</p></body></html>"
    material = read_material(Received("a.eml", _mail(f"Content-Type: text/{kind}; charset={charset}", text)))
    assert "A quay opens" in "\n".join(line.text for line in material.parts[0].lines)


def test_a_long_line_takes_no_longer_where_the_archive_has_thousands_of_names():
    syllables = itertools.product(("qua", "mo", "har", "ti", "vel", "os"), repeat=4)
    names = ["".join(each).title() for each in syllables]
    terms = {name.lower(): SimpleNamespace(record=SimpleNamespace(names=[name])) for name in names}
    known = Names(SimpleNamespace(vocabularies={"topics": terms}))
    start = time.process_time()
    (mention,) = known.find({1: "a quay of Quamohartis " * 10_000})
    assert time.process_time() - start < 1
    assert mention.name == "Quamohartis"


LONG = 40_000  # characters, of which a pattern that tries each of them again would need seconds


@pytest.mark.parametrize(
    "search",
    [
        lambda: title_parts("A quay" + " " * LONG + "opens"),
        lambda: _QUOTATION.search("“" * LONG + " " * LONG),
    ],
    ids=["a title", "quotations"],
)
def test_a_line_made_to_keep_a_search_busy_takes_no_longer_than_others(search):
    start = time.process_time()
    search()
    assert time.process_time() - start < 0.3
