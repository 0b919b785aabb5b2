"""The checks of records against each other. Each yields Problems; its first line is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..base.problems import Hints, Location, Problem, suggest
from ..base.wording import VOCABULARY_NAMES, list_in_words
from ..collection.archive import Archive, DocumentEntry, SearchEntry, TermEntry, problem_at
from ..collection.histories import retired_ids
from ..records.dates import UNKNOWN
from ..records.languages import SITE_LANGUAGE
from ..records.lines import expand
from ..records.links import DOCUMENTS, Target, parse_target, suggest_target
from ..records.summaries import parse_note
from ..records.terms import VOCABULARIES, inferrable
from ..records.values import SUBJECTS
from .dates import DATE_CHECKS

# Facts of terms that need a reference; a label or a scope note is the archive's own.
FACTS = {
    "outlets": ("owner", "country"),
    "events": ("date", "place", "people", "organisations", "countries"),
    "instruments": ("date", "parties", "symbol"),
}

UNKNOWN_TERM_HINT = "add the term there, unless it is there under another name"

Entry = DocumentEntry | TermEntry | SearchEntry


def _named_terms(document: DocumentEntry) -> Iterator[tuple[Location, str, str]]:
    """Yield (location, vocabulary, id) for each term that a document's record names."""
    record = document.record
    for field in SUBJECTS:
        for position, id in enumerate(getattr(record, field)):
            yield (field, position), field, id
    yield ("outlet",), "outlets", record.outlet
    if record.agency:
        yield ("agency",), "outlets", record.agency
    if record.republished:
        yield ("republished", "by"), "outlets", record.republished.by
    for position, id in enumerate(record.chain):
        yield ("chain", position), "outlets", id


def check_terms(archive: Archive) -> Iterator[Problem]:
    """Every term that is named is in its vocabulary, and a list names it once."""
    hints = Hints()
    for document in archive.documents.values():
        seen: set[tuple[str | int, str]] = set()
        for location, vocabulary, id in _named_terms(document):
            yield from _check_term(archive, document, location, vocabulary, id, hints)
            if (location[0], id) in seen:
                message = f"duplicate {id!r} in the list. Expected each term once."
                yield problem_at(document, location, "R105", message)
            seen.add((location[0], id))
    for vocabulary, terms in archive.vocabularies.items():
        for id, term in terms.items():
            for location, other_vocabulary, other in _terms_of_term(vocabulary, id, term):
                yield from _check_term(archive, term, location, other_vocabulary, other, hints)
    for id, search in archive.searches.items():
        yield from _check_term(archive, search, (id, "outlet"), "outlets", search.record.outlet, hints)


def _terms_of_term(vocabulary: str, id: str, term: TermEntry) -> Iterator[tuple[Location, str, str]]:
    """Yield (location, vocabulary, id) for each term that a term's record names."""
    if term.placeholder:
        return
    fields = {
        "broader": vocabulary,
        "related": vocabulary,
        "people": "people",
        "organisations": "organisations",
        "countries": "places",
        "topics": "topics",
        "parties": "",
    }
    for field, other_vocabulary in fields.items():
        for position, other in enumerate(getattr(term.record, field, ())):
            linked, _, name = other.rpartition(":")
            yield (id, field, position), linked or other_vocabulary, name
    for field in ("place", "country"):
        if place := getattr(term.record, field, None):
            yield (id, field), "places", place


def _check_term(
    archive: Archive, entry: Entry, location: Location, vocabulary: str, id: str, hints: Hints
) -> Iterator[Problem]:
    """Yield a problem where a record names a term that its vocabulary, if it could be read, does not have."""
    if vocabulary not in archive.broken_vocabularies and id not in archive.vocabularies[vocabulary]:
        yield _unknown(entry, location, vocabulary, id, archive, hints)


def _unknown(
    entry: Entry, location: Location, vocabulary: str, id: str, archive: Archive, hints: Hints
) -> Problem:
    message = f"unknown term {id!r}. Expected an id from sources/vocabulary/{vocabulary}.yml."
    hint = hints.suggest(id, archive.vocabularies[vocabulary]) or UNKNOWN_TERM_HINT
    return problem_at(entry, location, "R104", message, hint)


