"""The canonical form of records: one way to write each record, whoever writes it.

Every value, as `parse_yaml` reads it, and every comment is kept. What changes is the order of the fields,
quotation marks, line breaks and white space. The form is described in docs/about/records.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from ...base.problems import Problem
from ...yaml_text.comments import Comment, Node, node_value, parse_commented
from ...yaml_text.reading import StrictHandler, parse_front_matter, parse_yaml
from ...yaml_text.scalars import cut_into_words, fill, fill_around_links, is_printable, render_scalar
from ..dates import Date
from ..files import BY_ID, RECORDS
from ..lines import LineRange
from ..record import Record
from .older_forms import update_older_form
from .schemas import schema_path

WIDTH = 110
MODELINE = "# yaml-language-server:"
PROPOSED = "#:"  # what `archive add` writes above a value: its origin and a confidence

# Lists of sentences or addresses have one item per line; other lists of texts are in brackets.
LISTS_OF_LINES = frozenset({"formerly", "notes", "references"})
# What supports the statements of a record comes after all of them.
LAST = ("references", "inferred", "notes")
# Lists that only grow, as `check --since` sees to: an item is one line without a margin, to be pasted.
LOGS = frozenset({"entries", "redirects"})
# Mappings of short texts are in braces; others have a line for each field.
FLOW_MAPPINGS = frozenset({"roles", "speakers", "inferred", "republished", *LOGS})
# The archive's own words, with links: in a block if they are longer than a line.
BLOCKS_OF_WORDS = frozenset({"about", "description"})
# A headline is compared with the capture to the character, so it stays on one line.
ONE_LINE = frozenset({"title", *LOGS})

# YAML's own simple keys end within 1024 characters (https://yaml.org/spec/1.1/#id904245).
MAX_SIMPLE_KEY = 1000


def _types(annotation: Any) -> Iterator[Any]:
    """Yield an annotation and every type inside it."""
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


@dataclass(frozen=True)
class _Form:
    """What decides how the value of a field is written: the field's name, whether the value consists of
    numbers or dates, and the model of the records in it.
    """

    name: str = ""
    numbers: bool = True
    model: type[Record] | None = None

    @classmethod
    def of(cls, name: str, model: type[Record] | None, around: _Form) -> _Form:
        """Return the form of a field of a model; without a model, the key of a mapping has the form of the
        mapping.
        """
        if model is None:
            return replace(around, name="")
        if name not in model.model_fields:
            return cls()
        types = [part for part in _types(model.model_fields[name].annotation) if isinstance(part, type)]
        return cls(
            name,
            any(part in (int, float, Date, LineRange) for part in types),
            next((part for part in types if issubclass(part, Record)), None),
        )


def _margin(indent: int, lines: Iterable[str]) -> list[str]:
    return [" " * indent + line for line in lines]


def _texts(comments: Iterable[Comment]) -> list[str]:
    return [comment.text for comment in comments]


def _fits_inline(node: Node, form: _Form) -> bool:
    """Return whether a list or a mapping is written in brackets or braces: not if that would leave no place
    for comments.
    """
    if not node.children:
        return True
    if node.below or any(True for child in node.children for _ in child.comments()):
        return False
    if node.mapping:
        return form.name in FLOW_MAPPINGS and all(len(child.key) < MAX_SIMPLE_KEY for child in node.children)
    return form.name not in LISTS_OF_LINES and all(
        child.value is not None or not child.children for child in node.children
    )


def _in_order(node: Node, model: type[Record] | None) -> list[Node]:
    """Return a node's children in the order of the model's fields; fields that it does not have come last."""
    if model is None or not node.mapping:
        return node.children
    known = list(model.model_fields)
    order = [name for name in known if name not in LAST] + [name for name in known if name in LAST]
    return sorted(
        node.children, key=lambda child: order.index(child.key) if child.key in order else len(order)
    )


def _inline(node: Node, form: _Form) -> list[str]:
    """Return the words of a list in brackets or a mapping in braces; a line may end after each word."""
    if node.value is not None:
        return [render_scalar(node.value, True, form.numbers)]
    opening, closing = "{}" if node.mapping else "[]"
    words = [
        (f"{render_scalar(child.key, True, form.numbers)}: " if node.mapping else "")
        + " ".join(_inline(child, _Form.of(child.key, form.model, form) if node.mapping else form))
        + ","
        for child in _in_order(node, form.model)
    ]
    if not words:
        return [opening + closing]
    words[0] = opening + words[0]
    words[-1] = words[-1].removesuffix(",") + closing
    return words


def _text(text: str, form: _Form, first: int, indent: int) -> list[str]:
    """Return the lines of a text: the first begins in column `first`, the others in column `indent`. A block
    begins with >-.
    """
    line = render_scalar(text, numbers=form.numbers)
    if first + len(line) <= WIDTH or form.name in ONE_LINE or text != text.strip() or not is_printable(text):
        return [line]
    if line == text and form.name not in BLOCKS_OF_WORDS:
        return fill(cut_into_words(text), WIDTH - first, WIDTH - indent)
    lines = fill_around_links(cut_into_words(text), WIDTH - indent)
    return [">-", *lines] if len(lines) > 1 else [line]


def _value(node: Node, form: _Form, start: str, indent: int) -> list[str]:
    """Return the lines of a value; `start` comes before it, and its children are indented by `indent`."""
    beside = f"  {node.beside[-1].text}" if node.beside else ""
    if node.value is None and not _fits_inline(node, form):
        return [start + beside, *_block(node, form, indent)]
    if node.value is not None:
        lines = _text(node.value, form, len(start) + 1, indent)
    elif form.name in ONE_LINE:
        lines = [" ".join(_inline(node, form))]
    else:
        lines = fill(_inline(node, form), WIDTH - len(start) - 1, WIDTH - indent)
    end = 0 if lines[0] == ">-" else -1
    lines = [f"{start} {lines[0]}", *_margin(indent, lines[1:])]
    lines[end] += beside
    return lines


def _block(node: Node, form: _Form, indent: int) -> list[str]:
    """Return the lines of a mapping or a list whose children each have a line of their own."""
    lines = _fields(node, form.model, form, indent) if node.mapping else _items(node, form, indent)
    return lines + _margin(indent, _texts(node.below))


def _fields(node: Node, model: type[Record] | None, form: _Form, indent: int) -> list[str]:
    """Return the lines of a mapping's fields, in the order of the model."""
    lines = []
    for child in _in_order(node, model):
        margin, key = " " * indent, render_scalar(child.key, numbers=form.numbers)
        lines += _margin(indent, _texts((*child.above, *child.beside[:-1])))
        start = f"{margin}{key}:"
        if len(key) >= MAX_SIMPLE_KEY:
            lines.append(f"{margin}? {key}")
            start = f"{margin}:"
        is_log = child.key in LOGS and child.value is None and not child.mapping
        below = indent if is_log else indent + 2
        lines += _value(child, _Form.of(child.key, model, form), start, below)
    return lines


