"""The archive in TEI P5 (https://tei-c.org/guidelines/p5/): a file for each document, one that joins all.

A file has all that the record says, and of the text what may be shown. The elements and attributes are those
of TEI All 3.0.0 that later versions have too. The file that joins the others is a `teiCorpus` of XIncludes,
as in ParlaMint; an archive without documents has none, because TEI allows no empty corpus.
"""

from __future__ import annotations

from ...base.progress import track
from ...collection.archive import Archive
from ...collection.histories import Histories
from ...records.languages import OUTLET_LANGUAGES, SITE_LANGUAGE
from ...records.licence import LICENCE
from .edition import PREFIX, RESTRICTED, Edition
from .tei_body import text_element
from .tei_header import header_element
from .xml_text import Element, element, render_element

FOLDER = "tei"
CORPUS_PATH = f"{FOLDER}/corpus.xml"
README_PATH = f"{FOLDER}/README.txt"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
XINCLUDE = "http://www.w3.org/2001/XInclude"


def tei_path(document: str) -> str:
    """Return the path of a document's file."""
    return f"{FOLDER}/documents/{document}.xml"


def render_tei(
    archive: Archive, address: str, *, publisher: str = "", reading_room: bool = False
) -> dict[str, bytes]:
    """Return the files by path.

    `address` is that of the site with a slash at its end. Without it, terms have their ids and no links.
    With `reading_room`, all held texts are shown, and the files are as restricted as the captures.
    """
    histories = Histories(archive)
    files = {}
    for id in track(sorted(archive.documents), "Making TEI files"):
        edition = Edition(archive, archive.documents[id], address, reading_room)
        root = element("TEI", {"xmlns": NAMESPACE, "xml:id": edition.id, "xml:lang": SITE_LANGUAGE}, [
            header_element(edition, histories, publisher), text_element(edition),
        ])  # fmt: skip
        files[tei_path(id)] = render_element(root).encode()
    if archive.documents:
        files[CORPUS_PATH] = render_element(_corpus(archive, address, publisher, reading_room)).encode()
    files[README_PATH] = _readme(archive, reading_room).encode()
    return files


def _corpus(archive: Archive, address: str, publisher: str, reading_room: bool) -> Element:
    """Return the file that joins all others, in the order of their dates."""
    included = [
        element("xi:include", {"href": f"documents/{id}.xml"})
        for id in archive.oldest_first(archive.documents)
    ]
    root = {"xmlns": NAMESPACE, "xmlns:xi": XINCLUDE, "xml:id": "corpus", "xml:lang": SITE_LANGUAGE}
    return element("teiCorpus", root, [_corpus_header(archive, address, publisher, reading_room), *included])


def _corpus_header(archive: Archive, address: str, publisher: str, reading_room: bool) -> Element:
    collection = archive.collection
    languages = [
        element("language", {"ident": code}, [OUTLET_LANGUAGES[code]])
        for code in archive.documents_of_language
    ]
    number = len(archive.documents)
    rights = "The rights in each text are in its own header."
    rights += " These files were made for a reading room and are not for publication." if reading_room else ""
    publication: list[Element | None] = [
        element("distributor", {}, [archive.title]),
        element("publisher", {}, [publisher]) if publisher else None,
        element("idno", {"type": "URL"}, [address]) if address else None,
        element("availability", {"status": "restricted" if reading_room else "free"}, [
            element("p", {}, [rights]),
            element("licence", {"target": LICENCE.address}, [f"The records and summaries: {LICENCE.name}."]),
        ]),
    ]  # fmt: skip
    return element("teiHeader", {}, [
        element("fileDesc", {}, [
            element("titleStmt", {}, [element("title", {}, [archive.title])]),
            element("extent", {}, [
                element("measure", {"unit": "text", "quantity": str(number)}, [f"{number} documents"]),
            ]),
            element("publicationStmt", {}, publication),
            element("sourceDesc", {}, [element("p", {}, ["Texts of the press; see the header of each."])]),
        ]),
        element("encodingDesc", {}, [
            element("projectDesc", {}, [element("p", {}, [collection.about])]),
        ]) if collection else None,
        element("profileDesc", {}, [element("langUsage", {}, languages)]),
    ])  # fmt: skip


def _readme(archive: Archive, reading_room: bool) -> str:
    """Return what the files are, for whoever opens the folder."""
    lines = [
        f"{archive.title}: TEI files",
        "",
        *(RESTRICTED.split("\n")[:-1] if reading_room else []),
        "documents/ID.xml   One file for each document, in TEI P5. The header is always there; of the text,",
        "                   only what may be shown. Lines that are not shown are a gap with its reason.",
        "corpus.xml         All of them as one corpus, by XInclude: xmllint --xinclude corpus.xml",
        "",
        f"The id of a file's TEI element is {PREFIX} and the id of the document, because ids of XML must not",
        "begin with a digit. All ids in a file begin with it, then a full stop: .L13 is line 13 of the",
        "capture, .u13 what somebody says from line 13 on, .people-ID a person. So who says something can be",
        "compared across files by what comes after the full stop.",
        "",
        "The body has the words of the text. The names of speakers are a note before what they say, a gap",
        "may say why nothing is shown, and statements come after the body. A file with shown text has an lb.",
        "",
        "Voyant Tools reads the files if the options of a new corpus say where to look: the text in //body,",
        "the title in //titleStmt/title[@type='main'], the author in //titleStmt/author.",
        "",
        f"The records and summaries are under {LICENCE.name}, {LICENCE.address}",
        "The rights in each text are in its header.",
    ]
    return "".join(f"{line}\n" for line in lines)
