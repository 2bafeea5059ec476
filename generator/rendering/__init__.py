"""Pages in Markdown become HTML pages with the theme of mkdocs.yml around them."""
