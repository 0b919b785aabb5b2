"""Read strict YAML; read and write front matter.

YAML's types are a trap for records: `no` becomes False, `12:30` becomes 750, and the second of two equal keys
silently wins. Here every scalar is the text that was typed, and whatever could hide something is a problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeGuard, cast

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from ..base.problems import Location, Problem

MAX_DEPTH = 12

# Characters that end a line in YAML 1.1 (section 4.2), but in no editor: a value would be folded at them.
_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
# What libyaml was reading when it failed, if it was never closed: the mistake is where that begins, which may
# be far above.
_OPEN = ("while scanning a quoted scalar", "while scanning a simple key", "while parsing a flow")

# libyaml's messages (https://github.com/yaml/libyaml, src/scanner.c and parser.c), reworded for people who
# don't know YAML.
_REASONS = {
    "mapping values are not allowed in this context": "a second colon in a value, or wrong indentation",
    "did not find expected key": "wrong indentation, or text after a closing quotation mark",
    "could not find expected ':'": "no colon after a field, or a quotation mark that is not closed",
    "found unexpected end of stream": "a quotation mark that is not closed",
    "did not find expected ',' or ']'": "a list in brackets without a comma or without its ]",
    "did not find expected ',' or '}'": "fields in braces without a comma or without their }",
    "found character that cannot start any token": "a value that begins with a tab or with @, ` or %",
    "did not find expected node content": "nothing where a value should be",
    "did not find expected '-' indicator": "an item of a list with wrong indentation",
    "block sequence entries are not allowed in this context": "an item of a list on its field's line",
}
_PLAIN = "Expected a plain value."

Value = dict[str, Any] | list[Any] | str


class Tree:
    """A parsed YAML text: mappings, lists and strings, with the 1-based line of every key and item."""

    def __init__(
        self,
        value: Value | None = None,
        lines: dict[Location, int] | None = None,
        first_line: int = 1,
        problems: list[Problem] | None = None,
        parse: Callable[[], Tree] | None = None,
    ) -> None:
        """Begin with what was parsed; or with `parse`, which does so when somebody first asks for it."""
        self._value: Value = {} if value is None else value
        self._lines = {} if lines is None else lines
        self._parse = parse
        self.first_line = first_line
        self.problems = [] if problems is None else problems

    def _parse_now(self) -> None:
        if self._parse is not None:
            tree = self._parse()
            self._value, self._lines, self._parse = tree.value, tree.lines, None

    @property
    def value(self) -> Value:
        """The value; an empty mapping if the text has none."""
        self._parse_now()
        return self._value

    @value.setter
    def value(self, value: Value) -> None:
        self._value = value

    @property
    def lines(self) -> dict[Location, int]:
        """The lines by location."""
        self._parse_now()
        return self._lines

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tree):
            return NotImplemented
        mine = (self.value, self.lines, self.first_line, self.problems)
        return mine == (other.value, other.lines, other.first_line, other.problems)

    def __repr__(self) -> str:
        return f"Tree({self.value!r}, {self.lines!r}, {self.first_line!r}, {self.problems!r})"

    @property
    def mapping(self) -> dict[str, Any]:
        """The value if it is a mapping, else an empty mapping."""
        return self.value if isinstance(self.value, dict) else {}

    def line(self, location: Location) -> int:
        """Return the line of a location, or of the nearest location that contains it."""
        lines = self.lines
        while location and location not in lines:
            location = location[:-1]
        return lines.get(location, self.first_line)


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


class Mark(Protocol):
    """Where an event begins or ends: the index of the character, and its 0-based line and column."""

    index: int
    line: int
    column: int


def start_of(event: yaml.Event) -> Mark:
    """Return where an event begins; libyaml marks every event."""
    assert event.start_mark is not None
    return event.start_mark


def end_of(event: yaml.Event) -> Mark:
    """Return where an event ends."""
    assert event.end_mark is not None
    return event.end_mark


def _is_plain(event: yaml.Event) -> TypeGuard[yaml.ScalarEvent]:
    """Return whether an event is a text without an anchor or a tag."""
    return type(event) is yaml.ScalarEvent and not event.anchor and not event.tag


class _Refused(Exception):
    """Raised inside the parser when going on would only produce noise."""


class _Parser:
    """Builds a `Tree` from libyaml's events (YAML 1.1, https://yaml.org/spec/1.1/)."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.lines: dict[Location, int] = {}
        self.tree = Tree(lines=self.lines, first_line=first_line)
        self.text = text
        self.path = path
        self.offset = first_line
        self.next_event: Callable[[], yaml.Event]

    def problem(self, event: yaml.Event, location: Location, code: str, message: str, hint: str = "") -> None:
        line = start_of(event).line + self.offset
        self.tree.problems.append(Problem(self.path, line, location, code, message, hint))

    def refuse_sharing(self, event: yaml.Event, location: Location) -> None:
        if isinstance(event, yaml.AliasEvent):
            meaning = "which YAML takes for a reference to another value"
            message = f"the value begins with *{event.anchor}, {meaning}. {_PLAIN}"
            hint = "write the value out, or put it in quotation marks if it is part of the text"
            self.problem(event, location, "Y103", message, hint)
            raise _Refused
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            return
        if event.anchor:
            message = (
                f"the value begins with &{event.anchor}, which YAML takes for a name of the value. {_PLAIN}"
            )
            self.problem(
                event,
                location,
                "Y103",
                message,
                "remove it, or put the value in quotation marks if it is part of the text",
            )
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"the value begins with {tag}, which YAML takes for a type. {_PLAIN}"
            hint = "remove it, or put the value in quotation marks if it is part of the text"
            self.problem(event, location, "Y103", message, hint)

    def value(self, event: yaml.Event, location: Location) -> Value:
        self.refuse_sharing(event, location)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if len(location) >= MAX_DEPTH:
            self.problem(
                event,
                location,
                "Y104",
                f"more than {MAX_DEPTH} levels. Expected a flat record.",
                "remove the brackets inside brackets",
            )
            raise _Refused
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(location)
        return self.mapping(location)

    # Most values are plain texts, so `sequence` and `mapping` take these themselves.

    def sequence(self, location: Location) -> list[Any]:
        items: list[Any] = []
        next_event, lines, offset = self.next_event, self.lines, self.offset
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            here = (*location, len(items))
            lines[here] = start_of(event).line + offset
            items.append(event.value if _is_plain(event) else self.value(event, here))
        return items

    def mapping(self, location: Location) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        next_event, lines, offset = self.next_event, self.lines, self.offset
        while type(event := next_event()) is not yaml.MappingEndEvent:
            if not isinstance(event, yaml.ScalarEvent):
                self.problem(event, location, "Y101", "a key that is not a text. Expected `key: value`.")
                raise _Refused
            if event.anchor or event.tag:
                self.refuse_sharing(event, location)
            key = event.value
            here = (*location, key)
            if key in fields:
                first = lines[here]
                message = f"duplicate key {key!r} (first on line {first}). Expected each key once."
                self.problem(event, here, "Y102", message, "keep one of the two")
                self.value(next_event(), (*location, f"{key} (again)"))
                continue
            lines[here] = start_of(event).line + offset
            value = next_event()
            fields[key] = value.value if _is_plain(value) else self.value(value, here)
        return fields

    def parse(self) -> Tree:
        if match := _LINE_ENDS.search(self.text):
            line = self.text.count("\n", 0, match.start()) + self.offset
            message = (
                f"the character U+{ord(match[0]):04X}, which ends a line only in YAML. Expected a line feed."
            )
            hint = f'remove it, or write it as "\\u{ord(match[0]):04x}" in double quotes'
            self.tree.problems.append(Problem(self.path, line, (), "Y101", message, hint))
            return self.tree
        try:
            self.next_event = cast("Callable[[], yaml.Event]", yaml.CSafeLoader(self.text).get_event)
            self.next_event()  # the start of the stream
            if isinstance(event := self.next_event(), yaml.StreamEndEvent):
                message = "no field. Expected lines of `field: value`."
                self.tree.problems.append(Problem(self.path, self.tree.first_line, (), "Y105", message))
                return self.tree
            self.tree.value = self.value(first := self.next_event(), ())
            if not isinstance(self.tree.value, dict):
                is_list = isinstance(self.tree.value, list)
                what = "a list" if is_list else f"a text ({_shorten(str(self.tree.value))!r})"
                message = f"{what} where fields should be. Expected lines of `field: value`."
                self.problem(first, (), "Y105", message)
            self.next_event()  # the end of the document
            if not isinstance(event := self.next_event(), yaml.StreamEndEvent):
                self.problem(
                    event, (), "Y105", "a second YAML document. Expected one.", "remove the line of ---"
                )
        except _Refused:
            pass
        except yaml.YAMLError as error:
            hint = (
                "quote a value with a colon and a space or a #, or with a special character at its beginning"
            )
            if isinstance(
                error, yaml.reader.ReaderError
            ):  # a character that YAML refuses; the position counts bytes
                line = self.text.encode()[: error.position].count(b"\n") + self.offset
                reason, hint = f"the character U+{error.character:04X}", "remove the character"
            else:
                opened = str(getattr(error, "context", "")).startswith(_OPEN)
                mark = getattr(error, "context_mark" if opened else "problem_mark", None)
                line = mark.line + self.offset if mark else self.tree.first_line
                reason = getattr(error, "problem", None) or str(error).splitlines()[0]
                reason = _REASONS.get(reason, reason)
                if (place := line - self.offset) < len(lines := self.text.split("\n")):
                    reason += f" ({_shorten(lines[place].strip())!r})"
            self.tree.problems.append(
                Problem(
                    self.path,
                    line,
                    (),
                    "Y101",
                    f"not well-formed YAML: {reason}. Expected `key: value`.",
                    hint,
                )
            )
        return self.tree


