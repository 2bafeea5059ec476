"""Offline copies that prove themselves: made, signed, verified, compared and brought up to date."""
