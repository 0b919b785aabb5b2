"""A draft → the files of a source: each field below a comment that says where its value came from and how sure that is."""

from __future__ import annotations

import datetime
import hashlib
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from ..base.files import partial_folder, remove_partial, write_new
from ..captures.capture import CAPTURE_NAME
from ..collection.archive import Archive
from ..pages.wording import words
from ..records.canonical import PROPOSED, WIDTH, format_record
from ..records.closed_lists import Access, Role
from ..records.dates import UNKNOWN, parse_date
from ..records.lines import compress, format_ranges
from ..records.parsing import TODO
from ..yaml_text.reading import quote
from .mentions import VOCABULARIES
from .proposals import Proposal, Sureness
from .propose import DocumentDraft, Draft

MAX_SLUG = 80  # signs of a headline in an id
SUMMARY = (
    f"{TODO} Say in your own words what it says, in 80 to 300 words, with the lines that each statement rests on, such as [L13]."
)

# Cyrillic letters as ids write them (a simple form of BGN/PCGN; what an id needs is to be stable and readable).
_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
    "'": "", "’": "", "‘": "", "ʼ": "", "`": "",
})  # fmt: skip


def slug(text: str, most: int = MAX_SLUG) -> str:
    """Return a text as a part of an id: letters a-z, digits and hyphens, whole words.

    >>> slug("Гавань открыта: “It’s open!”"), slug("Één kans"), slug("U.S. boats")
    ('gavan-otkryta-its-open', 'een-kans', 'us-boats')
    """
    joined = re.sub(r"(?<=\b\w)\.(?=\w\b|\W|$)", "", text.lower())  # initials, as in U.S.
    latin = unicodedata.normalize("NFKD", joined.translate(_LATIN))
    plain = "".join(sign for sign in latin if not unicodedata.combining(sign))
    found = ""
    for part in re.findall(r"[a-z0-9]+", re.sub(r"[^\W\d_a-z]", "", plain)):
        if found and len(found) + len(part) + 1 > most:
            break
        found = f"{found}-{part}" if found else part[:most]
    return found


def source_id(draft: Draft, archive: Archive) -> str:
    """Return an id for the source that the archive does not have: its outlet, and what it holds."""
    first = draft.documents[0]
    outlets = {document.chain[-1] for document in draft.documents if document.chain}
    outlet = outlets.pop() if len(outlets) == 1 else first.outlet.value or slug(first.publisher) or "source"
    what = slug(first.title.value or "", 40) if len(draft.documents) == 1 else f"{len(draft.documents)}-items"
    wanted = "-".join(part for part in (outlet, what) if part)
    number = 2
    free = wanted
    while free in archive.sources or any(archive.root.glob(f"sources/*/{free}")):
        free = f"{wanted}-{number}"
        number += 1
    return free


def source_year(draft: Draft) -> str:
    """Return the year of the newest document, or of the capture; nothing where neither is known."""
    years = [document.date.value[:4] for document in draft.documents if document.date.value]
    return max(years, default=(draft.captured.value or "")[:4])


def document_ids(draft: Draft, archive: Archive) -> list[str]:
    """Return an id for each document: its date and its headline, each once."""
    taken = set(archive.documents) | archive.broken_ids
    ids = []
    for document in draft.documents:
        date = re.sub(r"[~?%X].*$", "", document.date.value or "undated").rstrip("-")
        wanted = f"{date}-{slug(document.title.value or 'without-a-headline')}".rstrip("-")
        number, free = 2, wanted
        while free in taken:
            free = f"{wanted}-{number}"
            number += 1
        taken.add(free)
        ids.append(free)
    return ids


def render_draft(draft: Draft, archive: Archive, place: str) -> dict[str, bytes]:
    """Return the files of a draft: name in the source's folder → bytes; the records, the capture, and what it was made from.

    `place` is the folder's path below the archive's root.
    """
    files = {"source.yml": _canonical(_source(draft, archive), f"{place}/source.yml", "source")}
    for id, document in zip(document_ids(draft, archive), draft.documents, strict=True):
        text = _document(document, draft.capture.blank, archive.vocabularies.get("topics", ()))
        files[f"{id}.md"] = _canonical(text, f"{place}/{id}.md", "document")
    files[CAPTURE_NAME] = draft.data
    if draft.original:
        files[draft.original] = draft.received.data
    return files


