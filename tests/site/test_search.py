"""The search page, the box of the header and their keys, in a browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import PHONE, violations
from conftest import TOY, sampled
from press_archive.cli import main
from press_archive.publish.indexing.feeds import searchable
from site_fixtures import Site, real_documents, recorded_documents, recorded_terms

pytestmark = pytest.mark.slow

# The documents of the toy archive, by a word of their ids.
KEYS = {
    "tidewatch": "2013-09-23-velmora-offers-ostrand-a-shared-harbour",
    "gull": "2013-09-24-shared-harbour-offered-to-ostrand",
    "brief": "2013-09-24-in-brief-a-quay-without-a-toll",
    "biedt": "2013-09-velmora-biedt-ostrand-een-haven-aan",
    "once-more": "2013-10-01-once-more-by-request-the-shared-harbour",
    "kraan": "2013-09-de-kraan-van-saltmere",
    "visrecht": "2013-09-visrecht-bij-de-grijze-zandbanken",
    "script": "2014-script-alert-1-script-quotes-stars",
    "address": "2014-05-02-address-on-the-harbour-treaty",
    "crane": "2014-06-crane-talks-begin",
    "dicht": "2014-06-12-ostrand-houdt-de-haven-dicht",
    "gavan": "2014-06-12-gavan-otkryta-govorit-marraubi",
    "interview": "2018-12-24-i-have-never-met-a-tide",
    "dogovor": "2019-03-03-dogovor-o-gavani-podpisan",
}
HERS = "tidewatch gull once-more gavan dicht address interview dogovor"  # their records name Ilse Marrowby

# What is asked of the toy archive's reading room; what must be found; what must not, where `*` is everything
# else.
QUERIES = [
    # English: words in other forms than the texts', all of them needed; words of an English summary of a
    # Dutch text.
    ("q=dockers", "tidewatch gull brief once-more", "*"),
    ("q=docker", "tidewatch gull brief once-more", "*"),
    ("q=laughing", "tidewatch gull once-more", "*"),
    ("q=herring", "tidewatch gull once-more visrecht interview", "*"),
    ("q=herring laughed", "tidewatch gull once-more", "*"),
    ("q=lecturing", "kraan", "*"),
    ("q=ferries", "interview", "brief crane"),
    ("q=ledger", "interview", "*"),
    ("q=xylophonist", "", "*"),
    ("q=ledger xylophonist", "", "*"),
    ('q="marks such as"', "", "*"),  # of the page's explanations
    # Unfinished words and beginnings.
    ("q=ledg", "interview", "*"),
    ("q=ledg*", "interview", "*"),
    ("q=ledg insult", "", "*"),
    ("q=ledg* insult", "interview", "*"),
    ("q=read", "interview", "*"),
    ("q=read*", "interview script tidewatch gull brief once-more", "*"),  # read, readers, ready
    # Phrases.
    ('q="deepest quay"', "tidewatch gull brief once-more", "*"),
    ('q="quay deepest"', "", "*"),
    ('q="the dockers laughed"', "tidewatch gull once-more", "*"),
    ("q=“deepest quay” herring", "tidewatch gull once-more", "*"),
    ('q="a | pipe, nor"', "address", "*"),
    ('q="a pipe, nor"', "", "*"),
    ('q="read at last"', "", "*"),  # the interview holds `read`, and `Ready at last`
    ('q="ready at last"', "interview", "*"),
    # Exclusion, of words, phrases and names.
    ("q=herring -dockers", "visrecht interview", "*"),
    ('q=herring -"has not yet replied"', "visrecht interview", "*"),
    ("q=herring −dockers -ferry", "visrecht", "*"),
    ("q=Saltmere -Marrowby", "kraan crane", HERS),
    # Only in headlines.
    ("q=crane&in=headlines", "crane", "*"),
    ("q=harbours&in=headlines", "tidewatch gull once-more address", "*"),
    ('q="shared harbour"&in=headlines', "tidewatch gull once-more", "*"),
    ("q=kranen&in=headlines", "kraan", "*"),
    ("q=гаванью&in=headlines", "gavan dogovor", "*"),
    ("q=ledger&in=headlines", "", "*"),
    # Dutch.
    ("q=kraan", "kraan dicht", "*"),
    ("q=kranen", "kraan dicht", "*"),
    ("q=boot", "biedt", "*"),
    ("q=preken", "kraan", "*"),
    ("q=visser", "visrecht", "*"),
    ('q="gemiste kans"', "visrecht", "*"),
    ('q="een gemiste kans"', "visrecht", "*"),  # beside `Eén kans`, the same word with an accent
    ('q="eén kans"', "visrecht", "*"),
    ("q=theeglas -kraan", "", "*"),
    # Russian.
    ("q=договорами", "dogovor", "*"),
    ("q=очевидцами", "dogovor", "*"),
    ("q=приливом", "gavan dogovor", "*"),
    ('q="шесть лет"', "dogovor", "*"),
    ("q=гаванью", "gavan dogovor", "*"),
    ("q=министры", "gavan", "*"),
    ("q=приливом -очевидцев", "gavan", "*"),
    # Names in any spelling; in quotation marks as they are spelled.
    ("q=Маррауби", HERS, "*"),
    ("q=Ильзе Маррауби", HERS, "*"),
    ("q=Ilsa Marrowby", HERS, "*"),
    ("q=marrowby", HERS, "*"),
    ("q=Márrowby", HERS, "*"),
    ("q=havenverdrag", f"{HERS} brief biedt visrecht", "kraan crane script"),
    ("q=hávenverdrag", f"{HERS} brief biedt visrecht", "kraan crane script"),
    ("q=договора о гавани", f"{HERS} brief biedt visrecht", "kraan crane script"),
    ('q="havenverdrag"', "", "*"),
    ("q=Велморы", "tidewatch gull brief biedt once-more gavan interview dogovor", "kraan crane script"),
    ("q=Солтмирское агентство", "dogovor tidewatch", "kraan crane script"),
    ("q=havenraad", "dicht", "*"),
    ("q=Маррауби ferry", "interview", "brief crane"),
    # Facets, alone and together.
    ("language=ru", "gavan dogovor", "*"),
    ("kind=interview&kind=speech", "interview address", "*"),
    ("year=2013&kind=commentary", "kraan", "*"),
    ("nearness=translation", "biedt interview", "*"),
    ("topic=crane-dispute&language=nl", "kraan", "*"),
    ("event=shared-harbour-offer-2013&outlet=gull-post", "gull brief biedt once-more", "*"),
    ("organisation=harbour-council", "tidewatch dicht", "*"),
    ("place=grey-shoals", "visrecht", "*"),
    ("q=herring&person=anneke-duinstra", "interview", "*"),
    ("q=herring&outlet=gull-post&year=2013", "gull once-more", "*"),
]  # fmt: skip

# What is asked of the real collection's public site: spellings of names, and documents whose records name
# them.
SPELLINGS = [
    *(
        (spelling, "people", "sergey-lavrov")
        for spelling in ("Lavrov", "Lawrow", "Лавров", "Лаврова", "Sergei Lavrov")
    ),
    *((spelling, "organisations", "opcw") for spelling in ("OPCW", "OVCW", "ОЗХО")),
    *((spelling, "instruments", "un-charter-chapter-vii") for spelling in ("Chapter 7", "Chapter VII")),
]


def ask(page: Page, site: Site, parameters: str) -> None:
    """Open the search page with an address; return when its whole answer is there."""
    page.goto(f"{site.address}search/?{quote(parameters, safe='=&')}")
    answered(page)


def ask_again(page: Page, site: Site, parameters: str) -> None:
    """Go to another address of the open search page, as by the buttons for back and forward: that is faster
    than to load it.
    """
    address = f"{site.address}search/?{quote(parameters, safe='=&')}"
    page.evaluate(
        "address => { history.pushState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }",
        address,
    )
    answered(page)


def answered(page: Page) -> None:
    """Wait for the whole answer."""
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ documents?( for “.*”)?\.$"))
    expect(page.locator("#search-facets")).to_have_attribute("aria-busy", "false")


def results(page: Page) -> list[str]:
    """Return the ids of all results, in their order."""
    while page.get_by_role("button", name="Show more").is_visible():
        shown = page.locator("#search-results > li").count()
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("#search-results > li").nth(shown)).to_be_visible()
    links = page.locator("#search-results > li > a:first-child")
    return [
        urlsplit(href).path.split("/")[-2]
        for href in links.evaluate_all("links => links.map(link => link.href)")
    ]


def number(page: Page) -> int:
    """Return the number of results that the status tells."""
    return int(page.get_by_role("status").inner_text().split()[0])


def counts(page: Page, facet: str) -> dict[str, int]:
    """Return label → number of a facet's values, all of them shown."""
    group = page.locator(f"#facet-{facet}")
    everything = group.get_by_role("button", name=re.compile("^Show all"))
    if everything.count():
        everything.click()
        expect(group.get_by_role("button", name="Show fewer")).to_be_visible()
    rows = group.locator("label").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('span')].map(span => span.textContent))"
    )
    return {label: int(count) for label, count in rows}


