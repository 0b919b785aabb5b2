"""Problems: what is wrong with the data, where, and what to do about it.

Bad data never raises an exception: checks yield `Problem`s, which are collected, and only `print_problems`
prints them.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TextIO

# Every code, with its rule. docs/about/checks.md lists the same rules; a test compares the two.
CODES = {
    "F101": "A file of the archive is a regular file, not a symbolic link.",
    "F102": "A record is UTF-8 text.",
    "F103": "A record is not empty, unless it is a vocabulary.",
    "F104": "A record is at most 1 MB.",
    "F105": (
        "The folder of sources contains only records, captures, "
        "the files they were extracted from, and fingerprints."
    ),
    "F106": (
        "An id has letters a-z, digits and single hyphens, at most 150 characters, "
        "and is not index or aux, con, nul …"
    ),
    "F107": "An id belongs to one record.",
    "F108": "A source has at least one document, and a folder with documents has a source.yml.",
    "F109": "Every file and folder of the archive is readable.",
    "F110": "Docs, overrides and what the build makes have no symbolic links, pipes, sockets or devices.",
    "F111": "Hand-written files have names that every system can have, also beside each other.",
    "F112": "A record or a page contains no byte of zero, which is what a power cut may leave.",
    "F113": "The last line of a record ends in a line feed, so that a record that was cut off is noticed.",
    "F114": "A list has at most 1,000 items, a history 10,000, a text 20,000 characters and 400 paragraphs.",
    "F201": "A record has the SHA-256 that the manifest gives.",
    "F202": "The manifest names every record, and every capture and original of the records.",
    "F203": "What the manifest names is part of the archive, and is there unless it may be held elsewhere.",
    "F204": "The manifest and the record give the same SHA-256 for a capture or original.",
    "F205": "A held capture or original has the SHA-256 that the record and the manifest give.",
    "F206": "The manifest and the held list are whole: each line well-formed, each path once, in order.",
    "F207": "A capture or original that was held on this machine is still there.",
    "F208": "The held list names the captures and originals that are held, as their records give them.",
    "Y101": "A record is well-formed YAML.",
    "Y102": "A key occurs only once in its mapping.",
    "Y103": "A record uses no YAML tags, anchors or aliases.",
    "Y104": "A record is nested at most twelve levels deep.",
    "Y105": "A record is one mapping of fields; in a document it is between two lines of ---.",
    "R101": "A record has only documented fields.",
    "R102": "A record has every required field.",
    "R103": "The value of a field is one that the field accepts.",
    "R104": "A term that a record names is in the vocabulary.",
    "R105": "A list names a term only once.",
    "R106": "An inferred field has a note that names the field and gives the reason.",
    "R107": "An unknown original address has a note that says why.",
    "R108": "The publication chain includes the outlet of the document.",
    "R109": "Every speaker is a person in the vocabulary, or unknown.",
    "R110": "No two terms of a vocabulary have the same label.",
    "R111": "A relation leads to another document of the archive.",
    "R112": "Two documents have at most one relation, and relations are not circular.",
    "R113": "Events with lines of their own are listed as events of the document.",
    "R114": "A reference, or a link in a description, leads to a web address, a document or a term.",
    "R115": "Documents and searches are from the years that the collection covers.",
    "R116": "Facts of events, instruments and outlets have a reference.",
    "R117": "Nothing in a record is left to do: no value begins with TODO.",
    "R118": "A text is published after it was spoken, and republished after that.",
    "R119": "The terms that a statement names are listed among those of its document.",
    "R120": "A document without a statement has a note that says why.",
    "R121": "No term contains itself.",
    "R122": "Archived copies are in the order of their dates, each once, and none is the original.",
    "R123": "An address in links.yml is one that a record names.",
    "R124": "An address in links.yml has a new address if it moved, and only then.",
    "R131": "A text that is shown in full, or for the most part, is free, or its record has a permission.",
    "C101": "A source whose access is full has its capture.",
    "C102": "A capture has the SHA-256 that its record gives, and is at most 50 MB.",
    "C103": "The lines of a capture end in a line feed alone.",
    "C104": "A capture is UTF-8 text.",
    "C105": "A capture is not empty and at most 4 MB.",
    "C106": "A capture has the size, the lines, the blank lines and the SWHID that its record gives.",
    "C107": "A capture, or the file it was extracted from, is in git only if its access is full.",
    "C108": (
        "The file that a capture was extracted from has the SHA-256 that its record gives, "
        "and is at most 50 MB."
    ),
    "C109": "Git can say which files of sources/ it keeps.",
    "C110": (
        "Once the collection has a fingerprint_salt, each source has the fingerprints of its capture, made "
        "with that salt; a source whose access is full has none."
    ),
    "C111": "Every fourteen words of a restricted capture have a fingerprint, and none is needless.",
    "C112": "A file of fingerprints is in its one form, and is at most 6 MB.",
    "C114": "Git keeps no restricted capture under any name, in no commit of a change.",
    "C115": "In sources/, docs/ and overrides/, git keeps plain files: no link, submodule or program.",
    "C116": "Every file of docs/ and overrides/ can be read, to be compared with the captures.",
    "C117": "No hand-written page, template or setting has a character that turns round the text after it.",
    "C118": "What git keeps has no nine words in a row of a restricted capture, in no commit of a change.",
    "C201": "A range of lines is within the capture.",
    "C202": "A line belongs to only one document or cut.",
    "C203": "Every line that is not blank belongs to a document or a cut.",
    "C204": "A line has at most one role; lines with a role belong to the document and are not blank.",
    "C205": "The headline of a document is, character for character, a line with the role title.",
    "C206": "A speaker's printed name begins a question or answer; each question and answer has a speaker.",
    "C207": "Lines shown as an excerpt belong to a document.",
    "C208": "Lines on an event, of a statement or with a stamp are lines of the document that are not blank.",
    "C209": "A statement is made once, and a quotation has one speaker.",
    "S101": "A document has a summary.",
    "S102": "A summary has paragraphs, lists, emphasis, links, line references; no HTML or other Markdown.",
    "S103": "A link in a summary leads to a web address, a document or a term.",
    "S104": "A line reference names lines of its document that are not blank.",
    "S105": "What records and hand-written files say has no nine words in a row of a restricted capture.",
    "S106": "A summary ends with a whole sentence.",
    "S107": (
        "What the records say is in own words: no run of words has a fingerprint of a capture "
        "that is not held."
    ),
    "S108": "What is published has no words run together, which no fingerprint could recognise.",
    "E101": "A summary has as many words as the collection asks for.",
    "E102": "The archive's own prose has the spellings that the collection asks for.",
    "E103": "A scope note says nothing about the documents that the archive has.",
    "E104": "A document lists its statements, or says why it has none.",
    "E105": "Nothing public has an e-mail address or a telephone, account or session number.",
    "H101": "A history is that of a source that exists, or says that the source was withdrawn or renamed.",
    "H102": "The id of a source or document that was withdrawn or renamed is never used again.",
    "H103": "The value that a history recorded last is the one that the record has.",
    "H104": "The entries of a history are in the order of their days, and no value between two is left out.",
    "H105": "An old address, which no page has any more, leads in one step to a page that exists.",
    "H106": "The old address of a source or document that was renamed leads to the new one.",
    "H107": "A digest, title, date, outlet, speaker, address, access or capture day changes with an entry.",
    "H108": "A source or document is removed or renamed only with an entry in its history.",
    "H109": "Histories and redirects only grow: nothing in them is changed or removed.",
    "H110": "A capture that was withdrawn is not added again, unless its new history gives the reason.",
    "H111": "The address of a term that is renamed or removed leads to another page.",
    "H112": "Lines of a document that was withdrawn stay cut as long as the capture is the same.",
    "O101": "A generated page never replaces a hand-written file.",
    "O102": "What is published can be read, and has no nine words in a row of a restricted capture.",
    "O103": "Pages of the offline copy link only to files that the copy contains.",
    "O104": "A page written by hand, a template of the theme and the settings are UTF-8 text.",
    "O105": "What a publication replaces is a folder, or the file of the offline copy.",
    "O106": "What a site is made of does not change while it is built.",
    "O110": "A folder of generated pages contains nothing else.",
    "O111": "A page that a program made is one that this program makes now.",
    "O112": "The pages of docs/ were made by this version of the program, or an earlier one.",
    "O113": "The records are of a version that this program knows.",
    "O115": "The site has the name of the collection.",
}


# A message that quotes a very long value is shortened in the middle: it begins with what is wrong and ends
# with what was expected.
LONGEST_TEXT = 1_500
MOST_OF_A_FILE = 100  # problems that are printed


Location = tuple[str | int, ...]  # keys of mappings and positions in lists, from the outermost inwards


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in one place.

    `path` is relative to the archive's root, `line` is 1-based (0: the file as a whole), `location` is the
    place of a field in its record, such as `("topics", 1)` (empty: no field), `message` says what is wrong,
    with the value, and what was expected.
    """

    path: str
    line: int
    location: Location
    code: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not in problems.CODES")

    def __lt__(self, other: Problem) -> bool:
        """Order by path and line, then by what is printed."""
        return self._sort_key < other._sort_key

    @property
    def _sort_key(self) -> tuple[str, int, str, str, str, str]:
        return self.path, self.line, self.field, self.code, self.message, self.hint

    @property
    def field(self) -> str:
        """The location as people write it, such as `topics[1]`."""
        return format_field(self.location)

    @property
    def text(self) -> str:
        """What is wrong, and the hint where there is one, neither longer than can be read."""
        return with_hint(_shorten(self.message), _shorten(self.hint))

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        field = f" {self.field}" if self.field else ""
        return printable(f"{where}: {self.code}{field}: {self.text}")


