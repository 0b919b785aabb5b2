"""A list of more than 500 entries is divided among pages; a shorter one is on one page, as before."""

from __future__ import annotations

import dataclasses
import posixpath
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.speed.invention import Shape, write_archive

from conftest import REPOSITORY, TOY
from html_pages import wrong_elements
from press_archive.base import processes
from press_archive.checks.run import check_archive
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.collection.used_terms import used_terms
from press_archive.pages import terms, timeline
from press_archive.pages.division import dividing
from press_archive.pages.division.dividing import MOST, Part, Step, divide
from press_archive.pages.division.steps import by_date, by_line, by_name, by_number
from press_archive.pages.lists import render_lists
from press_archive.pages.parts.context import Pages
from press_archive.pages.site import render_units, units_of
from press_archive.pages.sources import render_each_source, render_source_lists
from press_archive.pages.withdrawn import render_redirects
from press_archive.publish.build import render_site
from press_archive.publish.conversion.blocks import convert
from press_archive.records.dates import parse_interval
from press_archive.records.history.redirects import Redirect
from press_archive.records.links import is_id
from toy_archive import OTHER, REPORT

FEW = 12  # entries on a page of the invented archive, whose lists would all be short otherwise
LARGEST_PAGE = 260_000  # bytes of Markdown: 500 rows of a table of documents


# --- Lists by what divides them


def by_label(name: str) -> Iterator[Step]:
    return by_name(name, name)


def leaves(parts: tuple[Part[str], ...]) -> dict[str, str]:
    """Return the path of the page on which each entry is; each must be on one."""
    found = [(entry, leaf.path) for part in parts for leaf in part.leaves for entry in leaf.entries]
    assert max(Counter(entry for entry, _ in found).values(), default=0) <= 1
    return dict(found)


def all_parts(parts: tuple[Part[str], ...]) -> Iterator[Part[str]]:
    for part in parts:
        yield part
        yield from all_parts(part.parts)


def names_of(rng: random.Random, number: int, letters: str) -> list[str]:
    drawn: set[str] = set()
    while len(drawn) < number:
        drawn.add("".join(rng.choices(letters, k=rng.randint(1, 9))).strip() or letters[0])
    return sorted(drawn, key=str.casefold)


def test_a_list_of_500_is_not_divided_and_one_of_501_is():
    names = names_of(random.Random(1), 501, "abcdefgh")
    assert divide(names[:500], by_label, "people/by_letter") == ()
    parts = divide(names, by_label, "people/by_letter")
    assert [part.step.short for part in parts] == list("ABCDEFGH")
    assert leaves(parts).keys() == set(names)


def test_a_letter_of_600_names_is_divided_by_the_next_letter_and_the_others_are_whole():
    rng = random.Random(2)
    names = [f"m{name}" for name in names_of(rng, 600, "aeiou")] + ["Bo", "Zed"]
    parts = {part.step.short: part for part in divide(names, by_label, "people/by_letter")}
    assert list(parts) == ["B", "M", "Z"]
    assert parts["M"].path == "people/by_letter/m.md" and len(parts["M"].entries) == 600
    assert [part.path for part in parts["M"].parts] == [
        f"people/by_letter/m{letter}.md" for letter in "aeiou"
    ]
    assert parts["B"].parts == parts["Z"].parts == ()


