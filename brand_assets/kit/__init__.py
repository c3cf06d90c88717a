"""Owns versioned brand kits."""
