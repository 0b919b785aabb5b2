"""A web page or a feed → its items, each with its lines and with what the page's data says about it.

trafilatura (https://trafilatura.readthedocs.io) finds the article of a page and the page's data, htmldate
its date. Only this module, `article.py` and `page_data.py` use them.
"""

from __future__ import annotations

from importlib.metadata import version

from trafilatura import load_html

from ..records.closed_lists import Role
from ..records.links import is_web_address
from . import phrases
from .addresses import unarchived
from .cuts import SHORT_LINE, is_text
from .dates import date_line, day_comes_first, signed_date
from .phrases import fold
from .proposals import Confidence
from .received_file import DAY_FIRST, MONTH_FIRST, Line, Part
from .surroundings import without_surroundings

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_HEADLINE = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.)*)"')
ITEM = 200  # signs of text that an item of a page has at least
SHORTEST = 60  # signs of an article
LONG = 40  # signs of a line whose place in the page can be told
WORDS = 4  # of a heading that is no section's name
NAMES = 9  # words of a byline
LOUD = 12  # signs of a line that is a headline by its looks


def read_page(name: str, data: bytes, address: str) -> Material:
    """Return the text of a page or a feed; raise UnreadableFile where it has none. `name` is for messages."""
    parts = extract(data, address)
    if not any(line.text.strip() for part in parts for line in part.lines):
        raise UnreadableFile(name, "no text found in the page", "an article", COPY_TEXT)
    return Material(parts, f"trafilatura {version('trafilatura')}, {program()}")


def extract(data: bytes, address: str) -> list[Part]:
    """Return the items of a page or a feed: one for a page with one article, none if nothing can be parsed.

    Blank lines separate what the page sets apart. `address` is where the page was fetched from, or empty.
    """
    if is_feed(data):
        return read_feed(data)
    tree = load_html(data)
    if tree is None:
        return []
    items = _items(tree)
    if items:
        parts = [part for item in items if (part := _item(item, address)).lines]
        for part in parts:
            _tell_site(part, tree)
        return parts
    return [_article(tree, address)]


def _article(tree: lxml.html.HtmlElement, address: str) -> Part:
    saved = _SAVED_FROM.search(lxml.html.tostring(tree, encoding="unicode")[:3000]) or _SAVED_FROM.search(
        "".join(str(node) for node in tree.xpath("//comment()|preceding::comment()")[:20])
    )
    page = without_surroundings(tree)
    found = _find_article(page, address)
    if found is not None and len(_blocks(found.body)) == 1 and len(page.xpath("//p")) > 1:
        # The library gives the text of a short page in one line; a short report is found if it may be short.
        found = _find_article(page, address, SHORTEST) or found
    part = Part([])
    if found is None:
        return part
    headline = _headline(page, found.title or "", found.sitename or "")
    printed_text = _words(page.find("body") if page.find("body") is not None else page)
    body = _with_repeats(_in_order(_blocks(found.body), printed_text), page)
    if headline:
        body = _behind_headline(body, headline, printed_text)
    head = [Line(headline, Role.TITLE)] if headline else []
    author = (found.author or "").replace("; ", ", ")
    byline = _byline(page, author) or author
    printed = _printed_date(page)
    if byline:
        signed = next((line for line in body if _is_byline(line.text, byline)), None)
        if signed:
            body[body.index(signed)] = Line(signed.text, Role.BYLINE)
        else:
            head.append(Line(byline, Role.BYLINE))
    if printed and not any(printed in line.text for line in body if len(line.text) < 150):
        head.append(Line(printed, Role.DATE))
    head += [Line(caption, Role.CAPTION) for caption in _captions(page) if not any(caption in line.text for line in body)]
    for line in [*head, *body]:
        part.lines += [line, Line("")]
    del part.lines[-1:]
    _tell(part, tree, found, address, saved[1] if saved else "")
    return part


