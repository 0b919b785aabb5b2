"""Which site has a page, where an archive is published as several."""
