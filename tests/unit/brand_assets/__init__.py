"""Owns the unit tests of brand assets."""
