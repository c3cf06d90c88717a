"""Owns the brand sheet: a kit on a few A4 pages, set by the typesetter that sets the ads."""
