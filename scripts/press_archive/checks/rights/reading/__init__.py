"""Reading what is published: unpacked, decoded, without markup and escapes, and without another look."""
