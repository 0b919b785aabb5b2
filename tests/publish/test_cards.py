"""Share cards: what is on the picture, where, and which of them are drawn again."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from case_files import edit
from conftest import REPOSITORY
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.publish.export.card_picture import draw_card, headline_typeface, set_headline, set_remark
from press_archive.publish.export.cards import Card, load_colours, make_cards, outdated_cards, read_digest
from press_archive.publish.export.typesetting import Box, Size, fit_line, set_text

TIDE = "2018-12-24-i-have-never-met-a-tide"
RECORD = f"sources/2018/lantern-interview/{TIDE}.md"
PAPER, ACCENT = (251, 250, 247), (140, 47, 27)
# Regions of the card in pixels: left, top, right, bottom.
HEADLINE, FACTS, NAME = (0, 125, 1200, 500), (0, 512, 1200, 630), (0, 14, 1200, 125)
SAID = (
    "Marrowby says that the quay was always meant for the boats of both countries, and that nobody who has read the "
    "treaty of 1961 can claim otherwise; the council answers that the crane, the toll and the lighthouse dues were "
    "never a part of it, and calls for new talks before the summer, when the herring comes back to the shoals "
)
HEADLINES = {
    "English": ("Velmora offers Ostrand a shared harbour", "en"),
    "three words": ("Crane talks begin", "en"),
    "Dutch": ("Ostrand houdt de haven dicht zolang over de kraan wordt onderhandeld", "nl"),
    "Russian": ("Гавань открыта, говорит Маррауби: «Мы подождём до весны»", "ru"),
    "Arabic": ("افتتاح الميناء المشترك في Saltmere بعد 7 سنوات من المفاوضات", "ar"),
    "Hebrew": ("הנמל המשותף נפתח", "he"),
    "Hindi": ("बंदरगाह खुला है", "hi"),
    "400 characters": ((SAID * 2)[:400], "en"),
    "Russian, 400 characters": (
        ("Министр говорит о гавани и о кране, но не о пошлинах на маяках. " * 7)[:400],
        "ru",
    ),
    "marks": ("5 < 6 & \"{{ tide }}\" {% %} %s \\n 'x' `*_[a](b)", "en"),
    "a long word": ("Hafenverwaltungsgebäudeschlüsselübergabefeierlichkeiten" * 2, "de"),
}


def card(headline: str = "Crane talks begin", language: str = "en", **values: str) -> Card:
    facts = {
        "outlet": "The Gull Post", "date": "24 September 2013", "archive": "The harbour treaty press archive",
        "instead": "News report in Chinese",
    } | values  # fmt: skip
    direction = "rtl" if language in ("ar", "he") else "ltr"
    remark = facts.pop("remark", "")
    return Card(headline, remark, language, direction, colours=load_colours(REPOSITORY), **facts)


def picture(one: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(one))).convert("RGB")


def drawn(
    image: Image.Image, region: tuple[int, int, int, int] = (0, 14, 1200, 630)
) -> tuple[int, int, int, int]:
    """The box around what is drawn in a region, below the band; all zeros where nothing is."""
    part = image.crop(region)
    box = ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getbbox()
    left, top = region[:2]
    return (box[0] + left, box[1] + top, box[2] + left, box[3] + top) if box else (0, 0, 0, 0)


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of two colours (Web Content Accessibility Guidelines 2.2)."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", HEADLINES)
def test_a_headline_of_any_kind_is_whole_within_the_card_and_legible(name):
    one = card(*HEADLINES[name])
    assert "".join("".join(set_headline(one).lines).split()) == "".join(one.headline.split())
    image = picture(one)
    assert image.size == (1200, 630)
    for region in (NAME, HEADLINE, FACTS):
        left, top, right, bottom = drawn(image, region)
        assert 80 <= left < right <= 1120
        assert region[1] + 6 <= top < bottom <= region[3] - 6
    darkest = min(image.crop(HEADLINE).get_flattened_data(), key=sum)
    assert contrast(darkest, PAPER) > 7
    assert all(
        contrast(min(image.crop(part).get_flattened_data(), key=sum), PAPER) > 4.5 for part in (NAME, FACTS)
    )
    assert draw_card(one) == draw_card(one)


def test_a_headline_that_no_size_holds_is_cut_at_a_word():
    one = card("Marrowby waits for the tide, " * 40)
    lines = set_headline(one).lines
    assert re.fullmatch(r"(Marrowby waits for the tide,? ?)+(Marrowby|waits|for|the|tide)?…", "".join(
        f"{line} " for line in lines).rstrip())  # fmt: skip
    assert drawn(picture(one), HEADLINE)[3] <= 494


def test_what_runs_from_the_right_begins_at_the_right():
    right = picture(card(*HEADLINES["Arabic"]))
    assert right.getpixel((1112, 306)) == ACCENT and right.getpixel((87, 306)) == PAPER
    left = picture(card(*HEADLINES["Russian"]))
    assert left.getpixel((87, 306)) == ACCENT and left.getpixel((1112, 306)) == PAPER


def test_each_fact_is_in_its_place():
    """The picture changes where a fact is drawn, and nowhere else."""
    before = picture(card())
    for region, changed in ((HEADLINE, {"headline": "Crane talks end"}), (FACTS, {"outlet": "Zeebode"}),
                            (FACTS, {"date": "date unknown"}), (NAME, {"archive": "Tidewatch archive"})):  # fmt: skip
        left, top, right, bottom = ImageChops.difference(
            before, picture(replace(card(), **changed))
        ).getbbox()
        assert region[0] <= left < right <= region[2] and region[1] <= top < bottom <= region[3]


@pytest.mark.parametrize("name", ["three words", "Arabic", "400 characters"])
def test_what_must_be_said_of_a_headline_is_below_it_and_whole(name):
    remark = (
        "The text below this headline is another one. " + "The headline states an intention as a fact. " * 4
    )
    one = card(*HEADLINES[name], remark=remark)
    assert " ".join(set_remark(one).lines) == " ".join(remark.split())
    image, without = picture(one), picture(card(*HEADLINES[name]))
    left, top, right, bottom = drawn(image, HEADLINE)
    assert 80 <= left < right <= 1120 and 131 <= top < bottom <= 494
    assert drawn(image, NAME) == drawn(without, NAME) and drawn(image, FACTS) == drawn(without, FACTS)
    assert ImageChops.difference(image, without).getbbox()


def test_long_facts_have_a_line_each_and_stay_within_the_card():
    outlet = "The Quarterly Gazette of the Harbours, Quays and Lighthouses of Greater Ostrand (inferred)"
    left, top, right, bottom = drawn(
        picture(card(outlet=outlet, date="seen on Harbour Digest, June 2014")), FACTS
    )
    assert 80 <= left < right <= 1120 and bottom <= 606 and bottom - top > 50
    shorter = fit_line(f"{outlet} {outlet}", 60, len, " (inferred)")
    assert shorter == "The Quarterly Gazette of the Harbours, Quays and… (inferred)"


@pytest.mark.parametrize("headline", ["港口开放了", "The tide 🌊 waits", "항구가 열렸다"])
def test_a_headline_whose_letters_the_typeface_lacks_is_left_out(headline):
    one = card(headline, "zh")
    assert headline_typeface(one)[0] == "News report in Chinese"
    assert draw_card(one)[100:] != b"" and read_digest_of(one) == one.digest
    assert ImageChops.difference(picture(one), picture(card("News report in Chinese"))).getbbox() is None


def read_digest_of(one: Card) -> str:
    (found,) = re.findall(rb"Source\0([0-9a-f]{64})", draw_card(one))
    return found.decode()


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=60))
def test_lines_have_every_word_and_fit_and_are_balanced(words):
    box, sizes = Box(200, 100, 1.0), (Size(20, 3), Size(10, 10))
    found = set_text(" ".join(words), box, sizes, lambda text, pixels: len(text) * pixels / 2)
    assert all(len(line) * found.pixels / 2 <= 200 for line in found.lines)
    assert len(found.lines) * found.pixels <= 100
    text = " ".join(found.lines)
    assert text == " ".join(words) or (found.pixels == 10 and " ".join(words).startswith(text.rstrip("…")))
    if len(found.lines) == 2 and not text.endswith("…"):
        moved = found.lines[0].rpartition(" ")  # the last word of the first line would make the second longer
        assert not moved[1] or max(map(len, found.lines)) <= max(
            len(moved[0]), len(f"{moved[2]} {found.lines[1]}")
        )


def test_a_card_has_the_facts_of_the_record_and_nothing_of_text_or_summary(toy_held):
    before = make_cards(toy_held, load_archive(toy_held))
    tide = before[TIDE]
    assert (tide.headline, tide.outlet, tide.date, tide.archive) == (
        '"I have never met a tide I could not wait for"', "The Lantern", "about 24 December 2018 (inferred)",
        "The harbour treaty press archive",
    )  # fmt: skip
    assert (
        before["2014-06-12-ostrand-houdt-de-haven-dicht"].remark
        == "The headline states an intention as a fact."
    )
    text = (toy_held / RECORD).read_text("utf-8")
    (toy_held / RECORD).write_text(
        text.split("\n---\n")[0] + "\n---\n\nAnother summary of the tide.\n", "utf-8"
    )
    assert make_cards(toy_held, load_archive(toy_held)) == before
    words = [word for one in before.values() for word in (one.headline, one.outlet, one.date, one.instead)]
    capture = (toy_held / "sources/2018/lantern-interview/capture.txt").read_text("utf-8")
    body = [line for line in capture.split("\n") if line and line not in words and len(line) > 30]
    assert body and not [line for line in body if any(line in word for word in words)]


def export(root) -> int:
    return main(["--root", str(root), "export", "cards"])


def test_only_what_changed_is_drawn_again_and_what_is_gone_is_removed(toy, capsys):
    folder = toy / "export" / "cards"
    assert export(toy) == 0
    assert capsys.readouterr().out.endswith("export/cards/: 14 cards, 14 drawn, 0 removed.\n")
    first = {path.name: (path.read_bytes(), path.stat().st_ino) for path in folder.iterdir()}
    assert f"{TIDE}.png" in first and not [name for name in first if "quarrel" in name]
    edit(toy, {"file": RECORD, "replace": ["outlet: lantern", "outlet: zeebode"]})
    edit(toy, {"file": RECORD, "replace": ["chain: [lantern]", "chain: [zeebode]"]})
    (folder / "of-nobody.png").write_bytes(b"")
    (folder / "2014-06-crane-talks-begin.png").write_bytes(b"no picture")
    assert export(toy) == 0
    assert capsys.readouterr().out.endswith("export/cards/: 14 cards, 2 drawn, 1 removed.\n")
    after = {path.name: (path.read_bytes(), path.stat().st_ino) for path in folder.iterdir()}
    assert {name for name in after if after[name][1] != first[name][1]} == {
        f"{TIDE}.png", "2014-06-crane-talks-begin.png",
    }  # fmt: skip
    assert [name for name in after if after[name][0] != first[name][0]] == [f"{TIDE}.png"]
    assert read_digest(folder / f"{TIDE}.png") == make_cards(toy, load_archive(toy))[TIDE].digest
    edit(toy, {"file": "sources/collection.yml", "replace": ["title: The harbour", "title: Another harbour"]})
    renamed = make_cards(toy, load_archive(toy))
    assert outdated_cards(toy, renamed) == [*renamed]


def test_a_site_is_not_published_with_cards_that_are_missing_outdated_or_without_an_address(
    toy, capsys, monkeypatch
):
    command = ["--root", str(toy), "publish", "--cards"]
    assert main(command) == 1
    assert (
        "mkdocs.yml: no site_url, and a page names its share card by its whole address."
        in capsys.readouterr().err
    )
    monkeypatch.setenv("SITE_URL", "https://harbour.example/papers")
    assert main(command) == 1
    assert "export/cards/: 14 of 14 share cards missing or outdated" in capsys.readouterr().err
    assert not (toy / "site").exists()


def test_colours_that_the_site_lacks_are_named(toy, capsys):
    edit(toy, {"file": "docs/assets/tokens.css", "replace": ["  --archive-accent: #8c2f1b;\n", ""]})
    assert export(toy) == 1
    assert "docs/assets/tokens.css: without --archive-accent. Expected a colour" in capsys.readouterr().err


def test_without_what_draws_the_command_says_what_to_install(toy, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    for name in [name for name in sys.modules if name.startswith("press_archive.publish.export.card_")]:
        monkeypatch.delitem(sys.modules, name)
    assert export(toy) == 1
    assert "Hint: make cards installs them (PIL is missing)." in capsys.readouterr().err