def toy_documents() -> dict[str, dict]:
    """The toy archive's front matter, by id."""
    return {id: document.fields for id, document in recorded_documents(TOY).items()}


def test_the_table_of_queries_is_large_enough_and_names_every_document():
    assert len(QUERIES) >= 40
    assert set(KEYS.values()) == set(toy_documents())


def test_each_query_finds_what_it_must_and_nothing_that_it_must_not(toy_sites, page: Page):
    wrong = []
    ask(page, toy_sites[1], "")
    for parameters, wanted, unwanted in QUERIES:
        ask_again(page, toy_sites[1], parameters)
        found = results(page)
        must = {KEYS[key] for key in wanted.split()}
        must_not = set(KEYS.values()) - must if unwanted == "*" else {KEYS[key] for key in unwanted.split()}
        assert len(found) == len(set(found)) == number(page)
        if missing := must - set(found):
            wrong.append(f"{parameters}: not found: {sorted(missing)}")
        if extra := must_not & set(found):
            wrong.append(f"{parameters}: found: {sorted(extra)}")
    assert wrong == []


@pytest.mark.parametrize(("spelling", "vocabulary", "term"), sampled(SPELLINGS, 3))
def test_a_name_in_any_spelling_finds_the_documents_whose_records_name_it(
    public_site, page: Page, spelling, vocabulary, term
):
    named = {id for id, document in real_documents().items() if term in document.term_ids(vocabulary)}
    assert named
    ask(page, public_site, f"q={spelling}")
    assert named <= set(results(page))
    expect(page.locator("#search-subjects a").first).to_have_attribute(
        "href", re.compile(f"/{vocabulary}/{term}/$")
    )


