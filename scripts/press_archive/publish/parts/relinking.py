"""The links of a page of the whole site, as they are in one of the sites that it is divided into.

A link to a page of the same site stays as it is. One to a page of another site becomes a whole address.
"""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..html_tags import Attribute, Tag, find_referring_tags, replace_spans
from ..offline_links import INDEX, REFERENCES, REFRESH, split_path
from .sites import Site, Sites

# What a page says of itself in its head, in whole addresses (https://ogp.me/).
OWN_ADDRESSES = frozenset({"og:url", "og:image", "twitter:image"})


@dataclass(frozen=True)
class Relinking:
    """The pages of a site that is divided, as they are in one of its parts."""

    sites: Sites
    site: Site

    def page(self, text: str, path: str) -> str:
        """Return a page, which is at a path below the site."""
        changes = [change for tag in find_referring_tags(text) for change in self._changes(tag, path)]
        return replace_spans(text, changes)

    def _changes(self, tag: Tag, path: str) -> Iterator[tuple[int, int, str]]:
        for attribute, before, address in _addresses(tag):
            moved = self.address(address, path)
            if moved != address:
                yield attribute.start, attribute.end, f'"{html.escape(before + moved)}"'

    def address(self, address: str, page: str) -> str:
        """Return an address on a page at a path."""
        home = self.sites.home
        if address.startswith(home.address):  # also where it begins with that of a part below the home site
            owner = self.sites.of_address(address)
            rest = address.removeprefix(home.address)
            return self._whole(rest, urlsplit(rest).path, address) if owner == home else address
        if (parts := split_path(address)) is None:
            return address
        if parts.path.startswith("/"):
            return self._from_root(address)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        file = self._file(target)
        if file is None or self.site in (places := self.sites.place(file)):
            return address
        path = "" if target == "." else f"{target}/" if file != target else target
        return places[0].address + parts._replace(path=path).geturl()

    def _file(self, target: str) -> str | None:
        """Return the file that a path leads to: itself, or the page in a folder; None for no file."""
        page = posixpath.normpath(posixpath.join(target, INDEX))
        return next((file for file in (page, target) if file in self.sites.files), None)

    def _whole(self, rest: str, path: str, address: str) -> str:
        """Return the address of what the home site's address leads to, on the site that has it."""
        file = self._file(unquote(path).rstrip("/") or ".")
        places = self.sites.place(file) if file else (self.sites.home,)
        return address if self.sites.home in places else places[0].address + rest

    def _from_root(self, address: str) -> str:
        """Return an address without a host: 404.html has such addresses, which are those of the home site."""
        root = urlsplit(self.sites.home.address).path
        if self.site == self.sites.home or not address.startswith(root):
            return address
        return self.sites.home.address + address.removeprefix(root)


def _addresses(tag: Tag) -> Iterator[tuple[Attribute, str, str]]:
    """Yield the attributes of a tag that are an address, each with what is before it, and the address."""
    refreshes = tag.name == "meta" and tag.value("http-equiv").lower() == "refresh"
    is_own = tag.name == "meta" and (tag.value("property") or tag.value("name")) in OWN_ADDRESSES
    for attribute in tag.attributes:
        if attribute.name in REFERENCES or (is_own and attribute.name == "content"):
            yield attribute, "", attribute.value
        elif refreshes and attribute.name == "content" and (match := REFRESH.fullmatch(attribute.value)):
            yield attribute, match[1], match[2]
