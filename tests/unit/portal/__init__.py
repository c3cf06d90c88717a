"""Tests: the web shell."""
