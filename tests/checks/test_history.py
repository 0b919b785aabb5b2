"""What changes without an entry in a history is refused; with the line that the check prints, it is accepted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from benchmarks.trust.history import measure, paste

from case_files import edit
from conftest import sampled
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.build import render_site

LANTERN = "sources/2018/lantern-interview"
TIDE = f"{LANTERN}/2018-12-24-i-have-never-met-a-tide.md"
GULL = "sources/2013/gull-post-harbour"
BRIEF = f"{GULL}/2013-09-24-in-brief-a-quay-without-a-toll.md"
AGAIN = f"{GULL}/2013-10-01-once-more-by-request-the-shared-harbour.md"
DIGEST = "sources/2014/harbour-digest/2014-script-alert-1-script-quotes-stars.md"
OFFERED = f"{GULL}/2013-09-24-shared-harbour-offered-to-ostrand.md"
ADDRESS = "sources/2014/ministry-address/2014-05-02-address-on-the-harbour-treaty.md"


@pytest.fixture
def kept(toy, git):
    """The toy archive, committed."""
    git(toy, "init", "-q")
    git(toy, "add", "--force", "sources")
    git(toy, "commit", "-q", "-m", "Records")
    return toy


def refused(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The problems of H107 to H109 that a comparison with the last commit prints."""
    main(["--root", str(root), "check", "--since", "HEAD"])
    return re.findall(r"^\S+ H10[789].*|^\S+: H10[789].*", capsys.readouterr().err, re.MULTILINE)


CHANGES = {
    "sha256": (f"{LANTERN}/source.yml", "sha256: ac40", "sha256: bc40"),
    "captured": (f"{LANTERN}/source.yml", "captured: 2019-01-03", "captured: 2019-01-04"),
    "captured_from": (f"{LANTERN}/source.yml", "lantern.example/tide", "lantern.example/ebb"),
    "access": (f"{LANTERN}/source.yml", "access: summary", "access: full"),
    "title": (TIDE, "I have never", "I had never"),
    "date": (TIDE, "date: 2018-12-24", "date: 2018-12-25"),
    "spoken": (TIDE, "spoken: 2018-12\n", "spoken: 2018-11\n"),
    "republished.by": (DIGEST, "by: harbour-digest", "by: gull-post"),
    "republished.date": (DIGEST, 'date: "2014?"', 'date: "2013?"'),
    "outlet": (OFFERED, "outlet: gull-post", "outlet: saltmere-wire"),
    "original_url": (OFFERED, "gull.example/1", "gull.example/2"),
    "statements": (OFFERED, "{speaker: ilse-marrowby, lines: 6", "{speaker: unknown, lines: 6"),
}


@pytest.mark.parametrize("field", sampled(list(CHANGES), 3))
def test_a_change_is_refused_until_the_printed_line_is_pasted(kept, capsys, field):
    path, old, new = CHANGES[field]
    edit(kept, {"file": path, "replace": [old, new]})
    problems = refused(kept, capsys)
    assert len(problems) == 1
    assert re.match(rf"{re.escape(path)}:\d+: H107 {field}: changed from ", problems[0])
    paste(kept, problems)
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) in (0, 1)
    printed = capsys.readouterr()
    assert not re.search("H10[789]", printed.err)
    assert re.search(r"^sources/history/\S+\.yml: 1 new entry without a reason", printed.out, re.MULTILINE)


