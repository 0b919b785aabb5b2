"""What each command accepts. Nothing else of a command is imported here, so that completing is fast."""
