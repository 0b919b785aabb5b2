"""The search index in shards: the same bytes however it is divided and whatever the cache has."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.publish import facets
from press_archive.publish.indexing import merging, shards
from press_archive.publish.indexing.cache import FOLDER
from press_archive.publish.indexing.cbor import LIST, UNSIGNED, encode_head, encode_text
from press_archive.publish.indexing.division import Limits, divide
from press_archive.publish.indexing.merging import Merger, divide_words
from press_archive.publish.indexing.pagefind_program import FeedPage
from press_archive.publish.indexing.postings import Postings, Words
from press_archive.publish.indexing.shards import Shard, make_shard
from press_archive.publish.indexing.splicing import exchange
from press_archive.publish.search_index import start_index

WHOLE = Limits()
DIVIDED = Limits(least=2, more=2, most=5)
# Words in several forms, with and without accents, and some of the languages of the toy archive.
WORDS = """
quay quays toll tolls ferry ferries harbour harbours dock docks docker dockers éclair eclair Éclair crâne
crane cranes anti-toll don't U.S. haven havens kraan kranen één een гавань гаванью прилив 12 1,000
""".split()  # noqa: SIM905


def page(seed: object) -> str:
    """The built page of a document with random words."""
    words = random.Random(str(seed))
    lines = [" ".join(words.choices(WORDS, k=words.randint(1, 40))) for _ in range(words.randint(1, 5))]
    passages = "".join(f'<p id="L{number}">{line}.</p>' for number, line in enumerate(lines))
    return (
        f'<article><h1 id="headline">{lines[0]}</h1><p id="summary-1">{lines[-1]}</p><h2 id="text">Text</h2>'
        f'<div class="passages">{passages}</div><h2 id="details">Details</h2><p>{words.choice(WORDS)}</p>'
        '<h2 id="provenance">Provenance</h2></article>'
    )


def write_page(root: Path, id: str, seed: object) -> None:
    path = root / "site" / "documents" / id / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(seed), encoding="utf-8")


@pytest.fixture
def archive(toy: Path) -> Archive:
    """The toy archive with a built page of random words for each document."""
    loaded = load_archive(toy)
    for id in loaded.documents:
        write_page(toy, id, id)
    return loaded


Index = Callable[..., dict[str, bytes]]


@pytest.fixture
def index(archive: Archive, tmp_path: Path) -> Index:
    """Return a function that makes the index, and returns its files."""
    numbers = iter(range(100))

    def make(limits: Limits = DIVIDED) -> dict[str, bytes]:
        target, place = tmp_path / f"index-{next(numbers)}", tmp_path / "place"
        target.mkdir()
        place.mkdir(exist_ok=True)
        with start_index(archive, archive.root / "site", limits) as indexing:
            assert indexing.write(target, place) == len(archive.documents)
        files = (path for path in target.rglob("*") if path.is_file())
        return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}

    return make


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The documents of each shard that Pagefind indexes."""
    asked: list[list[str]] = []
    make = shards.index_pages

    def count(pages: list[FeedPage], language: str) -> dict[str, bytes]:
        asked.append([address.split("/")[-2] for address, _ in pages])
        return make(pages, language)

    monkeypatch.setattr(shards, "index_pages", count)
    return asked


def cached(archive: Archive) -> list[Path]:
    return sorted((archive.root / FOLDER).iterdir())


def test_an_index_is_the_same_in_many_shards_and_in_one(
    archive: Archive, index: Index, indexed: list[list[str]]
) -> None:
    divided = index(DIVIDED)
    assert len(indexed) > 6
    assert max(map(len, indexed)) <= DIVIDED.most
    indexed.clear()
    assert index(WHOLE) == divided
    assert max(map(len, indexed)) == len(archive.documents)


def test_after_an_edit_the_shards_of_one_document_are_indexed_again(
    archive: Archive, index: Index, indexed: list[list[str]]
) -> None:
    index()
    for id in list(archive.documents)[::5]:
        indexed.clear()
        index()
        assert indexed == []
        write_page(archive.root, id, f"{id} edited")
        edited = index()
        assert 1 <= len(indexed) <= 2  # that of its language may be another than the site's
        assert all(id in ids for ids in indexed)
        for path in cached(archive):
            path.unlink()
        assert index() == edited


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:40] + b"~" + data[41:]]
)
def test_a_cache_that_is_not_whole_is_made_again(
    archive: Archive, index: Index, damage: Callable[[bytes], bytes]
) -> None:
    clean = index()
    for path in cached(archive):
        path.write_bytes(damage(path.read_bytes()))
    assert index() == clean
    assert index() == clean


