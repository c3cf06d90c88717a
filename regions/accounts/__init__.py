"""Owns accounts, their grants, sign-in and the scope of a session."""
