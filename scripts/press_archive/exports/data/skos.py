"""The vocabularies as SKOS (https://www.w3.org/TR/skos-reference/), a concept scheme for each.

The IRI of a concept is the address of the term's page with `#concept`: the page is a document, and what it
is about is another thing. Whoever opens it sees the page; a term that no document names has no page yet, and
has the IRI that it will keep when it gets one. Without an address of the site, IRIs are UUIDs (see
`identifiers.py`): a relative IRI would change with the place of the file, and mean something else for all.

- The label is the preferred one, in English, as the site shows it. Variants are alternative labels in their
  languages. Words for narrower things (`includes`) are hidden labels: a search should find the concept by
  them, and nobody should be shown them as its names. A name that is two of these is the first (S13, S14).
- `related` between terms of one vocabulary is `skos:related`, and between vocabularies, which are schemes of
  their own, `skos:relatedMatch`; both ways, as both are symmetric. Of two terms of which one contains the
  other, only that is said (S27).
- A Wikidata id that the record is certain of is an exact match, an inferred one a close match.
- The person, place, event or treaty that a concept is of (`foaf:focus`) has what standard properties exist
  for: offices (schema.org), coordinates (WGS84), dates (EDTF, as XML Schema has no approximate ones), symbols
  of documents. An inferred date is left out, as it could not be marked.
- Left out, because no common property says just that: types and parties of instruments; hosts, owners,
  countries and languages of outlets; who took part in an event, and where; names as lists sort them;
  descriptions of events, which are on their pages. All are in the tables of terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...base.wording import VOCABULARY_NAMES
from ...collection.archive import Archive
from ...collection.histories import site_address
from ...collection.sites.placing import part_of
from ...records.languages import SITE_LANGUAGE
from ...records.licence import LICENCE
from ...records.links import DOCUMENTS, parse_target
from ...records.summaries import parse_note
from ...records.terms import Office, Term
from ..identifiers import Identifiers
from .rdf import Node, render_json_ld, render_turtle

TURTLE_PATH, JSON_LD_PATH = "data/vocabularies.ttl", "data/vocabularies.jsonld"
WIKIDATA = "http://www.wikidata.org/entity/"  # in IRIs without the s, unlike the address of an entry
# The vocabularies whose terms are things of their own, each with the class of these things.
THINGS = {
    "people": "schema:Person",
    "places": "schema:Place",
    "instruments": "schema:CreativeWork",
    "events": "schema:Event",
}

Key = tuple[str, str]  # vocabulary and id


def render_skos(archive: Archive, address: str) -> dict[str, bytes]:
    """Return all vocabularies as Turtle and as JSON-LD, with the same statements, by their paths.

    `address` is that of the site, or empty. A term whose record could not be read is left out. A vocabulary
    without terms is a scheme without concepts.
    """
    nodes = list(_Schemes(archive, address).nodes())
    return {
        TURTLE_PATH: render_turtle(nodes, address).encode(),
        JSON_LD_PATH: render_json_ld(nodes, address).encode(),
    }


class _Names:
    """The IRIs of what an archive has terms for, relative to the site's address if there is one."""

    def __init__(self, archive: Archive, address: str) -> None:
        self._address = address
        self._identifiers = Identifiers(archive)

    def scheme(self, vocabulary: str) -> str:
        return self._named("scheme", f"{vocabulary}/")

    def concept(self, key: Key) -> str:
        return self._named("concept", site_address(*key))

    def thing(self, key: Key) -> str:
        return self._named(VOCABULARY_NAMES[key[0]][0], site_address(*key))

    def office(self, key: Key, number: int) -> str:
        return self._named(f"office-{number}", site_address(*key))

    def _named(self, what: str, page: str) -> str:
        return f"{page}#{what}" if self._address else self._identifiers.of(what, page)

    def reference(self, archive: Archive, reference: str) -> Iterator[str]:
        """Yield the address of a reference; none of a document that has no address, or is left out."""
        target = parse_target(reference)
        if target and target.address:
            yield reference
        elif target and self._address and target.kind == DOCUMENTS and target.id in archive.documents:
            line = f"#L{target.line}" if target.line else ""
            page = site_address(DOCUMENTS, target.id)
            part = part_of(archive, page)
            yield f"{part.address if part else ''}{page}{line}"


