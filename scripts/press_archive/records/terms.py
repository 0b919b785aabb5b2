"""The fields of a term, by vocabulary: what a topic, a person, a place, an instrument, an event is made of.

A field's description is also used in the documentation.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from ..base.problems import NotAccepted
from .closed_lists import (
    InstrumentType,
    OutletType,
    Robots,
)
from .dates import Date
from .languages import LANGUAGES
from .record import Record
from .values import (
    Addressee,
    BasisOrReference,
    EdtfDate,
    EdtfInterval,
    Host,
    Latitude,
    Longitude,
    NearTermId,
    OrganisationId,
    OutletLanguage,
    PersonId,
    PlaceId,
    Reference,
    RelatedTerm,
    Text,
    TopicId,
    Wikidata,
)


class Term(Record):
    """An entry of a vocabulary."""

    label: Text = Field(description="the name that the site shows")
    scope: Text = Field(description="a scope note: what the term means, in the archive's own words")
    variants: dict[Literal[tuple(LANGUAGES)], tuple[Text, ...]] = Field(  # type: ignore[valid-type]
        default={}, description="other names and spellings, by language"
    )
    includes: dict[Literal[tuple(LANGUAGES)], tuple[Text, ...]] = Field(  # type: ignore[valid-type]
        default={}, description="words for narrower or other things, by language, by which a search finds it"
    )
    wikidata: Wikidata | None = Field(default=None, description="the Wikidata id, where certain")
    broader: tuple[NearTermId, ...] = Field(
        default=(), description="terms of the same vocabulary that contain this one"
    )
    related: tuple[RelatedTerm, ...] = Field(
        default=(), description="terms that are near: ids of the same vocabulary, or links such as topics:ID"
    )
    references: tuple[Reference, ...] = Field(
        default=(),
        description="where what is said here can be checked: web addresses, or documents and their lines",
    )
    robots: Robots = Field(
        default=Robots.INDEX,
        description="noindex asks search engines not to list its page",
    )
    inferred: dict[Text, BasisOrReference] = Field(
        default={}, description="fields whose value is concluded, each with what from; each has a note"
    )
    notes: tuple[Text, ...] = Field(
        default=(), description="what is odd, and the reason for what is inferred"
    )

    @property
    def names(self) -> list[str]:
        """Every name of the term, its label first."""
        return [self.label, *(name for names in self.variants.values() for name in names)]

    @property
    def search_words(self) -> list[str]:
        """Words for narrower or other things, by which a search finds the term."""
        return [word for words in self.includes.values() for word in words]


class Office(Record):
    """An office that a person held for a time."""

    title: Text = Field(description="the name of the office")
    start: EdtfDate = Field(description="when it began, in EDTF")
    end: EdtfDate | None = Field(
        default=None, description="when it ended, in EDTF; left out if it outlasts those years"
    )
    reference: Reference = Field(
        description="where this can be checked: a web address, or a document and its line"
    )

    @field_validator("end")
    @classmethod
    def ends_after_it_begins(cls, end: Date | None, fields: ValidationInfo) -> Date | None:
        """Refuse an office that ends before it begins."""
        start = fields.data.get("start")
        if end and start and end.latest < start.earliest:
            raise ValueError(f"an end ({end.text}) before the start ({start.text}). Expected a later date")
        return end


class Person(Term):
    """A person: a term with the offices that the person held."""

    sort_name: Text | None = Field(
        default=None,
        description="the name as lists sort it, such as Brook, Ada; left out if that is the label",
    )
    offices: tuple[Office, ...] = Field(
        default=(), description="the offices held in the collection's years, in their order"
    )


class Coordinates(Record):
    """Where a place is, in decimal degrees (WGS 84)."""

    latitude: Latitude = Field(description="degrees north of the equator, such as 55.7558")
    longitude: Longitude = Field(description="degrees east of Greenwich, such as 37.6173")
    reference: Reference = Field(description="where this can be checked: a web address")


class Place(Term):
    """A place: a term that may have coordinates."""

    coordinates: Coordinates | None = Field(
        default=None, description="where it is, if it is a point on a map"
    )


class Instrument(Term):
    """A treaty, resolution, agreement or memorandum, or a part of one."""

    type: InstrumentType = Field(description="what it is, from the closed list")
    date: EdtfInterval | None = Field(
        default=None,
        validate_default=True,
        description="when it was concluded or adopted, in EDTF; a part has the date of the whole",
    )
    parties: tuple[Addressee, ...] = Field(
        default=(), description="who concluded it, links such as places:ID or organisations:ID"
    )
    symbol: Text | None = Field(default=None, description="its document symbol, such as S/RES/2254 (2015)")

    @field_validator("date")
    @classmethod
    def a_whole_has_a_date(cls, date: Date | None, fields: ValidationInfo) -> Date | None:
        """Refuse an instrument without a date that is not a part of another one."""
        if date is None and not fields.data.get("broader", ("unreadable",)):
            message = "an instrument without a date. Expected when it was concluded or adopted, in EDTF"
            raise NotAccepted(message, "if it is a part of another one, name that in `broader`")
        return date


class Event(Term):
    """An event: a term with a date, a place and those who took part."""

    date: EdtfInterval | None = Field(default=None, description="when, an EDTF date or interval")
    place: PlaceId | None = Field(default=None, description="where, an id of places.yml")
    people: tuple[PersonId, ...] = Field(default=(), description="who took part, ids of people.yml")
    organisations: tuple[OrganisationId, ...] = Field(
        default=(), description="which organisations took part, ids of organisations.yml"
    )
    countries: tuple[PlaceId, ...] = Field(
        default=(), description="which states took part, ids of places.yml"
    )
    topics: tuple[TopicId, ...] = Field(
        default=(), description="which topics it belongs to, ids of topics.yml"
    )
    description: Text | None = Field(
        default=None,
        description="what the documents say of it, in the archive's own words, with links to their lines",
    )


class Outlet(Term):
    """An outlet: a term with the kind of publisher it is."""

    type: OutletType = Field(description="what it is, from the closed list")
    host: Host | None = Field(default=None, description="its domain, where certain")
    owner: Text | None = Field(default=None, description="who owned it in the collection's years")
    country: PlaceId | None = Field(
        default=None, description="the country it publishes from, an id of places.yml"
    )
    languages: tuple[OutletLanguage, ...] = Field(
        default=(), description="the languages it publishes in, BCP 47 codes"
    )


# The fields of a term that may be inferred: those that its page can mark as inferred.
INFERRABLE = (
    "wikidata", "date", "place", "people", "organisations", "countries", "topics", "parties", "type", "host",
    "owner", "country", "languages",
)  # fmt: skip


def inferrable(model: type[Record]) -> list[str]:
    """Return the fields of a document or a term that may be inferred."""
    return [name for name in model.model_fields if name in INFERRABLE or not issubclass(model, Term)]


VOCABULARIES: dict[str, type[Term]] = {
    "topics": Term,
    "people": Person,
    "places": Place,
    "organisations": Term,
    "instruments": Instrument,
    "events": Event,
    "outlets": Outlet,
}
