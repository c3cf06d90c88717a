"""Holds the tests of the preflight: a failing and a passing file for each of its rules."""
