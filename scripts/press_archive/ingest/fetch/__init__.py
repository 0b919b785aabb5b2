"""The address of a web page → the page as it was received, from public servers only."""
