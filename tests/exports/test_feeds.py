"""Feeds as their readers see them: read back with feedparser, held against RFC 4287 and JSON Feed 1.1."""

from __future__ import annotations

import dataclasses
import json
import re
import time
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from case_files import edit
from conftest import TOY
from press_archive.captures.runs import RUN, words
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.following import feeds
from press_archive.exports.following.feed_paths import feed_paths
from press_archive.exports.following.feeds import render_feeds
from press_archive.publish.build import render_site
from press_archive.records.dates import UNKNOWN, parse_date
from toy_archive import BRIEF, OTHER, REPORT, line_of

ADDRESS = "https://press.example/archive/"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANTERN = "sources/history/lantern-interview.yml"
# The day on which each source of the toy archive came, as its history says.
CAME = {"gull-post-harbour": "2020-01-07", "tidewatch-shared-harbour": "2020-01-07",
        "ministry-address": "2020-01-07", "lantern-interview": "2020-02-03"}  # fmt: skip
QUARREL, QUAYSIDE = "2013-09-25-a-quarrel-on-the-slipway", "2014-02-11-notes-from-the-quayside"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def rendered(archive: Archive) -> dict[str, bytes]:
    return render_feeds(archive, ADDRESS)


def read(rendered: dict[str, bytes], name: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(rendered[f"data/feeds/{name}.atom"])
    assert not found.bozo
    return found


def items(rendered: dict[str, bytes], name: str) -> list[dict]:
    return json.loads(rendered[f"data/feeds/{name}.json"])["items"]


def day(moment: time.struct_time) -> str:
    return time.strftime("%Y-%m-%d", moment)


def page(document: str) -> str:
    return f"{ADDRESS}documents/{document}/"


def record(root: Path, *entries: str, history: str = LANTERN) -> None:
    edit(root, {"file": history, "append": "".join(f"- {{{entry}}}\n" for entry in entries)})


def with_document(archive: Archive, id: str, **fields: object) -> Archive:
    entry = archive.documents[id]
    changed = dataclasses.replace(entry, record=entry.record.model_copy(update=fields))
    return dataclasses.replace(archive, documents={**archive.documents, id: changed})


def check_atom(path: str, data: bytes) -> list[str]:
    """Return which of the musts of RFC 4287 a feed does not keep."""
    root = ElementTree.fromstring(data)
    wrong = [] if root.tag == f"{ATOM}feed" else ["4.1.1: no feed"]

    def count(element, name):
        return len(element.findall(ATOM + name))

    def links(element, relation):
        return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]

    wrong += [f"4.1.1: one {name}" for name in ("id", "title", "updated") if count(root, name) != 1]
    wrong += [
        f"4.1.1: at most one {name}" for name in ("subtitle", "rights", "generator") if count(root, name) > 1
    ]
    if [link.get("href") for link in links(root, "self")] != [ADDRESS + path]:
        wrong.append("4.1.1: a link to itself")
    if len({(link.get("type"), link.get("hreflang")) for link in links(root, "alternate")}) != len(
        links(root, "alternate")
    ):
        wrong.append("4.1.1: one alternate link of a type")
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        wrong += [f"4.1.2: one {name}" for name in ("id", "title", "updated") if count(entry, name) != 1]
        wrong += [
            f"4.1.2: at most one {name}"
            for name in ("summary", "published", "rights")
            if count(entry, name) > 1
        ]
        if not links(entry, "alternate"):
            wrong.append("4.1.2: an alternate link, as there is no content")
        if not (count(entry, "author") or count(root, "author")):
            wrong.append("4.1.2: an author")
    for person in root.iter(f"{ATOM}author"):
        wrong += ["3.2: one name"] if count(person, "name") != 1 or not person.findtext(f"{ATOM}name") else []
    for name in ("updated", "published"):
        wrong += [
            f"3.3: {one.text}" for one in root.iter(ATOM + name) if not RFC_3339.fullmatch(one.text or "")
        ]
    ids = [one.text or "" for one in root.iter(f"{ATOM}id")]
    wrong += [f"4.2.6: {id}" for id in ids if not urlsplit(id).scheme or id != id.strip()]
    wrong += ["4.2.6: an id twice"] if len(ids) != len(set(ids)) else []
    wrong += [
        f"4.2.7: {link.get('href')}"
        for link in root.iter(f"{ATOM}link")
        if not urlsplit(link.get("href", "")).netloc
    ]
    wrong += [
        "4.2.2: a category without a term" for one in root.iter(f"{ATOM}category") if not one.get("term")
    ]
    known = {"feed", "entry", "id", "title", "subtitle", "updated", "published", "author", "name", "link", "rights",
             "summary", "category"}  # fmt: skip
    wrong += [
        f"4: {one.tag}"
        for one in root.iter()
        if one.tag.startswith(ATOM) and one.tag.removeprefix(ATOM) not in known
    ]
    return wrong


