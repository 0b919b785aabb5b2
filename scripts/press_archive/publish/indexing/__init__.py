"""The words of the built pages: cut out, indexed by Pagefind in shards, kept between builds, and merged."""
