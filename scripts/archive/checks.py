"""The checks that look across records. Each yields Problems; its first line is the rule that it holds."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace

from .archive import Archive, DocumentEntry, SearchEntry, SourceEntry, TermEntry
from .captures import CAPTURE_NAME, check_capture
from .dates import Date
from .leaks import RUN, matching_runs, restricted_runs, words
from .lines import claims, expand, format_ranges, say_lines
from .models import INFERRABLE, UNKNOWN, VOCABULARIES, Access, Role
from .passages import line_roles, printed_speaker
from .problems import Problem, format_field, suggest
from .targets import DOCUMENTS, parse_target


def check_archive(archive: Archive) -> tuple[Archive, list[Problem]]:
    """Run every check; return the archive as a build may use it, and all problems.

    A document with a problem in its own record is left out; a capture that is altered counts as not held.
    """
    problems = list(archive.problems)
    for id, source in archive.sources.items():
        if altered := list(check_held(source)):
            archive.sources[id] = replace(source, capture=None)
            problems += altered
    for check in (check_terms, check_labels, check_documents, check_inferred, check_speakers, check_titles, check_lines,
                  check_roles, check_named_lines, check_relations, check_references, check_links, check_term_references,
                  check_own_words, check_period, check_captures, check_tracked):  # fmt: skip
        problems += check(archive)
    faulty = {problem.path for problem in problems}
    return archive.without(id for id, document in archive.documents.items() if document.path in faulty), problems


def _problem(document: DocumentEntry, location: tuple, code: str, message: str, hint: str = "") -> Problem:
    return Problem(document.path, document.tree.line(location), format_field(location), code, message, hint)


def check_held(source: SourceEntry) -> Iterator[Problem]:
    """A held capture is the one that the record describes."""
    if source.capture is not None:
        for problem in check_capture(source.capture, source.record, source.capture_path):
            # With the right SHA-256 it is the record that is wrong.
            about_the_record = {"path": source.path, "line": source.tree.line((problem.field,))}
            yield replace(problem, **about_the_record) if problem.field else problem


def _named_terms(document: DocumentEntry) -> Iterator[tuple[tuple, str, str]]:
    """Yield (location, vocabulary, id) for each term that a document's record names."""
    record = document.record
    for field in ("topics", "people", "places", "organisations", "events"):
        for position, id in enumerate(getattr(record, field)):
            yield (field, position), field, id
    yield ("outlet",), "outlets", record.outlet
    if record.agency:
        yield ("agency",), "outlets", record.agency
    for position, id in enumerate(record.chain):
        yield ("chain", position), "outlets", id


def check_terms(archive: Archive) -> Iterator[Problem]:
    """Every term that is named stands in its vocabulary, and a list names it once."""
    for document in archive.documents.values():
        seen: set[tuple] = set()
        for location, vocabulary, id in _named_terms(document):
            if vocabulary not in archive.broken_vocabularies and id not in archive.vocabularies[vocabulary]:
                yield _unknown(document.path, document.tree.line(location), location, vocabulary, id, archive)
            if (location[0], id) in seen:
                yield _problem(document, location, "R105", f"{id!r} stands twice in the list. Expected it once.")
            seen.add((location[0], id))
    for vocabulary, terms in archive.vocabularies.items():
        for id, term in terms.items():
            if term.placeholder:
                continue
            fields = {"broader": vocabulary, "related": vocabulary, "people": "people", "organisations": "organisations"}
            named = [((id, field, position), where, other) for field, where in fields.items()
                     for position, other in enumerate(getattr(term.record, field, ()))]  # fmt: skip
            named += [((id, field), "places", place) for field in ("place", "country")
                      if (place := getattr(term.record, field, None))]  # fmt: skip
            for location, where, other in named:
                if where not in archive.broken_vocabularies and other not in archive.vocabularies[where]:
                    yield _unknown(term.path, term.tree.line(location), location, where, other, archive)
    for id, search in archive.searches.items():
        outlet = search.record.outlet
        if "outlets" not in archive.broken_vocabularies and outlet not in archive.vocabularies["outlets"]:
            location = (id, "outlet")
            yield _unknown(search.path, search.tree.line(location), location, "outlets", outlet, archive)


