"""Commands that make a site: one at a time, beside the site that it replaces."""
