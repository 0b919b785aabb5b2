"""The dates that pages print, in each language that the program reads."""

from __future__ import annotations

import pytest

from press_archive.ingest.dates import WEEKDAY_NAMES, date_line, weekday_in
from press_archive.records.languages import DATE_LANGUAGES

# The same day, a Wednesday, in the words of each language.
PRINTED = {
    "de": "5. März 2014", "en": "5 March 2014", "es": "5 de marzo de 2014", "fr": "5 mars 2014", "it": "5 marzo 2014",
    "nl": "5 maart 2014", "pl": "5 marca 2014", "pt": "5 de março de 2014", "ru": "5 марта 2014", "uk": "5 березня 2014",
}  # fmt: skip
WEDNESDAYS = {
    "de": "Am Mittwoch sprach sie.", "en": "She spoke on Wednesday.", "fr": "Elle a parlé mercredi.",
    "nl": "Zij sprak woensdag.", "ru": "Она выступила в среду.",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted({*DATE_LANGUAGES, *PRINTED}))
def test_a_printed_date_is_read_in_each_language_that_the_table_marks_so(language):
    date = date_line(PRINTED[language])
    assert date is not None
    assert date.edtf == "2014-03-05"


@pytest.mark.parametrize("language", WEEKDAY_NAMES)
def test_a_day_of_the_week_is_found_in_each_language_whose_days_are_named(language):
    assert language in DATE_LANGUAGES
    assert weekday_in(WEDNESDAYS[language]) == 2
