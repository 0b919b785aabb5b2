"""The header of a document in TEI P5: what the record says, whether or not its text may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...base.wording import spell_out
from ...collection.entry_words import reason_in_words, what_happened
from ...collection.histories import Histories, site_address
from ...collection.sites.placing import whole_address
from ...records.closed_lists import NEARNESS, WHOLENESS
from ...records.languages import OUTLET_LANGUAGES, SITE_LANGUAGE
from ...records.licence import LICENCE
from ...records.links import WIKIDATA, parse_target
from ...records.rights import FREE, RIGHTS
from ...records.summaries import Inline, parse_note
from .edition import Edition
from .tei_dates import date_element
from .tei_source import as_pointer, name_element, source_description, titles
from .xml_text import Child, Element, element

ENCODING = (
    "The text is as captured, to the character; a space at the beginning of what somebody says after their "
    "name is left out, and a control character is shown as a picture or U+FFFD. Each line begins with an lb, "
    "which has its number in the capture. Lines that are not shown are a gap, with their number and the "
    "reason: rights, or not-held if the capture was not at hand."
)
TURNS = (
    "What somebody says is a u with one seg for each paragraph. A note before it has the name as printed. "
    "All other paragraphs are p, lists are list, and ab has what is printed around the text, by its role. "
    "After the body, a span is a statement: n has its lines, and corresp who makes it."
)
# The closed lists that classify a text, with the field and what each is.
LISTS = {
    "kind": "What the document is",
    "nearness": "How near the text is to the words that were spoken or written",
    "wholeness": "Whether the captured text is the whole text",
}
SUBJECTS = ("topics", "events", "instruments")  # people, places and organisations have elements of their own
PARAGRAPH = {"xml:lang": SITE_LANGUAGE}


def header_element(edition: Edition, histories: Histories, publisher: str) -> Element:
    """Return the `teiHeader` of a document."""
    return element("teiHeader", {"xml:lang": SITE_LANGUAGE}, [
        element("fileDesc", {}, [
            _title_statement(edition), _extent(edition), _publication(edition, publisher),
            _notes(edition), source_description(edition),
        ]),
        _encoding(edition),
        _profile(edition),
        _revisions(edition, histories),
    ])  # fmt: skip


def _title_statement(edition: Edition) -> Element:
    work = edition.work
    archive = element("orgName", {}, [edition.archive.title])
    resp = element("resp", {}, ["record, summary and encoding"])
    authors = [element("author", {}, [name_element(name)]) for name in work.authors]
    return element("titleStmt", {}, [*titles(edition), *authors, element("respStmt", {}, [resp, archive])])


def _extent(edition: Edition) -> Element:
    shown, all_lines = len(edition.visible), len(edition.roles)
    measure = {"unit": "line", "quantity": str(shown)}
    return element("extent", {}, [element("measure", measure, [f"{shown} of {all_lines} lines are shown"])])


def _publication(edition: Edition, publisher: str) -> Element:
    work = edition.work
    parts: list[Element | None] = [
        element("distributor", {}, [edition.archive.title]),
        element("publisher", {}, [publisher]) if publisher else None,
        element("idno", {"type": "document"}, [edition.document.id]),
        element("idno", {"type": "URL"}, [work.page]) if work.page else None,
        _availability(edition),
    ]
    return element("publicationStmt", {}, parts)


def _availability(edition: Edition) -> Element:
    """Return the rights in the text, and the licence of what is the archive's own."""
    code = edition.rights_code
    name, address = RIGHTS[code]
    is_free = code in FREE
    statement = element("ref", {"type": "rights-statement", "target": address}, [name])
    restricted = edition.reading_room and not is_free
    sentence = " This file was made for a reading room and is not for publication." if restricted else ""
    return element("availability", {"status": "free" if is_free else "restricted"}, [
        element("p", {}, ["The text of the original: ", statement, f".{sentence}"]),
        element("licence", {"target": LICENCE.address}, [
            f"The record and the summary are the archive's own work: {LICENCE.name}. The headline and the "
            "text are not the archive's.",
        ]),
    ])  # fmt: skip


