"""The pages to browse by, of the real collection and of the toy archive: their totals are those of the
records.

What is expected is counted here from the records themselves, without the package.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations

import pytest
import yaml

from conftest import REPOSITORY, TOY
from html_pages import (
    Element,
    article,
    definitions,
    document_rows,
    linked_pages,
    parts,
    read_html,
    remark,
    resolve,
    sections,
)
from recorded import (
    MONTHS,
    Collection,
    inferred,
    marks,
    month_of,
    place_of,
    quoting,
    sort_key,
    statements,
    words,
)  # fmt: skip
from site_fixtures import TOY_ADDRESS, RealDocument, Site

pytestmark = pytest.mark.slow

SUBJECTS = ("topics", "people", "places", "organisations", "instruments", "events")
VOCABULARIES = (*SUBJECTS, "outlets")
KINDS = (
    "news-report", "speech", "interview", "press-conference", "remarks", "press-statement", "article", "commentary",
)  # fmt: skip
NEARNESS = ("official-transcript", "transcript", "translation", "report", "paraphrase", "none")
YEARS = [str(year) for year in range(2013, 2020)]  # both collections' `period`


def table_rows(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.walk() if cell.tag in ("td", "th")] for row in table.all("tr")]


# --- Home


def test_home_shows_first_what_was_added_last(collection: Collection) -> None:
    def added(document: RealDocument) -> str:
        source = (document.folder / "source.yml").read_text(encoding="utf-8")
        return yaml.load(source, Loader=yaml.CBaseLoader).get("added", "")

    by_id = sorted(collection.documents.values(), key=lambda document: document.id)
    by_date = sorted(by_id, key=lambda document: sort_key(document)[:2], reverse=True)
    expected = [document.id for document in sorted(by_date, key=added, reverse=True)][:8]
    rows = [
        row for element in sections(collection.page(""))["Recently added"] for row in document_rows(element)
    ]
    assert [collection.links("", row)[0] for row in rows] == [f"documents/{id}" for id in expected]
    if collection.root == TOY:
        told = [row.text.partition("added ")[2] for row in rows]  # the first of each day says it
        assert [text[:12] for text in told] == ["3 February 2", "January 2020", "", "", "", "", "", ""]
    else:
        assert ["added 23 November 2026" in row.text for row in rows] == [True] + [False] * 7


def test_the_pictures_of_the_timeline_on_the_home_page_lead_to_it(collection: Collection) -> None:
    wide, narrow = collection.page("").all("figure", "chart")
    target = read_html(collection.site.page("timeline"))
    ids = {element.attributes["id"] for element in target.walk() if "id" in element.attributes}
    totals = []
    for chart in (wide, narrow):
        hrefs = [column.attributes["href"] for column in chart.all("a")]
        assert hrefs and {href.partition("#")[2] for href in hrefs} <= ids
        assert {href.partition("#")[0] for href in hrefs} == {"timeline/"}
        told = [column.attributes["aria-label"].partition(": ")[2] for column in chart.all("a")]
        totals.append(sum(int(number) for text in told for number in re.findall(r"(\d+) [a-z]", text)))
    assert totals == [len(collection.documents)] * 2


# --- Timeline


def test_the_table_of_the_timeline_has_the_numbers_of_the_records(collection: Collection) -> None:
    table = sections(collection.page("timeline"))["The numbers as a table"][0]
    head, *rows, whole = table_rows(table)
    found = Counter()
    for month, *numbers, total in rows:
        assert sum(int(number or 0) for number in numbers) == int(total)
        found.update(
            {(month, kind): int(number) for kind, number in zip(head[1:], numbers, strict=False) if number}
        )
    expected: Counter = Counter()
    for document in collection.documents.values():
        year, month = place_of(document.dating[1])
        expected[f"{month} {year}", words(document.fields["kind"])] += 1
    assert found == expected
    by_kind = Counter(words(document.fields["kind"]) for document in collection.documents.values())
    assert dict(zip(head[1:], map(int, whole[1:]), strict=True)) == {
        **by_kind,
        "total": len(collection.documents),
    }


def test_the_timeline_lists_every_document_and_dated_event_once_in_its_month(collection: Collection) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    place = ("", "")
    for element in parts(collection.page("timeline")):
        if element.tag == "h2":
            place = (element.text, "")
        elif element.tag == "h3":
            place = (place[0], element.text)
        elif element.tag == "ul":
            found[place] = [collection.links("timeline", item)[0] for item in element.all("li")]
    dated = {f"documents/{id}": document.dating[1] for id, document in collection.documents.items()}
    dated |= {
        f"events/{id}": next(
            end for end in collection.terms["events", id]["date"].split("/") if end not in ("", "..")
        )
        for id in collection.used("events") if "date" in collection.terms["events", id]
    }  # fmt: skip
    expected: dict[tuple[str, str], set[str]] = {}
    for page, date in dated.items():
        expected.setdefault(place_of(date), set()).add(page)
    assert {place: set(pages) for place, pages in found.items()} == expected
    assert sum(map(len, found.values())) == len(dated)
    order = [(year, -1 if month == "month unknown" else MONTHS.index(month)) for year, month in found]
    assert order == sorted(order)
    listed = [
        page.partition("/")[2] for pages in found.values() for page in pages if page.startswith("documents/")
    ]
    known = [id for id in listed if "-" in month_of(collection.documents[id].dating[1])]
    assert known == sorted(known, key=lambda id: sort_key(collection.documents[id]))


def test_each_column_of_the_chart_leads_to_the_month_that_it_counts(collection: Collection) -> None:
    page = collection.page("timeline")
    columns = page.first("figure", "chart").all("a")
    expected: dict[str, Counter] = {}
    for document in collection.documents.values():
        month = month_of(document.dating[1])
        anchor = f"#in-{month}" if "-" in month else f"#in-{month}-unknown"
        expected.setdefault(anchor, Counter())[words(document.fields["kind"])] += 1
    found = {}
    for column in columns:
        told = column.attributes["aria-label"].split(": ")[1].split(", ")
        numbers = (re.fullmatch(r"(\d+) (.*)", part).groups() for part in told)
        found[column.attributes["href"]] = {kind: int(number) for number, kind in numbers}
    plurals = {"speech": "speeches", "commentary": "commentaries"}
    assert found == {
        anchor: {
            kind if number == 1 else plurals.get(kind, f"{kind}s"): number for kind, number in kinds.items()
        }
        for anchor, kinds in expected.items()
    }
    headings = {heading.attributes.get("id") for heading in page.all("h3")}
    assert {anchor.removeprefix("#") for anchor in found} <= headings
    for column in columns:
        told = [
            words(bar.attributes["class"].split()[1].removeprefix("chart__bar--"))
            for bar in column.all("rect")
        ]
        assert sorted(told) == sorted(expected[column.attributes["href"]])


def test_the_chart_has_a_place_for_every_month_also_those_with_nothing(collection: Collection) -> None:
    chart = collection.page("timeline").first("figure", "chart")
    unknown = {month_of(document.dating[1]) for document in collection.documents.values()} & set(YEARS)
    step, left = 9, 18
    assert [tick.text for tick in chart.all("text", "chart__tick")] == YEARS
    width = int(chart.first("svg").attributes["viewbox"].split()[2])
    assert width == left + step * (12 * len(YEARS) + len(unknown)) + 2
    places = {}
    for column in chart.all("a"):
        places[column.attributes["href"].removeprefix("#in-")] = (
            int(column.first("rect").attributes["x"]) - left
        ) // step
    for month, place in places.items():
        year, number = month.split("-")
        before = sum(1 for other in unknown if other < year)
        expected = (
            12 * YEARS.index(year)
            + before
            + (0 if number == "unknown" else int(number) - 1 + (year in unknown))
        )
        assert place == expected, month


def test_the_height_of_a_bar_is_in_proportion_to_its_number(collection: Collection) -> None:
    chart = collection.page("timeline").first("figure", "chart")
    heights = {}
    for column in chart.all("a"):
        number = sum(map(int, re.findall(r"(\d+) ", column.attributes["aria-label"].split(": ")[1] + " ")))
        heights[number] = sum(float(bar.attributes["height"]) for bar in column.all("rect"))
    unit = heights[max(heights)] / max(heights)
    assert all(math.isclose(height, unit * number, abs_tol=0.02) for number, height in heights.items())


# --- What is missing


def gaps(collection: Collection) -> dict[str, list[str]]:
    def source(document: RealDocument) -> dict:
        return yaml.load(
            (document.folder / "source.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
        )

    has = {
        "No original address": lambda document: document.fields["original_url"] == "unknown",
        "No date of capture": lambda document: source(document)["captured"] == "unknown",
        "Incomplete": lambda document: document.fields["wholeness"] in ("cut-off", "excerpt"),
        "Inferred facts": lambda document: document.fields.get("inferred"),
    }
    return {
        title: [id for id, document in collection.documents.items() if told(document)]
        for title, told in has.items()
    }


def test_the_totals_of_what_is_missing_are_those_of_the_records(collection: Collection) -> None:
    table = sections(collection.page("missing"))["What the records leave open"][0]
    head, *rows = table_rows(table)
    assert head == ["List", "Documents", "Distinct texts", f"Share of {len(collection.documents)} documents"]
    expected = []
    for title, documents in gaps(collection).items():
        share = f"{len(documents) / len(collection.documents):.0%}"
        expected.append([title, str(len(documents)), str(collection.texts(documents)), share])
    assert rows == expected


@pytest.mark.parametrize(
    "title", ["No original address", "No date of capture", "Incomplete", "Inferred facts"]
)
def test_each_list_of_what_is_missing_holds_the_documents_and_says_how_to_help(
    collection: Collection, title: str
) -> None:
    path = "missing/" + title.replace(" facts", "").removeprefix("With ").lower().replace(" ", "-").replace(
        "address", "url"
    )
    path = path.replace("date-of-capture", "capture-date")
    page = collection.page(path)
    assert page.first("h1").text == title
    assert sorted(collection.listed(path, sections(page)["Documents"])) == sorted(gaps(collection)[title])
    assert "How to help." in page.text
    assert collection.site.page("about") in linked_pages(collection.site.folder, collection.site.page(path))


# What a reader is told of a field whose name says little.
FIELDS_IN_WORDS = {
    "date": "date of publication", "spoken": "date when it was spoken", "original_url": "original address",
    "agency": "news agency", "nearness": "how near the text is to the words", "chain": "publication chain",
    "wholeness": "whether the text is whole", "event_lines": "lines on an event", "statements": "who says what",
    "same_wire": "same agency report",
}  # fmt: skip


def test_a_list_of_inferred_facts_names_what_is_inferred(collection: Collection) -> None:
    page = collection.page("missing/inferred")
    for item in document_rows(page):
        document = collection.documents[collection.links("missing/inferred", item)[0].partition("/")[2]]
        inferred = [
            FIELDS_IN_WORDS.get(field, field.replace("_", " ")) for field in document.fields["inferred"]
        ]
        assert remark(item) == "inferred: " + ", ".join(inferred)


def test_the_calendar_tells_held_searched_and_not_searched_apart(collection: Collection) -> None:
    page = collection.page("missing")
    path = collection.root / "sources" / "searches.yml"
    searches = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) if path.is_file() else {}
    searched = set()
    for search in searches.values():
        first, _, last = search["period"].partition("/")
        first, last = (first, last or first)
        first, last = (first if "-" in first else f"{first}-01"), (last if "-" in last else f"{last}-12")
        months = (f"{year}-{number:02d}" for year in YEARS for number in range(1, 13))
        searched |= {(search["outlet"], month) for month in months if first <= month <= last}
    held = Counter(
        (document.fields["outlet"], month_of(document.fields["date"]))
        for document in collection.documents.values()
        if document.fields["date"] != "unknown" and ".." not in document.fields["date"]
    )
    rows = sorted({outlet for outlet, _ in [*held, *searched]})
    tables = {}
    heading = ""
    for element in page.walk():
        if element.tag == "h3":
            heading = element.text
        elif element.tag == "table" and heading:
            tables[heading] = element
    found = {}
    for year, table in tables.items():
        for row in table.all("tr")[1:]:
            cells = row.all("td")
            (outlet,) = {link.partition("/")[2] for link in collection.links("missing", cells[0])}
            for number, cell in enumerate(cells[1:13], 1):
                found[outlet, f"{year}-{number:02d}"] = cell.text
            if len(cells) > 13 and cells[13].text:
                found[outlet, year] = cells[13].text
    expected = {}
    for year in YEARS:
        months = [f"{year}-{number:02d}" for number in range(1, 13)]
        if any(
            held[outlet, month] or (outlet, month) in searched for outlet in rows for month in [*months, year]
        ):
            for outlet in rows:
                for month in months:
                    number = held[outlet, month]
                    expected[outlet, month] = (
                        str(number) if number else "0" if (outlet, month) in searched else "?"
                    )
                if held[outlet, year]:
                    expected[outlet, year] = str(held[outlet, year])
    assert found == expected
    assert sum(int(text) for text in found.values() if text != "?") == held.total()


def test_the_searches_that_were_made_are_listed(collection: Collection) -> None:
    text = " ".join(
        element.text for element in sections(collection.page("missing"))["Searches that were made"]
    )
    if collection.root == TOY:
        assert (
            'Tidewatch, 2014: The paper\'s own index of headlines, for the word "harbour" & its plural. 5 January'
            in text
        )
        assert (
            "The Lantern, September 2018 to December 2018: A library's bound volumes, page by page. February 2020"
            in text
        )
    else:
        assert text.startswith("No search has been recorded yet. This copy")  # what is below every page


# --- How the words reach us


def test_each_kind_of_evidence_is_explained_and_counted(collection: Collection) -> None:
    page = list(parts(collection.page("evidence")))
    found = {
        element.text: page[place + 1 : place + 3] for place, element in enumerate(page) if element.tag == "h3"
    }
    assert list(found) == [words(kind).capitalize() for kind in NEARNESS]
    for kind in NEARNESS:
        documents = [
            id for id, document in collection.documents.items() if document.fields["nearness"] == kind
        ]
        explained, counted = (element.text for element in found[words(kind).capitalize()])
        assert len(explained.split()) >= 5
        assert counted == (collection.count(documents) if documents else "No document.")
        if documents:
            path = f"evidence/{kind}"
            assert sorted(collection.listed(path, sections(collection.page(path))["Documents"])) == sorted(
                documents
            )


def test_own_words_are_gathered_for_each_speaker_with_their_lines(collection: Collection) -> None:
    found = sections(collection.page("own-words"))
    found.pop("")
    speakers = {
        statement["speaker"]
        for document in collection.documents.values()
        for statement in statements(document)
        if statement["form"] == "quoted"
    }
    labels = {speaker: collection.terms[tuple(speaker.split("/"))]["label"] for speaker in speakers}
    assert set(found) == set(labels.values())
    routes = {
        "official-transcript": "in an official transcript", "transcript": "in a transcript",
        "translation": "in translation", "report": "quoted in a report", "paraphrase": "in a paraphrase",
        "none": "quoted in a text on something else",
    }  # fmt: skip
    for speaker in speakers:
        elements = found[labels[speaker]]
        spoken = quoting(collection, speaker)
        assert elements[0].text == collection.count(list(spoken))
        assert sorted(collection.listed("own-words", elements)) == sorted(spoken)
        for item in (item for element in elements for item in document_rows(element)):
            id = collection.links("own-words", item)[0].partition("/")[2]
            told = [mark for lines in spoken[id] for mark in marks(lines)]
            assert [link.text for link in item.all("span", "line-link")] == told
            assert remark(item) == ", ".join([*told, routes[collection.documents[id].fields["nearness"]]])


def test_every_list_and_page_says_how_the_words_reach_us(collection: Collection) -> None:
    """With a mark of its own, which the style sheet gives an icon."""
    for path in ("documents", "timeline", "own-words", "missing/inferred"):
        page = collection.page(path)
        for item in (*page.all("li"), *document_rows(page)):
            target = collection.links(path, item)[0]
            if target.startswith("documents/"):
                evidence = collection.documents[target.partition("/")[2]].fields["nearness"]
                mark = item.first("span", "nearness")
                assert (mark.text, mark.attributes["class"]) == (
                    words(evidence),
                    f"nearness nearness-{evidence}",
                )
    for id, document in collection.documents.items():
        mark = collection.page(f"documents/{id}").first("span", "nearness")
        assert mark.text == words(document.fields["nearness"])
        assert collection.links(f"documents/{id}", mark) == ["evidence"]


def test_every_kind_of_evidence_has_an_icon_of_its_own() -> None:
    css = (REPOSITORY / "docs" / "assets" / "archive.css").read_text(encoding="utf-8")
    signs = dict(re.findall(r"\.nearness-([a-z-]+) \{\s+--archive-sign: (url\([^\n]+\));", css))
    assert set(signs) == set(NEARNESS)
    assert len(set(signs.values())) == len(NEARNESS)


# --- Events


def in_order(collection: Collection, event: str) -> list[str]:
    return sorted(collection.naming("events", event), key=lambda id: sort_key(collection.documents[id]))


def test_an_event_shows_its_documents_as_a_matrix_of_outlets_languages_and_kinds(
    collection: Collection,
) -> None:
    names = {"en": "English", "nl": "Dutch", "ru": "Russian"}
    for event in collection.used("events"):
        path = f"events/{event}"
        table = sections(collection.page(path))["Who published what"][0]
        head = [cell.text for cell in table.all("th")]
        found = []
        for row in table.all("tr")[1:]:
            cells = row.all("td")
            (outlet,) = collection.links(path, cells[0])
            for column, cell in zip(head[1:], cells[1:], strict=True):
                found += [
                    (outlet.partition("/")[2], column, link.partition("/")[2])
                    for link in collection.links(path, cell)
                ]
        expected = []
        for id in collection.naming("events", event):
            fields = collection.documents[id].fields
            expected.append((fields["outlet"], f"{names[fields['language']]}: {words(fields['kind'])}", id))
        assert sorted(found) == sorted(expected)
        # Outlets come as they first published, columns by language and kind, and cells as their documents
        # were published.
        outlets = list(
            dict.fromkeys(collection.documents[id].fields["outlet"] for id in in_order(collection, event))
        )
        assert list(dict.fromkeys(outlet for outlet, _, _ in found)) == outlets
        columns = [tuple(column.split(": ")) for column in head[1:]]
        codes = {name: code for code, name in names.items()}
        order = [(codes[language], KINDS.index(kind.replace(" ", "-"))) for language, kind in columns]
        assert order == sorted(order)
        for place in {(outlet, column) for outlet, column, _ in found}:
            cell = [id for outlet, column, id in found if (outlet, column) == place]
            assert cell == [id for id in in_order(collection, event) if id in cell]


def test_an_event_lists_its_documents_as_published_with_the_lines_that_deal_with_it(
    collection: Collection,
) -> None:
    for event in collection.used("events"):
        path = f"events/{event}"
        elements = sections(collection.page(path))["By date"]
        listed = collection.listed(path, elements)
        assert listed == in_order(collection, event)
        for id, item in zip(
            listed, (item for element in elements for item in document_rows(element)), strict=True
        ):
            lines = collection.documents[id].fields.get("event_lines", {}).get(event)
            told = remark(item)
            if lines:
                assert told == f"Lines on this event: {', '.join(marks(lines))}"
            else:
                assert told == "Lines on this event: the whole document"


def test_the_first_of_an_event_is_named_only_where_the_dates_tell(collection: Collection) -> None:
    for event in collection.used("events"):
        items = [item for element in sections(collection.page(f"events/{event}"))["By date"]
                 for item in document_rows(element)]  # fmt: skip
        dates = [collection.documents[id].fields["date"] for id in in_order(collection, event)]
        days = all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
        tells = len(dates) > 1 and days and dates[0] < dates[1]
        assert ["the earliest in this archive" in item.text for item in items] == [
            tells,
            *([False] * (len(items) - 1)),
        ]


def test_a_document_reaches_every_other_one_of_its_event_in_one_click(collection: Collection) -> None:
    pairs = 0
    for event in collection.used("events"):
        for id in collection.naming("events", event):
            linked = linked_pages(collection.site.folder, collection.site.page(f"documents/{id}"))
            others = [other for other in collection.naming("events", event) if other != id]
            assert [
                other for other in others if collection.site.page(f"documents/{other}") not in linked
            ] == []
            pairs += len(others)
    assert pairs >= 4


def test_an_event_says_when_where_and_who(collection: Collection) -> None:
    for event in collection.used("events"):
        record = collection.terms["events", event]
        page = collection.page(f"events/{event}")
        told = definitions(page.first("div", "layout__aside"))
        for field, name in (("date", "Date"), ("place", "Place")):
            assert (name in told) == (field in record)
            if field in record:
                assert told[name].text.partition(" (")[1:] == inferred(record, field).partition(" (")[1:]
        who = []
        for vocabulary in ("people", "organisations"):
            labels = ", ".join(collection.terms[vocabulary, id]["label"] for id in record.get(vocabulary, []))
            who += [labels + inferred(record, vocabulary)] if labels else []
        assert [value.text for name, value in told.items() if name == "Who took part"] == (
            [", ".join(who)] if who else []
        )
        for field, name in (("countries", "Countries that took part"), ("topics", "Topics")):
            vocabulary = "places" if field == "countries" else "topics"
            labels = ", ".join(collection.terms[vocabulary, id]["label"] for id in record.get(field, []))
            assert [value.text for term, value in told.items() if term == name] == (
                [labels + inferred(record, field)] if labels else []
            )
        if "place" in record:
            place = record["place"]
            assert told["Place"].text.startswith(collection.terms["places", place]["label"])
            assert collection.links(f"events/{event}", told["Place"]) == [
                f"places/{place}" for _ in collection.naming("places", place)[:1]
            ]
        took_part = []
        for vocabulary in ("people", "organisations"):
            named = [id for id in record.get(vocabulary, []) if collection.naming(vocabulary, id)]
            took_part += [f"{vocabulary}/{id}" for id in named]
            kind, _, basis = record.get("inferred", {}).get(vocabulary, "").partition(":")
            took_part += [f"documents/{basis.partition('#')[0]}"] if kind == "documents" else []
        if who:
            assert collection.links(f"events/{event}", told["Who took part"]) == took_part


def test_the_description_of_an_event_leads_to_the_documents_it_rests_on(collection: Collection) -> None:
    described = 0
    for event in collection.used("events"):
        record = collection.terms["events", event]
        if "description" in record:
            (paragraph,) = sections(collection.page(f"events/{event}"))["What the documents say"]
            targets = re.findall(r"\(documents:([a-z0-9-]+)#", record["description"])
            linked = [
                link
                for link in collection.links(f"events/{event}", paragraph)
                if link.startswith("documents/")
            ]
            assert linked == [f"documents/{id}" for id in targets]
            described += 1
    assert described


# --- Relations


def test_relations_are_shown_both_ways(collection: Collection) -> None:
    phrases = {
        "reprint_of": ("Reprint of", "Reprinted as"),
        "excerpt_of": ("Excerpt of", "Excerpted in"),
        "translation_of": ("Translation of", "Translated in"),
        "same_wire": ("Same agency report as", "Same agency report as"),
    }
    expected = set()
    for id, document in collection.documents.items():
        for relation, (forth, back) in phrases.items():
            for other in document.fields.get(relation, []):
                expected |= {(id, forth, other), (other, back, id)}
    found = set()
    for id in collection.documents:
        for element in sections(collection.page(f"documents/{id}"))["Provenance"]:
            for term, value in zip(element.all("dt"), element.all("dd"), strict=True):
                if term.text in {phrase for pair in phrases.values() for phrase in pair}:
                    found.add(
                        (id, term.text, collection.links(f"documents/{id}", value)[0].partition("/")[2])
                    )
    assert found == expected
    assert bool(found) == (collection.root == TOY)  # no document of the real collection repeats another one


def test_counts_say_how_many_distinct_texts_there_are(collection: Collection) -> None:
    everything = list(collection.documents)
    assert collection.count(everything) in article(collection.site.folder / "index.html").text
    assert collection.page("documents").first("p").text == f"{collection.count(everything)}, newest first."
    for vocabulary in VOCABULARIES:
        for term in collection.used(vocabulary):
            named = collection.naming(vocabulary, term)
            assert (
                collection.page(f"{vocabulary}/{term}")
                .first("p", "standfirst")
                .text.endswith(collection.count(named))
            )
    if collection.root == TOY:
        assert collection.count(everything) == "14 documents, 11 distinct texts"


# --- Terms


def test_the_indexes_of_terms_go_from_a_to_z_and_by_number_of_documents(collection: Collection) -> None:
    for vocabulary in VOCABULARIES:
        used = collection.used(vocabulary)
        counts = {term: collection.count(collection.naming(vocabulary, term)) for term in used}
        found = sections(collection.page(vocabulary))
        for name in ("A to Z", "By number of documents"):
            items = [item for element in found[name] for item in element.all("li")]
            listed = [collection.links(vocabulary, item)[0].partition("/")[2] for item in items]
            assert sorted(listed) == sorted(used)
            assert {
                term: item.first("span", "facts").text for term, item in zip(listed, items, strict=True)
            } == counts
            if name == "A to Z":
                records = [collection.terms[vocabulary, term] for term in listed]
                labels = [record.get("sort_name", record["label"]).casefold() for record in records]
                assert labels == sorted(labels)
            else:
                numbers = [len(collection.naming(vocabulary, term)) for term in listed]
                assert numbers == sorted(numbers, reverse=True)


def test_a_term_says_who_covers_it_and_what_it_occurs_with(collection: Collection) -> None:
    for vocabulary in SUBJECTS:
        for term in collection.used(vocabulary):
            path = f"{vocabulary}/{term}"
            named = collection.naming(vocabulary, term)
            found = sections(collection.page(path))
            if vocabulary != "events":
                published = Counter(collection.documents[id].fields["outlet"] for id in named)
                items = [item for element in found["Published by"] for item in element.all("li")]
                assert {collection.links(path, item)[0].partition("/")[2] for item in items} == set(published)
                numbers = [int(item.first("span", "facts").text.split()[0]) for item in items]
                assert numbers == sorted(published.values(), reverse=True)
            expected = Counter(
                f"{other}/{id}" for document in named for other in SUBJECTS
                for id in collection.documents[document].term_ids(other) if (other, id) != (vocabulary, term)
            )  # fmt: skip
            told = {}
            for value in (
                value for element in found.get("Appears most often with", []) for value in element.all("dd")
            ):
                for page, number in zip(
                    collection.links(path, value), value.all("span", "facts"), strict=True
                ):
                    told[page] = int(number.text)
            assert told.items() <= expected.items()
            for other in SUBJECTS:
                most, named = (
                    sorted(
                        (number for page, number in counted.items() if page.startswith(f"{other}/")),
                        reverse=True,
                    )
                    for counted in (expected, told)
                )
                assert named == most[:12]


def test_the_chart_of_a_term_has_the_number_of_each_year(collection: Collection) -> None:
    for vocabulary in VOCABULARIES:
        for term in collection.used(vocabulary):
            chart = collection.page(f"{vocabulary}/{term}").first("figure", "chart")
            told = {
                column.attributes["href"].removeprefix("#in-"): int(column.first("text").text)
                for column in chart.all("a")
            }
            years = Counter(collection.documents[id].day[:4] for id in collection.naming(vocabulary, term))
            assert told == years
            assert [tick.text for tick in chart.all("text", "chart__tick")] == YEARS


def test_terms_are_related_both_ways(collection: Collection) -> None:
    related: dict[str, set[str]] = {f"{vocabulary}/{id}": set() for vocabulary, id in collection.terms}
    for (vocabulary, id), record in collection.terms.items():
        for link in record.get("related", []):
            other = link.replace(":", "/") if ":" in link else f"{vocabulary}/{link}"
            related[f"{vocabulary}/{id}"].add(other)
            related[other].add(f"{vocabulary}/{id}")
    for vocabulary in VOCABULARIES:
        used = collection.used(vocabulary)
        for term in used:
            record = collection.terms[vocabulary, term]
            broader = record.get("broader", [])
            narrower = {id for id in used if term in collection.terms[vocabulary, id].get("broader", [])}
            expected = {
                "Belongs to": {f"{vocabulary}/{id}" for id in broader},
                "Includes": {f"{vocabulary}/{id}" for id in narrower},
                "See also": related[f"{vocabulary}/{term}"],
            }
            path = f"{vocabulary}/{term}"
            page = collection.page(path)
            told = {name.text: value for name, value in zip(page.all("dt"), page.all("dd"), strict=True)}
            for name, ids in expected.items():
                shown = {other for other in ids if collection.naming(*other.split("/"))}
                linked = set(collection.links(path, told[name])) if name in told else set()
                assert linked == shown, (path, name)
    across = [(one, other) for one, others in related.items() for other in others
              if one.split("/")[0] != other.split("/")[0]]  # fmt: skip
    assert across  # or the test shows nothing of links between vocabularies


def test_people_have_their_offices_with_dates(collection: Collection) -> None:
    for person in collection.used("people"):
        offices = collection.terms["people", person].get("offices", [])
        elements = sections(collection.page(f"people/{person}")).get("Offices held", [])
        found = [item for element in elements for item in element.all("li")]
        assert len(found) == len(offices)
        for office, item in zip(offices, found, strict=True):
            assert item.text.startswith(f"{office['title']}: ")
            assert office["start"][:4] in item.text
            assert ("(to after 2019)" in item.text) == ("end" not in office)
            assert ("from " in item.text) == ("end" not in office)
            assert office.get("end", office["start"])[:4] in item.text
    if collection.root == REPOSITORY:
        assert "from 9 March 2004 (to after 2019)" in collection.page("people/sergey-lavrov").text
        assert "1 February 2013 to 20 January 2017" in collection.page("people/john-kerry").text


def test_outlets_say_what_they_are_and_whose(collection: Collection) -> None:
    for outlet in collection.used("outlets"):
        record = collection.terms["outlets", outlet]
        page = collection.page(f"outlets/{outlet}")
        told = {name: value.text for name, value in definitions(page).items()}
        types = {"wire": "news agency", "state-agency": "state news agency"}
        kind = types.get(record["type"], words(record["type"]))
        assert told["Type"] == kind + inferred(record, "type")
        assert told["Owner"] == record.get("owner", "unknown") + inferred(record, "owner")
        country = collection.terms["places", record["country"]]["label"] if "country" in record else "unknown"
        assert told["Country"] == country + inferred(record, "country")
        assert (told["Language"] == "unknown") == ("languages" not in record)


def test_a_term_says_all_that_its_record_does(collection: Collection) -> None:
    names = {
        "ar": "Arabic",
        "de": "German",
        "en": "English",
        "es": "Spanish",
        "fr": "French",
        "ja": "Japanese",
        "nl": "Dutch",
        "ru": "Russian",
    }
    for vocabulary in VOCABULARIES:
        for term in collection.used(vocabulary):
            record = collection.terms[vocabulary, term]
            path = f"{vocabulary}/{term}"
            page = collection.page(path)
            assert page.first("h1").text == record["label"]
            assert " ".join(record["scope"].split()) in page.text
            told = {name.text: value for name, value in zip(page.all("dt"), page.all("dd"), strict=True)}
            for code, variants in record.get("variants", {}).items():
                assert told[f"Also called, in {names[code]}"].text == ", ".join(variants)
            assert ("Wikidata" in told) == ("wikidata" in record)
            if "wikidata" in record:
                link = told["Wikidata"].first("a")
                assert (link.text, link.attributes["href"]) == (
                    record["wikidata"],
                    f"https://www.wikidata.org/wiki/{record['wikidata']}",
                )
            links = (
                [link.attributes["href"] for link in told["References"].all("a")]
                if "References" in told
                else []
            )
            targets = record.get("references", [])
            assert [link for link in links if link.startswith("https://")] == [
                url for url in targets if url.startswith("https://")
            ]
            assert len(links) == len(targets)
            notes = [item.text for element in sections(page).get("Notes", []) for item in element.all("li")]
            written = (re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", note) for note in record.get("notes", []))
            assert notes == [" ".join(note.split()) for note in written]
            if vocabulary == "outlets" and "languages" in record:
                shown = told["Language"].text.removesuffix(inferred(record, "languages")).split(", ")
                assert len(shown) == len(record["languages"]) == len(set(shown))
                assert [name for name in shown if name in names.values()] == [
                    names[c] for c in record["languages"] if c in names
                ]


def test_a_person_leads_to_the_documents_in_their_own_words(collection: Collection) -> None:
    for person in collection.used("people"):
        spoken = list(quoting(collection, f"people/{person}"))
        found = sections(collection.page(f"people/{person}")).get("In their own words", [])
        assert bool(found) == bool(spoken)
        if spoken:
            assert found[0].first("a").attributes["href"] == f"../../own-words/#{person}"
            assert found[0].first("a").text == collection.count(spoken)


def test_a_document_says_which_of_its_lines_deal_with_which_event(
    collection: Collection,
) -> None:
    for id, document in collection.documents.items():
        page = collection.page(f"documents/{id}")
        shared = [
            event
            for event in document.fields.get("events", [])
            if len(collection.naming("events", event)) > 1
        ]
        elements = [
            element for element in sections(page).get("The same event elsewhere", []) if element.tag == "p"
        ]
        for event, element in zip(shared, elements, strict=True):
            lines = document.fields.get("event_lines", {}).get(event)
            here = marks(lines) if lines else []
            assert [line.text for line in element.all("span", "line-link")] == here


def test_a_document_of_which_a_part_was_not_captured_says_so(collection: Collection) -> None:
    sentences = {"excerpt": "The captured text is an excerpt", "cut-off": "The captured text is cut off"}
    saying = {}
    for id in collection.documents:
        notices = [notice.text for notice in collection.page(f"documents/{id}").all("p", "caution")]
        for text in notices:
            if text.startswith("The captured text is "):
                saying[id] = text
    assert saying == {
        id: sentences[document.fields["wholeness"]] + inferred(document.fields, "wholeness") + "."
        for id, document in collection.documents.items()
        if document.fields["wholeness"] in sentences
    }
    assert 0 < len(saying) < len(collection.documents)


def test_numbers_beside_names_say_how_many_texts_there_are_where_they_differ(collection: Collection) -> None:
    items = [
        item
        for items in sections(collection.page("tags")).values()
        for element in items
        for item in element.all("li")
    ]
    assert len(items) > 20
    for item in items:
        kind, _, id = collection.links("tags", item)[0].partition("/")
        if kind in VOCABULARIES:
            named = collection.naming(kind, id)
            texts = collection.texts(named)
            expected = f"{len(named)}" + (
                f" ({texts} distinct text{'s' * (texts != 1)})" if texts != len(named) else ""
            )
            assert item.first("span", "facts").text == expected


@pytest.mark.parametrize("which", ["public site", "reading room"])
def test_lines_lead_to_the_passages_or_to_what_says_so(toy_sites: tuple[Site, Site], which: str) -> None:
    """From an event, from the list of own words, and on the document's own page. Where the text is not shown,
    they lead to the first sentence of the summary that names them.
    """
    site = toy_sites[which == "reading room"]
    paths = ("events/shared-harbour-offer-2013", "own-words", "documents/2018-12-24-i-have-never-met-a-tide")
    found = Counter()
    for path in paths:
        for mark in article(site.page(path)).all("span", "line-link"):
            target, fragment = resolve(site.folder, site.page(path), mark.first("a").attributes["href"])
            assert fragment == re.match(r"L\d+", mark.text)[0]
            found[what_has_line(article(target), fragment)] += 1
    assert found.total() >= 10
    if which == "reading room":
        assert set(found) == {"passage"}
    else:
        assert (
            found["passage"] >= 1 and found["sentence"] >= 5 and set(found) <= {"passage", "sentence", "box"}
        )


def what_has_line(root: Element, fragment: str) -> str:
    """Return in what the line of an id is: a passage, a sentence of the summary, or the box."""
    (has,) = [
        name
        for name, css_class in (
            ("passage", "passage"), ("sentence", "sentence"), ("box", "layout--not-shown"),
        )
        for element in root.all(css_class=css_class)
        if fragment in {part.attributes.get("id") for part in element.walk()}
    ]  # fmt: skip
    return has


def test_no_page_has_two_elements_with_one_id(collection: Collection) -> None:
    for page in collection.site.html():
        ids = Counter(
            element.attributes["id"] for element in article(page).walk() if "id" in element.attributes
        )
        assert [id for id, number in ids.items() if number > 1] == [], page


# --- Related documents


def test_related_documents_share_the_rarest_terms_and_the_page_says_which(collection: Collection) -> None:
    documents = collection.documents
    subjects = {
        id: {(name, term) for name in SUBJECTS for term in documents[id].term_ids(name)} for id in documents
    }
    frequency = Counter(term for terms in subjects.values() for term in terms)
    weight = {term: math.log(len(documents) / number) for term, number in frequency.items()}
    events = {id: set(document.term_ids("events")) for id, document in documents.items()}
    tied = {
        frozenset((one, other)) for one, other in combinations(documents, 2) if events[one] & events[other]
    }
    for id, document in documents.items():
        for relation in ("reprint_of", "excerpt_of", "translation_of", "same_wire"):
            tied |= {frozenset((id, other)) for other in document.fields.get(relation, [])}
    shown = 0
    for id in documents:
        others = [other for other in documents if other != id and frozenset((id, other)) not in tied]
        shared = {other: subjects[id] & subjects[other] for other in others}
        scores = {other: round(sum(weight[term] for term in terms), 9) for other, terms in shared.items()}
        expected = [
            other for _, other in sorted((-score, other) for other, score in scores.items() if score)
        ][:5]
        path = f"documents/{id}"
        elements = sections(collection.page(path)).get("Related documents", [])
        assert collection.listed(path, elements) == expected
        for other, item in zip(
            expected, (item for element in elements for item in document_rows(element)), strict=True
        ):
            reason = item.all("td")[1].all("span", "facts")[-1]
            named = [tuple(link.split("/")) for link in collection.links(path, reason)]
            assert set(named) <= shared[other]
            rarest = sorted((weight[term] for term in shared[other]), reverse=True)
            assert [weight[term] for term in named] == rarest[: len(named)]
            assert len(named) == min(4, sum(1 for term in shared[other] if weight[term] > 0))
            shown += 1
    assert shown


# --- Reporting


def test_pages_lead_to_their_record_and_to_a_prefilled_issue_where_the_project_has_an_address(
    toy_sites: tuple[Site, Site],
) -> None:
    site = toy_sites[0]
    id = "2013-09-24-shared-harbour-offered-to-ostrand"
    records = {
        f"documents/{id}": f"sources/2013/gull-post-harbour/{id}.md",
        "people/ilse-marrowby": "sources/vocabulary/people.yml",
        "sources/gull-post-harbour": "sources/2013/gull-post-harbour/source.yml",
        "about/rights": "docs/about/rights.md",
        "": "sources/collection.yml",
    }
    for path, record in records.items():
        improve, report = article(site.page(path)).first("p", "improve").all("a")
        assert improve.attributes["href"] == f"{TOY_ADDRESS}/edit/main/{record}"
        address = report.attributes["href"]
        assert address.startswith(f"{TOY_ADDRESS}/issues/new?template=correct-a-record.yml&page=")
        assert (path or "home") in address and record in address
    (report,) = article(site.page("timeline")).first("p", "improve").all("a")
    assert "issues/new?template=" in report.attributes["href"]
    without = [
        page for page in site.html() if page.name != "404.html" and not article(page).all("p", "improve")
    ]
    assert without == []


def test_without_an_address_of_the_project_and_of_the_publisher_every_page_says_so(public_site: Site) -> None:
    for page in public_site.html():
        if page.name != "404.html":
            (improve,) = read_html(page).all("p", "improve")
            assert improve.text.strip() == "This copy does not say where to report a mistake."


def test_no_generated_page_is_in_the_navigation(collection: Collection) -> None:
    text = (collection.site.project / "mkdocs.yml").read_text(encoding="utf-8")
    config = yaml.load(text.replace("!ENV ", ""), Loader=yaml.CBaseLoader)

    def files(nav: object) -> list[str]:
        if isinstance(nav, str):
            return [nav]
        values = nav.values() if isinstance(nav, dict) else nav
        return [file for value in values for file in files(value)]

    generated = (
        "timeline",
        "nearness",
        "own-words",
        "missing",
        "documents",
        "events",
        "years",
        *VOCABULARIES,
    )
    assert [
        file for file in files(config["nav"]) if file.startswith(tuple(f"{folder}/" for folder in generated))
    ] == []
