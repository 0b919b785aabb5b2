"""Rewrite a page's links for file://: a link to a folder becomes a link to the page in it.

A web server answers for a folder with its index.html; a browser that opens a folder on disk lists its files.
So each such reference is completed. An element that only loads a file which the copy leaves out is removed;
a link to such a file leads to the website, or nowhere if nothing says where that is.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from ..base.problems import Problem
from .html_tags import Tag, parse_tags, replace_spans

INDEX = "index.html"
POLICY = "content-security-policy"
# The address in the content of a page that leads on (HTML Living Standard, section 4.2.5.3).
REFRESH = re.compile(r"(\d+; url=)(.+)")
REFERENCES = frozenset({"href", "xlink:href", "src", "action", "formaction", "poster", "data"})
# Elements that load a file and show nothing themselves: without the file they are removed.
LOADING = frozenset({"link", "script"})


@dataclass(frozen=True)
class Split:
    """The files of a site that are in a copy, and those that it leaves out, by their paths below the site;
    and where the site is published, with a slash at its end, or an empty text.
    """

    included: Collection[str]
    excluded: Collection[str]
    website: str = ""


class BrokenLink(ValueError):
    """An address on a page that leads to no file of the copy."""


class ExcludedFile(BrokenLink):
    """An address that leads to a file of the site, which the copy leaves out."""


def split_path(address: str) -> SplitResult | None:
    """Return the parts of an address with a path and no host; None for all others, which stay as they are.

    >>> split_path("../a.css?x").path, split_path("#x"), split_path("https://[gull/")
    ('../a.css', None, None)
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # an invalid host: an address outside the site
        return None
    return None if parts.scheme or parts.netloc or not parts.path else parts


def on_disk(address: str, page: str, files: Split) -> str:
    """Return a page's address for use from disk; raise BrokenLink where it leads to no file.

    >>> files = Split({"index.html", "years/2013/index.html", "a.css"}, {"feed.js"})
    >>> on_disk("2013/?from=5#may", "years/index.html", files), on_disk("..", "years/index.html", files)
    ('2013/index.html?from=5#may', '../index.html')
    >>> on_disk("../a.css", "years/index.html", files), on_disk("https://gull.example/", "index.html", files)
    ('../a.css', 'https://gull.example/')
    """
    if (parts := split_path(address)) is None:
        return address
    path = parts.path
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    if target in files.included and not path.endswith("/"):
        return address
    if posixpath.normpath(posixpath.join(target, INDEX)) in files.included:
        return parts._replace(path=f"{path.removesuffix('/')}/{INDEX}").geturl()
    raise ExcludedFile(address) if target in files.excluded else BrokenLink(address)


def relink_page(
    text: str, page: str, files: Split, scripts: Collection[str] = ()
) -> tuple[str, list[Problem]]:
    """Return a page of the site as it is in the copy, and its broken links.

    A content security policy is removed, as it allows the files of a server only. `page` and the `scripts`
    that are added at its end are paths below the site.
    """
    tags = parse_tags(text)
    changes, problems = [], []
    for position, tag in enumerate(tags):
        if tag.name == "meta" and tag.value("http-equiv").lower() == POLICY:
            changes.append((tag.start, tag.end, ""))  # a policy's 'self' is no file on disk
            continue
        try:
            changes += list(_completed(tag, page, files))
        except BrokenLink as error:
            if isinstance(error, ExcludedFile) and tag.name in LOADING:
                changes.append((tag.start, _end(tags, position), ""))
                continue
            if isinstance(error, ExcludedFile) and tag.name == "a":
                changes.append(_to_website(tag, page, files))
                continue
            line = text.count("\n", 0, tag.start) + 1
            expected = "Expected the address of a page or file of the site."
            message = f"{str(error)!r} leads to no file of the offline copy. {expected}"
            hint = "correct the link where the page is written"
            problems.append(Problem(f"site/{page}", line, (tag.name,), "O103", message, hint))
    if scripts:
        (end,) = [tag.start for tag in tags if tag.name == "/body"]
        loaded = (posixpath.relpath(script, posixpath.dirname(page) or ".") for script in scripts)
        changes.append(
            (end, end, "".join(f'<script src="{html.escape(address)}"></script>\n' for address in loaded))
        )
    return replace_spans(text, changes), problems


def _completed(tag: Tag, page: str, files: Split) -> Iterator[tuple[int, int, str]]:
    refreshes = tag.name == "meta" and tag.value("http-equiv").lower() == "refresh"
    for attribute in tag.attributes:
        before, address = "", attribute.value
        if refreshes and attribute.name == "content" and (match := REFRESH.fullmatch(attribute.value)):
            before, address = match.groups()
        elif attribute.name not in REFERENCES:
            continue
        completed = on_disk(address, page, files)
        if completed != address:
            yield attribute.start, attribute.end, f'"{html.escape(before + completed)}"'


def _to_website(tag: Tag, page: str, files: Split) -> tuple[int, int, str]:
    """Let a link lead to the website; without one it has no address, and so is no link (HTML Living Standard,
    section 4.5.1).
    """
    if not files.website:
        return tag.start, tag.end, "<a>"
    (href,) = (attribute for attribute in tag.attributes if attribute.name == "href")
    parts = urlsplit(href.value)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
    return href.start, href.end, f'"{html.escape(files.website + parts._replace(path=path).geturl())}"'


def _end(tags: list[Tag], position: int) -> int:
    """Return the end of an element that loads a file: a script's end tag follows its start tag, a link has
    none.
    """
    closing = [tag.end for tag in tags[position + 1 : position + 2] if tag.name == "/script"]
    return closing[0] if closing else tags[position].end