def _notes(edition: Edition) -> Element | None:
    """Return what is odd about the document, and what is inferred."""
    record = edition.document.record
    notes = [
        element("note", {"type": type, **PARAGRAPH}, [text])
        for type, text in (("mismatch", record.mismatch), ("caution", record.caution))
        if text
    ]
    notes += [
        element("note", {"type": "note", **PARAGRAPH}, _runs(edition, parse_note(note)))
        for note in record.notes
    ]
    notes += [
        element("note", {"type": "inferred", "n": field, **PARAGRAPH}, [f"Inferred from: {basis}"])
        for field, basis in record.inferred.items()
    ]
    return element("notesStmt", {}, notes) if notes else None


def _encoding(edition: Edition) -> Element:
    collection = edition.archive.collection
    about = [element("p", {}, [collection.about])] if collection else []
    taxonomies = [
        element("taxonomy", {"xml:id": edition.local(name)}, [element("bibl", {}, [f"{what}: closed list"])])
        for name, what in LISTS.items()
    ]
    return element("encodingDesc", {}, [
        element("projectDesc", {}, about) if about else None,
        element("editorialDecl", {}, [element("p", {}, [ENCODING]), element("p", {}, [TURNS])]),
        element("classDecl", {}, taxonomies),
    ])  # fmt: skip


def _profile(edition: Edition) -> Element:
    return element("profileDesc", {}, [
        _summary(edition), _creation(edition), _languages(edition), _classes(edition), _participants(edition),
        _settings(edition),
    ])  # fmt: skip


def _summary(edition: Edition) -> Element | None:
    """Return the archive's summary."""
    blocks = []
    for block in edition.document.summary.blocks:
        items = [list(_runs(edition, item)) for item in block.items]
        if block.kind == "list":
            blocks.append(element("list", {}, [element("item", {}, item) for item in items]))
        else:
            blocks += [element("p", {}, item) for item in items]
    return element("abstract", PARAGRAPH, blocks) if blocks else None


def _runs(edition: Edition, runs: Iterable[Inline]) -> Iterator[Child]:
    """Yield the runs of a summary or a note; a reference leads to its line where that is shown."""
    for run in runs:
        if run.lines is not None:
            first = run.lines.first
            target = f"#{edition.local(f'L{first}')}" if first in edition.visible else ""
            yield element("ref", {"type": "lines", "n": str(run.lines), "target": target}, [run.text])
        elif run.kind in ("emphasis", "strong"):
            yield element("emph", {"rend": "bold" if run.kind == "strong" else "italic"}, [run.text])
        elif run.kind == "link":
            yield element("ref", {"target": _link(edition, run.target)}, [run.text])
        else:
            yield run.text


def _link(edition: Edition, link: str) -> str:
    """Return the address that a link of a record leads to; an empty text where the site has none."""
    target = parse_target(link)
    if target is None:
        return ""
    if target.address:
        return as_pointer(target.address)
    page = ""
    if edition.address:
        page = whole_address(edition.archive, edition.address, site_address(target.kind, target.id))
    return f"{page}#L{target.line}" if page and target.line else page


def _creation(edition: Edition) -> Element | None:
    """Return when the words were spoken, and in which language."""
    record = edition.document.record
    parts: list[Child] = []
    if record.spoken:
        parts.append(date_element(record.spoken, "spoken", record.inferred.get("spoken", "")))
    if record.spoken_language:
        words = f"spoken or first written in {OUTLET_LANGUAGES[record.spoken_language]}"
        parts.append(element("lang", {"n": record.spoken_language}, [words]))
    return element("creation", {}, parts) if parts else None


def _languages(edition: Edition) -> Element:
    codes = dict.fromkeys((edition.document.record.language, SITE_LANGUAGE))
    languages = [element("language", {"ident": code}, [OUTLET_LANGUAGES[code]]) for code in codes]
    return element("langUsage", {}, languages)


