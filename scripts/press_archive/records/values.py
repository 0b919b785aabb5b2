"""The types of fields: how a text in a record becomes a date, a range of lines or an id, and what it must
look like.

Each type has a validator, whose message says what is wrong and what was expected, and a form for the JSON
Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from ..base.characters import NO_REFUSED
from ..base.files.names import RESERVED_IDS
from ..base.problems import NotAccepted, suggest, suggest_code
from .closed_lists import Basis, Role
from .dates import FORM, UNKNOWN, Date, parse_date, parse_interval
from .languages import LANGUAGES, OUTLET_LANGUAGES
from .lines import RANGE, LineRange, Ranges, limit, parse_ranges
from .links import (
    DOCUMENTS,
    ID,
    ID_EXPECTED,
    INDEX,
    LONGEST_ID,
    WEB_ADDRESS,
    is_id,
    is_web_address,
    parse_target,
    suggest_id,
    suggest_target,
)
from .rights import RIGHTS

# A caution about a headline is printed beside it in every list.
MOST_OF_A_CAUTION = 120


class Limits(NamedTuple):
    """The smallest and the largest number that is accepted."""

    least: int
    most: int


# The beginning of a value that a person still has to find; a draft has it for what could not be found.
TODO = "TODO"


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("empty. Expected a text")
    if "\n" in value:
        raise ValueError("several lines. Expected one line")
    return value


def _form(pattern: str, expected: str, digits_from: int | None = None) -> WithJsonSchema:
    """Return a form for the JSON Schema: a pattern that the whole text matches.

    If the text may consist of digits, editors read it as a number, which must be at least `digits_from`.
    """
    schema: dict[str, Any] = {
        "type": "string",
        "pattern": f"^{NO_REFUSED}(?:{pattern})$",
        "patternErrorMessage": f"Expected {expected}.",
    }
    return WithJsonSchema(
        schema if digits_from is None else {**schema, "type": ["string", "integer"], "minimum": digits_from}
    )


def _matching(pattern: re.Pattern[str], wrong: str, expected: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Accept a text that matches the whole pattern."""

    def validate(value: str) -> str:
        if not pattern.fullmatch(value):
            bare = value.strip()
            near = [other for other in (bare, bare.lower(), bare.upper()) if pattern.fullmatch(other)]
            raise NotAccepted(
                f"{wrong} ({value!r}). Expected {expected}", f"did you mean {near[0]!r}?" if near else ""
            )
        return value

    return AfterValidator(validate), _form(pattern.pattern, expected)


def _known(table: dict[str, str], what: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Accept the keys of a table; editors show its values as explanations."""

    def validate(value: str) -> str:
        if value not in table:
            raise NotAccepted(
                f"not {what} ({value!r}). Expected one of {', '.join(table)}", suggest_code(value, table)
            )
        return value

    schema = {"type": "string", "enum": list(table), "enumDescriptions": list(table.values())}
    return AfterValidator(validate), WithJsonSchema(schema)


def _scalar(parse: Callable[[str], Any]) -> BeforeValidator:
    """Apply `parse` to a text; refuse a list or a mapping."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a list, or fields with values. Expected one text")
        return parse(value)

    return BeforeValidator(validate)


def _moment_or_unknown(value: str) -> Date | None:
    return None if value == UNKNOWN else parse_interval(value)


def _closed_interval(value: str) -> Date:
    if (date := parse_interval(value)).is_open:
        raise ValueError(f"an interval without an end ({value!r}). Expected both dates, as in 2013/2019")
    return date


