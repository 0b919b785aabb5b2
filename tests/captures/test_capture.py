"""Captures: read as they are, refused when they can't be what was captured."""

from __future__ import annotations

import pytest

from press_archive.captures.capture import MAX_BYTES, parse_capture, split_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a", ("a",)),
        ("a\n", ("a",)),
        ("a\n\n", ("a", "")),
        ("\n\na", ("", "", "a")),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg\nh", ("a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg", "h")),
    ],
)
def test_lines_end_at_line_feeds_alone(text, lines):
    assert split_lines(text) == lines


def test_the_digest_is_that_of_the_standard():
    """The message "abc" and its digest are the example of FIPS 180-4."""
    capture, _ = parse_capture(b"abc", "x")
    assert capture is not None
    assert capture.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_capture_knows_its_blank_lines_and_its_size():
    capture, problems = parse_capture("é\n \u00a0\t\nb".encode(), "x")
    assert problems == []
    assert capture is not None
    assert (capture.blank, capture.bytes, capture.line(3)) == ({2}, 9, "b")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "C105", 0),
        (b" \n\n", "C105", 0),
        (b"a" * (MAX_BYTES + 1), "C105", 0),
        (b"one\ntwo \xff", "C104", 2),
        ("Ünder".encode("latin-1"), "C104", 1),
        (b"one\r\ntwo", "C103", 1),
        (b"one\ntwo\rthree", "C103", 2),
    ],
)
def test_what_can_be_no_capture_is_named(data, code, line):
    capture, problems = parse_capture(data, "x/capture.txt")
    assert capture is None
    assert [(problem.code, problem.line, problem.path) for problem in problems] == [
        (code, line, "x/capture.txt")
    ]
