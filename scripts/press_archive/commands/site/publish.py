"""Build site/, and check that it may be published."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...base.kept import Kept, load_kept
from ...base.problems import Problem
from ...base.project import CONFIG
from ...base.wording import count
from ...checks.privacy.published import check_pages, check_personal_data
from ...checks.rights.copied_words import check_output
from ...checks.rights.fingerprints import UnheldCaptures
from ...collection.archive import Archive
from ...collection.sites.placing import parts_of
from ...publish.build import build_docs, load_checked
from ...publish.export.cards import FOLDER, Card, make_cards, outdated_cards, publish_cards
from ...publish.export.data_exports import publish_exports, published_exports
from ...publish.inputs import check_unchanged, check_written, generated_state, records_state, written_state
from ...publish.mkdocs_build import has_site, run_mkdocs
from ...publish.offline_copy import records_digest
from ...publish.parts.dividing import WHOLE, divide_site, keep_whole
from ...publish.parts.sites import check_addresses
from ...publish.publication import Workshop, put_in_place
from ...publish.search_index import FOLDER as SEARCH_FOLDER
from ...publish.settings import (
    ConfigurationError,
    Settings,
    check_built_name,
    check_site_name,
    load_settings,
    theme_files,
)
from ...records.sites.part import HOME
from ..progress import progress
from .workshop import Refused, in_workshop, refuse

SITE = "site"
NOT_BUILT = "site/ was not built."
LEFT = "site/ was left as it was."


# What pages and other programs can only have with whole addresses.
NEED_ADDRESS = "the sitemap, canonical addresses, the description of the search (OpenSearch) and share images"


@dataclass(frozen=True)
class Required:
    """What a site must have to be published, beside what every site must have."""

    publisher: bool = False
    address: bool = False
    cards: bool = False  # the share cards, drawn as the records are now
    exports: bool = False  # the texts as TEI and as a corpus, and the latest release if there is one
    part: str = ""  # the name of the only site to publish, of an archive that is published as several


@dataclass(frozen=True)
class ProvedSite:
    """A new site that may be published, beside the one that it replaces, and what it was proved with."""

    folder: Path
    archive: Archive
    settings: Settings
    digest: str  # of the records
    misnamed: bool  # mkdocs.yml has the name of another archive

    @property
    def captures(self) -> str:
        """How many captures were compared with it, in words."""
        held = count(sum(source.capture is not None for source in self.archive.sources.values()), "capture")
        unheld = UnheldCaptures(self.archive)
        return f"{held} checked, {len(unheld)} more by fingerprints" if unheld else f"{held} checked"


def publish(root: Path, required: Required) -> int:
    """Build site/ so that it can be published: no problem, no warning, and no restricted text in it.

    Without somebody to write to, nobody could object to what the site shows, and mkdocs.yml may still be that
    of another archive. Then the site is built, and the last lines say so; if a publisher is required, it is
    not built. Without an address some things are left out, which a line says.
    If share cards are required, it has those that are drawn already. A site that is refused for
    whatever reason leaves site/ as it was.

    An archive with parts is published as several sites, each in a folder of site/, unless one is required.
    """
    if not has_site(root, CONFIG):
        return 1
    proved = in_workshop(root, SITE, lambda workshop: _publish(root, workshop, required))
    if proved is None:
        return 1
    announce(proved, required)
    return 0


def _publish(root: Path, workshop: Workshop, required: Required) -> ProvedSite:
    proved = prove_site(root, workshop, required)
    put_in_place(workshop, sites_of(root, proved, workshop, required), root / SITE)
    return proved


def sites_of(root: Path, proved: ProvedSite, workshop: Workshop, required: Required) -> Path:
    """Return the folder to publish: the whole site, or the folder of its sites, or of one of them."""
    if not parts_of(proved.archive):
        shutil.rmtree(root / WHOLE, ignore_errors=True)  # of a time when it had parts
        return proved.folder
    target = workshop.folder / "sites"
    with progress():
        sites = divide_site(proved.folder, proved.archive, proved.settings.address, target)
    keep_whole(root, proved.folder)
    return sites[required.part] if required.part else target


def _check_parts(archive: Archive, address: str, required: Required) -> None:
    """Raise Refused where an archive cannot be published as the sites that its record names."""
    parts = parts_of(archive)
    names = [HOME, *(part.name for part in parts)]
    if required.part and (required.part not in names or not parts):
        expected = f"one of {', '.join(names)}" if parts else "none: sources/collection.yml has no parts"
        raise Refused(
            f"--part: {required.part!r} is no site of this archive. Expected {expected}.\n{NOT_BUILT}"
        )
    if parts and not address:
        reason = f"{CONFIG}: no site_url, and the sites of an archive with parts link to each other."
        raise Refused(f"{reason} Expected the address of the home page. Hint: set SITE_URL\n{NOT_BUILT}")
    if wrong := [*check_addresses(archive, address)]:
        raise Refused("\n".join([*(f"sources/collection.yml: parts: {text}" for text in wrong), NOT_BUILT]))


def _addresses(proved: ProvedSite) -> list[tuple[str, str]]:
    """Return the sites of an archive that has parts, by their names; none for one that has not."""
    parts = parts_of(proved.archive)
    return [(HOME, proved.settings.address), *((one.name, one.address) for one in parts)] if parts else []


def announce(proved: ProvedSite, required: Required) -> None:
    """Print that the site is published in its folder, and what it lacks."""
    for name, address in _addresses(proved):
        if required.part in ("", name):
            print(f"site/{'' if required.part else f'{name}/'} is for {address}")
    if not proved.settings.address:
        print(f"Without an address (SITE_URL, or site_url in {CONFIG}) the site lacks {NEED_ADDRESS}.")
    if proved.settings.not_filled_in:
        fields = ", ".join(f"extra.{name}" for name in proved.settings.not_filled_in)
        print(f'The imprint says "not filled in yet" of {fields} in {CONFIG}.')
    checked = f"no restricted text found ({proved.captures})"
    lacking = proved.settings.nobody_to_write_to
    if not lacking and not proved.misnamed:
        print(f"site/ is ready to publish; {checked}.")
        return
    print(f"site/ is built; {checked}.")
    if lacking:
        print(f"Do not publish it yet: {lacking}, so nobody could object. Hint: set both in {CONFIG}")
    if proved.misnamed:
        what = f"{CONFIG} has the name of another archive, and perhaps its address and its publisher"
        print(f"Do not publish it yet: {what}. Hint: see what archive check says")


def prove_site(root: Path, workshop: Workshop, required: Required) -> ProvedSite:
    """Build a new site in a workshop, and prove that it may be published; raise Refused if it may not.

    The records are read once, and what is published is what was read. Whatever else MkDocs reads is the same
    at the end as before the first check.
    """
    written = written_state(root)
    refuse(check_written(root), NOT_BUILT)
    settings = _settings(root, required)
    if required.cards and not settings.address:
        reason = f"{CONFIG}: no site_url, and a page names its share card by its whole address."
        raise Refused(f"{reason} Expected one. Hint: set SITE_URL\n{NOT_BUILT}")
    records = records_state(root)
    with progress():
        kept = load_kept(root)
        checked = load_checked(root, kept, lambda archive: _check_privacy(archive, kept))
    _check_parts(checked[0], settings.address, required)
    misnamed = list(check_site_name(root, checked[0].collection))
    refuse([*checked[1], *(misnamed if required.publisher else ())], NOT_BUILT)
    digest = records_digest(root)
    refuse(check_unchanged(records, records_state(root)), NOT_BUILT)
    cards = _drawn_cards(root, checked[0]) if required.cards else {}
    with progress():
        exports = _exports(root, checked[0], settings) if required.exports else frozenset()
        build = build_docs(root, checked=checked, cards=frozenset(cards), exports=exports)
    refuse(build.problems, NOT_BUILT)
    generated = generated_state(root)
    made = workshop.folder / SITE
    if run_mkdocs(root, CONFIG, made, workshop, build, "--strict"):
        raise Refused(LEFT)
    refuse(check_unchanged(written | generated, written_state(root) | generated_state(root)), LEFT)
    if not (made / SEARCH_FOLDER).is_dir():
        reason = "The new site has no search index: SEARCH_INDEX is switched off."
        raise Refused(f"{reason} Expected SEARCH_INDEX=true, or none.\n{LEFT}")
    publish_cards(root, cards, made)
    publish_exports(root, build.archive, settings, exports, made)
    copied = check_output(build.archive, made, theme_files(), disguised=False)
    refuse(copied, f"The new site must not be published. {LEFT}")
    if not misnamed:
        refuse(check_built_name(made, build.archive.collection), LEFT)
    if collection := build.archive.collection:
        settings = replace(settings, name=collection.title)
    return ProvedSite(made, build.archive, settings, digest, bool(misnamed))


def _check_privacy(archive: Archive, kept: Kept) -> Iterator[Problem]:
    yield from check_personal_data(archive, kept=kept)
    yield from check_pages(archive, kept=kept)


def _drawn_cards(root: Path, archive: Archive) -> dict[str, Card]:
    """Return the share cards; raise Refused where one is not drawn as its record is now."""
    try:
        cards = make_cards(root, archive)
    except ValueError as error:
        raise Refused(f"{error}\n{NOT_BUILT}") from error
    if outdated := outdated_cards(root, cards):
        number = f"{len(outdated)} of {count(len(cards), 'share card')}"
        reason = f"{FOLDER.as_posix()}/: {number} missing or outdated (the first is {outdated[0]}.png)."
        raise Refused(f"{reason} Expected all of them. Hint: make cards draws them\n{NOT_BUILT}")
    return cards


def _exports(root: Path, archive: Archive, settings: Settings) -> frozenset[str]:
    """Return the texts and the release to publish; raise Refused where that is not of these records."""
    try:
        return published_exports(root, archive, settings)
    except ValueError as error:
        raise Refused(f"{error}\n{NOT_BUILT}") from error


def _settings(root: Path, required: Required) -> Settings:
    try:
        settings = load_settings(root)
    except ConfigurationError as error:
        raise Refused(f"{CONFIG}: {error}\n{NOT_BUILT}") from error
    lacking = settings.nobody_to_write_to
    if lacking and required.publisher:
        expected = "Expected who publishes the site and where to write to them, so that people can object."
        raise Refused(f"{CONFIG}: {lacking}. {expected}\n{NOT_BUILT}")
    if required.address and not settings.address:
        expected = f"Expected one (site_url, or SITE_URL): {NEED_ADDRESS} need it."
        raise Refused(
            f"{CONFIG}: nothing says at which address the site is published. {expected}\n{NOT_BUILT}"
        )
    return settings


def required_by(arguments: argparse.Namespace) -> Required:
    """Return what a command line requires of a site."""
    return Required(
        arguments.require_publisher,
        arguments.require_address,
        arguments.cards,
        arguments.exports,
        arguments.part,
    )


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    return publish(root, required_by(arguments))
