"""Serve a site on this machine: what changed is made again, and only names of this machine are answered."""
