"""Owns the one typesetter: document and values in, files and page facts out."""
