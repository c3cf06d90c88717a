"""Benchmarks that anyone can run; each prints its figures."""