def _canonical(text: str, path: str, name: str) -> bytes:
    formatted, problems = format_record(text, path, name)
    assert not problems, problems  # every text of a stranger is quoted
    return formatted.encode()


def write_source(root: Path, place: str, files: Mapping[str, bytes]) -> None:
    """Write the folder of a source in one step, so that an interruption leaves none or all of it; raise OSError if it exists.

    `place` is the folder's path below `root`. Records can be read by everybody, the other files by their owner alone.
    """
    folder = root / place
    remove_partial(root)
    with partial_folder(root) as made:
        whole = Path(made) / folder.name
        whole.mkdir()
        for name, data in files.items():
            if name.endswith((".yml", ".md")):
                (whole / name).write_bytes(data)
            else:
                write_new(whole / name, data)
        folder.parent.mkdir(parents=True, exist_ok=True)
        whole.rename(folder)


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, WIDTH - 3, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{PROPOSED} {line}\n" for line in lines)


def _value(proposal: Proposal) -> str:
    """Write a proposed value, or what is left to do about it."""
    return quote(proposal.value) if proposal.value is not None else quote(f"{TODO} {proposal.origin}".strip())


def _field(name: str, proposal: Proposal) -> str:
    return f"{_comment(proposal.comment if proposal.value is not None else '')}{name}: {_value(proposal)}\n"


def _label(draft: Draft, archive: Archive) -> Proposal:
    outlets = list(dict.fromkeys(document.outlet.value for document in draft.documents))
    if len(draft.documents) == 1:
        document = draft.documents[0]
        if outlets[0] and document.date.value:
            name = archive.term("outlets", outlets[0]).record.label
            what = f"{words(document.kind.value or '')} of {parse_date(document.date.value).words}"
            return Proposal(f"{name}, {what}", "its outlet, kind and date", Sureness.LIKELY)
        return Proposal(None, "a short name, such as the outlet, the kind and the date")
    last = {document.chain[-1] for document in draft.documents if document.chain}
    if len(last) == 1:
        name = archive.term("outlets", last.pop()).record.label
        return Proposal(f"{name}, {len(draft.documents)} items", "its outlet and the number of items", Sureness.LIKELY)
    return Proposal(None, "a short name, such as the site and what its page gathers")


def _source(draft: Draft, archive: Archive) -> str:
    capture = draft.capture
    given = draft.received.name.rpartition("/")[2] or CAPTURE_NAME
    text = _field("label", _label(draft, archive))
    text += f"file: {quote(f'{given}.txt' if draft.extractor else given)}\n"
    text += f"sha256: {capture.sha256}\nbytes: {capture.bytes}\nlines: {len(capture.lines)}\n"
    if capture.blank:
        text += f"blank: {format_ranges(compress(capture.blank))}\n"
    if draft.extractor:
        original = draft.received.data
        text += f"original:\n  file: {quote(given)}\n  sha256: {hashlib.sha256(original).hexdigest()}\n"
        text += f"  bytes: {len(original)}\n  extractor: {quote(draft.extractor)}\n"
    for name, proposal in (("captured", draft.captured), ("captured_from", draft.captured_from)):
        if proposal.value is None:
            text += _comment("the file does not tell; write it down if you know") + f"{name}: {UNKNOWN}\n"
        else:
            text += _field(name, proposal)
    text += f"added: {datetime.date.today().isoformat()}\n"
    text += _comment("most of what the press publishes is in copyright; docs/about/rights.md has the other statements (a guess)")
    text += f"rights: InC\naccess: {Access.SUMMARY}\n"
    if draft.cuts:
        text += "cuts:\n"
        for lines, reason, origin in _runs(draft):
            text += f"  {_comment(origin)}  - lines: {lines}\n    reason: {reason}\n"
    for warning in draft.warnings:
        text += _comment(warning)
    return text


def _runs(draft: Draft) -> Iterable[tuple[str, str, str]]:
    """Yield (lines, reason, origin) of the cuts; lines of one reason that follow each other go together."""
    run: list[int] = []
    for line in [*sorted(draft.cuts), 0]:
        same = run and line and draft.cuts[line] == draft.cuts[run[-1]]
        same = same and all(between in draft.capture.blank for between in range(run[-1] + 1, line))
        if run and not same:
            lines = str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"
            yield lines, str(draft.cuts[run[0]]), draft.cut_origins[run[0]].comment
            run = []
        if line:
            run.append(line)


