"""The sites that an archive is published as."""
