"""Owns how a brand kit is edited in the browser: sections, forms, comparison, pages."""
