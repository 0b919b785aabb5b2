"""Ask in a terminal about a draft: each proposal can be kept or changed, with the text beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..base.problems import printable, suggest
from ..collection.archive import Archive
from ..ingest.proposals import NOTHING, Confidence, Proposal
from ..ingest.propose import DocumentDraft, Draft
from ..pages.wording import count
from ..records.closed_lists import CutReason, Role
from ..records.fields import Document
from ..records.lines import parse_ranges
from ..records.parsing import parse_record
from ..yaml_text.reading import parse_yaml, quote

FIELDS = ("title", "date", "spoken", "outlet", "kind", "language", "original_url", "byline", "agency")
MAY_BE_EMPTY = ("spoken", "agency")
SIDE_BY_SIDE = 110  # columns from which the text stands beside the proposals
MOST_LINES = 400  # of a document that are shown
LINES = "lines"
_CHANGE = re.compile(r"(?P<lines>[\d\s,-]+):\s*(?P<what>[\w-]+)")


@dataclass
class Asking:
    """A conversation about one draft. `read` shows its argument and returns a line of the person's answer."""

    draft: Draft
    archive: Archive
    console: Console
    read: Callable[[str], str]

    def about_all(self) -> None:
        """Ask about every document; the draft then holds what the person said."""
        for number, document in enumerate(self.draft.documents, 1):
            if len(self.draft.documents) > 1:
                self.console.print()
                self.say(f"Document {number} of {len(self.draft.documents)}")
            self.show(document)
            for name in FIELDS:
                proposal = getattr(document, name)
                if proposal.confidence < Confidence.HIGH and not (name in MAY_BE_EMPTY and proposal.value is None):
                    self.about(document, name)
            self.about_more(document)

    def about_more(self, document: DocumentDraft) -> None:
        """Let the person change what they like, until nothing is left to change."""
        choices = (*FIELDS, LINES)
        self.say(f"To change something, type one of: {', '.join(choices)}.")
        while answer := self.read("Change (Enter: nothing): ").strip():
            if answer == LINES:
                self.about_lines(document)
            elif answer in FIELDS:
                self.about(document, answer)
            else:
                self.say(f"No field {answer!r}. Expected one of {', '.join(choices)}. {suggest(answer, choices)}")

    def about(self, document: DocumentDraft, name: str) -> None:
        """Ask for the value of a field until it is one that the field accepts."""
        proposal = getattr(document, name)
        cited = [int(number) for number in re.findall(r"\blines? (\d+)", proposal.origin)]
        for line in cited:
            self.console.print(self.numbered(line, document))
        self.say(f"{name}: {proposal.value or 'left to do'}  ({proposal.comment or 'nothing was found'})")
        keep = "keep it" if proposal.value else "leave it to do"
        empty = ", -: nothing" if name in MAY_BE_EMPTY else ""
        while answer := self.read(f"{name} (Enter: {keep}{empty}): ").strip():
            if empty and answer == "-":
                setattr(document, name, NOTHING)
                return
            if wrong := self.wrong(name, answer):
                self.say(wrong)
                continue
            setattr(document, name, Proposal(answer, "as you said", Confidence.HIGH))
            document.reasons.pop(name, None)
            return

    def wrong(self, name: str, value: str) -> str:
        """Say why a field does not accept a value; nothing if it does."""
        _, problems = parse_record(Document, parse_yaml(f"{name}: {quote(value)}", ""), "")
        found = [problem for problem in problems if problem.location == (name,)]
        if found:
            return " ".join(part for part in (f"{name}: {found[0].message}", found[0].hint) if part)
        outlets = self.archive.vocabularies.get("outlets", {})
        if name in ("outlet", "agency") and value not in outlets:
            near = suggest(value, outlets)
            return f"{name}: no outlet of the vocabulary ({value!r}). Expected an id of outlets.yml. {near}".rstrip()
        return ""

    def about_lines(self, document: DocumentDraft) -> None:
        """Ask what lines are: a role, `text`, or the reason why they are cut."""
        self.say(f"Roles: {', '.join(Role)}.")
        self.say(f"Reasons to cut lines: {', '.join(CutReason)}.")
        while answer := self.read("Which lines are what? Such as 12-14: caption (Enter: done): ").strip():
            if wrong := self.change_lines(document, answer):
                self.say(wrong)

    def change_lines(self, document: DocumentDraft, answer: str) -> str:
        """Do what an answer such as `12-14: caption` says; return what is wrong with it, or nothing."""
        match = _CHANGE.fullmatch(answer)
        if not match:
            return f"Not understood ({answer!r}). Expected lines and what they are, such as 12-14: caption"
        what = match["what"]
        if what not in (*Role, *CutReason):
            return f"No role and no reason ({what!r}). {suggest(what, [*Role, *CutReason])}".rstrip()
        try:
            wanted = {line for part in parse_ranges(match["lines"]) for line in part}
        except ValueError as error:
            return f"{error}."
        elsewhere = set().union(*(other.lines for other in self.draft.documents if other is not document))
        lines = {line for line in wanted if line <= len(self.draft.capture.lines)} - self.draft.capture.blank - elsewhere
        if wanted - lines - self.draft.capture.blank:
            return f"Line {min(wanted - lines - self.draft.capture.blank)} is no line of this document, nor outside of all."
        if what in list(CutReason) and not document.lines - lines - self.draft.capture.blank:
            return "That would leave nothing of the document. Expected at least one of its lines."
        said = Proposal(what, "as you said", Confidence.HIGH)
        if what == Role.TITLE:
            document.title = replace(said, value=self.draft.capture.line(min(lines)).strip())
        for line in lines:
            document.roles.pop(line, None)
            document.origins.pop(line, None)
            self.draft.cuts.pop(line, None)
            if what in list(CutReason):
                document.lines.discard(line)
                self.draft.cuts[line] = CutReason(what)
                self.draft.cut_origins[line] = said
            else:
                document.lines.add(line)
                if what != Role.TEXT:
                    document.roles[line] = Role(what)
                    document.origins[line] = said
        return ""

    def show(self, document: DocumentDraft) -> None:
        """Show the proposals, and the text beside them or below."""
        parts: list[RenderableType] = [self.proposals(document), self.text(document)]
        if self.console.width < SIDE_BY_SIDE:
            self.console.print(Group(*parts))
            return
        beside = Table.grid(padding=(0, 3), expand=True)
        beside.add_column(ratio=2)
        beside.add_column(ratio=3)
        beside.add_row(*parts)
        self.console.print(beside)

    def proposals(self, document: DocumentDraft) -> Table:
        """Return a table of the fields, their values and where these come from."""
        table = Table.grid(padding=(0, 2))
        for name in FIELDS:
            proposal = getattr(document, name)
            if name in MAY_BE_EMPTY and proposal.value is None:
                continue
            value = Text(printable(proposal.value or "left to do"), style="" if proposal.value else "bold red")
            doubtful = proposal.value and proposal.confidence is Confidence.LOW
            value.append("\n").append(printable(proposal.comment), style="yellow" if doubtful else "dim")
            table.add_row(Text(name, style="bold"), value)
        found = ", ".join(mention.term for mention in document.mentions if mention.proposal.confidence >= Confidence.MEDIUM)
        if found:
            table.add_row(Text("names", style="bold"), Text(printable(found)))
        return table

    def text(self, document: DocumentDraft) -> RenderableType:
        """Return the document's lines with their numbers and roles."""
        lines = sorted(document.lines - self.draft.capture.blank)
        rows: list[RenderableType] = [self.numbered(line, document) for line in lines[:MOST_LINES]]
        if len(lines) > MOST_LINES:
            rows.append(Text(f"… {count(len(lines) - MOST_LINES, 'more line')}", style="dim"))
        return Group(*rows)

    def numbered(self, line: int, document: DocumentDraft) -> Text:
        """Return a line of the capture with its number and what it is, cut to the width of the terminal."""
        role = document.roles.get(line) or self.draft.cuts.get(line) or ""
        start = Text(f"{line:>5} ", style="dim", no_wrap=True, overflow="ellipsis")
        start.append(f"{role:<12} ", style="cyan")
        return start.append(printable(" ".join(self.draft.capture.line(line).split())), style="default")

    def say(self, text: str) -> None:
        """Print a line as it is."""
        self.console.print(Text(printable(text)))