def _unknown(path: str, line: int, location: tuple, vocabulary: str, id: str, archive: Archive) -> Problem:
    message = f"unknown term {id!r}. Expected an id from sources/vocabulary/{vocabulary}.yml."
    return Problem(path, line, format_field(location), "R104", message, suggest(id, archive.vocabularies[vocabulary]))


def check_labels(archive: Archive) -> Iterator[Problem]:
    """No two terms of a vocabulary have the same label."""
    for terms in archive.vocabularies.values():
        first: dict[str, str] = {}
        for id, term in terms.items():
            label = term.record.label.casefold()
            if label in first and not term.placeholder:
                message = f"the label {term.record.label!r} is that of {first[label]!r}. Expected another one."
                line = term.tree.line((id, "label"))
                yield Problem(term.path, line, f"{id}.label", "R110", message, "one of them may be a variant of the other")
            first.setdefault(label, id)


def check_documents(archive: Archive) -> Iterator[Problem]:
    """An unknown address is explained in a note, and the chain holds the outlet."""
    for document in archive.documents.values():
        record = document.record
        notes = [note.casefold() for note in record.notes]
        if record.original_url == UNKNOWN and not any("url" in note or "address" in note for note in notes):
            message = "no note says why the original URL is unknown. Expected a note with the word URL or address."
            yield _problem(document, ("original_url",), "R107", message)
        if record.outlet not in record.chain:
            message = f"{record.outlet!r} is not in the chain ({', '.join(record.chain)}). Expected the outlet among them."
            yield _problem(document, ("chain",), "R108", message)


def check_inferred(archive: Archive) -> Iterator[Problem]:
    """What is inferred is a field of the record, and a note gives the reason."""
    entries: list[tuple[DocumentEntry | TermEntry, tuple]] = [(document, ()) for document in archive.documents.values()]
    entries += [(term, (id,)) for terms in archive.vocabularies.values() for id, term in terms.items() if not term.placeholder]
    for entry, place in entries:
        record = entry.record
        notes = [note.casefold() for note in record.notes]
        for position, field in enumerate(record.inferred):
            location = (*place, "inferred", position)
            where = (entry.path, entry.tree.line(location), format_field(location), "R106")
            spoken_of = field.replace("_", " ")
            accepted = list(type(record).model_fields)
            if isinstance(entry, TermEntry):
                accepted = [name for name in accepted if name in INFERRABLE]
            if field not in accepted:
                what = "a document" if isinstance(entry, DocumentEntry) else f"a term of {entry.vocabulary}.yml that can be"
                message = f"{field!r} is not a field of {what}. Expected the name of the inferred field."
                yield Problem(*where, message, suggest(field, accepted))
            elif not any(spoken_of in note and "inferred" in note for note in notes):
                message = f"no note gives the reason why {field!r} is inferred. Expected one that holds both words."
                yield Problem(*where, message, f"begin it: The {spoken_of} is inferred: …")


def check_speakers(archive: Archive) -> Iterator[Problem]:
    """A speaker is a person or unknown; with the capture at hand, each label occurs and each answer has a speaker."""
    people = archive.vocabularies.get("people", {})
    for document in archive.documents.values():
        for label, person in document.record.speakers.items():
            if person != UNKNOWN and person not in people and "people" not in archive.broken_vocabularies:
                message = f"unknown person {person!r}. Expected an id from sources/vocabulary/people.yml, or {UNKNOWN}."
                yield _problem(document, ("speakers", label), "R109", message, suggest(person, people))
        source = archive.sources[document.source]
        if source.capture is None:
            continue
        unseen, speaking = set(document.record.speakers), ""
        for line, role in line_roles(document.record, source.blank).items():
            if role not in (Role.QUESTION, Role.ANSWER) or line > source.record.lines:
                continue
            begins = printed_speaker(source.capture.line(line), document.record.speakers)
            unseen.discard(begins)
            speaking = begins or speaking
            if not speaking:
                message = f"line {line} is a {role} without a speaker. Expected a printed name from `speakers` and a colon."
                yield _problem(document, ("roles",), "C206", message)
        for label in sorted(unseen):
            message = f"no question or answer begins with {label!r} and a colon. Expected the name as printed."
            yield _problem(document, ("speakers", label), "C206", message)