def parse_yaml(text: str, path: str, first_line: int = 1) -> Tree:
    """Parse a YAML text into mappings, lists and strings; what is wrong is recorded in the tree's `problems`.

    `first_line` is the line of the file on which the text begins. If there are problems, the value may be
    incomplete.

    >>> parse_yaml("a: no\\nb: 12:30\\nc: 2013-09-23", "x.yml").value
    {'a': 'no', 'b': '12:30', 'c': '2013-09-23'}
    """
    return _Parser(text, path, first_line).parse()


class StrictHandler(BaseHandler):
    """Front matter for python-frontmatter that goes through `parse_yaml` and remembers the lines."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: str) -> None:
        """Store the path for messages."""
        super().__init__()
        self.path = path
        self.tree: Tree | None = None

    def load(self, fm: str) -> dict[str, Any]:
        """Parse the fields, and store the tree with its lines and problems."""
        # The text begins right after the first ---, so its first line is the rest of line 1.
        self.tree = parse_yaml(fm, self.path)
        return self.tree.value if isinstance(self.tree.value, dict) else {}

    def export(self, metadata: dict[str, Any], **kwargs: object) -> str:
        """Render the fields."""
        return render_fields(metadata)


def parse_front_matter(text: str, path: str) -> tuple[Tree, str, int]:
    """Split a document's file into its fields, its body, and the 1-based line on which the body begins."""
    handler = StrictHandler(path)
    if not handler.detect(text):
        message = "no fields at the beginning. Expected a first line of ---, and the fields below it."
        return Tree(problems=[Problem(path, 1, (), "Y105", message)]), "", 1
    _, body = frontmatter.parse(text, handler=handler)
    if handler.tree is None:
        message = "no end of the fields. Expected a line of --- between them and the summary."
        return Tree(problems=[Problem(path, 1, (), "Y105", message)]), "", 1
    start = text.rindex(body) if body else len(text)
    return handler.tree, body, text.count("\n", 0, start) + 1


# Characters that JSON leaves as they are, but that YAML refuses or that a reader could take for the end of a
# line.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quote(text: str) -> str:
    """Return a text as a double-quoted scalar that means the same in JSON and in YAML.

    >>> quote('12:30 "no"')
    '"12:30 \\\\"no\\\\""'
    """
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def render_fields(fields: Mapping[str, str | Iterable[str]]) -> str:
    """Return flat fields (texts, or lists of texts) as YAML, one field per line, every text quoted."""
    lines = []
    for key, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{key}: {quote(value)}")
        else:
            lines.append(f"{key}: [{', '.join(quote(item) for item in value)}]")
    return "\n".join(lines)
