"""Runs of nine words: what they take in memory, and characters that part no word."""

from __future__ import annotations

import sys
import tracemalloc
import unicodedata

from press_archive.captures.runs import RUN, RunIndex, words

BYTES_OF_A_RUN = 180  # two numbers of 32 bytes, its hash and that of its key, in sets that are partly empty


def test_an_index_of_a_long_text_takes_less_memory_than_the_words_of_its_runs():
    text = [f"quay{number}" for number in range(100_000)]
    tracemalloc.start()
    index = RunIndex([text])
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert index
    assert taken / (len(text) - RUN + 1) < BYTES_OF_A_RUN


def test_no_character_that_cannot_be_seen_parts_a_word():
    characters = map(chr, range(sys.maxunicode + 1))
    invisible = [character for character in characters if unicodedata.category(character) == "Cf"]
    assert len(invisible) > 100
    assert [character for character in invisible if words(f"ca{character}fé") != ["café"]] == []