# --- Facets


def test_the_counts_of_a_facet_are_those_of_the_records(toy_sites, page: Page):
    ask(page, toy_sites[0], "")
    records = toy_documents()
    terms = recorded_terms(TOY)
    for facet, vocabulary in (("topic", "topics"), ("person", "people"), ("place", "places"), ("event", "events"),
                              ("organisation", "organisations"), ("instrument", "instruments"), ("outlet", "outlets")):  # fmt: skip
        field = "outlet" if facet == "outlet" else vocabulary
        expected: dict[str, int] = {}
        for record in records.values():
            values = record.get(field, [])
            for id in [values] if isinstance(values, str) else values:
                label = terms[vocabulary, id]["label"]
                label = label[:1].upper() + label[1:]
                expected[label] = expected.get(label, 0) + 1
        assert counts(page, facet) == expected, facet
    years = [document.day[:4] for document in recorded_documents(TOY).values()]
    assert counts(page, "year") == {year: years.count(year) for year in years}


def test_counts_follow_the_other_choices_but_not_their_own(toy_sites, page: Page):
    ask(page, toy_sites[0], "language=nl")
    records = toy_documents()
    dutch = [record for record in records.values() if record["language"] == "nl"]
    assert number(page) == len(dutch)
    assert counts(page, "kind") == {"News report": 3, "Commentary": 1}
    assert sum(counts(page, "language").values()) == len(records)
    page.locator("#facet-kind").get_by_label("Commentary").check()
    answered(page)
    expect(page.get_by_role("status")).to_have_text("1 document.")
    assert counts(page, "kind") == {"News report": 3, "Commentary": 1}
    assert counts(page, "language") == {"Dutch": 1, "English": 1}


