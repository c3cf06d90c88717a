"""Owns immutable proofs and their fingerprints."""
