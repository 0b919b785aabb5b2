"""The vocabularies of an invented archive: terms with variants, references, offices, coordinates and relations."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .shape import Shape
from .words import Lexicon
from .yaml import inline, scalar

FIRST_DAY = datetime.date(2013, 1, 1)
DAYS = 7 * 365
OUTLET_TYPES = ("newspaper", "news-site", "broadcaster", "magazine", "wire", "government", "blog")
EVERY_AGGREGATOR = 10  # of so many outlets one is an aggregator
TREATY_TYPES = ("treaty", "resolution", "agreement", "joint-statement")
LINKS_OF_A_DESCRIPTION = 3


@dataclass
class Vocabulary:
    """The terms of a vocabulary, the most frequent first, and by which name a text mentions each."""

    labels: dict[str, str]
    ids: list[str] = field(init=False)
    cumulative: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Let terms be as unevenly frequent as words (Zipf's law)."""
        self.ids = list(self.labels)
        self.cumulative = list(itertools.accumulate(1 / rank for rank in range(1, len(self.ids) + 1)))

    def some(self, rng: random.Random, most: int) -> list[str]:
        """Return up to `most` different ids, at least one, frequent ones more often."""
        return list(dict.fromkeys(rng.choices(self.ids, cum_weights=self.cumulative, k=rng.randint(1, most))))


@dataclass
class Terms:
    """All vocabularies of an archive, and the outlets that publish and those that republish."""

    of: dict[str, Vocabulary]
    days: dict[str, datetime.date]  # of the events
    publishers: Vocabulary
    aggregators: list[str]


def invent_terms(shape: Shape, rng: random.Random, lexicon: Lexicon) -> Terms:
    """Return the names of all terms."""
    of = {name: Vocabulary(_labels(name, count, rng, lexicon)) for name, count in shape.term_counts().items()}
    days = {id: FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS)) for id in of["events"].ids}
    outlets = of["outlets"].labels
    aggregators = [id for position, id in enumerate(outlets) if position % EVERY_AGGREGATOR == 2]
    publishers = Vocabulary({id: label for id, label in outlets.items() if id not in aggregators})
    return Terms(of, days, publishers, aggregators)


def _labels(vocabulary: str, count: int, rng: random.Random, lexicon: Lexicon) -> dict[str, str]:
    """Return different labels by ids that are made from them."""
    labels: dict[str, str] = {}
    while len(labels) < count:
        label = lexicon.name(rng) if vocabulary in ("people", "places") else lexicon.name(rng, 3)
        # An id of one vocabulary may be in another too; the names here are all different, as most are.
        labels.setdefault(f"{label.lower().replace(' ', '-')}", label)
    return labels


