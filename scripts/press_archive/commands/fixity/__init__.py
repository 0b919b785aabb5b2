"""The commands that keep an archive whole: verify, repair, deposit."""