@pytest.mark.measured
def test_a_choice_is_a_chip_and_in_the_address_and_can_be_taken_back(toy_sites, page: Page):
    ask(page, toy_sites[0], "q=harbour")
    everything = number(page)
    page.locator("#facet-kind").get_by_label("Speech").check()
    expect(page.get_by_role("status")).to_have_text("1 document for “harbour”.")
    expect(page.locator("#facet-kind").get_by_label("Speech")).to_be_focused()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["harbour"], "kind": ["speech"]}
    page.locator("#facet-language").get_by_label("English").check()
    expect(page.get_by_role("button", name="Remove Language: English")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Remove Language: English")).to_have_count(0)
    page.get_by_role("button", name="Remove Kind: Speech").click()
    expect(page.get_by_label("Words to look for")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(f"{everything} documents for “harbour”.")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["harbour"]}
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("1 document for “harbour”.")
    expect(page.locator("#facet-kind").get_by_label("Speech")).to_be_checked()


def test_all_choices_are_removed_at_once(toy_sites, page: Page):
    ask(page, toy_sites[0], "kind=speech&language=en&sort=oldest")
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_role("status")).to_have_text(f"{len(KEYS)} documents.")
    assert parse_qs(urlsplit(page.url).query) == {"sort": ["oldest"]}


# --- Order


def test_an_empty_query_shows_all_documents_newest_first(toy_sites, page: Page):
    ask(page, toy_sites[0], "")
    assert results(page) == newest_first()


@pytest.mark.parametrize("parameters", sampled(["q=Маррауби", "", "q=Marrowby", "q=havenverdrag"], 2))
def test_sorting_by_date_is_right_over_all_languages(toy_sites, page: Page, parameters):
    ask(page, toy_sites[1], f"{parameters}&sort=newest")
    newest = results(page)
    languages = {toy_documents()[id]["language"] for id in newest}
    assert languages == {"en", "nl", "ru"}
    assert newest == [id for id in newest_first() if id in newest]
    page.get_by_label("Order").select_option("oldest first")
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator("#search-results > li > a").first).to_have_attribute(
        "href", re.compile(f"/{newest[-1]}/$")
    )
    assert results(page) == newest[::-1]


def newest_first() -> list[str]:
    """The toy archive's ids by date, as its lists have them: of dates that begin together the precise one is
    newer.
    """

    def order(id: str) -> tuple[str, int]:
        known = [part for part in recorded_documents(TOY)[id].day.split("-") if part.isdecimal()]
        return "-".join([*known, "01", "01"][:3]), len(known)

    return sorted(sorted(toy_documents()), key=order, reverse=True)


# --- Results


