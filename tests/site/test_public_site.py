"""The public site of the real collection, built strictly: what a reader finds, and what must not be there."""

from __future__ import annotations

import datetime
import functools
import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from conftest import HERE, REPOSITORY, held_captures
from html_pages import article, document_rows, linked_pages, read_html, resolve, sections
from measuring import plain
from press_archive.checks.rights.copied_words import check_output
from press_archive.checks.run import check_archive
from press_archive.collection.loading import load_archive
from press_archive.publish.settings import theme_files
from press_archive.records.languages import LANGUAGES
from site_fixtures import NO_CAPTURE, Site, captured_runs, git, real_documents, real_terms, runs

pytestmark = pytest.mark.slow

DOCUMENTS = sorted(real_documents())
TERMS = sorted(
    (vocabulary, id)
    for vocabulary, id in real_terms()
    if any(id in document.term_ids(vocabulary) for document in real_documents().values())
)
PAGE_FIELDS = (
    "title", "date", "outlet", "original_url", "topics", "people", "places", "organisations", "events", "kind", "language",
    "nearness", "source", "lines", "sha256",
)  # fmt: skip
MONTHS = [datetime.date(2013, month, 1).strftime("%B") for month in range(1, 13)]

every_document = pytest.mark.parametrize("id", DOCUMENTS, ids=str)


def date_in_words(text: str) -> str:
    year, month, day = text.rstrip("~").split("-")
    return f"{'about ' if text.endswith('~') else ''}{int(day)} {MONTHS[int(month) - 1]} {year}"


def facts(id: str) -> str:
    """Return what a list says of a document beside its headline: date, outlet, kind, language, evidence."""
    document = real_documents()[id]
    fields, (field, date) = document.fields, document.dating
    known = {
        "outlet": real_terms()["outlets", fields["outlet"]]["label"],
        "kind": fields["kind"].replace("-", " "),
        "language": LANGUAGES[fields["language"]],
        "nearness": fields["nearness"].replace("-", " "),
    }
    what = {"spoken": "spoken", "captured": "captured"}.get(field, "")
    if field == "republished":
        what = f"seen on {real_terms()['outlets', fields['republished']['by']]['label']}"
    inferred = fields.get("inferred", {})
    said = ", ".join(part for part in (what, "inferred" if field in inferred else "") if part)
    others = [f"{text} inferred" if name in inferred else text for name, text in known.items()]
    return " · ".join([f"{date_in_words(date)} {said}".strip(), *others])


def unmarked(text: str) -> str:
    """Return facts without the marks of those that are inferred."""
    return re.sub(r",? \(inferred from[^)]*\)|,? inferred\b", "", text)


def listed(site: Site, page: Path, section: str = "Documents") -> list[tuple[str, str, str]]:
    """Return (id, headline, facts) of each document in a page's list of documents."""
    found = []
    for element in sections(article(page))[section]:
        for row in document_rows(element):
            date, document, *others = row.all("td")
            target, _ = resolve(site.folder, page, document.first("a").attributes["href"])
            assert target.parent.parent == site.folder / "documents"
            found.append(
                (
                    target.parent.name,
                    document.first("a").text,
                    " · ".join(cell.text for cell in (date, *others)),
                )
            )
    return found


def newest_first(ids: list[str]) -> list[tuple[str, str, str]]:
    """Return what `listed` should return; ties are by id."""
    documents = real_documents()
    ordered = sorted(sorted(ids), key=lambda id: documents[id].day, reverse=True)
    return [(id, " ".join(documents[id].fields["title"].split()), facts(id)) for id in ordered]


def of_event(event: str) -> list[str]:
    """Return the documents of an event in the order of publication; ties are by id."""
    found = [document for document in real_documents().values() if event in document.fields.get("events", [])]
    return [document.id for document in sorted(found, key=lambda document: (document.day, document.id))]


@functools.cache
def distances(site: Site, without: str = "") -> dict[Path, int]:
    """Return how many clicks each page is away from home; the links of one page can be left out."""
    start = site.folder / "index.html"
    found = {start: 0}
    waiting = [start]
    for page in waiting:
        if without and page == site.page(without):
            continue
        for target in sorted(linked_pages(site.folder, page)):
            if target not in found:
                found[target] = found[page] + 1
                waiting.append(target)
    return found


# --- What is there