def _items(node: Node, form: _Form, indent: int) -> list[str]:
    """Return the lines of a list's items; a comment before an item's first field comes before the item."""
    lines = []
    for child in node.children:
        lines += _margin(indent, _texts(child.above))
        if child.value is not None or _fits_inline(child, form):
            lines += _margin(indent, _texts(child.beside[:-1])) + _value(
                child, form, " " * indent + "-", indent + 2
            )
            continue
        lines += _margin(indent, _texts(child.beside))
        block = _block(child, form, indent + 2)
        while block[0].lstrip().startswith("#"):
            lines.append(" " * indent + block.pop(0).lstrip())
        lines += [f"{' ' * indent}- {block[0].lstrip()}", *block[1:]]
    return lines


def modeline(path: str, name: str) -> str:
    """Return the comment that tells editors where the schema of a record is, seen from the record's folder.

    >>> modeline("sources/vocabulary/people.yml", "people")
    '# yaml-language-server: $schema=../../schema/people.json'
    """
    return f"{MODELINE} $schema={'../' * path.count('/')}{schema_path(name)}"


def take_file_comments(root: Node) -> list[Comment]:
    """Remove and return the comments about the whole file; a blank line follows the last of them."""
    comments = root.children[0].above if root.children else root.below
    number = max((position for position, comment in enumerate(comments, 1) if comment.blank_after), default=0)
    head = comments[:number]
    del comments[:number]
    return head


def render_nodes(root: Node, name: str) -> str:
    """Return the YAML of a record, one of RECORDS; the comments about the file are taken out of `root`."""
    head = _texts(take_file_comments(root))
    lines = [*head, ""] if head else []
    if not root.children:
        lines.append("{}")
    if name in BY_ID:
        root.children.sort(key=lambda child: child.key)
        lines += _fields(root, None, _Form("", False, RECORDS[name]), 0)
    else:
        lines += _fields(root, RECORDS[name], _Form(), 0)
    return "\n".join([*lines, *_texts(root.below)]) + "\n"


def format_yaml(text: str, path: str, name: str, judged: bool = False) -> str:
    """Return the YAML of a record in canonical form, without a modeline; `parse_yaml` must have no problem
    with it.

    If the record is `judged`, the comments of its draft are removed; older forms are brought into the present
    one. Raises RuntimeError if anything else would be lost or changed.
    """
    left_out = (MODELINE,) * (name != "document") + (PROPOSED,) * judged
    root = parse_commented(text, left_out)
    said = parse_yaml(text, path).value if not update_older_form(root, name) else node_value(root)
    comments = Counter(comment.text for comment in root.comments())
    rendered = render_nodes(root, name)
    reparsed = parse_yaml(rendered, path)
    comments_after = (
        Counter(comment.text for comment in parse_commented(rendered, left_out).comments())
        if not reparsed.problems
        else None
    )
    if reparsed.value != said or comments_after != comments:
        raise RuntimeError(
            f"{path}: its canonical form would not say the same, which is a fault of `archive format`"
        )
    # Once a comment has moved, a list may fit in brackets. So repeat until nothing changes.
    return rendered if rendered == text else format_yaml(rendered, path, name, judged)


def format_record(text: str, path: str, name: str, judged: bool = False) -> tuple[str, list[Problem]]:
    """Return a record's text in canonical form; if it is not well-formed YAML, return it unchanged, with the
    problems.

    `name` is one of RECORDS. In a document, only the front matter is formatted, and it gets no modeline,
    which editors would ignore in Markdown; its body loses white space at the ends of lines and of the text.
    If the record is `judged`, the comments of its draft are removed.

    >>> print(format_record("about: 'Quays.' ", "sources/collection.yml", "collection")[0])
    # yaml-language-server: $schema=../schema/collection.json
    about: Quays.
    <BLANKLINE>
    """
    if name != "document":
        problems = parse_yaml(text, path).problems
        return (
            (text, problems)
            if problems
            else (f"{modeline(path, name)}\n{format_yaml(text, path, name, judged)}", [])
        )
    problems = parse_front_matter(text, path)[0].problems
    if problems:
        return text, problems
    _, fields, body = StrictHandler.FM_BOUNDARY.split(text, 2)
    lines = [line.rstrip(" \t") for line in body.rstrip().split("\n")[1:]]
    return "\n".join([f"---\n{format_yaml(fields, path, name, judged)}---", *lines, ""]), []
