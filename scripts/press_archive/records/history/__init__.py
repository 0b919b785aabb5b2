"""What happened to a source: the entries of its history, how they are written, and old addresses."""
