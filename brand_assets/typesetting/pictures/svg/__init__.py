"""Reads SVG drawings into items of the display list, or refuses what cannot be printed true."""