def check_json(path: str, data: bytes) -> list[str]:
    """Return which of the rules of JSON Feed 1.1 a feed does not keep."""
    feed = json.loads(data.decode("utf-8"))
    wrong = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    wrong += [] if isinstance(feed["title"], str) and feed["title"] else ["title"]
    wrong += [] if feed["feed_url"] == ADDRESS + path else ["feed_url"]
    wrong += [] if urlsplit(feed["home_page_url"]).netloc else ["home_page_url"]
    wrong += [] if all(author["name"] for author in feed["authors"]) else ["authors"]
    for item in feed["items"]:
        wrong += [
            f"item without {name}"
            for name in ("id", "url", "content_text")
            if not isinstance(item.get(name), str) or not item[name]
        ]
        wrong += [
            name
            for name in ("date_published", "date_modified")
            if not RFC_3339.fullmatch(item.get(name, "2020-01-01T00:00:00Z"))
        ]
        wrong += [] if all(isinstance(tag, str) for tag in item["tags"]) else ["tags"]
        wrong += [] if all(author["name"] for author in item.get("authors", [])) else ["authors"]
    ids = [item["id"] for item in feed["items"]]
    return wrong + (["an id twice"] if len(ids) != len(set(ids)) else [])


def check_all(rendered: dict[str, bytes]) -> dict[str, list[str]]:
    checks = {".atom": check_atom, ".json": check_json}
    found = {path: checks[path[-5:]](path, data) for path, data in rendered.items() if path[-5:] in checks}
    return {path: wrong for path, wrong in found.items() if wrong}


def test_every_feed_keeps_the_rules_of_its_format(rendered):
    assert len(rendered) > 50
    assert check_all(rendered) == {}


def test_the_checks_of_formats_find_what_is_wrong(rendered):
    path = "data/feeds/archive.atom"
    broken = re.sub(rb"<updated>[^<]*</updated>", b"", rendered[path], count=1)
    assert check_atom(path, broken) == ["4.1.1: one updated"]
    assert check_atom(path, rendered["data/feeds/corrections.atom"]) == ["4.1.1: a link to itself"]
    doubled = json.loads(rendered["data/feeds/archive.json"])
    doubled["items"] *= 2
    assert check_json("data/feeds/archive.json", json.dumps(doubled).encode()) == ["an id twice"]


def test_the_archives_feed_has_the_documents_whose_day_is_known(archive, rendered):
    """The other sources of the toy archive have neither a history nor a day on which they were added."""
    expected = {page(id) for id, one in archive.documents.items() if one.source in CAME}
    for entries in (read(rendered, "archive").entries, items(rendered, "archive")):
        assert {entry.get("link") or entry["url"] for entry in entries} == expected


def test_an_addition_says_what_the_record_says(archive, rendered):
    entries = {entry.link: entry for entry in read(rendered, "archive").entries}
    as_json = {item["url"]: item for item in items(rendered, "archive")}
    assert entries
    for link, entry in entries.items():
        id, item = link.split("/")[-2], as_json[link]
        source, title = archive.documents[id].source, archive.documents[id].record.title
        assert (entry.title, item["title"]) == (title, title)
        came = item["date_published"][:10]
        assert came == CAME[source]
        if "published" in entry:
            assert day(entry.published_parsed) == came
        topics = [
            archive.vocabularies["topics"][topic].record.label
            for topic in archive.documents[id].record.topics
        ]
        assert item["tags"][1:-1] == topics
        assert [tag.label for tag in entry.tags] == item["tags"]
        assert entry.tags[-1].term == archive.documents[id].record.language
        byline = archive.documents[id].record.byline
        assert item.get("authors", []) == ([] if byline == UNKNOWN else [{"name": byline}])
        assert entry.get("author", UNKNOWN) in (byline, archive.collection.title)
        assert entry.summary == item["content_text"]


