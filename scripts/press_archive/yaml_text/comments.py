"""YAML with its comments: which field or item each comment belongs to.

PyYAML drops comments. Inside a scalar a `#` need not begin a comment; everywhere else it does. The parser
marks where the scalars are, so no comment is missed or made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .reading import end_of, start_of

# The characters that end a line in YAML 1.1 (https://yaml.org/spec/1.1/#id871136).
_BREAKS = "\n\r\x85\u2028\u2029"
# A comment; or a directive, %…, in which a comment begins only after white space.
_COMMENT = re.compile(rf"^%.*?(?=[ \t]#|$)|#[^{_BREAKS}]*", re.MULTILINE)
# What precedes a comment that is not about anything on its own line: `-`, `---`, or white space alone.
_OPENING = re.compile(r"[ \t]*([-?.][-?. \t]*)?")
_BREAK = re.compile(rf"[{_BREAKS}]")
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True)
class Comment:
    """A comment, which begins with its #.

    `column` is the column of the #. `alone`: the comment has a line to itself. `opened`: an indicator of
    YAML, such as `-`, precedes it. `blank_after`: a blank line follows.
    """

    text: str
    column: int
    alone: bool
    opened: bool
    blank_after: bool


@dataclass
class Node:
    """A record, a field of a mapping, or an item of a list, with its comments.

    `value` is a text, or None if there are `children`. Comments are `above` it, `beside` it at the end of a
    line, or `below` its last child.
    """

    key: str = ""
    value: str | None = None
    children: list[Node] = field(default_factory=list)
    mapping: bool = False
    above: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)

    def comments(self) -> Iterator[Comment]:
        """Yield every comment of the node and of its descendants."""
        yield from (*self.above, *self.beside, *self.below)
        for child in self.children:
            yield from child.comments()


class _Reader:
    """Builds nodes from libyaml's events, as `reading` builds values, and attaches each comment to a node."""

    def __init__(self, text: str, left_out: tuple[str, ...]) -> None:
        self.text = text
        self.left_out = left_out
        self.position = 0  # up to here, comments have been read
        self.waiting: list[Comment] = []  # comments on lines of their own that belong to what follows
        self.last: Node | None = None  # the node that a comment at the end of the line is about
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def event(self) -> yaml.Event:
        """Return the next event; attach the comments before it to the last node, or let them wait."""
        event = next(self.events)
        for comment in self.comments(self.position, start_of(event).index):
            if comment.alone or self.last is None:
                self.waiting.append(comment)
            else:
                self.last.beside.append(comment)
        self.position = max(self.position, start_of(event).index)
        return event

    def comments(self, start: int, end: int) -> Iterator[Comment]:
        for match in _COMMENT.finditer(self.text, start, end):
            if match[0].startswith("#") and not match[0].startswith(self.left_out):
                line = max(self.text.rfind(character, 0, match.start()) for character in _BREAKS) + 1
                before = self.text[line : match.start()]
                blank = _BLANK_LINE.match(self.text, match.end())
                alone = _OPENING.fullmatch(before)
                yield Comment(match[0].rstrip(), len(before), bool(alone), bool(before.strip()), bool(blank))

    def scalar(self, event: yaml.ScalarEvent, node: Node) -> str:
        """Return a scalar's text; attach a comment in the first line of a block to its node."""
        if event.style in ("|", ">"):
            start = start_of(event).index
            header = _BREAK.split(self.text[start:], maxsplit=1)[0]
            node.beside += self.comments(start, start + len(header))
        self.position = end_of(event).index
        self.last = node
        return event.value

    def take(self) -> list[Comment]:
        comments, self.waiting = self.waiting, []
        return comments

    def fill(self, node: Node, event: yaml.Event) -> None:
        """Read the value or the children of a node, which begin with an event."""
        if isinstance(event, yaml.ScalarEvent):
            node.above += self.take()
            node.value = self.scalar(event, node)
            return
        node.mapping = isinstance(event, yaml.MappingStartEvent)
        assert isinstance(event, yaml.CollectionStartEvent)  # an alias is a problem of the record
        column, flow = start_of(event).column, event.flow_style
        if flow:
            self.last = node
        while not isinstance(event := self.event(), yaml.CollectionEndEvent):
            child = Node(above=self.take())
            if node.mapping:
                assert isinstance(event, yaml.ScalarEvent)  # any other key is a problem of the record
                child.key = self.scalar(event, child)
                event = self.event()
            self.fill(child, event)
            node.children.append(child)
        if flow:
            (node.below if node.children else node.above).extend(self.take())
            self.last = node
            return
        next_column = start_of(event).column  # the end of a block is where the next field or item begins
        while self.waiting and not self.waiting[0].opened and self.waiting[0].column > next_column:
            if self.waiting[0].column < column:
                break
            node.below.append(self.waiting.pop(0))

    def read(self) -> Node:
        root = Node()
        while not isinstance(event := self.event(), yaml.MappingStartEvent):
            pass
        self.fill(root, event)
        while not isinstance(self.event(), yaml.StreamEndEvent):
            pass
        root.below = [*root.above, *root.below, *root.beside, *self.take()]
        root.above = root.beside = []
        return root


def parse_commented(text: str, left_out: tuple[str, ...] = ()) -> Node:
    """Parse a YAML text that `parse_yaml` has no problem with: one mapping, with its comments.

    Comments that begin with one of the prefixes `left_out` are dropped.

    >>> topics = parse_commented("topics: [quay]  # of the treaty").children[0]
    >>> topics.key, topics.children[0].value, topics.beside[0].text
    ('topics', 'quay', '# of the treaty')
    """
    return _Reader(text.removeprefix("\ufeff").rstrip() + "\n", left_out).read()


def node_value(node: Node) -> Any:
    """Return what a node says without its comments, as `parse_yaml` returns it.

    >>> node_value(parse_commented("topics: [quay]  # of the treaty"))
    {'topics': ['quay']}
    """
    if node.value is not None:
        return node.value
    if node.mapping:
        return {child.key: node_value(child) for child in node.children}
    return [node_value(child) for child in node.children]