def _find_article(page: lxml.html.HtmlElement, address: str, shortest: int | None = None):
    """Return what the library finds in a page; `shortest` is the least number of signs that it takes for an article."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    if shortest is not None:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    return bare_extraction(
        lxml.html.tostring(page, encoding="unicode"), url=address or None, include_comments=False, include_tables=True,
        include_formatting=True, favor_recall=True, with_metadata=True, deduplicate=False, config=config,
    )  # fmt: skip


def _in_order(lines: list[Line], page: str) -> list[Line]:
    """Leave out the lines that the library gives twice: first in a wrong place, and again where the page prints them."""
    last, repeated = -1, set()
    for number, line in enumerate(lines):
        place = page.find(line.text) if len(line.text) >= LONG else -1
        if 0 <= place < last:
            later = {other.text for other in lines[number:]}
            repeated |= {before for before in range(number) if lines[before].text in later}
        last = max(last, place)
    return [line for number, line in enumerate(lines) if number not in repeated]


def _with_repeats(lines: list[Line], page: lxml.html.HtmlElement) -> list[Line]:
    """Put back the short lines that the library gives once though the page prints them again, such as the names of speakers."""
    printed = [_words(element) for element in page.iter("p", "li", "h2", "h3", "h4")]
    given = {line.text.strip("*_ "): line for line in lines}
    matcher = difflib.SequenceMatcher(None, printed, [line.text.strip("*_ ") for line in lines], autojunk=False)
    complete: list[Line] = []
    for change, first, last, begin, end in matcher.get_opcodes():
        inside = 0 < begin < len(lines)
        if inside and change in ("delete", "replace"):
            complete += [given[text] for text in printed[first:last] if text in given and len(text) <= SHORT_LINE]
        complete += lines[begin:end]
    return complete


def _behind_headline(lines: list[Line], headline: str, page: str) -> list[Line]:
    """Return the lines behind the headline; what the page prints before it is the page's head, if it is no text."""
    begins = page.find(headline)
    place = next((number for number, line in enumerate(lines) if _same(line.text, headline)), None)
    head = (
        lines[:place] if place is not None else list(itertools.takewhile(lambda line: -1 < page.find(line.text) < begins, lines))
    )
    if not any(is_text(line.text) for line in head):
        lines = lines[len(head) :]
    return [line for line in lines if not (line.role in (None, Role.CROSSHEAD) and _same(line.text, headline))]


def _is_byline(line: str, byline: str) -> bool:
    """Say whether a line is a byline that names the same as another one."""
    if _same(line, byline):
        return True
    words = [match["name"] if (match := phrases.BYLINE.fullmatch(text)) else text for text in (line, byline)]
    return len(line) < 120 and _same(*words)


def _tell(part: Part, tree: lxml.html.HtmlElement, found, address: str, saved: str) -> None:
    """Add what the page's data says of it."""
    part.clue("title", found.title, "the page's data", Confidence.MEDIUM)
    part.clue("byline", (found.author or "").replace("; ", ", "), "the page's data", Confidence.MEDIUM)
    part.clue("outlet_name", found.sitename, "the page's data", Confidence.MEDIUM)
    _tell_site(part, tree)
    language = tree.get("lang") or next(iter(tree.xpath("//html/@lang|//meta[@http-equiv='content-language']/@content")), "")
    part.clue("language", language[:2].lower(), "the page's lang", Confidence.MEDIUM)
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content")), "")
    for value, origin, confidence in (
        (canonical, "the page's canonical address", Confidence.HIGH),
        (saved, "where the page was saved from", Confidence.HIGH),
        (address, "the address it was fetched from", Confidence.MEDIUM),
        (found.url or "", "the page's data", Confidence.MEDIUM),
    ):
        original, day = unarchived(value.strip())
        if is_web_address(original):
            part.clue("original_url", original, origin, confidence)
            part.clue("captured", day, "the web archive's address", Confidence.HIGH)
    for value, origin in ((address, "the address it was fetched from"), (saved, "where the page was saved from")):
        if is_web_address(value):
            part.clue("captured_from", value, origin, Confidence.HIGH)
    _tell_date(part, tree, found.url or address or saved)


def _tell_site(part: Part, tree: lxml.html.HtmlElement) -> None:
    """Add what tells of the site whatever the page holds: its names, and the order of its dates."""
    site = next(iter(tree.xpath("//meta[@property='og:site_name']/@content")), "")
    part.clue("outlet_name", site, "the page's data", Confidence.MEDIUM)
    part.clue("page_title", " ".join(tree.xpath("//title[1]//text()")), "the page's title", Confidence.MEDIUM)
    order = day_comes_first(tree.itertext())
    if order is not None:
        part.clue("date_order", DAY_FIRST if order else MONTH_FIRST, "the page's dates", Confidence.HIGH)


