"""What readers take along: citations, and files for programs that manage them. One description of the work
that a document is serves all formats: BibLaTeX, RIS and CSL-JSON, the citations in several styles, and what
the head of a page says to such programs and to search engines. What is described is the original work; the
archive's page is where it was consulted. The folder `following` has feeds and a calendar of the events. A
`render_` function gets the archive and returns text, or files by their paths below the site.
"""
