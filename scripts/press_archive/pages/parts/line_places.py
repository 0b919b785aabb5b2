"""Where each line of a document is on its page, so that a link to a line always leads somewhere.

A line has the id `L` and its number exactly once on the page: where its text is shown; or else on the first
sentence of the summary that names it; or else in the box that says why the text is not shown. A link that was
made where the text is shown, as in the reading room, so leads to something where it is not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain

from markupsafe import Markup

from ...records.lines import LineRange, expand
from ...records.summaries import Summary
from .wording import lines_in_words


@dataclass(frozen=True)
class LinePlaces:
    """Where the lines of a document are on its page.

    `of_sentences` has the lines of each sentence of the summary by its position, `of_box` those of the box.
    A blank line is where the next line with text is, or the last one: `beside` has the blank lines of each
    line that is shown. `lines` has all lines of the document, ascending; the text of those in `hidden` is not
    on the page.
    """

    lines: Sequence[int] = ()
    hidden: AbstractSet[int] = frozenset()
    of_sentences: Mapping[int, Sequence[int]] = field(default_factory=dict)
    of_box: Sequence[int] = ()
    beside: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def within(self, span: LineRange) -> Sequence[int]:
        """Return the lines of a range that the document has; a range of a wrong record can be endless."""
        return self.lines[bisect_left(self.lines, span.first) : bisect_right(self.lines, span.last)]

    def explain(self, span: LineRange) -> str:
        """Return what a mark of lines refers to, such as `Lines 17–21`, and whether their text is shown."""
        name = lines_in_words([span]).capitalize()
        own = self.within(span)
        hidden = sum(line in self.hidden for line in own)
        if not hidden:
            return name
        shown = "which is not shown here" if hidden == len(own) else "of which a part is shown here"
        return f"{name} of the captured text, {shown}"


_BOX = -1  # in place of the position of a sentence


def find_places(
    lines: Iterable[LineRange], blank: AbstractSet[int], visible: AbstractSet[int], summary: Summary
) -> LinePlaces:
    """Return where each line of a document is, of whose `lines` some are blank and some are visible."""
    places = LinePlaces(sorted(expand(lines)))
    named: dict[int, int] = {}
    divided = (sentence for block in summary.sentences for item in block for sentence in item)
    for position, sentence in enumerate(divided):
        for run in sentence:
            for line in places.within(run.lines) if run.lines is not None else ():
                named.setdefault(line, position)
    hidden: dict[int, list[int]] = {}
    beside: dict[int, list[int]] = {}
    for line, text_line in zip(places.lines, _text_lines(places.lines, blank), strict=True):
        if text_line in visible:
            if line != text_line:
                beside.setdefault(text_line, []).append(line)
        else:
            place = named.get(line, named.get(text_line, _BOX))
            hidden.setdefault(place, []).append(line)
    hidden_lines = frozenset(chain.from_iterable(hidden.values()))
    of_box = hidden.pop(_BOX, [])
    return LinePlaces(places.lines, hidden_lines, hidden, of_box, beside)


def _text_lines(lines: Sequence[int], blank: AbstractSet[int]) -> list[int]:
    """Return each line, or for a blank one the next with text, or the last with text after which none is.

    >>> _text_lines([3, 4, 5, 6], {3, 5, 6})
    [4, 4, 4, 4]
    """
    found: list[int] = []
    following = next((line for line in reversed(lines) if line not in blank), 0)
    for line in reversed(lines):
        following = following if line in blank else line
        found.append(following)
    return found[::-1]


def render_ids(lines: Iterable[int]) -> Markup:
    """Return an empty element for each line, with its id.

    >>> render_ids([3])
    Markup('<span id="L3"></span>')
    """
    return Markup("".join(f'<span id="L{line:d}"></span>' for line in lines))