class _Schemes:
    """The concept schemes of an archive."""

    def __init__(self, archive: Archive, address: str) -> None:
        self.archive = archive
        self.names = _Names(archive, address)
        self.terms: dict[Key, Term] = {
            (vocabulary, id): terms[id].record
            for vocabulary, terms in archive.vocabularies.items()
            for id in sorted(terms)
            if not terms[id].placeholder
        }
        self.broader = {key: list(self._broader(key)) for key in self.terms}
        self.narrower: dict[Key, list[Key]] = defaultdict(list)
        for key, above in self.broader.items():
            for one in above:
                self.narrower[one].append(key)
        self.related = self._related()

    def _broader(self, key: Key) -> Iterator[Key]:
        for id in dict.fromkeys(self.terms[key].broader):
            above = (key[0], id)
            if above in self.terms and above != key:
                yield above

    def _related(self) -> dict[Key, set[Key]]:
        """Return the terms that each one is related to, both ways, without those above or below it."""
        above = {key: self._above(key) for key in self.terms}
        related: dict[Key, set[Key]] = defaultdict(set)
        for key, term in self.terms.items():
            for link in term.related:
                vocabulary, _, id = link.rpartition(":")
                other = (vocabulary or key[0], id)
                if (
                    other in self.terms
                    and other != key
                    and other not in above[key]
                    and key not in above[other]
                ):
                    related[key].add(other)
                    related[other].add(key)
        return related

    def _above(self, key: Key) -> set[Key]:
        """Return every term that contains a term (`skos:broaderTransitive`)."""
        found: set[Key] = set()
        waiting = list(self.broader[key])
        while waiting:
            if (one := waiting.pop()) not in found:
                found.add(one)
                waiting += self.broader[one]
        return found

    def nodes(self) -> Iterator[Node]:
        """Yield each scheme, and then its concepts with the things that they are of."""
        for vocabulary, (_, plural) in VOCABULARY_NAMES.items():
            scheme = Node(self.names.scheme(vocabulary), "skos:ConceptScheme")
            scheme.add("dcterms:title", (f"{self.archive.title}: {plural}", SITE_LANGUAGE))
            scheme.add("dcterms:license", LICENCE.address)
            keys = [key for key in self.terms if key[0] == vocabulary]
            scheme.add("skos:hasTopConcept", *map(self.names.concept, self._tops(keys)))
            yield scheme
            for key in keys:
                yield from self._concept(key, scheme.id)

    def _tops(self, keys: Iterable[Key]) -> list[Key]:
        return [key for key in keys if not self.broader[key]]

    def _concept(self, key: Key, scheme: str) -> Iterator[Node]:
        term, names = self.terms[key], self.names
        concept = Node(names.concept(key), "skos:Concept")
        concept.add("skos:inScheme", scheme)
        concept.add("skos:topConceptOf", *([] if self.broader[key] else [scheme]))
        concept.add("skos:notation", key[1])
        _add_labels(concept, term)
        concept.add("skos:scopeNote", (term.scope, SITE_LANGUAGE))
        concept.add("skos:editorialNote", *((_plain_note(note), SITE_LANGUAGE) for note in term.notes))
        concept.add("skos:broader", *map(names.concept, sorted(self.broader[key])))
        concept.add("skos:narrower", *map(names.concept, sorted(self.narrower.get(key, ()))))
        for other in sorted(self.related.get(key, ())):
            concept.add("skos:related" if other[0] == key[0] else "skos:relatedMatch", names.concept(other))
        if term.wikidata:
            match = "skos:closeMatch" if "wikidata" in term.inferred else "skos:exactMatch"
            concept.add(match, WIKIDATA + term.wikidata)
        for reference in term.references:
            concept.add("dcterms:source", *names.reference(self.archive, reference))
        things = list(self._things(key, term))
        concept.add("foaf:focus", *(thing.id for thing in things[:1]))
        yield from (concept, *things)

    def _things(self, key: Key, term: Term) -> Iterator[Node]:
        """Yield the thing that a concept is of, and its offices; nothing if there is nothing to say of it."""
        if key[0] not in THINGS:
            return
        thing = Node(self.names.thing(key), THINGS[key[0]])
        date, symbol = getattr(term, "date", None), getattr(term, "symbol", None)
        if date and "date" not in term.inferred:
            thing.add("dcterms:date", date.text)
        if symbol:
            thing.add("dcterms:identifier", symbol)
        if coordinates := getattr(term, "coordinates", None):
            thing.add("geo:lat", _decimal(coordinates.latitude))
            thing.add("geo:long", _decimal(coordinates.longitude))
            thing.add("dcterms:source", *self.names.reference(self.archive, coordinates.reference))
        offices = list(self._offices(key, getattr(term, "offices", ())))
        thing.add("schema:hasOccupation", *(office.id for office in offices))
        if thing.properties:
            yield from (thing, *offices)

    def _offices(self, key: Key, offices: Iterable[Office]) -> Iterator[Node]:
        for number, office in enumerate(offices, start=1):
            role = Node(self.names.office(key, number), "schema:Role")
            role.add("schema:roleName", (office.title, SITE_LANGUAGE))
            role.add("schema:startDate", office.start.text)
            if office.end:
                role.add("schema:endDate", office.end.text)
            role.add("dcterms:source", *self.names.reference(self.archive, office.reference))
            yield role


def _add_labels(concept: Node, term: Term) -> None:
    """Add the names of a term, each once: no name may be a label of two kinds (S13)."""
    preferred = (term.label, SITE_LANGUAGE)
    others = [(name, language) for language, names in term.variants.items() for name in names]
    hidden = [(word, language) for language, words in term.includes.items() for word in words]
    concept.add("skos:prefLabel", preferred)
    concept.add("skos:altLabel", *(name for name in others if name != preferred))
    concept.add("skos:hiddenLabel", *(word for word in hidden if word not in (preferred, *others)))


def _plain_note(note: str) -> str:
    return "".join(run.text for run in parse_note(note))


def _decimal(degrees: float) -> str:
    """Return degrees as xsd:decimal, with the six digits that a record may have.

    >>> _decimal(54.1), _decimal(-3.0)
    ('54.1', '-3.0')
    """
    return f"{degrees:.6f}".rstrip("0") + ("0" if float(degrees).is_integer() else "")
