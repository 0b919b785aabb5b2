"""The wording of lines that belong to no document, or that introduce something, in several languages.

The phrases are in `phrases.yml`, beside this module, so that whoever knows a language can add to them.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from ..records.closed_lists import CutReason, Role

MAX_PHRASE = 160  # characters; a longer line is never cut for its wording

# What introduces an author. Whoever conducted an interview is its author.
BYLINE = re.compile(
    r"[*_]*(?:(?:interview|words|story|report|reporting|text|article|analysis|written|posted)?\s?by|"
    r"autore?:|author:|interview:|"
    r"(?:interview|tekst|geschreven)?\s?door|auteur:|tekst:|van onze \w+|"
    r"автор:?|текст:|беседовала?|записала?|подготовила?|интервью (?:вела|вёл|вел|взяла?)|"
    r"(?:ein interview )?von(?: unsere[mr] \w+)?|text:|par|por|propos recueillis par)\s+(?P<name>[^\s\d].*)",
    re.IGNORECASE,
)
# The name of a person, of two words or more with capitals.
PERSON_NAME = re.compile(
    r"[A-ZА-ЯЁÀ-Þ][\w.'’-]+(?:\s(?:van|de|der|den|von|bin|al|el)\b)*(?:\s[A-ZА-ЯЁÀ-Þ][\w.'’-]+){1,3}"
)

_AMOUNT = re.compile(r"(?:[$€£₽]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£₽]|usd|eur|euro|руб\.?))", re.IGNORECASE)
_IBAN = re.compile(r"(?:IBAN:?\s*)?[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?")
_BETWEEN_LINKS = re.compile(r"[|·•]")
_RULE = re.compile(r"[-–—=_*#~•·+ ]{3,}")  # a line drawn across a text
_EDGES = ' \t\u00a0»«›‹→←↓↑>·•|*_#"“”.:!…[](){}-–—+'
_GAP = ".{0,120}"  # what … means in phrases.yml


def _load() -> dict[str, re.Pattern[str]]:
    """Compile `phrases.yml`: a role, or a reason to cut lines → a pattern that matches any of its phrases."""
    path = Path(__file__).with_name("phrases.yml")
    phrases: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return {name: _any_of(listed) for name, listed in phrases.items()}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase.replace('…', _GAP)})" for phrase in phrases), re.IGNORECASE)


_PATTERNS = _load()
_CUTS = {reason: _PATTERNS[reason] for reason in CutReason if reason in _PATTERNS}
# What introduces a list of links to other texts, and what introduces the address of the original.
RELATED, ADDRESS = _PATTERNS[Role.RELATED_LINK], _PATTERNS[Role.URL]
# Printed labels of whoever asks; other labels are recognised by how they alternate.
QUESTIONERS = _PATTERNS[Role.QUESTION]


def bare(line: str) -> str:
    """Return a line without the marks at its ends.

    >>> bare(" » Lees verder "), bare("**Share this story!**")
    ('Lees verder', 'Share this story')
    """
    return line.strip(_EDGES)


def fold(text: str) -> str:
    """Return the words of a text in lower case, without punctuation: what two lines share that say the same.

    >>> fold("**A quay is swept!**") == fold("A Quay Is Swept")
    True
    """
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def cut_reason(line: str) -> CutReason | None:
    """Return why a line belongs to no document, as far as its wording says; None for all others.

    >>> lines = "0 $", " » Lees verder", "JPEG - 66.2 kb", "IBAN: NL91 ABNA 0417 1643 00"
    >>> [str(cut_reason(line)) for line in lines]
    ['donation-widget', 'read-more-link', 'image-placeholder', 'bank-details']
    """
    if len(line) > MAX_PHRASE:
        return None
    if _RULE.fullmatch(line.strip()):
        return CutReason.PAGE_FURNITURE
    text = bare(line)
    return _phrase_reason(text) or _row_reason(text)


def _phrase_reason(text: str) -> CutReason | None:
    if _AMOUNT.fullmatch(text):
        return CutReason.DONATION_WIDGET
    if _is_account(text):
        return CutReason.BANK_DETAILS
    return next((reason for reason, pattern in _CUTS.items() if pattern.fullmatch(text)), None)


def _row_reason(text: str) -> CutReason | None:
    """Return the reason to cut a row of links, `Unsubscribe | Preferences`, if each of them is to be cut."""
    parts = [part.strip() for part in _BETWEEN_LINKS.split(text) if part.strip()]
    reasons = [cut_reason(part) for part in parts] if len(parts) > 1 else []
    return reasons[0] if reasons and all(reasons) else None


def _is_account(text: str) -> bool:
    """Return whether a line is an IBAN with correct check digits (ISO 13616, ISO 7064 MOD 97-10)."""
    if not _IBAN.fullmatch(text):
        return False
    number = re.sub(r"^IBAN:?|\s", "", text)
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1