def test_another_file_from_which_a_capture_was_extracted_needs_an_entry(kept, capsys, git):
    source = kept / LANTERN / "source.yml"
    original = f"original: {{file: page.html, sha256: {'0' * 64}, bytes: 9, extractor: a program}}\n"
    source.write_text(source.read_text("utf-8") + original, "utf-8")
    git(kept, "commit", "-q", "-a", "-m", "An original")
    edit(kept, {"file": f"{LANTERN}/source.yml", "replace": ["0" * 64, "1" * 64]})
    problems = refused(kept, capsys)
    assert [problem.partition(": changed")[0].partition("H107 ")[2] for problem in problems] == [
        "original.sha256"
    ]
    paste(kept, problems)
    assert refused(kept, capsys) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (TIDE, "nearness: ", "# A comment\nnearness: "),
        (f"{LANTERN}/source.yml", "label: The Lantern, ", "label: Lantern, "),
        (
            f"{LANTERN}/source.yml",
            "lines: 15\n    reason: donation-widget",
            "lines: 15\n    reason: share-prompt",
        ),
        (OFFERED, "roles: {3: title, 4: date, 5: dateline}", "roles: {3: title, 4: date}"),
        (OFFERED, "topics: [harbour-treaty, free-quay]", "topics: [harbour-treaty]"),
        (OFFERED, "The evening paper prints", "The paper prints"),
        (
            OFFERED,
            "  - {speaker: ilse-marrowby, lines: 6, form: quoted, occasion: shared-harbour-offer-2013}\n",
            "",
        ),
        (OFFERED, "byline: unknown", "byline: Ada Brook"),
    ],
)
def test_other_edits_need_no_entry(kept, capsys, path, old, new):
    edit(kept, {"file": path, "replace": [old, new]})
    assert refused(kept, capsys) == []


def test_a_removed_source_and_its_document_need_an_entry(kept, capsys):
    shutil.rmtree(kept / LANTERN)
    problems = refused(kept, capsys)
    assert [problem.partition(": ")[0] for problem in problems] == [TIDE, f"{LANTERN}/source.yml"]
    paste(kept, problems)
    assert refused(kept, capsys) == []


def test_a_renamed_document_needs_an_entry_and_a_redirect(kept, capsys, git):
    git(kept, "mv", AGAIN, AGAIN.replace("once-more", "again"))
    problems = refused(kept, capsys)
    assert len(problems) == 1 and "was renamed to '2013-10-01-again-by-request" in problems[0]
    paste(kept, problems)
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) == 0


def test_a_renamed_source_keeps_its_history_and_what_it_recorded(kept, capsys, git):
    git(kept, "mv", LANTERN, LANTERN.replace("interview", "talk"))
    problems = refused(kept, capsys)
    assert len(problems) == 1 and "renamed to 'lantern-talk'" in problems[0]
    paste(kept, problems)
    assert refused(kept, capsys) == []
    edit(
        kept, {"file": f"{LANTERN.replace('interview', 'talk')}/source.yml", "replace": [": ac40", ": bc40"]}
    )
    assert main(["--root", str(kept), "check"]) == 1
    assert "H103 sha256" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["paste", "correct"])
def test_an_older_address_of_a_renamed_source_leads_on_too(kept, capsys, git, how):
    git(kept, "mv", LANTERN, LANTERN.replace("interview", "talk"))  # sources/lantern/ leads to it
    if how == "paste":
        paste(kept, refused(kept, capsys))
    else:
        assert main(["--root", str(kept), "correct", "--reason", "A better name"]) == 0
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) == 0
    assert "sources/lantern/, new: sources/lantern-talk/" in (kept / "sources/redirects.yml").read_text()


def test_a_title_with_other_white_space_agrees_with_its_entry(kept, capsys):
    path = kept / TIDE
    text = re.sub(
        r"title: .*\n", 'title: "I have\N{NO-BREAK SPACE}never\tmet"\n', path.read_text("utf-8"), count=1
    )
    path.write_text(text, "utf-8")
    paste(kept, refused(kept, capsys))
    main(["--root", str(kept), "check"])
    assert "H103" not in capsys.readouterr().err


def test_a_source_filed_under_another_year_needs_none(kept, capsys, git):
    (kept / "sources/2017").mkdir()
    git(kept, "mv", LANTERN, LANTERN.replace("2018", "2017"))
    assert refused(kept, capsys) == []


def test_a_document_moved_to_another_source_needs_an_entry(kept, capsys, git):
    git(kept, "mv", AGAIN, f"{LANTERN}/{Path(AGAIN).name}")
    problems = refused(kept, capsys)
    assert len(problems) == 1 and " H107 source: changed from 'gull-post-harbour'" in problems[0]
    paste(kept, problems)
    assert refused(kept, capsys) == []


def test_an_entry_that_says_another_value_is_not_enough(kept, capsys):
    edit(kept, {"file": TIDE, "replace": ["date: 2018-12-24", "date: 2018-12-25"]})
    problems = refused(kept, capsys)
    paste(kept, [problem.replace("new: 2018-12-25~", "new: 2018-12-26~") for problem in problems])
    assert len(refused(kept, capsys)) == 1


