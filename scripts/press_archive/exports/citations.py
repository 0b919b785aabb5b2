"""Citations of documents, as text with emphasis, made by pandoc (https://pandoc.org/MANUAL.html#citations).

All documents are cited in one run for each style. A citation is made again only where the work, the style or
pandoc has changed.
"""

from __future__ import annotations

import concurrent.futures
import errno
import functools
import hashlib
import html
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from ..base.escape import close_directions, unescape
from ..base.processes import divided
from ..base.wording import ABBREVIATIONS
from ..base.work.stages import do_parts, has_executor
from ..records.closed_lists import OutletType
from ..records.languages import RIGHT_TO_LEFT, SITE_LANGUAGE
from . import citation_styles
from .citation_styles import STYLES, Style, package_folder, render_style, style_file
from .csl import TYPES, Item, csl_item
from .works import Work

# A work's citations by the ids of styles: HTML with <em> for italics, and <span lang> round a title.
Citations = dict[str, str]
# What this process has made or read, by the digest of what it is made from: a function's memory, as the same
# work has the same citations.
MADE: dict[str, Citations] = {}

# The program that the package brings along, whatever else is installed: another version cites otherwise.
_PANDOC = package_folder("pypandoc") / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
# Its memory is collected less often, which saves a seventh of its time.
_COLLECTION = ("+RTS", "-A16m", "-F8", "-RTS")
_OPTIONS = ("--from", "csljson", "--to", "html", "--wrap", "none", "--citeproc")
MOST_WORDS = 400  # characters of what pandoc says
SHARE = 1000  # works that a worker cites at a time

# What only programs read, or what the archive says in sentences of its own.
NOT_IN_STYLES = ("archive", "archive_location", "keyword", "note", "original-publisher")
# CSL-JSON has a little HTML in its texts, and ours have none: < is replaced while pandoc works. So is the
# full stop of an abbreviation such as U.S., after which pandoc would begin a word of a title with a capital.
_SHIELDS = {"<": "\ufdd0", ".": "\ufdd1"}
_ABBREVIATION = re.compile(rf"\b([A-Za-z]|{'|'.join(ABBREVIATIONS)})\.(?=\S|\s+[^\W\d_])")
_UNSHIELDED = str.maketrans({shield: character for character, shield in _SHIELDS.items()})
# What whoever wrote it small meant so: a word that is joined to a capital, such as al-Assad, the particles of
# a name, such as van der Brook, and "vs".
_SMALL = re.compile(
    r"(?<![\w-])(?:[a-z]+[-’'](?=[A-Z])[\w’'-]*"
    r"|(?:(?:al|bin|da|de|del|den|der|di|du|el|ibn|la|le|ter|van|von) )+(?=[A-Z])|vs?\b(?![-’']))"
)
# A quotation that ends a title; pandoc writes what follows a title after its mark. An apostrophe in its words
# is between two letters.
_QUOTATION_AT_END = re.compile(r"(‘[^‘’]*(?:(?<=\w)’(?=\w)[^‘’]*)*)’((?:</span>)?)([,.])”")

