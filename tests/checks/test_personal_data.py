"""E-mail addresses, telephone, account and session numbers are named wherever the archive would publish them."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest
from benchmarks.trust.privacy import clean, measure, planted

from press_archive.checks.privacy.personal_data import find_personal_data
from press_archive.cli import main
from published_files import zipped
from toy_archive import PILOT_DOCUMENT, PILOT_FOLDER, PILOT_SOURCE, write_source

MAIL = "quay-desk@gullpost.example"
SUMMARY = 17  # the line of the document's file that its summary begins on


def named(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """Return the beginning of each E105 that the check prints: path, line, code and field."""
    capsys.readouterr()
    main(["--root", str(root), "check", *options])
    printed = capsys.readouterr().err
    return re.findall(r"^(.*?: E105.*?): an? [a-z -]+ \(", printed, re.MULTILINE)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_the_figures_that_are_promised_are_kept() -> None:
    broken = [str(figure) for figure in measure(short=True) if not figure.kept]
    assert broken == []


def test_every_line_of_the_development_set_is_judged_right() -> None:
    kinds = {"e-mail": "e-mail address", "telephone": "telephone number", "account": "account number",
             "session": "session number or key"}  # fmt: skip
    missed = [text for kind, text in planted("development")
              if kinds[kind] not in {finding.kind for finding in find_personal_data(text)}]  # fmt: skip
    assert missed == []
    assert [line for line in clean("development") if find_personal_data(line)] == []


# The beginnings of keys that programs of the web give out; the rest of each is invented. They are put together here,
# because a scanner for secrets would stop at them in the file.
@pytest.mark.parametrize(
    ("beginning", "length"),
    [("AK" + "IA", 16), ("gh" + "p_", 36), ("xo" + "xb-", 24), ("AI" + "za", 35), ("sk" + "_live_", 24)],
)
def test_keys_of_programs_are_found_by_their_form(beginning: str, length: int) -> None:
    (finding,) = find_personal_data(f"He printed {beginning}{('QUAY7' * 9)[:length]} by mistake.")
    assert finding.kind == "session number or key"


@pytest.mark.parametrize("part", ["a-", "1-", ".", "+1", "token=", "a(at)", "x@y.", "tel. 1"])
def test_a_text_made_to_keep_the_search_busy_takes_no_longer_than_others(part: str) -> None:
    start = time.process_time()
    find_personal_data("@ 12345678 = [ at dot :// " + part * (20_000 // len(part)))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "text", ["account number" + "\n" * 60_000, "tel. number" + " " * 60_000, "0011" * 15_000]
)
def test_a_long_text_is_read_in_parts(text: str) -> None:
    start = time.process_time()
    found = find_personal_data(f"12345678 {text} a quay opens.\n\nWrite to {MAIL} today, or to {MAIL}")
    assert time.process_time() - start < 3
    assert [one.text for one in found if one.kind == "e-mail address"] == [MAIL, MAIL]


@pytest.mark.parametrize("before", range(960, 1_010, 7))
def test_what_lies_across_the_parts_of_a_long_text_is_found_once(before: int) -> None:
    text = "quay\n" * 800 + "." * before + f" {MAIL}\n" + "mole " * 400
    (finding,) = find_personal_data(text)
    assert (finding.text, finding.lines) == (MAIL, 800)


def test_a_character_reference_of_thousands_of_digits_is_no_error() -> None:
    assert find_personal_data(f"&#{'1' * 5_000}; and &#x{'f' * 5_000}") == []
    assert [one.text for one in find_personal_data("ada&#0000000064;gullpost.example")] == [
        "ada@gullpost.example"
    ]


def test_it_is_named_in_every_public_field_and_in_shown_lines_of_a_capture(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = f"A pilot counts\n\nWrite to {MAIL} before noon.\n"
    write_source(toy, capture, summary=f"The pilot writes to\n{MAIL} every year. [L3]", access="full")
    source, document = toy / PILOT_SOURCE, toy / PILOT_DOCUMENT
    fields = source.read_text("utf-8")
    assert "rights: " in fields
    source.write_text(
        re.sub(r"captured_from: .*", "captured_from: https://gullpost.example/a?PHPSESSID=5f3a91c07be2", fields)
        + "notes:\n- ring 01632 960155\n",
        "utf-8",
    )  # fmt: skip
    append(toy / "docs" / "search.md", f"\nAsk the desk:\n{MAIL}\n")
    lines = len((toy / "docs" / "search.md").read_text("utf-8").splitlines())
    address = fields.splitlines().index(re.search(r"captured_from: .*", fields)[0]) + 1
    assert sorted(named(toy, capsys)) == sorted([
        f"docs/search.md:{lines}: E105",
        f"{PILOT_FOLDER}/capture.txt:3: E105",
        f"{PILOT_DOCUMENT}:{SUMMARY}: E105",
        f"{PILOT_SOURCE}:{address}: E105 captured_from",
        f"{PILOT_SOURCE}:{len(source.read_text('utf-8').splitlines())}: E105 notes[0]",
    ])  # fmt: skip
    assert document.is_file()


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("mkdocs.yml", f"site_name: A\nextra: {{funding: Ask {MAIL}}}\n", True),
        ("mkdocs.reading-room.yml", f"nav:\n  - Ask {MAIL}: index.md\n", True),
        ("overrides/partials/foot.html", f"<p>\n{MAIL}</p>", True),
        ("docs/assets/a.css", f"p::after {{\n content: '{MAIL}' }}", True),
        ("docs/assets/a.js", f"// A\n// {MAIL}\n", True),
        ("docs/about/a.zip", zipped({"b.txt": f"Ask {MAIL}"}), False),
        ("docs/about/a.txt", f"Ask {MAIL}".encode("utf-16"), False),
        (f"docs/about/{MAIL}.md", "# A\n", False),
    ],
)
def test_it_is_named_in_whatever_is_written_by_hand(toy, capsys, path, content, line) -> None:
    (toy / path).parent.mkdir(parents=True, exist_ok=True)
    (toy / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert named(toy, capsys) == [f"{path}:2: E105" if line else f"{path}: E105"]


def test_lines_that_are_not_shown_are_not_looked_at(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_source(toy, f"A pilot counts\n\nWrite to {MAIL}.\n")
    assert named(toy, capsys) == []


def test_generated_pages_repeat_no_problem_of_their_record(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = toy / "sources" / "vocabulary" / "places.yml"
    places.write_text(places.read_text("utf-8").replace("The harbour town.", f"Ask {MAIL}."), "utf-8")
    main(["--root", str(toy), "build", "--pages-only"])
    assert find_personal_data((toy / "docs" / "places" / "port-saltmere.md").read_text("utf-8"))
    assert [problem.partition(":")[0] for problem in named(toy, capsys)] == ["sources/vocabulary/places.yml"]


def test_the_publishers_contact_may_be_on_every_page(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(toy / "docs" / "search.md", f"\nWrite to {MAIL}.\n")
    assert len(named(toy, capsys)) == 1
    config = (toy / "mkdocs.yml").read_text("utf-8")
    (toy / "mkdocs.yml").write_text(config.replace('contact: ""', f'contact: "mailto:{MAIL}"'), "utf-8")
    assert named(toy, capsys) == []


def test_what_the_collection_allows_has_a_reason(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(toy / "docs" / "search.md", f"\nWrite to {MAIL}.\n")
    append(toy / "sources" / "collection.yml", f"public_details:\n  {MAIL}:\n")
    main(["--root", str(toy), "check"])
    assert f"R103 public_details.{MAIL}" in capsys.readouterr().err
    append(toy / "sources" / "collection.yml", "    printed on every page of the paper\n")
    assert named(toy, capsys) == []


def test_publish_refuses_and_leaves_the_site_alone(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(toy / "docs" / "search.md", f"\nWrite to {MAIL}.\n")
    assert main(["--root", str(toy), "publish"]) == 1
    printed = capsys.readouterr().err
    assert f"E105: an e-mail address ('{MAIL}')" in printed
    assert "site/ was not built." in printed
    assert not (toy / "site").exists()


@pytest.mark.measured
def test_a_page_that_a_change_did_not_touch_is_no_problem_of_it(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append(toy / "docs" / "search.md", f"\nWrite to {MAIL}.\n")
    for arguments in (
        ["init"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-m", "a"],
    ):
        subprocess.run(["git", "-C", str(toy), *arguments], check=True, capture_output=True)
    assert named(toy, capsys, "--since", "HEAD") == []
    assert len(named(toy, capsys)) == 1
