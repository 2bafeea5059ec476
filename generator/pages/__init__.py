"""Pages: views over the records, written as Markdown. A page never computes a fact."""
