"""Make what goes beside the pages of a published site, or is taken along: pictures, data, texts, releases.

Each kind has one function, which is in EXPORTS. What draws pictures is imported when it is asked for.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...base.files.writing import write_in_one_step
from ...base.problems import printable
from ...base.project import CONFIG
from ...base.wording import count
from ...checks.run import check_archive
from ...collection.archive import Archive
from ...collection.loading import load_archive
from ...publish.export.cards import FOLDER, make_cards
from ...publish.export.data_exports import (
    TEXTS,
    Written,
    write_citation,
    write_data_folder,
    write_release,
    write_texts,
)
from ...publish.settings import ConfigurationError, Settings, load_settings
from ..progress import progress
from .workshop import Refused, refuse

NEEDED = "Pillow and pymupdf-fonts draw the pictures. Expected both. Hint: make cards installs them"
NOTHING = "Nothing was exported."


@dataclass(frozen=True)
class Options:
    """What the command line says beside the kinds of exports; `day` is that of a release."""

    reading_room: bool = False
    day: str = ""


def _read(root: Path, lost: str) -> Archive:
    """Return the records; raise Refused where one has a problem."""
    with progress():
        archive, problems = check_archive(load_archive(root))
    refuse(problems, lost)
    return archive


def _settings(root: Path) -> Settings:
    try:
        return load_settings(root)
    except (ConfigurationError, FileNotFoundError) as error:
        raise Refused(f"{CONFIG}: {error}\n{NOTHING}") from error


def export_cards(root: Path, options: Options) -> None:
    """Draw the share card of each document, as far as it is not drawn already; raise Refused on a problem."""
    from ...publish.export.card_files import write_cards

    archive = _read(root, "No card was drawn.")
    try:
        cards = make_cards(root, archive)
    except ValueError as error:
        raise Refused(f"{error}\nNo card was drawn.") from error
    with progress():
        made = write_cards(root, cards)
    print(f"{FOLDER.as_posix()}/: {count(made.all, 'card')}, {made.drawn} drawn, {made.removed} removed.")


def export_icons(root: Path, options: Options) -> None:
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


def export_data(root: Path, options: Options) -> None:
    """Write what a site has beside its pages, for a site that was built without the archive's hook."""
    with progress():
        _say(write_data_folder(root, _read(root, NOTHING), _settings(root)))


def export_texts(kind: str, root: Path, options: Options) -> None:
    """Write the texts that may be shown, or all that are held."""
    archive, settings = _read(root, NOTHING), _settings(root)
    with progress():
        _say(write_texts(root, kind, archive, settings, options.reading_room))
    if options.reading_room:
        held = sum(source.capture is not None for source in archive.sources.values())
        print(f"It has the texts of {count(held, 'capture')}, also restricted ones: do not publish it.")


def export_release(root: Path, options: Options) -> None:
    """Write the release of a day; raise Refused where what is among the releases is none."""
    archive, settings = _read(root, NOTHING), _settings(root)
    try:
        with progress():
            _say(write_release(root, archive, settings, options.day))
    except ValueError as error:
        raise Refused(f"{error}\n{NOTHING}") from error


def export_citation(root: Path, options: Options) -> None:
    """Write how the archive as a whole is cited, for programs."""
    for written in write_citation(root, _read(root, NOTHING), _settings(root)):
        _say(written)


def _say(written: Written) -> None:
    there = " It was there already." if written.was_there else ""
    print(printable(f"{written.path.as_posix()}: {count(written.bytes, 'byte')}.{there}"))


EXPORTS: dict[str, Callable[[Path, Options], None]] = {
    "cards": export_cards,
    "icons": export_icons,
    "data": export_data,
    **{kind: partial(export_texts, kind) for kind in TEXTS},
    "release": export_release,
    "citation": export_citation,
}


def export(root: Path, kinds: Iterable[str], options: Options) -> int:
    """Make each kind of export, in the order given; return 1 where one is refused."""
    try:
        for kind in dict.fromkeys(kinds):
            if options.reading_room and kind not in TEXTS:
                expected = f"Expected {' or '.join(TEXTS)} with --reading-room."
                raise Refused(f"{kind}: it has no texts. {expected}\n{NOTHING}")
            EXPORTS[kind](root, options)
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
    day = arguments.day or datetime.datetime.now(datetime.UTC).date().isoformat()
    return export(root, arguments.what, Options(arguments.reading_room, day))
