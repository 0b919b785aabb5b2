"""The outlets of the vocabulary, to be found by an address, by a name, or in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...collection.archive import Archive
from ...records.closed_lists import OutletType
from ...records.links import is_web_address
from ...records.terms import Outlet

_SEPARATOR = re.compile(r"(?<!\s)\s+(?:[|–—·•»«-]|::)\s+")


def title_parts(title: str) -> list[str]:
    """Return the parts of a page's title, of which the first or the last is often the site's name.

    >>> title_parts("A quay is swept :: News :: Gull Post")
    ['A quay is swept', 'News', 'Gull Post']
    """
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def _without_article(name: str) -> str:
    """Return a name in lower case, without the article before it and the marks at its ends."""
    return re.sub(r"^(?:the|de|het)\s+", "", name.strip(" .,:;|()[]*_«»\"“”'").casefold())


@dataclass(frozen=True)
class Outlets:
    """The outlets of the vocabulary."""

    names: dict[str, str]
    """Their names, in lower case → their ids."""
    hosts: dict[str, str]
    """The hosts of their sites → their ids."""
    types: dict[str, OutletType]
    """Their ids → what they are."""

    @classmethod
    def of(cls, archive: Archive) -> Outlets:
        """Index an archive's outlets."""
        terms = archive.vocabularies.get("outlets", {})
        records = {id: term.record for id, term in terms.items() if isinstance(term.record, Outlet)}
        names = {name.casefold(): id for id, record in records.items() for name in record.names}
        hosts = {record.host: id for id, record in records.items() if record.host}
        return cls(names, hosts, {id: record.type for id, record in records.items()})

    @property
    def only_aggregator(self) -> str | None:
        """The outlet that gathers texts of others, where there is exactly one."""
        aggregators = [id for id, type in self.types.items() if type is OutletType.AGGREGATOR]
        return aggregators[0] if len(aggregators) == 1 else None

    def by_address(self, address: str | None) -> str | None:
        """Return the outlet that has the host of an address, or a domain that the host belongs to.

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
        """Return the outlet that has a text as its name, whatever articles and marks surround it.

        >>> outlets = Outlets({"the lantern (website)": "lantern"}, {}, {})
        >>> outlets.by_name("«Lantern (website)»"), outlets.by_name("A lantern")
        ('lantern', None)
        """
        wanted = _without_article(text)
        if not wanted:
            return None
        return next((id for name, id in self.names.items() if _without_article(name) == wanted), None)

    def named_in(self, text: str) -> list[str]:
        """Return the outlets that a text names, those with the longest names first."""
        longest_first = sorted(self.names.items(), key=lambda item: -len(item[0]))
        folded = text.casefold()
        named = [id for name, id in longest_first if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)]
        return list(dict.fromkeys(named))
