"""Ask in a terminal about a draft: each proposal can be accepted or changed, with the text next to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ...base.problems import printable, suggest, with_hint
from ...base.wording import count
from ...collection.archive import Archive
from ...ingest.proposals import NOTHING, Confidence, Proposal
from ...ingest.propose.draft import DocumentDraft, Draft
from ...records.closed_lists import CutReason, Role
from ...records.fields import Document
from ...records.lines import expand, parse_ranges
from ...records.parsing import parse_record
from ...yaml_text.reading import parse_yaml, quote
from .questions import Questions

FIELDS = ("title", "date", "spoken", "outlet", "kind", "language", "original_url", "byline", "agency")
MAY_BE_EMPTY = ("spoken", "agency")
OF_OUTLETS = ("outlet", "agency")  # fields whose value is an id of outlets.yml
SIDE_BY_SIDE = 110  # columns from which on the text is shown beside the proposals
MOST_LINES = 400  # of a document that are shown
LINES = "lines"

_CHANGE = re.compile(r"(?P<lines>[\d\s,-]+):\s*(?P<what>[\w-]+)")
_CITED_LINE = re.compile(r"\blines? (\d+)")


@dataclass
class Asking:
    """A conversation about one draft, which it changes to what the person answers."""

    draft: Draft
    """The draft."""
    archive: Archive
    """The archive whose vocabularies the answers must be from."""
    questions: Questions
    """The terminal in which the person is asked and the draft is shown."""

    def about_all(self) -> None:
        """Ask about every document."""
        for number, document in enumerate(self.draft.documents, 1):
            if len(self.draft.documents) > 1:
                self.questions.console.print()
                self.questions.say(f"Document {number} of {len(self.draft.documents)}")
            self.show(document)
            for name in FIELDS:
                if _is_doubtful(document, name):
                    self.about_field(document, name)
            self.about_more(document)

    def about_more(self, document: DocumentDraft) -> None:
        """Let the person change what they like, until nothing is left to change."""
        choices = (*FIELDS, LINES)
        self.questions.say(f"To change something, type one of: {', '.join(choices)}.")

        def problem_with(answer: str) -> str:
            message = f"Unknown field {answer!r}. Expected one of {', '.join(choices)}."
            return "" if answer in choices else with_hint(message, suggest(answer, choices))

        while name := self.questions.ask("Change (Enter: nothing)", problem_with):
            if name == LINES:
                self.about_lines(document)
            else:
                self.about_field(document, name)

    # --- Fields

    def about_field(self, document: DocumentDraft, name: str) -> None:
        """Ask for the value of a field until it is one that the field accepts."""
        proposal: Proposal = getattr(document, name)
        for line in _CITED_LINE.findall(proposal.origin):
            self.questions.console.print(self.numbered(int(line), document))
        self.questions.say(
            f"{name}: {proposal.value or 'left to do'}  ({proposal.comment or 'nothing was found'})"
        )
        keep = "keep it" if proposal.value else "leave it for later"
        empty = ", -: nothing" if name in MAY_BE_EMPTY else ""
        question = f"{name} (Enter: {keep}{empty})"
        self.questions.ask(question, lambda answer: self.answer_field(document, name, answer))

    def answer_field(self, document: DocumentDraft, name: str, answer: str) -> str:
        """Set a field to an answer, `-` being nothing; return what is wrong with it, or an empty text."""
        if answer == "-" and name in MAY_BE_EMPTY:
            setattr(document, name, NOTHING)
            return ""
        if problem := self.problem_with(name, answer):
            return problem
        setattr(document, name, Proposal(answer, "entered by hand", Confidence.HIGH))
        document.reasons.pop(name, None)
        return ""

    def problem_with(self, name: str, value: str) -> str:
        """Return why a field does not accept a value, or an empty text."""
        _, problems = parse_record(Document, parse_yaml(f"{name}: {quote(value)}", ""), "")
        for problem in problems:
            if problem.location == (name,):
                return f"{name}: {problem.text}"
        outlets = self.archive.vocabularies.get("outlets", {})
        if name in OF_OUTLETS and value not in outlets:
            expected = "an id from sources/vocabulary/outlets.yml"
            message = f"{name}: unknown outlet {value!r}. Expected {expected}."
            return with_hint(message, suggest(value, outlets))
        return ""

    # --- Lines

    def about_lines(self, document: DocumentDraft) -> None:
        """Ask what lines are: a role, `text`, or the reason why they are cut."""
        self.questions.say(f"Roles: {', '.join(Role)}.")
        self.questions.say(f"Reasons to cut lines: {', '.join(CutReason)}.")
        question = "Which lines are what? For example 12-14: caption (Enter: done)"
        while self.questions.ask(question, lambda answer: self.answer_lines(document, answer)):
            pass

    def answer_lines(self, document: DocumentDraft, answer: str) -> str:
        """Apply an answer such as `12-14: caption`; return what is wrong, or an empty text."""
        match = _CHANGE.fullmatch(answer)
        if not match:
            return f"Not understood ({answer!r}). Expected lines and what they are, such as 12-14: caption"
        what = _role_or_reason(match["what"])
        if what is None:
            message = f"Unknown role or reason {match['what']!r}. Expected one of those above."
            return with_hint(message, suggest(match["what"], [*Role, *CutReason]))
        try:
            lines = expand(parse_ranges(match["lines"])) - self.draft.capture.blank
        except ValueError as error:
            return f"{error}."
        if not lines:
            return f"No line with text ({answer!r}). Expected lines that are not blank."
        if problem := self.problem_with_lines(document, lines, what):
            return problem
        self.change_lines(document, lines, what)
        return ""

    def problem_with_lines(self, document: DocumentDraft, lines: set[int], what: Role | CutReason) -> str:
        """Return why lines can't be given a role, or cut, or an empty text."""
        last = len(self.draft.capture.lines)
        if missing := {line for line in lines if line > last}:
            return f"Line {min(missing)} does not exist. Expected lines up to {last}."
        of_others = set().union(*(other.lines for other in self.draft.documents if other is not document))
        if others := lines & of_others:
            return (
                f"Line {min(others)} belongs to another document. Expected lines of this one, or cut lines."
            )
        if isinstance(what, CutReason) and not document.lines - lines - self.draft.capture.blank:
            return "That would leave the document without a line. Expected at least one."
        return ""

    def change_lines(self, document: DocumentDraft, lines: set[int], what: Role | CutReason) -> None:
        """Give lines a role, or cut them for a reason."""
        answer = Proposal(what, "entered by hand", Confidence.HIGH)
        if what is Role.TITLE:
            document.title = replace(answer, value=self.draft.capture.line(min(lines)).strip())
        for line in lines:
            document.roles.pop(line, None)
            self.draft.cuts.pop(line, None)
            if isinstance(what, CutReason):
                document.lines.discard(line)
                self.draft.cuts[line] = answer
                continue
            document.lines.add(line)
            if what is not Role.TEXT:
                document.roles[line] = answer

    # --- What is shown

    def show(self, document: DocumentDraft) -> None:
        """Show the proposals, and the text beside them or below."""
        parts: list[RenderableType] = [self.proposals(document), self.text(document)]
        if self.questions.console.width < SIDE_BY_SIDE:
            self.questions.console.print(Group(*parts))
            return
        columns = Table.grid(padding=(0, 3), expand=True)
        columns.add_column(ratio=2)
        columns.add_column(ratio=3)
        columns.add_row(*parts)
        self.questions.console.print(columns)

    def proposals(self, document: DocumentDraft) -> Table:
        """Return a table of the fields, their values and where these come from."""
        table = Table.grid(padding=(0, 2))
        for name in FIELDS:
            proposal: Proposal = getattr(document, name)
            if proposal.value is not None or name not in MAY_BE_EMPTY:
                table.add_row(Text(name, style="bold"), _value_and_origin(proposal))
        likely = [
            mention.term for mention in document.mentions if mention.proposal.confidence >= Confidence.MEDIUM
        ]
        if likely:
            table.add_row(Text("names", style="bold"), Text(printable(", ".join(likely))))
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
        what = document.roles.get(line) or self.draft.cuts.get(line) or NOTHING
        shown = Text(f"{line:>5} ", style="dim", no_wrap=True, overflow="ellipsis")
        shown.append(f"{what.value or '':<12} ", style="cyan")
        return shown.append(printable(" ".join(self.draft.capture.line(line).split())), style="default")


def _is_doubtful(document: DocumentDraft, name: str) -> bool:
    """Return whether a field must be asked for: its value is uncertain, or missing though it can't be."""
    proposal: Proposal = getattr(document, name)
    if proposal.value is None and name in MAY_BE_EMPTY:
        return False
    return proposal.confidence < Confidence.HIGH


def _role_or_reason(name: str) -> Role | CutReason | None:
    if name in list(CutReason):
        return CutReason(name)
    return Role(name) if name in list(Role) else None


def _value_and_origin(proposal: Proposal) -> Text:
    shown = Text(printable(proposal.value or "left to do"), style="" if proposal.value else "bold red")
    is_guess = proposal.value and proposal.confidence is Confidence.LOW
    return shown.append("\n").append(printable(proposal.comment), style="yellow" if is_guess else "dim")