def test_the_strict_build_prints_no_warning(public_site: Site) -> None:
    assert [line for line in public_site.log.splitlines() if not line.startswith("INFO")] == []


def test_there_are_fourteen_document_pages(public_site: Site) -> None:
    built = sorted(page.parent.name for page in public_site.folder.glob("documents/*/index.html"))
    assert built == DOCUMENTS
    assert len(built) == 14


@every_document
def test_a_document_is_within_three_clicks_of_home_without_search(public_site: Site, id: str) -> None:
    assert distances(public_site, without="search")[public_site.page(f"documents/{id}")] <= 3


def test_a_page_by_hand_says_what_is_in_it_and_not_what_the_archive_is(public_site: Site) -> None:
    by_hand = [
        path for part in ("about", "development") for path in public_site.folder.glob(f"{part}/**/index.html")
    ]
    described = [
        re.search('<meta name="description" content="([^"]+)">', path.read_text(encoding="utf-8"))[1]
        for path in (public_site.page(""), *by_hand)
    ]
    assert len(set(described)) == len(described) > 15


def test_every_page_is_reached_from_home(public_site: Site) -> None:
    pages = set(public_site.html()) - {public_site.folder / "404.html"}
    assert sorted(pages - set(distances(public_site))) == []


@every_document
def test_a_generated_page_carries_the_facts_of_its_record(public_site: Site, id: str) -> None:
    text = (public_site.project / "docs" / "documents" / f"{id}.md").read_text(encoding="utf-8")
    written = yaml.load(text.split("\n---\n")[0], Loader=yaml.CBaseLoader)
    document = real_documents()[id]
    source = yaml.load((document.folder / "source.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    lists = {key: [] for key in ("topics", "people", "places", "organisations", "instruments", "events")}
    expected = {**lists, **document.fields, "source": document.folder.name, "sha256": source["sha256"]}
    expected["title"] = html.escape(expected["title"], quote=False).replace('"', "&quot;")
    assert {field: written.get(field) for field in PAGE_FIELDS} == {
        field: expected[field] for field in PAGE_FIELDS
    }


@every_document
def test_a_document_page_is_in_the_order_of_the_design(public_site: Site, id: str) -> None:
    fields = real_documents()[id].fields
    found = sections(article(public_site.page(f"documents/{id}")))
    headline, standfirst, *_ = found[""]
    (tools,) = [element for element in found[""] if element.attributes.get("class") == "tools"]
    assert headline.tag == "h1"
    assert headline.text == " ".join(fields["title"].split())
    date, outlet, *others = facts(id).split(" · ")
    assert unmarked(standfirst.text) == unmarked(" · ".join([outlet, date, *others]))
    assert [link.text for link in tools.all("a")][-2:] == ["Copy the link to this page", "Cite it"]
    shared = [event for event in fields.get("events", []) if len(of_event(event)) > 1]
    elsewhere = ["The same event elsewhere"] if shared else []
    notes = ["Notes"] if "notes" in fields else []
    elsewhere = (["Who says what"] if fields["statements"] else []) + elsewhere
    notes += ["Found elsewhere"] if "findings" in fields else []
    expected = ["", "Summary", "Text", "Details", *notes, "The original", "Provenance", "Rights"]
    expected += ["History", "Cite this", *elsewhere, "Related documents", "Before and after"]
    assert list(found) == expected


@every_document
def test_a_document_page_links_to_each_of_its_terms(public_site: Site, id: str) -> None:
    page = public_site.page(f"documents/{id}")
    linked = linked_pages(public_site.folder, page)
    document = real_documents()[id]
    terms = [
        f"{vocabulary}/{term}"
        for vocabulary in {name for name, _ in TERMS}
        for term in document.term_ids(vocabulary)
    ]
    terms += [
        f"years/{document.day[:4]}",
        f"languages/{document.fields['language']}",
        f"sources/{document.folder.name}",
    ]
    assert [term for term in terms if public_site.page(term) not in linked] == []


@every_document
def test_a_document_page_says_where_the_original_is(public_site: Site, id: str) -> None:
    url = real_documents()[id].fields["original_url"]
    found = sections(article(public_site.page(f"documents/{id}")))
    for name in ("The original", "Text"):
        links = [link.attributes["href"] for element in found[name] for link in element.all("a")]
        assert (url in links) == (url != "unknown")
    assert "not shown on this site" in found["Text"][0].text


def test_previous_and_next_lead_through_all_documents_by_date(public_site: Site) -> None:
    ordered = [id for id, _, _ in newest_first(DOCUMENTS)]
    for earlier, id, later in zip([*ordered[1:], None], ordered, [None, *ordered[:-1]], strict=True):
        page = public_site.page(f"documents/{id}")
        lines = [element for element in sections(article(page))["Before and after"] if element.all("a")]
        links = {}
        for element in lines:
            target, _ = resolve(public_site.folder, page, element.first("a").attributes["href"])
            links[element.text.partition(":")[0]] = target.parent.name
        assert (links.get("Earlier"), links.get("Later")) == (earlier, later)


@pytest.mark.parametrize("term", TERMS, ids="/".join)
def test_a_term_page_lists_exactly_its_documents_newest_first(
    public_site: Site, term: tuple[str, str]
) -> None:
    vocabulary, id = term
    page = public_site.page(f"{vocabulary}/{id}")
    named = [document for document in DOCUMENTS if id in real_documents()[document].term_ids(vocabulary)]
    if vocabulary == "events":
        said = listed(public_site, page, "By date")
        told = [(document, fact) for document, _, fact in said]
        assert told == [(document, facts(document)) for document in of_event(id)]
    else:
        assert listed(public_site, page) == newest_first(named)
    assert real_terms()[term]["label"] == article(page).first("h1").text


@pytest.mark.parametrize("year", sorted({document.day[:4] for document in real_documents().values()}))
def test_a_year_page_lists_exactly_its_documents_newest_first(public_site: Site, year: str) -> None:
    named = [id for id in DOCUMENTS if real_documents()[id].day.startswith(year)]
    assert listed(public_site, public_site.page(f"years/{year}")) == newest_first(named)


@pytest.mark.parametrize(
    "language", sorted({document.fields["language"] for document in real_documents().values()})
)
def test_a_language_page_lists_exactly_its_documents_newest_first(public_site: Site, language: str) -> None:
    named = [id for id in DOCUMENTS if real_documents()[id].fields["language"] == language]
    assert listed(public_site, public_site.page(f"languages/{language}")) == newest_first(named)


def test_the_tags_page_leads_to_every_term_year_and_language(public_site: Site) -> None:
    linked = linked_pages(public_site.folder, public_site.page("tags"))
    places = [f"{vocabulary}/{id}" for vocabulary, id in TERMS]
    places += [f"years/{document.day[:4]}" for document in real_documents().values()]
    places += [f"languages/{document.fields['language']}" for document in real_documents().values()]
    assert [place for place in places if public_site.page(place) not in linked] == []


# How a page says why lines were left out, where the record's own word would not tell a reader.
CUT = {
    "page-furniture": "menus and other parts of the page",
    "read-more-link": "read-more link",
    "share-prompt": "invitation to share the page",
    "donation-widget": "appeal for donations",
    "image-placeholder": "image placeholder",
    "reader-comments": "readers' comments",
}


@pytest.mark.parametrize("source", sorted({document.folder.name for document in real_documents().values()}))
def test_a_source_page_accounts_for_every_line(public_site: Site, source: str) -> None:
    (table,) = sections(article(public_site.page(f"sources/{source}")))["What became of each line"]
    rows = [[cell.text for cell in row.all("td")] for row in table.all("tr") if row.all("td")]
    numbers = {name: int(number) for name, number in rows}
    whole = numbers.pop("all lines of the capture")
    record = yaml.load(
        next(REPOSITORY.glob(f"sources/*/{source}/source.yml")).read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,
    )
    assert sum(numbers.values()) == whole == int(record["lines"])
    reasons = {cut["reason"] for cut in record.get("cuts", [])}
    assert {name.removeprefix("left out: ") for name in numbers if name.startswith("left out: ")} == {
        CUT.get(reason, reason.replace("-", " ")) for reason in reasons
    }
    assert not any("not accounted for" in name for name in numbers)


def test_the_home_page_says_how_much_there_is(public_site: Site) -> None:
    text = article(public_site.folder / "index.html").text
    assert "14 documents from 5 sources, in 2 languages, 2013 to 2019" in text


# --- What must not be there


def output_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what each file says, read without the package's own check: unpacked, without markup."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if data.startswith(b"\x1f\x8b"):
                data = gzip.decompress(data)
            text = data.decode("utf-8", "replace")
            yield path, text
            yield path, html.unescape(re.sub(r"<[^>]*>", " ", text))


@pytest.fixture
def restricted() -> frozenset:
    if not held_captures():
        pytest.skip(NO_CAPTURE)
    return captured_runs()


def test_the_search_for_captured_text_finds_a_capture_in_a_compressed_file(
    tmp_path: Path, restricted: frozenset
) -> None:
    (tmp_path / "fragment").write_bytes(gzip.compress(held_captures()[0].read_bytes()))
    assert any(runs(text) & restricted for _, text in output_texts(tmp_path))


def test_no_file_of_the_site_holds_nine_words_of_a_held_capture(
    public_site: Site, restricted: frozenset
) -> None:
    found = {str(path) for path, text in output_texts(public_site.folder) if runs(text) & restricted}
    assert found == set()


@pytest.mark.measured
def test_the_packages_own_check_finds_no_captured_text_either(
    public_site: Site, restricted: frozenset
) -> None:
    archive, _ = check_archive(load_archive(public_site.project))
    assert [
        str(problem) for problem in check_output(archive, public_site.folder, theme_files(), disguised=False)
    ] == []


def test_no_generated_markdown_holds_nine_words_of_a_held_capture(
    public_site: Site, restricted: frozenset
) -> None:
    found = {
        str(path) for path, text in output_texts(public_site.project / "docs") if runs(text) & restricted
    }
    assert found == set()


def test_no_file_kept_in_git_holds_nine_words_of_a_held_capture(restricted: frozenset) -> None:
    """Files that are not committed yet, and not ignored, count too."""
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if names is None:
        pytest.skip(f"{HERE} the tree is not a git checkout")
    paths = [REPOSITORY / name for name in names.split("\0") if name]
    assert REPOSITORY / "mkdocs.yml" in paths
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in paths if path.is_file())
    assert [str(path) for path, text in texts if runs(text) & restricted] == []


def test_no_page_has_a_passage(public_site: Site) -> None:
    for page in public_site.html():
        root = read_html(page)
        assert not root.all(css_class="passage")
        lines = [
            element for element in root.walk() if re.fullmatch(r"L\d+", element.attributes.get("id", ""))
        ]
        assert [line.text for line in lines if line.text and line.attributes.get("class") != "sentence"] == []


def test_no_page_is_marked_as_a_reading_room(public_site: Site) -> None:
    for page in public_site.html():
        root = read_html(page)
        asking = [tag for tag in root.all("meta") if tag.attributes.get("name") == "robots"]
        assert len(asking) == (page.name == "404.html")
        assert root.all(css_class="md-banner") == []
    assert "Disallow" not in (public_site.folder / "robots.txt").read_text(encoding="utf-8")


def test_a_page_loads_no_script_but_those_of_the_archive(public_site: Site) -> None:
    for page in public_site.html():
        loaded = [
            script.attributes["src"] for script in read_html(page).all("script") if "src" in script.attributes
        ]
        # The page for an address without a page has its script in itself: it cannot know where the others are.
        is_document = re.fullmatch(
            r"documents/\d[^/]*/index\.html", str(page.relative_to(public_site.folder))
        )
        names = ["controls", "archive", *(["passages"] if is_document else [])]
        expected = [] if page.name == "404.html" else [f"assets/{name}.js" for name in names]
        assert [plain(re.sub(r"^(\.\./)+", "", address)) for address in loaded] == expected, page


def test_no_page_takes_anything_from_another_host(public_site: Site) -> None:
    loading = {"script": ["src"], "img": ["src", "srcset"], "iframe": ["src"], "source": ["src", "srcset"], "video": ["src"],
               "audio": ["src"], "embed": ["src"], "object": ["data"], "form": ["action"], "link": ["href"]}  # fmt: skip
    taken = []
    for page in public_site.html():
        root = read_html(page)
        for tag, names in loading.items():
            for element in root.all(tag):
                relation = element.attributes.get("rel", "")
                if relation in ("canonical", "prev", "next"):
                    continue
                taken += [element.attributes[name] for name in names if name in element.attributes]
    assert len(taken) > 100
    assert [address for address in taken if urlsplit(address).netloc] == []
    for sheet in public_site.folder.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"']+", text) == []