def check_broader(archive: Archive) -> Iterator[Problem]:
    """No term contains itself, directly or by way of others."""
    for terms in archive.vocabularies.values():
        broader = {id: list(term.record.broader) for id, term in terms.items() if not term.placeholder}
        for id in broader:
            if id in _reached(id, broader):
                message = (
                    f"{id!r} contains itself, by way of {', '.join(broader[id])}. Expected terms above it."
                )
                yield problem_at(terms[id], (id, "broader"), "R121", message, "remove one of them")


def check_labels(archive: Archive) -> Iterator[Problem]:
    """No two terms of a vocabulary have the same label."""
    for terms in archive.vocabularies.values():
        first: dict[str, str] = {}
        for id, term in terms.items():
            label = term.record.label.casefold()
            if label in first and not term.placeholder:
                used = f"the label {term.record.label!r} is already used by {first[label]!r}"
                message = f"{used}. Expected another one."
                yield problem_at(
                    term, (id, "label"), "R110", message, "one of them may be a variant of the other"
                )
            first.setdefault(label, id)


def check_documents(archive: Archive) -> Iterator[Problem]:
    """An unknown address has a note, the chain contains the outlet, and no English headline has a gloss."""
    for document in archive.documents.values():
        record = document.record
        if record.gloss and record.language == SITE_LANGUAGE:
            message = f"a gloss of an English headline ({record.gloss!r}). Expected one of another language."
            yield problem_at(document, ("gloss",), "R103", message, "remove it, or correct `language`")
        notes = [note.casefold() for note in record.notes]
        if record.original_url == UNKNOWN and not any("url" in note or "address" in note for note in notes):
            message = (
                "no note says why the original URL is unknown. Expected a note with the word URL or address."
            )
            yield problem_at(
                document,
                ("original_url",),
                "R107",
                message,
                "begin it: The address of the original is unknown: …",
            )
        if record.outlet not in record.chain:
            chain = ", ".join(record.chain)
            message = f"{record.outlet!r} is not in the chain ({chain}). Expected the outlet to be in it."
            yield problem_at(document, ("chain",), "R108", message, "the first publisher comes first")


def _documents_and_terms(archive: Archive) -> Iterator[tuple[DocumentEntry | TermEntry, Location]]:
    """Yield every document and term that could be read, with the location of its record in its file."""
    for document in archive.documents.values():
        yield document, ()
    for terms in archive.vocabularies.values():
        yield from ((term, (id,)) for id, term in terms.items() if not term.placeholder)


def check_inferred(archive: Archive) -> Iterator[Problem]:
    """What is inferred is a field of the record, and a note gives the reason."""
    for entry, place in _documents_and_terms(archive):
        record = entry.record
        notes = [note.casefold() for note in record.notes]
        for field in record.inferred:
            location = (*place, "inferred", field)
            spoken_of = field.replace("_", " ")
            accepted = inferrable(type(record))
            if field not in accepted:
                what = (
                    "a field of a document"
                    if isinstance(entry, DocumentEntry)
                    else "a field of a term that can be inferred"
                )
                near = suggest(field, accepted)
                expected = "the name of one that is" if near else f"one of {', '.join(accepted)}"
                yield problem_at(
                    entry, location, "R106", f"{field!r} is not {what}. Expected {expected}.", near
                )
                continue
            if ":" in record.inferred[field] and (wrong := _leads_nowhere(archive, record.inferred[field])):
                yield problem_at(entry, location, "R114", *wrong)
            if not any(spoken_of in note and "inferred" in note for note in notes):
                message = f"no note explains why {field!r} is inferred. Expected one with both words."
                yield problem_at(
                    entry, location, "R106", message, f"begin it: The {spoken_of} is inferred: …"
                )


