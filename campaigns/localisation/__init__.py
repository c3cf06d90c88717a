"""Owns the values of one outlet for one campaign, and its short links."""