def check_titles(archive: Archive) -> Iterator[Problem]:
    """A document's title is, to the character, one of its lines with the role title."""
    for document in archive.documents.values():
        source = archive.sources[document.source]
        roles = line_roles(document.record, source.blank)
        titles = [line for line, role in roles.items() if role is Role.TITLE]
        if not titles:
            yield _problem(document, ("roles",), "C205", "no line has the role title. Expected the line of the headline.")
        elif (
            source.capture is not None
            and max(titles) <= source.record.lines
            and document.record.title not in [source.capture.line(line).strip() for line in titles]
        ):
            message = f"the title differs from line {titles[0]} of the capture. Expected it to the character."
            yield _problem(document, ("title",), "C205", message, "look at quotation marks, spaces and dashes")


def check_lines(archive: Archive) -> Iterator[Problem]:
    """Every line that is not blank belongs to exactly one document or cut."""
    for id, source in archive.sources.items():
        documents = [archive.documents[document] for document in archive.documents_of_source[id]]
        owners = {document.path: document.record.lines for document in documents}
        owners |= {f"{source.path}#cuts[{position}]": cut.lines for position, cut in enumerate(source.record.cuts)}
        for owner, ranges in owners.items():
            if ranges[-1].last > source.record.lines:
                message = f"line {ranges[-1].last} is beyond the capture. Expected lines 1-{source.record.lines}."
                yield _line_problem(owner, documents, source, "C201", message)
        claimed = claims(owners, source.blank)
        twice: dict[tuple[str, ...], list[int]] = {}
        for line, names in claimed.items():
            if len(names) > 1:
                twice.setdefault(tuple(names), []).append(line)
        for names, lines in sorted(twice.items()):
            others = ", ".join(name.rpartition("/")[2].replace("source.yml#", "source.yml ") for name in names[:-1])
            message = f"{say_lines(lines, 'belongs', 'belong')} to {others} too. Expected one owner of each line."
            yield _line_problem(names[-1], documents, source, "C202", message)
        missing = set(range(1, source.record.lines + 1)) - source.blank - set(claimed)
        if missing and documents and not archive.broken_documents[id]:
            what = say_lines(missing, "belongs", "belong")
            message = f"{what} to no document and no cut. Expected each to be accounted for."
            hint = "add them to a document's lines, or cut them with a reason"
            yield Problem(source.path, source.tree.line(("lines",)), "lines", "C203", message, hint)
        if beyond := source.blank - set(range(1, source.record.lines + 1)):
            message = f"line {max(beyond)} is beyond the capture. Expected lines 1-{source.record.lines}."
            yield Problem(source.path, source.tree.line(("blank",)), "blank", "C201", message)
        unowned = expand(source.record.excerpts) - {line for document in documents for line in expand(document.record.lines)}
        if unowned and documents and not archive.broken_documents[id]:
            message = f"{say_lines(unowned, 'belongs', 'belong')} to no document. Expected lines of documents."
            yield Problem(source.path, source.tree.line(("excerpts",)), "excerpts", "C207", message)


