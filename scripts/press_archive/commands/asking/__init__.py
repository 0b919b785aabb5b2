"""Questions that a command asks in a terminal."""
