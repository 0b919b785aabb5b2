"""A page of the site as it must be to open from disk: what leads to a folder leads to the page in it.

A web server answers for a folder with its index.html; a browser that opens a folder on disk lists its files.
So each such reference is completed. References to files that the copy leaves out go with the element, where
that only loads something.
"""

from __future__ import annotations

import html
import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..base.problems import Problem
from .html_tags import Tag, parse_tags, replace_spans

INDEX = "index.html"
REFERENCES = frozenset({"href", "xlink:href", "src", "action", "formaction", "poster", "data"})
# Elements that load a file and show nothing themselves: without the file they go.
LOADING = frozenset({"link", "script"})


@dataclass(frozen=True)
class Split:
    """The files of a site that a copy holds, and those that it leaves out, by their paths below the site."""

    kept: Collection[str]
    left_out: Collection[str]


class LeadsNowhere(ValueError):
    """An address of a page that leads to no file of the copy."""


class LeftOut(LeadsNowhere):
    """An address that leads to a file of the site, which the copy leaves out."""


def on_disk(address: str, page: str, files: Split) -> str:
    """Return an address of a page as it must be on disk; raise LeadsNowhere where it leads to no file.

    >>> files = Split({"index.html", "years/2013/index.html", "a.css"}, {"feed.js"})
    >>> on_disk("2013/?from=5#may", "years/index.html", files), on_disk("..", "years/index.html", files)
    ('2013/index.html?from=5#may', '../index.html')
    >>> on_disk("../a.css", "years/index.html", files), on_disk("https://gull.example/x/", "index.html", files)
    ('../a.css', 'https://gull.example/x/')
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # a host that is none: an address elsewhere
        return address
    if parts.scheme or parts.netloc or not parts.path:
        return address
    path = parts.path
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    if target in files.kept and not path.endswith("/"):
        return address
    if posixpath.normpath(posixpath.join(target, INDEX)) in files.kept:
        return parts._replace(path=f"{path.removesuffix('/')}/{INDEX}").geturl()
    raise LeftOut(address) if target in files.left_out else LeadsNowhere(address)


def relink_page(
    text: str, page: str, files: Split, scripts: Collection[str] = ()
) -> tuple[str, list[Problem]]:
    """Return a page of the site as it is in the copy, and what in it leads nowhere.

    A policy of what may be loaded goes, as it allows the files of a server. `page` and the `scripts` that it
    loads besides, at its end, are paths below the site.
    """
    tags = parse_tags(text)
    changes, problems = [], []
    for position, tag in enumerate(tags):
        if tag.name == "meta" and any(attribute.name == "http-equiv" for attribute in tag.attributes):
            changes.append((tag.start, tag.end, ""))  # a policy's 'self' is no file on disk
            continue
        try:
            changes += list(_completed(tag, page, files))
        except LeadsNowhere as error:
            if isinstance(error, LeftOut) and tag.name in LOADING:
                changes.append((tag.start, _end(tags, position), ""))
                continue
            line = text.count("\n", 0, tag.start) + 1
            message = f"{str(error)!r} leads to no file of the offline copy. Expected the address of a page or file of the site."
            problems.append(
                Problem(
                    f"site/{page}",
                    line,
                    (tag.name,),
                    "O103",
                    message,
                    "correct the link where the page is written",
                )
            )
    if scripts:
        (end,) = [tag.start for tag in tags if tag.name == "/body"]
        loaded = (posixpath.relpath(script, posixpath.dirname(page) or ".") for script in scripts)
        changes.append(
            (end, end, "".join(f'<script src="{html.escape(address)}"></script>\n' for address in loaded))
        )
    return replace_spans(text, changes), problems


def _completed(tag: Tag, page: str, files: Split) -> Iterator[tuple[int, int, str]]:
    for attribute in tag.attributes:
        if attribute.name in REFERENCES:
            address = on_disk(attribute.value, page, files)
            if address != attribute.value:
                yield attribute.start, attribute.end, f'"{html.escape(address)}"'


def _end(tags: list[Tag], position: int) -> int:
    """Return where an element ends that loads a file: a script's end tag follows its start tag, a link has
    none.
    """
    closing = [tag.end for tag in tags[position + 1 : position + 2] if tag.name == "/script"]
    return closing[0] if closing else tags[position].end
