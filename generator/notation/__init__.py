"""Notation: how things are written. Numbers, numerals, dates and enumerations, each parsed and formatted back."""
