"""What readers take along and follow: citations, data, feeds, texts, releases. One description of the work
that a document is serves all formats of citations, and what the head of a page says to programs and to
search engines; the archive's page is where it was consulted. The folder `data` has the tables, the
vocabularies as SKOS and the database, all from the models of the records; `following` has feeds and a
calendar of the events; `texts` has TEI and a corpus of plain text; `release` packs the data of one day. A
`render_` function gets the archive and returns text, or files by their paths below the site.
"""