def test_links_and_folders_in_the_place_of_the_cache_are_not_read(
    archive: Archive, index: Index, tmp_path: Path
) -> None:
    clean = index()
    for path in cached(archive):
        path.rename(tmp_path / path.name)
        path.symlink_to(tmp_path / path.name)
    assert index() == clean
    assert not any(path.is_symlink() for path in cached(archive))


@pytest.mark.measured
def test_the_cache_has_two_earlier_states_at_most(archive: Archive, index: Index) -> None:
    index()
    size = sum(path.stat().st_size for path in cached(archive))
    for state in range(6):
        for id in archive.documents:
            write_page(archive.root, id, f"{id} {state}")
        index()
    assert sum(path.stat().st_size for path in cached(archive)) < 4 * size


def test_a_page_that_changes_while_it_is_indexed_is_kept_as_what_it_was(
    archive: Archive, index: Index
) -> None:
    id = next(iter(archive.documents))
    with start_index(archive, archive.root / "site", DIVIDED) as indexing:
        plans = [plan for plans in indexing.plans.values() for plan in plans if id in plan.ids]
        for plan in plans:
            assert plan.making is not None
            plan.making.result()
            write_page(archive.root, id, "another")
            indexing._make(plan)
    assert index() == index(WHOLE)


# --- Names


def test_each_name_is_in_the_file_of_its_first_letters(
    archive: Archive, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("/names/" in path for path in index())  # the toy archive has few
    monkeypatch.setattr(facets, "FEW_NAMES", 0)
    files = {
        path.partition("/")[2]: json.loads(data) for path, data in index().items() if path.endswith(".json")
    }
    every = files["names.json"]
    letters = set(files["catalogue.json"]["letters"].split(" "))
    found = set()
    for beginning in letters:
        rows = files[f"names/{'-'.join(f'{ord(letter):x}' for letter in beginning)}.json"]
        assert [every[position] for position, _ in rows] == [row for _, row in rows]
        assert [position for position, _ in rows] == sorted({position for position, _ in rows})
        found |= {(position, beginning) for position, _ in rows}
    for position, (_, _, label, others, _) in enumerate(every):
        for name in (label, *others):
            folded = [
                sign for sign in unicodedata.normalize("NFD", name).lower() if not unicodedata.combining(sign)
            ]
            word = "".join(sign if sign.isalnum() else " " for sign in folded if sign not in "'’.").split()[0]
            assert (position, word[:2]) in found


# --- Division


ids = st.lists(st.text("abcdefgh0123456789", min_size=1, max_size=6), unique=True, max_size=80)


@given(ids, st.data())
def test_a_new_document_changes_few_shards(known: list[str], data: st.DataObject) -> None:
    limits = Limits(least=1, more=3, most=1000)
    at = data.draw(st.integers(0, len(known)))
    before = {tuple(shard) for shard in divide(((id, 1) for id in known), limits)}
    after = {tuple(shard) for shard in divide(((id, 1) for id in [*known[:at], "new", *known[at:]]), limits)}
    assert len(after - before) <= 2


@given(st.lists(st.integers(1, 30), max_size=60))
def test_no_shard_is_larger_than_may_be(sizes: list[int]) -> None:
    limits = Limits(least=3, more=4, most=7, size=60)
    documents = [(str(number), size) for number, size in enumerate(sizes)]
    divided = [*divide(documents, limits)]
    assert [id for shard in divided for id in shard] == [id for id, _ in documents]
    for shard in divided:
        assert 1 <= len(shard) <= limits.most
        assert len(shard) == 1 or sum(sizes[int(id)] for id in shard) <= limits.size


# --- Merging


def rows(words: Words) -> dict[bytes, tuple[int, int, int, bytes]]:
    columns = (words.pages, words.firsts, words.lasts, words.rests)
    return dict(zip(words.texts, zip(*columns, strict=True), strict=True))


def test_merged_words_are_those_of_one_run_of_pagefind() -> None:
    facts = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="quay">'
        for name in ("facts", "language", "nearness", "title")
    )
    pages = [
        FeedPage(f"/{number}/", f"<html><body><article>{facts}{page(number)[9:]}</body></html>")
        for number in range(60)
    ]
    whole = make_shard(pages, "en")
    merger = Merger()
    for start in range(0, len(pages), 7):
        merger.add(make_shard(pages[start : start + 7], "en"))
    merged = Words()
    chunks = [*divide_words(merger.written_words())]
    for chunk in chunks:
        merged.add_chunk(chunk.data)
    assert rows(merged) == rows(whole.words)
    assert any(b"\t" in text for text in merged.texts)
    assert merger.lengths == whole.lengths


