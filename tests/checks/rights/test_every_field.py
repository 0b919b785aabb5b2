"""Every field of the models in which a text can be written is compared with the captures."""

from __future__ import annotations

from press_archive.checks.rights.own_words import check_own_words
from press_archive.checks.rights.written import written_texts
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from text_fields import say, text_fields
from toy_archive import write_source

TEXT = "The old pilot lit every lamp along the grey mole before the last ferry left " * 5


def test_a_text_in_any_field_of_the_models_is_among_those_that_are_compared(toy):
    archive = load_archive(toy)
    fields = text_fields()
    assert len(fields) > 60
    missing = [
        (kind, path)
        for kind, path in fields
        if not any(
            TEXT in text
            for written in written_texts(say(archive, kind, path, TEXT))
            for _, text in written.texts
        )
    ]
    assert missing == []


def test_the_problem_names_the_record_and_the_field(toy):
    write_source(toy, f"A pilot counts\n\n{TEXT}\n")
    archive = load_archive(toy)
    changed = say(archive, "outlets", ("host",), TEXT)
    (problem,) = check_own_words(changed)
    assert (problem.path, problem.location[1]) == ("sources/vocabulary/outlets.yml", "host")


def test_a_role_does_not_make_a_headline_or_an_address_of_a_text(toy, capsys):
    write_source(toy, f"A pilot counts\n\n{TEXT}\n", roles="{1: title, 3: title}", summary=TEXT[:150])
    main(["--root", str(toy), "check"])
    assert "S105" in capsys.readouterr().err
    write_again = toy / "sources/2014/pilot-counts/2014-05-05-a-pilot-counts.md"
    write_again.write_text(write_again.read_text("utf-8").replace("3: title", "3: url"), "utf-8")
    main(["--root", str(toy), "check"])
    assert "S105" in capsys.readouterr().err