def test_a_summary_begins_with_outlet_and_date_and_then_says_what_the_archive_says(rendered):
    (brief,) = [item for item in items(rendered, "archive") if item["url"] == page(BRIEF)]
    assert (
        brief["content_text"] == "Gull Post, 24 September 2013 (inferred). One sentence of the longer report."
    )


def test_what_must_be_said_beside_a_headline_is_said(archive):
    changed = with_document(archive, REPORT, gloss="A quay for all", mismatch="The text is about a crane")
    (item,) = [one for one in items(render_feeds(changed, ADDRESS), "archive") if one["url"] == page(REPORT)]
    said = "“A quay for all” (our translation). The text is about a crane. "
    assert said in item["content_text"]


def test_a_headline_in_another_language_is_marked(rendered):
    root = ElementTree.fromstring(rendered["data/feeds/languages/nl.atom"])
    titles = [title.attrib for title in root.findall(f"{ATOM}entry/{ATOM}title")]
    assert titles
    assert {tuple(attributes.values()) for attributes in titles} == {("nl",)}


def test_a_document_that_changed_is_updated_on_that_day(rendered):
    (entry,) = [one for one in read(rendered, "archive").entries if one.link == page(OTHER)]
    assert (day(entry.published_parsed), day(entry.updated_parsed)) == ("2020-02-03", "2020-03-01")
    (item,) = [one for one in items(rendered, "archive") if one["url"] == page(OTHER)]
    assert (item["date_published"][:10], item["date_modified"][:10]) == ("2020-02-03", "2020-03-01")


def test_a_feed_was_updated_when_its_newest_entry_was(rendered):
    days = set()
    for name in ("archive", "corrections", "languages/nl"):
        found = read(rendered, name)
        assert day(found.feed.updated_parsed) == max(day(entry.updated_parsed) for entry in found.entries)
        days.add(day(found.feed.updated_parsed))
    assert len(days) > 1


def test_the_newest_additions_come_first_and_those_of_a_day_by_their_own_date(archive, rendered):
    links = [entry.link for entry in read(rendered, "archive").entries]
    assert links[0] == page(OTHER)
    of_a_day = [link.split("/")[-2] for link in links[1:]]
    assert of_a_day == [id for id in archive.newest_first if id in of_a_day]


def test_a_source_without_a_history_came_on_the_first_day_that_its_record_can_mean(archive):
    source = archive.sources["zeebode-maandblad"]
    added = source.record.model_copy(update={"added": parse_date("2024-05")})
    changed = dataclasses.replace(
        archive, sources={**archive.sources, source.id: dataclasses.replace(source, record=added)}
    )
    ids = archive.documents_of_source[source.id]
    newest = items(render_feeds(changed, ADDRESS), "archive")[: len(ids)]
    assert {item["url"] for item in newest} == {page(id) for id in ids}
    assert {item["date_published"] for item in newest} == {"2024-05-01T00:00:00Z"}


def test_the_feed_of_a_term_or_a_language_has_the_documents_that_name_it(archive, rendered):
    lists = {f"{vocabulary}/{id}": ids for (vocabulary, id), ids in archive.documents_of_term.items()}
    lists |= {f"languages/{code}": ids for code, ids in archive.documents_of_language.items()}
    names = {path[11:-5] for path in rendered if path.endswith(".atom")}
    assert names == lists.keys() | {"archive", "corrections"}
    for name, ids in lists.items():
        expected = {page(id) for id in ids if archive.documents[id].source in CAME}
        assert {entry.link for entry in read(rendered, name).entries} == expected
        assert {item["url"] for item in items(rendered, name)} == expected


