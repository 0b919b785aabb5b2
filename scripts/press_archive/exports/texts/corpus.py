"""A corpus of plain text: a file for each document with shown text, and one table of metadata.

It is what programs for text mining read: quanteda and readtext in R, spaCy in Python, AntConc, Voyant Tools.
A file has the words of the text alone, without its headline, byline, credits and links, which the table has.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable

from ...base.progress import track
from ...collection.archive import Archive
from ...records.closed_lists import METADATA_ROLES
from ...records.dates import UNKNOWN, Date
from ...records.licence import LICENCE
from ...records.values import SUBJECTS
from ..plain_text import formula_safe, valid_text
from .edition import RESTRICTED, Edition

FOLDER = "corpus"
CSV_PATH = f"{FOLDER}/metadata.csv"
TSV_PATH = f"{FOLDER}/metadata.tsv"
README_PATH = f"{FOLDER}/README.txt"

# The columns of the table, each with what it has. None is called `text`, because programs look for the text
# itself in such a column.
COLUMNS = {
    "doc_id": "the document's id in the archive",
    "file": "the file's name in texts/; empty where no text is shown",
    "title": "the headline as published",
    "gloss": "the headline in English, if it is in another language",
    "date": "when the outlet published it, in EDTF (ISO 8601-2)",
    "date_from": "the first day that this can mean",
    "date_to": "the last day that this can mean",
    "year": "the year of the best date that is known: published, spoken, republished or captured",
    "outlet": "who published it, by the outlet's name",
    "outlet_id": "the outlet's id",
    "kind": "what it is: news-report, speech, interview …",
    "language": "the language of the text, a BCP 47 code",
    "byline": "the author as printed",
    "translator": "the translator as printed",
    "nearness": "how near the text is to the words that were spoken or written",
    "wholeness": "whether the captured text is the whole text",
    "speakers": "who says something in it, ids",
    **{vocabulary: f"the {vocabulary} that the record names, ids" for vocabulary in SUBJECTS},
    "source": "the id of the source, a capture that may contain several documents",
    "rights": "the rights statement of the text, a code of rightsstatements.org or Creative Commons",
    "text_shown": "full, excerpt or none: how much of the text is in the file",
    "words": "how many words the file has, counted between white space",
    "page": "the document's page in the archive, if the archive has an address",
    "original": "the address of the original, if it is known",
}


def text_path(document: str) -> str:
    """Return the path of a document's text."""
    return f"{FOLDER}/texts/{document}.txt"


def render_corpus(archive: Archive, address: str, *, reading_room: bool = False) -> dict[str, bytes]:
    """Return the files by path; the table has all documents, oldest first.

    `address` is that of the site with a slash at its end, or empty. With `reading_room`, all held texts are
    shown, and the files are as restricted as the captures.
    """
    files, rows = {}, []
    for id in track(archive.oldest_first(archive.documents), "Making the corpus"):
        edition = Edition(archive, archive.documents[id], address, reading_room)
        text = _text(edition)
        if text:
            files[text_path(id)] = text.encode()
        rows.append({name: _cell(value) for name, value in _row(edition, text).items()})
    files[CSV_PATH] = _table(rows, ",")
    files[TSV_PATH] = _table(rows, "\t")
    files[README_PATH] = _readme(archive, rows, reading_room).encode()
    return files


def _text(edition: Edition) -> str:
    """Return the paragraphs that are shown, as captured, with a blank line between two."""
    kept = [passage.text for passage in edition.passages if passage.role not in METADATA_ROLES]
    return "\n\n".join(kept) + "\n" if kept else ""


