"""Owns what an account may see: scopes over tree paths."""
