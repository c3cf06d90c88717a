"""Owns outlines: path data, areas, and flat shapes."""
