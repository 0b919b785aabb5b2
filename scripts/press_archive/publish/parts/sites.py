"""The sites that an archive is published as, and which of them have a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...collection.archive import Archive
from ...collection.sites.placing import is_of_unknown_place, part_of, parts_of
from ...records.sites.part import HOME

# What each site has a copy of: what its pages load, and what a host shows where there is no page.
COPIED = ("assets/",)
COPIED_FILES = frozenset({"404.html", "manifest.webmanifest"})


@dataclass(frozen=True)
class Site:
    """One of the sites: its name, its address with a slash at its end, and what it had before."""

    name: str
    address: str
    formerly: tuple[str, ...] = ()


@dataclass
class Sites:
    """The sites of an archive, the home site first, and the files of the whole site, by their paths."""

    archive: Archive
    address: str
    files: frozenset[str]
    home: Site = field(init=False)
    all: tuple[Site, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the sites."""
        parts = parts_of(self.archive)
        self.home = Site(HOME, self.address)
        self.all = (self.home, *(Site(part.name, part.address, part.formerly) for part in parts))
        self._by_address = {site.address: site for site in self.all}
        self._places: dict[str, tuple[Site, ...]] = {}

    def place(self, path: str) -> tuple[Site, ...]:
        """Return the sites that have a file: one of them, or all."""
        if path not in self._places:
            self._places[path] = self._place(path)
        return self._places[path]

    def _place(self, path: str) -> tuple[Site, ...]:
        is_copied = path.startswith(COPIED) or path in COPIED_FILES
        if is_copied or is_of_unknown_place(self.archive, path):
            return self.all
        part = part_of(self.archive, path)
        return (self._by_address[part.address] if part else self.home,)

    def at(self, address: str) -> Site | None:
        """Return the site at an address."""
        return self._by_address.get(address)

    def of_address(self, address: str) -> Site | None:
        """Return the site that an address is below; that of one site may begin with that of another."""
        return max(
            (site for site in self.all if address.startswith(site.address)),
            key=lambda site: len(site.address),
            default=None,
        )


def check_addresses(archive: Archive, address: str) -> Iterable[str]:
    """Yield what is wrong with the addresses of the parts of an archive whose home site is at an address."""
    parts = parts_of(archive)
    known = {address, *(part.address for part in parts)}
    for part in parts:
        if part.address == address:
            yield f"{part.years.text}: {address!r} is the address of the home site. Expected another one."
        for former in part.formerly:
            if former not in known or former == part.address:
                expected = "Expected that of another site of this archive, which leads on from there"
                yield f"{part.years.text}: formerly at {former!r}. {expected}: {', '.join(sorted(known))}."
