"""What surrounds the article of a web page: taken out by what its elements are called, or as it is nothing but links.

Libraries that look for an article keep much of it where the article is short. Nothing is lost by it: the page as it was received
is kept beside its capture.
"""

from __future__ import annotations

import copy
import re

import lxml.html

# Names (classes and ids) of elements that are no part of an article, in the languages of the collection and their neighbours.
_NAMES = re.compile(
    r"(?:^|[-_])(?:cookies?|cookiewall|consent|gdpr|newsletter|subscri\w+|paywall|donat\w+|contributions?|share|sharing|sharedaddy|"
    r"social|player|related|recommended|trending|promo|adverts?|advertisement|ads?|comments?|disqus|respond|reacties|kommentare|"
    r"commentaires|discussion|info-?(?:box|kasten)|fact-?box|sidebar|breadcrumbs?|menu|nav|navigation|topbar|footer|copyright|tags|most-?(?:read|popular|viewed)|lees-ook|"
    r"lire-aussi|next-article|kicker|eyebrow|rubrique|delen|deelknoppen)(?:$|[-_])",
    re.IGNORECASE,
)
MOST = 0.25  # of a page's text, above which an element is not what surrounds it, whatever its name
LINKS = 3  # that make a menu
LINKED = 0.8  # of a menu's text


def without_surroundings(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return a copy of a page without what surrounds its article.

    >>> menu, share = "<div><a>Home</a> <a>News</a> <a>Log in</a></div>", "<p class='share-bar'>Pass it on</p>"
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
    most = MOST * _length(body)
    for element in list(body.iter("nav", "div", "section", "aside", "ul", "ol", "p", "td", "table", "footer", "form", "span")):
        if element.getparent() is None or _length(element) > most or element.find(".//h1") is not None:
            continue
        names = [*(element.get("class") or "").split(), element.get("id") or ""]
        if any(_NAMES.search(name) for name in names) or _is_menu(element):
            element.drop_tree()
    return tree


def _other_articles(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Return the articles beside the one with the page's headline, shown as a reader goes on; a live blog has parts."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    with_headline = [article for article in articles if article.find(".//h1") is not None]
    if len(with_headline) != 1 or "LiveBlogPosting" in "".join(tree.xpath("//script[contains(@type, 'ld+json')]/text()")):
        return []
    return [article for article in articles if article is not with_headline[0]]


def _is_menu(element: lxml.html.HtmlElement) -> bool:
    links = element.findall(".//a")
    return len(links) >= LINKS and sum(map(_length, links)) >= LINKED * _length(element)


def _length(element: lxml.html.HtmlElement) -> int:
    return len("".join(element.text_content().split()))