def test_a_result_says_what_it_is_and_leads_to_the_passage(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ledger")
    item = page.locator("#search-results > li")
    expect(item).to_contain_text(
        "The Lantern · about 24 December 2018 (inferred) · interview · English · translation"
    )
    expect(item.locator("mark")).to_have_text(["ledger"])
    item.get_by_role("link", name="L10", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/documents/{KEYS['interview']}/#L10$"))
    assert "ledger" in page.locator("#L10").inner_text()


def test_where_the_text_is_not_shown_a_result_leads_to_the_part_of_the_summary(toy_sites, page: Page):
    ask(page, toy_sites[0], "q=condition")
    item = page.locator("#search-results > li")
    item.get_by_role("link", name="Summary 3", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/documents/{KEYS['interview']}/#summary-3$"))
    assert "condition" in page.locator("#summary-3").inner_text()


def test_an_excerpt_reads_as_the_summary_without_its_line_references(toy_sites, page: Page):
    ask(page, toy_sites[0], "q=accounts")
    excerpt = "Asked who the owner of the crane is, Marrowby jokes and then points to the accounts."
    expect(page.locator("#search-results .excerpt")).to_have_text(f"Summary 1 {excerpt}")


@pytest.mark.parametrize(
    ("parameters", "key", "marked"),
    [
        ("q=offering", "tidewatch", ["offers"]),
        ('q="shared harbours"', "tidewatch", ["shared", "harbour"]),
        ("q=гаванью", "gavan", ["Гавань"]),
        ("q=talk&in=headlines", "crane", ["talks"]),
        ("q=javascript&in=headlines", "script", ["link](javascript:x"]),
    ],
)
def test_the_words_of_the_query_are_marked_in_the_headline(toy_sites, page: Page, parameters, key, marked):
    ask(page, toy_sites[1], parameters)
    headline = page.locator(f"#search-results > li > a[href*='/{KEYS[key]}/']").first
    expect(headline).to_have_text(toy_documents()[KEYS[key]]["title"])
    expect(headline.locator("mark")).to_have_text(marked)


def test_a_longer_word_that_begins_with_the_one_asked_for_is_not_marked(toy_sites, page: Page):
    """The summary holds `ready`; the text holds `read`."""
    ask(page, toy_sites[1], "q=read&kind=interview")
    expect(page.locator("#search-results mark")).to_have_text(["read"])
    ask(page, toy_sites[1], "q=read*&kind=interview")
    expect(page.locator("#search-results mark")).to_have_text(["Ready"])
    expect(page.get_by_text("Also in:").get_by_role("link")).to_have_text(["L16"])


def test_words_in_two_passages_are_shown_in_both(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ferries ledger")
    links = page.locator("#search-results .excerpt").get_by_role("link")
    assert set(links.all_inner_texts()) >= {"L10"} and links.count() == 2
    expect(page.locator("#search-results mark", has_text="ferry").first).to_be_visible()


def test_without_words_a_result_shows_the_beginning_of_its_summary(toy_sites, page: Page):
    ask(page, toy_sites[0], "kind=interview")
    expect(page.locator("#search-results .excerpt")).to_contain_text("Asked who the owner of the crane is")


@pytest.mark.measured
def test_passages_beside_the_one_shown_are_named(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=breakfast")
    item = page.locator("#search-results > li")
    expect(item.locator(".excerpt").get_by_role("link")).to_have_text("L14")
    expect(item.get_by_text("Also in:").get_by_role("link")).to_have_text(["L16"])


@pytest.mark.measured
def test_a_hit_in_the_details_alone_says_so_and_shows_the_beginning_of_the_summary(toy_sites, page: Page):
    ask(page, toy_sites[0], "q=havenverdrag&kind=interview")
    item = page.locator("#search-results > li")
    expect(item.locator(".excerpt")).to_contain_text("Asked who the owner of the crane is")
    expect(item.get_by_text("Found in:").get_by_role("link")).to_have_text(["Details"])


def test_nothing_found_offers_the_nearest_spelling(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=leger")
    expect(page.get_by_role("status")).to_have_text("0 documents for “leger”.")
    page.get_by_role("link", name="ledger").click()
    expect(page.get_by_role("status")).to_have_text("1 document for “ledger”.")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["ledger"]}


@pytest.mark.measured
def test_nothing_found_offers_the_choice_to_remove(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ledger&kind=speech&language=en")
    expect(page.get_by_role("status")).to_have_text("0 documents for “ledger”.")
    page.get_by_role("button", name="Remove Kind: Speech, which leaves 1 document").click()
    expect(page.get_by_role("status")).to_have_text("1 document for “ledger”.")
    expect(page.get_by_role("button", name=re.compile("^Remove Kind"))).to_have_count(0)


def test_words_that_never_meet_are_said_to(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ledger kraan")
    expect(page.locator("#search-proposals")).to_contain_text("none for all of them together")


@pytest.mark.measured
def test_only_headlines_can_be_left_where_none_holds_the_word(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ledger&in=headlines")
    expect(page.locator("#search-proposals")).to_contain_text("No headline holds “ledger”.")
    page.get_by_role("button", name="Search more than headlines").click()
    expect(page.get_by_role("status")).to_have_text("1 document for “ledger”.")
    expect(page.get_by_label("Only in headlines")).not_to_be_checked()


# --- What is loaded late, or not at all


@pytest.mark.measured
def test_an_answer_that_comes_late_does_not_replace_a_later_one(toy_sites, page: Page):
    ask(page, toy_sites[1], "")
    late = []
    page.route("**/*.pf_index", lambda route: route.continue_() if late else late.append(route))
    page.get_by_label("Words to look for").fill("herring")
    page.wait_for_timeout(400)
    page.get_by_label("Words to look for").fill("")
    page.wait_for_timeout(400)
    assert late
    late[0].continue_()
    page.wait_for_timeout(1000)
    expect(page.get_by_role("status")).to_have_text("14 documents.")
    expect(page.locator("#search-results > li")).to_have_count(10)


@pytest.mark.measured
def test_without_words_the_documents_are_there_before_the_program_that_finds_words(toy_sites, page: Page):
    late = []
    page.route("**/pagefind.js", lambda route: late.append(route))
    with page.expect_request("**/pagefind.js"):
        page.goto(f"{toy_sites[0].address}search/?kind=interview")
        expect(page.get_by_role("status")).to_have_text("1 document.")
        expect(page.locator("#search-results > li")).to_have_count(1)
    page.get_by_label("Words to look for").fill("tide")
    expect(page.get_by_role("status")).to_have_text("1 document.")
    (route,) = late
    route.continue_()
    expect(page.get_by_role("status")).to_have_text("1 document for “tide”.")


@pytest.mark.measured
def test_an_index_of_another_language_that_fails_leaves_what_was_found(toy_sites, browser):
    context = browser.new_context()
    lenient = context.new_page()  # the failure is an error in the console, as it should be
    lenient.route("**/pagefind/*/ru/index.json", lambda route: route.abort())
    lenient.goto(f"{toy_sites[1].address}search/?q={quote('Маррауби')}")
    expect(lenient.get_by_role("status")).to_contain_text(
        "8 documents for “Маррауби”. A part of the search could not be loaded"
    )
    expect(lenient.locator("#search-results > li")).to_have_count(8)
    context.close()


@pytest.mark.measured
def test_a_file_that_failed_once_is_asked_for_again(toy_sites, browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/terms/topics.json", lambda route: route.abort(), times=1)
    page.goto(f"{toy_sites[1].address}search/?q=ledger")
    expect(page.get_by_role("status")).to_contain_text("A part of the search could not be loaded")
    page.get_by_label("Words to look for").fill("herring")
    expect(page.locator("#facet-topic")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("5 documents for “herring”.")
    context.close()


def test_an_index_that_does_not_fit_its_list_of_documents_is_refused(toy_sites, page: Page):
    def shorten(route) -> None:
        listing = route.fetch().json()
        route.fulfill(json={**listing, "lengths": listing["lengths"][1:]})

    page.route("**/pagefind/*/en/index.json", shorten)
    page.goto(f"{toy_sites[1].address}search/?q=ledger")
    expect(page.get_by_role("status")).to_contain_text("the index of en holds 13 documents, not 14")


@pytest.mark.measured
def test_a_host_that_decompresses_the_files_of_the_index_does_no_harm(toy_sites, page: Page):
    page.route("**/*.pf_fragment", lambda route: route.fulfill(body=gzip.decompress(route.fetch().body())))
    ask(page, toy_sites[1], "q=ledger")
    expect(page.locator("#search-results mark")).to_have_text(["ledger"])


# --- Typing, keys and the box of the header


def test_results_come_while_one_types_and_enter_keeps_the_query(toy_sites, page: Page):
    ask(page, toy_sites[1], "")
    page.get_by_label("Words to look for").press_sequentially("dockers", delay=20)
    expect(page.get_by_role("status")).to_have_text("4 documents for “dockers”.")
    page.get_by_label("Words to look for").press("Enter")
    expect(page).to_have_url(f"{toy_sites[1].address}search/?q=dockers")


@pytest.mark.measured
def test_going_back_leads_to_each_query_that_was_asked_once(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=ledger")
    box = page.get_by_label("Words to look for")
    for query in ("dockers", "herring"):
        box.fill("")
        for typed in (query[:4], query):
            box.fill(typed)
            expect(page.get_by_role("status")).to_contain_text(f"for “{typed}”.")
        for _ in range(3):
            box.press("Enter")
    for query in ("dockers", "ledger"):
        page.go_back()
        expect(page.get_by_role("status")).to_contain_text(f"for “{query}”.")
        expect(box).to_have_value(query)


@pytest.mark.measured
def test_whoever_comes_back_from_a_document_finds_the_list_as_it_was(toy_sites, page: Page):
    ask(page, toy_sites[1], "")
    page.get_by_role("button", name="Show more").click()
    last = page.locator("#search-results > li").nth(13)
    expect(last.get_by_role("link").first).to_be_visible()
    expect(page.locator("#search-results > li").nth(10).get_by_role("link").first).to_be_focused()
    last.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/documents/"))
    page.go_back()
    expect(page.locator("#search-results > li")).to_have_count(14)
    expect(last).to_be_in_viewport()


@pytest.mark.measured
def test_a_link_within_the_page_leaves_the_results_alone(toy_sites, page: Page):
    ask(page, toy_sites[1], "")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#search-results > li")).to_have_count(14)
    page.locator("#search-facets input").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the results")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#search-results a").first).to_be_focused()
    expect(page.locator("#search-results > li")).to_have_count(14)


@pytest.mark.parametrize("key", sampled(["/", "Control+k", "Meta+k"], 3))
def test_a_key_leads_to_the_box(toy_sites, page: Page, key):
    page.goto(f"{toy_sites[0].address}years/")
    expect(page.get_by_role("combobox")).not_to_be_focused()
    page.keyboard.press(key)
    expect(page.locator("#header-search")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#header-search")).to_have_value("a/b")


@pytest.mark.measured
def test_the_same_key_leads_to_the_query_of_the_search_page(toy_sites, page: Page):
    ask(page, toy_sites[0], "q=harbour")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_label("Words to look for")).to_be_focused()


def test_on_a_phone_the_key_leads_to_the_search_page(toy_sites, new_page: Callable[..., Page]):
    page = new_page(**PHONE)
    page.goto(f"{toy_sites[0].address}years/")
    page.keyboard.press("/")
    expect(page).to_have_url(f"{toy_sites[0].address}search/")


def box_of(site: Site, page: Page, query: str) -> Locator:
    """Type into the box of the header; return its list."""
    page.goto(f"{site.address}years/")
    page.keyboard.press("/")
    page.keyboard.type(query, delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()
    return page.get_by_role("listbox")


def test_the_box_shows_first_results_and_subjects_and_opens_one_by_keyboard(toy_sites, page: Page):
    options = box_of(toy_sites[1], page, "ledger")
    expect(options.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.get_by_role("option", selected=True)).to_contain_text("I have never met a tide")
    marked = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    assert page.locator(f"#{marked}").inner_text().startswith('"I have never met a tide')
    page.get_by_role("combobox").press_sequentially("s")
    expect(options.get_by_role("option").last).to_contain_text("“ledgers”")
    expect(options.get_by_role("option", selected=True)).to_contain_text("I have never met a tide")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/documents/{KEYS['interview']}/$"))


def test_the_box_leads_to_a_subject_by_a_click(toy_sites, page: Page):
    options = box_of(toy_sites[1], page, "Маррауб")
    options.get_by_role("option").filter(has_text="subject").click()
    expect(page).to_have_url(re.compile("/people/ilse-marrowby/$"))


def test_enter_in_the_box_opens_the_search_page_with_the_same_query(toy_sites, page: Page):
    box_of(toy_sites[1], page, "herring -dockers")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{toy_sites[1].address}search/?{urlencode({'q': 'herring -dockers'})}")
    expect(page.get_by_role("status")).to_have_text("2 documents for “herring -dockers”.")


def test_escape_closes_the_list_of_the_box_and_keeps_the_words(toy_sites, page: Page):
    options = box_of(toy_sites[1], page, "ledger")
    page.keyboard.press("Escape")
    expect(options).to_be_hidden()
    expect(page.locator("#header-search")).to_have_value("ledger")


# --- For everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("parameters", ["q=harbour&kind=speech&kind=news-report", "q=leger&kind=speech"])
@pytest.mark.measured
def test_axe_finds_nothing_wrong_with_an_answer(
    toy_sites, new_page: Callable[..., Page], scheme, size, parameters
):
    page = new_page(color_scheme=scheme, **size)
    ask(page, toy_sites[1], parameters)
    if not page.locator("#search-narrow").get_attribute("open"):
        page.get_by_text("Narrow the search").click()
    expect(page.locator("#search-facets")).not_to_be_empty()
    assert violations(page, "light") == []


@pytest.mark.measured
def test_axe_finds_nothing_wrong_with_the_open_box(toy_sites, page: Page):
    box_of(toy_sites[1], page, "harbour")
    page.keyboard.press("ArrowDown")
    assert violations(page, "light") == []


@pytest.mark.measured
def test_the_answer_fits_a_phone(toy_sites, new_page: Callable[..., Page]):
    page = new_page(**PHONE)
    ask(page, toy_sites[1], "q=harbour&kind=speech&kind=news-report&language=en")
    page.get_by_text("Narrow the search").click()
    expect(page.locator("#facet-kind")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.measured
def test_the_page_keeps_the_language_of_its_reader_and_marks_that_of_headlines(toy_sites, page: Page):
    ask(page, toy_sites[1], "q=прилив")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#search-results > li > a").first).to_have_attribute("lang", "ru")


def test_a_browser_is_told_how_to_ask_where_the_site_has_an_address(toy_at_address):
    """Elements and attributes: https://github.com/dewitt/opensearch, draft 6."""
    page = toy_at_address.page("years/2013").read_text(encoding="utf-8")
    assert re.search(
        r'<link rel="search" type="application/opensearchdescription\+xml" [^>]*href="../../opensearch.xml"',
        page,
    )
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    description = ElementTree.parse(toy_at_address.folder / "opensearch.xml").getroot()
    assert description.tag == f"{name}OpenSearchDescription"
    assert 0 < len(description.findtext(f"{name}ShortName")) <= 16
    addresses = {url.get("type"): url.get("template") for url in description.findall(f"{name}Url")}
    assert addresses["text/html"] == "https://press.example/harbour/search/?q={searchTerms}"


def test_a_site_without_an_address_describes_no_search(public_site):
    assert not (public_site.folder / "opensearch.xml").exists()
    assert "opensearch" not in public_site.page("").read_text(encoding="utf-8")


# --- What an index may hold


def test_the_index_of_a_language_holds_what_is_in_it_and_no_details_in_english(toy_sites):
    id = "2019-03-03-dogovor-o-gavani-podpisan"
    page = (toy_sites[1].folder / "documents" / id / "index.html").read_text(encoding="utf-8")
    parts = searchable(page, id)
    for held in ('<h1 id="headline"', '<div class="passages"'):
        assert held in parts.own and held in parts.whole
    for heading in ("summary", "details"):
        assert f'id="{heading}"' in parts.whole
        assert f'id="{heading}"' not in parts.own


def test_the_public_index_finds_no_word_that_only_a_restricted_text_holds(toy_sites, page: Page):
    """The ledger is in the captured interview alone, which the reading room shows and the public site does
    not.
    """
    ask(page, toy_sites[0], "q=ledger")
    assert number(page) == 0
    ask(page, toy_sites[1], "q=ledger")
    assert number(page) == 1


def test_a_missing_index_is_said_and_the_lists_are_there(toy_sites, new_page: Callable[..., Page]):
    page = new_page()
    page.route(re.compile(r"/pagefind/.*\.json"), lambda route: route.fulfill(status=200, body="not JSON"))
    page.goto(f"{toy_sites[0].address}search/?q=harbour")
    expect(page.get_by_role("status")).to_contain_text("The search does not work here")
    expect(page.get_by_role("link", name="documents", exact=True)).to_be_visible()


@pytest.mark.measured
def test_the_index_can_be_switched_off_for_editing_but_not_for_publishing(toy, monkeypatch, capfd):
    monkeypatch.setenv("SITE_URL", "")
    monkeypatch.setenv("SEARCH_INDEX", "false")
    assert main(["--root", str(toy), "build"]) == 0
    assert (toy / "site" / "search" / "index.html").exists()
    assert not (toy / "site" / "pagefind").exists()
    assert "The search index is switched off" in capfd.readouterr().err
    assert main(["--root", str(toy), "publish"]) == 1
    assert "SEARCH_INDEX" in capfd.readouterr().err
