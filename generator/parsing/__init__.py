"""Parsing: blocks become documents, chronicle entries and tables; what no rule knows stays a paragraph and is reported."""