def _line_problem(owner: str, documents: list[DocumentEntry], source: SourceEntry, code: str, message: str) -> Problem:
    """Return a problem at the `lines` of a document, or at a cut of the source."""
    for document in documents:
        if document.path == owner:
            return _problem(document, ("lines",), code, message)
    position = int(re.search(r"\[(\d+)\]$", owner)[1])  # type: ignore[index]
    location = ("cuts", position, "lines")
    return Problem(source.path, source.tree.line(location), format_field(location), code, message)


def check_roles(archive: Archive) -> Iterator[Problem]:
    """Roles are given once, to lines of the document that are not blank."""
    for document in archive.documents.values():
        source = archive.sources[document.source]
        own = expand(document.record.lines)
        seen: set[int] = set()
        for found, role in document.record.roles:
            location = ("roles", str(found))
            lines = set(found)
            if outside := lines - own:
                what = say_lines(outside, f"({role}) is", f"({role}) are")
                message = f"{what} not of the document. Expected lines within {format_ranges(document.record.lines)}."
                yield _problem(document, location, "C204", message)
            elif not lines - source.blank:
                message = f"{say_lines(lines, f'({role}) is', f'({role}) are')} blank. Expected lines that hold text."
                yield _problem(document, location, "C204", message)
            if twice := lines & seen:
                message = f"{say_lines(twice, 'has', 'have')} a role already. Expected one role a line."
                yield _problem(document, location, "C204", message)
            seen |= lines


def check_named_lines(archive: Archive) -> Iterator[Problem]:
    """Events and people that have lines of their own are the document's, and so are the lines."""
    for document in archive.documents.values():
        record = document.record
        blank = archive.sources[document.source].blank
        own = expand(record.lines) - blank
        for field, listed in (("event_lines", "events"), ("verbatim", "people")):
            for id, ranges in getattr(record, field).items():
                if id not in getattr(record, listed):
                    message = f"{id!r} is not among the {listed} of the document. Expected one of them."
                    yield _problem(document, (field, id), "R113", message, suggest(id, getattr(record, listed)))
                named = {line for found in ranges for line in (found.first, found.last)} | (expand(ranges) - blank)
                if outside := named - own:
                    what = say_lines(outside, "is", "are")
                    message = f"{what} blank or not of the document. Expected its lines, and ranges that begin and end at them."
                    yield _problem(document, (field, id), "C208", message)


def check_relations(archive: Archive) -> Iterator[Problem]:
    """A relation leads to another document; two documents have one relation, and none leads back to its beginning."""
    known = archive.documents.keys() | archive.broken_ids
    sources: dict[str, list[str]] = {}  # document → those that it repeats, excerpts or translates
    for document in archive.documents.values():
        named: dict[str, str] = {}
        for relation, others in document.record.relations().items():
            for position, other in enumerate(others):
                location = (relation, position)
                if other not in known:
                    message = f"no document has the id {other!r}. Expected the id of one."
                    yield _problem(document, location, "R111", message, suggest(other, known))
                elif other == document.id:
                    yield _problem(document, location, "R111", "the document itself. Expected the id of another one.")
                elif first := named.get(other) or (relation == "same_wire" and _other_relation(archive, other, document.id)):
                    message = f"{other!r} is related as {first} already. Expected one relation between two documents."
                    yield _problem(document, location, "R112", message)
                elif relation != "same_wire":
                    sources.setdefault(document.id, []).append(other)
                named.setdefault(other, relation)
    for document in archive.documents.values():
        for relation, others in document.record.relations().items():
            for position, other in enumerate(others):
                if relation != "same_wire" and other != document.id and document.id in _reached(other, sources):
                    message = f"{other!r} comes, by its own relations, from this document. Expected no way back."
                    yield _problem(document, (relation, position), "R112", message)


def _other_relation(archive: Archive, id: str, named: str) -> str:
    """Return how a document names another one, other than as the same agency report; an empty text if it does not."""
    relations = archive.documents[id].record.relations() if id in archive.documents else {}
    return next((relation for relation, others in relations.items() if relation != "same_wire" and named in others), "")


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


