"""Copied text without captures: what the fingerprints find, what they tell, and what they cost.

Measured are the toy archive and, where its captures are held, this archive: their fingerprints are made, the
captures are taken away, and every 14 words of the captures' restricted text are looked for by the
fingerprints alone. The cost at 10,000 records is that of invented texts.
"""

from __future__ import annotations

import random
import shutil
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.invented import LINES, WORDS_OF_A_LINE, Invention

from press_archive.base.project import HELD_LIST
from press_archive.captures.fingerprint_file import (
    BITS,
    make_fingerprints,
    parse_fingerprints,
    render_fingerprints,
)
from press_archive.captures.fingerprints import CERTAIN, STEP, FingerprintIndex
from press_archive.captures.runs import RUN, JoinedText, Words, runs, words
from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.rights.fingerprints import UnheldCaptures, check_unheld_words, name_copied_words
from press_archive.checks.rights.restricted import (
    headlines_and_addresses,
    restricted_sources,
    restricted_texts,
)
from press_archive.checks.rights.written import Place, written_texts
from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.editing.fingerprints import update_fingerprints
from press_archive.editing.holding import hold
from press_archive.publish.build import build_docs

from .figures import Figure

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests" / "toy"
RECORDS, RECORDS_SHORT = 10_000, 500
# Words of a record that the site publishes: a summary, and a note, a label, a byline or the name of a file.
SUMMARY_WORDS, FIELD_WORDS = 200, 60
# How many bits each of the next words holds, for whoever knows the words before it: a very good model of
# language, a middling one, and a list of the 20,000 most common words, all as likely.
BITS_OF_A_WORD = (
    ("a very good language model", 4.0),
    ("a simple language model", 8.0),
    ("a list of words", 14.3),
)
# Keyed BLAKE2b in a second: a measure of a graphics card, not of this machine.
HASHES_OF_A_CARD = 2e9


@dataclass(frozen=True)
class Texts:
    """What of an archive's captures nothing public may repeat, and the archive without these captures."""

    bare: Archive
    stretches: dict[str, list[Words]]  # source → its texts
    facts: dict[str, set[tuple[str, ...]]]  # source → the runs of these texts that may be repeated


def measure(short: bool) -> Iterator[Figure]:
    """Measure what is found, what is told, and the cost of both."""
    with TemporaryDirectory() as folder:
        yield from measure_archive("invented archive", hold_toy(Path(folder)), short)
        if any(ROOT.glob("sources/*/*/capture.txt")):
            shutil.copytree(ROOT / "sources", Path(folder) / "real" / "sources")
            yield from measure_archive("this archive", Path(folder) / "real", short)
    yield from _measure_cost(RECORDS_SHORT if short else RECORDS)


def hold_toy(folder: Path) -> Path:
    """Copy the toy archive into a folder, with its captures; return its path."""
    shutil.copytree(TOY / "sources", folder / "toy" / "sources")
    for result in hold(load_archive(folder / "toy"), sorted((TOY / "captures").iterdir())):
        assert isinstance(result, str), result
    return folder / "toy"


def measure_archive(name: str, root: Path, short: bool) -> Iterator[Figure]:
    """Make the fingerprints of an archive whose captures are held; measure what they find and tell."""
    for result in update_fingerprints(load_archive(root)):
        assert isinstance(result, str), result
    texts = _take_captures_away(load_archive(root))
    yield from _measure_found(name, texts)
    yield _measure_places(name, texts)
    yield _measure_pages(name, texts, 50 if short else 1_000)
    yield _count_false_alarms(name, texts, root)
    yield _measure_gaps(name, texts)


def _take_captures_away(archive: Archive) -> Texts:
    headlines = headlines_and_addresses(archive)
    stretches, facts = {}, {}
    for id in restricted_sources(archive):
        stretches[id], own = restricted_texts(archive, id)
        facts[id] = own | headlines
    bare = {
        id: replace(source, capture=None) if id in stretches else source
        for id, source in archive.sources.items()
    }
    return Texts(replace(archive, sources=bare), stretches, facts)


