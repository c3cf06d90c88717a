"""Owns submissions and the decisions on them."""