SCRIPTS = {
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "digits": "0123456789",
    "Han": "".join(chr(0x4E00 + 37 * number) for number in range(500)),
    "accents, punctuation and pictures": "aé'’-.ß‘ ñŐ🚢",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_any_script_are_each_on_one_page_of_at_most_500(script):
    names = names_of(random.Random(script), 1_700, SCRIPTS[script])
    parts = divide(names, by_label, "people/by_letter")
    assert leaves(parts).keys() == set(names)
    every = list(all_parts(parts))
    assert len({part.path for part in every}) == len(every)
    for part in every:
        assert re.fullmatch(r"people/by_letter/[a-z0-9][a-z0-9_-]*\.md", part.path), part.path
        assert len(Path(part.path).name) <= 255
        assert bool(part.parts) == (len(part.entries) > MOST)
        assert len(part.parts) <= 200
        assert part.step.short and part.step.words


def test_many_terms_of_one_long_name_are_told_apart_by_their_ids():
    ids = [f"{'harbour-' * 17}{number:03d}" for number in range(700)]
    parts = divide(ids, lambda id: by_name("Гавань " * 40, id), "places/by_letter")
    assert leaves(parts).keys() == set(ids)
    assert max(len(Path(part.path).name) for part in all_parts(parts)) <= 255


def test_what_is_the_same_in_all_is_counted_from_the_first():
    entries = [f"entry {number}" for number in range(1_203)]
    parts = divide(entries, lambda entry: by_date(parse_interval("2026-11"), "", with_year=True), "history")
    assert [(part.step.words, len(part.entries)) for part in parts] == [
        ("November 2026, day unknown, 1 to 500", 500),
        ("November 2026, day unknown, 501 to 1,000", 500),
        ("November 2026, day unknown, 1,001 to 1,203", 203),
    ]
    longer = divide([*entries, "one more"], lambda entry: iter(()), "history")
    assert [part.entries[0] for part in longer] == [part.entries[0] for part in parts]


DATES = ("2014", "2014-03", "2014-03-17", "2014-03-17~", "2014-04-02/2014-05-01", "2014-05-09", "2014-06-30")


def test_a_year_of_600_documents_is_divided_by_month_then_by_day_then_by_headline():
    rng = random.Random(3)
    dates = {f"2014-03-17-{name}": DATES[2] for name in names_of(rng, 600, "abc")}
    dates |= {f"2014-{number}": DATES[number % len(DATES)] for number in range(300)}

    def steps(id: str) -> Iterator[Step]:
        return by_date(parse_interval(dates[id]), id)

    parts = divide(list(dates), steps, "years/2014")
    assert leaves(parts).keys() == dates.keys()
    words = {part.step.words: part for part in all_parts(parts)}
    assert len(words["March 2014"].entries) > 600
    assert words["17 March 2014"].path == "years/2014/03-17.md"
    assert words["17 March 2014: B"].path == "years/2014/03-17--b.md"
    assert {id for id in words["17 March 2014: B"].entries if id.startswith("2014-03-17-b")}
    assert words["March 2014, day unknown"].path == "years/2014/03-unknown.md"
    assert words["2014, month unknown"].path == "years/2014/unknown.md"
    # No two parts of the documents without a date are the same either.
    parts = divide(list(dates), lambda id: by_date(None, id), "years/unknown")
    assert leaves(parts).keys() == dates.keys()
    assert [part.step.words for part in parts][:3] == [
        "unknown year: 0",
        "unknown year: 1",
        "unknown year: 2",
    ]


def test_numbers_and_lines_are_divided_by_their_ranges():
    numbers = {f"{number}-{copy}": number for number in (1, 2, 9, 10, 37, 250, 2015) for copy in range(200)}
    parts = divide(list(numbers), lambda id: by_number(numbers[id], "document"), "people/by_number")
    assert leaves(parts).keys() == numbers.keys()
    assert [(part.step.short, len(part.entries)) for part in parts] == [
        ("1 to 9 documents", 600),
        ("10 to 99 documents", 400),
        ("100 to 999 documents", 200),
        ("1,000 to 9,999 documents", 200),
    ]
    assert [part.step.words for part in parts[0].parts] == ["1 document", "2 documents", "9 documents"]
    lines = {str(line): line for line in range(1, 1_800, 2)}
    parts = divide(list(lines), lambda id: by_line(lines[id], 1_799), "sources/a/documents")
    assert [part.step.words for part in parts] == ["lines 1 to 999", "lines 1,000 to 1,799"]


@pytest.mark.measured
def test_an_entry_that_is_added_moves_no_other_but_where_a_part_becomes_too_long():
    rng = random.Random(4)
    letters = "aabbcdeé ж"
    names = [*names_of(rng, 200, letters[2:]), *(f"a{name}" for name in names_of(rng, 480, letters))]
    before = leaves(divide(names, by_label, "people/by_letter"))
    divided = 0
    for name in rng.sample(names_of(rng, 3_000, letters), 400):
        if name in before:
            continue
        names = sorted([*names, name], key=str.casefold)
        after = leaves(divide(names, by_label, "people/by_letter"))
        moved = {before[other] for other in before if before[other] != after[other]}
        assert len(moved) <= 1
        for path in moved:
            stayed = [other for other in before if before[other] == path]
            assert len(stayed) == MOST
            divided += 1
        before = after
    assert divided, "no part has become too long"


def follow_links(pages: dict[str, str]) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many links pages have, and those that lead to no page or to no place on it: the page, the
    target and the place.
    """
    ids = {path: re.findall(r'\{: ?#([\w-]+)|\bid="([^"]+)"', page) for path, page in pages.items()}
    places = {path: {one or other for one, other in found} for path, found in ids.items()}
    checked, broken = 0, []
    for path, page in pages.items():
        here = path.removesuffix(".md").removesuffix("index")
        body = page.partition("\n---\n\n")[2]
        found = re.findall(r"\]\(([^)#\s:]*)(?:#([^)]*))?\)", body)
        links = [(posixpath.join(posixpath.dirname(path), to) if to else path, at) for to, at in found]
        drawn = re.findall(r'<a href="([^"#]*)(?:#([^"]*))?" aria-label', page)  # the columns of charts
        links += [(posixpath.join(here, to) if to else path, at) for to, at in drawn]
        for to, at in links:
            name = posixpath.normpath(to)
            names = [name] if name.endswith(".md") else [f"{name}.md", posixpath.join(name, "index.md")]
            at_hand = [place for place in names if place in places]
            checked += 1
            if not name.startswith("about/") and (not at_hand or (at and at not in places[at_hand[0]])):
                broken.append((path, to, at))
    return checked, broken


# --- Pages of the toy archive with more records


@pytest.fixture(scope="module")
def toy_archive() -> Archive:
    return load_archive(TOY)


def with_people(archive: Archive, number: int) -> Archive:
    """Return the archive with one document that names so many people, and nobody else named anywhere."""
    person = next(iter(archive.vocabularies["people"].values()))
    people = {}
    for position in range(number):
        id = f"p{position}"
        record = person.record.model_copy(
            update={"label": f"Ilse {position}", "sort_name": f"Q{position}, Ilse"}
        )
        people[id] = dataclasses.replace(person, id=id, record=record)
    document = archive.documents[REPORT]
    update = {"people": tuple(people), "statements": (), "inferred": {}}
    named = dataclasses.replace(document, record=document.record.model_copy(update=update))
    return dataclasses.replace(
        archive,
        documents={REPORT: named},
        vocabularies={**archive.vocabularies, "people": people},
    )


def people_in(page: str) -> Counter[str]:
    return Counter(re.findall(r"^- \[[^\]]*\]\((?:\.\./)*(?:people/)?(p\d+)\.md\)", page, re.MULTILINE))


def test_a_vocabulary_of_500_terms_is_one_page_and_one_of_501_has_a_page_for_each_letter(toy_archive):
    archive = with_people(toy_archive, 500)
    pages = terms.render_vocabularies(Pages(archive))
    assert {path for path in pages if path.startswith("people/")} == {"people/index.md"}
    assert set(people_in(pages["people/index.md"]).values()) == {2}  # A to Z, and by number

    archive = with_people(toy_archive, 501)
    pages = terms.render_vocabularies(Pages(archive))
    index = pages["people/index.md"]
    assert index.count("# People\n") == 1 and "501 people" in index
    assert people_in(index).total() == terms.MOST_FREQUENT
    for folder in ("by_letter", "by_number"):
        found: Counter[str] = Counter()
        for path, page in pages.items():
            if path.startswith(f"people/{folder}/"):
                found += people_in(page)
        assert found == Counter(f"p{position}" for position in range(501))
    page = pages["people/by_letter/q1.md"]
    assert 'title: "People: Q1"' in page and "\n# People&#58; Q1\n" in page
    assert "[People](../../people/index.md) · 111 people" in page
    assert 'previous: "people/by_letter/q0/"' in page and 'next: "people/by_letter/q2/"' in page
    assert '<span aria-current="page">Q1</span>' in page and "- [Q2](q2.md)" in page


def test_no_term_can_have_the_address_of_a_part(toy_archive):
    """The folder of the parts of a vocabulary has a low line, which no id has."""
    archive = with_people(toy_archive, 501)
    pages = terms.render_vocabularies(Pages(archive))
    below = {path.split("/")[1] for path in pages if path.startswith("people/")} - {"index.md"}
    assert below == {"by_letter", "by_number"}
    assert is_id("by-letter") and not any(map(is_id, below))


def with_documents(archive: Archive, number: int, date: str, source: str = "") -> Archive:
    """Return an archive of so many copies of a document, published on one day or at an unknown time."""
    original = archive.documents[OTHER]
    documents = {}
    for position in range(number):
        id = f"{date}-{'abcdefgh'[position % 8]}-tide-{position}"
        record = original.record.model_copy(update={"date": parse_interval(date), "spoken": None})
        documents[id] = dataclasses.replace(original, id=id, record=record)
    return dataclasses.replace(archive, documents=documents)


def rows_in(page: str) -> list[str]:
    return re.findall(r"^\| [^|]+ \| \[[^\]]*\]\([./]*documents/([a-z0-9-]+)\.md\)", page, re.MULTILINE)


@pytest.mark.parametrize("number", [500, 501])
def test_the_list_of_a_year_is_divided_above_500_documents(toy_archive, number):
    archive = with_documents(toy_archive, number, "2014-03-17")
    pages = render_lists(Pages(archive))
    assert max(len(page.encode()) for page in pages.values()) <= LARGEST_PAGE
    below = {path for path in pages if path.startswith("years/2014/")}
    assert bool(below) == (number > MOST)
    assert sorted(id for path in ("years/2014.md", *below) for id in rows_in(pages[path])) == sorted(
        archive.documents
    )
    if below:
        assert rows_in(pages["years/2014.md"]) == []
        assert "501 documents" in pages["years/2014.md"] and "## Published by" in pages["years/2014.md"]
        assert '\ntitle: "17 March 2014: A"\n' in pages["years/2014/03-17--a.md"]


def test_the_documents_of_a_source_are_divided_by_its_lines(toy_archive):
    archive = with_documents(toy_archive, 900, "2014-03-17")
    (source,) = {entry.source for entry in archive.documents.values()}
    for position, (id, entry) in enumerate(archive.documents.items()):
        lines = (dataclasses.replace(entry.record.lines[0], first=2 * position + 1, last=2 * position + 2),)
        archive.documents[id] = dataclasses.replace(
            entry, record=entry.record.model_copy(update={"lines": lines, "statements": ()})
        )
    entry = archive.sources[source]
    record = entry.record.model_copy(update={"lines": 1_800, "cuts": (), "blank": ()})
    archive = dataclasses.replace(archive, sources={source: dataclasses.replace(entry, record=record)})
    pages = render_each_source(Pages(archive), {source})
    page = pages.pop(f"sources/{source}.md")
    assert "900 documents" in page and rows_in(page) == [] and "Publication chain" not in page
    assert f"[lines 1 to 999]({source}/documents/l1-999.md)" in page
    assert sorted(id for part in pages.values() for id in rows_in(part)) == sorted(archive.documents)
    for part in pages.values():
        listed = rows_in(part)
        assert part.partition("## Publication chain")[2].count("\n- [") >= len(listed)


def test_the_sources_of_a_year_are_divided_by_their_ids(toy_archive):
    entry = next(iter(toy_archive.sources.values()))
    sources = {
        id: dataclasses.replace(entry, id=id, folder=f"sources/2014/{id}")
        for id in (f"{letter}-{number}" for letter in "abc" for number in range(250))
    }
    archive = dataclasses.replace(toy_archive, sources=sources, documents={})
    pages = render_source_lists(Pages(archive))
    assert sorted(path for path in pages if path.startswith("sources/years/2014")) == [
        "sources/years/2014.md", "sources/years/2014/a.md", "sources/years/2014/b.md", "sources/years/2014/c.md",
    ]  # fmt: skip
    assert '\ntitle: "Sources, 2014: B"\n' in pages["sources/years/2014/b.md"]
    assert (
        len(
            re.findall(r"\]\([./]*sources/b-\d+\.md\)|\]\([./]*b-\d+\.md\)", pages["sources/years/2014/b.md"])
        )
        == 250
    )


def test_a_month_of_the_timeline_that_has_its_own_page_is_what_the_chart_leads_to(toy_archive):
    early = with_documents(toy_archive, 300, "2014-03-17").documents
    late = with_documents(toy_archive, 300, "2014-05-09").documents
    archive = dataclasses.replace(toy_archive, documents={**early, **late})
    pages = timeline.render_timeline(Pages(archive))
    assert re.search(r'<a href="2014/03/" aria-label="March 2014', pages["timeline/index.md"])
    assert "[March 2014](2014/03.md)" in pages["timeline/index.md"]
    # What led to the month before the year was divided leads to the month's part.
    assert '- <span id="in-2014-03">[March](2014/03.md)</span>' in pages["timeline/2014.md"]
    assert "{: #in-2014-03 }" in pages["timeline/2014/03.md"]
    assert pages["timeline/2014/03.md"].count('<span class="day">') == 300


@pytest.mark.parametrize(
    "root", [TOY, pytest.param(REPOSITORY, marks=pytest.mark.measured)], ids=["toy", "real"]
)
def test_the_pages_of_a_small_archive_are_as_if_no_list_was_ever_divided(root, monkeypatch):
    pages = render_site(load_archive(root))
    monkeypatch.setattr(dividing, "MOST", 10**9)
    assert render_site(load_archive(root)) == pages
    assert not any(is_part(page) for page in pages.values())


# What divides the lists on the pages of records, which only very large archives or records have.
LISTS_OF_RECORDS = (
    r"documents/[^/]+/statements/l\d+", r"documents/[^/]+/versions/20\d\d", r"documents/[^/]+/history/20\d\d",
    r"sources/[^/]+/documents/l\d+", r"sources/[^/]+/left-out/l\d+", r"sources/[^/]+/history/20\d\d",
    r"missing/searches/20\d\d", r"topics/[^/]+/events/20\d\d", r"own-words/by_letter/[a-z]",
    r"topics/[^/]+/includes/[a-z]", r"topics/[^/]+/see-also/[a-z]", r"topics/[^/]+/published-by/[a-z]",
    r"years/20\d\d/published-by/[a-z]", r"events/[^/]+/who-published-what/[a-z]",
)  # fmt: skip


def test_lists_on_the_pages_of_records_are_divided_too(toy, monkeypatch):
    """Each list of the toy archive that has more than one entry."""
    events = toy / "sources/vocabulary/events.yml"
    text = events.read_text(encoding="utf-8")
    text = re.sub(r"\n  topics: .*", "", text).replace("\n  label:", "\n  topics: [harbour-treaty]\n  label:")
    events.write_text(text, encoding="utf-8")
    archive = load_archive(toy)
    undivided = {path: page for path, page in render_site(archive).items() if path.endswith(".md")}
    monkeypatch.setattr(dividing, "MOST", 1)
    pages = {path: page for path, page in render_site(archive).items() if path.endswith(".md")}
    assert [kind for kind in LISTS_OF_RECORDS if not any(re.match(kind, path) for path in pages)] == []
    assert follow_links(pages)[1] == []
    for path, page in undivided.items():
        folder = f"{path.removesuffix('.md')}/"
        below = {name: text for name, text in pages.items() if name.startswith(folder)}
        divided = {path: pages[path], **below}
        if path.startswith(("documents/", "sources/")):
            text = words_of("\n".join(divided.values()))
            lines = re.findall(r'^(?::   |- |\| <span class="line-link">).*$', page, re.MULTILINE)
            assert [line for line in lines if words_of(line) not in text] == [], path
        elif not path.endswith("index.md"):
            assert terms_in({path: page}) <= terms_in(divided), path


def words_of(markdown: str) -> str:
    """Return a text without the addresses of its links, which are others on another page, and without the facts
    on other documents.
    """
    facts = r' <span class="facts"><time.*?</span>(?=$| \|)'
    return re.sub(r"\]\([^)]*\)|<[^>]*>", "", re.sub(facts, "", markdown, flags=re.MULTILINE))


def terms_in(pages: dict[str, str]) -> set[str]:
    """Return the paths of the terms to which pages lead."""
    return {
        name
        for path, page in pages.items()
        for to in re.findall(r"\]\(([^)#\s:]+\.md)", page)
        if (name := posixpath.normpath(posixpath.join(posixpath.dirname(path), to))).count("/") == 1
        and not name.startswith(("documents/", "sources/", "own-words/"))
        and not name.endswith("index.md")
    }


# --- A whole archive of which every list is long


@dataclasses.dataclass(frozen=True)
class Whole:
    archive: Archive
    pages: dict[str, str]
    twice: list[str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The pages of an invented archive, with fewer entries on one page than are usual."""
    root = tmp_path_factory.mktemp("divided")
    shape = Shape(210, mean_words=40, terms=260, one_topic=True, event_documents=205, source_documents=60)
    write_archive(root, shape)
    archive, problems = check_archive(load_archive(root))
    assert problems == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dividing, "MOST", FEW)
        patch.setenv(processes.VARIABLE, "1")
        made: dict[str, str] = {}
        twice = []
        pages = Pages(archive)
        for _, unit in render_units(pages, units_of(pages)):
            twice += [path for path in unit.files if path in made]
            made |= unit.files
        yield Whole(archive, {path: text for path, text in made.items() if path.endswith(".md")}, twice)