def check_references(archive: Archive) -> Iterator[Problem]:
    """A line reference begins and ends at lines of the document that are not blank."""
    for document in archive.documents.values():
        own = expand(document.record.lines) - archive.sources[document.source].blank
        for inline in document.summary.inlines():
            if inline.lines is None:
                continue
            if wrong := [line for line in (inline.lines.first, inline.lines.last) if line not in own]:
                message = (
                    f"{inline.text} names line {wrong[0]}, which is blank or not of this document. Expected one of its lines."
                )
                yield Problem(document.path, inline.line, "", "S104", message)
            elif inline.lines.last < inline.lines.first:
                message = f"{inline.text} ends before it begins. Expected the first line first."
                yield Problem(document.path, inline.line, "", "S104", message)


def check_links(archive: Archive) -> Iterator[Problem]:
    """A summary's links lead to web addresses, documents and terms that exist."""
    for document in archive.documents.values():
        for inline in document.summary.inlines():
            if inline.kind == "link" and (wrong := _leads_nowhere(archive, inline.target)):
                yield Problem(document.path, inline.line, "", "S103", *wrong)


def _leads_nowhere(archive: Archive, text: str) -> tuple[str, str] | None:
    """Return what is wrong with the target of a link, and a hint; None where it leads somewhere."""
    target = parse_target(text)
    if target is None or target.kind not in ("", DOCUMENTS, *VOCABULARIES):
        expected = "https://…, documents:ID, documents:ID#L13 or a vocabulary such as topics:ID"
        return f"not a link ({text!r}). Expected {expected}.", ""
    if target.address:
        return None
    known: dict = archive.documents if target.kind == DOCUMENTS else archive.vocabularies.get(target.kind, {})
    if target.id not in known:
        if target.kind in archive.broken_vocabularies or (target.kind == DOCUMENTS and target.id in archive.broken_ids):
            return None
        return f"nothing has the id {target.id!r} in {target.kind}. Expected one that exists.", suggest(target.id, known)
    if target.line:
        document = archive.documents[target.id]
        if target.line not in expand(document.record.lines) - archive.sources[document.source].blank:
            return f"line {target.line} is blank or not of {target.id!r}. Expected one of its lines.", ""
    return None


def check_term_references(archive: Archive) -> Iterator[Problem]:
    """The references of terms and offices, and the links of descriptions, lead somewhere."""
    for vocabulary in archive.vocabularies.values():
        for id, term in vocabulary.items():
            if term.placeholder:
                continue
            owned = [field for field in ("owner", "country") if getattr(term.record, field, None)]
            if owned and not term.record.references:
                message = f"no reference confirms the {' and the '.join(owned)}. Expected a web address, or a document's line."
                yield Problem(term.path, term.tree.line((id, owned[0])), f"{id}.{owned[0]}", "R116", message)
            named = [((id, "references", position), target) for position, target in enumerate(term.record.references)]
            offices = enumerate(getattr(term.record, "offices", ()))
            named += [((id, "offices", position, "reference"), office.reference) for position, office in offices]
            for inline in term.description.inlines():
                if inline.kind == "link":
                    named.append(((id, "description"), inline.target))
                elif inline.kind == "reference":
                    line, message = inline.line, f"{inline.text} names no document. Expected a link, [text](documents:ID#L13)."
                    yield Problem(term.path, line, f"{id}.description", "R114", message)
            for location, target in named:
                if wrong := _leads_nowhere(archive, target):
                    yield Problem(term.path, term.tree.line(location), format_field(location), "R114", *wrong)