def _pieces(texts: Texts, length: int) -> Iterator[Words]:
    """Yield every so many words in a row that contain a run which may not be repeated."""
    for id, stretches in texts.stretches.items():
        for stretch in stretches:
            for start in range(len(stretch) - length + 1):
                piece = stretch[start : start + length]
                if not texts.facts[id].issuperset(runs(piece)):
                    yield piece


def _measure_found(name: str, texts: Texts) -> Iterator[Figure]:
    captures = UnheldCaptures(texts.bare)
    shares = []
    for length in range(RUN, CERTAIN + 1):
        pieces = list(_pieces(texts, length))
        found = sum(any(True for _ in captures.find(piece)) for piece in pieces)
        shares.append(f"{length} words {100 * found / len(pieces):.1f} %")
    seen = f"{found:,} of {len(pieces):,}"
    yield Figure(
        f"{name}, copied runs of {CERTAIN} words refused without captures", seen, "all", found == len(pieces)
    )
    yield Figure(f"{name}, share of shorter copied runs refused", ", ".join(shares), "stated", True)


def _measure_places(name: str, texts: Texts) -> Figure:
    """Put 14 words, over the end of a line, into each text of the records that the site publishes."""
    captures = UnheldCaptures(texts.bare)
    copied = next(_pieces(texts, CERTAIN))
    text = f"{' '.join(copied[:7])}\n{' '.join(copied[7:])}"
    places: list[Place] = [place for written in written_texts(texts.bare) for place, _ in written.texts]
    named = [[*name_copied_words(captures, [JoinedText([(place, text)])])] for place in places]
    right = sum(
        [(problem.path, problem.location) for problem in problems] == [(place.path, place.location)]
        for place, problems in zip(places, named, strict=True)
    )
    seen = f"{right:,} of {len(places):,}"
    return Figure(
        f"{name}, published texts of records in which a copy is named", seen, "all", right == len(places)
    )


def _measure_pages(name: str, texts: Texts, number: int) -> Figure:
    """Put 14 words each into hand-written pages, wrapped at every so many words, some with markup."""
    pieces = list(_pieces(texts, CERTAIN))
    chosen = random.Random(15).choices(pieces, k=number)
    ends = ("\n", " ** ", "\n> ", "<br>", "\n\n")
    with TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        for position, piece in enumerate(chosen):
            wrapped = ends[position % len(ends)].join(
                [" ".join(piece[:5]), " ".join(piece[5:9]), " ".join(piece[9:])]
            )
            (docs / f"{position:04d}.md").write_text(f"# A page\n\n{wrapped}\n", encoding="utf-8")
        named = {problem.path for problem in check_output(texts.bare, docs)}
    seen = f"{len(named):,} of {number:,}"
    return Figure(
        f"{name}, hand-written pages with {CERTAIN} copied words refused", seen, "all", len(named) == number
    )


def _count_false_alarms(name: str, texts: Texts, root: Path) -> Figure:
    """Check the records, the hand-written pages and the generated ones as they are."""
    alarms = list(check_unheld_words(texts.bare))
    alarms += check_archive(load_archive(root))[1]  # the fingerprints are those of the captures
    docs = root / "docs"
    for folder in ("about", "development"):
        shutil.copytree(ROOT / "docs" / folder, docs / folder)
    for path in root.glob("sources/*/*/capture.txt"):
        if path.parent.name in texts.stretches:
            path.unlink()
    (root / "sources" / HELD_LIST).unlink()  # as in a clone without captures
    built = build_docs(root)
    alarms += [*built.problems, *check_output(texts.bare, docs)]
    pages = sum(path.is_file() for path in docs.rglob("*"))
    return Figure(
        f"{name}, false alarms in its records and {pages:,} pages", str(len(alarms)), "0", not alarms
    )


