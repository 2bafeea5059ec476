"""Linking: printed words lead from one record to another, each link with the words that make it. Precision before recall."""
