"""Owns channel events, channel reports, readings and exports."""
