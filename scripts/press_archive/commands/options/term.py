"""The options of `archive term`."""

from __future__ import annotations

import argparse
import functools
from typing import Any

from ..completion import complete_terms, complete_vocabularies
from .adding import add_command, completed


def add_term(commands: Any) -> None:
    """Add `archive term add`, with an option for each field of a term that is a text or a list of texts."""
    actions = add_command(commands, "term", "add terms to the vocabularies").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    more = (
        "Options that may be repeated are marked with *. "
        "Write a person's offices and a place's coordinates into the file by hand."
    )
    adding = add_command(actions, "add", "add a term to a vocabulary", more)
    completed(
        adding.add_argument("vocabulary", metavar="VOCABULARY", help="the vocabulary, such as people"),
        complete_vocabularies,
    )
    completed(
        adding.add_argument(
            "id", metavar="ID", help="the id of the new term: letters a-z, digits and single hyphens"
        ),
        complete_terms,
    )
    adding.add_argument("--label", help="the name that the site shows")
    adding.add_argument("--scope", help="a scope note: what the term means, in the archive's own words")
    adding.add_argument(
        "--variant",
        action="append",
        dest="variants",
        metavar="[LANGUAGE=]NAME",
        help="* another name, with its language if that is not English, such as ru=Велмора",
    )
    adding.add_argument(
        "--include",
        action="append",
        dest="includes",
        metavar="[LANGUAGE=]WORDS",
        help="* words for a narrower or another thing, by which a search finds the term",
    )
    completed(
        adding.add_argument("--broader", action="append", metavar="ID", help="* a broader term"),
        complete_terms,
    )
    completed(
        adding.add_argument("--related", action="append", metavar="ID", help="* a related term"),
        complete_terms,
    )
    adding.add_argument(
        "--reference",
        action="append",
        dest="references",
        metavar="REFERENCE",
        help="* where this can be checked: a web address, or documents:ID#L13",
    )
    adding.add_argument(
        "--inferred",
        action="append",
        metavar="FIELD=BASIS",
        help="* a field that is concluded, and what from (text, weekday, a reference …); needs a --note",
    )
    adding.add_argument(
        "--note",
        action="append",
        dest="notes",
        metavar="NOTE",
        help="* what is unusual, or why a field is inferred",
    )
    adding.add_argument("--wikidata", metavar="ID", help="the Wikidata id, if it is certain")
    adding.add_argument("--robots", metavar="noindex", help="ask search engines not to list its page")
    adding.add_argument("--date", help="for events and instruments: an EDTF date or interval")
    adding.add_argument("--type", help="for outlets and instruments: what it is, such as newspaper or treaty")
    people = adding.add_argument_group("only for people")
    people.add_argument("--sort-name", metavar="NAME", help="the name as lists sort it, such as 'Brook, Ada'")
    add_instrument_options(adding)
    add_event_options(adding)
    add_outlet_options(adding)


def add_instrument_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add instruments`."""
    instruments = adding.add_argument_group("only for instruments")
    instruments.add_argument(
        "--party",
        action="append",
        dest="parties",
        metavar="LINK",
        help="* who concluded it, a link such as places:ID or organisations:ID",
    )
    instruments.add_argument("--symbol", help="its document symbol, such as S/RES/2254 (2015)")


def add_event_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add events`."""
    events = adding.add_argument_group("only for events")
    place = events.add_argument("--place", metavar="ID", help="where it happened, an id from places.yml")
    person = events.add_argument(
        "--person",
        action="append",
        dest="people",
        metavar="ID",
        help="* someone who took part, an id from people.yml",
    )
    body = events.add_argument(
        "--organisation",
        action="append",
        dest="organisations",
        metavar="ID",
        help="* an organisation that took part, an id from organisations.yml",
    )
    state = events.add_argument(
        "--state",
        action="append",
        dest="countries",
        metavar="ID",
        help="* a state that took part, an id from places.yml",
    )
    topic = events.add_argument(
        "--topic",
        action="append",
        dest="topics",
        metavar="ID",
        help="* a topic that it belongs to, an id from topics.yml",
    )
    events.add_argument(
        "--description", help="what the documents say about it, in your own words, with links to their lines"
    )
    named = (
        (place, "places"),
        (person, "people"),
        (body, "organisations"),
        (state, "places"),
        (topic, "topics"),
    )
    for action, vocabulary in named:
        completed(action, functools.partial(complete_terms, vocabulary=vocabulary))


def add_outlet_options(adding: argparse.ArgumentParser) -> None:
    """Add the options of `archive term add outlets`."""
    outlets = adding.add_argument_group("only for outlets")
    outlets.add_argument("--host", help="its domain, if it is certain")
    outlets.add_argument("--owner", help="who owned it; needs a --reference")
    country = outlets.add_argument(
        "--country",
        metavar="ID",
        help="the country it publishes from, an id from places.yml; needs a --reference",
    )
    outlets.add_argument(
        "--language",
        action="append",
        dest="languages",
        metavar="LANGUAGE",
        help="* a language it publishes in, such as ru",
    )
    completed(country, functools.partial(complete_terms, vocabulary="places"))
