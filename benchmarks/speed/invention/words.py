"""Invented words of a language, as unevenly frequent as real ones, and sentences with their punctuation."""

from __future__ import annotations

import itertools
import random

from press_archive.records.languages import script

WORDS_OF_A_LANGUAGE = 20_000
# Script → consonants, vowels, and what may end a syllable ("" more often than each consonant).
SCRIPTS = {
    "Latin": ("b c d f g h k l m n p r s t v w z br cl dr gr pl st tr", "a e i o u", "n r s t l m"),
    "Cyrillic": ("б в г д ж з к л м н п р с т ф х ц ч ш", "а е и о у я ю", "н р с т л м й"),
    "Greek": ("β γ δ ζ θ κ λ μ ν ξ π ρ σ τ φ χ", "α ε η ι ο υ ω", "ν ρ λ"),
    "Arabic": ("ب ت ج د ر ز س ش ص ع ف ق ك ل م ن ه", "ا و ي", "ن ر ل م"),
    "Hebrew": ("ב ג ד ה ז ח ט כ ל מ נ ס פ צ ק ר ש ת", "א ו י", "ר ל ת"),
    "Devanagari": ("क ख ग च ज ट ड त द न प ब म य र ल व स ह", "ा ि ी ु े ो", "न र ल"),
    "Tamil": ("க ச ட த ந ப ம ய ர ல வ", "ா ி ீ ு ே ோ", "ன் ர் ல்"),
    "Armenian": ("բ գ դ զ թ լ խ կ հ մ ն շ պ ռ ս վ տ ր", "ա ե ի ո ու", "ն ր ս"),
}  # fmt: skip
# Letters beyond the common ones of the Latin script, by language.
VOWELS_OF_LANGUAGES = {
    "ca": "à è ç", "da": "æ ø å", "de": "ä ö ü", "es": "á é ñ", "fi": "ä ö", "fr": "é è ê ç", "hu": "á é ö ő ű",
    "it": "à è ò", "lt": "ą ė ų", "nl": "ij oe ui ë", "no": "æ ø å", "pl": "ą ę ó ł", "pt": "ã é õ", "ro": "ă î ș",
    "sl": "č š", "sv": "å ä ö", "tr": "ı ö ü ş",
}  # fmt: skip
# Opening and closing quotation marks.
QUOTES = {"en": "“”", "nl": "‘’", "de": "„“", "ru": "«»", "fr": "«»", "uk": "«»"}
OTHER_QUOTES = "“”"
MIDDLE_OF_A_SENTENCE = 17  # words, of half of the sentences at most
LONGEST_SENTENCE = 60


class Lexicon:
    """The words of a language, the most frequent first, and short words more often among these."""

    def __init__(self, language: str, seed: int) -> None:
        """Make the words."""
        self.language = language
        self.quotes = QUOTES.get(language, OTHER_QUOTES)
        rng = random.Random(f"{seed} {language}")
        self._syllables = _syllables(language)
        words = {
            "".join(rng.choices(self._syllables, k=1 + position % 4))
            for position in range(WORDS_OF_A_LANGUAGE)
        }
        noise = {word: rng.random() * 6 for word in sorted(words)}
        self.words = sorted(noise, key=lambda word: len(word) + noise[word])
        # Zipf's law as Mandelbrot mended it, for the most frequent words.
        self.cumulative = list(
            itertools.accumulate(1 / (rank + 2.7) for rank in range(1, len(self.words) + 1))
        )

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Return some words, common ones more often."""
        return rng.choices(self.words, cum_weights=self.cumulative, k=count)

    def name(self, rng: random.Random, parts: int = 2) -> str:
        """Return a name of some words, each of two or three syllables."""
        return " ".join(
            "".join(rng.choices(self._syllables, k=rng.randint(2, 3))).capitalize() for _ in range(parts)
        )

    def sentences(self, rng: random.Random, count: int, names: list[str]) -> list[str]:
        """Return sentences of `count` words in all, some with one of `names` in them."""
        words = self.draw(rng, count)
        found, start = [], 0
        while start < count:
            length = min(LONGEST_SENTENCE, 3 + int(rng.lognormvariate(0, 0.5) * MIDDLE_OF_A_SENTENCE))
            # What would be left over is not a sentence.
            end = count if start + length > count - 4 else start + length
            found.append(self._sentence(rng, words[start:end], names))
            start = end
        return found

    def _sentence(self, rng: random.Random, words: list[str], names: list[str]) -> str:
        if names and rng.random() < 0.4:
            words[rng.randrange(len(words))] = rng.choice(names)
        middle = len(words) // 2
        _PUNCTUATION[int(rng.random() * len(_PUNCTUATION))](words, middle, rng, self.quotes)
        first = words[0]
        words[0] = first[:1].upper() + first[1:]
        return " ".join(words) + ("." if rng.random() < 0.96 else "?")


def _syllables(language: str) -> list[str]:
    """Return the syllables of a language, those that end in a vowel three times."""
    consonants, vowels, endings = (letters.split() for letters in SCRIPTS[script(language)])
    vowels = vowels + VOWELS_OF_LANGUAGES.get(language, "").split()
    closed = ["", "", "", *endings]
    return [consonant + vowel + end for consonant in consonants for vowel in vowels for end in closed]


def _plain(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    """Leave a sentence without punctuation."""


def _comma(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] += ","


def _dash(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] += " –"


def _parentheses(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] = f"({words[middle]}"
    words[-1] += ")"


def _quoted_words(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] = quotes[0] + words[middle]
    words[-1] += quotes[1]


def _number(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] = f"{rng.randint(2, 99)}.{rng.randint(0, 9)}%"


def _apostrophe(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] += "'s"


def _ampersand(words: list[str], middle: int, rng: random.Random, quotes: str) -> None:
    words[middle] += " & Co.;"


# Each as often as it is in the list.
_PUNCTUATION = (
    *(_plain,) * 7,
    *(_comma,) * 7,
    *(_quoted_words,) * 2,
    _dash,
    _parentheses,
    _number,
    _apostrophe,
    _ampersand,
)
