"""An archive that is published as several sites: which site has which page, what is refused, sitemaps."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from conftest import TOY, copy_project
from press_archive.cli import main
from press_archive.collection.archive import Archive
from press_archive.collection.loading import load_archive
from press_archive.collection.sites.placing import part_of, whole_address
from press_archive.publish.html_tags import Tag, find_referring_tags, parse_tags
from press_archive.publish.parts.dividing import divide_site
from press_archive.publish.site_files.sitemap import read_entries, write_packed_sitemap
from press_archive.records.fields import Collection
from toy_archive import OTHER, REPORT

HOME, EARLY, LATE = "https://press.example/", "https://press.example/early/", "https://late.example/"
WITHDRAWN = "2014-02-11-notes-from-the-quayside"
PARTS = [
    {"years": "2013", "address": EARLY},
    {"years": "2014/2018", "address": LATE, "formerly": [HOME, EARLY]},
]


@pytest.fixture(scope="module")
def toy() -> Archive:
    """The toy archive with two parts."""
    archive = load_archive(TOY)
    assert archive.collection
    fields = {name: getattr(archive.collection, name) for name in ("title", "description", "about")}
    collection = Collection.model_validate({**fields, "period": "2013/2019", "parts": PARTS})
    return replace(archive, collection=collection)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (f"documents/{REPORT}/", EARLY),
        (f"documents/{REPORT}/document.json", EARLY),
        (f"citations/documents/{REPORT}.bib", EARLY),
        (f"cards/{REPORT}.png", EARLY),
        ("sources/tidewatch-shared-harbour/", EARLY),
        (f"documents/{OTHER}/", LATE),
        ("years/2013/", EARLY),
        ("timeline/2014/", LATE),
        ("sources/years/2016/", LATE),
        ("own-words/pell-arden/2018/", LATE),
        ("topics/harbour-treaty/2018/", LATE),
        ("years/2019/", HOME),
        ("years/", HOME),
        ("topics/2013/", HOME),  # a term that is called so
        ("documents/", HOME),
        ("topics/harbour-treaty/", HOME),
        ("citations/archive.bib", HOME),
        ("", HOME),
    ],
)
def test_a_page_is_on_the_site_of_its_years_and_all_others_are_on_the_home_site(
    toy: Archive, path: str, address: str
) -> None:
    assert whole_address(toy, HOME, path) == address + path
    assert whole_address(toy, "", path) == path


def test_a_document_is_beside_its_source_whatever_its_date(toy: Archive) -> None:
    """Its date may be corrected, and its address stays."""
    for id, document in toy.documents.items():
        part = part_of(toy, f"documents/{id}/")
        assert part == part_of(toy, f"sources/{document.source}/")


def site_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".gz"
    }


@pytest.fixture
def divided(toy: Archive, tmp_path: Path) -> dict[str, dict[str, str]]:
    """The files of each site of a small site that is divided."""
    files = {
        "index.html": f'<a href="documents/{REPORT}/#L3">x</a> <a href="topics/harbour-treaty/">y</a>',
        "404.html": '<a href="/topics/">x</a>',
        f"documents/{REPORT}/index.html": f'<a href="../../topics/harbour-treaty/?a=1&amp;b#c">x</a>'
        f'<a href="../{OTHER}/">y</a><a href="../..">home</a><a href="document.json">z</a>'
        f'<link href="../../assets/a.css"><a href="https://gull.example/">g</a>'
        f'<meta property="og:image" content="{HOME}cards/{REPORT}.png">',
        f"documents/{REPORT}/document.json": "{}",
        f"documents/{OTHER}/index.html": "other",
        f"documents/{WITHDRAWN}/index.html": '<a href="../../topics/harbour-treaty/">x</a>',
        "topics/harbour-treaty/index.html": f'<a href="../../documents/{REPORT}/">x</a>',
        "assets/a.css": "p {}",
        f"cards/{REPORT}.png": "card",
        "robots.txt": f"Sitemap: {HOME}sitemap.xml\n",
        "sitemap.xml": f"  <url><loc>{HOME}</loc></url>\n  <url><loc>{EARLY}documents/{REPORT}/</loc></url>\n",
        "pagefind/current.json": '{"folder":"0f"}',
        "pagefind/0f/catalogue.json": '{"documents":14}',
    }
    files |= {f"pagefind/0f/en/fragment/{number}.pf_fragment": f"{number}" for number in range(14)}
    for path, text in files.items():
        (tmp_path / "whole" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "whole" / path).write_text(text, encoding="utf-8")
    folders = divide_site(tmp_path / "whole", toy, HOME, tmp_path / "sites")
    return {name: site_files(folder) for name, folder in folders.items()}


def test_links_stay_within_a_site_and_are_whole_from_one_to_another(
    divided: dict[str, dict[str, str]],
) -> None:
    assert divided["home"]["index.html"] == (
        f'<a href="{EARLY}documents/{REPORT}/#L3">x</a> <a href="topics/harbour-treaty/">y</a>'
    )
    assert divided["2013"][f"documents/{REPORT}/index.html"] == (
        f'<a href="{HOME}topics/harbour-treaty/?a=1&amp;b#c">x</a><a href="{LATE}documents/{OTHER}/">y</a>'
        f'<a href="{HOME}">home</a><a href="document.json">z</a><link href="../../assets/a.css">'
        f'<a href="https://gull.example/">g</a><meta property="og:image" content="{EARLY}cards/{REPORT}.png">'
    )
    assert divided["2013"]["404.html"] == f'<a href="{HOME}topics/">x</a>'
    assert divided["home"]["404.html"] == '<a href="/topics/">x</a>'


def test_old_addresses_lead_on_from_each_site_that_had_the_pages(divided: dict[str, dict[str, str]]) -> None:
    page = f"documents/{OTHER}/index.html"
    assert divided["2014-2018"][page] == "other"
    for former in ("home", "2013"):
        assert f'content="0; url={LATE}documents/{OTHER}/"' in divided[former][page]
    assert f"documents/{REPORT}/index.html" not in divided["home"]  # it was nowhere else
    assert f'content="0; url={HOME}"' in divided["2013"]["index.html"]


def test_a_withdrawn_document_is_said_to_be_withdrawn_on_every_site(
    divided: dict[str, dict[str, str]],
) -> None:
    for name, files in divided.items():
        link = "../../topics/harbour-treaty/" if name == "home" else f"{HOME}topics/harbour-treaty/"
        assert files[f"documents/{WITHDRAWN}/index.html"] == f'<a href="{link}">x</a>'


def test_each_text_of_the_search_is_on_the_site_of_its_document(
    toy: Archive, divided: dict[str, dict[str, str]]
) -> None:
    ordered = toy.newest_first[::-1]
    texts = {
        name: {
            int(path.rpartition("/")[2].partition(".")[0]): text
            for path, text in files.items()
            if path.endswith(".pf_fragment")
        }
        for name, files in divided.items()
    }
    early = [id for id in ordered if whole_address(toy, HOME, f"documents/{id}/").startswith(EARLY)]
    assert [ordered[int(texts["2013"][number])] for number in range(len(early))] == early
    assert len({text for of_site in texts.values() for text in of_site.values()}) == 14
    assert sum(map(len, texts.values())) == 14


UNUSUAL = """<!doctype html>
<LINK Rel=icon HREF=../icon.svg><!-- <a href="no/"> --><script src="a.js"></script>
<script type="application/ld+json">{"a": "<a href='no/'>"}</script><style>a::after { content: "<a href=no/>" }</style>
<p title="a > b, <a href='no/'>">1 < 2 and <a title='it says "x" >' href='../a/?b=1&amp;c#d' class="x">x</a>
<abbr title="no/">y</abbr><a>nowhere</a><a href>empty</a><img alt="" src = "b.png"/><form action="../search/"></form>
"""


def test_links_are_found_as_by_reading_every_tag() -> None:
    kinds = {"href", "src", "action", "content"}

    def found(tags: Iterable[Tag]) -> list[tuple[str, str, str, str]]:
        attributes = [(tag.name, one) for tag in tags for one in tag.attributes if one.name in kinds]
        return [(tag, one.name, one.value, UNUSUAL[one.start : one.end]) for tag, one in attributes]

    assert found(find_referring_tags(UNUSUAL)) == found(parse_tags(UNUSUAL))
    assert [value for _, _, value, _ in found(find_referring_tags(UNUSUAL))] == [
        "../icon.svg", "a.js", "../a/?b=1&c#d", "", "b.png", "../search/",
    ]  # fmt: skip


# --- Refusals


def with_parts(folder: Path, parts: list[dict]) -> Path:
    project = copy_project(folder / "project", TOY)
    with (project / "sources" / "collection.yml").open("a", encoding="utf-8") as record:
        record.write(yaml.safe_dump({"parts": parts}, sort_keys=False))
    return project


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([{"years": "2013-09", "address": EARLY}], "not whole years ('2013-09')"),
        ([{"years": "2013", "address": "https://press.example/early"}], "not the address of a site"),
        ([{"years": "2013", "address": "https://press.example/;object-src/"}], "not the address of a site"),
        (
            [{"years": "2013/2015", "address": EARLY}, {"years": "2015", "address": LATE}],
            "'2015' does not begin after '2013/2015'",
        ),
        (
            [{"years": "2013", "address": EARLY}, {"years": "2014", "address": EARLY}],
            f"two parts are published at '{EARLY}'",
        ),
    ],
)
def test_parts_that_contradict_each_other_are_problems_of_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], parts: list[dict], said: str
) -> None:
    assert main(["--root", str(with_parts(tmp_path, parts)), "check"]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "part", "said"),
    [
        (HOME, "2017", "--part: '2017' is no site of this archive. Expected one of home, 2013, 2014-2018."),
        ("", "", "no site_url, and the sites of an archive with parts link to each other."),
        (LATE, "", f"2014/2018: '{LATE}' is the address of the home site. Expected another one."),
        ("https://elsewhere.example/", "", f"2014/2018: formerly at '{HOME}'. Expected that of another site"),
    ],
)
def test_sites_that_cannot_link_to_each_other_are_not_built(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    part: str,
    said: str,
) -> None:
    project = with_parts(tmp_path, PARTS)
    monkeypatch.setenv("SITE_URL", address)
    assert main(["--root", str(project), "publish", *(["--part", part] if part else [])]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "site/ was not built." in error
    assert not (project / "site").exists()


# --- Sitemaps


@pytest.fixture
def write_map(tmp_path: Path) -> Callable[[int], Path]:
    """Write a sitemap with a number of addresses."""

    def write(number: int) -> Path:
        entries = [f"  <url><loc>{HOME}{position}/?a&amp;b</loc></url>\n" for position in range(number)]
        (tmp_path / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{''.join(entries)}</urlset>",
            encoding="utf-8",
        )
        return tmp_path

    return write


def test_a_sitemap_with_too_many_addresses_becomes_an_index_of_several(
    write_map: Callable[[int], Path],
) -> None:
    site = write_map(7)
    entries = list(read_entries(site))
    write_packed_sitemap(site, HOME, most=3)
    index = (site / "sitemap.xml").read_text(encoding="utf-8")
    named = re.findall("<sitemap><loc>(.*?)</loc></sitemap>", index)
    assert named == [f"{HOME}sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [(site / f"sitemap-{number}.xml").read_text("utf-8").count("<url>") for number in (1, 2, 3)] == [
        3,
        3,
        1,
    ]
    assert list(read_entries(site)) == entries
    assert entries[0][0] == f"{HOME}0/?a&b"
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == index


def test_a_sitemap_of_one_file_stays_as_it_is(write_map: Callable[[int], Path]) -> None:
    site = write_map(3)
    before = (site / "sitemap.xml").read_bytes()
    write_packed_sitemap(site, HOME, most=3)
    assert (site / "sitemap.xml").read_bytes() == before
    assert not list(site.glob("sitemap-*"))