def _roles(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("not a mapping from lines to roles. Expected one, such as {3: title, 5-7: caption}")
    known = {str(role) for role in Role}
    roles: list[tuple[LineRange, Role]] = []
    for key, role in value.items():
        if not isinstance(role, str) or role not in known:
            message = f"not a role ({role!r}, of lines {key}). Expected one of {', '.join(sorted(known))}"
            raise NotAccepted(message, suggest(str(role), known))
        roles.extend((span, Role(role)) for span in parse_ranges(key))
    limit(span for span, _ in roles)
    return tuple(roles)


def _reference(value: str) -> str:
    target = parse_target(value)
    if not target or target.kind not in ("", DOCUMENTS):
        message = (
            f"not a reference ({value!r}). Expected https://… or a document and its line, documents:ID#L13"
        )
        raise NotAccepted(message, suggest_target(value, [DOCUMENTS]))
    return value


def _word_limits(value: str) -> Limits:
    found = re.fullmatch(r"([1-9][0-9]{0,4})-([1-9][0-9]{0,4})", value)
    if not found or int(found[1]) > int(found[2]):
        expected = "two numbers of words, the smaller first, such as 80-300"
        raise ValueError(f"not limits of words ({value!r}). Expected {expected}")
    return Limits(int(found[1]), int(found[2]))


def _day(value: str) -> Date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"not a day ({value!r}). Expected year, month and day, as in 2013-09-23")
    return parse_date(value)


def _one_run(value: str) -> Ranges:
    ranges = parse_ranges(value)
    if len(ranges) > 1:
        hint = "write a statement for each of them"
        raise NotAccepted(f"several runs of lines ({value!r}). Expected one, such as 13 or 13-17", hint)
    return ranges


def _term_link(vocabularies: tuple[str, ...], bare: str = "") -> Callable[[str], str]:
    """Return a validator of links to terms; a bare id is one of the vocabulary `bare`."""

    def validate(value: str) -> str:
        link = f"{bare}:{value}" if bare and is_id(value) else value
        target = parse_target(link)
        if not target or target.kind not in vocabularies:
            expected = (
                f"{'an id, or ' if bare else ''}a vocabulary and an id, such as {vocabularies[0]}:a-name"
            )
            hint = suggest_target(value, vocabularies) or (suggest_id(value) if bare else "")
            raise NotAccepted(f"not a term ({value!r}). Expected {expected}", hint)
        return link

    return validate


def _related_term(value: str) -> str:
    return value if is_id(value) else _term_link((*SUBJECTS, "outlets"))(value)


def _basis(value: str) -> str:
    if value in list(Basis):
        return value
    target = parse_target(value)
    if not target or target.kind not in ("", DOCUMENTS):
        expected = f"{', '.join(Basis)}, or a reference, https://… or documents:ID#L13"
        hint = suggest(value, list(Basis)) or suggest_target(value, [DOCUMENTS])
        raise NotAccepted(f"not a basis ({value!r}). Expected one of {expected}", hint)
    return value


def _id(value: str) -> str:
    if not is_id(value):
        raise NotAccepted(
            f"not an id ({value!r}). Expected {ID_EXPECTED}, such as a-short-name", suggest_id(value)
        )
    return value


def _url(value: str) -> str:
    if value != UNKNOWN and not is_web_address(value):
        expected = f"http:// or https:// without spaces or passwords, or {UNKNOWN}"
        message = f"not a web address ({value!r}). Expected {expected}"
        raise NotAccepted(message, suggest_target(value) or suggest(value, [UNKNOWN]))
    return value


def _page(value: str) -> str:
    if not is_web_address(value):
        message = f"not a web address ({value!r}). Expected http:// or https:// without spaces or passwords"
        raise NotAccepted(message, suggest_target(value))
    return value


def _degrees(limit: int, example: str) -> Callable[[str], float]:
    """Return a parser of decimal degrees between -limit and limit (WGS 84)."""

    def parse(value: str) -> float:
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", value) or abs(float(value)) > limit:
            raise ValueError(
                f"not decimal degrees ({value!r}). Expected -{limit} to {limit}, such as {example}"
            )
        return float(value)

    return parse


def _short(value: str) -> str:
    if len(value) > MOST_OF_A_CAUTION:
        shown = f"{value[:60]} …"
        raise ValueError(
            f"{len(value)} characters ({shown!r}). Expected at most {MOST_OF_A_CAUTION}, as lists show it"
        )
    return value


def _months(value: str) -> Date:
    month = r"\d{4}(-\d\d)?"
    if not re.fullmatch(f"{month}(/{month})?", value):
        expected = "Expected whole months or years, such as 2014, 2014-05 or 2014-05/2014-09"
        raise ValueError(f"not months or years ({value!r}). {expected}")
    return parse_interval(value)


