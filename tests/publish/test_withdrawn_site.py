"""What was withdrawn is gone from every file of the site and of the offline copy."""

from __future__ import annotations

import re

import pytest
from benchmarks.trust.withdrawal import lay_out, measure, published, texts_of, traces

from case_files import edit
from conftest import TOY, copy_project, hold_captures
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.pages import evidence, lists
from press_archive.publish.build import render_site


@pytest.mark.parametrize("long", [False, True])
def test_the_old_addresses_of_a_term_lead_on_and_so_do_those_of_its_years(toy, monkeypatch, long):
    """A long list has a page for each year, and so have the statements of whoever says much."""
    if long:
        monkeypatch.setattr(evidence, "LONGEST", 0)
        monkeypatch.setattr(lists.make_listing, "__defaults__", (*lists.make_listing.__defaults__[:-1], 0))
    lines = "".join(
        f"- {{date: 2021-05-06, old: {old}, new: {new}}}\n"
        for old, new in (("people/ilse/", "people/ilse-marrowby/"), ("topics/harbour/", "topics/"))
    )
    redirects = toy / "sources" / "redirects.yml"
    redirects.write_text(redirects.read_text(encoding="utf-8") + lines, encoding="utf-8")
    pages = render_site(load_archive(toy))
    moved = {
        path: re.search('redirect: "(.*)"', text)[1]
        for path, text in pages.items()
        if "\nredirect: " in text and "lantern" not in path
    }
    assert moved.pop("people/ilse.md") == "people/ilse-marrowby/"
    assert moved.pop("topics/harbour.md") == "topics/"
    years = {path for path in pages if re.fullmatch(r"(people|own-words)/ilse-marrowby/.*", path)}
    assert bool(years) is long
    assert moved == {
        path.replace("ilse-marrowby", "ilse"): f"{path.removesuffix('.md')}/" for path in sorted(years)
    }


@pytest.mark.slow
@pytest.mark.measured
def test_every_file_is_without_what_was_withdrawn_and_old_addresses_lead_on(tmp_path, monkeypatch, capsys):
    root = copy_project(tmp_path / "project", TOY)
    hold_captures(root)
    monkeypatch.setenv("SITE_URL", "https://archive.example/below/")
    gone = texts_of(load_archive(root), "vestnik-dogovor")
    assert main(["--root", str(root), "withdraw", gone.source, "--reason", "A reason"]) == 0
    document = "2013-09-24-in-brief-a-quay-without-a-toll"
    edit(
        root,
        {
            "file": f"sources/2013/gull-post-harbour/{document}.md",
            "replace": ["nearness:", "robots: noindex\nnearness:"],
        },
    )
    assert main(["--root", str(root), "offline"]) == 0
    assert traces(root, [gone]) == []
    files = {}
    for name, text in published(root):
        files.setdefault(name, []).append(text)  # the site's, and the offline copy's
    for address in gone.addresses:
        for page in files[f"{address}index.html"]:
            assert '<meta name="robots" content="noindex">' in page and "Reason: A reason" in page
    site, offline = files["sources/lantern/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../lantern-interview/">' in site
    assert 'content="0; url=../lantern-interview/index.html"' in offline
    for page in (site, offline):
        address = "https://archive.example/below/sources/lantern-interview/"
        assert f'<link rel="canonical" href="{address}">' in page
    listed = re.findall("<loc>https://archive.example/below/(.*)</loc>", files["sitemap.xml"][0])
    assert "sources/lantern-interview/" in listed
    for page in files[f"documents/{document}/index.html"]:
        assert '<meta name="robots" content="noindex">' in page
    assert not {
        f"documents/{document}/",
        *gone.addresses,
        "sources/lantern/",
        "sources/quayside-notes/",
    } & set(listed)


@pytest.mark.measured
def test_the_withdrawal_of_several_sources_leaves_nothing(tmp_path):
    lay_out(tmp_path)
    assert [str(figure) for figure in measure(short=True) if not figure.kept] == []
