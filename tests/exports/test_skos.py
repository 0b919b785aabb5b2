"""The vocabularies as SKOS: both forms read back with rdflib, compared with the records, held against the rules of SKOS."""

from __future__ import annotations

import dataclasses
import json
import warnings
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD

from conftest import TOY
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports.data.skos import JSON_LD_PATH, TURTLE_PATH, render_skos
from press_archive.records.dates import parse_interval
from press_archive.records.terms import VOCABULARIES

ADDRESS = "https://press.example/archive/"
GEO = rdflib.Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
SCHEMA = rdflib.Namespace("https://schema.org/")
EDTF = rdflib.URIRef("http://id.loc.gov/datatypes/edtf")
ODD = (
    "\x00 \x0b \x7f",
    "\ufffe",
    "a\tb\rc",
    "\\ \" ' \\u0041 \\",
    '"""',
    "<a> & ]]>",
    "x" * 400,
    "שלום עולם",
    "\u202eabc",
    "=1+1",
    "😀 \U0001d11e",
    "a . ; , @en ^^x # y",
)


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive(TOY)


def turtle(rendered: dict[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=rendered[TURTLE_PATH], format="turtle")


def json_ld(rendered: dict[str, bytes]) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib about itself
        return rdflib.Graph().parse(data=rendered[JSON_LD_PATH], format="json-ld")


def graph(archive: Archive, address: str = ADDRESS) -> rdflib.Graph:
    return turtle(render_skos(archive, address))


def concept(vocabulary: str, id: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{ADDRESS}{vocabulary}/{id}/#concept")


def with_term(archive: Archive, vocabulary: str, id: str, **fields: object) -> Archive:
    """The archive, in which a term has other values; a new one has the least."""
    known = archive.vocabularies[vocabulary].get(id)
    if known is None:
        record = VOCABULARIES[vocabulary].model_construct(label=id, scope="It is invented.", **fields)
        known = dataclasses.replace(
            next(iter(archive.vocabularies[vocabulary].values())), id=id, record=record
        )
    else:
        known = dataclasses.replace(known, record=known.record.model_copy(update=fields))
    terms = {**archive.vocabularies[vocabulary], id: known}
    return dataclasses.replace(archive, vocabularies={**archive.vocabularies, vocabulary: terms})


def literals(
    graph: rdflib.Graph, subject: rdflib.URIRef, property: rdflib.URIRef
) -> set[tuple[str, str | None]]:
    return {(str(one), one.language) for one in graph.objects(subject, property)}


def violations(graph: rdflib.Graph) -> set[str]:
    """Return which integrity conditions of SKOS a graph breaks, by their numbers in the SKOS Reference."""
    conditions = {
        "S9": "?a a skos:Concept, skos:ConceptScheme",
        "S13 alt": "?a skos:prefLabel ?l ; skos:altLabel ?l",
        "S13 hidden": "?a skos:prefLabel ?l ; skos:hiddenLabel ?l",
        "S13 both": "?a skos:altLabel ?l ; skos:hiddenLabel ?l",
        "S14": "?a skos:prefLabel ?l, ?m FILTER(LANG(?l) = LANG(?m) && ?l != ?m)",
        "S27": "?a (skos:related|skos:relatedMatch|^skos:related|^skos:relatedMatch) ?b . ?a (skos:broader|^skos:narrower)+ ?b",
        "S46": "?a skos:exactMatch ?b . ?a (skos:broadMatch|skos:relatedMatch|^skos:relatedMatch) ?b",
        "S7 and S8": "?a skos:topConceptOf ?s FILTER NOT EXISTS { ?s skos:hasTopConcept ?a }",
        "S23": "?a skos:related ?b FILTER NOT EXISTS { ?b skos:related ?a }",
        "S44": "?a skos:relatedMatch ?b FILTER NOT EXISTS { ?b skos:relatedMatch ?a }",
        "S25": "?a skos:broader ?b FILTER NOT EXISTS { ?b skos:narrower ?a }",
        "S25 back": "?a skos:narrower ?b FILTER NOT EXISTS { ?b skos:broader ?a }",
        "a concept without a scheme": "?a a skos:Concept FILTER NOT EXISTS { ?a skos:inScheme ?s . ?s a skos:ConceptScheme }",
        "a link to no concept": "?a (skos:broader|skos:narrower|skos:related|skos:relatedMatch) ?b FILTER NOT EXISTS { ?b a skos:Concept }",
    }
    names = {"skos": SKOS}
    return {
        number
        for number, where in conditions.items()
        if graph.query(f"ASK {{ {where} }}", initNs=names).askAnswer
    }


def test_both_forms_have_the_same_statements(archive):
    for address in (ADDRESS, ""):
        rendered = render_skos(archive, address)
        assert to_isomorphic(turtle(rendered)) == to_isomorphic(json_ld(rendered))
        assert len(turtle(rendered)) > 200


def test_every_term_is_a_concept_of_its_vocabulary_also_without_documents(archive):
    found = graph(archive)
    terms = {(vocabulary, id) for vocabulary, terms in archive.vocabularies.items() for id in terms}
    assert set(found.subjects(RDF.type, SKOS.Concept)) == {concept(*key) for key in terms}
    assert ("topics", "lighthouse-dues") in terms - archive.documents_of_term.keys()
    for vocabulary, id in terms:
        scheme = rdflib.URIRef(f"{ADDRESS}{vocabulary}/#scheme")
        assert set(found.objects(concept(vocabulary, id), SKOS.inScheme)) == {scheme}
        assert (scheme, RDF.type, SKOS.ConceptScheme) in found


def test_a_concept_has_the_names_and_notes_of_its_record(archive):
    found = graph(archive)
    for vocabulary, terms in archive.vocabularies.items():
        for id, entry in terms.items():
            record, subject = entry.record, concept(vocabulary, id)
            assert literals(found, subject, SKOS.prefLabel) == {(record.label, "en")}
            assert literals(found, subject, SKOS.altLabel) == {
                (name, language) for language, names in record.variants.items() for name in names
            }
            assert literals(found, subject, SKOS.hiddenLabel) == {
                (word, language) for language, words in record.includes.items() for word in words
            }
            assert literals(found, subject, SKOS.scopeNote) == {(record.scope, "en")}
            assert literals(found, subject, SKOS.notation) == {(id, None)}
            assert len(set(found.objects(subject, SKOS.editorialNote))) == len(record.notes)


def test_a_concept_has_the_concepts_above_and_below_it(archive):
    found = graph(archive)
    broader = {
        (concept(vocabulary, id), concept(vocabulary, above))
        for vocabulary, terms in archive.vocabularies.items()
        for id, entry in terms.items()
        for above in entry.record.broader
    }
    assert len(broader) == 4
    assert set(found.subject_objects(SKOS.broader)) == broader
    assert {(below, above) for above, below in found.subject_objects(SKOS.narrower)} == broader
    below = {lower for lower, _ in broader}
    tops = set(found.subjects(RDF.type, SKOS.Concept)) - below
    assert set(found.subjects(SKOS.topConceptOf)) == set(found.objects(None, SKOS.hasTopConcept)) == tops


def test_related_terms_are_related_both_ways_unless_one_contains_the_other(archive):
    found = graph(archive)
    shoals, ostrand = concept("places", "grey-shoals"), concept("places", "ostrand")
    assert {(shoals, SKOS.related, ostrand), (ostrand, SKOS.related, shoals)} <= set(found)
    harbour, crane = concept("places", "port-saltmere"), concept("topics", "crane-dispute")
    assert {(harbour, SKOS.relatedMatch, crane), (crane, SKOS.relatedMatch, harbour)} <= set(found)
    treaty = concept("topics", "harbour-treaty")
    assert archive.vocabularies["topics"]["harbour-treaty"].record.related == ("free-quay", "crane-dispute")
    assert set(found.objects(treaty, SKOS.related)) == set()


def test_the_vocabularies_keep_the_rules_of_skos(archive):
    assert violations(graph(archive)) == set()


def test_what_a_record_may_have_against_the_rules_of_skos_is_left_out(archive):
    changed = with_term(
        archive, "topics", "fishing-rights", label="Fishing", variants={"en": ("Fishing", "Fishery", "Fishery")},
        includes={"en": ("Fishery", "eels", "Fishing")}, broader=("crane-dispute", "fishing-rights", "no-such"),
        related=("harbour-treaty", "fishing-rights", "no-such", "places:no-such"),
    )  # fmt: skip
    changed = with_term(changed, "topics", "harbour-treaty", related=("topics:fishing-rights",))
    found, subject = graph(changed), concept("topics", "fishing-rights")
    assert violations(found) == set()
    assert literals(found, subject, SKOS.altLabel) == {("Fishery", "en")}
    assert literals(found, subject, SKOS.hiddenLabel) == {("eels", "en")}
    assert set(found.objects(subject, SKOS.broader)) == {concept("topics", "crane-dispute")}


def test_terms_that_contain_each_other_end_nothing(archive):
    changed = with_term(archive, "topics", "harbour-treaty", broader=("crane-dispute",))
    found = graph(changed)
    assert (concept("topics", "harbour-treaty"), SKOS.broader, concept("topics", "crane-dispute")) in found
    assert violations(found) == set()


def test_the_rules_of_skos_find_what_breaks_them(archive):
    found, treaty, crane = (
        graph(archive),
        concept("topics", "harbour-treaty"),
        concept("topics", "crane-dispute"),
    )
    found.add((treaty, SKOS.related, crane))
    found.add((treaty, SKOS.altLabel, rdflib.Literal("Harbour treaty", lang="en")))
    found.add((treaty, SKOS.prefLabel, rdflib.Literal("Another", lang="en")))
    found.add((treaty, RDF.type, SKOS.ConceptScheme))
    assert {"S9", "S13 alt", "S14", "S23", "S27"} <= violations(found)


@pytest.mark.parametrize(
    ("inferred", "match"), [({}, SKOS.exactMatch), ({"wikidata": "text"}, SKOS.closeMatch)]
)
def test_a_wikidata_id_is_an_exact_match_where_it_is_certain(archive, inferred, match):
    changed = with_term(archive, "people", "tomas-quill", wikidata="Q42", inferred=inferred)
    found, subject = graph(changed), concept("people", "tomas-quill")
    item = rdflib.URIRef("http://www.wikidata.org/entity/Q42")
    assert {(subject, one, item) in found for one in (SKOS.exactMatch, SKOS.closeMatch)} == {True, False}
    assert (subject, match, item) in found


def test_references_are_the_sources_of_a_concept(archive):
    found = graph(archive)
    offer = concept("events", "shared-harbour-offer-2013")
    assert {str(one) for one in found.objects(offer, DCTERMS.source)} == {
        f"{ADDRESS}documents/2013-09-23-velmora-offers-ostrand-a-shared-harbour/#L9",
        "https://velmora.example/offer?day=1&page=2",
    }
    changed = with_term(
        archive, "people", "tomas-quill", references=("documents:no-such#L3", "https://quay.example/гавань")
    )
    sources = graph(changed).objects(concept("people", "tomas-quill"), DCTERMS.source)
    assert {str(one) for one in sources} == {"https://quay.example/гавань"}


def test_a_place_has_its_coordinates_and_a_person_the_offices(archive):
    found = graph(archive)
    (place,) = found.objects(concept("places", "port-saltmere"), FOAF.focus)
    assert (place, RDF.type, SCHEMA.Place) in found
    assert {(one.toPython(), one.datatype) for one in (*found.objects(place, GEO.lat), *found.objects(place, GEO.long))} == {
        (rdflib.Literal("54.1", datatype=XSD.decimal).toPython(), XSD.decimal),
        (rdflib.Literal("-3.25", datatype=XSD.decimal).toPython(), XSD.decimal),
    }  # fmt: skip
    (person,) = found.objects(concept("people", "ilse-marrowby"), FOAF.focus)
    offices = {
        tuple(str(found.value(office, name)) for name in (SCHEMA.roleName, SCHEMA.startDate, SCHEMA.endDate))
        for office in found.objects(person, SCHEMA.hasOccupation)
    }
    record = archive.vocabularies["people"]["ilse-marrowby"].record
    assert offices == {
        (one.title, one.start.text, one.end.text if one.end else "None") for one in record.offices
    }
    assert len(offices) == 2


def test_dates_are_edtf_and_inferred_ones_are_left_out(archive):
    event = concept("events", "harbour-conference-2014")
    (thing,) = graph(archive).objects(event, FOAF.focus)
    assert set(graph(archive).objects(thing, DCTERMS.date)) == {
        rdflib.Literal("2014-05-01/2014-05-03", datatype=EDTF)
    }
    inferred = with_term(archive, "events", "harbour-conference-2014", inferred={"date": "text"})
    assert list(graph(inferred).objects(event, FOAF.focus)) == []
    about = with_term(archive, "events", "harbour-conference-2014", date=parse_interval("2014-05~"))
    assert list(graph(about).objects(thing, DCTERMS.date)) == [rdflib.Literal("2014-05~", datatype=EDTF)]
    (treaty,) = graph(archive).objects(concept("instruments", "treaty-of-port-saltmere"), FOAF.focus)
    assert literals(graph(archive), treaty, DCTERMS.identifier) == {("VO/2019/1", None)}


def test_a_scheme_has_a_title_and_the_licence_of_the_vocabularies(archive):
    found = graph(archive)
    schemes = set(found.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == len(VOCABULARIES)
    topics = rdflib.URIRef(f"{ADDRESS}topics/#scheme")
    assert literals(found, topics, DCTERMS.title) == {("The harbour treaty press archive: Topics", "en")}
    licence = rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert {found.value(scheme, DCTERMS.license) for scheme in schemes} == {licence}


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_any_text_is_read_back_from_both_forms(archive, text):
    changed = with_term(
        archive, "people", "tomas-quill", label=text, variants={"ar": (f"{text}.",)}, notes=(text,)
    )
    shown = text.translate({0: "\u2400", 0x0B: "\u240b", 0x7F: "\u2421", 0xFFFE: "\ufffd"})
    end = "\u202c" if "\u202e" in text else ""
    rendered = render_skos(changed, ADDRESS)
    for found in (turtle(rendered), json_ld(rendered)):
        subject = concept("people", "tomas-quill")
        assert literals(found, subject, SKOS.prefLabel) == {(shown + end, "en")}
        assert literals(found, subject, SKOS.altLabel) == {(f"{shown}.{end}", "ar")}


def test_an_id_may_begin_with_a_digit(archive):
    changed = with_term(archive, "topics", "2014-talks", broader=("harbour-treaty",))
    rendered = render_skos(changed, ADDRESS)
    assert to_isomorphic(turtle(rendered)) == to_isomorphic(json_ld(rendered))
    assert (concept("topics", "2014-talks"), SKOS.broader, concept("topics", "harbour-treaty")) in turtle(
        rendered
    )


def test_without_an_address_a_concept_is_known_by_a_uuid(archive):
    found = graph(archive, "")
    subjects = set(found.subjects())
    assert {str(one)[:9] for one in subjects} == {"urn:uuid:"}
    assert len(subjects) == len(set(graph(archive).subjects()))
    assert violations(found) == set()
    assert not [one for one in found.objects(None, DCTERMS.source) if "documents" in one]
    titled = dataclasses.replace(archive, documents={})
    assert set(graph(titled, "").subjects()) == subjects


def test_a_term_that_could_not_be_read_is_left_out(archive):
    terms = archive.vocabularies["topics"]
    broken = dataclasses.replace(terms["harbour-treaty"], placeholder=True)
    changed = dataclasses.replace(
        archive, vocabularies={**archive.vocabularies, "topics": {**terms, "harbour-treaty": broken}}
    )
    found = graph(changed)
    assert (concept("topics", "harbour-treaty"), None, None) not in found
    assert (concept("topics", "crane-dispute"), SKOS.topConceptOf, None) in found
    assert violations(found) == set()


def test_an_empty_archive_has_schemes_without_concepts():
    rendered = render_skos(Archive(Path()), ADDRESS)
    found = turtle(rendered)
    assert to_isomorphic(found) == to_isomorphic(json_ld(rendered))
    assert len(set(found.subjects(RDF.type, SKOS.ConceptScheme))) == 7
    assert set(found.subjects(RDF.type, SKOS.Concept)) == set()


def test_the_files_are_the_same_in_every_run(archive):
    turned = {name: dict(reversed(terms.items())) for name, terms in archive.vocabularies.items()}
    again = render_skos(dataclasses.replace(archive, vocabularies=turned), ADDRESS)
    assert again == render_skos(archive, ADDRESS)
    assert json.loads(again[JSON_LD_PATH])["@graph"]