def test_words_are_divided_into_chunks_that_begin_where_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "LEAST", 200)
    monkeypatch.setattr(merging, "MOST", 400)
    words = sorted(
        {"".join(random.Random(seed).choices("abé", k=1 + seed % 7)).encode() for seed in range(300)}
    )
    written = [(word, b"\x83" + encode_text(word) + b"\x81\x83\x00\x80\x80" + b"\x80") for word in words]
    chunks = [*divide_words(written)]
    assert len(chunks) > 5
    found = Words()
    before = b""
    for chunk in chunks:
        at = len(found.texts)
        found.add_chunk(chunk.data)
        assert before < chunk.start.encode() <= found.texts[at] or not before
        before = found.texts[-1]
    assert found.texts == words
    assert [chunk.start for chunk in divide_words([])] == [""]  # an archive without documents


def test_a_chunk_that_pagefind_would_not_write_is_refused() -> None:
    word = b"\x83" + encode_text(b"quay") + b"\x81\x83\x00\x80\x80" + b"\x80"
    chunk = b"\x81" + encode_head(LIST, 1) + word
    Words().add_chunk(chunk)
    for broken in (
        chunk[:-1] + b"\x01",
        chunk + b"\x00",
        b"\x82" + chunk[1:],
        chunk.replace(b"\x83\x00", b"\x82\x00"),
    ):
        with pytest.raises(ValueError, match=r"Expected|after the last word|no list"):
            Words().add_chunk(broken)


# --- After an edit

Documents = list[dict[str, int]]  # the words of each document, and how often each one is in it


def made_words(documents: Documents) -> Words:
    """The words of a shard as Pagefind writes them; one with an accent is a form of the word without."""
    pages: dict[bytes, list[tuple[int, bytes]]] = {}
    for number, document in enumerate(documents):
        for word, times in sorted(document.items()):
            plain = word.replace("é", "e").encode()
            pages.setdefault(plain, [])
            text = plain if plain == word.encode() else plain + b"\t" + word.encode()
            positions = encode_head(LIST, times) + b"\x07" * times + b"\x80"
            pages.setdefault(text, []).append((number, positions))
    words = Words()
    for text, found in sorted(pages.items()):
        numbers = [number for number, _ in found]
        steps = [b"\x83" + encode_head(UNSIGNED, after - at) for at, after in pairwise(numbers)]
        pages_after = zip(steps, (positions for _, positions in found[1:]), strict=True)
        rest = b"".join([found[0][1] if found else b"", *(part for page in pages_after for part in page)])
        postings = Postings(len(found), numbers[0], numbers[-1], rest) if found else Postings(0, 0, 0, b"")
        words.add(text, postings)
    return words


def merged(shards: list[Documents]) -> dict[bytes, bytes]:
    merger = Merger()
    for documents in shards:
        merger.add(Shard([1] * len(documents), [], {}, lambda documents=documents: made_words(documents)))
    return dict(merger.written_words())


document = st.dictionaries(
    st.sampled_from(["quay", "toll", "ferry", "dock", "ecla", "écla"]), st.integers(1, 40), max_size=5
)


@given(st.lists(st.lists(document, min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_words_after_an_edit_are_those_of_a_merge_of_all_shards(
    shards: list[Documents], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(shards) - 1))
    is_last = at + 1 == len(shards)
    size = st.integers(1, 5) if is_last else st.just(len(shards[at]))
    number = data.draw(size)
    edited = data.draw(st.lists(document, min_size=number, max_size=number))
    written = merged(shards)
    start = sum(map(len, shards[:at]))
    before, after = made_words(shards[at]), made_words(edited)
    unchanged = dict(written)
    exchanged = exchange(written, start, start + len(shards[at]), before, after)
    event(f"exchanged: {exchanged}")
    assert written == (merged([*shards[:at], edited, *shards[at + 1 :]]) if exchanged else unchanged)
    accents = [[sorted(set(document) & {"écla"}) for document in side] for side in (shards[at], edited)]
    assert exchanged or accents != [[[]] * len(shards[at]), [[]] * len(edited)]


def test_after_edits_the_words_are_exchanged_and_the_index_is_that_of_a_clean_build(
    archive: Archive, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.WORDS", [word for word in WORDS if word.isascii()])
    for id in archive.documents:
        write_page(archive.root, id, id)
    index()
    monkeypatch.setattr(Merger, "add", lambda *_: pytest.fail("all shards were merged"))
    for id in random.Random(1).choices([*archive.documents], k=6):
        write_page(archive.root, id, f"{id} edited")
        edited = index()
    monkeypatch.undo()
    for path in cached(archive):
        path.unlink()
    assert index() == edited
