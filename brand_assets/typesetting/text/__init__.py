"""Owns text: fonts, shaping, breaking, fit, and the setting of frames that hold type."""
