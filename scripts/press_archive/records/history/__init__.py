"""What happened to a source: the entries of its history, how one is written, and old addresses that lead on."""