_ID = rf"(?!(?:{INDEX}|{RESERVED_IDS})$)(?=.{{1,{LONGEST_ID}}}$){ID.pattern}"
# What a pattern can check about a host: it exists, only an IP address is in brackets, and no user name or
# password precedes it.
_ADDRESS = WEB_ADDRESS.pattern.replace("://", r"://(?![/?#]|\[(?![0-9a-fA-F:.]+\])|[^/?#]*@)")
_LINES = rf"{RANGE.pattern}(\s*,\s*{RANGE.pattern})*"
_DATE = FORM.pattern
_INTERVAL = rf"{_DATE}(/({_DATE}|\.\.)?)?|(\.\.)?/{_DATE}"
_MONTH = r"[0-9]{4}(-(0[1-9]|1[0-2]))?"

Text = Annotated[
    str,
    AfterValidator(_text),
    _form(rf"(?!{TODO})[^\n]*\S[^\n]*", f"one line of text that does not begin with {TODO}"),
]
Id = Annotated[str, AfterValidator(_id), _form(_ID, f"{ID_EXPECTED}, such as a-short-name")]
Url = Annotated[
    str,
    AfterValidator(_url),
    _form(f"{UNKNOWN}|{_ADDRESS}", f"http:// or https:// without spaces or passwords, or {UNKNOWN}"),
]
Page = Annotated[
    str, AfterValidator(_page), _form(_ADDRESS, "http:// or https:// without spaces or passwords")
]
Caution = Annotated[
    Text,
    AfterValidator(_short),
    _form(
        rf"(?!{TODO})(?=[^\n]{{1,{MOST_OF_A_CAUTION}}}$)[^\n]*\S[^\n]*",
        f"one line of at most {MOST_OF_A_CAUTION} characters that does not begin with {TODO}",
    ),
]


def _coordinate(limit: int, example: str) -> Any:
    """Return the type for decimal degrees between -limit and limit."""
    schema = WithJsonSchema({"type": "number", "minimum": -limit, "maximum": limit})
    return Annotated[float, _scalar(_degrees(limit, example)), schema]


Latitude = _coordinate(90, "55.7558")
Longitude = _coordinate(180, "37.6173")
Sha256 = Annotated[str, *_matching(re.compile(r"[0-9a-f]{64}"), "not a SHA-256", "64 digits 0-9 a-f")]
Swhid = Annotated[
    str,
    *_matching(
        re.compile(r"swh:1:cnt:[0-9a-f]{40}"), "not the SWHID of a file", "swh:1:cnt: and 40 digits 0-9 a-f"
    ),
]
Salt = Annotated[str, *_matching(re.compile(r"[0-9a-f]{32}"), "not a salt", "32 digits 0-9 a-f")]
Wikidata = Annotated[
    str, *_matching(re.compile(r"Q[1-9][0-9]*"), "not a Wikidata id", "Q and digits, such as Q42")
]
Host = Annotated[
    str,
    *_matching(re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+"), "not a host name", "a domain such as example.org"),
]
FileName = Annotated[
    str, *_matching(re.compile(r"[^/\\\x00-\x1f]{1,200}"), "not a file's name", "a name without folders")
]
EdtfDate = Annotated[
    Date, _scalar(parse_date), _form(_DATE, "a date such as 2013-09-23, 2013-09, 2013 or 2013-09-23~", 1)
]
Day = Annotated[Date, _scalar(_day), _form("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day such as 2013-09-23")]
EdtfInterval = Annotated[
    Date,
    _scalar(parse_interval),
    _form(_INTERVAL, "a date such as 2013-09, two as in 2013-09/2014, or one open end as in 2017-01/..", 1),
]
ClosedInterval = Annotated[
    Date,
    _scalar(_closed_interval),
    _form(f"{_DATE}(/{_DATE})?", "a date such as 2013-09, or two as in 2013/2019", 1),
]
EdtfIntervalOrUnknown = Annotated[
    Date | None,
    _scalar(_moment_or_unknown),
    _form(
        f"{UNKNOWN}|{_INTERVAL}", f"a date such as 2013-09-23, 2018-12-24/.. (on or after), or {UNKNOWN}", 1
    ),
]
Months = Annotated[
    Date,
    _scalar(_months),
    _form(f"{_MONTH}(/{_MONTH})?", "months or years, such as 2014, 2014-05 or 2014-05/2014-09", 1),
]
OneRun = Annotated[Ranges, _scalar(_one_run), _form(RANGE.pattern, "lines such as 13 or 13-17", 1)]
LineRanges = Annotated[Ranges, _scalar(parse_ranges), _form(_LINES, "numbers such as 3-31 or 3-31, 40", 1)]
WordLimits = Annotated[
    Limits, _scalar(_word_limits), _form("[1-9][0-9]*-[1-9][0-9]*", "two numbers of words such as 80-300")
]
Roles = Annotated[
    tuple[tuple[LineRange, Role], ...],
    BeforeValidator(_roles),
    WithJsonSchema({
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{_LINES})$"},
        "additionalProperties": {"type": "string", "enum": [str(role) for role in Role]},
    }),
]  # fmt: skip
_REFERENCE = rf"{_ADDRESS}|{DOCUMENTS}:{ID.pattern}(#L[1-9][0-9]{{0,5}})?"
Reference = Annotated[
    str,
    AfterValidator(_reference),
    _form(_REFERENCE, "https://… or a document and its line, documents:ID#L13"),
]
BasisOrReference = Annotated[
    str,
    AfterValidator(_basis),
    _form(rf"{'|'.join(Basis)}|{_REFERENCE}", f"{', '.join(Basis)}, https://… or documents:ID#L13"),
]


