"""Owns pictures: photos, artwork and logos, prepared and placed."""
