"""Make what goes beside the pages of a published site, and what its set-up does without: cards, icons.

Each kind has one function, which is in EXPORTS. What draws pictures is imported when it is asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ...base.files.writing import write_in_one_step
from ...base.wording import count
from ...checks.run import check_archive
from ...collection.loading import load_archive
from ...publish.export.cards import FOLDER, make_cards
from ..progress import progress
from .workshop import Refused, refuse

NEEDED = "Pillow and pymupdf-fonts draw the pictures. Expected both. Hint: make cards installs them"


def export_cards(root: Path) -> None:
    """Draw the share card of each document, as far as it is not drawn already; raise Refused on a problem."""
    from ...publish.export.card_files import write_cards

    with progress():
        archive, problems = check_archive(load_archive(root))
    refuse(problems, "No card was drawn.")
    try:
        cards = make_cards(root, archive)
    except ValueError as error:
        raise Refused(f"{error}\nNo card was drawn.") from error
    with progress():
        made = write_cards(root, cards)
    print(f"{FOLDER.as_posix()}/: {count(made.all, 'card')}, {made.drawn} drawn, {made.removed} removed.")


def export_icons(root: Path) -> None:
    """Draw the icons of the site from its icon.svg; raise Refused where that has more than rectangles."""
    from ...publish.export.icons import ICONS, SVG, draw_icon

    svg = (root / SVG).read_text(encoding="utf-8")
    try:
        drawn = {icon.path: draw_icon(svg, icon) for icon in ICONS}
    except ValueError as error:
        raise Refused(f"{error}\nNo icon was drawn.") from error
    for path, data in drawn.items():
        write_in_one_step(root / path, data)
        print(f"{path}: {count(len(data), 'byte')}.")


EXPORTS: dict[str, Callable[[Path], None]] = {"cards": export_cards, "icons": export_icons}


def export(root: Path, kinds: Iterable[str]) -> int:
    """Make each kind of export, in the order given; return 1 where one is refused."""
    try:
        for kind in dict.fromkeys(kinds):
            EXPORTS[kind](root)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name not in ("PIL", "pymupdf_fonts"):
            raise
        print(f"{NEEDED} ({error.name} is missing).", file=sys.stderr)
        return 1
    return 0


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return export(root, arguments.what)
