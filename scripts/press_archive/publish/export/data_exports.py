"""What `archive export` makes of the data, and what of it a site publishes: a folder of all light files, zips
of the texts, dated releases.

With the texts of all held captures, zips are as restricted as the captures: they are made in the reading
room's folder, which git ignores and nothing publishes.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...base.files.reading import list_files
from ...base.files.writing import make_folder, refuse_links, write_in_one_step
from ...base.files.zips import pack
from ...collection.archive import Archive
from ...exports.downloads import render_archive_files
from ...exports.following.feed_paths import FOLDER as FEEDS
from ...exports.release.bag import (
    in_order,
    latest_release,
    load_state,
    release_day,
    release_name,
    render_release,
)
from ...exports.release.citing import CITATION, ZENODO, Publication, render_citation, render_zenodo
from ...exports.site_data import FOLDER as DATA
from ...exports.site_data import render_data
from ...exports.texts.corpus import render_corpus
from ...exports.texts.tei import render_tei
from ...exports.works import describe
from ..settings import Settings

EXPORT = Path("export")
RELEASES = EXPORT / "releases"
CHECKSUMS = "SHA256SUMS"  # beside the release, as sha256sum reads it; the workflow asks for it
RESTRICTED = Path(".reading-room/export")

_TEXTS: Mapping[str, Callable[[Archive, Settings, bool], dict[str, bytes]]] = {
    "tei": lambda archive, settings, all: render_tei(
        archive, settings.address, publisher=settings.publisher, reading_room=all
    ),
    "corpus": lambda archive, settings, all: render_corpus(archive, settings.address, reading_room=all),
}
TEXTS = tuple(_TEXTS)


@dataclass(frozen=True)
class Written:
    """A file or a folder that was written, its bytes, and whether it was there already, the same."""

    path: Path
    bytes: int
    was_there: bool = False


def _zip_texts(kind: str, archive: Archive, settings: Settings, all_held: bool = False) -> bytes:
    files = _TEXTS[kind](archive, settings, all_held)
    return pack((path, files[path]) for path in sorted(files))


def write_texts(root: Path, kind: str, archive: Archive, settings: Settings, all_held: bool) -> Written:
    """Write the zip of one of TEXTS; with `all_held`, of all texts that are held. Raises OSError."""
    path = (RESTRICTED if all_held else EXPORT) / f"{kind}.zip"
    data = _zip_texts(kind, archive, settings, all_held)
    make_folder(root / path.parent)
    write_in_one_step(root / path, data, durable=False)
    return Written(path, len(data))


def write_data_folder(root: Path, archive: Archive, settings: Settings) -> Written:
    """Write all light files below export/, in the place of those that were there. Raises OSError."""
    folder = EXPORT / "site"
    if (root / folder).exists():
        refuse_links(root / folder)
        shutil.rmtree(root / folder)
    files = render_data(archive, settings.address)
    for path, data in files.items():
        make_folder((root / folder / path).parent)
        write_in_one_step(root / folder / path, data, durable=False)
    return Written(folder, sum(map(len, files.values())))


def write_citation(root: Path, archive: Archive, settings: Settings) -> list[Written]:
    """Write CITATION.cff and .zenodo.json of the archive as a whole. Raises OSError."""
    publication = _publication(archive, settings, "")
    written = []
    for name, text in ((CITATION, render_citation(publication)), (ZENODO, render_zenodo(publication))):
        write_in_one_step(root / name, text.encode())
        written.append(Written(Path(name), len(text.encode())))
    return written


def write_release(root: Path, archive: Archive, settings: Settings, day: str) -> Written:
    """Write the release of a day, as in 2026-11-27, unless the latest one is the same.

    No release is ever replaced: a second one of a day, with other data, gets another name. Raises ValueError
    where a file among the releases is none, or for a day that is none, and OSError.
    """
    releases = _releases(root)
    latest = latest_release(releases)
    if release_day(latest) == day and is_current(root, archive, settings, latest):
        path = releases[latest]
        return Written(RELEASES / path.name, path.stat().st_size, was_there=True)
    earlier = load_state(releases[latest].read_bytes()) if latest else None
    release = render_release(
        _publication(archive, settings, day),
        _release_files(archive, settings),
        existing=_digests(releases),
        earlier=earlier,
    )
    make_folder(root / RELEASES)
    write_in_one_step(root / RELEASES / release.file, release.data)
    return Written(RELEASES / release.file, len(release.data))


def is_current(root: Path, archive: Archive, settings: Settings, name: str) -> bool:
    """Return whether a release has what the archive has now; raise ValueError where one before is none."""
    releases = _releases(root)
    before = latest_release(other for other in releases if in_order([other, name])[0] == name != other)
    made = render_release(
        _publication(archive, settings, release_day(name)),
        _release_files(archive, settings),
        existing={other: digest for other, digest in _digests(releases).items() if other != name},
        earlier=load_state(releases[before].read_bytes()) if before else None,
    )
    return made.file == releases[name].name and made.data == releases[name].read_bytes()


def _releases(root: Path) -> dict[str, Path]:
    return {name: path for path in list_files(root / RELEASES) if (name := release_name(path.name))}


def _digests(releases: Mapping[str, Path]) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in releases.items()}


def _publication(archive: Archive, settings: Settings, day: str) -> Publication:
    return Publication(archive, settings.address, settings.publisher, settings.contact, day=day)


def _release_files(archive: Archive, settings: Settings) -> dict[str, bytes]:
    """Return what a release has: data, citations and texts; no feeds, which follow a site that changes."""
    files = {
        path.removeprefix(f"{DATA}/"): data
        for path, data in render_data(archive, settings.address).items()
        if not path.startswith(FEEDS)
    }
    works = [describe(archive, archive.documents[id], settings.address) for id in sorted(archive.documents)]
    files |= {path: text.encode() for path, text in render_archive_files(works).items()}
    for render in _TEXTS.values():
        files |= render(archive, settings, False)
    return files


def published_exports(root: Path, archive: Archive, settings: Settings) -> frozenset[str]:
    """Return the paths, below the folder of data, of what a site has that publishes all exports.

    Of the releases it has the latest alone, as those before may have what was withdrawn since. Raises
    ValueError where that one does not have what the archive has now.
    """
    releases = _releases(root)
    paths = {f"{kind}.zip" for kind in TEXTS}
    if latest := latest_release(releases):
        if not is_current(root, archive, settings, latest):
            path = (RELEASES / releases[latest].name).as_posix()
            message = f"{path}: not of the records and the address as they are now."
            hint = "archive export release, with the same SITE_URL"
            raise ValueError(f"{message} Expected the latest release to be. Hint: {hint}")
        paths.add(f"releases/{releases[latest].name}")
    return frozenset(paths)


def publish_exports(
    root: Path, archive: Archive, settings: Settings, exports: frozenset[str], site: Path
) -> None:
    """Write texts, made now, and a copy of the release into a built site. Raises OSError."""
    for path in sorted(exports):
        target = site / DATA / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.startswith("releases/"):
            shutil.copyfile(root / EXPORT / path, target)
            digest = hashlib.sha256(target.read_bytes()).hexdigest()
            (target.parent / CHECKSUMS).write_text(f"{digest}  {target.name}\n", encoding="utf-8")
        else:
            target.write_bytes(_zip_texts(path.removesuffix(".zip"), archive, settings))
