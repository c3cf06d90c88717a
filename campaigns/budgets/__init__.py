"""Owns partner budgets, co-op funds and their ledgers."""
