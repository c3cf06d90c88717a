"""Owns the demonstration: the demo brand loaded once, and the main job run on it."""