def test_a_correction_is_in_the_feeds_of_the_terms_that_the_document_names(archive, rendered):
    document = archive.documents[OTHER].record
    for name in (f"topics/{document.topics[0]}", f"outlets/{document.outlet}", "languages/en", "corrections"):
        titles = [entry.title for entry in read(rendered, name).entries]
        assert f"Correction: {document.title}" in titles


def test_corrections_say_what_changed_and_why(rendered):
    said = {entry.title: entry.summary for entry in read(rendered, "corrections").entries}
    assert said['Correction: "I have never met a tide I could not wait for"'] == (
        'The headline was corrected from “I never met a tide” to “"I have never met a tide I could not wait for"”. '
        "Reason: The headline was copied without its last words."
    )
    assert said["Change of access: Ministry of Velmora, <i>address</i> of 2 May 2014"] == (
        "What this site may show of the text was changed from nothing but a summary to all of it. "
        "Reason: The ministry publishes its speeches without conditions."
    )


def test_a_value_is_shown_only_where_its_change_has_a_reason(toy):
    record(toy, f"date: 2020-07-01, type: correction, document: {OTHER}, field: original_url, "
           "old: 'https://secret.example/a', new: 'https://secret.example/b', reason: unknown")  # fmt: skip
    rendered = render_feeds(load_archive(toy), ADDRESS)
    newest = next(entry for entry in read(rendered, "corrections").entries if entry.link == page(OTHER))
    assert newest.summary == "The original address was corrected."
    assert not [path for path, data in rendered.items() if b"secret" in data]


def test_no_more_of_an_earlier_headline_is_shown_than_may_be_quoted(toy):
    long = "One two three four five six seven eight nine ten eleven"
    record(toy, f"date: 2020-07-01, type: correction, document: {OTHER}, field: title, old: {long}, "
           "new: Another, reason: It was a sentence of the text")  # fmt: skip
    rendered = render_feeds(load_archive(toy), ADDRESS)
    assert (
        "from “One two three four five six seven eight …” to"
        in read(rendered, "corrections").entries[2].summary
    )
    assert not [path for path, data in rendered.items() if b"nine" in data]


def test_what_was_withdrawn_is_said_as_on_the_page_that_takes_its_place(rendered):
    found = [entry for entry in read(rendered, "corrections").entries if entry.title.startswith("Withdrawn")]
    assert [(entry.title, entry.link.removeprefix(ADDRESS), entry.summary) for entry in found] == [
        ("Withdrawn document", "", "The archive withdrew a document on 30 July 2020. No reason is recorded."),
        ("Withdrawn source", "", "The archive withdrew a source on 30 July 2020. No reason is recorded."),
        (
            "Withdrawn document",
            "sources/gull-post-harbour/",
            "The archive withdrew a document of the source “Gull Post, four items of autumn 2013” on 11 June 2020. "
            "Reason: The person it named asked for it.",
        ),
    ]


def test_a_withdrawal_leads_to_the_page_that_its_source_has_now(toy):
    record(toy, f"date: 2020-08-01, type: withdrawal, document: {OTHER}, reason: unknown",
           "date: 2020-09-01, type: correction, field: id, old: lantern-interview, new: lanterns, "
           "reason: It was too long")  # fmt: skip
    next(toy.glob(f"sources/*/*/{OTHER}.md")).unlink()
    folder = next(toy.glob("sources/*/lantern-interview"))
    folder.rename(folder.with_name("lanterns"))
    found = read(render_feeds(load_archive(toy), ADDRESS), "corrections").entries
    (link,) = [
        one.link
        for one in found
        if one.summary.startswith("The archive withdrew") and "1 August" in one.summary
    ]
    assert link == f"{ADDRESS}sources/lanterns/"


def test_a_withdrawal_is_not_said_where_another_page_answers(toy):
    line = f"- {{date: 2020-09-01, old: documents/{QUARREL}/, new: documents/{REPORT}/}}\n"
    edit(toy, {"file": "sources/redirects.yml", "append": line})
    titles = [entry.title for entry in read(render_feeds(load_archive(toy), ADDRESS), "corrections").entries]
    assert titles.count("Withdrawn document") == 1


