"""What `archive export` makes beside the pages: share cards and icons. The site is built without it."""
