"""Owns a made-up year of history with a known truth, for the demonstration and benchmarks."""