def _shorten(text: str) -> str:
    """Leave out the middle of a text that is too long to be read.

    >>> _shorten("a" * 5_000)[1_000:-500]
    ' … (3,500 characters left out) … '
    """
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:1_000]} … ({len(text) - LONGEST_TEXT:,} characters left out) … {text[-500:]}"


def printable(text: str) -> str:
    """Return a text with its invisible characters as escapes: the name of a file may contain line feeds,
    commands for a terminal, or bytes that are not text.

    >>> print(printable("a\\nb\\u202ec\\udcff"))
    a\\nb\\u202ec\\udcff
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def format_field(location: Location) -> str:
    """Write a location as a field's path.

    >>> format_field(("topics", 1))
    'topics[1]'
    >>> format_field(("variants", "ru", 0))
    'variants.ru[0]'
    """
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


class NotAccepted(ValueError):
    """A value that a field does not accept; the text says what is wrong and what was expected, and `hint`
    what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Store the hint beside the message."""
        super().__init__(message)
        self.hint = hint


def with_hint(message: str, hint: str) -> str:
    """Return a message followed by its hint, if it has one.

    >>> with_hint("unknown field 'tite'.", "did you mean 'title'?"), with_hint("unknown field 'x'.", "")
    ("unknown field 'tite'. Hint: did you mean 'title'?", "unknown field 'x'.")
    """
    return f"{message} Hint: {hint}" if hint else message


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known word, ignoring case, or an empty text.

    >>> suggest("Harbour-Treatys", ["fishing", "harbour-treaty"])
    "did you mean 'harbour-treaty'?"
    """
    near = nearest(word, known)
    return f"did you mean {near!r}?" if near else ""


