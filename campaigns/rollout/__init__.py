"""Owns the effect of new versions and expiries on what is under way."""