def check_relations(archive: Archive) -> Iterator[Problem]:
    """A relation leads to another document; two documents have one relation, and none leads back to its
    beginning.
    """
    hints = Hints()
    for document in archive.documents.values():
        named: dict[str, str] = {}
        for location, relation, other in _relations(document):
            yield from _check_relation(archive, document, location, other, named, hints)
            named.setdefault(other, relation)
    origins = _origins(archive)
    for document in archive.documents.values():
        for location, relation, other in _relations(document):
            if relation != "same_wire" and other != document.id and document.id in _reached(other, origins):
                message = f"circular relation through {other!r}. Expected none back to this document."
                yield problem_at(document, location, "R112", message, "remove it from the older document")


def _relations(document: DocumentEntry) -> Iterator[tuple[Location, str, str]]:
    """Yield (location, relation, id) for each document that a document's record names."""
    for relation, others in document.record.relations().items():
        for position, other in enumerate(others):
            yield (relation, position), relation, other


def _check_relation(
    archive: Archive,
    document: DocumentEntry,
    location: Location,
    other: str,
    named: Mapping[str, str],
    hints: Hints,
) -> Iterator[Problem]:
    """Yield what is wrong with one relation; `named` are those before it in the record, by document."""
    if not _may_exist(archive, other):
        message = f"unknown document {other!r}. Expected a document's id."
        hint = suggest_document(other, archive, hints) if hints.left > 0 else ""
        yield problem_at(document, location, "R111", message, hint)
    elif other == document.id:
        message = f"{other!r} is the document itself. Expected the id of another document."
        yield problem_at(document, location, "R111", message)
    elif first := _first_relation(archive, document.id, location[0], other, named):
        message = f"{other!r} is already related as {first}. Expected one relation between two documents."
        yield problem_at(document, location, "R112", message, "keep the one that says more")


def suggest_document(id: str, archive: Archive, hints: Hints) -> str:
    """Return a hint for an unknown document: what happened to it, or the nearest id."""
    if retired := retired_ids(archive).get((DOCUMENTS, id)):
        todo = f"write {retired.renamed!r}" if retired.renamed else "remove what names it"
        return f"{retired.in_words}; {todo}"
    return hints.suggest(id, archive.documents.keys() | archive.broken_ids)


def _may_exist(archive: Archive, document: str) -> bool:
    """Return whether a document exists, or may be among those that could not be read."""
    unread = document in archive.broken_ids or DOCUMENTS in archive.broken_vocabularies
    return document in archive.documents or unread


def _first_relation(
    archive: Archive, id: str, relation: str | int, other: str, named: Mapping[str, str]
) -> str:
    """Return how two documents are related already, by this record or by the other's; an empty text if they
    are not.
    """
    if other in named:
        return named[other]
    return _other_relation(archive, other, id) if relation == "same_wire" else ""


def _origins(archive: Archive) -> dict[str, list[str]]:
    """Return, for each document, those that it repeats, excerpts or translates."""
    found: dict[str, list[str]] = {}
    for document in archive.documents.values():
        named: set[str] = set()
        for _, relation, other in _relations(document):
            is_new = other != document.id and other not in named
            if relation != "same_wire" and is_new and _may_exist(archive, other):
                found.setdefault(document.id, []).append(other)
            named.add(other)
    return found


def _other_relation(archive: Archive, id: str, named: str) -> str:
    """Return how a document names another one, other than as the same agency report; an empty text if it does
    not.
    """
    relations = archive.documents[id].record.relations() if id in archive.documents else {}
    return next(
        (relation for relation, others in relations.items() if relation != "same_wire" and named in others),
        "",
    )


def _reached(start: str, edges: dict[str, list[str]]) -> set[str]:
    """Return every document that a document's relations lead to, directly or by way of others."""
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += edges.get(id, ())
    return found


def check_links(archive: Archive) -> Iterator[Problem]:
    """A summary's links lead to web addresses, documents and terms that exist."""
    for document in archive.documents.values():
        for inline in document.summary.inlines():
            if inline.kind == "link" and (wrong := _leads_nowhere(archive, inline.target)):
                yield Problem(document.path, inline.line, (), "S103", *wrong)


