"""The canonical form of records: the same values and comments, written in one way, whoever wrote them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY, TOY
from example_page import EXAMPLE
from press_archive.cli import main
from press_archive.records.fields import Cut, Original
from press_archive.records.files import BY_ID, RECORDS, list_records, record_name
from press_archive.records.forms.canonical import (
    BLOCKS_OF_WORDS,
    FLOW_MAPPINGS,
    LAST,
    LISTS_OF_LINES,
    ONE_LINE,
    format_record,
    format_yaml,
    modeline,
)
from press_archive.records.sites.part import Part
from press_archive.records.terms import VOCABULARIES, Office
from press_archive.yaml_text.comments import parse_commented
from press_archive.yaml_text.reading import parse_front_matter, parse_yaml
from press_archive.yaml_text.scalars import cut_into_words, fill, render_scalar

FILES = [(root, path) for root in (REPOSITORY, TOY) for path in list_records(root)[0]]


def name_of(value: object) -> str:
    return (
        value.relative_to(REPOSITORY).as_posix()
        if isinstance(value, Path) and value != REPOSITORY
        else "archive"
    )


every_file = pytest.mark.parametrize(("root", "path"), FILES, ids=name_of)


def formatted(text: str, name: str) -> str:
    """Return a record in its canonical form, the margin of the test's text and the modeline removed; it has
    no problem.
    """
    written, problems = format_record(dedent(text), "x", name)
    assert problems == []
    return written.removeprefix(f"# yaml-language-server: $schema=schema/{name}.json\n")


# --- The form, line by line


def test_the_fields_of_a_source_stand_in_their_order_and_without_needless_quotation_marks():
    messy = """\
        notes: ["The advertisement stands in the middle.", 'Line 3: a date.']
        cuts: [{reason: advertisement, lines: "13"}, {lines: 22-23, reason: reader-comments}]
        file: "0001 tidewatch.txt"
        label: 'Tidewatch, report of 23 September 2013'


        original: {sha256: ab, file: page.html}
        bytes:   "790"
        captured: '2013-10-01'
        blank: "2, 6"
        """
    canonical = """\
        label: Tidewatch, report of 23 September 2013
        file: 0001 tidewatch.txt
        bytes: 790
        blank: 2, 6
        original:
          file: page.html
          sha256: ab
        captured: 2013-10-01
        cuts:
          - lines: 13
            reason: advertisement
          - lines: 22-23
            reason: reader-comments
        notes:
          - The advertisement stands in the middle.
          - "Line 3: a date."
        """
    assert formatted(messy, "source") == dedent(canonical)


def test_a_document_has_its_lists_between_brackets_and_a_line_for_each_event():
    messy = """\
        ---
        notes:
        - >-
         The day is inferred,
         as is the month.
        topics:
        - harbour-treaty
        - "no"
        roles:
          3: title
          5-7: caption
        event_lines: {harbour-conference-2014: "3-5, 9"}
        date: "2013-09-24"
        title: "In brief: a quay without a toll"
        speakers: {"Tomas Quill (harbour master)": unknown, "1984": ilse-marrowby}
        reprint_of: []
        ---

        Own   words,\x20\x20
        which stay.


        """
    canonical = """\
        ---
        title: "In brief: a quay without a toll"
        date: 2013-09-24
        roles: {3: title, 5-7: caption}
        speakers: {Tomas Quill (harbour master): unknown, "1984": ilse-marrowby}
        topics: [harbour-treaty, "no"]
        event_lines:
          harbour-conference-2014: 3-5, 9
        reprint_of: []
        notes:
          - The day is inferred, as is the month.
        ---

        Own   words,
        which stay.
        """
    assert formatted(messy, "document") == dedent(canonical)


def test_terms_stand_in_the_order_of_their_ids_and_what_they_rest_on_comes_last():
    messy = """\
        tomas-quill: {scope: Harbour master., label: Tomas Quill}
        ilse-marrowby:
            notes: [The start is inferred.]
            offices:
            - {start: 2012, title: Foreign minister of Velmora, reference: "https://velmora.example/offices#2012"}
            label: Ilse Marrowby
            references: ["https://velmora.example/a"]
            variants: {ru: [Ильзе Маррауби], "no": [Ilsa, "Marrowby, Ilse"]}
            scope: Foreign minister.
        """
    canonical = """\
        ilse-marrowby:
          label: Ilse Marrowby
          scope: Foreign minister.
          variants:
            ru: [Ильзе Маррауби]
            "no": [Ilsa, "Marrowby, Ilse"]
          offices:
            - title: Foreign minister of Velmora
              start: 2012
              reference: https://velmora.example/offices#2012
          references:
            - https://velmora.example/a
          notes:
            - The start is inferred.
        tomas-quill:
          label: Tomas Quill
          scope: Harbour master.
        """
    assert formatted(messy, "people") == dedent(canonical)


def test_searches_stand_in_the_order_of_their_ids_and_a_year_stays_bare():
    messy = "b: {method: By hand., period: '2014'}\na: {outlet: gull-post}\n"
    assert formatted(messy, "searches") == "a:\n  outlet: gull-post\nb:\n  period: 2014\n  method: By hand.\n"


def test_a_long_text_goes_on_below_within_the_width_and_a_headline_stays_on_one_line():
    messy = f"""\
        ---
        title: {"A headline of many words " * 5}end
        notes:
          - "{"Each word of this note has its place. " * 4}End."
          - "Line 3: {"each word of this note has its place. " * 3}End."
          - {"https://gull.example/" + "a" * 100}
        ---
        """
    canonical = f"""\
        ---
        title: {"A headline of many words " * 5}end
        notes:
          - Each word of this note has its place. Each word of this note has its place. Each word of this note has its
            place. Each word of this note has its place. End.
          - >-
            Line 3: each word of this note has its place. each word of this note has its place. each word of this note
            has its place. End.
          - {"https://gull.example/" + "a" * 100}
        ---
        """
    assert formatted(messy, "document") == dedent(canonical)


def test_long_lists_and_lines_go_on_below_their_field():
    messy = f"""\
        ---
        lines: {", ".join(f"{number}-{number + 3}" for number in range(101, 190, 6))}
        roles: {{{", ".join(f"{number}: crosshead" for number in range(101, 190, 12))}}}
        topics: [{", ".join(f"topic-of-velmora-{number}" for number in range(1, 7))}]
        ---
        """
    canonical = """\
        ---
        lines: 101-104, 107-110, 113-116, 119-122, 125-128, 131-134, 137-140, 143-146, 149-152, 155-158, 161-164,
          167-170, 173-176, 179-182, 185-188
        roles: {101: crosshead, 113: crosshead, 125: crosshead, 137: crosshead, 149: crosshead, 161: crosshead,
          173: crosshead, 185: crosshead}
        topics: [topic-of-velmora-1, topic-of-velmora-2, topic-of-velmora-3, topic-of-velmora-4, topic-of-velmora-5,
          topic-of-velmora-6]
        ---
        """
    assert formatted(messy, "document") == dedent(canonical)


def test_a_description_is_a_block_in_which_a_link_to_a_document_has_a_line_of_its_own():
    messy = """\
        offer-2013:
          description: The minister spoke to dockers of a quay for Ostrand [Tidewatch, L8](documents:tidewatch-report#L8). The
            Gull Post, an evening paper of the town, took the offer over and made it shorter later, as we know (see [the paper's
            page](outlets:gull-post)).
          label: Offer
        """
    canonical = """\
        offer-2013:
          label: Offer
          description: >-
            The minister spoke to dockers of a quay for Ostrand
            [Tidewatch, L8](documents:tidewatch-report#L8).
            The Gull Post, an evening paper of the town, took the offer over and made it shorter later, as we know
            (see [the paper's page](outlets:gull-post)).
        """
    assert formatted(messy, "events") == dedent(canonical)


def test_comments_stay_above_and_beside_what_they_are_about():
    messy = """\
        ---
        # yaml-language-server: $schema=../../../schema/document.json
        # from the page's heading; quite sure
        title:   'The quay'   # compare it with line 3
        # from the address
        date: 2013-09-24
        #no space
        topics: [harbour-treaty,  # because of line 5
          # perhaps
          free-quay]   # the last
        kind: TODO  # speech, interview or report?
        roles:
          # the first line
          3: title  # sure
        outlet: gull-post
        notes:   # at least one
            # first
            - The "quay"
              is old.  # really?
            # nothing more to note
        lines: >-  # of the capture
            3-5
        # The end.
        ---
        The words.
        """
    canonical = """\
        ---
        # yaml-language-server: $schema=../../../schema/document.json
        # from the page's heading; quite sure
        title: The quay  # compare it with line 3
        # from the address
        date: 2013-09-24
        outlet: gull-post
        kind: TODO  # speech, interview or report?
        lines: 3-5  # of the capture
        roles:
          # the first line
          3: title  # sure
        #no space
        topics:  # the last
          - harbour-treaty  # because of line 5
          # perhaps
          - free-quay
        notes:  # at least one
          # first
          - The "quay" is old.  # really?
          # nothing more to note
        # The end.
        ---
        The words.
        """
    assert formatted(messy, "document") == dedent(canonical)


def test_comments_of_terms_and_cuts_move_with_them():
    messy = """\
        # yaml-language-server: $schema=../../schema/people.json
        # Whoever acts or is spoken of.

        # harbour master
        tomas-quill:
          label: Tomas Quill  # as printed
          # no scope yet
        # reporter
        anneke-duinstra:
          offices:
            -  # the only one
              # since when?
              start: 2012
              title: Editor
              # until when?
            # others?
        """
    canonical = """\
        # Whoever acts or is spoken of.

        # reporter
        anneke-duinstra:
          offices:
            # the only one
            # since when?
            - title: Editor
              start: 2012
              # until when?
            # others?
        # harbour master
        tomas-quill:
          label: Tomas Quill  # as printed
          # no scope yet
        """
    assert formatted(messy, "people") == dedent(canonical)


@pytest.mark.parametrize(
    "before", ["", "# yaml-language-server: $schema=elsewhere.json\n\n", "# yaml-language-server:\n#why\n"]
)
def test_the_modeline_is_the_first_line_of_a_record_and_leads_to_its_schema(before):
    text = f"{before}label: A # yaml-language-server: $schema=here.json\n"
    written, _ = format_record(text, "sources/2013/gull-post/source.yml", "source")
    above = [line for line in before.splitlines() if line == "#why"]
    assert written.splitlines() == [
        "# yaml-language-server: $schema=../../../schema/source.json",
        *above,
        "label: A",
    ]


def test_comments_that_stand_in_odd_places_find_one():
    messy = """\
        %YAML 1.1 # of old
        # before the start
        ---  # the start
        title: [  # opened
          # nothing in it
          ]  # closed
        ? about  # the key
        :
          # the value
          'What it is.'# glued
        description: |  # a block
          One line.
        period:  # none
        ... # the end
        # after it
        """
    canonical = """\
        # of old
        # before the start
        # the start
        # nothing in it
        # opened
        title: []  # closed
        description: "One line.\\n"  # a block
        # the key
        # the value
        about: What it is.  # glued
        period: ""  # none
        # the end
        # after it
        """
    written = formatted(messy, "collection")
    assert sorted(written.splitlines()) == sorted(dedent(canonical).splitlines())
    assert re.sub(r"(?m)^ *#.*\n", "", written) == re.sub(r"(?m)^ *#.*\n", "", dedent(canonical))


def test_what_is_no_field_comes_last_and_keeps_its_form():
    messy = "remark: 12:30\nextra: {b: [1, {c: d}], a: x}\ntitle: The quays\n"
    canonical = """\
        title: The quays
        remark: 12:30
        extra:
          b:
            - 1
            - c: d
          a: x
        """
    assert formatted(messy, "collection") == dedent(canonical)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Velmora & Ostrand", "Velmora & Ostrand"),
        ("<b>quay</b> *odd* [x](y) | a \\ b", "<b>quay</b> *odd* [x](y) | a \\ b"),
        ("“Quay”: open", '"“Quay”: open"'),
        ('"Quay"', "'\"Quay\"'"),
        ('"It\'s"', '"\\"It\'s\\""'),
        ("a #b", '"a #b"'),
        ("a#b: c", '"a#b: c"'),
        ("a#b:c", "a#b:c"),
        ("ends:", '"ends:"'),
        ("- item", '"- item"'),
        ("-item", '"-item"'),
        ("? key", '"? key"'),
        ("---", '"---"'),
        ("...", '"..."'),
        ("%YAML", '"%YAML"'),
        ("@home", '"@home"'),
        ("`code`", '"`code`"'),
        ("!tag", '"!tag"'),
        ("&a", '"&a"'),
        ("*a", '"*a"'),
        ("|", '"|"'),
        ("> a", '"> a"'),
        ("", '""'),
        (" a", '" a"'),
        ("a\u00a0", '"a\u00a0"'),
        ("a\tb", '"a\\tb"'),
        ("a\nb", '"a\\nb"'),
        ("a\x85b", '"a\\u0085b"'),
        ("a\u2028b", '"a\\u2028b"'),
        ("\ufeffa", '"\\ufeffa"'),
        ("a\x00b", '"a\\u0000b"'),
        ("😀 é", "😀 é"),
        *(
            (word, f'"{word}"')
            for word in ("no", "Yes", "y", "N", "on", "OFF", "true", "False", "null", "~", "=", "<<")
        ),
        *(
            (word, f'"{word}"')
            for word in ("2014", "007", "1e3", "1.5", ".5", "0x1F", "0o17", "1_000", "+1", ".inf", ".NaN")
        ),
        *(
            (word, f'"{word}"')
            for word in ("12:30", "190:20:30", "2013-09-23", "2013-09-23 12:30:00", "2001-12-14t21:59:43.1Z")
        ),
        ("2013-09", "2013-09"),
        ("3-31, 40", "3-31, 40"),
        ("no, not yet", "no, not yet"),
        ("v1.2", "v1.2"),
    ],
)
def test_a_text_is_quoted_only_where_it_would_be_read_as_something_else(text, plain):
    assert render_scalar(text) == plain
    assert yaml.safe_load(render_scalar(text)) == text


@pytest.mark.parametrize("text", ["2014", "2013-09-23", "2013-09-23~", "3", "3-31, 40", "790"])
def test_numbers_dates_and_lines_stand_bare_in_their_fields(text):
    assert render_scalar(text, numbers=True) == text


@pytest.mark.parametrize("text", ["no", "~", "null", "on"])
def test_words_that_others_take_for_true_or_nothing_are_quoted_in_every_field(text):
    assert render_scalar(text, numbers=True) == f'"{text}"'


@pytest.mark.parametrize("text", ["a, b", "[a]", "a]", "{a", "a}b", "2014?", "https://a.example/?b=c"])
def test_between_brackets_more_is_quoted(text):
    assert render_scalar(text, flow=True) == f'"{text}"'


@pytest.mark.parametrize("text", ["-3", "-3.25", "54.1"])
def test_a_number_is_plain_where_numbers_are_expected_and_quoted_elsewhere(text):
    assert render_scalar(text, numbers=True) == text
    assert render_scalar(text) == f'"{text}"'


def test_numbers_between_braces_are_written_as_their_fields_expect():
    assert formatted('---\nrepublished: {line: "4", date: "2014", by: "1984"}\n---\n', "document") == (
        '---\nrepublished: {by: "1984", date: 2014, line: 4}\n---\n'
    )
    assert formatted('quay: {coordinates: {longitude: "-3.25", latitude: "54.1"}}\n', "places") == (
        "quay:\n  coordinates:\n    latitude: 54.1\n    longitude: -3.25\n"
    )


def test_a_line_never_begins_like_an_item():
    words = cut_into_words("one two - three ? four : five -six")
    assert words == ["one", "two -", "three ?", "four :", "five", "-six"]
    assert fill(words, 7, 7) == ["one", "two -", "three ?", "four :", "five", "-six"]


def test_the_fields_that_have_a_form_of_their_own_are_fields():
    models = [*RECORDS.values(), Cut, Original, Office, Part]
    known = {name for model in models for name in model.model_fields}
    assert LISTS_OF_LINES | FLOW_MAPPINGS | BLOCKS_OF_WORDS | ONE_LINE | set(LAST) <= known


def test_a_key_too_long_for_a_line_stands_after_a_question_mark():
    key = "a" * 1100
    canonical = f"roles:\n  ? {key}\n  : title\n  3: date\n"
    assert (
        formatted(f"---\nroles: {{? {key} : title, 3: date}}\n---\n", "document") == f"---\n{canonical}---\n"
    )
    assert parse_yaml(canonical, "x").value == {"roles": {key: "title", "3": "date"}}


def test_a_list_that_a_comment_has_left_stands_between_brackets_at_once():
    messy = "title: [[\n  # why\n  a, b]]\n"
    assert formatted(messy, "collection") == "title:\n  # why\n  - [a, b]\n"


# --- Nothing is lost

# Texts in which YAML, Markdown or a careless writer could see something else.
ODD = [
    "no", "~", "12:30", "2013-09-23", "007", "1e3", "a: b", "a #b", "- a", "? a", ": a", "# a", "---", "...", "'", '"', "\\",
    "\\n", "{a: b}", "[a, b]", "a, b", "&a *b", "!!str a", "%a", "@a", "`a`", "|", ">-", " a ", "a  b", "a\tb", "a\n\nb\n", "\ta",
    "\r", "\x85", "\u2028", "\u00a0", "\ufeff", "\x00", "\x1b", "\x7f", "😀", "é", "e\u0301", "\u202eabc", "TODO", "=", "<<", "",
    "word " * 40, "a" * 200, "long: " * 40, "[x y](documents:a#L1) " * 9, "- " * 90, "word  " * 40, "w\u00a0" * 90, "# " * 80,
]  # fmt: skip
texts = st.sampled_from(ODD) | st.text(max_size=40) | st.lists(st.sampled_from(ODD), max_size=3).map(" ".join)
keys = st.sampled_from(["3", "5-7", "a-b", "Ilse Marrowby", "ru", "no"]) | texts
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)


def fields_of(name: str) -> st.SearchStrategy[dict]:
    """Return records of a kind: some of its fields, in any order, with any values."""
    known = st.sampled_from(list(RECORDS[name].model_fields)) | st.just("no-field") | keys
    pairs = st.lists(st.tuples(known, values), max_size=6, unique_by=lambda pair: pair[0])
    record = pairs.map(lambda pairs: {key: value for key, value in pairs if not is_older(key, value)})
    return (
        st.dictionaries(st.sampled_from(["gull-post", "a", "b-2", "no", "2014"]) | keys, record, max_size=3)
        if name in BY_ID
        else record
    )


def is_older(field: str, value: object) -> bool:
    """Return whether a field has its older form, of which test_older_forms.py speaks."""
    return field == "inferred" and isinstance(value, list) and all(isinstance(item, str) for item in value)


TAB = "\t"


class Careless:
    """Writes a value as a careless person may: any style, any indentation, comments wherever one can stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments: list[str] = []
        self.held = (
            99  # the column from which on a # would still belong to the block of text that stands before it
        )

    def choose(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def comment(self) -> str:
        text = f"#{self.choose('', ' ', '!')}{self.choose('why: [x, {y}]', '- a', '&x *y', 'é 😀', '# #')} {len(self.comments)}"
        self.comments.append(text)
        return text

    def beside(self) -> str:
        """The end of a line."""
        return f" {self.comment()}" if self.draw(st.integers(0, 3)) == 3 else self.choose("", "  ", TAB)

    def above(self, indent: int) -> str:
        """Lines of their own: comments and blank lines."""
        lines = ""
        while self.draw(st.integers(0, 3)) == 3:
            margin = " " * min(self.choose(indent, 0, 2, 7), self.held - 1)
            lines += (margin if self.draw(st.booleans()) else margin + self.comment()) + "\n"
        return lines

    def scalar(self, text: str) -> str:
        """A text on one line, in any quotation marks that can hold it."""
        if re.fullmatch(r"[A-Za-z0-9é😀]([A-Za-z0-9 é😀.-]*[A-Za-z0-9é😀])?", text) and self.draw(
            st.booleans()
        ):
            return text
        if re.fullmatch(r"[\x20-\x7eé😀]*", text) and self.draw(st.booleans()):
            return "'" + text.replace("'", "''") + "'"
        return re.sub(
            "[\x7f-\x9f\u2028\u2029\ufeff]",
            lambda match: f"\\u{ord(match[0]):04x}",
            json.dumps(text, ensure_ascii=False),
        )

    def flow(self, value: object) -> str:
        if isinstance(value, str):
            return self.scalar(value)
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        items = (
            [f"{self.scalar(key)}: {self.flow(item)}" for key, item in value.items()]
            if isinstance(value, dict)
            else None
        )
        items = items if items is not None else [self.flow(item) for item in value]
        written = opening
        for position, item in enumerate(items):
            written += (
                self.gap()
                + item
                + self.gap()
                + ("," if position < len(items) - 1 or self.draw(st.booleans()) else "")
            )
        return written + self.gap() + closing

    def gap(self) -> str:
        """White space between brackets, perhaps with comments; the next line is indented."""
        return (
            f"{self.beside()}\n{self.above(9)}         "
            if self.draw(st.integers(0, 4)) == 4
            else self.choose("", " ")
        )

    def block(self, value: object, indent: int) -> str:
        """What stands after a key's colon or an item's dash, up to the end of its last line."""
        self.held = 99
        if isinstance(value, str) or not value or self.draw(st.integers(0, 3)) == 3:
            if isinstance(value, str) and value and self.block_can_hold(value) and self.draw(st.booleans()):
                self.held = indent + self.choose(1, 4)
                return f" {self.choose('|-', '>-')}{self.beside()}\n{' ' * self.held}{value}\n"
            return f" {self.flow(value)}{self.beside()}\n"
        inner = indent + self.choose(1, 2, 4)
        lines = f"{self.beside().replace(TAB, ' ')}\n"  # YAML allows no tab between a dash and a block
        for item in value.items() if isinstance(value, dict) else value:
            lines += self.above(inner) + " " * inner
            lines += (
                f"{self.scalar(item[0])}:{self.block(item[1], inner)}"
                if isinstance(value, dict)
                else f"-{self.block(item, inner)}"
            )
        return lines + self.above(inner)

    @staticmethod
    def block_can_hold(text: str) -> bool:
        return bool(re.fullmatch(r"[!-~é😀]([ -~é😀]*[!-~é😀])?", text))

    def record(self, value: dict) -> str:
        if not value:
            return f"{self.above(0)}{{}}{self.beside()}\n{self.above(0)}"
        lines = self.above(0)
        for key, item in value.items():
            lines += f"{self.scalar(key)}:{self.block(item, 0)}{self.above(0)}"
        return lines


@st.composite
def careless_records(draw: st.DrawFn) -> tuple[str, str, dict, list[str]]:
    """Return the name of a record, a careless text of it, its value, and the comments in the text."""
    name = draw(st.sampled_from(list(RECORDS)))
    value = draw(fields_of(name))
    writer = Careless(draw)
    return name, writer.record(value), value, writer.comments


@settings(max_examples=100)
@given(careless_records())
def test_every_value_and_every_comment_stays_and_formatting_again_changes_nothing(record):
    name, text, value, comments = record
    assert (parse_yaml(text, "x").value, parse_yaml(text, "x").problems) == (value, [])
    if name == "document":
        text = f"---\n{text}---\nOwn words.\n"
    written, problems = format_record(text, "x", name)
    assert problems == []
    fields = re.split(r"^---$", written, maxsplit=2, flags=re.MULTILINE)[1] if name == "document" else written
    assert parse_yaml(fields, "x").value == value
    added = [] if name == "document" else [modeline("x", name)]
    assert Counter(comment.text for comment in parse_commented(fields).comments()) == Counter(
        comments + added
    )
    assert format_record(written, "x", name) == (written, [])
    assert not re.search(r"[ \t]$", written, re.MULTILINE)


def parts(text: str, name: str) -> tuple[object, str]:
    """Return a record's value and the words below its front matter."""
    if name != "document":
        return parse_yaml(text, "x").value, ""
    tree, body, _ = parse_front_matter(text, "x")
    return tree.value, body


@every_file
def test_every_record_keeps_its_values_and_words_in_the_canonical_form(root, path):
    text, name = path.read_text(encoding="utf-8"), record_name(path.relative_to(root).as_posix())
    written, problems = format_record(text, "x", name)
    assert problems == []
    assert parts(written, name) == parts(text, name)


@pytest.mark.parametrize("path", EXAMPLE)
def test_the_examples_of_contributing_are_in_canonical_form(path):
    name = record_name(path)
    # Of a vocabulary, entries are shown, not the whole file.
    written = (
        format_yaml(EXAMPLE[path], path, name)
        if name in VOCABULARIES
        else format_record(EXAMPLE[path], path, name)[0]
    )
    assert EXAMPLE[path] == written


# --- The command


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("sources/**/*")
        if path.is_file()
    }


def run(root: Path, *arguments: object) -> int:
    return main(["--root", str(root), "format", *(str(argument) for argument in arguments)])


def test_the_command_writes_records_and_nothing_else_and_a_second_time_nothing(toy_held, capsys):
    before = contents(toy_held)
    assert run(toy_held) == 0
    after = contents(toy_held)
    records = [path for path in before if path.endswith((".yml", ".md"))]
    changed = [path for path in records if after[path] != before[path]]
    assert changed and set(after) == set(before)
    assert all(after[path] == before[path] for path in before if path not in records)
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        *(f"{path}: formatted" for path in sorted(changed)),
        f"{len(changed)} of {len(records)} files changed.",
    ]
    assert run(toy_held) == 0
    assert capsys.readouterr().out == f"0 of {len(records)} files changed.\n"
    assert contents(toy_held) == after
    assert main(["--root", str(toy_held), "check"]) == 0


def test_with_check_nothing_is_written_and_what_would_change_is_named(toy, capsys):
    run(toy)
    topics = toy / "sources" / "vocabulary" / "topics.yml"
    text = topics.read_text(encoding="utf-8")
    topics.write_text(text.replace("label: Crane dispute\n", 'label:  "Crane dispute"\n'), encoding="utf-8")
    before = contents(toy)
    capsys.readouterr()
    assert run(toy, "--check") == 1
    printed = capsys.readouterr().out
    assert re.fullmatch(
        r"sources/vocabulary/topics\.yml: not in the canonical form\n"
        r"1 of \d+ files would change\. Write them with: archive format\n",
        printed,
    )
    assert contents(toy) == before
    assert run(toy, toy / "sources" / "2013", "--check") == 0
    assert capsys.readouterr().out.endswith("files would change.\n")


def test_only_the_files_and_folders_that_are_named_are_written(toy, capsys, monkeypatch):
    before = contents(toy)
    monkeypatch.chdir(toy / "sources")
    assert run(toy, "vocabulary/people.yml", "searches.yml", "searches.yml") == 0
    after = contents(toy)
    assert [path for path in before if after[path] != before[path]] == [
        "sources/searches.yml",
        "sources/vocabulary/people.yml",
    ]
    assert capsys.readouterr().out.endswith("2 of 2 files changed.\n")


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("\r\n", ""), ("# Of the harbour\n", "# Of the harbour\n"), ("{ }\n", "")]
)
def test_a_vocabulary_without_terms_has_a_canonical_form(toy, before, after):
    topics = toy / "sources" / "vocabulary" / "topics.yml"
    topics.write_bytes(before.encode())
    assert run(toy, topics) == 0
    head = modeline("sources/vocabulary/topics.yml", "topics")
    assert topics.read_text("utf-8") == f"{head}\n{{}}\n{after}"
    assert run(toy, topics, "--check") == 0


def test_what_is_no_record_is_named_and_left_alone(toy_held, capsys):
    capture = toy_held / "sources" / "2014" / "ministry-address" / "capture.txt"
    before = capture.read_bytes()
    assert run(toy_held, capture) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        f"{capture}: no record of the archive. Expected a file or folder below sources/ that is no symbolic link."
    )
    assert capture.read_bytes() == before


