"""Summaries: a small subset of Markdown, parsed into blocks; everything outside it is a problem.

Accepted: paragraphs, lists of `- ` items, `*emphasis*`, `**strong**`, `[text](https://…)`,
`[text](documents:ID)`, `[text](topics:ID)` (and the other vocabularies), and line references `[L13]`,
`[L17-L21]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ..base.characters import HINT, REFUSED, has_refused, refused_character
from ..base.limits import LONGEST_SUMMARY, MOST_BLOCKS
from ..base.problems import Problem
from ..base.wording import ENDS_NO_ABBREVIATION
from .lines import LineRange
from .links import parse_target

# Takes the place of a reference that is left out, which leaves a space only between two words.
_REFERENCE = "\0"
_BEFORE_NO_WORD = re.compile(rf" ?{_REFERENCE}(?!\w)")


@dataclass(frozen=True)
class Inline:
    """A run of text: `kind` is text, emphasis, strong, link (with `target`) or reference (with `lines`)."""

    kind: str
    text: str
    target: str = ""
    lines: LineRange | None = None
    line: int = 0  # of the record's file


@dataclass(frozen=True)
class Block:
    """A paragraph (one item) or a list (one or more items)."""

    kind: str
    items: tuple[tuple[Inline, ...], ...]
    line: int = 0  # of the record's file

    @property
    def plain(self) -> str:
        """The words alone, without references and the spaces before them."""
        items = (
            "".join(_REFERENCE if inline.kind == "reference" else inline.text for inline in item)
            for item in self.items
        )
        return _without_references(" ".join(items))


@dataclass(frozen=True)
class Summary:
    """A parsed summary."""

    blocks: tuple[Block, ...] = ()

    def inlines(self) -> Iterator[Inline]:
        """Yield every run of the summary, in order."""
        for block in self.blocks:
            for item in block.items:
                yield from item

    @cached_property
    def sentences(self) -> list[list[list[list[Inline]]]]:
        """The runs of each sentence, by block and by item."""
        return [[split_sentences(item) for item in block.items] for block in self.blocks]

    @property
    def plain(self) -> str:
        """The words alone, without references."""
        return " ".join(block.plain for block in self.blocks)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a summary: its words without references, and the lines that it refers to."""

    text: str
    lines: tuple[LineRange, ...]


# The end of a sentence, references after it, and the white space before the next one.
_END = re.compile(
    rf"""(?:{ENDS_NO_ABBREVIATION}\.|[!?])["'”’»“)]*(?:\s*{_REFERENCE})*\s+(?=["'“‘«(\[]?[A-Z0-9А-Я])"""
)


def split_sentences(item: Iterable[Inline]) -> list[list[Inline]]:
    """Return the runs of each sentence of a paragraph or list item; together they are the item exactly.

    The white space between two sentences is at the end of the first. A link is never divided, because its
    text may be a headline or a name such as "St. Alban".
    """
    runs = list(item)
    texts = [_REFERENCE if run.lines is not None else run.text for run in runs]
    ends = [match.end() for match in _END.finditer("".join(texts))]
    found: list[list[Inline]] = [[]]
    start = 0
    for run, text in zip(runs, texts, strict=True):
        end = start + len(text)
        if start in ends and found[-1]:
            found.append([])
        cuts = [] if run.kind == "link" else [cut for cut in ends if start < cut < end]
        first, *rest = [run.text[a - start : b - start] for a, b in pairwise([start, *cuts, end])]
        found[-1].append(replace(run, text=first) if rest else run)
        found += [[replace(run, text=part)] for part in rest]
        start = end
    return [sentence for sentence in found if sentence]


def sentences(summary: Summary) -> list[Sentence]:
    """Return the sentences of a summary; a reference belongs to the sentence that it is in.

    >>> [found.text for found in sentences(parse_summary("A quay [L3]. Two boats [L5] [L7].", "", 1)[0])]
    ['A quay.', 'Two boats.']
    """
    return [
        Sentence(
            _without_references("".join(_REFERENCE if run.lines is not None else run.text for run in runs)),
            tuple(run.lines for run in runs if run.lines is not None),
        )
        for block in summary.sentences
        for item in block
        for runs in item
    ]


def _without_references(text: str) -> str:
    """Return the words of a text without the marks of its references and the spaces before them."""
    folded = _BEFORE_NO_WORD.sub("", " ".join(text.split()))
    return " ".join(folded.replace(_REFERENCE, " ").split())


