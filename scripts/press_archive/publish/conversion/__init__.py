"""The Markdown of generated pages → the HTML that Python-Markdown makes of it, without Python-Markdown."""
