"""The file of fingerprints has one form, and what is not in it is named by its line."""

from __future__ import annotations

import pytest

from press_archive.captures.fingerprint_file import (
    MAX_BYTES,
    make_fingerprints,
    parse_fingerprints,
    render_fingerprints,
)

VALUES = frozenset({7, 2**48 - 1, 2**20})
TEXT = render_fingerprints(make_fingerprints("ab" * 32, "5a" * 16, VALUES))
LINES = TEXT.splitlines()


def test_what_was_written_is_read_again():
    read, problems = parse_fingerprints(TEXT.encode(), "f")
    assert problems == []
    assert read == make_fingerprints("ab" * 32, "5a" * 16, VALUES)
    assert read.values == VALUES
    assert parse_fingerprints(TEXT.replace("\n", "\r\n").encode(), "f") == (read, [])


def test_their_order_is_that_of_the_digits():
    assert LINES[4:] == ["000000000007", "000000100000", "ffffffffffff"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "''. Expected `version: ` and its value."),
        (TEXT.replace("version: 1", "version: one"), 1, "'version: one'. Expected `version: `"),
        (TEXT.replace("ab" * 32, "AB" * 32), 2, "Expected `capture: ` and its value."),
        ("\n".join([*LINES[:2], *LINES[3:], ""]), 3, "'count: 3'. Expected `salt: `"),
        (TEXT.replace("count: 3", "count: 03"), 4, "'count: 03'. Expected `count: `"),
        (TEXT.replace("count: 3", "count: 4"), 4, "3 fingerprints. Expected 4, as `count` says."),
        (TEXT.replace("000000000007", "7"), 5, "'7'. Expected 12 hexadecimal digits."),
        (TEXT.replace("ffffffffffff", "FFFFFFFFFFFF"), 7, "Expected 12 hexadecimal digits."),
        (TEXT.replace("000000100000", "000000000007"), 6, "Expected each once, in ascending order."),
        (TEXT.replace("000000000007", "00000000000\u0660"), 5, "Expected 12 hexadecimal digits."),
        (TEXT[:-1], 7, "the last line does not end in a line feed. Expected a whole file."),
        (TEXT + "\n", 8, "''. Expected 12 hexadecimal digits."),
        ("\0" * 12, 1, "Expected `version: ` and its value."),
        (TEXT + "0" * MAX_BYTES, 0, "more than 6,000,000 bytes."),
    ],
)
def test_what_is_not_in_this_form_is_named(text, line, message):
    read, (problem,) = parse_fingerprints(text.encode(), "sources/2014/x/fingerprints.txt")
    assert read is None
    assert (problem.code, problem.line) == ("C112", line)
    assert message in problem.message