def check_own_words(archive: Archive) -> Iterator[Problem]:
    """Where restricted captures are held, what the records say shares no nine words in a row with them, headlines aside.

    A document is compared with its own capture; terms and searches, which may draw on any, with all.
    """
    everywhere: dict[tuple[str, ...], str] = {}
    for id, source in archive.sources.items():
        restricted = {run: f"line {line} of the capture" for run, line in restricted_runs(archive, id).items()}
        everywhere.update({run: f"{where}, {source.folder}/{CAPTURE_NAME}" for run, where in restricted.items()})
        for document in [archive.documents[document] for document in archive.documents_of_source[id]] if restricted else ():
            texts = [(block.line, block.plain) for block in document.summary.blocks]
            notes = enumerate(document.record.notes)
            texts += [(document.tree.line(("notes", position)), note) for position, note in notes]
            for line, text in texts:
                yield from _shared_words(document.path, line, "", text, restricted)
    for entry, location, text in _written_of_terms(archive) if everywhere else ():
        yield from _shared_words(entry.path, entry.tree.line(location), format_field(location), text, everywhere)


def _written_of_terms(archive: Archive) -> Iterator[tuple[TermEntry | SearchEntry, tuple, str]]:
    """Yield (record, location, text) for what the vocabularies and the searches say in sentences or phrases."""
    for vocabulary in archive.vocabularies.values():
        for id, term in vocabulary.items():
            if term.placeholder:
                continue
            yield term, (id, "scope"), term.record.scope
            yield term, (id, "description"), " ".join(block.plain for block in term.description.blocks)
            yield term, (id, "owner"), getattr(term.record, "owner", None) or ""
            for position, note in enumerate(term.record.notes):
                yield term, (id, "notes", position), note
            for position, office in enumerate(getattr(term.record, "offices", ())):
                yield term, (id, "offices", position, "title"), office.title
    for id, search in archive.searches.items():
        yield search, (id, "method"), search.record.method


def _shared_words(path: str, line: int, field: str, text: str, restricted: Mapping[tuple[str, ...], str]) -> Iterator[Problem]:
    for run, where in list(matching_runs(words(text), restricted))[:1]:
        yield Problem(path, line, field, "S105", f"{RUN} words in a row of {where} ({' '.join(run)!r}). Expected own words.")


def check_period(archive: Archive) -> Iterator[Problem]:
    """A document, and a search, is of the years that the collection covers, so that a mistyped year is seen."""
    if archive.collection is None:
        return
    period = archive.collection.period
    dated: list[tuple[DocumentEntry | SearchEntry, tuple, Date]] = []
    dated += [(document, ("date",), document.record.date) for document in archive.documents.values()]
    dated += [(search, (search.id, "period"), search.record.period) for search in archive.searches.values()]
    for entry, location, date in dated:
        if date.latest < period.earliest or date.earliest > period.latest:
            message = f"{date.text} lies outside the collection's period, {period.text}. Expected a date within it."
            hint = "if the collection covers more years now, change period in sources/collection.yml"
            yield Problem(entry.path, entry.tree.line(location), format_field(location), "R115", message, hint)


def check_captures(archive: Archive) -> Iterator[Problem]:
    """A capture that may be shown is held."""
    for source in archive.sources.values():
        if source.record.access is Access.FULL and not source.capture_path:
            message = f"no {CAPTURE_NAME} in {source.folder}, and the access is {source.record.access}. Expected the capture."
            line = source.tree.line(("access",))
            yield Problem(source.path, line, "access", "C101", message, "put it there with `archive hold FILE`")


def check_tracked(archive: Archive) -> Iterator[Problem]:
    """No capture is kept in git whose access is not full."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(archive.root), "ls-files", "-z", "--", "sources"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return  # without git nothing can be kept in it
    tracked = set(listed.stdout.decode("utf-8", "surrogateescape").split("\0"))
    open_captures = {f"{source.folder}/{CAPTURE_NAME}" for source in archive.sources.values()
                     if source.record.access is Access.FULL}  # fmt: skip
    for path in sorted(tracked - open_captures):
        if path.endswith(f"/{CAPTURE_NAME}"):
            message = "a capture in git whose access is not full. Expected it on this machine only."
            yield Problem(path, 0, "", "C107", message, f"git rm --cached {path}, and remove it from the history before you push")
