"""Near-duplicates among the captures that are held: proposals for relations, which a person accepts or not.

Two documents are compared by their shingles, all runs of five words: A. Z. Broder, "On the resemblance and
containment of documents", 1997. Containment is the share of a document's shingles that the other one has
too. What shares enough is confirmed by comparing the texts themselves, character by character, with the
library rapidfuzz.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from ..base.work.stages import do_parts, is_worth_dividing
from ..captures.passages import line_roles
from ..captures.runs import words
from ..collection.archive import Archive
from ..collection.relations import Relations
from ..records.closed_lists import METADATA_ROLES, OutletType

SHINGLE = 5
# The least share of the shorter document's shingles that the other one has, for the two to be compared at
# all.
CONTAINED = 0.2
# From this share on, a document counts as contained in the other as a whole; it is a part if less than half
# of this comes back.
WHOLE = 0.75
# The least likeness of the texts, of 100, as rapidfuzz's partial_ratio gives it: the shorter one against the
# best part of the longer. Unrelated texts of one language reach 40 to 50.
ALIKE = 65
# A run that is in more documents than these is a formula of some kind and says nothing of two of them.
FORMULA = 50
FEWEST = 4  # pairs that are worth more than one process: two long texts take a second or two
AGENCIES = (OutletType.WIRE, OutletType.STATE_AGENCY)


@dataclass(frozen=True)
class Proposal:
    """Two documents whose texts are alike, and the field that may say so.

    `share` is how much of `document` is in `other`, `returned` how much of `other` in `document`, both
    from 0 to 1; `likeness` is of 100.
    """

    path: str
    document: str
    other: str
    share: float
    returned: float
    likeness: float
    relation: str

    def __str__(self) -> str:
        there = f"{self.share:.0%} of its runs of {SHINGLE} words are in {self.other!r}"
        shares = f"{there}, {self.returned:.0%} the other way"
        proposed = f"{self.relation}: [{self.other}]"
        return f"{self.path}: {shares}; alike {self.likeness:.0f} of 100. Perhaps: {proposed}"


def texts(archive: Archive) -> dict[str, list[str]]:
    """Return the words of each document whose capture is held, without headline, byline and other details."""
    words_of = {}
    for id, document in archive.documents.items():
        source = archive.sources[document.source]
        if source.capture is not None:
            roles = line_roles(document.record, source.blank)
            lines = (source.capture.line(line) for line, role in roles.items() if role not in METADATA_ROLES)
            words_of[id] = words("\n".join(lines))
    return words_of


def propose_relations(archive: Archive) -> Iterator[Proposal]:
    """Yield a proposal for each two held documents that are alike and not related yet, the likest first."""
    relations = Relations(archive)
    words_of = texts(archive)
    shingles = {
        id: {tuple(text[at : at + SHINGLE]) for at in range(len(text) - SHINGLE + 1)}
        for id, text in words_of.items()
    }
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id in sorted(shingles):
        for run in shingles[id]:
            holders[run].append(id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if len(ids) <= FORMULA:
            shared.update(combinations(ids, 2))
    pairs = []
    for (first, second), number in sorted(shared.items()):
        related = relations.family[first] == relations.family[second] or second in relations.others(first)
        if not related and number / min(len(shingles[first]), len(shingles[second])) >= CONTAINED:
            pairs.append((first, second))
    proposals = [
        _proposal(archive, first, second, shared[first, second], shingles, likeness)
        for (first, second), likeness in zip(pairs, _likenesses(words_of, pairs), strict=True)
        if likeness >= ALIKE
    ]
    yield from sorted(proposals, key=lambda proposal: (-proposal.likeness, proposal.path, proposal.other))


def _likenesses(words_of: Mapping[str, list[str]], pairs: Sequence[tuple[str, str]]) -> Iterator[float]:
    """Yield how alike the texts of each two documents are."""
    texts = [(" ".join(words_of[first]), " ".join(words_of[second])) for first, second in pairs]
    if is_worth_dividing(len(pairs), FEWEST):
        return do_parts(_compare, None, texts)
    return (_compare(None, pair) for pair in texts)


def _compare(_: None, pair: tuple[str, str]) -> float:
    return fuzz.partial_ratio(*pair)


def _proposal(
    archive: Archive,
    first: str,
    second: str,
    number: int,
    shingles: dict[str, set[tuple[str, ...]]],
    likeness: float,
) -> Proposal:
    """Return a proposal whose field follows from which text contains the other: a part of a longer text, a
    report of one agency, or a later reprint.
    """
    shares = {first: number / len(shingles[first]), second: number / len(shingles[second])}
    older, newer = archive.oldest_first((first, second))
    if max(shares.values()) >= WHOLE > 2 * min(shares.values()):
        document = max(shares, key=lambda id: (shares[id], id))
        other, relation = ({first, second} - {document}).pop(), "excerpt_of"
    else:
        document, other = newer, older
        relation = "same_wire" if _agencies(archive, first) & _agencies(archive, second) else "reprint_of"
    path = archive.documents[document].path
    return Proposal(path, document, other, shares[document], shares[other], likeness, relation)


def _agencies(archive: Archive, document: str) -> set[str]:
    """Return the news agencies that a document credits or that its publication chain names."""
    record = archive.documents[document].record
    outlets = {*record.chain, *([record.agency] if record.agency else [])}
    return {id for id in outlets if getattr(archive.term("outlets", id).record, "type", None) in AGENCIES}