class Hints:
    """Suggestions for the first unknown words that a check finds.

    Each is compared with all known words, so thousands would take minutes, and nobody would read them.
    """

    def __init__(self, most: int = 100) -> None:
        """Make at most so many suggestions."""
        self.left = most

    def suggest(self, word: str, known: Iterable[str]) -> str:
        """Return a hint with the nearest known word; an empty text if there is none, or no hint is left."""
        self.left -= 1
        return suggest(word, known) if self.left >= 0 else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word, ignoring case, or an empty text."""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def suggest_code(word: str, names: Mapping[str, str]) -> str:
    """Return a hint with the code that is nearest, or whose name is, or an empty text.

    >>> names = {"nl": "Dutch", "de": "German"}
    >>> suggest_code("Dutch", names), suggest_code("NL", names)
    ("did you mean 'nl' (Dutch)?", "did you mean 'nl'?")
    """
    by_name = {name.casefold(): code for code, name in names.items()}
    folded = word.casefold()
    if folded not in by_name and (near := suggest(word, names)):
        return near
    matches = difflib.get_close_matches(folded, by_name, n=1)
    if not matches:
        return ""
    code = by_name[matches[0]]
    return f"did you mean {code!r} ({names[code]})?"


def count_problems(problems: Collection[Problem]) -> str:
    """Return how many problems there are, in how many files."""
    files = len({problem.path for problem in problems})
    return f"{len(problems)} problem{'s' * (len(problems) != 1)} in {files} file{'s' * (files != 1)}."


def print_problems(problems: Iterable[Problem], stream: TextIO) -> int:
    """Print each problem once, sorted by path and line, then the count; return the exit status: 1 if there
    are problems, else 0.
    """
    unique = sorted(set(problems))
    for path, of_file in itertools.groupby(unique, key=lambda problem: problem.path):
        found = list(of_file)
        for problem in found[:MOST_OF_A_FILE]:
            print(problem, file=stream)
        if (more := len(found) - MOST_OF_A_FILE) > 0:
            print(printable(f"{path}: and {more:,} more problems in this file"), file=stream)
    if not unique:
        return 0
    print(f"\n{count_problems(unique)}", file=stream)
    return 1