def _tell_date(part: Part, tree: lxml.html.HtmlElement, address: str) -> None:
    """Add the date of publication: that of the page's data, or else one that stands somewhere in it."""
    from htmldate import find_date

    text = lxml.html.tostring(tree, encoding="unicode")
    known = {"original_date": True, "url": address or None, "outputformat": "%Y-%m-%d"}
    part.clue("date", find_date(text, extensive_search=False, **known), "the page's data", Confidence.MEDIUM)
    if "date" not in part.clues:
        part.clue("date", find_date(text, extensive_search=True, **known), "somewhere in the page", Confidence.LOW)


def _headline(tree: lxml.html.HtmlElement, title: str, site: str) -> str:
    """Return the headline as the page prints it: the heading that is most like its title, or else the title without the site.

    A title may be made for search engines; then a heading that is alone on its page, and no single word, is the headline.
    """
    wanted = [_without_site(title, site), *_HEADLINE.findall(" ".join(tree.xpath("//script[contains(@type, 'ld+json')]/text()")))]
    whole = fold(" ".join([*tree.xpath("//title//text()|//meta[@property='og:title']/@content"), *wanted[1:]]))
    all_headings = tree.xpath("//h1") or tree.xpath("//h2")
    names = [_words(heading) for heading in all_headings if _leads_home(heading)]
    headings = [_words(heading) for heading in all_headings if not _leads_home(heading)]
    headings = headings or [_words(heading) for heading in tree.xpath("//h2") if not _leads_home(heading)]
    if not headings:  # old pages have headings only in their looks
        loud = dict.fromkeys(_words(element) for element in tree.xpath("//b|//strong|//big|//font[@size]"))
        titles = " | ".join([title, *tree.xpath("//title[1]//text()")])
        parts = [fold(part) for part in re.split(r"\s+[|–—·•-]\s+|:\s", titles) if len(part) > LOUD]
        headings = [
            text for text in loud if len(text) > LOUD and any(fuzz.token_set_ratio(fold(text), part) >= 90 for part in parts)
        ]
    like = [heading for heading in headings if heading and (_likeness(heading, wanted) >= 80 or fold(heading) in whole)]
    if like:
        return max(like, key=lambda heading: (_likeness(heading, wanted), -headings.index(heading)))
    first = next((heading for heading in headings if len(heading) > 8), "")
    alone = len(headings) == 1 and len(first.split()) >= WORDS
    no_headline = [*names, site if first else ""]
    return first if alone or not wanted[0] or fold(wanted[0]) in map(fold, no_headline) else wanted[0]


def _leads_home(heading: lxml.html.HtmlElement) -> bool:
    """Say whether a heading is the site's name: a link to its first page."""
    return any(
        re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", link) for link in heading.xpath(".//a/@href|./parent::a/@href")
    )


def _without_site(title: str, site: str) -> str:
    """Return a title without the site's name at its end."""
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    if len(parts) > 1 and site and fuzz.partial_ratio(fold(parts[-1]), fold(site)) >= 85:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-\u00a0")
    return title


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _likeness(text: str, others: list[str]) -> float:
    return max(fuzz.ratio(fold(text), fold(other)) for other in others)


def _same(text: str, other: str) -> bool:
    return fold(text) == fold(other)


def _byline(tree: lxml.html.HtmlElement, author: str) -> str:
    """Return the byline as the page prints it, if an element says that it is one, or prints the author's name behind `By`."""
    named = tree.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ') or contains(@class, 'article-author')"
        " or contains(@class, 'author-name') or @itemprop='author' or @rel='author']"
    )
    with_date = ""
    for element in [*named, *_behind_heading(tree)]:
        text = _words(element)
        if not 2 < len(text) < 100 or date_line(text):
            continue
        match = phrases.BYLINE.fullmatch(text)
        introduced = match and _is_name(match["name"])
        if element in named or (author and _is_byline(text, author)) or introduced:
            return text
        # A name and a date may also be elements of one; then the name's own is met behind this one.
        if not with_date and (signed := signed_date(text)) and (match := phrases.BYLINE.fullmatch(signed.rest)):
            with_date = text if _is_name(match["name"]) else ""
    return with_date


