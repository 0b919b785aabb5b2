"""The commands that write histories: correct and withdraw."""
