"""Numbers of accounts, cards and papers: those with check digits, and others after a word that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding

KIND = "account number"

_START = r"(?<![\w/\\.,#$€£=+-])"
_END = r"(?![\w/]|[.,-]\d)"
_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:[ \n.-]?[A-Za-z0-9]{1,4}){3,9}")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34  # Norway has 15 characters; ISO 13616 allows 34
_CARD = re.compile(
    rf"{_START}(?:\d{{4}}([ -]?)\d{{4}}\1\d{{4}}\1\d{{1,4}}(?:\1\d{{1,3}})?"
    rf"|\d{{4}}([ -]?)\d{{6}}\2\d{{4,5}}){_END}"
)
# First digits of ISO/IEC 7812 numbers of payment cards, and how many digits the whole number has.
_ISSUERS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}"
    r"|220[0-4]\d{12,15}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}"
    r"|6(?:011|4[4-9]\d|5\d\d|[0-3479]\d\d)\d{8,15}|62\d{14,17}|5[06-9]\d{10,17}"
)
# Forms that nothing else has: an account in Russia (its class, the currency, twelve more digits), a social
# security number of the United States, a SNILS, wallets of Bitcoin and Ethereum.
_OWN_FORM = re.compile(
    rf"{_START}(?:(?:30[1-3]|40[1-8]|42[0-6])\d{{2}}(?:810|643|840|978)\d{{12}}"
    rf"|(?!000|666|9)\d{{3}}-(?!00)\d\d-\d{{4}}|\d{{3}}-\d{{3}}-\d{{3}} \d\d){_END}"
    r"|\b\d\d-\d\d-\d\d,? +\d{8}\b|(?i:\biban\b[\s:]{0,3}[a-z]{2}\d\d(?: ?[a-z0-9]){11,30}\b)"
    r"|\bbc1[ac-hj-np-z02-9]{25,62}\b|\b0x[0-9A-Fa-f]{40}\b"
    r"|\b(?=[1-9A-Z]*[a-z])(?=[1-9a-z]*[A-Z])[13][1-9A-HJ-NP-Za-km-z]{25,34}\b"
)
# The number of a person insured in Switzerland; a passport whose number has letters, after the word.
_SWISS = re.compile(r"(?<![\d.])756\.\d{4}\.\d{4}\.\d\d(?![\d.]\d)")
_PASSPORT = re.compile(
    r"\b(?:passport|paspoort|reisepass|passeport|pasaporte)(?:nummer)?(?: ?(?:no|nr|number|n°))?[.:# ]{0,3}"
    r"(?=\w{0,9}\d\w{0,9}\d\w{0,9}\d)[A-Z][A-Z0-9]{7,8}\b",
    re.IGNORECASE,
)
_WORDS = (
    r"account|acct|a/c|iban|konto(?:nummer)?|kto|kontonr|blz|bankleitzahl|cuenta|compte|conto|clabe"
    r"|(?:bank|post|giro|spaar)?rek(?:ening|\.)?(?:nummer|nr)?|giro(?:nummer)?|postbank|routing|aba|bsb"
    r"|sort[- ]?code|р/сч?|к/с|л/с|сч[её]т[аеу]?|расч[её]тный|бик|инн|кпп|огрн|снилс|кошел[её]к"
    r"|яндекс\.?деньги|юmoney|webmoney|qiwi|paypal|card|карт[аеуы]|кредитка|kaart(?:nummer)?|pas(?:nummer)?"
    r"|social security|ssn|bsn|sofinummer|burgerservicenummer|national insurance|nino|personal id"
    r"|passport|paspoort(?:nummer)?|паспорт|icq|ahv(?:-nr)?|tax id|vat id|identity card|client"
    r"|customer|policy|membership"
)
_FILLERS = (
    r"(?:(?:number|numbers|nummer|no|nr|num|is|was|in|of the|with|at|bank|n|номер|сч[её]та"
    r"|серия)\b[\s.:/°º]*){0,3}"
    r"(?:(?:сбербанка?|сбера|банка|visa|mir|mastercard)\b[\s:]*)?"
)
_AFTER_WORD = re.compile(
    rf"(?<![^\W_])(?:{_WORDS})(?![^\W_])[^\w\n,]{{0,4}}{_FILLERS}"
    r"[-:#№( \n.]*((?:[A-Z]{1,2} ?)?\d[\d ./№-]{4,30}(?:\d|[A-D]\b))",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 6
_SUM = re.compile(r"\d{1,3} \d{3}")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:\D+(?:1[5-9]|20)\d\d)*")


def find_accounts(plain: str, clear: str, unnamed: str) -> Iterator[Finding]:
    """Yield the numbers of accounts, cards, wallets and papers of a text.

    In `clear`, dates and sums are masked; in `unnamed`, numbers with a word that names them, such as
    "case 1234", too.
    """
    for match in _IBAN.finditer(plain):  # its check digits tell it from a date
        if iban := _valid_beginning(match[0]):
            yield Finding(match.start(), KIND, iban)
    for pattern, text in ((_OWN_FORM, clear), (_SWISS, plain), (_PASSPORT, plain)):
        for match in pattern.finditer(text):
            yield Finding(match.start(), KIND, match[0])
    for match in _AFTER_WORD.finditer(clear):
        if _is_number(match[1]):
            yield Finding(match.start(1), KIND, match[1])
    for match in _CARD.finditer(unnamed):
        digits = re.sub(r"\D", "", match[0])
        if _ISSUERS.fullmatch(digits) and passes_luhn(digits):
            yield Finding(match.start(), KIND, match[0])


def _is_number(text: str) -> bool:
    """Return whether digits after a word such as "account" are its number: not years, not a round sum."""
    if len(re.sub(r"\D", "", text)) < _FEWEST_DIGITS or not text.strip("0 ./-"):
        return False
    return not _YEARS.fullmatch(text) and not _SUM.fullmatch(text)


def _valid_beginning(text: str) -> str:
    """Return the longest beginning of a text that is an IBAN, which may be followed by other words."""
    ends = [
        end for end in range(len(text), _SHORTEST_IBAN - 1, -1) if end == len(text) or not text[end].isalnum()
    ]
    return next((text[:end] for end in ends if is_iban(re.sub(r"[^A-Za-z0-9]", "", text[:end]))), "")


def is_iban(text: str) -> bool:
    """Return whether letters and digits are an IBAN: its check digits are those of ISO 7064, MOD 97-10.

    >>> is_iban("GB33BUKB20201555555555"), is_iban("GB34BUKB20201555555555")
    (True, False)
    """
    if not _SHORTEST_IBAN <= len(text) <= _LONGEST_IBAN:
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def passes_luhn(digits: str) -> bool:
    """Return whether the last digit is the check digit of ISO/IEC 7812-1.

    >>> passes_luhn("79927398713"), passes_luhn("79927398710")
    (True, False)
    """
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
