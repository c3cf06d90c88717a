"""Owns new template versions under campaigns that run: trial, publication, what is carried over."""
