"""RDF in two forms, Turtle and JSON-LD, made from the same nodes, so that both have the same statements.

The site is built without rdflib, whose JSON-LD is three times as large and has its own order; the tests read
back with it what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..json_text import compact_json
from ..plain_text import plain_text

PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "loc": "http://id.loc.gov/datatypes/",
}

# Property → the kind of its values: an IRI (`@id`), text of a language, plain text (""), or a datatype.
IRI, LANGUAGE, PLAIN, EDTF = "@id", "@language", "", "loc:edtf"
PROPERTIES = {
    "dcterms:title": LANGUAGE,
    "dcterms:license": IRI,
    "skos:hasTopConcept": IRI,
    "skos:inScheme": IRI,
    "skos:topConceptOf": IRI,
    "skos:notation": PLAIN,
    "skos:prefLabel": LANGUAGE,
    "skos:altLabel": LANGUAGE,
    "skos:hiddenLabel": LANGUAGE,
    "skos:scopeNote": LANGUAGE,
    "skos:editorialNote": LANGUAGE,
    "skos:broader": IRI,
    "skos:narrower": IRI,
    "skos:related": IRI,
    "skos:relatedMatch": IRI,
    "skos:exactMatch": IRI,
    "skos:closeMatch": IRI,
    "dcterms:source": IRI,
    "foaf:focus": IRI,
    "dcterms:date": EDTF,
    "dcterms:identifier": PLAIN,
    "geo:lat": "xsd:decimal",
    "geo:long": "xsd:decimal",
    "schema:hasOccupation": IRI,
    "schema:roleName": LANGUAGE,
    "schema:startDate": EDTF,
    "schema:endDate": EDTF,
}

# A value is an IRI or a text; of a text of a LANGUAGE, with its language (BCP 47).
Value = str | tuple[str, str]


@dataclass
class Node:
    """What is said of one thing: its IRI, absolute or relative to the base, its class, and its properties."""

    id: str
    type: str
    properties: dict[str, list[Value]] = field(default_factory=dict)

    def add(self, name: str, *values: Value) -> None:
        """Add values of a property; one that it has already is not repeated."""
        if values:
            known = self.properties.setdefault(name, [])
            known += [value for value in dict.fromkeys(values) if value not in known]

    def ordered(self) -> Iterator[tuple[str, list[Value]]]:
        """Yield the properties that have values, in the order of PROPERTIES."""
        return ((name, self.properties[name]) for name in PROPERTIES if name in self.properties)


# What a text in double quotation marks cannot contain as it is (RDF 1.1 Turtle, 6.4, ECHAR).
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\n\r\t]')


def render_turtle(nodes: Iterable[Node], base: str) -> str:
    """Return nodes as Turtle (RDF 1.1); `base` is what relative IRIs begin from, and may be empty."""
    lines = [f"@base <{base}> ."] if base else []
    lines += [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    return "\n".join([*lines, *(_turtle(node) for node in nodes), ""])


def _turtle(node: Node) -> str:
    statements = [f"a {node.type}"]
    for name, values in node.ordered():
        kind = PROPERTIES[name]
        statements.append(f"{name} {', '.join(_turtle_value(kind, value) for value in values)}")
    return f"\n<{node.id}> " + " ;\n    ".join(statements) + " ."


def _turtle_value(kind: str, value: Value) -> str:
    text, language = (value, "") if isinstance(value, str) else value
    if kind == IRI:
        return f"<{text}>"
    quoted = '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], plain_text(text)) + '"'
    if kind == LANGUAGE:
        return f"{quoted}@{language}"
    return f"{quoted}^^{kind}" if kind else quoted


def render_json_ld(nodes: Iterable[Node], base: str) -> str:
    """Return the same nodes as JSON-LD 1.1: a node on each line, with short names for the properties."""
    context: dict[str, object] = {"@base": base} if base else {}
    context |= PREFIXES
    context |= {_short(name): {"@id": name} | _definition(kind) for name, kind in PROPERTIES.items()}
    head = compact_json(context)
    lines = ",\n".join(compact_json(_object(node)) for node in nodes)
    return f'{{"@context":{head},"@graph":[\n{lines}\n]}}\n'


def _short(name: str) -> str:
    return name.partition(":")[2]


def _definition(kind: str) -> dict[str, str]:
    if kind == LANGUAGE:
        return {"@container": "@language"}
    return {"@type": kind} if kind else {}


def _object(node: Node) -> Mapping[str, object]:
    found: dict[str, object] = {"@id": node.id, "@type": node.type}
    for name, values in node.ordered():
        found[_short(name)] = _values(PROPERTIES[name], values)
    return found


def _values(kind: str, values: list[Value]) -> object:
    """Return values as JSON-LD has them: by language where they have one, and one alone without a list."""
    if kind != LANGUAGE:
        texts = [value if kind == IRI else plain_text(value) for value in values if isinstance(value, str)]
        return texts[0] if len(texts) == 1 else texts
    by_language: dict[str, list[str]] = {}
    for text, language in (value for value in values if not isinstance(value, str)):
        by_language.setdefault(language, []).append(plain_text(text))
    return {language: texts[0] if len(texts) == 1 else texts for language, texts in by_language.items()}
