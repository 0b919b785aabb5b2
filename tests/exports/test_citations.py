"""Citations follow the rules that the styles state, and show every headline exactly."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest
import yaml

from conftest import REPOSITORY, TOY
from press_archive.base.escape import unescape
from press_archive.base.files.system_errors import explain
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.exports import citations
from press_archive.exports.citation_styles import STYLES
from press_archive.exports.citations import cite
from press_archive.exports.works import Work, describe
from press_archive.records.closed_lists import OutletType
from press_archive.records.fields import Document

CASES = yaml.load(
    (REPOSITORY / "tests" / "exports" / "citation_cases.yml").read_text(encoding="utf-8"),
    Loader=yaml.CBaseLoader,
)
PLAIN = {
    "title": "A tide", "date": "2013-09-23", "outlet": "gull-post", "kind": "news-report", "language": "en",
    "original_url": "unknown", "byline": "unknown", "lines": "1-9", "nearness": "report",
    "chain": ["gull-post"], "wholeness": "complete", "topics": ["harbour-treaty"],
}  # fmt: skip


def work_of(archive: Archive, key: str, fields: dict, address: str = "") -> Work:
    """The work that an invented document is."""
    entry = next(iter(archive.documents.values()))
    spoken = fields.get("kind", "article") not in ("news-report", "article", "commentary")
    record = Document.model_validate(PLAIN | ({"nearness": "transcript"} if spoken else {}) | fields)
    return describe(archive, dataclasses.replace(entry, id=key, record=record), address)


@pytest.fixture(scope="module")
def toy_archive() -> Archive:
    return load_archive(TOY)


@pytest.fixture(scope="module")
def works(toy_archive: Archive) -> dict[str, Work]:
    return {key: work_of(toy_archive, key, case["fields"]) for key, case in CASES.items()}


@pytest.fixture(scope="module")
def cited(works: dict[str, Work]) -> dict[str, dict[str, str]]:
    return cite(works.values())


@pytest.mark.parametrize(
    ("key", "style"), [(key, style) for key, case in CASES.items() for style in case["expected"]]
)
def test_a_citation_follows_the_rule_of_its_style(cited, key: str, style: str):
    assert cited[key][style] == CASES[key]["expected"][style]


@pytest.mark.parametrize("key", [key for key, case in CASES.items() if "remarks" in case])
def test_what_no_style_has_a_place_for_is_said_after_the_citation(works, key: str):
    assert " ".join(works[key].remarks) == CASES[key]["remarks"]


@pytest.mark.parametrize("key", CASES)
def test_a_rule_says_where_it_is_stated(key: str):
    assert CASES[key]["rule"] and all(url.startswith("https://") for url in CASES[key]["stated"])


ODD_HEADLINES = [
    "<b>A</b> quay & <script>toll()</script>", "{Braces} $x$ \\tide %s #1 ~a^b_c", "A & B &amp; C &#60;",
    "*Stars* and _lines_ and `ticks`", "[A link](https://quay.example) @mooring", "x" * 400,
    "Quay \u202eyauq\u202c and \u200fעוגן", "Гавань: «Да»", "المرفأ", "海港", "1. A list? No!", "A -- b ... c",
]  # fmt: skip


def shown(citation: str) -> str:
    """The text of a citation as a reader sees it."""
    return unescape(re.sub(r"<[^>]*>", "", citation))


def test_every_headline_is_shown_exactly(toy_archive: Archive):
    fields = [{"title": title, "language": "nl"} for title in ODD_HEADLINES]
    works = [work_of(toy_archive, f"odd-{position}", one) for position, one in enumerate(fields)]
    cited = cite(works)
    for work in works:
        for style in STYLES:
            assert work.title in shown(cited[work.key][style.id]), style.id
            assert not re.search(r'<(?!/?em>|span lang="nl">|/span>)', cited[work.key][style.id])


def test_every_name_is_shown_exactly(toy_archive: Archive):
    """As it is, without the capitals of a title."""
    fields = {
        "title": "A tide", "byline": "Ada <b>Brook</b> & co", "translator": "tom {reed} $x$", "kind": "speech",
        "date": "unknown", "spoken": "2013-09-20",
    }  # fmt: skip
    work = dataclasses.replace(
        work_of(toy_archive, "a", fields),
        outlet="the <i>gull</i>: a *post*, & co", event="the <b>talks</b> on a_quay", place="port <saltmere> & co",
    )  # fmt: skip
    cited = {style: shown(text) for style, text in cite([work])["a"].items()}
    for text in cited.values():
        assert all(name in text for name in (work.authors[0].whole, work.outlet))
    for style in ("chicago-note", "chicago", "apa"):
        assert all(name in cited[style] for name in (work.event, work.place, "tom {reed} $x$"))


def test_what_follows_a_headline_has_its_own_direction(toy_archive: Archive):
    """A mark that turns the headline round would else turn round the outlet and the date, wherever it is pasted."""
    fields = {"title": "Quay \u202eyauq \u2066toll", "language": "nl", "byline": "Ada \u202eBrook"}
    for citation in cite([work_of(toy_archive, "turned", fields)])["turned"].values():
        assert "Quay \u202eyauq \u2066toll\u2069\u202c" in citation
        assert "Ada \u202eBrook\u202c" in citation


def test_a_headline_of_several_lines_is_one_line(toy_archive: Archive):
    work = dataclasses.replace(work_of(toy_archive, "a", {}))
    record = work.record.model_copy(update={"title": "A\nquay\t of  stone"})
    work = dataclasses.replace(work, entry=dataclasses.replace(work.entry, record=record))
    assert work.title == "A quay of stone"
    assert "“A Quay of Stone.”" in cite([work])["a"]["mla"]


def test_two_works_of_one_author_and_day_are_cited_as_each_alone(toy_archive: Archive):
    """And so are those of two authors who share a name, or the first of many."""
    names = {name: f"Brook, {name.split()[0]}" for name in ("Ada Brook", "Adam Brook")}
    names |= {f"{initial} Reed": f"Reed, {initial}" for initial in "BCDEFGH"}
    many = [
        f"Ada Brook, {', '.join(f'{initial} Reed' for initial in order)}" for order in ("BCDEFG", "HGFEDC")
    ]
    works = [
        work_of(toy_archive, key, {"title": f"A {key}", "byline": byline, "sort_names": {
            name: sort for name, sort in names.items() if name in byline
        }})
        for key, byline in zip(
            ("quay", "toll", "tide", "pier", "mole"), ("Ada Brook", "Ada Brook", "Adam Brook", *many), strict=True
        )
    ]  # fmt: skip
    together = cite(works)
    citations.MADE.clear()
    for work in works[1:3]:
        assert cite([work])[work.key] == together[work.key]
    assert "(2013, September 23)" in together["quay"]["apa"]


def test_a_citation_is_made_once(toy_archive: Archive, monkeypatch: pytest.MonkeyPatch):
    work = work_of(toy_archive, "once", {"title": "Once"})
    first = cite([work])
    monkeypatch.setattr(citations, "_make", lambda works: pytest.fail(f"made again: {list(works)}"))
    assert cite([work]) == first
    assert cite([]) == {}
    with pytest.raises(pytest.fail.Exception):
        cite([work_of(toy_archive, "once", {"title": "Once more"})])


def test_a_citation_is_made_again_where_anything_that_it_says_has_changed(toy_archive, monkeypatch):
    fields = {"title": "De kade", "language": "nl", "gloss": "The quay", "kind": "speech"}
    work = work_of(toy_archive, "a", fields)
    others = [
        work_of(toy_archive, "a", fields | {"gloss": "The wharf"}),
        work_of(toy_archive, "a", fields | {"date": "2013-09-24"}),
        work_of(toy_archive, "a", fields | {"byline": "Ada Brook"}),
        dataclasses.replace(work, outlet_type=OutletType.NEWS_SITE),
        dataclasses.replace(work, outlet="Gull Post of Ostrand"),
    ]
    digests = {citations.digest(one) for one in [work, *others]}
    assert len(digests) == 6
    # What is said elsewhere on the page is no reason.
    assert (
        citations.digest(work_of(toy_archive, "a", fields | {"topics": ["free-quay"]}, "https://a.example/"))
        in digests
    )
    monkeypatch.setattr(citations, "_tools", lambda: "another pandoc")
    assert citations.digest(work) not in digests


@pytest.mark.parametrize(
    ("program", "words"), [("missing", "No such file"), (sys.executable, r"status \d+, .*can't open file")]
)
def test_a_pandoc_that_is_missing_or_fails_is_said_in_one_line(toy_archive, monkeypatch, program, words):
    """As all that the system refuses: `explain` prints it, and no trace of the program."""
    work = work_of(toy_archive, "failing", {"title": f"Failing {program}"})
    citations.digest(work)  # with the right program, as its version is asked once
    monkeypatch.setattr(citations, "_PANDOC", Path(program))
    with pytest.raises(OSError, match=words) as caught:
        cite([work])
    line = explain(caught.value)
    assert line.startswith(f"{program}: pandoc, which writes the citations, failed: ")
    assert line.endswith("Hint: install the archive's packages again, then run the command again")


def test_a_work_that_pandoc_leaves_out_is_named(toy_archive: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(citations, "_pandoc", lambda arguments, data=b"": b"")
    with pytest.raises(OSError, match="no citation of left-out in the style Chicago, note"):
        cite([work_of(toy_archive, "left-out", {"title": "Left out"})])


def test_where_a_work_was_consulted_says_what_of_it(toy_archive: Archive):
    whole = work_of(toy_archive, "a", {}, "https://press.example/")
    assert whole.consulted == "Consulted in The harbour treaty press archive"
    assert whole.page == "https://press.example/documents/a/"
    part = work_of(toy_archive, "a", {"wholeness": "excerpt"})
    assert (part.consulted, part.page) == ("Excerpt consulted in The harbour treaty press archive", "")
