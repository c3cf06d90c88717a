"""Unit tests of regions."""
