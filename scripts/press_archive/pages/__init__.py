"""Generated pages: one module for each kind, with its template beside it.

A `render_` function gets the archive and returns Markdown by path; it reads and writes no file. The folder
`parts` has what all kinds share: addresses and links, front matter, dates and identifiers in words, charts,
statements. The folder `division` divides a long list among pages.
"""