def test_nothing_comes_back_of_what_was_withdrawn(toy):
    record(toy, f"date: 2020-06-01, type: correction, document: {QUARREL}, field: title, old: Slander, "
           "new: A quarrel on the slipway, reason: Jan Quarreller was named in it",
           history="sources/history/gull-post-harbour.yml")  # fmt: skip
    rendered = render_feeds(load_archive(toy), ADDRESS)
    for word in ("quarrel", "slander", "slipway", "quayside-notes", QUAYSIDE):
        assert not [path for path, data in rendered.items() if word in data.decode().casefold()]


def test_a_reader_is_asked_to_forget_the_entry_of_a_document_that_is_withdrawn(archive, toy):
    (entry,) = [
        one for one in read(render_feeds(archive, ADDRESS), "archive").entries if one.link == page(OTHER)
    ]
    record(toy, f"date: 2020-09-01, type: withdrawal, document: {OTHER}, reason: unknown")
    next(toy.glob(f"sources/*/*/{OTHER}.md")).unlink()
    rendered = render_feeds(load_archive(toy), ADDRESS)
    root = ElementTree.fromstring(rendered["data/feeds/archive.atom"])
    gone = {one.get("ref"): one.get("when") for one in root if one.tag.endswith("}deleted-entry")}
    assert gone[entry.id] == "2020-09-01T00:00:00+00:00"
    assert entry.id not in {item["id"] for item in items(rendered, "archive")}
    assert check_all(rendered) == {}


def test_what_search_engines_must_not_list_is_in_no_feed(toy):
    path = next(toy.glob(f"sources/*/*/{OTHER}.md"))
    path.write_text(path.read_text("utf-8").replace("---\n", "---\nrobots: noindex\n", 1), "utf-8")
    topics = toy / "sources/vocabulary/topics.yml"
    topics.write_text(
        topics.read_text("utf-8").replace("harbour-treaty:\n", "harbour-treaty:\n  robots: noindex\n"),
        "utf-8",
    )
    rendered = render_feeds(load_archive(toy), ADDRESS)
    assert "data/feeds/topics/harbour-treaty.atom" not in rendered
    assert not [path for path, data in rendered.items() if OTHER.encode() in data]


def test_a_change_of_a_source_that_search_engines_must_not_list_is_in_no_feed(toy):
    label = load_archive(toy).sources["lantern-interview"].record.label
    append = "- {date: 2020-09-01, type: change-of-access, field: access, old: full, new: summary, reason: A letter}\n"
    edit(toy, {"file": LANTERN, "append": append})
    assert label in str(items(render_feeds(load_archive(toy), ADDRESS), "corrections"))
    edit(toy, {"file": "sources/2018/lantern-interview/source.yml", "append": "robots: noindex\n"})
    rendered = render_feeds(load_archive(toy), ADDRESS)
    assert not [path for path, data in rendered.items() if label in data.decode()]


def test_an_author_whom_the_archive_concluded_is_not_named(archive):
    """An author of a feed's entry could not be marked as inferred."""
    named = render_feeds(with_document(archive, REPORT, byline="Pell Arden"), ADDRESS)
    assert b"Pell Arden" in named["data/feeds/archive.atom"]
    changed = with_document(archive, REPORT, byline="Pell Arden", inferred={"byline": "text"})
    rendered = render_feeds(changed, ADDRESS)
    assert [path for path, data in rendered.items() if b"Pell Arden" in data] == []


def ids_by_headline(archive: Archive, address: str = ADDRESS, name: str = "archive") -> dict[str, str]:
    return {
        item["url"].removeprefix(address): item["id"] for item in items(render_feeds(archive, address), name)
    }


def test_ids_stay_when_the_address_the_headline_and_the_order_change(archive):
    before = ids_by_headline(archive)
    assert ids_by_headline(archive, "https://elsewhere.example/") == before
    assert ids_by_headline(with_document(archive, REPORT, title="Another headline")) == before
    turned = dataclasses.replace(archive, documents=dict(reversed(archive.documents.items())))
    assert ids_by_headline(turned) == before