def is_part(page: str) -> bool:
    return '<nav class="part" aria-label=' in page


def test_no_two_pages_have_the_same_path_and_no_two_parts_the_same_title(whole):
    assert whole.twice == []
    titles = Counter(
        re.search('^title: "(.*)"$', page, re.MULTILINE)[1] for page in whole.pages.values() if is_part(page)
    )
    assert len(titles) > 300
    assert [title for title, number in titles.items() if number > 1] == []


def test_no_part_has_more_entries_than_a_page_may_have(whole):
    for path, page in whole.pages.items():
        if is_part(page) and "\nA list for each " not in page:
            body = re.sub(r"<!--\{ <nav .*?</nav> \}-->", "", page, flags=re.DOTALL)
            lists = re.split(r"\n#|\n\|---", body)
            # The documents of one speaker are not divided here: they are by year where all are more than 200.
            most = FEW + 1 if not path.startswith("own-words/") else 200
            assert max(len(re.findall(r"^(?:- |\| )", one, re.MULTILINE)) for one in lists) <= most, path


def test_every_term_is_once_among_the_letters_and_once_among_the_numbers(whole):
    for vocabulary in ("people", "organisations"):
        used = [term.id for term in used_terms(whole.archive, vocabulary)]
        assert len(used) > FEW
        for folder in ("by_letter", "by_number"):
            found = [
                id
                for path, page in whole.pages.items() if path.startswith(f"{vocabulary}/{folder}/")
                for id in re.findall(rf"^- \[[^\]]*\]\([./]*{vocabulary}/([a-z0-9-]+)\.md\)", page, re.MULTILINE)
            ]  # fmt: skip
            assert sorted(found) == sorted(used)


