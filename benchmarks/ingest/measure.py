"""Measure how right drafts are: `python -m benchmarks.ingest.measure [--json] [--wrong] [NAME …]`.

Each page of `pages/` is drafted with the vocabulary of the toy archive (tests/toy), and the draft is compared
with the truth that is marked in the page. `--wrong` prints what was wrong, page by page. The shares:

- titles, dates, languages, outlets, bylines, addresses: of the documents, those whose value is exactly the true one, or unknown
  where it can't be known.
- texts: the F1 score of a document's lines of text (paragraphs, crossheads, bullets, questions and answers; no titles, dates or
  captions), a line of the draft being right if it is the same as a true one; the mean over the documents.
- splits: of all documents, true ones and those that were drafted without one, the ones that were drafted as one.
- speakers: of the printed names, true ones and those drafted, the ones that were drafted with the right person.
- roles: of the lines that are something other than text, by truth or by draft, the ones that were drafted as what they are.
- cuts: of the lines that belong to no document, as far as the capture holds them, those that were cut for the right reason.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.ingest.proposals import Proposal
from press_archive.ingest.propose.draft import DocumentDraft, Draft, draft
from press_archive.records.closed_lists import METADATA_ROLES, Role
from press_archive.records.dates import UNKNOWN

from .page_files import FIELDS, Marked, Page, TrueDocument, load_pages

TOY = Path(__file__).resolve().parents[2] / "tests" / "toy"
MEASURES = (
    "titles",
    "dates",
    "languages",
    "outlets",
    "bylines",
    "addresses",
    "texts",
    "splits",
    "speakers",
    "roles",
    "cuts",
)
_OF_FIELDS = dict(
    zip(FIELDS, ("titles", "dates", "languages", "outlets", "bylines", "addresses"), strict=True)
)
NO_TEXT = {*METADATA_ROLES, Role.CAPTION}


@dataclass
class Score:
    """What was right, out of how much, by measure; and what was wrong, in words."""

    right: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, measure: str, right: float, whole: float = 1) -> None:
        """Count some of a measure."""
        self.right[measure] += right  # type: ignore[assignment]
        self.whole[measure] += whole  # type: ignore[assignment]

    def share(self, measure: str) -> float | None:
        """Return the share of a measure that was right, 0 to 1; None where a page has nothing of it."""
        return self.right[measure] / self.whole[measure] if self.whole[measure] else None


def plain(line: str) -> str:
    """Return a line without what a capture may write in one way or another: marks of emphasis, a bullet's
    sign, white space.

    >>> plain("**Question:**  Why now?"), plain("- A quay")
    ('Question: Why now?', 'A quay')
    """
    line = re.sub(r"[*_\u00ad\u200b]", "", unicodedata.normalize("NFC", line))
    return " ".join(re.sub(r"^\s*[-–•·‣]\s+(?!.*[.!?]$)|^\s*[-•·‣]\s+", "", line).split())


def total(scores: Sequence[Score]) -> Score:
    """Add up the scores of pages."""
    added = Score()
    for score in scores:
        for measure in MEASURES:
            added.add(measure, score.right[measure], score.whole[measure])
    return added


def load_toy_archive() -> Archive:
    """Read the toy archive, whose vocabulary the pages speak of."""
    return load_archive(TOY)


def measure_page(page: Page, archive: Archive) -> Score:
    """Draft a page and compare it with the truth."""
    drafted = draft(page.received, archive)
    score = Score()
    pairs = _pairs(page.documents, drafted)
    for number, true in enumerate(page.documents):
        where = f"document {number + 1}: " if len(page.documents) > 1 else ""
        found = pairs.get(number)
        _compare_fields(score, true, found, where)
        _compare_text(score, true, found, drafted, where)
        _compare_roles(score, true, found, drafted, where)
        _compare_speakers(score, true, found, where)
    score.add("splits", len(pairs), max(len(page.documents), len(drafted.documents)))
    if len(pairs) < max(len(page.documents), len(drafted.documents)):
        score.wrong.append(
            f"splits: {len(page.documents)} documents, drafted {len(drafted.documents)}, alike {len(pairs)}"
        )
    _compare_cuts(score, page, drafted)
    return score


def _role(found: DocumentDraft, number: int) -> Role:
    return Role(found.roles[number].value) if number in found.roles else Role.TEXT


def _lines(found: DocumentDraft, drafted: Draft) -> list[tuple[Role, str]]:
    return [
        (_role(found, number), plain(drafted.capture.lines[number - 1]))
        for number in sorted(found.lines)
        if plain(drafted.capture.lines[number - 1])
    ]


def _pairs(true: Sequence[TrueDocument], drafted: Draft) -> dict[int, DocumentDraft]:
    """Return the drafted document of each true one: it has half of its lines at least, and more of them than
    of all others.
    """
    lines = [Counter(plain(line.text) for line in document.lines) for document in true]
    pairs: dict[int, DocumentDraft] = {}
    for found in drafted.documents:
        own = Counter(text for _, text in _lines(found, drafted))
        shared = [(own & wanted).total() for wanted in lines]
        most = max(range(len(true)), key=lambda number: shared[number])
        needed = sum(not line.optional for line in true[most].lines)
        if shared[most] * 2 >= needed and shared[most] * 2 > sum(shared) and most not in pairs:
            pairs[most] = found
    return pairs


def _proposal(found: DocumentDraft, name: str) -> Proposal:
    """Return what a draft proposes; the printed date counts, whether it is a stamp or the outlet's own."""
    if name == "date" and found.stamp.value:
        return found.stamp
    proposal: Proposal = getattr(found, "original_url" if name == "address" else name)
    return proposal


