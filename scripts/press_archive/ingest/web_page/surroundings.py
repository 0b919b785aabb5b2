"""What surrounds the article of a web page, recognised by the names of elements or as nothing but links.

Libraries that look for an article keep much of it where the article is short. Nothing is lost: the page as it
was received is kept beside its capture.
"""

from __future__ import annotations

import copy
import re

import lxml.html

MAX_SHARE = 0.25  # of a page's text; an element with more of it is no surroundings, whatever its name
MENU_LINKS = 3  # the least number of links in a menu
MENU_SHARE = 0.8  # of a menu's text is in links, at least

_ELEMENTS = ("nav", "div", "section", "aside", "ul", "ol", "p", "td", "table", "footer", "form", "span")
# Names (classes and ids) of elements that are no part of an article, in several languages.
_SURROUNDING_NAMES = re.compile(
    r"(?:^|[-_])(?:cookies?|cookiewall|consent|gdpr|newsletter|subscri\w+|paywall|donat\w+|contributions?|"
    r"share|sharing|sharedaddy|social|player|related|recommended|trending|promo|adverts?|advertisement|ads?|"
    r"comments?|disqus|respond|reacties|kommentare|commentaires|discussion|info-?(?:box|kasten)|fact-?box|"
    r"sidebar|breadcrumbs?|menu|nav|navigation|topbar|footer|copyright|tags|most-?(?:read|popular|viewed)|"
    r"lees-ook|lire-aussi|next-article|kicker|eyebrow|rubrique|delen|deelknoppen)(?:$|[-_])",
    re.IGNORECASE,
)


def without_surroundings(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return a copy of a page without what surrounds its article.

    >>> menu = "<div><a>Home</a> <a>News</a> <a>Log in</a></div>"
    >>> share = "<p class='share-bar'>Pass it on</p>"
    >>> text = f"<div class='share-bar'><h1>A quay</h1><p>{'Text. ' * 30}</p></div>"
    >>> tree = lxml.html.document_fromstring(f"<body>{menu}{text}{share}")
    >>> without_surroundings(tree).text_content().split()[:4]
    ['A', 'quayText.', 'Text.', 'Text.']
    """
    tree = copy.deepcopy(tree)
    body = tree.find("body")
    if body is None:
        return tree
    for article in _other_articles(tree):
        article.drop_tree()
    max_length = MAX_SHARE * _length(body)
    for element in list(body.iter(*_ELEMENTS)):
        if _may_surround(element, max_length) and (_is_named_so(element) or _is_menu(element)):
            element.drop_tree()
    return tree


def _other_articles(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the articles beside the one with the headline; none in a live blog, whose parts they are."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    with_headline = [article for article in articles if article.find(".//h1") is not None]
    data = "".join(tree.xpath("//script[contains(@type, 'ld+json')]/text()"))
    if len(with_headline) != 1 or "LiveBlogPosting" in data:
        return []
    return [article for article in articles if article is not with_headline[0]]


def _may_surround(element: lxml.html.HtmlElement, max_length: float) -> bool:
    """Return whether an element is still in the page, and neither long nor around the headline."""
    is_in_page = element.getparent() is not None
    return is_in_page and _length(element) <= max_length and element.find(".//h1") is None


def _is_named_so(element: lxml.html.HtmlElement) -> bool:
    names = [*(element.get("class") or "").split(), element.get("id") or ""]
    return any(_SURROUNDING_NAMES.search(name) for name in names)


def _is_menu(element: lxml.html.HtmlElement) -> bool:
    links = element.findall(".//a")
    return len(links) >= MENU_LINKS and sum(map(_length, links)) >= MENU_SHARE * _length(element)


def _length(element: lxml.html.HtmlElement) -> int:
    """Return how many characters of text an element has, without white space."""
    return len("".join(element.text_content().split()))