def _document(document: DocumentDraft, blank: set[int], topics: Iterable[str]) -> str:
    text = _field("title", document.title) + _field("date", document.date)
    if document.spoken.value:
        text += _field("spoken", document.spoken)
    for name in ("outlet", "kind", "language", "original_url", "byline"):
        text += _field(name, getattr(document, name))
    if document.agency.value:
        text += _field("agency", document.agency)
    text += f"lines: {_spans(document, blank)}\n"
    text += _roles(document, blank)
    if document.speakers:
        text += _comment("printed names; `unknown` where the vocabulary has no person of that name")
        text += f"speakers: {{{', '.join(f'{quote(label)}: {person}' for label, person in document.speakers.items())}}}\n"
    text += _field("evidence", document.evidence)
    text += _comment("who first published it comes first") + f"chain: [{', '.join(document.chain) or TODO}]\n"
    text += _field("extent", document.extent)
    for vocabulary in VOCABULARIES:
        text += _terms(document, vocabulary, topics)
    text += _verbatim(document, blank)
    notes = list(document.reasons.values())
    if document.original_url.value == UNKNOWN:
        notes.append("The original URL is unknown, because the capture gives none.")
    if document.reasons:
        text += f"inferred: [{', '.join(document.reasons)}]\n"
    if notes:
        text += "notes:\n" + "".join(f"  - {quote(note)}\n" for note in notes)
    return f"---\n{text}---\n{SUMMARY}\n"


def _spans(document: DocumentDraft, blank: set[int]) -> str:
    """Write a document's lines: blank lines between two of its lines belong to it, cut ones don't."""
    owned = sorted(document.lines)
    filled = set(owned)
    for before, after in pairwise(owned):
        between = range(before + 1, after)
        if all(line in blank for line in between):
            filled.update(between)
    return format_ranges(compress(filled))


def _roles(document: DocumentDraft, blank: set[int]) -> str:
    """Write the roles, lines of one role that follow each other together, blank ones between them too."""
    runs: list[tuple[int, int, Role]] = []
    for line, role in sorted(document.roles.items()):
        if runs and runs[-1][2] is role and all(between in blank for between in range(runs[-1][1] + 1, line)):
            runs[-1] = (runs[-1][0], line, role)
        else:
            runs.append((line, line, role))
    if not runs:
        return ""
    written = ", ".join(f"{first if first == last else f'{first}-{last}'}: {role}" for first, last, role in runs)
    unsure = {line: proposal for line, proposal in sorted(document.origins.items()) if proposal.sureness is Sureness.GUESS}
    guesses = [f"line {line} {proposal.origin}" for line, proposal in unsure.items()]
    return f"{_comment('guesses: ' + '; '.join(guesses) if guesses else '')}roles: {{{written}}}\n"


def _terms(document: DocumentDraft, vocabulary: str, topics: Iterable[str]) -> str:
    mentions = [mention for mention in document.mentions if mention.vocabulary == vocabulary]
    kept = [mention for mention in mentions if mention.proposal.sureness >= Sureness.LIKELY]
    perhaps = [mention for mention in mentions if mention not in kept]
    text = _comment("; ".join(f"{mention.term}: {mention.proposal.comment}" for mention in kept))
    if perhaps:
        text += _comment("perhaps also " + "; ".join(f"{mention.term}: {mention.proposal.comment}" for mention in perhaps))
    if kept:
        return f"{text}{vocabulary}: [{', '.join(mention.term for mention in kept)}]\n"
    if vocabulary == "topics":  # every document has one
        text += _comment(f"the vocabulary has {', '.join(topics)}") + f"topics: [{quote(TODO + ' what it is about')}]\n"
    return text


def _verbatim(document: DocumentDraft, blank: set[int]) -> str:
    """Write the lines in which a person answers: a person's own words."""
    spoken: dict[str, set[int]] = {}
    speaking = ""
    for line, role in sorted(document.roles.items()):
        speaking = document.turns.get(line, speaking)
        person = document.speakers.get(speaking, UNKNOWN)
        if role is Role.ANSWER and person != UNKNOWN:
            spoken.setdefault(person, set()).add(line)
    if not spoken:
        return ""
    filled: Mapping[str, str] = {
        person: format_ranges(compress(lines | {line for line in blank if line - 1 in lines and line + 1 in lines}))
        for person, lines in spoken.items()
    }
    return (
        _comment("the lines of answers") + "verbatim:\n" + "".join(f"  {person}: {lines}\n" for person, lines in filled.items())
    )
