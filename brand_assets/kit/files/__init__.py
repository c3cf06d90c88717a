"""Owns the files of a draft as people bring them: fonts, logos, the press profile."""