def test_a_document_keeps_its_entry_under_another_id(archive, toy):
    record(toy, f"date: 2020-09-01, type: correction, document: {OTHER}, field: id, old: {OTHER}, new: a-tide, "
           "reason: It was too long")  # fmt: skip
    path = next(toy.glob(f"sources/*/*/{OTHER}.md"))
    path.rename(path.with_name("a-tide.md"))
    renamed = load_archive(toy)
    assert ids_by_headline(renamed)["documents/a-tide/"] == ids_by_headline(archive)[f"documents/{OTHER}/"]
    corrected = [
        item for item in items(render_feeds(renamed, ADDRESS), "corrections") if item["url"] == page("a-tide")
    ]
    assert [item["date_published"][:10] for item in corrected] == ["2020-09-01", "2020-03-01"]
    assert corrected[1]["id"] in {item["id"] for item in items(render_feeds(archive, ADDRESS), "corrections")}


def test_another_archive_has_other_ids(archive):
    collection = archive.collection.model_copy(update={"fingerprint_salt": "0" * 32})
    other = dataclasses.replace(archive, collection=collection)
    assert not set(ids_by_headline(other).values()) & set(ids_by_headline(archive).values())


def test_with_a_salt_a_new_title_of_the_archive_changes_no_id(archive):
    collection = archive.collection.model_copy(update={"fingerprint_salt": "0" * 32})
    salted = dataclasses.replace(archive, collection=collection)
    titled = dataclasses.replace(archive, collection=collection.model_copy(update={"title": "Quays"}))
    assert ids_by_headline(titled) == ids_by_headline(salted)


ODD = (
    "\x00 \x0b \x1f \x7f \x85",
    "\ufffe \uffff \U0001ffff",
    'a\tb & <b>"c"\'',
    "]]> <!-- &amp;",
    "=1+1",
    "x" * 400,
    "שלום עולם",
    "\u202eabc",
)


