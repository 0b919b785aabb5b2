"""Built HTML as a tree that tests can ask for links, ids and texts; and the elements that Markdown writes as comments."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from conftest import REPOSITORY

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element with its attributes; `children` holds elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", css_class: str = "") -> list[Element]:
        """Return the elements below with a tag and a class."""
        return [
            element for element in self.walk()
            if element is not self
            and tag in ("", element.tag)
            and (not css_class or css_class in element.attributes.get("class", "").split())
        ]  # fmt: skip

    def first(self, tag: str = "", css_class: str = "") -> Element:
        """Return the first of them."""
        found = self.all(tag, css_class)
        assert found, f"no <{tag or '*'} class={css_class!r}> in <{self.tag}>"
        return found[0]

    @property
    def text(self) -> str:
        """The text as a reader sees it: white space folded, heading marks left out."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        if "headerlink" in self.attributes.get("class", "").split():
            return ""
        return "".join(child if isinstance(child, str) else child._raw() for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, 0, -1):
            if self.open[position].tag == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse_html(text: str) -> Element:
    """Parse HTML."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.root


@functools.cache
def read_html(path: Path) -> Element:
    """Parse a built page; it must not change while the tests run."""
    return parse_html(path.read_text(encoding="utf-8"))


def article(path: Path) -> Element:
    """Return the part of a built page that is its own."""
    return read_html(path).first("article")


def parts(root: Element) -> Iterator[Element]:
    """Yield the elements of an article in order: those of its columns, boxes and panels in place of these."""
    for child in root.children:
        if isinstance(child, Element):
            if "layout" in child.attributes.get("class", "").split():
                yield from parts(child)
            else:
                yield child


def sections(root: Element) -> dict[str, list[Element]]:
    """Return the elements that follow each h2 of an article, by the heading's text, in order; '' before the
    first.
    """
    found: dict[str, list[Element]] = {"": []}
    name = ""
    for child in parts(root):
        if child.tag == "h2":
            name = child.text
            assert name not in found, f"two sections are called {name}"
            found[name] = []
        else:
            found[name].append(child)
    return found


def document_rows(root: Element) -> list[Element]:
    """Return the rows of the tables of documents below an element, one for each document."""
    tables = [
        table for table in (root, *root.all("table")) if table.tag == "table" and table.all("th", "document")
    ]
    return [row for table in tables for row in table.first("tbody").all("tr")]


def remark(row: Element) -> str:
    """Return what a list says of the document of a row, below its headline and what it is related to."""
    cell = row.all("td")[1]
    small = [
        child
        for child in cell.children
        if isinstance(child, Element) and child.attributes.get("class") == "facts"
    ]
    assert small, f"no remark in {cell.text}"
    return small[-1].text


def definitions(root: Element) -> dict[str, Element]:
    """Return the definitions of a page's lists of them, by the term that is defined."""
    return {name.text: value for name, value in zip(root.all("dt"), root.all("dd"), strict=True)}


def resolve(site: Path, page: Path, address: str) -> tuple[Path, str] | None:
    """Return the file of the site that an address on a page leads to, and its fragment; None for another
    host.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    target = page if not path else site / path.lstrip("/") if path.startswith("/") else page.parent / path
    target = Path(os.path.normpath(target))
    if _is_folder(target) or path.endswith("/"):
        target /= "index.html"
    return target, unquote(parts.fragment)


@functools.cache
def _is_folder(path: Path) -> bool:
    return path.is_dir()


@functools.cache
def ids_of(page: Path) -> frozenset[str]:
    """Return the ids of the elements of a built page."""
    return frozenset(
        element.attributes["id"] for element in read_html(page).walk() if "id" in element.attributes
    )


def linked_pages(site: Path, page: Path) -> set[Path]:
    """Return the pages of the site that a page links to."""
    found = set()
    for link in read_html(page).all("a"):
        if "href" in link.attributes and (resolved := resolve(site, page, link.attributes["href"])):
            found.add(resolved[0])
    return {target for target in found if target.suffix == ".html"}


# Elements that are only within another: class → that of the other.
AROUND = {
    "layout__first": "layout--columns",
    "layout__aside": "layout--columns",
    "layout__after": "layout--columns",
    "layout--summary": "layout__first",
    "layout--box": "layout__after",
}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A comment of which overrides/main.html leaves what is between the braces.
ELEMENTS = re.compile(
    r"<!--\{ ((?:</?(?:div|details|summary|nav)(?: class=\"[a-z_ -]+\")?(?: aria-label=\"[^\"<>]+\")?>|[\w ]+)+) \}-->"
)


@functools.cache
def known_classes() -> frozenset[str]:
    """Return the classes that the style sheets or AROUND name, and `layout`, by which `parts` looks through an element."""
    sheets = (REPOSITORY / "docs" / "assets" / name for name in ("archive.css", "search.css"))
    names = {
        name for sheet in sheets for name in re.findall(r"\.([a-z_-]+)", sheet.read_text(encoding="utf-8"))
    }
    return frozenset({*names, *AROUND, "layout"})


def wrong_elements(markdown: str) -> list[str]:
    """Return what is wrong with the elements that a page writes as comments, and any other comment."""
    wrong: list[str] = []
    opened: list[tuple[str, list[str]]] = []
    for comment in COMMENT.findall(markdown):
        elements = ELEMENTS.fullmatch(comment)
        if not elements:
            wrong.append(f"not an element: {comment}")
            continue
        for slash, tag, classes in re.findall(r'<(/?)(\w+)(?: class="([^"]*)")?', elements[1]):
            if not slash:
                around = opened[-1][1] if opened else []
                wrong += wrong_classes(classes.split(), around)
                opened.append((tag, classes.split()))
            elif not opened or opened.pop()[0] != tag:
                wrong.append(f"closes nothing: {comment}")
    return wrong + [f"left open: {' '.join(classes)}" for _, classes in opened]


def wrong_classes(classes: list[str], around: list[str]) -> list[str]:
    """Return what is wrong with the classes of an element in another one: unknown ones, and those that are elsewhere."""
    unknown = [f"in no style sheet: {name}" for name in classes if name not in known_classes()]
    misplaced = [name for name in classes if AROUND.get(name, name) not in (name, *around)]
    return unknown + [f"in no {AROUND[name]}: {name}" for name in misplaced]