_ENTRY = re.compile(
    r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\n(?:<div class="csl-[^>]*>)?(.*?)(?:</div>)*\n</div>',
    re.DOTALL,
)
# What keeps pandoc from writing a word with a capital.
_NO_CASE = '<span class="nocase">'


def cite(works: Iterable[Work]) -> dict[str, Citations]:
    """Return each work's citations by its key; those in MADE are not made again."""
    digests = {digest(work): work for work in works}
    if new := {key: work for key, work in digests.items() if key not in MADE}:
        MADE.update(_make(new))
    return {work.key: MADE[key] for key, work in digests.items()}


def digest(work: Work) -> str:
    """Return a digest of all that a work's citations are made from."""
    text = json.dumps([_tools(), _cited(work), work.record.gloss, work.outlet_type], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _cited(work: Work) -> Item:
    """Return what the styles may print of a work."""
    return {field: value for field, value in csl_item(work).items() if field not in NOT_IN_STYLES}


def style_item(work: Work, style: Style) -> Item:
    """Return the item that a style gets: with the English title beside one in another language, and names of
    outlets as they are.
    """
    item = _cited(work)
    item["title"] = _with_small_words(_shield(work.title))
    if work.record.language != SITE_LANGUAGE:
        # No word of it gets another letter, and the mark comes back: it becomes that of the language.
        gloss = f" [{_shield(work.record.gloss)}]" if work.record.gloss else ""
        item["title"] = f"{_NO_CASE}{_shield(work.title)}</span>{gloss}"
    else:
        for field in ("container-title", "event-title", "event-place"):
            if field in item:
                item[field] = f"{_NO_CASE}{_shield(item[field])}</span>"
    for field in ("author", "interviewer", "translator"):
        if field in item:
            item[field] = [{part: _shield(text) for part, text in name.items()} for name in item[field]]
    item["type"] = _type_in(style, work, item["type"])
    if work.date and "event-title" not in item:
        item.pop("event-date", None)  # two dates beside each other say nothing; the remarks have it
    if style.id == "mla" and work.interviewers:
        del item["genre"]  # it is written before their names
    return item


def _type_in(style: Style, work: Work, type: str) -> str:
    """Return the type of a work in a style.

    APA's manual has news sites that are no newspapers among web pages (section 10.16). Harvard's style would
    leave out the day of an interview, MLA's that on which a speech was published.
    """
    if style.id == "apa" and type == "article-newspaper" and work.outlet_type is not OutletType.NEWSPAPER:
        return "webpage"
    if (style.id, type) == ("harvard", "interview") or (style.id == "mla" and type == "speech" and work.date):
        return TYPES.get(work.outlet_type, "webpage")
    return type


def _shield(text: str) -> str:
    shielded = close_directions(" ".join(text.split())).replace("<", _SHIELDS["<"])
    return _ABBREVIATION.sub(rf"\1{_SHIELDS['.']}", shielded)


def _with_small_words(text: str) -> str:
    return _SMALL.sub(lambda found: f"{_NO_CASE}{found[0]}</span>", text)


@functools.cache
def _tools() -> str:
    """Return a digest of what all citations depend on: pandoc (its size differs from version to version), the
    styles, and how both are used. Raises OSError where pandoc is missing.
    """
    try:
        size = _PANDOC.stat().st_size
    except OSError as error:
        raise _failure(error.strerror or str(error)) from error
    files = [Path(__file__), Path(citation_styles.__file__), *map(style_file, STYLES)]
    parts = [str(size).encode(), " ".join(ABBREVIATIONS).encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _make(works: Mapping[str, Work]) -> dict[str, Citations]:
    """Return the citations of works that have none yet, by digest. Raises OSError where pandoc fails."""
    if has_executor():
        cited = _run_in_parts(list(works.values()))
    else:
        with concurrent.futures.ThreadPoolExecutor(len(STYLES)) as pool:
            cited = list(pool.map(lambda style: _run(style, works.values()), STYLES))
    return {
        key: {style.id: by_key[work.key] for style, by_key in zip(STYLES, cited, strict=True)}
        for key, work in works.items()
    }


def _run_in_parts(works: Sequence[Work]) -> list[dict[str, str]]:
    """Return the citations of works in each style, by key, as whoever does parts of stages makes them."""
    parts = [(style, share) for style in STYLES for share in divided(works, SHARE)]
    cited: dict[str, dict[str, str]] = {style.id: {} for style in STYLES}
    for (style, _), by_key in zip(parts, do_parts(_run_part, _tools(), parts), strict=True):
        cited[style.id] |= by_key
    return list(cited.values())


def _run_part(tools: str, part: tuple[Style, Sequence[Work]]) -> dict[str, str]:
    if _tools() != tools:
        raise _failure("a worker has another version of it. Expected the same packages")
    return _run(*part)


def _run(style: Style, works: Collection[Work]) -> dict[str, str]:
    """Return the citations of works in one style, by key."""
    items = [style_item(work, style) for work in works]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "style.csl")
        file.write_text(render_style(style), encoding="utf-8")
        style_options = ["--csl", str(file), "--metadata", f"lang={style.language}"]
        output = _pandoc([*_COLLECTION, *_OPTIONS, *style_options], json.dumps(items).encode())
    languages = {work.key: work.record.language for work in works}
    entries = _ENTRY.finditer(output.decode())
    cited = {found[1]: _readable(found[2], languages[found[1]]) for found in entries}
    if missing := [work.key for work in works if not cited.get(work.key)]:
        raise _failure(f"no citation of {missing[0]} in the style {style.name}")
    return cited


def _pandoc(arguments: Sequence[str], data: bytes = b"") -> bytes:
    """Return what pandoc makes of data. Raises OSError where it is missing or fails, with its own words."""
    try:
        done = subprocess.run([str(_PANDOC), *arguments], input=data, capture_output=True)
    except OSError as error:
        raise _failure(error.strerror or str(error)) from error
    if done.returncode:
        words = " ".join(done.stderr.decode(errors="replace").split())[:MOST_WORDS]
        raise _failure(f"status {done.returncode}{words and f', {words}'}")
    return done.stdout


def _failure(reason: str) -> OSError:
    return OSError(errno.ENOEXEC, f"pandoc, which writes the citations, failed: {reason}", str(_PANDOC))


def _readable(entry: str, language: str) -> str:
    """Return an entry as HTML with no elements but <em> and, round a title in another language, <span lang>.

    >>> _readable('<span>“A &lt;quay&gt;”</span> <em>The Gull</em>, <a href="x">x</a>', "en")
    '“A &lt;quay&gt;” <em>The Gull</em>, x'
    >>> _readable('<span>“<span class="nocase">Een kade</span>”</span> 2013', "nl")
    '“<span lang="nl">Een kade</span>” 2013'
    """
    kept: list[bool] = []  # of each element that is open, whether it stays
    parts = []
    for tag, text in re.findall(r"(<[^>]*>)|([^<]+)", entry):
        if not tag:
            parts.append(html.escape(unescape(text).translate(_UNSHIELDED), quote=False))
        elif tag.startswith("</"):
            parts.append(tag if kept.pop() else "")
        else:
            is_title = tag == _NO_CASE and language != SITE_LANGUAGE
            kept.append(tag == "<em>" or is_title)
            parts.append((_language_tag(language) if is_title else tag) if kept[-1] else "")
    return _QUOTATION_AT_END.sub(r"\1\3’\2”", "".join(parts)).strip()


def _language_tag(language: str) -> str:
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return f'<span lang="{language}"{direction}>'
