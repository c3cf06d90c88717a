"""Owns the proof against everyone: a campaign set for every outlet before it is published."""