def _classes(edition: Edition) -> Element:
    """Return the terms that say what the document is about, and its values of the closed lists."""
    record = edition.document.record
    classes = []
    for vocabulary in SUBJECTS:
        terms = [_term(edition, vocabulary, id) for id in edition.terms[vocabulary]]
        scheme = f"{edition.address}{vocabulary}/" if edition.address else ""
        if terms:
            classes.append(element("keywords", {"scheme": scheme, "n": vocabulary}, terms))
    explained = {
        "kind": spell_out(record.kind),
        "nearness": f"{spell_out(record.nearness)}: {NEARNESS[record.nearness]}",
        "wholeness": f"{spell_out(record.wholeness)}: {WHOLENESS[record.wholeness]}",
    }
    for name, words in explained.items():
        attributes = {"scheme": f"#{edition.local(name)}", "n": str(getattr(record, name))}
        classes.append(element("classCode", attributes, [words]))
    return element("textClass", {}, classes)


def _term(edition: Edition, vocabulary: str, id: str) -> Element:
    attributes = {
        "xml:id": edition.term_id((vocabulary, id)),
        "key": f"{vocabulary}:{id}",
        "ref": links_to(edition, vocabulary, id),
    }
    return element("term", attributes, [edition.archive.term(vocabulary, id).record.label])


def links_to(edition: Edition, vocabulary: str, id: str) -> str:
    """Return pointers to a term: its page, where the site has an address, and its entry in Wikidata."""
    wikidata = getattr(edition.archive.term(vocabulary, id).record, "wikidata", None)
    page = f"{edition.address}{vocabulary}/{id}/" if edition.address else ""
    return " ".join(filter(None, [page, f"{WIKIDATA}{wikidata}" if wikidata else ""]))


def _participants(edition: Edition) -> Element | None:
    """Return the people and organisations that the record names."""
    people = [_person(edition, id) for id in edition.terms["people"]]
    people += [
        element("person", {"xml:id": id, "role": "speaker"}, [element("persName", {}, [name])])
        for name, id in edition.unidentified.items()
    ]
    organisations = [
        element(
            "org", _described(edition, "organisations", id), [_name(edition, "orgName", "organisations", id)]
        )
        for id in edition.terms["organisations"]
    ]
    lists = [
        element("listPerson", {}, people) if people else None,
        element("listOrg", {}, organisations) if organisations else None,
    ]
    return element("particDesc", {}, lists) if people or organisations else None


def _person(edition: Edition, id: str) -> Element:
    role = "speaker" if ("people", id) in edition.speakers else ""
    name = _name(edition, "persName", "people", id)
    return element("person", {**_described(edition, "people", id), "role": role}, [name])


def _described(edition: Edition, vocabulary: str, id: str) -> dict[str, str]:
    return {"xml:id": edition.term_id((vocabulary, id)), "n": f"{vocabulary}:{id}"}


def _name(edition: Edition, name: str, vocabulary: str, id: str) -> Element:
    label = edition.archive.term(vocabulary, id).record.label
    key = {"key": f"{vocabulary}:{id}", "ref": links_to(edition, vocabulary, id)}
    return element(name, key, [label])


def _settings(edition: Edition) -> Element | None:
    """Return the places that the record names."""
    places = [
        element("place", _described(edition, "places", id), [_name(edition, "placeName", "places", id)])
        for id in edition.terms["places"]
    ]
    return element("settingDesc", {}, [element("listPlace", {}, places)]) if places else None


def _revisions(edition: Edition, histories: Histories) -> Element | None:
    """Return what happened to the record, newest first, without the values of before."""
    entries = histories.of_document(edition.document.id, edition.document.source)
    changes = []
    for entry in reversed(entries):
        sentence = what_happened(edition.archive, entry, "document")
        reason = reason_in_words(entry)
        words = f"{sentence} Reason: {reason}" if reason else sentence
        changes.append(element("change", {"when": entry.date.text, "n": str(entry.type)}, [words]))
    return element("revisionDesc", {}, changes) if changes else None