_INLINE = re.compile(
    r"\[L(?P<first>[1-9][0-9]{0,8})(?:-L?(?P<last>[1-9][0-9]{0,8}))?\]"
    r"|\[(?P<label>[^\[\]]+)\]\((?P<target>[^()\s]+)\)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
)
# Consecutive lines that are not blank. White space is matched possessively (`*+`), so that a long run of it
# is not slow.
_BLOCK = re.compile(r"^(?:[^\S\n]*+\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
# Markdown that a summary may not use: it would be shown as plain characters, which the author cannot have
# meant.
_REFUSED = (
    (re.compile(r"</?[A-Za-z]|<[!?]"), "raw HTML"),
    (re.compile(r"^ {0,3}#{1,6}(\s|$)", re.MULTILINE), "a heading"),
    (re.compile(r"^ {0,3}([-*_=])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE), "a rule"),
    (re.compile(r"^ {0,3}>", re.MULTILINE), "a block quotation"),
    (re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE), "a code block"),
    (re.compile(r"^ {0,3}\d+[.)]\s", re.MULTILINE), "a numbered list"),
    (re.compile(r"^ {0,3}\|", re.MULTILINE), "a table"),
    (re.compile(r"!\["), "an image"),
    (re.compile(r"`"), "a code mark"),
)
# What every match of these has: a text with none of it, as most are, need not be searched for each.
_MARKS = re.compile(r"[<>#`|~]|!\[")
_BEGINNINGS = re.compile(r"^ {0,3}(?:\d|[-*_=][ \t]*[-*_=])", re.MULTILINE)


def _parse_inlines(text: str, line: int) -> Iterator[Inline]:
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield Inline("text", text[position : match.start()], line=line)
        here = line + text.count("\n", 0, match.start())
        position = match.end()
        if match["first"]:
            lines = LineRange(int(match["first"]), int(match["last"] or match["first"]))
            yield Inline("reference", match[0], lines=lines, line=here)
        elif match["label"]:
            yield Inline("link", match["label"], target=match["target"], line=here)
        elif match["strong"]:
            yield Inline("strong", match["strong"], line=here)
        else:
            yield Inline("emphasis", match["emphasis"], line=here)
    if position < len(text):
        yield Inline("text", text[position:], line=line)


_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def parse_note(note: str) -> Iterator[Inline]:
    """Yield the runs of a note: links of the forms that a summary has, and text; all else is text.

    >>> [(run.kind, run.text) for run in parse_note("See [L3](documents:a#L3) and [this](that).")]
    [('text', 'See '), ('link', 'L3'), ('text', ' and [this](that).')]
    """
    position = 0
    for match in _LINK.finditer(note):
        if parse_target(match[2]) is None:
            continue
        if match.start() > position:
            yield Inline("text", note[position : match.start()])
        yield Inline("link", match[1], target=match[2])
        position = match.end()
    if position < len(note):
        yield Inline("text", note[position:])


def _excess(text: str) -> str:
    """Return what a summary has too much of; an empty text if nothing."""
    if len(text) > LONGEST_SUMMARY and (length := len(" ".join(text.split()))) > LONGEST_SUMMARY:
        return f"{length:,} characters of summary. Expected at most {LONGEST_SUMMARY:,}."
    if text.count("\n") < MOST_BLOCKS:  # no line begins more than one of them
        return ""
    if (blocks := len(re.findall(r"\n[^\S\n]*\n|^- ", text, re.MULTILINE))) > MOST_BLOCKS:
        return f"{blocks:,} paragraphs and items. Expected at most {MOST_BLOCKS:,}."
    return ""


# The end of a sentence in any script, and what may come after it: quotation marks, brackets, references.
_SENTENCE_END = re.compile(
    r"""[.!?…:;。．！？｡؟۔।॥։።]["'”’»“‘›)\]】」』*\s]*(?:\[L[\d\-L]+\][\s.!?…"'”’»“)]*)*\Z"""
)


def _is_complete(block: Block) -> bool:
    """Return whether a block ends as a sentence does; a list may do without if its first item does too."""
    plain = [
        "".join(inline.text for inline in item if inline.kind != "reference").rstrip() for item in block.items
    ]
    if _SENTENCE_END.search(plain[-1]):
        return True
    return block.kind == "list" and len(plain) > 1 and not _SENTENCE_END.search(plain[0])


def check_complete(summary: Summary, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a Problem where a parsed summary does not end with a whole sentence, as one that was cut off."""
    if summary.blocks and not _is_complete(summary.blocks[-1]):
        line = first_line + text.rstrip().count("\n")
        end = text.rstrip()[-40:].split("\n")[-1]
        message = f"the text ends without a full stop ({end!r}). Expected a whole sentence."
        yield Problem(path, line, (), "S106", message, "see whether its end is missing")


def parse_summary(text: str, path: str, first_line: int) -> tuple[Summary, list[Problem]]:
    """Parse a summary; `first_line` is the line of the record's file on which it begins."""
    if not text.strip():
        message = "no summary. Expected the archive's own words about the document."
        return Summary(), [Problem(path, first_line, (), "S101", message)]
    if excess := _excess(text):
        return Summary(), [Problem(path, first_line, (), "F114", excess, "shorten it")]
    problems = []
    if has_refused(text) and (match := REFUSED.search(text)):
        line = first_line + text.count("\n", 0, match.start())
        problems.append(Problem(path, line, (), "S102", refused_character(text), HINT))
    for pattern, name in _REFUSED if _MARKS.search(text) or _BEGINNINGS.search(text) else ():
        if match := pattern.search(text):
            line = first_line + text.count("\n", 0, match.start())
            expected = "paragraphs, lists, emphasis, links and line references"
            message = f"{name} ({match[0].strip()!r}). Expected {expected}."
            problems.append(Problem(path, line, (), "S102", message))
    blocks = []
    for match in _BLOCK.finditer(text):
        line = first_line + text.count("\n", 0, match.start())
        chunk = match[0].rstrip("\n")
        if chunk.startswith("- "):
            items = []
            for item in re.finditer(r"^- (.*(?:\n(?!- ).*)*)", chunk, re.MULTILINE):
                item_line = line + chunk.count("\n", 0, item.start())
                items.append(tuple(_parse_inlines(item[1], item_line)))
            blocks.append(Block("list", tuple(items), line))
        else:
            blocks.append(Block("paragraph", (tuple(_parse_inlines(chunk, line)),), line))
    return Summary(tuple(blocks)), problems
