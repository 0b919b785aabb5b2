"""From the archive to a site: `docs/`, the search, the preview, the offline copy.

All pages are rendered, but only files whose bytes differ are written, each in one step, and pages that no
record asks for any more are removed. The search index and its facets are made from the built pages, in shards
that are kept from build to build (the folder `indexing`). A publication is made beside what it replaces, and
put in its place in one step. A preview shows one document or source, even if its record is wrong. The folder
`conversion` turns Markdown into HTML for MkDocs, in less than a tenth of the time that Python-Markdown needs,
and to the same bytes. It knows what the templates write; a page with anything else is left to
Python-Markdown. What we use of MkDocs is in few modules, which a test names.
"""
