"""Make an archive of invented documents, as large as asked: `python benchmarks/invented.py FOLDER NUMBER`.

Everything in it is made up: names, places and sentences come from lists of syllables. The same number makes
the same archive. Words, topics, people and outlets are as unevenly spread as in a real press (Zipf's law), so
that lists are long for a few terms and short for most.
"""

from __future__ import annotations

import datetime
import hashlib
import random
import sys
from pathlib import Path

SYLLABLES = """
ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bren cald dorm fenn grol harl
""".split()  # noqa: SIM905
LANGUAGES = (("en", 70), ("nl", 20), ("ru", 10))
KINDS = (("news-report", 60), ("speech", 15), ("interview", 15), ("press-conference", 5), ("commentary", 5))
NEARNESS = (
    ("report", 60),
    ("transcript", 15),
    ("translation", 15),
    ("official-transcript", 10),
)
SIZES = {
    "topics": 200,
    "people": 150,
    "places": 100,
    "organisations": 100,
    "instruments": 30,
    "events": 80,
    "outlets": 40,
}
FIRST_DAY = datetime.date(2013, 1, 1)
DAYS = 7 * 365
LINES = 12
WORDS_OF_A_LINE = 60


class Invention:
    """A source of invented words, with the same words for the same seed."""

    def __init__(self, seed: int) -> None:
        """Make the words."""
        self.random = random.Random(seed)
        self.words = sorted({self.word(self.random.randint(1, 4)) for _ in range(12_000)})
        self.random.shuffle(self.words)
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]

    def word(self, syllables: int) -> str:
        """Return a word of some syllables."""
        return "".join(self.random.choice(SYLLABLES) for _ in range(syllables))

    def sentence(self, length: int) -> str:
        """Return a sentence of some words, common ones more often."""
        return " ".join(self.random.choices(self.words, self.weights, k=length)).capitalize() + "."

    def name(self) -> str:
        """Return a name of two words."""
        return f"{self.word(2).capitalize()} {self.word(3).capitalize()}"

    def one(self, weighted: tuple[tuple[str, int], ...]) -> str:
        """Return one of some values, by their weights."""
        return self.random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]

    def some(self, ids: list[str], most: int) -> list[str]:
        """Return up to `most` different ids, the first of the list more often."""
        weights = [1 / rank for rank in range(1, len(ids) + 1)]
        return list(dict.fromkeys(self.random.choices(ids, weights, k=self.random.randint(1, most))))


def write_archive(root: Path, number: int, seed: int = 1) -> None:
    """Write `sources/` of an archive with `number` documents below `root`, a source for each, captures held."""
    invention = Invention(seed)
    # A small archive has few subjects, or each would have a document or two.
    sizes = {name: min(size, number // 5 + 1) for name, size in SIZES.items()}
    vocabularies = {name: write_vocabulary(root, name, size, invention) for name, size in sizes.items()}
    (root / "sources" / "collection.yml").write_text(
        "title: An invented archive\ndescription: Invented documents, to measure with.\n"
        "about: Nothing in it is about anything.\nperiod: 2013/2019\n",
        encoding="utf-8",
    )
    for position in range(number):
        write_source(root, position, vocabularies, invention)


def write_vocabulary(root: Path, name: str, size: int, invention: Invention) -> list[str]:
    """Write a vocabulary of invented terms; return their ids."""
    folder = root / "sources" / "vocabulary"
    folder.mkdir(parents=True, exist_ok=True)
    lines, ids = [], []
    for position in range(size):
        id = f"{name[:2]}-{position:03d}"
        ids.append(id)
        lines += [f"{id}:", f"  label: {invention.name()} {position}", f"  scope: {invention.sentence(8)}"]
        if name == "events":
            day = FIRST_DAY + datetime.timedelta(days=invention.random.randrange(DAYS))
            lines += [f"  date: {day}", f"  references: [https://invented.example/{id}]"]
        if name == "instruments":
            lines += ["  type: treaty", "  date: 2013", f"  references: [https://invented.example/{id}]"]
        if name == "outlets":
            lines.append("  type: newspaper")
    (folder / f"{name}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ids


def write_source(root: Path, position: int, vocabularies: dict[str, list[str]], invention: Invention) -> None:
    """Write a source of one document, and its capture."""
    day = FIRST_DAY + datetime.timedelta(days=invention.random.randrange(DAYS))
    folder = root / "sources" / str(day.year) / f"source-{position:05d}"
    folder.mkdir(parents=True)
    title = invention.sentence(7).rstrip(".")
    lines = [title, *(invention.sentence(WORDS_OF_A_LINE) for _ in range(LINES))]
    capture = ("\n".join(lines) + "\n").encode()
    (folder / "capture.txt").write_bytes(capture)
    (folder / "source.yml").write_text(
        f"label: Source {position}\nfile: {position}.txt\nsha256: {hashlib.sha256(capture).hexdigest()}\n"
        f"bytes: {len(capture)}\nlines: {len(lines)}\ncaptured: unknown\ncaptured_from: unknown\nrights: InC\naccess: summary\n",
        encoding="utf-8",
    )
    outlet = invention.some(vocabularies["outlets"], 1)[0]
    named = {name: invention.some(vocabularies[name], most) for name, most in
             (("topics", 5), ("people", 5), ("places", 4), ("organisations", 3), ("instruments", 2), ("events", 2))}  # fmt: skip
    # Every document names the first person, whom the archive is about, and nearly every one the first place.
    named["people"] = list(dict.fromkeys([vocabularies["people"][0], *named["people"]]))
    if position % 10:
        named["places"] = list(dict.fromkeys([vocabularies["places"][0], *named["places"]]))
    statements = "".join(
        f"  - speaker: {invention.some(named['people'], 1)[0]}\n    lines: {line}\n    form: {form}\n"
        f"    about: [topics:{named['topics'][0]}]\n"
        for line, form in ((2, "reported"), (5, "quoted"), (9, "quoted"))
    )
    terms = "".join(f"{name}: [{', '.join(ids)}]\n" for name, ids in named.items())
    summary = "\n\n".join(f"{invention.sentence(40)} [L{line}]" for line in (2, 5, 9))
    (folder / f"{day}-document-{position:05d}.md").write_text(
        f"---\ntitle: {title}\ndate: {day}\noutlet: {outlet}\nkind: {invention.one(KINDS)}\n"
        f"language: {invention.one(LANGUAGES)}\noriginal_url: https://invented.example/{position}\nbyline: unknown\n"
        f"lines: 1-{len(lines)}\nroles: {{1: title}}\n"
        f"nearness: {invention.one(NEARNESS)}\nchain: [{outlet}]\nwholeness: complete\n{terms}statements:\n{statements}---\n{summary}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write_archive(Path(sys.argv[1]), int(sys.argv[2]))
