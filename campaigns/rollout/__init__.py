"""Owns the effect of a new kit or template version, or of an expiry, on what is under way."""
