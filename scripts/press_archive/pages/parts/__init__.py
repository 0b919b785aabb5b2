"""What pages are made of: addresses and links, front matter, dates and ids in words, charts, statements."""
