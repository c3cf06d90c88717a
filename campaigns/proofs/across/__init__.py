"""Owns one ad's values for many outlets: the table, what is pasted into it, and what came of it."""
