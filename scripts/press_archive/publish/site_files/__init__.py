"""Files of a site that are no pages: the packed sitemap, and names of files that say what is in them."""