def test_a_symbolic_link_is_not_followed(toy, tmp_path, capsys):
    outside = tmp_path / "people.yml"
    outside.write_text("b: {label: B}\na: {label: A}\n", encoding="utf-8")
    people = toy / "sources" / "vocabulary" / "people.yml"
    people.unlink()
    people.symlink_to(outside)
    assert run(toy) == 1
    assert "sources/vocabulary/people.yml: F101" in capsys.readouterr().err
    assert outside.read_text(encoding="utf-8") == "b: {label: B}\na: {label: A}\n"
    assert people.is_symlink()


def test_a_record_that_is_not_well_formed_is_named_and_left_as_it_is_and_the_others_are_written(toy, capsys):
    broken = toy / "sources" / "vocabulary" / "topics.yml"
    broken.write_text("a: b: c\n", encoding="utf-8")
    assert run(toy) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("sources/vocabulary/topics.yml:1: Y101: not well-formed YAML")
    assert broken.read_text(encoding="utf-8") == "a: b: c\n"
    assert "sources/searches.yml: formatted" in printed.out


def test_a_written_file_keeps_its_permissions_and_gets_the_line_ends_of_unix(toy):
    searches = toy / "sources" / "searches.yml"
    searches.write_bytes(searches.read_bytes().replace(b"\n", b"\r\n"))
    searches.chmod(0o640)
    assert run(toy, searches) == 0
    assert b"\r" not in searches.read_bytes()
    assert searches.stat().st_mode & 0o777 == 0o640
    assert not list(searches.parent.glob(".*"))
