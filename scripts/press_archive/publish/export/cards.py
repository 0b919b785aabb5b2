"""Share cards: what is on each, where it is kept, and which are those of the records as they are now.

A card shows a document's headline, its outlet and its date, and the name of the archive: facts, and never a
sentence of a text. It names in itself a digest of what it shows, so that it can be seen, without drawing it
again, whether it is that of the record.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ...base.wording import spell_out
from ...collection.archive import Archive, DocumentEntry
from ...pages.parts.addresses import card_path
from ...pages.parts.descriptions import card_remark
from ...records.languages import LANGUAGES, RIGHT_TO_LEFT

FOLDER = Path("export/cards")
WIDTH, HEIGHT = 1200, 630  # pixels: what services that show a link cut nothing off from
DESIGN = 1  # raised when the drawing changes, so that every card is made again
KEYWORD = "Source"  # of the text in the PNG (Portable Network Graphics 3, section 11.3.3.2)
MOST_BYTES = 65_536  # in which the text is; it comes before the picture
TOKENS = Path("docs/assets/tokens.css")
COLOURS = ("paper", "ink", "quiet", "line", "accent")


@dataclass(frozen=True)
class Card:
    """What is on a card. `instead` is shown where the typeface lacks a letter of the headline.

    `remark` is what must be said beside the headline: that it belongs to another text, that it misleads.
    """

    headline: str
    remark: str
    language: str
    direction: str
    instead: str
    outlet: str
    date: str
    archive: str
    colours: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is on the card, and of how it is drawn."""
        text = json.dumps([DESIGN, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def make_cards(root: Path, archive: Archive) -> dict[str, Card]:
    """Return what is on the card of each document; raise ValueError where the site has no such colours."""
    colours = load_colours(root)
    name = archive.collection.title if archive.collection else ""
    return {id: _card(archive, entry, name, colours) for id, entry in sorted(archive.documents.items())}


def _card(archive: Archive, document: DocumentEntry, name: str, colours: tuple[str, ...]) -> Card:
    record = document.record
    kind = spell_out(record.kind).capitalize()
    inferred = " (inferred)" if {"kind", "language"} & record.inferred.keys() else ""
    return Card(
        headline=record.title,
        remark=card_remark(document),
        language=record.language,
        direction="rtl" if record.language in RIGHT_TO_LEFT else "ltr",
        instead=f"{kind} in {LANGUAGES[record.language]}{inferred}",
        outlet=archive.outlet_in_words(document.id),
        date=archive.date_in_words(document.id),
        archive=name,
        colours=colours,
    )


def load_colours(root: Path) -> tuple[str, ...]:
    """Return the site's colours in the light, in the order of COLOURS; raise ValueError where one is missing.

    Raises OSError where the style sheet cannot be read.
    """
    text = (root / TOKENS).read_text(encoding="utf-8")
    found = dict(re.findall(r"--archive-([a-z-]+):\s*(#[0-9a-fA-F]{3,8})\b", text))
    if missing := [name for name in COLOURS if name not in found]:
        names = ", ".join(f"--archive-{name}" for name in missing)
        raise ValueError(f"{TOKENS.as_posix()}: without {names}. Expected a colour such as #fbfaf7.")
    return tuple(found[name] for name in COLOURS)


def outdated_cards(root: Path, cards: dict[str, Card]) -> list[str]:
    """Return the ids of the documents whose card is missing or shows what the record no longer says."""
    return [id for id, card in cards.items() if read_digest(card_file(root, id)) != card.digest]


def card_file(root: Path, document: str) -> Path:
    """Return the file in which the card of a document is kept."""
    return root / FOLDER / f"{document}.png"


def kept_cards(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the cards that are kept, by the ids of their documents."""
    for path in sorted((root / FOLDER).glob("*.png")):
        yield path.stem, path


def read_digest(path: Path) -> str:
    """Return the digest that a card names; an empty text where there is no card of the right size."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[16:24] != struct.pack(">II", WIDTH, HEIGHT):
        return ""
    found = re.search(rb"tEXt" + KEYWORD.encode() + rb"\0([0-9a-f]{64})", data)
    return found[1].decode() if found else ""


def publish_cards(root: Path, cards: dict[str, Card], site: Path) -> None:
    """Copy the cards of documents into a built site; raise OSError where one cannot be read."""
    for id in cards:
        target = site / card_path(id)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(card_file(root, id), target)