def _row(edition: Edition, text: str) -> dict[str, str]:
    document, record, work = edition.document, edition.document.record, edition.work
    speakers = [id if kind == "people" else f"{kind}:{id}" for kind, id in sorted(edition.speakers)]
    from_day, to_day = _days(record.date)
    values = [
        document.id, f"{document.id}.txt" if text else "", record.title, record.gloss or "",
        record.date.text if record.date else "", from_day, to_day,
        edition.archive.dating[document.id].year.replace(UNKNOWN, ""),
        work.outlet, record.outlet, record.kind, record.language, _known(record.byline),
        _known(record.translator or ""), record.nearness, record.wholeness, _list(speakers),
        *(_list(record.terms()[vocabulary]) for vocabulary in SUBJECTS),
        document.source, edition.rights_code, _shown(edition, text), str(len(text.split())), work.page,
        _known(record.original_url),
    ]  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _days(date: Date | None) -> tuple[str, str]:
    """Return the first and the last day that a date can mean; an empty text for an end that is open."""
    if date is None:
        return "", ""
    first, last = date.earliest, date.latest
    return (
        "" if first == datetime.date.min else first.isoformat(),
        "" if last == datetime.date.max else last.isoformat(),
    )


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def _list(ids: Iterable[str]) -> str:
    return ";".join(ids)


def _shown(edition: Edition, text: str) -> str:
    """Return how much of the text the file has."""
    if not text:
        return "none"
    words = {line for line, role in edition.roles.items() if role not in METADATA_ROLES}
    return "full" if words <= edition.visible else "excerpt"


def _cell(value: str) -> str:
    """Return a value as a cell: in one line, and not to be taken for a formula.

    >>> _cell("=1+1\\tand\\nmore"), _cell("2014-05-02")
    ("'=1+1 and more", '2014-05-02')
    """
    return formula_safe(valid_text(" ".join(value.split())))


def _table(rows: Iterable[dict[str, str]], delimiter: str) -> bytes:
    """Return the table as CSV (RFC 4180, with line feeds) or the same with tabs.

    Without a byte order mark: R would take it for a part of the first column's name.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(COLUMNS), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _readme(archive: Archive, rows: list[dict[str, str]], reading_room: bool) -> str:
    """Return what the files are and how programs read them."""
    texts = sum(bool(row["file"]) for row in rows)
    columns = "".join(f"{name:<14} {what}\n" for name, what in COLUMNS.items())
    head = f"{archive.title}: a corpus of plain text\n\n{RESTRICTED if reading_room else ''}"
    return head + README.format(documents=len(rows), texts=texts, columns=columns, licence=LICENCE.name)


README = """\
texts/         One file for each document of which text may be shown, named by the document's id: UTF-8,
               line feeds, a blank line between paragraphs. The lines are those of the capture. Headlines,
               bylines, credits and links are not in the files but in the table.
metadata.csv   A row for each document of the archive, {documents} in all. Those with a file here: {texts}.
               Commas, UTF-8.
metadata.tsv   The same with tabs. No cell contains a tab or a line break. A cell with a quotation mark is in
               quotation marks, as in CSV.

A cell that would begin with =, +, -, @, | or % begins with an apostrophe, so that no spreadsheet takes it
for a formula. Several ids in a cell have semicolons between them. The texts are in several languages: choose
by the column language.

R, with readtext and quanteda
    texts <- readtext::readtext("texts/*.txt", encoding = "UTF-8")
    texts$doc_id <- sub("\\\\.txt$", "", texts$doc_id)
    table <- read.csv("metadata.csv", encoding = "UTF-8", na.strings = "")
    corpus <- quanteda::corpus(merge(texts, table, by = "doc_id"))
    The columns become document variables: quanteda::corpus_subset(corpus, language == "en")

Python, with spaCy
    import csv, pathlib, spacy
    with open("metadata.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"]]
    texts = ((pathlib.Path("texts", row["file"]).read_text("utf-8"), row) for row in rows)
    for doc, row in spacy.blank("xx").pipe(texts, as_tuples=True):
        print(row["doc_id"], row["date"], len(doc))

AntConc
    In the corpus manager, make a corpus from raw files, add the folder texts, and leave the encoding at
    UTF-8. A hit names its file, and with that name the table has the rest.

Voyant Tools
    Upload the files of texts, or a zip of that folder. Voyant reads no table beside them: it names each text
    by its file. The TEI files have headlines and authors that it can read.

The columns of the table

{columns}
The table and the archive's summaries are under {licence}. The texts are not the
archive's: the column rights says what is known of the rights in each.
"""
