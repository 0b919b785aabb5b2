"""`archive export` makes the data, texts and releases; `archive publish --exports` publishes what may be shown."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import yaml

from conftest import REPOSITORY, TOY, hold_captures
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.exports.release.citing import Publication, render_citation, render_zenodo
from press_archive.exports.site_data import render_data
from press_archive.publish.settings import load_settings
from site_fixtures import recorded_documents
from toy_archive import TAKEN

RELEASES = Path("export/releases")


def export(toy: Path, *arguments: str) -> int:
    return main(["--root", str(toy), "export", *arguments])


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def releases(toy: Path) -> list[str]:
    return sorted(path.name for path in (toy / RELEASES).iterdir())


def retitle(toy: Path) -> None:
    path = toy / "sources/vocabulary/outlets.yml"
    path.write_text(
        path.read_text("utf-8").replace("label: Tidewatch", "label: The Tidewatch", 1), encoding="utf-8"
    )


def test_the_light_files_are_those_of_a_site(toy: Path, capsys):
    stale = toy / "export/site/data/stale.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("left from before")
    assert export(toy, "data") == 0
    folder = toy / "export/site"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert files == render_data(load_archive(toy), "")
    assert capsys.readouterr().out.startswith("export/site: ")


def test_nothing_is_removed_where_a_link_leads(toy: Path, tmp_path: Path, capsys):
    kept = tmp_path / "outside/site/kept.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("of somebody else")
    (toy / "export").symlink_to(tmp_path / "outside")
    assert export(toy, "data") == 1
    assert "a symbolic link is on the way" in capsys.readouterr().err
    assert kept.read_text() == "of somebody else"


def test_the_texts_have_every_document_and_only_what_may_be_shown(toy_held: Path):
    assert export(toy_held, "tei", "corpus") == 0
    tei, corpus = members(toy_held / "export/tei.zip"), members(toy_held / "export/corpus.zip")
    for id in recorded_documents(TOY):
        assert f"tei/documents/{id}.xml" in tei
        assert id.encode() in corpus["corpus/metadata.csv"]
    line = restricted_line()
    assert line not in b"".join([*tei.values(), *corpus.values()]).decode()


def restricted_line() -> str:
    """A line of text of a document whose text may not be shown."""
    document = recorded_documents(TOY)[TAKEN]
    capture = (TOY / "captures" / f"{document.folder.name}.txt").read_text("utf-8").split("\n")
    return capture[5].strip()


def test_the_texts_of_all_held_captures_are_made_where_nothing_publishes_them(toy_held: Path, capsys, git):
    assert export(toy_held, "--reading-room", "tei", "corpus") == 0
    assert "do not publish it" in capsys.readouterr().out
    assert not (toy_held / "export").exists()
    corpus = members(toy_held / ".reading-room/export/corpus.zip")
    assert restricted_line() in corpus[f"corpus/texts/{TAKEN}.txt"].decode()
    assert corpus["corpus/README.txt"].decode().count("RESTRICTED") == 1
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text("utf-8").split("\n")
    assert "/.reading-room/" in ignored


@pytest.mark.slow
def test_a_site_with_the_texts_of_held_captures_is_refused(toy_held: Path, capsys):
    export(toy_held, "--reading-room", "corpus")
    target = toy_held / "docs/assets/corpus.zip"
    target.write_bytes((toy_held / ".reading-room/export/corpus.zip").read_bytes())
    assert main(["--root", str(toy_held), "publish", "--exports"]) == 1
    assert "words in a row" in capsys.readouterr().err
    assert not (toy_held / "site").exists()


@pytest.mark.parametrize("kind", ["data", "release", "citation", "cards"])
def test_what_has_no_texts_is_not_made_of_the_reading_room(toy: Path, capsys, kind: str):
    assert export(toy, "--reading-room", kind) == 1
    assert capsys.readouterr().err == (
        f"{kind}: it has no texts. Expected tei or corpus with --reading-room.\nNothing was exported.\n"
    )


def test_a_release_has_the_data_the_texts_and_their_checksums(
    toy_held: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SITE_URL", "https://press.example/archive/")  # without it there are no feeds at all
    assert export(toy_held, "release", "--day", "2026-11-27") == 0
    (name,) = releases(toy_held)
    files = members(toy_held / RELEASES / name)
    folder = name.removesuffix(".zip")
    assert folder.endswith("-2026-11-27")
    manifest = files[f"{folder}/manifest-sha256.txt"].decode()
    digests = dict(reversed(line.split("  ", 1)) for line in manifest.splitlines())
    payload = {path.removeprefix(f"{folder}/") for path in files if path.startswith(f"{folder}/data/")}
    assert digests.keys() == payload
    for path, digest in digests.items():
        assert hashlib.sha256(files[f"{folder}/{path}"]).hexdigest() == digest
    wanted = {
        "data/documents.csv", "data/archive.sqlite", "data/vocabularies.ttl", "data/citations/archive.bib",
        "data/corpus/metadata.csv", f"data/tei/documents/{TAKEN}.xml", f"data/documents/{TAKEN}/document.json",
    }  # fmt: skip
    assert wanted <= payload
    assert not any("feeds/" in path for path in payload)
    assert restricted_line().encode() not in b"".join(files.values())


def test_a_release_is_never_replaced(toy: Path, capsys):
    assert export(toy, "release", "--day", "2026-11-27") == 0
    (first,) = releases(toy)
    data = (toy / RELEASES / first).read_bytes()
    assert export(toy, "release", "--day", "2026-11-27") == 0
    assert "It was there already." in capsys.readouterr().out
    assert releases(toy) == [first]
    retitle(toy)
    assert export(toy, "release", "--day", "2026-11-27") == 0
    second = first.replace(".zip", ".2.zip")
    assert releases(toy) == [second, first]
    assert (toy / RELEASES / first).read_bytes() == data
    assert export(toy, "release", "--day", "2026-11-27") == 0
    assert "It was there already." in capsys.readouterr().out
    assert releases(toy) == [second, first]


def test_a_file_among_the_releases_that_is_none_is_named(toy: Path, capsys):
    (toy / RELEASES).mkdir(parents=True)
    (toy / RELEASES / "harbour-2020-01-01.zip").write_bytes(b"no zip")
    assert export(toy, "release", "--day", "2026-11-27") == 1
    assert "not a zip. Expected a release of the archive." in capsys.readouterr().err


@pytest.mark.parametrize("day", ["27-11-2026", "2026-13-01", "today"])
def test_a_day_that_is_none_is_refused(toy: Path, capsys, day: str):
    with pytest.raises(SystemExit):
        export(toy, "release", "--day", day)
    assert day in capsys.readouterr().err


def test_the_citation_of_the_archive_names_nobody_who_is_not_known(toy: Path):
    assert export(toy, "citation") == 0
    citation = yaml.safe_load((toy / "CITATION.cff").read_text("utf-8"))
    title = yaml.safe_load((TOY / "sources/collection.yml").read_text("utf-8"))["title"]
    assert citation["title"] == title
    assert [author["name"] for author in citation["authors"]] == [title]


def test_the_repository_says_how_it_is_cited():
    settings = load_settings(REPOSITORY)
    publication = Publication(
        load_archive(REPOSITORY), settings.address, settings.publisher, settings.contact
    )
    for name, render in (("CITATION.cff", render_citation), (".zenodo.json", render_zenodo)):
        hint = "write it anew with: archive export citation"
        assert (REPOSITORY / name).read_text("utf-8") == render(publication), hint


@pytest.mark.slow
@pytest.mark.measured
def test_an_offline_copy_leads_to_the_texts_on_the_website(toy: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SITE_URL", "https://press.example/archive/")
    hold_captures(toy)
    assert main(["--root", str(toy), "offline", "--exports"]) == 0
    (copy,) = toy.glob("*-offline.zip")
    with zipfile.ZipFile(copy) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith("/data/index.html"))
        page = packed.read(name).decode("utf-8")
    for path in ("tei.zip", "corpus.zip"):
        assert f'href="https://press.example/archive/data/{path}"' in page
        assert (toy / "site/data" / path).is_file()


@pytest.mark.slow
@pytest.mark.measured
def test_a_site_publishes_the_texts_and_the_latest_release_and_leads_to_them(toy: Path):
    hold_captures(toy)
    export(toy, "release", "--day", "2026-11-26")
    retitle(toy)
    export(toy, "release", "--day", "2026-11-27")
    assert main(["--root", str(toy), "publish", "--exports"]) == 0
    page = (toy / "site/data/index.html").read_text("utf-8")
    earlier, latest = releases(toy)
    for path in ("tei.zip", "corpus.zip", f"releases/{latest}"):
        assert f'href="{path}"' in page
        assert zipfile.is_zipfile(io.BytesIO((toy / "site/data" / path).read_bytes()))
    assert (toy / "site/data/releases" / latest).read_bytes() == (toy / RELEASES / latest).read_bytes()
    digest = hashlib.sha256((toy / RELEASES / latest).read_bytes()).hexdigest()
    assert (toy / "site/data/releases/SHA256SUMS").read_text("utf-8") == f"{digest}  {latest}\n"
    assert earlier not in page  # it may have what was withdrawn since
    assert not (toy / "site/data/releases" / earlier).exists()


def test_a_release_of_another_address_is_not_published(toy: Path, capsys, monkeypatch: pytest.MonkeyPatch):
    export(toy, "release", "--day", "2026-11-27")
    monkeypatch.setenv("SITE_URL", "https://press.example/archive/")
    assert main(["--root", str(toy), "publish", "--exports"]) == 1
    assert "not of the records and the address as they are now." in capsys.readouterr().err


def test_a_release_of_earlier_records_is_not_published(toy: Path, capsys):
    export(toy, "release", "--day", "2026-11-27")
    (name,) = releases(toy)
    retitle(toy)
    assert main(["--root", str(toy), "publish", "--exports"]) == 1
    error = capsys.readouterr().err
    assert f"export/releases/{name}: not of the records and the address as they are now." in error
    assert "Hint: archive export release" in error
    assert not (toy / "site").exists()
