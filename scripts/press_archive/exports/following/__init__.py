"""What readers follow: feeds of additions and corrections, a list of all feeds, a calendar of the events."""
