"""Holds what the tests need besides Python: finding and installing programs."""
