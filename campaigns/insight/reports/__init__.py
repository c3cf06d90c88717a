"""Owns channel reports: what a channel tells of an ad's day, imported with a dry run."""
