"""Owns campaigns, their audience and channels."""