@pytest.mark.parametrize("title", ODD, ids=ascii)
def test_any_headline_is_read_back_as_pages_show_it(archive, title):
    rendered = render_feeds(with_document(archive, REPORT, title=title, byline=title), ADDRESS)
    shown = title.translate(
        {0: "\u2400", 0x0B: "\u240b", 0x1F: "\u241f", 0x7F: "\u2421", 0x85: "\ufffd", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd", 0x1FFFF: "\ufffd"}
    ) + ("\u202c" if "\u202e" in title else "")  # fmt: skip
    (item,) = [one for one in items(rendered, "archive") if one["url"] == page(REPORT)]
    assert (item["title"], item["authors"]) == (shown, [{"name": shown}])
    root = ElementTree.fromstring(rendered["data/feeds/archive.atom"])
    titles = [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]
    assert shown in titles
    assert check_all(rendered) == {}


def test_without_an_address_there_are_no_feeds(archive):
    assert render_feeds(archive, "") == {}
    assert feed_paths(archive, "") == {}


def test_an_empty_archive_has_two_feeds_without_entries():
    rendered = render_feeds(Archive(Path()), ADDRESS)
    assert sorted(rendered) == [f"data/feeds/{name}" for name in (
        "archive.atom", "archive.json", "corrections.atom", "corrections.json", "feeds.opml")]  # fmt: skip
    assert check_all(rendered) == {}
    assert (read(rendered, "archive").entries, read(rendered, "archive").feed.updated) == (
        [],
        "1970-01-01T00:00:00+00:00",
    )


def test_two_runs_are_equal_whatever_the_order_of_files(archive, rendered):
    turned = {
        name: dict(reversed(getattr(archive, name).items())) for name in ("documents", "sources", "histories")
    }
    assert render_feeds(dataclasses.replace(archive, **turned), ADDRESS) == rendered


def test_the_feeds_of_terms_share_a_limit(archive, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_OF_ALL", len(archive.documents_of_term) * 2)
    rendered = render_feeds(archive, ADDRESS)
    numbers = {path: data.count(b"<entry>") for path, data in rendered.items() if path.count("/") == 3}
    terms = [number for path, number in numbers.items() if "/languages/" not in path]
    assert sum(terms) <= len(archive.documents_of_term) * 2
    assert max(terms) < numbers["data/feeds/languages/en.atom"]
    whole = [entry.id for entry in read(render_feeds(archive, ADDRESS), "topics/harbour-treaty").entries]
    shorter = [entry.id for entry in read(rendered, "topics/harbour-treaty").entries]
    assert whole[: len(shorter)] == shorter


def test_no_sentence_of_a_restricted_capture_is_in_a_feed(toy_held):
    archive = load_archive(toy_held)
    rendered = b"\n".join(render_feeds(archive, ADDRESS).values()).decode()
    text = words(line_of(archive, lambda role: role == "text"))
    runs = {" ".join(text[start : start + RUN]) for start in range(len(text) - RUN + 1)}
    assert runs
    assert not [run for run in runs if run in " ".join(words(rendered))]


def test_every_feed_is_in_the_list_of_feeds_with_its_page(archive, rendered):
    root = ElementTree.fromstring(rendered["data/feeds/feeds.opml"])
    assert root.attrib == {"version": "2.0"}
    listed = {
        one.get("xmlUrl"): one.get("htmlUrl") for one in root.iter("outline") if one.get("type") == "rss"
    }
    assert listed.keys() == {ADDRESS + path for path in rendered if path.endswith(".atom")}
    assert listed[f"{ADDRESS}data/feeds/topics/harbour-treaty.atom"] == f"{ADDRESS}topics/harbour-treaty/"
    groups = [one.get("text") for one in root.findall("body/outline")]
    assert groups == ["The whole archive", "Topics", "People", "Places", "Organisations", "Treaties and resolutions",
                      "Events", "Outlets", "Languages"]  # fmt: skip
    assert all(one.get("text") for one in root.iter("outline"))
    assert root.findtext("head/dateModified") == "Thu, 30 Jul 2020 00:00:00 GMT"


def test_a_page_names_feeds_that_exist_and_belong_to_it(archive, rendered):
    pages = render_site(archive)
    found = feed_paths(archive, ADDRESS)
    assert [feed.name for feed in found[""]] == ["archive", "corrections"]
    for address, named in found.items():
        assert (f"{address.removesuffix('/')}.md" if address else "index.md") in pages
        for feed in named:
            assert {feed.atom, feed.json} <= rendered.keys()
            assert json.loads(rendered[feed.json])["home_page_url"] == ADDRESS + address
    assert {feed.atom for named in found.values() for feed in named} == {
        path for path in rendered if path.endswith("m")
    }


def test_the_feed_of_a_term_that_is_renamed_stays_at_its_old_path_too(toy):
    line = "- {date: 2020-09-01, old: topics/old-treaty/, new: topics/harbour-treaty/}\n"
    edit(toy, {"file": "sources/redirects.yml", "append": line})
    rendered = render_feeds(load_archive(toy), ADDRESS)
    for kind in ("atom", "json"):
        assert (
            rendered[f"data/feeds/topics/old-treaty.{kind}"]
            == rendered[f"data/feeds/topics/harbour-treaty.{kind}"]
        )
    assert b"old-treaty" not in rendered["data/feeds/feeds.opml"]


def test_the_id_of_a_feed_stays_when_its_term_is_renamed_even_twice(toy, rendered):
    """RFC 4287, 4.2.6: an id never changes."""
    lines = ""
    for before, after in (("harbour-treaty", "saltmere-treaty"), ("saltmere-treaty", "quay-treaty")):
        lines += f"- {{date: 2020-09-01, old: topics/{before}/, new: topics/{after}/}}\n"
    edit(toy, {"file": "sources/redirects.yml", "append": lines})
    for path in (toy / "sources").rglob("*.*"):
        if path.suffix in (".yml", ".md") and path.name != "redirects.yml":
            path.write_text(
                re.sub(r"\bharbour-treaty\b", "quay-treaty", path.read_text("utf-8")), encoding="utf-8"
            )
    renamed = render_feeds(load_archive(toy), ADDRESS)
    assert read(renamed, "topics/quay-treaty").feed.id == read(rendered, "topics/harbour-treaty").feed.id
    assert read(renamed, "topics/free-quay").feed.id == read(rendered, "topics/free-quay").feed.id
    ids = [
        ElementTree.fromstring(data).findtext(f"{ATOM}id")
        for path, data in renamed.items()
        if path.endswith(".atom")
    ]
    assert len(ids) - len(set(ids)) == 2  # the feed that is at its two former paths, too