@pytest.mark.parametrize("how", ["removed", "changed", "inserted", "reordered", "renamed"])
def test_a_history_only_grows(kept, capsys, how):
    path = kept / "sources/history/lantern-interview.yml"
    head, first, second, third = path.read_text("utf-8").splitlines(keepends=True)[-4:]
    begin = path.read_text("utf-8").removesuffix(first + second + third)
    assert head and begin
    texts = {
        "changed": begin + first + second.replace("last words", "words") + third,
        "inserted": begin + first + first + second + third,
        "reordered": begin + first + third + second,
    }
    if how in texts:
        path.write_text(texts[how], "utf-8")
    elif how == "renamed":
        path.rename(path.with_name("lantern.yml"))
    else:
        path.unlink()
    (problem,) = refused(kept, capsys)
    assert problem.startswith("sources/history/lantern-interview.yml: H109: ")


def test_lines_of_a_withdrawn_document_do_not_come_back(kept, capsys, git):
    withdrawn = Path(OFFERED)
    text = (kept / withdrawn).read_text("utf-8")
    assert main(["--root", str(kept), "withdraw", withdrawn.stem, "--reason", "A reason"]) == 0
    git(kept, "add", "-A")
    git(kept, "commit", "-qm", "Withdrawn")
    (kept / withdrawn).with_name("2013-09-24-another-name.md").write_text(text, "utf-8")
    cut = "  - lines: 3-7\n    reason: withdrawn\n"
    edit(kept, {"file": f"{GULL}/source.yml", "replace": [cut, "  - lines: 7\n    reason: withdrawn\n"]})
    main(["--root", str(kept), "check", "--since", "HEAD"])
    assert re.search(r"H112 cuts: lines 3-6 are of a document that was withdrawn", capsys.readouterr().err)


def test_histories_and_redirects_have_room_for_what_they_gain(kept, capsys):
    history, redirects = kept / "sources/history/lantern-interview.yml", kept / "sources/redirects.yml"
    digest = "ac40057845b707ca102b2c6799242d904717255fd4da54a91ed9d724ddca0ad3"
    entry = f"- {{date: 2020-09-01, type: fixity-check, sha256: {digest}}}\n"
    history.write_text(history.read_text("utf-8") + entry * 1_000, "utf-8")
    lines = [
        f"- {{date: 2020-09-01, old: documents/old-{number}/, new: sources/lantern-interview/}}\n"
        for number in range(1_000)
    ]
    redirects.write_text(redirects.read_text("utf-8") + "".join(lines), "utf-8")
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) == 0


def test_redirects_only_grow(kept, capsys):
    edit(kept, {"file": "sources/redirects.yml", "replace": ["sources/lantern/", "sources/lamp/"]})
    (problem,) = refused(kept, capsys)
    assert problem.startswith("sources/redirects.yml: H109: ")


def test_what_the_commit_had_in_a_broken_record_is_compared_with_its_history(kept, capsys, git):
    record = kept / LANTERN / "source.yml"
    text = record.read_text("utf-8")
    record.write_text("label: [\n", "utf-8")
    git(kept, "commit", "-qam", "Broken")
    record.write_text(text.replace("sha256: ac40", "sha256: bc40"), "utf-8")
    assert [problem.split(": ")[1] for problem in refused(kept, capsys)] == ["H107 sha256"]