def _compare_fields(score: Score, true: TrueDocument, found: DocumentDraft | None, where: str) -> None:
    for name, measure in _OF_FIELDS.items():
        wanted = true.fields[name]
        proposal = _proposal(found, name) if found else None
        value = proposal.value if proposal and proposal.value != UNKNOWN else None
        right = found is not None and (
            plain(value or "") == plain(wanted or "") if name == "title" else value == wanted
        )
        score.add(measure, right)
        if not right:
            score.wrong.append(
                f"{where}{name}: {value!r} instead of {wanted!r}"
                + (f" ({proposal.origin})" if proposal else "")
            )


def _compare_text(
    score: Score, true: TrueDocument, found: DocumentDraft | None, drafted: Draft, where: str
) -> None:
    wanted = Counter(plain(line.text) for line in true.lines if _is_text(line) and not line.optional)
    may = Counter(plain(line.text) for line in true.lines if _is_text(line) and line.optional)
    got = (
        Counter(text for role, text in _lines(found, drafted) if role not in NO_TEXT) if found else Counter()
    )
    got -= may - wanted
    right = (wanted & got).total()
    whole = wanted.total() + got.total()
    score.add("texts", 2 * right / whole if whole else 1.0)
    score.wrong += [f"{where}text missed: {text[:90]!r}" for text in (wanted - got).elements()]
    score.wrong += [f"{where}no text of it: {text[:90]!r}" for text in (got - wanted).elements()]


def _is_text(line: Marked) -> bool:
    return Role(line.what) not in NO_TEXT


def _compare_roles(
    score: Score, true: TrueDocument, found: DocumentDraft | None, drafted: Draft, where: str
) -> None:
    told = [(line.what, plain(line.text), line.optional) for line in true.lines if line.what != Role.TEXT]
    wanted = Counter((what, text) for what, text, optional in told if not optional)
    may = Counter((what, text) for what, text, optional in told if optional)
    got = (
        Counter((role.value, text) for role, text in _lines(found, drafted) if role is not Role.TEXT)
        if found
        else Counter()
    )
    # A title that the page's data gives may be added where the page prints none.
    may[Role.TITLE.value, plain(true.fields["title"] or "")] += 1
    got -= (may & (got - wanted))  # fmt: skip
    right = (wanted & got).total()
    wrong = (wanted - got) + (got - wanted)
    score.add("roles", right, right + len({text for _, text in wrong}))
    score.wrong += [f"{where}no {what}: {text[:80]!r}" for what, text in (wanted - got).elements()]
    score.wrong += [f"{where}taken for {what}: {text[:80]!r}" for what, text in (got - wanted).elements()]


def _compare_speakers(score: Score, true: TrueDocument, found: DocumentDraft | None, where: str) -> None:
    got = found.speakers if found else {}
    names = {*true.speakers, *got}
    wrong = [name for name in sorted(names) if true.speakers.get(name) != got.get(name)]
    score.add("speakers", len(names) - len(wrong), len(names))
    score.wrong += [
        f"{where}speaker {name!r}: {got.get(name)} instead of {true.speakers.get(name)}" for name in wrong
    ]


def _compare_cuts(score: Score, page: Page, drafted: Draft) -> None:
    lines = [plain(line) for line in drafted.capture.lines]
    for cut in page.cuts:
        numbers = [number for number, line in enumerate(lines, 1) if line == plain(cut.text)]
        if not numbers:
            continue  # the extraction left it out already
        reasons = [
            f"cut:{drafted.cuts[number].value}" if number in drafted.cuts else "left in" for number in numbers
        ]
        right = cut.what in reasons
        score.add("cuts", right)
        if not right:
            score.wrong.append(f"cut {cut.text[:60]!r}: {reasons[0]} instead of {cut.what}")


def render_table(scores: dict[str, Score]) -> str:
    """Return a table of shares in percent, a row for each page; where a page has nothing to measure, a dot."""

    def row(name: str, score: Score) -> str:
        shares = (score.share(measure) for measure in MEASURES)
        return f"{name:34}" + "".join(
            f"{100 * share:10.1f}" if share is not None else f"{'·':>10}" for share in shares
        )

    head = f"{'':34}" + "".join(f"{measure:>10}" for measure in MEASURES)
    return "\n".join([head, *(row(name, score) for name, score in scores.items())])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how right drafts of invented pages are.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pages to measure (all)")
    parser.add_argument("--json", action="store_true", help="print the totals and the pages as JSON")
    parser.add_argument("--wrong", action="store_true", help="print what was wrong")
    arguments = parser.parse_args()
    archive = load_toy_archive()
    pages = [page for page in load_pages() if not arguments.names or page.name in arguments.names]
    scores = {page.name: measure_page(page, archive) for page in pages}
    rounds = sorted({page.round for page in pages})
    groups = {
        f"round {number}": [scores[page.name] for page in pages if page.round == number] for number in rounds
    }
    groups["all"] = list(scores.values())
    totals = {f"{name} ({len(group)} pages)": total(group) for name, group in groups.items()}
    if arguments.json:
        shares = {
            name: {measure: score.share(measure) for measure in MEASURES}
            for name, score in (scores | totals).items()
        }
        print(json.dumps(shares, indent=1))
        return
    if arguments.wrong:
        for name, score in scores.items():
            print(f"{name}:" if score.wrong else f"{name}: all right")
            print("".join(f"  {wrong}\n" for wrong in score.wrong), end="")
    print(render_table(scores | totals))


if __name__ == "__main__":
    main()
