"""Words by which the parts of a page are told that belong to no document, in languages of a collection and their neighbours.

They stand in `phrases.yml`, beside this module, so that whoever knows a language can add to them.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from ..records.closed_lists import CutReason, Role

# The words that introduce an author. Who held an interview is its author.
BYLINE = re.compile(
    r"[*_]*(?:(?:interview|words|story|report|reporting|text|article|analysis|written|posted)?\s?by|autore?:|author:|interview:|"
    r"(?:interview|tekst|geschreven)?\s?door|auteur:|tekst:|van onze \w+|"
    r"автор:?|текст:|беседовала?|записала?|подготовила?|интервью (?:вела|вёл|вел|взяла?)|"
    r"(?:ein interview )?von(?: unsere[mr] \w+)?|text:|par|por|propos recueillis par)\s+(?P<name>[^\s\d].*)",
    re.IGNORECASE,
)

_AMOUNT = re.compile(r"(?:[$€£₽]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£₽]|usd|eur|euro|руб\.?))", re.IGNORECASE)
_IBAN = re.compile(r"(?:IBAN:?\s*)?[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?")
_BESIDE = re.compile(r"\s*[|·•]\s*")
_RULE = re.compile(r"[-–—=_*#~•·+ ]{3,}")  # drawn across a text
_EDGES = ' \t\u00a0»«›‹→←↓↑>·•|*_#"“”.:!…[](){}-–—+'


_SOME = ".{0,120}"  # what … stands for


def _load() -> dict[str, re.Pattern[str]]:
    phrases = yaml.load(Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return {
        name: re.compile("|".join(f"(?:{phrase.replace('…', _SOME)})" for phrase in found), re.IGNORECASE)
        for name, found in phrases.items()
    }


_PATTERNS = _load()
_CUTS = {reason: _PATTERNS[reason] for reason in CutReason if reason in _PATTERNS}
# What introduces links to other texts, which stand in the lines that follow; and what introduces the address of the original.
RELATED, ADDRESS = _PATTERNS[Role.RELATED_LINK], _PATTERNS[Role.URL]
# Printed labels of whoever asks; other labels are told by their turns.
QUESTIONERS = _PATTERNS[Role.QUESTION]


def bare(line: str) -> str:
    """Return a line without the marks at its ends.

    >>> bare(" » Lees verder "), bare("**Share this story!**")
    ('Lees verder', 'Share this story')
    """
    return line.strip(_EDGES)


def cut_reason(line: str) -> CutReason | None:
    """Return why a line belongs to no document, as far as its words alone tell; None for all others.

    >>> [str(cut_reason(line)) for line in ("0 $", " » Lees verder", "JPEG - 66.2 kb", "IBAN: NL91 ABNA 0417 1643 00")]
    ['donation-widget', 'read-more-link', 'image-placeholder', 'bank-details']
    """
    text = bare(line)
    if len(line) > 160:
        return None
    if _RULE.fullmatch(line.strip()):
        return CutReason.PAGE_FURNITURE
    if _AMOUNT.fullmatch(text):
        return CutReason.DONATION_WIDGET
    if _is_account(text):
        return CutReason.BANK_DETAILS
    for reason, pattern in _CUTS.items():
        if pattern.fullmatch(text):
            return reason
    # Links of a page beside each other: `Unsubscribe | Preferences`.
    parts = [part for part in _BESIDE.split(text) if part.strip()]
    reasons = [cut_reason(part) for part in parts] if len(parts) > 1 else []
    return reasons[0] if all(reasons) and reasons else None


def _is_account(text: str) -> bool:
    """Say whether a line is an account number whose check digits are right (ISO 13616: IBAN, ISO 7064 MOD 97-10)."""
    if not _IBAN.fullmatch(text):
        return False
    number = re.sub(r"^IBAN:?|\s", "", text)
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1