def test_a_clone_without_the_commit_says_how_to_get_it(kept, capsys, git, tmp_path):
    git(kept, "commit", "-q", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{kept}", "shallow")
    assert main(["--root", str(tmp_path / "shallow"), "check", "--since", "HEAD^1"]) == 2
    assert "git fetch --unshallow" in capsys.readouterr().err


def test_the_records_of_the_commit_are_written_once(kept, capsys, git, monkeypatch, tmp_path):
    git(kept, "commit", "-q", "--allow-empty", "-m", "More")
    edit(kept, {"file": TIDE, "replace": ["date: 2018-12-24", "date: 2018-12-25"]})
    (kept / "sources/vocabulary/places.yml").write_text("{}\n", "utf-8")  # problems in other files too
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert main(["--root", str(kept), "check", "--since", "HEAD^1"]) == 1
    assert "H107 date: changed from '2018-12-24~'" in capsys.readouterr().err
    assert (tmp_path / "trace").read_text("utf-8").count("built-in: git checkout-index") == 1


def test_the_summary_of_a_change_shows_both_values_and_the_reason(kept, capsys):
    edit(kept, {"file": f"{LANTERN}/source.yml", "replace": ["sha256: ac40", "sha256: bc40"]})
    assert main(["--root", str(kept), "summary", "--since", "HEAD"]) == 0
    assert "no entry: the check refuses it" in capsys.readouterr().out
    history = kept / "sources/history/lantern-interview.yml"
    text = history.read_text("utf-8")
    paste(kept, refused(kept, capsys))
    assert main(["--root", str(kept), "summary", "--since", "HEAD"]) == 0
    assert "**no reason given**" in capsys.readouterr().out
    history.write_text(text, "utf-8")
    assert main(["--root", str(kept), "correct", "--reason", "The page was saved once more"]) == 0
    capsys.readouterr()
    assert main(["--root", str(kept), "summary", "--since", "HEAD"]) == 0
    (row,) = re.findall(r"^\| lantern.*\|$", re.sub("<[^>]*>", "", capsys.readouterr().out), re.MULTILINE)
    digest = yaml.safe_load((kept / LANTERN / "source.yml").read_text("utf-8"))["sha256"]
    assert (
        digest in row and digest.replace("bc40", "ac40", 1) in row and "The page was saved once more" in row
    )


def rename_term(root: Path, old: str, new: str) -> None:
    """Give a term another id, wherever a record names it."""
    for path in root.glob("sources/**/*.*"):
        if path.suffix in (".md", ".yml") and path.parent.name != "history":
            text = path.read_text("utf-8")
            path.write_text(re.sub(rf"(?<![a-z-]){old}(?![a-z-])", new, text), "utf-8")


@pytest.mark.parametrize("how", ["paste", "correct"])
def test_the_address_of_a_renamed_term_leads_on(kept, capsys, how):
    rename_term(kept, "free-quay", "quay-without-a-toll")
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) == 1
    (problem,) = re.findall("^sources/vocabulary/topics.yml: H111: .*", capsys.readouterr().err, re.MULTILINE)
    assert "the term 'free-quay' was renamed to 'quay-without-a-toll'" in problem
    if how == "paste":
        paste(kept, [problem])
    else:
        assert main(["--root", str(kept), "correct", "--reason", "A better name"]) == 0
    assert main(["--root", str(kept), "check", "--since", "HEAD"]) == 0
    pages = render_site(load_archive(kept))
    assert 'redirect: "topics/quay-without-a-toll/"' in pages["topics/free-quay.md"]


def test_the_address_of_a_removed_term_leads_to_the_list(kept, capsys):
    topics = kept / "sources/vocabulary/topics.yml"
    text = re.sub(r"(?m)^(free-quay|lighthouse-dues):\n(  .*\n)*", "", topics.read_text("utf-8"))
    topics.write_text(text, "utf-8")  # no document names the second, so it had no page
    assert main(["--root", str(kept), "correct", "--reason", "No topic of its own"]) == 0
    added = (kept / "sources/redirects.yml").read_text("utf-8").splitlines()[3:]
    assert len(added) == 1 and added[0].endswith("old: topics/free-quay/, new: topics/}")
    page = render_site(load_archive(kept))["topics/free-quay.md"]
    assert 'redirect: "topics/"' in page and "# Removed" in page and "](index.md)" in page


def test_the_correct_command_writes_all_that_is_asked_for(kept, capsys, git):
    git(kept, "mv", AGAIN, AGAIN.replace("once-more", "again"))
    edit(kept, {"file": TIDE, "replace": ["date: 2018-12-24", "date: 2018-12-25"]})
    edit(kept, {"file": TIDE, "replace": ["byline: ", "byline:  "]})
    assert main(["--root", str(kept), "correct", "--reason", "A slip"]) == 0
    assert refused(kept, capsys) == []
    assert main(["--root", str(kept), "format", "--check", "sources/history"]) in (0, 1)
    assert "A slip" in (kept / "sources/history/lantern-interview.yml").read_text("utf-8")


@pytest.mark.measured
def test_every_kind_of_change_is_refused_and_accepted_with_its_line():
    assert [str(figure) for figure in measure(short=True) if not figure.kept] == []