def _measure_gaps(name: str, texts: Texts) -> Figure:
    """Count how many unknown words are between the ends of two neighbouring runs with a fingerprint."""
    captures = UnheldCaptures(texts.bare)
    gaps: Counter[int] = Counter()
    for stretches in texts.stretches.values():
        for stretch in stretches:
            starts = [position for position, _, _ in captures.find(stretch)]
            gaps.update(other - one for one, other in pairwise(starts))
    total = gaps.total()
    few = sum(count for gap, count in gaps.items() if gap < STEP)
    seen = f"{STEP} or more after {total - few:,} of {total:,}, fewer after {few:,}"
    return Figure(
        f"{name}, words to guess for the next fingerprint", seen, "6 or more after 80 %", few <= total / 5
    )


def _measure_cost(number: int) -> Iterator[Figure]:
    salt = "5a" * 16
    invention = Invention(15)
    per_record = -(-(LINES * WORDS_OF_A_LINE - RUN + 1) // STEP)
    random_values = random.Random(15)
    files = [
        render_fingerprints(
            make_fingerprints(
                "00" * 32, salt, frozenset(random_values.getrandbits(BITS) for _ in range(per_record))
            )
        ).encode()
        for _ in range(number)
    ]
    texts = [(invention.sentence(SUMMARY_WORDS), invention.sentence(FIELD_WORDS)) for _ in range(number)]
    start = time.process_time()
    found = [parse_fingerprints(file, "")[0] for file in files]
    reading = time.process_time() - start
    start = time.process_time()
    index = FingerprintIndex(salt, (one.values for one in found if one))
    indexing = time.process_time() - start
    start = time.process_time()
    published = [words(text) for record in texts for text in record]
    splitting = time.process_time() - start
    start = time.process_time()
    alarms = sum(1 for text in published for _ in index.find(text))
    looking = time.process_time() - start
    hashed = sum(max(len(text) - RUN + 1, 0) for text in published)
    seconds = reading + indexing + splitting + looking
    each = f"reading {reading:.1f}, index {indexing:.1f}, words {splitting:.1f}, hashing {looking:.1f}"
    yield Figure(f"CPU of a check at {number:,} records", f"{seconds:.1f} s ({each})", "20 s", seconds < 20)
    memory = _memory_of_index(salt, files)
    yield Figure(
        f"memory of the index at {number:,} records", f"{memory / 1e6:.0f} MB", "200 MB", memory < 2e8
    )
    expected = hashed * number * per_record / 2**BITS
    what = f"expected false alarms at {number:,} records"
    seen = (
        f"{expected:.4f} ({hashed:,} runs × {number * per_record:,} fingerprints / 2^{BITS}; {alarms} seen)"
    )
    yield Figure(what, seen, "fewer than 0.05", expected < 0.05)
    yield from _cost_of_guessing(looking / hashed)


def _memory_of_index(salt: str, files: Iterable[bytes]) -> int:
    found = [parse_fingerprints(file, "")[0] for file in files]
    tracemalloc.start()
    index = FingerprintIndex(salt, (one.values for one in found if one))
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert index
    return size


def _cost_of_guessing(seconds: float) -> Iterator[Figure]:
    """Yield what it costs to try every guess of the next six words, if each has so many bits."""
    for model, bits in BITS_OF_A_WORD:
        guesses = 2 ** (STEP * bits)
        here, card = guesses * seconds, guesses / HASHES_OF_A_CARD
        seen = f"2^{STEP * bits:.0f} guesses: {_time(here)} on this machine, {_time(card)} on a graphics card"
        yield Figure(
            f"the next {STEP} words, guessed with {model} ({bits} bits a word)", seen, "stated", True
        )


def _time(seconds: float) -> str:
    for unit, size in (("years", 31_557_600), ("days", 86_400), ("hours", 3_600)):
        if seconds >= size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.3f} s"
