"""Owns our own short links as the public meets them, and what their visits are counted as."""
