"""Owns how head office expires a campaign in one action, and takes that back within ten minutes."""
