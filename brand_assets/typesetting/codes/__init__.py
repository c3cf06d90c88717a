"""Owns codes that machines read."""