def write_vocabularies(
    root: Path, terms: Terms, cited: dict[str, list[str]], rng: random.Random, lexicons: Sequence[Lexicon]
) -> None:
    """Write all vocabularies. `cited`: links to lines of documents, by the events that these are about."""
    folder = root / "sources" / "vocabulary"
    folder.mkdir(parents=True)
    for name, vocabulary in terms.of.items():
        lines = []
        for id, label in vocabulary.labels.items():
            lines += [
                f"{id}:",
                f"  label: {scalar(label)}",
                f"  scope: {scalar(_prose(lexicons[0], rng, 9))}",
            ]
            lines += _other_names(rng, lexicons, label)
            lines += _FIELDS[name](id, label, terms, rng)
            if name == "events":
                lines += _description(lexicons[0], rng, cited.get(id, []))
            if rng.random() < 0.1:
                lines += ["  notes:", f"    - {scalar(_prose(lexicons[0], rng, 12))}"]
        (folder / f"{name}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _prose(lexicon: Lexicon, rng: random.Random, words: int) -> str:
    return f"{' '.join(lexicon.draw(rng, words)).capitalize()}."


def _other_names(rng: random.Random, lexicons: Sequence[Lexicon], label: str) -> list[str]:
    """Return the fields with a term's other names in the languages of the archive."""
    lines = []
    variants = {
        lexicon.language: [lexicon.name(rng, len(label.split()))]
        for lexicon in lexicons[:6]
        if rng.random() < 0.4
    }
    if variants:
        lines.append("  variants:")
        lines += [f"    {language}: {inline(names)}" for language, names in variants.items()]
    if rng.random() < 0.15:
        lines.append(f"  includes: {{en: {inline([' '.join(lexicons[0].draw(rng, 2))])}}}")
    return lines


def _topic(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    return [*_broader(id, terms.of["topics"], rng), *_related(id, terms.of["topics"], rng)]


def _broader(id: str, vocabulary: Vocabulary, rng: random.Random) -> list[str]:
    """Let a third of the terms be part of a more frequent one, so that none contains itself."""
    position = vocabulary.ids.index(id) if rng.random() < 0.3 else 0
    return [f"  broader: {inline([vocabulary.ids[rng.randrange(position)]])}"] if position else []


def _related(id: str, vocabulary: Vocabulary, rng: random.Random) -> list[str]:
    others = [other for other in vocabulary.some(rng, 3) if other != id]
    return [f"  related: {inline(others)}"] if others and rng.random() < 0.3 else []


def _person(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    first, last = label.split()
    lines = [f"  sort_name: {scalar(f'{last}, {first}')}"]
    if rng.random() < 0.2:
        lines += [
            "  offices:",
            f"    - title: Minister of {terms.of['places'].labels[terms.of['places'].some(rng, 1)[0]]}",
            f"      start: {rng.randint(2005, 2013)}",
            f"      end: {rng.randint(2014, 2019)}",
            f"      reference: https://invented.example/offices/{id}",
        ]
    return lines


def _place(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    lines = _broader(id, terms.of["places"], rng)
    if rng.random() < 0.5:
        latitude, longitude = f"{rng.uniform(-60, 70):.2f}", f"{rng.uniform(-170, 170):.2f}"
        reference = scalar(f"https://invented.example/places/{id}")
        lines.append(
            f"  coordinates: {{latitude: {latitude}, longitude: {longitude}, reference: {reference}}}"
        )
    return lines


def _organisation(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    return _broader(id, terms.of["organisations"], rng)


def _instrument(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    parties = [f"places:{place}" for place in terms.of["places"].some(rng, 3)]
    return [
        f"  type: {rng.choice(TREATY_TYPES)}",
        f"  date: {FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))}",
        f"  parties: {inline(parties)}",
        f"  references: [https://invented.example/treaties/{id}]",
    ]


def _event(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    return [
        f"  date: {terms.days[id]}",
        f"  place: {terms.of['places'].some(rng, 1)[0]}",
        f"  people: {inline(terms.of['people'].some(rng, 4))}",
        f"  organisations: {inline(terms.of['organisations'].some(rng, 2))}",
        f"  topics: {inline(terms.of['topics'].some(rng, 2))}",
        f"  references: [https://invented.example/events/{id}]",
    ]


def _outlet(id: str, label: str, terms: Terms, rng: random.Random) -> list[str]:
    type = "aggregator" if id in terms.aggregators else rng.choice(OUTLET_TYPES)
    return [
        f"  type: {type}",
        f"  host: {id}.example",
        f"  country: {terms.of['places'].some(rng, 1)[0]}",
        f"  references: [https://invented.example/outlets/{id}]",
    ]


_FIELDS = {
    "topics": _topic,
    "people": _person,
    "places": _place,
    "organisations": _organisation,
    "instruments": _instrument,
    "events": _event,
    "outlets": _outlet,
}


def _description(lexicon: Lexicon, rng: random.Random, links: list[str]) -> list[str]:
    """Return the field that says what the first documents on an event say of it."""
    if not links:
        return []
    sentences = [
        f"{_prose(lexicon, rng, 12)[:-1]} [there]({link})." for link in links[:LINKS_OF_A_DESCRIPTION]
    ]
    return [f"  description: {scalar(' '.join(sentences))}"]
