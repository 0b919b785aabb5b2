"""A web page or a feed → its article or its items, line by line, without what surrounds them."""