def test_every_document_is_once_among_the_parts_of_the_years_and_of_a_term(whole):
    (topic,) = [
        id for (vocabulary, id), ids in whole.archive.documents_of_term.items()
        if vocabulary == "topics" and len(ids) == len(whole.archive.documents)
    ]  # fmt: skip
    for below in ("years/", f"topics/{topic}/"):
        found = [id for path, page in whole.pages.items() if path.startswith(below) for id in rows_in(page)]
        assert sorted(found) == sorted(whole.archive.documents)


def test_every_speaker_is_found_where_their_page_says(whole):
    assert "](by_letter/" in whole.pages["own-words/index.md"]
    links = [
        (posixpath.normpath(posixpath.join("people", path)), anchor)
        for name, page in whole.pages.items() if re.fullmatch(r"people/[^/]+\.md", name)
        for path, anchor in re.findall(r"\]\((\.\./own-words/[^)#]*)#([^)]*)\)", page)
    ]  # fmt: skip
    assert len(links) > FEW
    for path, anchor in links:
        assert path != "own-words/index.md" and f"{{: #{anchor} }}" in whole.pages[path]


def test_every_link_leads_to_a_page_and_a_place_on_it(whole):
    checked, broken = follow_links(whole.pages)
    assert checked > 20_000
    assert broken == []


