"""The generated pages: one module per kind, each returning {path below docs/: Markdown text}."""
