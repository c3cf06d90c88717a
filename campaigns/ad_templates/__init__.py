"""Owns formats and versioned ad templates with their fields."""
