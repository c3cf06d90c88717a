"""Owns the rules of corporate design and law that judge page facts."""
