"""Make the share cards that are missing or outdated, and remove those that no document has any more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...base.files.partial import remove_partial
from ...base.files.writing import make_folder, write_in_one_step
from ...base.progress import track
from .card_picture import draw_card
from .cards import FOLDER, Card, card_file, kept_cards, outdated_cards


@dataclass(frozen=True)
class Made:
    """How many cards there are, how many of them were drawn now, and how many others were removed."""

    all: int
    drawn: int
    removed: int


def write_cards(root: Path, cards: dict[str, Card]) -> Made:
    """Draw every card that is missing or shows what its record no longer says; remove all others."""
    make_folder(root / FOLDER)
    remove_partial(root / FOLDER)
    outdated = outdated_cards(root, cards)
    for id in track(outdated, "Drawing share cards"):
        write_in_one_step(card_file(root, id), draw_card(cards[id]), durable=False)
    gone = [path for id, path in kept_cards(root) if id not in cards]
    for path in gone:
        path.unlink()
    return Made(len(cards), len(outdated), len(gone))