def _leads_nowhere(archive: Archive, text: str) -> tuple[str, str] | None:
    """Return what is wrong with the target of a link, and a hint; None where it leads somewhere."""
    target = parse_target(text)
    if target is None or target.kind not in ("", DOCUMENTS, *VOCABULARIES):
        expected = "https://…, documents:ID, documents:ID#L13 or a vocabulary such as topics:ID"
        return f"not a link ({text!r}). Expected {expected}.", suggest_target(
            text, [DOCUMENTS, *VOCABULARIES]
        )
    if target.address:
        return None
    known: Mapping[str, object] = (
        archive.documents if target.kind == DOCUMENTS else archive.vocabularies.get(target.kind, {})
    )
    if target.id not in known:
        if target.kind in archive.broken_vocabularies or (
            target.kind == DOCUMENTS and target.id in archive.broken_ids
        ):
            return None
        is_document = target.kind == DOCUMENTS
        hint = suggest_document(target.id, archive, Hints()) if is_document else suggest(target.id, known)
        return _unknown_target(target), hint
    if target.line:
        document = archive.documents[target.id]
        if target.line not in expand(document.record.lines) - archive.sources[document.source].blank:
            return f"line {target.line} is blank or not in {target.id!r}. Expected one of its lines.", ""
    return None


def _unknown_target(target: Target) -> str:
    """Return the message for the target of a link that is in no record."""
    if target.kind == DOCUMENTS:
        return f"unknown document {target.id!r}. Expected a document's id."
    noun, _ = VOCABULARY_NAMES[target.kind]
    return f"unknown {noun} {target.id!r}. Expected an id from sources/vocabulary/{target.kind}.yml."


def check_notes(archive: Archive) -> Iterator[Problem]:
    """The links of notes lead somewhere."""
    for entry, place in _documents_and_terms(archive):
        for position, note in enumerate(entry.record.notes):
            for run in parse_note(note):
                if run.kind == "link" and (wrong := _leads_nowhere(archive, run.target)):
                    yield problem_at(entry, (*place, "notes", position), "R114", *wrong)


def _references(id: str, term: TermEntry) -> Iterator[tuple[Location, str]]:
    """Yield (location, target) for each reference in a term's fields."""
    record = term.record
    for position, target in enumerate(record.references):
        yield (id, "references", position), target
    for position, office in enumerate(getattr(record, "offices", ())):
        yield (id, "offices", position, "reference"), office.reference
    if coordinates := getattr(record, "coordinates", None):
        yield (id, "coordinates", "reference"), coordinates.reference


def check_term_references(archive: Archive) -> Iterator[Problem]:
    """The references of terms and offices, and the links of descriptions, lead somewhere."""
    for name, vocabulary in archive.vocabularies.items():
        for id, term in vocabulary.items():
            if term.placeholder:
                continue
            facts = [field for field in FACTS.get(name, ()) if getattr(term.record, field)]
            unconfirmed = [field for field in facts if ":" not in term.record.inferred.get(field, "")]
            if unconfirmed and not term.record.references:
                said = list_in_words([f"the {field}" for field in unconfirmed])
                message = f"no reference confirms {said}. Expected a web address, or a document's line."
                yield problem_at(term, (id, unconfirmed[0]), "R116", message, "add it to `references`")
            named = list(_references(id, term))
            for inline in term.description.inlines():
                if inline.kind == "link":
                    named.append(((id, "description"), inline.target))
                elif inline.kind == "reference":
                    message = f"{inline.text} names no document. Expected a link, [text](documents:ID#L13)."
                    yield problem_at(term, (id, "description"), "R114", message)
            for location, target in named:
                if wrong := _leads_nowhere(archive, target):
                    yield problem_at(term, location, "R114", *wrong)


RECORD_CHECKS = (
    check_terms,
    check_broader,
    check_labels,
    check_documents,
    check_inferred,
    check_relations,
    check_links,
    check_term_references,
    check_notes,
    *DATE_CHECKS,
)
