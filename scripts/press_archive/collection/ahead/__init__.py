"""Records that are parsed before the archive is loaded."""