def _of(vocabulary: str) -> Any:
    """Return the type for ids of a vocabulary's terms; an empty name means the record's own vocabulary."""
    return Annotated[Id, WithJsonSchema({"vocabulary": vocabulary})]


TopicId, PersonId, PlaceId, OrganisationId, InstrumentId, EventId, OutletId, NearTermId = map(
    _of, ("topics", "people", "places", "organisations", "instruments", "events", "outlets", "")
)


def _link(vocabularies: tuple[str, ...], bare: str = "") -> Any:
    """Return the type of links to terms of some vocabularies; a bare id is one of the vocabulary `bare`."""
    schema = _link_form(vocabularies)
    if bare:
        schema = WithJsonSchema({"anyOf": [{"vocabulary": bare}, schema.json_schema]})
    return Annotated[str, AfterValidator(_term_link(vocabularies, bare)), schema]


def _link_form(vocabularies: tuple[str, ...]) -> WithJsonSchema:
    """Return the form of links to terms of some vocabularies."""
    example = f"{vocabularies[0]}:a-name"
    return _form(rf"({'|'.join(vocabularies)}):{ID.pattern}", f"a link to a term, such as {example}")


_LISTS = ("topics", "people", "places", "organisations", "instruments", "events", "outlets")
_PAGE_OF_SITE = re.compile(rf"(?:{DOCUMENTS}|sources|{'|'.join(_LISTS)})/{ID.pattern}/")
_LIST_OR_PAGE = re.compile(rf"(?:{_PAGE_OF_SITE.pattern}|(?:{'|'.join(_LISTS)})/)")
SiteAddress = Annotated[
    str, *_matching(_PAGE_OF_SITE, "not an address of the site", "a page's folder, such as documents/ID/")
]

SiteTarget = Annotated[
    str,
    *_matching(
        _LIST_OR_PAGE, "not an address of the site", "a page's folder, such as documents/ID/, or people/"
    ),
]

# The vocabularies whose terms say what a document is about; who published it is not among them.
SUBJECTS = ("topics", "people", "places", "organisations", "instruments", "events")
Speaker = _link(("people", "organisations"), bare="people")
Addressee = _link(("people", "organisations", "outlets", "places"))
Subject = _link(SUBJECTS)
RelatedTerm = Annotated[
    str,
    AfterValidator(_related_term),
    WithJsonSchema({"anyOf": [{"vocabulary": ""}, _link_form((*SUBJECTS, "outlets")).json_schema]}),
]

Language = Annotated[str, *_known(LANGUAGES, "a language")]
OutletLanguage = Annotated[str, *_known(OUTLET_LANGUAGES, "a language")]
RightsCode = Annotated[str, *_known({code: name for code, (name, _) in RIGHTS.items()}, "a rights statement")]
