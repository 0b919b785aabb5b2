"""A release of the data: a zip that is a bag (BagIt, RFC 8493), made from the archive, a day and files.

Below data/ are the files that the caller gives. Beside it are checksums, how to cite the release, what
changed, and what the next release needs in order to say what changed. The checksums are checked with
`sha256sum -c manifest-sha256.txt`, or by any program for bags.
"""

from __future__ import annotations

import hashlib
import io
import re
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from ...base.files.bag_tags import is_safe, render_tags
from ...base.files.zips import pack
from ...base.wording import count as number_of
from ...records.licence import LICENCE
from .changes import State, parse_state, render_changelog, render_state, state_of
from .citing import CITATION, RIGHTS, ZENODO, Publication, render_citation, render_zenodo

CHANGELOG = "CHANGELOG.txt"
README = "README.txt"
STATE = "release.json"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FILE = re.compile(rf".*-({_DAY}(?:\.[1-9][0-9]*)?)\.zip")


@dataclass(frozen=True)
class Release:
    """A release: its name, such as 2026-11-27.2, the name of its file, and the file."""

    name: str
    file: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def release_name(file: str) -> str:
    """Return the name of the release that a file is, by the file's name; an empty text for other files.

    >>> release_name("harbour-archive-2026-11-27.2.zip"), release_name("harbour-archive-offline.zip")
    ('2026-11-27.2', '')
    """
    match = _FILE.fullmatch(file)
    return match[1] if match else ""


def release_day(name: str) -> str:
    """Return the day of a release by its name.

    >>> release_day("2026-11-27.2")
    '2026-11-27'
    """
    return name.partition(".")[0]


def latest_release(names: Iterable[str]) -> str:
    """Return the name of the latest release, or an empty text if there is none.

    >>> latest_release(["2026-11-27.9", "2026-11-27.10", "2026-11-27"])
    '2026-11-27.10'
    """
    return next(iter(in_order(names)), "")


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of releases, the latest first."""

    def key(name: str) -> tuple[str, int]:
        day, _, number = name.partition(".")
        return day, int(number or 1)

    return sorted(names, key=key, reverse=True)


def load_state(data: bytes) -> State:
    """Return what an earlier release had, from its zip; raise ValueError if it is no release."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [name for name in packed.namelist() if re.fullmatch(f"[^/]+/{re.escape(STATE)}", name)]
            text = packed.read(names[0]).decode() if names else ""
    except zipfile.BadZipFile as error:
        raise ValueError("not a zip. Expected a release of the archive.") from error
    if not text:
        raise ValueError(f"a zip without {STATE}. Expected a release of the archive.")
    return parse_state(text)


def render_release(
    publication: Publication,
    files: Mapping[str, bytes],
    *,
    existing: Mapping[str, str] | None = None,
    earlier: State | None = None,
) -> Release:
    """Return the release of a day, which is `publication.day`.

    `files` are those of the data, by path. `existing` has the SHA-256 of each release that there is, by its
    name. A second release of a day gets another name, unless it is the same byte for byte as one of them:
    then it is that one. `earlier` is what the release before had; without it, changes are those since the
    beginning. Raises ValueError for a day or a path that no release can have, and
    without files.
    """
    if not re.fullmatch(_DAY, publication.day):
        raise ValueError(f"not a day ({publication.day!r}). Expected year, month and day, as in 2026-11-27.")
    if not files:
        raise ValueError("no file. Expected the data of the release: a bag is not without any.")
    for path in files:
        if not is_safe(path):
            raise ValueError(f"not a path for a bag ({path!r}). Expected no control character, %, \\ or ..")
    for number in count(1):
        name = publication.day if number == 1 else f"{publication.day}.{number}"
        release = _render(replace(publication, version=name), files, earlier or State())
        if (existing or {}).get(name) in (None, release.sha256):
            return release
    raise AssertionError("there is always another number")


def _render(publication: Publication, files: Mapping[str, bytes], earlier: State) -> Release:
    archive, name = publication.archive, publication.version
    folder = f"{'-'.join(re.findall('[a-z0-9]+', publication.title.lower())) or 'archive'}-{name}"
    beside = {
        README: _readme(publication, len(files)),
        CITATION: render_citation(publication),
        ZENODO: render_zenodo(publication),
        CHANGELOG: render_changelog(archive, name, earlier),
        STATE: render_state(state_of(archive, name)),
    }
    digests = {
        path: (hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest())
        for path, data in files.items()
    }
    info = [
        *([("Source-Organization", publication.publisher)] if publication.publisher else []),
        ("External-Identifier", folder),
        ("External-Description", " ".join([f"{publication.title}.", *publication.about[:1]])),
    ]
    tags = render_tags(
        digests,
        sum(map(len, files.values())),
        info,
        publication.day,
        {path: text.encode() for path, text in beside.items()},
    )
    contents = {**tags, **{f"data/{path}": data for path, data in files.items()}}
    ordered = [README, *sorted(contents.keys() - {README})]
    return Release(name, f"{folder}.zip", pack((f"{folder}/{path}", contents[path]) for path in ordered))


def _readme(publication: Publication, files: int) -> str:
    """Return what the release is, for whoever unpacks it."""
    lines = [
        f"{publication.title}, release {publication.version}",
        "",
        *([f"The archive: {publication.address}", ""] if publication.address else []),
        f"data/                The data: {number_of(files, 'file')}.",
        f"{CITATION}         How to cite the release, for people and for programs.",
        f"{CHANGELOG}        What was added, corrected and withdrawn, and since when.",
        "manifest-sha256.txt  The checksum of each file of the data. To check them, in this folder:",
        "                     sha256sum -c manifest-sha256.txt",
        "",
        "The folder is a bag (BagIt, RFC 8493). It has the data of one day. What was withdrawn later is",
        "still in it: before you publish from an old release, see whether the archive has the document.",
        "",
        f"Licence: {LICENCE.name}, {LICENCE.address}",
        *textwrap.wrap(RIGHTS, 100),
    ]
    return "".join(f"{line}\n" for line in lines)
