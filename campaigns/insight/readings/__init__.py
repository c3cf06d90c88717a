"""Owns readings: what works, where, and how sure we are."""
