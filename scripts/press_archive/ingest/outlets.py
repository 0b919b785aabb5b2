"""Who published a document: told by the address, by the headline's end, by a credit, or by the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..collection.archive import Archive
from ..records.closed_lists import OutletType
from ..records.links import is_web_address
from .proposals import Confidence, Proposal

AGENCIES = (OutletType.WIRE, OutletType.STATE_AGENCY)
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»«-]|::)\s+")


def title_parts(title: str) -> list[str]:
    """Return the parts of a page's title, of which the first or the last is often the site's name.

    >>> title_parts("A quay is swept :: News :: Gull Post")
    ['A quay is swept', 'News', 'Gull Post']
    """
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|de|het)\s+", "", name.strip(" .,:;|()[]*_«»\"“”'").casefold())


@dataclass(frozen=True)
class Outlets:
    """The outlets of the vocabulary by name (in lower case) and by host."""

    names: dict[str, str]
    hosts: dict[str, str]
    types: dict[str, OutletType]

    @classmethod
    def of(cls, archive: Archive) -> Outlets:
        """Index an archive's outlets."""
        terms = archive.vocabularies.get("outlets", {})
        names = {name.casefold(): id for id, term in terms.items() for name in term.record.names}
        hosts = {term.record.host: id for id, term in terms.items() if getattr(term.record, "host", None)}
        return cls(names, hosts, {id: term.record.type for id, term in terms.items()})

    @property
    def aggregators(self) -> list[str]:
        """The outlets that gather texts of others."""
        return [id for id, type in self.types.items() if type is OutletType.AGGREGATOR]

    def by_address(self, address: str | None) -> str | None:
        """Return the outlet whose host an address has, or a host above it.

        >>> outlets = Outlets({}, {"gull.example": "gull-post"}, {})
        >>> outlets.by_address("https://www.gull.example/a"), outlets.by_address("https://seagull.example/a")
        ('gull-post', None)
        """
        host = (urlsplit(address).hostname or "").lower() if address and is_web_address(address) else ""
        while "." in host:
            if host in self.hosts:
                return self.hosts[host]
            host = host.partition(".")[2]
        return None

    def by_name(self, text: str) -> str | None:
        """Return the outlet of which a text is the name, articles and marks at its ends aside.

        >>> outlets = Outlets({"the lantern (website)": "lantern"}, {}, {})
        >>> outlets.by_name("«Lantern (website)»"), outlets.by_name("A lantern")
        ('lantern', None)
        """
        return next((id for name, id in self.names.items() if _bare(name) == _bare(text)), None) if _bare(text) else None

    def named_in(self, text: str) -> list[str]:
        """Return the outlets that a text names, the longest names first."""
        found = [
            (name, id)
            for name, id in sorted(self.names.items(), key=lambda item: -len(item[0]))
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.casefold())
        ]
        return list(dict.fromkeys(id for _, id in found))

    def propose(
        self, address: str | None, title: str, credits: Iterable[tuple[int, str]], links: Iterable[tuple[int, str]],
        around: Iterable[tuple[int, str]], names: Iterable[Proposal],
    ) -> list[Proposal]:  # fmt: skip
        """Propose outlets. `credits`, `links` and `around` are (line number, text) of credits, related links and cut lines."""
        found: list[Proposal] = []
        if id := self.by_address(address):
            found.append(Proposal(id, "the address", Confidence.HIGH))
        for name in names:
            if name.value and (id := self.by_name(name.value)):
                found.append(Proposal(id, name.origin, name.confidence))
        for part in title_parts(title)[1:]:
            if id := self.by_name(part):
                found.append(Proposal(id, "the end of the headline", Confidence.HIGH))
        for lines, origin, confidence in (
            (credits, "a credit", Confidence.MEDIUM),
            (around, "the page around the text", Confidence.MEDIUM),
            (links, "a link to another text", Confidence.LOW),
        ):
            for number, text in lines:
                found += [
                    Proposal(id, f"{origin}, line {number}", confidence)
                    for id in self.named_in(text)
                    if self.types[id] not in AGENCIES
                ]
        return found
