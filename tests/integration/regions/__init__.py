"""Regions on real databases."""