def test_the_parts_of_a_list_lead_to_each_other_in_order(whole):
    for path, page in whole.pages.items():
        if found := re.search('^next: "(.*)/"$', page, re.MULTILINE):
            assert f'previous: "{path.removesuffix(".md")}/"' in whole.pages[f"{found[1]}.md"]
    first = "people/by_letter/" + min(
        Path(path).name for path in whole.pages if re.fullmatch(r"people/by_letter/[a-z]+\.md", path)
        and "\nprevious:" not in whole.pages[path] and "\nnext:" in whole.pages[path]
    )  # fmt: skip
    seen = [first]
    while found := re.search('^next: "(.*)/"$', whole.pages[seen[-1]], re.MULTILINE):
        seen.append(f"{found[1]}.md")
    people = [
        re.findall(r"^- \[[^\]]*\]\([./]*people/([a-z0-9-]+)\.md\)", whole.pages[path], re.MULTILINE)
        for path in seen
    ]
    assert [id for ids in people for id in ids] == [term.id for term in used_terms(whole.archive, "people")]


def test_the_pages_of_parts_need_no_python_markdown_and_their_elements_are_whole(whole):
    parts = {path: page for path, page in whole.pages.items() if is_part(page)}
    assert {path: wrong for path, page in parts.items() if (wrong := wrong_elements(page))} == {}
    assert [path for path, page in parts.items() if convert(page.partition("\n---\n\n")[2]) is None] == []


def test_the_old_addresses_of_the_parts_of_a_renamed_term_lead_on(whole):
    id = next(
        path.split("/")[1] for path in whole.pages if re.fullmatch(r"topics/[^/]+/20\d\d/\d\d\.md", path)
    )
    redirect = Redirect(date="2021-05-06", old="topics/harbours/", new=f"topics/{id}/")
    archive = dataclasses.replace(whole.archive, redirects=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "press_archive.pages.withdrawn.effective_redirects", lambda archive: {redirect.old: redirect.new}
        )
        pages = render_redirects(Pages(archive), frozenset(whole.pages))
    below = {path for path in whole.pages if path.startswith(f"topics/{id}/")}
    assert len(below) > 20
    assert pages.keys() == {path.replace(id, "harbours") for path in (*below, f"topics/{id}.md")}
