"""Generated pages: one module for each kind, with its template beside it.

A `render_` function gets the archive and returns Markdown by path; it reads and writes no file. What all
kinds share is here as well: addresses and links, front matter, dates and identifiers in words, lists that are
divided by year, and charts. The columns of a page are elements in its template.
"""