def _is_name(text: str) -> bool:
    """Say whether a text can be the names of authors: few words, the first with a capital, and no sentence or figure."""
    return len(text.split()) < NAMES and text[0].isupper() and not re.search(r"\d|[.?!]$", text)


def _behind_heading(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the elements behind the first heading that may hold the byline and the date, by what they hold."""
    return tree.xpath("//h1[1]/following::*[self::p or self::div or self::span or self::td or self::li or self::address]")


def _printed_date(tree: lxml.html.HtmlElement) -> str:
    """Return the date as the page prints it, if an element for dates holds it."""
    named = tree.xpath("//time|//*[contains(@class, 'date') or contains(@class, 'published') or @itemprop='datePublished']")
    for element in [*named, *_behind_heading(tree)]:
        text = _words(element)
        if len(text) < 80 and (found := date_line(text)) and not found.updated:
            return text
    return ""


def _captions(tree: lxml.html.HtmlElement) -> list[str]:
    found = (
        " ".join(caption.text_content().split())
        for caption in tree.xpath("//article//figcaption|//main//figcaption|//figcaption")
    )
    return [caption for caption in dict.fromkeys(found) if 3 < len(caption) < 700]


_ROLES = {"head": Role.CROSSHEAD, "item": Role.BULLET}
_BLOCKS = ("head", "p", "item", "quote", "cell", "code", "ab")


def _blocks(body: lxml.etree._Element) -> list[Line]:
    """Return the lines of an extracted body: a paragraph, heading, item or cell each; a line break begins another line."""
    lines: list[Line] = []
    for element in body.iter(*_BLOCKS):
        if element.tag == "quote" and element.find(".//p") is not None:
            continue  # its paragraphs come by themselves
        for text in _text(element).split("\n"):
            if " ".join(text.split()):
                plain = " ".join(text.split())
                # A whole sentence set as a heading is a standfirst.
                lines.append(Line(plain, None if element.tag == "head" and is_text(plain) else _ROLES.get(element.tag)))
    if not lines:
        lines = [Line(" ".join(text.split())) for text in "".join(body.itertext()).split("\n") if text.strip()]
    return lines


def _text(element: lxml.etree._Element) -> str:
    """Return an element's text, bold names marked as such, without the blocks inside it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append("\n")
        elif child.tag not in _BLOCKS and child.tag != "list":
            inner = _text(child)
            bold = (
                child.tag == "hi"
                and child.get("rend") == "#b"
                and inner.strip()
                and not "".join(parts).rsplit("\n", 1)[-1].strip()
            )
            parts.append(
                f"**{inner.strip()}**{' ' if inner.endswith(' ') else ''}"
                if bold and (len(inner) < 60 or inner.rstrip().endswith("?"))
                else inner
            )
        parts.append(child.tail or "")
    return "".join(parts)


# --- Pages of several items


def _items(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the items of a page that holds several texts one after another, such as a blog's; none for a page of one article."""
    best: list[lxml.html.HtmlElement] = []
    kinds: dict[tuple, list[lxml.html.HtmlElement]] = {}
    for element in tree.xpath("//article|//div[@class]|//li[@class]|//section[@class]"):
        heading = element.xpath("./h1|./h2|./h3|./header//h1|./header//h2|./header//h3|./div/h1|./div/h2|./div/h3")
        if len(heading) == 1:
            kinds.setdefault((element.getparent(), element.tag, (element.get("class") or "").split(" ")[0]), []).append(element)
    whole = sum(len(paragraph.text_content()) for paragraph in tree.xpath("//p"))
    for elements in kinds.values():
        texts = [sum(len(paragraph.text_content().strip()) for paragraph in element.xpath(".//p")) for element in elements]
        long = [element for element, number in zip(elements, texts, strict=True) if number >= ITEM]
        if (
            len(long) >= 2
            and len(long) >= len(elements) * 0.7
            and sum(texts) >= whole * 0.6
            and len(long) > len(best)
            and _are_items(tree, long)
        ):
            best = long
    return best


def _are_items(tree: lxml.html.HtmlElement, elements: list[lxml.html.HtmlElement]) -> bool:
    """Say whether elements are items of their own: they are dated or linked each, and the page is not one article with parts."""
    dated = sum(
        bool(element.xpath(".//time|.//*[contains(@class, 'date') or contains(@class, 'published')]")) for element in elements
    )
    linked = sum(bool(element.xpath(".//h1//a|.//h2//a|.//h3//a")) for element in elements)
    kind = " ".join(tree.xpath("//meta[@property='og:type']/@content|//script[@type='application/ld+json']/text()"))
    one = "article" in " ".join(tree.xpath("//meta[@property='og:type']/@content")) or re.search(
        r"LiveBlogPosting|NewsArticle", kind
    )
    return not one and max(dated, linked) >= len(elements) * 0.7


def _item(element: lxml.html.HtmlElement, address: str) -> Part:
    """Return an item: its heading, its date, and its paragraphs."""
    part = Part([])
    heading = element.xpath("(.//h1|.//h2|.//h3)[1]")[0]
    lines = [Line(" ".join(heading.text_content().split()), Role.TITLE)]
    seen = {lines[0].text}
    date = next(
        (
            text
            for text in (" ".join(node.text_content().split()) for node in element.iter("time", "span", "p", "div"))
            if date_line(text)
        ),
        "",
    )
    if date:
        lines.append(Line(date, Role.DATE))
        seen.add(date)
    for paragraph in element.iter("p", "li", "blockquote", "h4"):
        for break_ in paragraph.iter("br"):
            break_.tail = "\n" + (break_.tail or "")
        for text in paragraph.text_content().split("\n"):
            plain = " ".join(text.split())
            if plain and plain not in seen:
                lines.append(Line(plain, Role.BULLET if paragraph.tag == "li" else None))
                seen.add(plain)
    for line in lines:
        part.lines += [line, Line("")]
    stamp = next(iter(element.xpath(".//time/@datetime")), "")[:10]
    part.clue("date", stamp if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stamp) else None, "the item's <time>", Confidence.HIGH)
    link = next(iter(element.xpath("(.//h1|.//h2|.//h3)[1]//a/@href")), "")
    for value in (link, address):
        if is_web_address(value):
            part.clue(
                "original_url" if value == link else "captured_from",
                value,
                "the link of its heading" if value == link else "the address it was fetched from",
                Confidence.HIGH,
            )
    return part


def _feed(data: bytes) -> list[Part]:
    """Return the items of a feed (RSS 2.0, Atom: RFC 4287)."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = lxml.etree.fromstring(data, parser)
    if root is None:
        return []
    name = " ".join(root.xpath("/*/*[local-name()='title']//text()|/*/*[local-name()='channel']/*[local-name()='title']//text()"))
    parts = []
    for item in root.xpath("//*[local-name()='item' or local-name()='entry']"):
        values = {child.tag.rpartition("}")[2]: child for child in item if isinstance(child.tag, str)}

        def text(*names: str, values=values) -> str:
            return next((" ".join("".join(values[name].itertext()).split()) for name in names if name in values), "")

        part = Part([Line(text("title"), Role.TITLE), Line("")])
        content = next(
            ("".join(values[name].itertext()) for name in ("encoded", "content", "description", "summary") if name in values), ""
        )
        for paragraph in re.split(r"(?i)</p>|<br\s*/?>\s*<br\s*/?>|\n\s*\n", content):
            plain = " ".join(lxml.html.fromstring(f"<div>{paragraph}</div>").text_content().split())
            if plain:
                part.lines += [Line(plain), Line("")]
        part.clue("title", text("title"), "the feed", Confidence.HIGH)
        # RSS 2.0 asks for an author's address, behind which the name stands in brackets.
        author = re.sub(r"^\S+@\S+\s+\(([^)]+)\)$", r"\1", text("creator", "author"))
        part.clue("byline", author, "the feed", Confidence.HIGH)
        part.clue(
            "original_url",
            text("link", "guid") or (values["link"].get("href") if "link" in values else ""),
            "the feed",
            Confidence.HIGH,
        )
        stamp = text("pubDate", "published", "updated", "date")
        part.clue("date", _feed_day(stamp), "the feed", Confidence.HIGH)
        part.clue("outlet_name", name, "the feed", Confidence.MEDIUM)
        parts.append(part)
    return parts
